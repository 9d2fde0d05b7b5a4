// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// What planning finds for a generator: importance maps, maximum weights and cross-sections, as exact numbers.
///
/// Event generation reads these numbers and never makes them, so that a plan moved to another machine gives the same
/// events. They depend on the cards and the centre-of-mass energy, not on the seed.
public struct GenerationPlan: Sendable, Equatable {
    /// For process `P`: `P.map` (edges of the importance map), `P.maximumWeight` (pb), `P.crossSection` (value and
    /// error in pb) and `P.gluonShare`.
    public var numbers: [String: [Double]]

    public init(numbers: [String: [Double]]) { self.numbers = numbers }

    /// Integrates every process of the mix; empty for guns and files.
    ///
    /// - Throws: a diagnostic for a process that no card describes or that has no phase space at this energy.
    public static func make(settings: CollisionSettings, cards: GeneratorCards) throws(Diagnostics) -> GenerationPlan {
        let cards = try cards.with(settings)
        var plan = GenerationPlan(numbers: [:])
        guard case .collisions(let mix) = settings.source else { return plan }
        for choice in mix where plan.numbers["\(choice.name).maximumWeight"] == nil {
            guard let position = cards.processes.processes.firstIndex(where: { $0.name == choice.name }) else {
                throw Diagnostics([unknown(choice.name, cards)])
            }
            try plan.add(position: position, energy: settings.centreOfMassEnergy, cards: cards)
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

    private mutating func add(position: Int, energy: Double, cards: GeneratorCards) throws(Diagnostics) {
        let card = cards.processes.processes[position]
        // Stream identities follow the order of the cards.
        let identity = UInt64(position) + 1
        switch card.amplitude {
        case .topPair:
            let sampler = cards.sampler(TopPairProduction(), energy: energy)
            try store(card.name, sampler.dimensions, IntegrationPlanner().plan(sampler, identity: identity))
        case .effective(let amplitude):
            let process = EffectiveProduction(finalState: card.finalState, card: amplitude)
            let sampler = cards.sampler(process, energy: energy)
            try store(card.name, sampler.dimensions, IntegrationPlanner().plan(sampler, identity: identity))
        case .minimumBias:
            numbers["\(card.name).maximumWeight"] = [card.publishedCrossSection]
            numbers["\(card.name).crossSection"] = [card.publishedCrossSection, 0]
        }
    }

    private mutating func store(
        _ name: String, _ dimensions: Int, _ result: (map: AdaptiveMap, integral: ProcessIntegral)
    ) throws(Diagnostics) {
        guard result.integral.maximumWeight > 0, result.integral.crossSection > 0 else {
            throw Diagnostics([
                Diagnostic(
                    code: "no-phase-space", file: "recipe",
                    problem: "process `\(name)` cannot happen at this energy")
            ])
        }
        numbers["\(name).map"] = result.map.edges
        numbers["\(name).maximumWeight"] = [result.integral.maximumWeight]
        numbers["\(name).crossSection"] = [result.integral.crossSection, result.integral.error]
        numbers["\(name).gluonShare"] = [result.integral.gluonShare]
    }
}

extension GeneratorCards {
    /// The phase-space sampler of a process.
    func sampler<Process: HardProcess>(_ process: Process, energy: Double) -> HardSampler<Process> {
        let resonances = process.finalState.map { processes.resonance($0) }
        return HardSampler(
            process: process, densities: densities, energy: energy,
            resonances: resonances.map { BreitWigner(mass: $0.mass, width: $0.width) },
            windows: resonances.map { max($0.mass - $0.window * $0.width, 1)...$0.mass + $0.window * $0.width })
    }

    /// The process with what a plan found for it; nil if the plan does not hold it.
    func prepare(_ card: ProcessCard, energy: Double, plan: GenerationPlan) -> PreparedProcess? {
        guard let maximum = plan.numbers["\(card.name).maximumWeight"]?.first, maximum > 0 else { return nil }
        let edges = plan.numbers["\(card.name).map"] ?? []
        switch card.amplitude {
        case .topPair:
            let sampler = sampler(TopPairProduction(), energy: energy)
            guard let map = AdaptiveMap(dimensions: sampler.dimensions, edges: edges) else { return nil }
            return .topPair(UnweightedProcess(sampler: sampler, map: FixedMap(map), maximumWeight: maximum))
        case .effective(let amplitude):
            let process = EffectiveProduction(finalState: card.finalState, card: amplitude)
            let sampler = sampler(process, energy: energy)
            guard let map = AdaptiveMap(dimensions: sampler.dimensions, edges: edges) else { return nil }
            return .effective(UnweightedProcess(sampler: sampler, map: FixedMap(map), maximumWeight: maximum))
        case .minimumBias: return .minimumBias
        }
    }
}
