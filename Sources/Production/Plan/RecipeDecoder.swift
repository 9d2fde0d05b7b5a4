// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Simulation

/// Reads the fields of one group of a recipe from YAML.
struct RecipeDecoder: RecipeFields {
    let section: Section
    let names: RecipeContext

    /// Reads a whole group: its fields, its rules, and keys that do not exist.
    static func read<Part: RecipePart>(_ part: inout Part, from section: Section, names: RecipeContext) {
        // What is no group has been reported.
        guard case .mapping = section.node.content else { return }
        for key in Part.required where !section.has(key) {
            section.report("missing-key", at: key, "this key is needed", remedy: "add it")
        }
        part.prepare()
        var decoder = RecipeDecoder(section: section, names: names)
        part.visit(&decoder)
        for found in part.contradictions() where !section.isWrong(found.key) {
            section.report(found.code, at: found.key, found.problem, reason: found.reason, remedy: found.remedy)
        }
        section.finish()
    }

    // MARK: Values

    mutating func number(_ key: String, _ value: inout Double, in range: ClosedRange<Double>) {
        value = section.number(key, in: range, default: value)
    }

    mutating func number(_ key: String, _ value: inout Double?, in range: ClosedRange<Double>) {
        if let number = section.optionalNumber(key, in: range) { value = number }
    }

    mutating func numbers(_ key: String, _ values: inout [Double], in range: ClosedRange<Double>) {
        values = section.numbers(key, in: range, count: values.count, default: values)
    }

    mutating func integer(_ key: String, _ value: inout Int, in range: ClosedRange<Int>) {
        value = section.integer(key, in: range, default: value)
    }

    mutating func unsigned(_ key: String, _ value: inout UInt64) { value = section.unsigned(key, default: value) }
    mutating func flag(_ key: String, _ value: inout Bool) { value = section.flag(key, default: value) }

    mutating func text(_ key: String, _ value: inout String) {
        value = section.text(key, default: value)
        guard value.utf8.count > 10_000 else { return }
        section.report("out-of-range", at: key, "this text is too long", reason: "at most 10000 bytes are kept")
    }

    mutating func texts(_ key: String, _ values: inout [String]) { values = section.texts(key, default: values) }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ value: inout Choice)
    where Choice.RawValue == String {
        value = section.choice(key, of: Choice.self, default: value)
    }

    mutating func name(_ key: String, _ value: inout String, of list: RecipeNames) {
        guard section.has(key) else {
            _ = section.value(key)
            return
        }
        let text = section.text(key, default: value)
        guard !section.isWrong(key) else { return }
        let known = list == .processes ? names.processes : [Recipe.Process.anyDecay] + names.higgsDecays
        if known.contains(text) {
            value = text
        } else {
            section.reportUnknownChoice(key, text, among: known)
        }
    }

    mutating func species(_ key: String, _ values: inout [Int32]) {
        let texts = section.texts(key, default: [])
        guard section.has(key), !section.isWrong(key) else { return }
        var numbers: [Int32] = []
        for text in texts {
            if let number = Int32(text) ?? ParticleData.pdgID(named: text), ParticleData.species(number) != nil {
                numbers.append(number)
                guard let obstacle = DetectorSpecies.obstacle(number) else { continue }
                section.report(
                    "unusable-species", at: key, "no \(ParticleData.name(number)) can be sent through a detector",
                    reason: obstacle, remedy: "name particles such as mu-, pi+, K_S0, gamma")
            } else {
                let known = ParticleData.all.flatMap { [ParticleData.name($0.pdgID), ParticleData.name(-$0.pdgID)] }
                let nearest = Suggestion.nearest(to: text, among: known)
                section.report(
                    "unknown-species", at: key, "there is no particle `\(text.prefix(40))`",
                    remedy: (nearest.map { "did you mean `\($0)`? " } ?? "")
                        + "give names such as mu-, pi+, gamma, or PDG numbers")
            }
        }
        if !section.isWrong(key) { values = numbers }
    }

    // MARK: Groups

    mutating func part<Part: RecipePart>(_ key: String, _ part: inout Part) {
        guard let node = section.value(key) else { return }
        Self.read(&part, from: group(key, node, shorthand: Part.shorthand), names: names)
    }

    mutating func parts<Part: RecipePart>(_ key: String, _ parts: inout [Part]) {
        guard let node = section.value(key) else { return }
        guard case .list(let items) = node.content else {
            _ = section.sections(key)
            return
        }
        parts = items.enumerated().map { index, item in
            var part = Part()
            Self.read(&part, from: group("\(key)[\(index)]", item, shorthand: Part.shorthand), names: names)
            return part
        }
    }

    /// The section of a group; a single value becomes the group's principal key.
    private func group(_ key: String, _ node: Node, shorthand: String?) -> Section {
        var node = node
        if let shorthand, case .scalar = node.content, !node.isNull {
            let entry = Node.Entry(key: shorthand, keyPosition: node.position, value: node)
            node.content = .mapping([entry])
        }
        return Section(node, path: section.keyPath(key), collector: section.collector)
    }
}

/// What a recipe is read against: names that other parts of the program know.
public struct RecipeContext: Sendable {
    /// Processes that can be generated.
    public var processes: [String]
    /// Decay modes that a Higgs boson can be confined to.
    public var higgsDecays: [String]

    public init(
        processes: [String] = ["ttH", "tttt", "tt", "minbias"],
        higgsDecays: [String] = [
            "bb", "WW", "gg", "tautau", "cc", "ZZ", "gammagamma", "Zgamma", "mumu", "ss",
        ]
    ) {
        self.processes = processes
        self.higgsDecays = higgsDecays
    }
}
