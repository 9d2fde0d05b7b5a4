// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// What planning finds for a generator: importance maps, maximum weights and cross-sections, as exact numbers.
///
/// Event generation reads these numbers and never makes them, so that a plan moved to another machine gives the same
/// events. They depend on the cards and the centre-of-mass energy, not on the seed.
public struct GenerationPlan: Sendable, Equatable {
    /// For process `P` and its channel number `c`: `P.c.map` (edges of the importance map), `P.c.maximumWeight` (pb),
    /// `P.c.crossSection` (value and error in pb), `P.c.surrogate` (largest ratio, then coefficients; none for closed
    /// formulas); for the process `P.crossSection`, `P.maximumWeight`, `P.gluonShare`, `P.amplitudeEfficiency`.
    public var numbers: [String: [Double]]

    public init(numbers: [String: [Double]]) { self.numbers = numbers }

    /// Integrates every process of the mix; empty for guns and files.
    ///
    /// - Throws: a diagnostic for a process that no card describes or that has no phase space at this energy.
    public static func make(settings: CollisionSettings, cards: GeneratorCards) throws(Diagnostics) -> GenerationPlan {
        guard case .collisions(let mix) = settings.source else { return GenerationPlan(numbers: [:]) }
        let cards = try cards.with(settings)
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
        integral.amplitudeEfficiency = numbers["\(process).amplitudeEfficiency"]?.first ?? 1
        return integral
    }

    static func unknown(_ name: String, _ cards: GeneratorCards) -> Diagnostic {
        Diagnostic(
            code: "unknown-process", file: "recipe", problem: "there is no process `\(name)`",
            remedy: "choose from \(cards.processes.processes.map(\.name).joined(separator: ", "))")
    }

    /// Adds one process: from the maps that come with the cards, or by integrating it here.
    ///
    /// - Parameter fixedScale: in GeV, in place of the card's scales.
    /// - Throws: a diagnostic for a process that no card describes or that has no phase space at this energy.
    public mutating func add(
        _ name: String, energy: Double, fixedScale: Double? = nil, cards: GeneratorCards
    ) throws(Diagnostics) {
        var card = try cards.processCard(name)
        card.fixScales(fixedScale)
        guard card.amplitude != .minimumBias else {
            numbers["\(name).maximumWeight"] = [card.publishedCrossSection]
            numbers["\(name).crossSection"] = [card.publishedCrossSection, 0]
            return
        }
        let nearest = IntegrationMaps.energies.min { abs(Double($0) - energy) < abs(Double($1) - energy) } ?? 13_600
        let maps = try cards.maps(energy: nearest)
        // Maps belong to the densities of the card; another set starts from them.
        let fingerprint = cards.fingerprint(card, energy: energy)
        if !cards.hasOtherDensities, let ready = maps?.numbers(of: name, fingerprint: fingerprint) {
            numbers.merge(ready) { _, new in new }
            return
        }
        let planner = IntegrationPlanner(quick: maps?.holds(name) ?? false)
        try integrate(card, energy: energy, cards: cards, start: maps, planner: planner)
    }

    /// Integrates a process with care and without earlier maps, for the files that come with the cards.
    ///
    /// - Throws: as `add`.
    public mutating func integrate(_ name: String, energy: Double, cards: GeneratorCards) throws(Diagnostics) {
        try integrate(
            cards.processCard(name), energy: energy, cards: cards, start: nil, planner: IntegrationPlanner(quick: false)
        )
    }

    private mutating func integrate(
        _ card: ProcessCard, energy: Double, cards: GeneratorCards, start: IntegrationMaps?,
        planner: IntegrationPlanner
    ) throws(Diagnostics) {
        let name = card.name
        // Stream identities follow the order of the cards and channels.
        let position = cards.processes.processes.firstIndex { $0.name == name } ?? 0
        var total = ProcessIntegral()
        var (gluons, variance, amplitudes) = (0.0, 0.0, 0.0)
        for (channel, sampler) in try cards.samplers(card, energy: energy).enumerated() {
            let identity = UInt64(position + 1) << 16 | UInt64(channel)
            let result = planner.plan(
                sampler, identity: identity,
                start: start?.start(name, channel: channel, dimensions: sampler.dimensions))
            let integral = result.integral
            numbers["\(name).\(channel).map"] = result.map.edges
            numbers["\(name).\(channel).surrogate"] = [result.maximumRatio] + result.coefficients
            numbers["\(name).\(channel).maximumWeight"] = [integral.maximumWeight]
            numbers["\(name).\(channel).crossSection"] = [integral.crossSection, integral.error]
            total.crossSection += integral.crossSection
            total.maximumWeight += integral.maximumWeight
            variance += integral.error * integral.error
            gluons += integral.gluonShare * integral.crossSection
            amplitudes += integral.maximumWeight * integral.efficiency / integral.amplitudeEfficiency
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
        numbers["\(name).amplitudeEfficiency"] = [total.crossSection / amplitudes]
    }
}
