// SPDX-License-Identifier: GPL-3.0-or-later

extension Recipe {
    /// One process of a mix.
    public struct Process: Sendable, Equatable {
        /// Name of the process, such as `ttH`.
        public var process = ""
        /// Name in the dataset; by default the process with its decay, such as `ttH-bb`.
        public var name = ""
        /// Share of the events; the shares of a mix are divided by their sum.
        public var fraction = 1.0
        /// Class label written with the event; by default the position in the list.
        public var label = 0
        /// The Higgs boson decays to this mode only; `any` for all modes with their branching ratios.
        public var higgsDecay = anyDecay

        public init() {}
        public init(process: String, fraction: Double = 1, label: Int = 0, higgsDecay: String = anyDecay) {
            self.process = process
            self.fraction = fraction
            self.label = label
            self.higgsDecay = higgsDecay
            name = defaultName
        }

        /// All decay modes.
        public static let anyDecay = "any"

        var defaultName: String { higgsDecay == Self.anyDecay ? process : "\(process)-\(higgsDecay)" }
    }

    /// Rules for the processes of a mix together.
    static func contradictions(of processes: [Process]) -> [Contradiction] {
        var found: [Contradiction] = []
        if processes.isEmpty {
            found.append(
                Contradiction(
                    key: "processes", code: "wrong-length", problem: "this list is empty",
                    remedy: "name at least one process"))
        } else if processes.allSatisfy({ $0.fraction == 0 }) {
            found.append(
                Contradiction(
                    key: "processes", problem: "all fractions are 0", reason: "then no event can be made",
                    remedy: "give at least one process a fraction above 0"))
        }
        // One whose name is wrong has been reported, and has none.
        for (index, process) in processes.enumerated() where !process.process.isEmpty {
            let same = processes[..<index].contains {
                $0.process == process.process && $0.higgsDecay == process.higgsDecay
            }
            guard same else { continue }
            found.append(
                Contradiction(
                    key: "processes", problem: "process \(index) is the same as one before it",
                    reason: "`\(process.defaultName)` is given twice", remedy: "add their fractions"))
        }
        return found
    }
}

extension Recipe.Process: RecipePart {
    static var required: [String] { ["process"] }
    static var shorthand: String? { "process" }

    mutating func visit<Fields: RecipeFields>(_ fields: inout Fields) {
        fields.name("process", &process, of: .processes)
        fields.number("fraction", &fraction, in: 0...1e9)
        fields.integer("label", &label, in: 0...65_535)
        fields.name("higgs_decay", &higgsDecay, of: .higgsDecays)
        if name.isEmpty { name = defaultName }
        fields.text("name", &name)
    }

    func contradictions() -> [Contradiction] {
        var found: [Contradiction] = []
        if higgsDecay != Self.anyDecay && !process.isEmpty && !process.contains("H") {
            found.append(
                Contradiction(
                    key: "higgs_decay", problem: "`\(process)` makes no Higgs boson", remedy: "delete this key"))
        }
        if !name.isEmpty && !Recipe.isPlainName(name) {
            found.append(
                Contradiction(
                    key: "name", code: "out-of-range", problem: "this cannot be the name of a process",
                    reason: "letters, digits, `.`, `_` and `-` are allowed, at most 100"))
        }
        return found
    }
}
