// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// What planning finds for a generator: importance maps, maximum weights and cross-sections, as exact numbers.
///
/// Event generation reads these numbers and never makes them, so that a plan moved to another machine gives the same
/// events. They depend on the cards and the centre-of-mass energy, not on the seed.
public struct GenerationPlan: Sendable, Equatable {
    /// For process `P` and its channel number `c`: `P.c.map` (edges of the importance map), `P.c.maximumWeight` (pb),
    /// `P.c.crossSection` (value and error in pb); for the process `P.crossSection`, `P.maximumWeight`, `P.gluonShare`.
    public var numbers: [String: [Double]]

    public init(numbers: [String: [Double]]) { self.numbers = numbers }

    /// Integrates every process of the mix; empty for guns and files.
    ///
    /// - Throws: a diagnostic for a process that no card describes or that has no phase space at this energy.
    public static func make(settings: CollisionSettings, cards: GeneratorCards) throws(Diagnostics) -> GenerationPlan {
        guard case .collisions(let mix) = settings.source else { return GenerationPlan(numbers: [:]) }
        var plan = GenerationPlan(numbers: [:])
        for choice in mix where plan.numbers["\(choice.name).maximumWeight"] == nil {
            try plan.add(choice.name, energy: settings.centreOfMassEnergy, cards: cards)
        }
        return plan
    }

    /// The integral of a process of this plan; nil for one it does not hold.
    public func integral(of process: String) -> ProcessIntegral? {
        guard let maximum = numbers["\(process).maximumWeight"]?.first,
            let section = numbers["\(process).crossSection"], section.count == 2
        else { return nil }
        var integral = ProcessIntegral()
        integral.crossSection = section[0]
        integral.error = section[1]
        integral.maximumWeight = maximum
        integral.gluonShare = numbers["\(process).gluonShare"]?.first ?? 0
        return integral
    }

    static func unknown(_ name: String, _ cards: GeneratorCards) -> Diagnostic {
        Diagnostic(
            code: "unknown-process", file: "recipe", problem: "there is no process `\(name)`",
            remedy: "choose from \(cards.processes.processes.map(\.name).joined(separator: ", "))")
    }

    /// Integrates one process, or takes it from the maps that come with the cards.
    mutating func add(_ name: String, energy: Double, cards: GeneratorCards) throws(Diagnostics) {
        guard let position = cards.processes.processes.firstIndex(where: { $0.name == name }) else {
            throw Diagnostics([Self.unknown(name, cards)])
        }
        let card = cards.processes.processes[position]
        guard card.amplitude != .minimumBias else {
            numbers["\(name).maximumWeight"] = [card.publishedCrossSection]
            numbers["\(name).crossSection"] = [card.publishedCrossSection, 0]
            return
        }
        var total = ProcessIntegral()
        var (gluons, variance) = (0.0, 0.0)
        for (channel, sampler) in try cards.samplers(card, energy: energy).enumerated() {
            // Stream identities follow the order of the cards and channels.
            let identity = UInt64(position + 1) << 16 | UInt64(channel)
            let (map, integral) = IntegrationPlanner().plan(sampler, identity: identity)
            numbers["\(name).\(channel).map"] = map.edges
            numbers["\(name).\(channel).maximumWeight"] = [integral.maximumWeight]
            numbers["\(name).\(channel).crossSection"] = [integral.crossSection, integral.error]
            total.crossSection += integral.crossSection
            total.maximumWeight += integral.maximumWeight
            variance += integral.error * integral.error
            gluons += integral.gluonShare * integral.crossSection
        }
        guard total.maximumWeight > 0, total.crossSection > 0 else {
            throw Diagnostics([
                Diagnostic(
                    code: "no-phase-space", file: "recipe", problem: "process `\(name)` cannot happen at this energy")
            ])
        }
        numbers["\(name).maximumWeight"] = [total.maximumWeight]
        numbers["\(name).crossSection"] = [total.crossSection, variance.squareRoot()]
        numbers["\(name).gluonShare"] = [gluons / total.crossSection]
    }
}

extension GeneratorCards {
    /// The phase-space samplers of a process, one per channel.
    ///
    /// - Throws: a diagnostic for a channel without a tree diagram at its order.
    func samplers(_ card: ProcessCard, energy: Double) throws(Diagnostics) -> [ChannelSampler] {
        var samplers: [ChannelSampler] = []
        for channelCard in card.channels {
            guard
                let channel = PartonicChannel(
                    channelCard, process: card, model: processes.model, ckm: processes.mixing)
            else {
                throw Diagnostics([
                    Diagnostic(
                        code: "no-diagram", file: "processes.yaml",
                        problem: "`\(channelCard.name)` of process `\(card.name)` has no tree diagram at its order")
                ])
            }
            let resonances = channelCard.final.map { number -> (BreitWigner, ClosedRange<Double>) in
                let resonance = processes.resonance(number)
                let half = resonance.window * resonance.width
                return (
                    BreitWigner(mass: resonance.mass, width: resonance.width),
                    max(resonance.mass - half, 0)...resonance.mass + half
                )
            }
            let particles = FinalParticles(resonances, cuts: card.cuts)
            let mapping: PhaseSpaceMapping =
                card.mapping == .transverse
                ? .transverse(TransverseMapping(particles)) : .cascade(CascadeMapping(particles))
            samplers.append(
                ChannelSampler(
                    channel: channel, mapping: mapping, densities: PartonDensities(card: partonDensities),
                    energy: energy, renormalisation: card.renormalisation, factorisation: card.factorisation))
        }
        return samplers
    }

    /// The process with what a plan found for it; nil if the plan does not hold it.
    func prepare(_ card: ProcessCard, energy: Double, plan: GenerationPlan) throws(Diagnostics) -> PreparedProcess? {
        guard let total = plan.numbers["\(card.name).maximumWeight"]?.first, total > 0 else { return nil }
        guard card.amplitude != .minimumBias else { return .minimumBias }
        var channels: [PreparedChannel] = []
        var sum = 0.0
        for (position, sampler) in try samplers(card, energy: energy).enumerated() {
            let name = "\(card.name).\(position)"
            guard let maximum = plan.numbers["\(name).maximumWeight"]?.first, maximum >= 0,
                let map = AdaptiveMap(dimensions: sampler.dimensions, edges: plan.numbers["\(name).map"] ?? [])
            else { return nil }
            sum += maximum
            channels.append(
                PreparedChannel(
                    sampler: sampler, map: FixedMap(map), maximumWeight: maximum, cumulative: sum / total))
        }
        return .hard(UnweightedProcess(channels: channels))
    }
}
