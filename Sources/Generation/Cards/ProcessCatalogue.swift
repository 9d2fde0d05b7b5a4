// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The processes of the cards as text and as values, for listings.
public struct ProcessCatalogue: Sendable, Codable, Equatable {
    public struct Entry: Sendable, Codable, Equatable {
        public var name: String
        public var title: String
        /// Symbols of the particles of the hard process.
        public var finalState: [String]
        /// What stands behind |M|²: `exact at leading order`, `parameterised`.
        public var amplitude: String
        /// Published cross-section in pb, at an energy in GeV, and its source; 0 and empty for none.
        public var publishedCrossSection: Double
        public var publishedEnergy: Double
        public var publishedSource: String
        /// With what it was computed where the card differs; empty if nowhere.
        public var publishedSetup: String
        /// Channels, scales, cuts and densities; nil without an amplitude.
        public var summary: ProcessSummary?
    }
    public struct Mode: Sendable, Codable, Equatable {
        public var name: String
        public var branching: Double
    }
    public var processes: [Entry]
    /// Decay modes of the Higgs boson that a recipe can choose, normalised to 1.
    public var higgsDecays: [Mode]
    /// Decays of top quarks, W, Z and Higgs bosons and tau leptons.
    public var decays: [DecaySummary]
    /// Particles with a longer proper decay length are left to the detector, mm.
    public var longestDecayLength: Double

    public init(cards: GeneratorCards) {
        processes = cards.processes.processes.map { card in
            let amplitude =
                switch card.amplitude {
                case .topPair, .tree: "exact at leading order"
                case .minimumBias: "parameterised"
                }
            return Entry(
                name: card.name, title: card.title, finalState: card.finalState.map(ParticleData.name),
                amplitude: amplitude, publishedCrossSection: card.publishedCrossSection,
                publishedEnergy: card.publishedEnergy, publishedSource: card.publishedSource,
                publishedSetup: card.publishedSetup?.text ?? "", summary: ProcessSummary(card, cards))
        }
        decays = DecaySummary.all(cards.decays, cards.processes.mixing)
        longestDecayLength = cards.decays.longestDecayLength
        let total = cards.decays.higgs.reduce(0, +)
        higgsDecays = zip(DecayCard.higgsNames, cards.decays.higgs).map { Mode(name: $0, branching: $1 / total) }
    }

    /// One line per process.
    public var list: String {
        let width = processes.map(\.name.count).max() ?? 0
        return processes.map { entry in
            entry.name + String(repeating: " ", count: width - entry.name.count + 2) + entry.title
                + " (\(entry.amplitude))"
        }.joined(separator: "\n")
    }

    /// A process with its particles, amplitude, cross-section and the decays of its particles; nil if there is none of
    /// this name.
    ///
    /// - Parameter integral: what planning found, if it was done.
    public func text(of name: String, integral: ProcessIntegral? = nil) -> String? {
        guard let entry = processes.first(where: { $0.name == name }) else { return nil }
        var lines = ["\(entry.name): \(entry.title)"]
        if !entry.finalState.isEmpty { lines.append("  final state    \(entry.finalState.joined(separator: " "))") }
        lines.append("  amplitude      \(entry.amplitude)")
        if entry.publishedCrossSection > 0 {
            lines.append(
                "  published      \(entry.publishedCrossSection) pb at \(entry.publishedEnergy) GeV: "
                    + entry.publishedSource)
            if !entry.publishedSetup.isEmpty { lines.append("                 with \(entry.publishedSetup)") }
        }
        if let integral {
            lines.append("  here           \(integral.crossSection) +- \(integral.error) pb (leading order)")
            lines.append("  efficiency     \(integral.efficiency) of the points become events")
        }
        if let summary = entry.summary { lines += summary.lines }
        for decay in decays where decay.concerns(entry.finalState) { lines += decay.lines }
        if !entry.finalState.isEmpty {
            lines.append("  long-lived     left to the detector: c tau above \(longestDecayLength) mm")
        }
        return lines.joined(separator: "\n")
    }
}
