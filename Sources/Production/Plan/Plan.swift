// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// The resolved, validated recipe with everything else that determines the bytes of a dataset.
///
/// A plan is a value: two plans with equal canonical texts make equal datasets, for one model revision. It knows
/// nothing of paths, threads or time. It is written into the dataset and read back for replay and resumption.
public struct Plan: Sendable, Equatable {
    /// A text that the plan was made of: the recipe, the geometry, a card.
    public struct Text: Sendable, Equatable {
        /// Letters, digits, `.`, `_`, `-`: the name of the text within the dataset.
        public var name: String
        public var text: String
        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// A file of particles: too large to carry, so its digest stands for it.
    public struct InputFile: Sendable, Equatable {
        /// Last component of its path.
        public var name: String
        public var byteCount: Int
        /// Hexadecimal.
        public var sha256: String
        public init(name: String, byteCount: Int, sha256: String) {
            self.name = name
            self.byteCount = byteCount
            self.sha256 = sha256
        }
    }

    /// Numbers made while planning, such as an integration map; kept exactly.
    public struct Table: Sendable, Equatable {
        public var name: String
        public var values: [Double]
        public init(name: String, values: [Double]) {
            self.name = name
            self.values = values
        }
    }

    /// All settings, with defaults filled in.
    public let settings: Recipe
    /// Recipe, geometry, table of modules, conditions and field map if there are any, and cards, in this order.
    public let texts: [Text]
    public let inputs: [InputFile]
    /// In alphabetical order.
    public let tables: [Table]
    /// SHA-256 of the canonical text, hexadecimal.
    public let hash: String
    /// SHA-256 of the canonical text without the range of events: equal for all shards of one plan.
    public let baseHash: String

    /// Names of the two texts that every plan holds.
    public static let recipeTextName = "recipe.yaml"
    public static let geometryTextName = "geometry.yaml"
    /// Names of the texts of plans whose geometry lists its modules, and of plans with conditions.
    public static let modulesTextName = "modules.csv"
    public static let conditionsTextName = "conditions.yaml"
    /// Name of the text of the field map, where the geometry names one.
    public static let fieldMapTextName = "field.csv"

    init(settings: Recipe, texts: [Text], inputs: [InputFile], tables: [Table]) {
        self.settings = settings
        self.texts = texts
        self.inputs = inputs
        self.tables = tables.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
        let writer = PlanWriter(settings: settings, texts: texts, inputs: inputs, tables: self.tables)
        hash = SHA256Text.digest(of: writer.text(withRange: true))
        baseHash = SHA256Text.digest(of: writer.text(withRange: false))
    }

    /// The canonical text: equal plans have equal texts, and `Plan(text:)` reads it back.
    public var text: String {
        PlanWriter(settings: settings, texts: texts, inputs: inputs, tables: tables).text(withRange: true)
    }

    public static func == (a: Plan, b: Plan) -> Bool { a.hash == b.hash }

    // MARK: Variations

    /// The plan with numbers made while planning, added to those it has; a table of the same name is replaced.
    /// - Throws: `bad-table` for names that are not plain or values that are not finite.
    public func adding(tables more: [Table]) throws(Diagnostics) -> Plan {
        for table in more where !Recipe.isPlainName(table.name) || !table.values.allSatisfy(\.isFinite) {
            throw Diagnostics([
                Diagnostic(
                    code: "bad-table", file: settings.name, key: table.name,
                    problem: "a table of the plan has a name that is not plain or a value that is not finite")
            ])
        }
        var merged = tables
        for table in more {
            merged.removeAll { $0.name == table.name }
            merged.append(table)
        }
        return Plan(settings: settings, texts: texts, inputs: inputs, tables: merged)
    }

    /// The same plan for one event: with a selection, for that attempt alone.
    /// - Throws: `out-of-range` when the number does not fit.
    public func with(event: Int) throws(Diagnostics) -> Plan {
        let plan = try with(firstEvent: event, events: 1)
        guard isSelected else { return plan }
        var settings = plan.settings
        settings.select.count = .attempts
        return Plan(settings: settings, texts: texts, inputs: inputs, tables: tables)
    }

    /// The same plan for other events: a shard.
    /// - Throws: `out-of-range` when the numbers do not fit.
    public func with(firstEvent: Int, events: Int) throws(Diagnostics) -> Plan {
        guard firstEvent >= 0, events >= 1, firstEvent < Recipe.maximumEvent,
            events <= Recipe.maximumEvent - firstEvent
        else {
            throw Diagnostics([
                Diagnostic(
                    code: "out-of-range", file: settings.name, key: "events",
                    problem: "events \(firstEvent) and the following \(events) cannot be numbered",
                    reason: "event numbers are below \(Recipe.maximumEvent), and a plan has at least one")
            ])
        }
        var settings = settings
        settings.firstEvent = firstEvent
        settings.events = events
        return Plan(settings: settings, texts: texts, inputs: inputs, tables: tables)
    }

    // MARK: What the event loop asks

    public var name: String { settings.name }
    public var seed: UInt64 { settings.seed }
    public var run: Int { settings.run }
    public var firstEvent: Int { settings.firstEvent }
    public var events: Int { settings.events }
    /// The numbers that events may have: those of all events, or of the attempts of a selection.
    public var eventNumbers: Range<UInt64> {
        var count = settings.events
        if isSelected && select.count == .passed {
            count = min(select.maximumAttempts, Recipe.maximumEvent - settings.firstEvent)
        }
        return UInt64(settings.firstEvent)..<UInt64(settings.firstEvent + count)
    }
    public var select: Recipe.Selection { settings.select }
    /// Whether events can be left out: then their numbers are those of attempts.
    public var isSelected: Bool { settings.select.isActive }
    /// The number of events after which a selection has enough; nil where it takes all that pass.
    public var wantedEvents: Int? { isSelected && select.count == .passed ? settings.events : nil }
    public var source: Recipe.Source { settings.source }
    public var collisions: Recipe.Collisions { settings.collisions }
    public var pileUp: Recipe.PileUp { settings.collisions.pileUp }
    public var beamSpot: Recipe.BeamSpot { settings.collisions.beamSpot }
    public var simulation: Recipe.Simulation { settings.simulation }
    public var keep: Recipe.Keep { settings.keep }
    public var output: Recipe.Output { settings.output }
    public var splits: Recipe.Splits { settings.splits }

    /// The text of this name; nil when the plan has none.
    public func text(named name: String) -> String? { texts.first { $0.name == name }?.text }
    public var recipeText: String { text(named: Self.recipeTextName) ?? "" }
    public var geometryText: String { text(named: Self.geometryTextName) ?? "" }
    public var modulesText: String? { text(named: Self.modulesTextName) }
    public var conditionsText: String? { text(named: Self.conditionsTextName) }
    /// The numbers of this name; nil when the plan has none.
    public func table(named name: String) -> [Double]? { tables.first { $0.name == name }?.values }

    /// The class labels and what they mean: the names of their processes.
    public var labels: [(value: Int, name: String)] {
        switch settings.source {
        case .gun(let gun): return [(gun.label, "gun")]
        case .file(let file): return [(file.label, "file")]
        case .collisions(let processes):
            let values = Set(processes.map(\.label)).sorted()
            return values.map { value in
                (value, processes.filter { $0.label == value }.map(\.name).joined(separator: "+"))
            }
        }
    }
}
