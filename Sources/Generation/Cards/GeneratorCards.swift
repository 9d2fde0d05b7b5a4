// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// The texts and values of all generator cards.
///
/// The texts belong to the plan: with them the same generator is made again.
public struct GeneratorCards: Sendable, Equatable {
    /// Largest card that is read, bytes.
    public static let maximumCardSize = 1 << 20
    /// Names of the cards, in the order in which they are read.
    public static let names = [
        "minimum-bias.yaml", "processes.yaml", "parton-densities.yaml", "decays.yaml", "fragmentation.yaml",
    ]

    /// The text of each card, in the order of `names`.
    public let texts: [String]
    /// The directory they were read from, where integration maps lie too; nil for cards of a plan.
    public private(set) var directory: String?
    public let minimumBias: MinimumBiasCard
    public private(set) var processes: ProcessListCard
    public let partonDensities: PartonDensityCard
    public let decays: DecayCard
    public let fragmentation: FragmentationCard
    /// Densities in place of those of the card.
    private(set) var densityGrid: LoadedDensityGrid?

    private var densityVariations: [LoadedDensityGrid] = []

    /// Whether the densities are not those of the card.
    var hasOtherDensities: Bool { densityGrid != nil }

    /// The parton densities that the generator uses.
    public var densities: PartonDensities { PartonDensities(card: partonDensities, grid: densityGrid) }

    /// The densities that give events named weights, in the order of the settings.
    var variedDensities: [PartonDensities] {
        densityVariations.map { PartonDensities(card: partonDensities, grid: $0) }
    }

    /// The cards with the densities and the coupling of a grid.
    func with(_ files: DensityGridFiles) throws(Diagnostics) -> GeneratorCards {
        var cards = self
        cards.densityGrid = try LoadedDensityGrid(files)
        return cards
    }

    /// The cards with a process as its published cross-section was computed.
    func withPublishedSetup(of process: String) -> GeneratorCards {
        var cards = self
        cards.processes.takePublishedSetup(of: process)
        return cards
    }

    /// The cards with the parton densities that the settings name.
    func with(_ settings: CollisionSettings) throws(Diagnostics) -> GeneratorCards {
        var cards = try settings.partonDensities.map { files throws(Diagnostics) in try with(files) } ?? self
        cards.densityVariations = []
        for files in settings.densityVariations { cards.densityVariations.append(try LoadedDensityGrid(files)) }
        return cards
    }

    /// Reads the cards of a directory such as `Generators/`.
    ///
    /// - Throws: everything that is wrong with them.
    public static func load(directory: String) throws(Diagnostics) -> GeneratorCards {
        var texts: [String] = []
        for name in names { texts.append(try TextFile.read(path: "\(directory)/\(name)", limit: maximumCardSize)) }
        var cards = try GeneratorCards(texts: texts, directory: directory)
        cards.directory = directory
        return cards
    }

    /// Decodes card texts that stand in the order of `names`.
    public init(texts: [String], directory: String = "Generators") throws(Diagnostics) {
        guard texts.count == Self.names.count else {
            throw Diagnostics([
                Diagnostic(
                    code: "missing-card", file: directory,
                    problem: "\(Self.names.count) generator cards are needed, \(texts.count) are given")
            ])
        }
        self.texts = texts
        let collector = DiagnosticCollector()
        var cards: [Section] = []
        for (name, text) in zip(Self.names, texts) {
            let node = try YAMLReader.read(text: text, file: "\(directory)/\(name)")
            cards.append(Section(node, collector: collector))
        }
        minimumBias = MinimumBiasCard(cards[0])
        processes = ProcessListCard(cards[1])
        partonDensities = PartonDensityCard(cards[2])
        decays = DecayCard(cards[3])
        fragmentation = FragmentationCard(cards[4])
        try collector.check()
    }
}
