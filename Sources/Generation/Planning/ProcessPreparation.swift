// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

extension GeneratorCards {
    /// The card of a process.
    ///
    /// - Throws: a diagnostic if there is none of this name.
    func processCard(_ name: String) throws(Diagnostics) -> ProcessCard {
        guard let card = processes.processes.first(where: { $0.name == name }) else {
            throw Diagnostics([GenerationPlan.unknown(name, self)])
        }
        return card
    }

    /// The maps that come with the cards for one of the energies of `IntegrationMaps`; nil for cards from a plan.
    func maps(energy: Int) throws(Diagnostics) -> IntegrationMaps? {
        guard let directory else { return nil }
        return try IntegrationMaps(path: IntegrationMaps.path(directory: directory, energy: energy))
    }

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
                        problem: "`\(channelCard.name)` of `\(card.name)` has no tree diagram at its order")
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
                    channel: channel, mapping: mapping, densities: densities, energy: energy,
                    renormalisation: card.renormalisation, factorisation: card.factorisation))
        }
        return samplers
    }

    /// The process with what a plan found for it; nil if the plan does not hold it.
    ///
    /// - Throws: as `samplers`.
    func prepare(_ card: ProcessCard, energy: Double, plan: GenerationPlan) throws(Diagnostics) -> PreparedProcess? {
        guard let total = plan.numbers["\(card.name).maximumWeight"]?.first, total > 0 else { return nil }
        guard card.amplitude != .minimumBias else { return .minimumBias }
        var channels: [PreparedChannel] = []
        var sum = 0.0
        for (position, sampler) in try samplers(card, energy: energy).enumerated() {
            let name = "\(card.name).\(position)"
            guard let maximum = plan.numbers["\(name).maximumWeight"]?.first, maximum >= 0,
                let map = AdaptiveMap(dimensions: sampler.dimensions, edges: plan.numbers["\(name).map"] ?? []),
                let numbers = plan.numbers["\(name).surrogate"], let ratio = numbers.first, ratio >= 0
            else { return nil }
            let surrogate = SurrogateAmplitude(finalState: sampler.channel.finalState)
            guard numbers.count == 1 || numbers.count == surrogate.terms + 1, numbers.allSatisfy(\.isFinite) else {
                return nil
            }
            var coefficients = InlineArray<16, Double>(repeating: 0)
            for (i, value) in numbers.dropFirst().enumerated() { coefficients[i] = value }
            sum += maximum
            let variants = processes.yukawaVariations.compactMap {
                sampler.channel.variant($0, process: card, model: processes.model)
            }
            channels.append(
                PreparedChannel(
                    sampler: sampler, map: FixedMap(map), maximumWeight: maximum, surrogate: surrogate,
                    coefficients: coefficients, maximumRatio: ratio, variants: variants,
                    cumulative: sum / total))
        }
        return .hard(
            UnweightedProcess(
                channels: channels, yukawaCount: processes.yukawaVariations.count, densityVariations: variedDensities))
    }
}
