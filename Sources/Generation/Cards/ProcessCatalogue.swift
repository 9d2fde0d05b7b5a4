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
    }
    public struct Mode: Sendable, Codable, Equatable {
        public var name: String
        public var branching: Double
    }
    public var processes: [Entry]
    /// Decay modes of the Higgs boson that a recipe can choose, normalised to 1.
    public var higgsDecays: [Mode]

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
                publishedEnergy: card.publishedEnergy, publishedSource: card.publishedSource)
        }
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

    /// A process with its particles, amplitude, cross-section and, with a Higgs boson, decay modes; nil if there is none
    /// of this name.
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
        }
        if let integral {
            lines.append("  here           \(integral.crossSection) +- \(integral.error) pb (leading order)")
            lines.append("  efficiency     \(integral.efficiency) of the points become events")
        }
        if entry.finalState.contains(ParticleData.name(25)) {
            // Four digits: the branching ratios are not known better.
            let modes = higgsDecays.map { "\($0.name) \(Double(Int($0.branching * 1e4 + 0.5)) / 1e4)" }
            lines.append("  Higgs decays   " + modes.joined(separator: ", "))
        }
        return lines.joined(separator: "\n")
    }
}
