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
    public static let names = ["minimum-bias.yaml"]

    /// The text of each card, in the order of `names`.
    public let texts: [String]
    public let minimumBias: MinimumBiasCard

    /// Reads the cards of a directory such as `Generators/`.
    ///
    /// - Throws: everything that is wrong with them.
    public static func load(directory: String) throws(Diagnostics) -> GeneratorCards {
        var texts: [String] = []
        for name in names { texts.append(try TextFile.read(path: "\(directory)/\(name)", limit: maximumCardSize)) }
        return try GeneratorCards(texts: texts, directory: directory)
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
        try collector.check()
    }
}
