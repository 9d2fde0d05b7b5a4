// SPDX-License-Identifier: GPL-3.0-or-later

/// What is inside a dataset and how it was made: for people as text, for programs as JSON (stable keys).
public struct DatasetSummary: Codable, Sendable, Equatable {
    public struct Process: Codable, Sendable, Equatable {
        public var name: String
        public var label: Int
        public var events: Int
        /// Attempts at an event, events accepted, and points of phase space tried for them.
        public var tried: Int64
        public var passed: Int64
        public var trials: Int64
        /// pb, one per named weight.
        public var sumOfWeights: [Double]
    }
    /// What a selection did to a process.
    public struct Selected: Codable, Sendable, Equatable {
        public var process: String
        public var attempts: Int64
        public var passed: Int64
        /// pb, with its statistical error.
        public var crossSection: Double
        public var error: Double
    }
    /// How many events with top quarks have additional jets with bottom or charm hadrons.
    public struct AdditionalFlavours: Codable, Sendable, Equatable {
        public var bottom = 0
        public var charm = 0
        public var light = 0
    }
    public struct Label: Codable, Sendable, Equatable {
        public var value: Int
        public var name: String
        public var events: Int
    }
    /// How many stored particles ended in one way.
    public struct Fate: Codable, Sendable, Equatable {
        public var name: String
        public var particles: Int
    }
    public struct Table: Codable, Sendable, Equatable {
        public var name: String
        public var rows: Int
        /// Rows per event.
        public var mean: Double
        public var minimum: Int
        public var maximum: Int
    }
    public struct Column: Codable, Sendable, Equatable {
        public var name: String
        public var type: String
        public var rows: Int
        public var bytes: Int
        public var units: String
        public var description: String
    }

    public var path: String
    public var byteCount: Int
    public var sha256: String
    public var schemaVersion: Int
    public var modelRevision: Int
    public var licence: String
    public var detector: String
    /// Name of the detector's conditions; nil for a detector as described.
    public var conditions: String?
    public var fieldZ: Double
    public var modules: Int
    public var planHash: String
    public var seed: UInt64
    public var firstEvent: Int64
    public var events: Int
    public var weightNames: [String]
    public var processes: [Process]
    public var labels: [Label]
    /// Ragged tables.
    public var tables: [Table]
    public var columns: [Column]
    /// Names of the texts the plan was made of.
    public var texts: [String]
    public var meanPileUp: Double
    public var transportFailures: Int
    /// Of those that occur, in the order of the column's values; nil in older files.
    public var fates: [Fate]?
    /// Nil if no event has top quarks.
    public var additionalFlavours: AdditionalFlavours?
    /// Attempts of a selection, and what it did to each process; nil if every event is kept.
    public var attempts: Int64?
    public var selected: [Selected]?

    /// - Throws: `corrupt` if a column of the schema cannot be read.
    public init(_ reader: DatasetReader) throws(DatasetError) {
        path = reader.path
        byteCount = reader.byteCount
        sha256 = reader.userBlock.digest
        schemaVersion = reader.schemaVersion
        modelRevision = reader.modelRevision
        licence = reader.licence
        detector = reader.detectorName
        conditions = reader.conditionsName
        fieldZ = reader.fieldZ
        modules = try reader.rowCount(ofTable: "geometry/modules")
        planHash = reader.provenance.planHash
        seed = reader.provenance.seed
        firstEvent = reader.provenance.firstEvent
        events = reader.eventCount
        weightNames = reader.weightNames
        texts = reader.provenance.texts.map(\.name)
        processes = try Self.processes(reader)
        labels = try Self.labels(reader)
        columns = try Self.columns(reader)
        tables = []
        for table in reader.schema.tables where table.rows == .withinEvent && reader.has(table.path) {
            tables.append(try Self.table(table.path, reader))
        }
        var pileUp = 0
        try reader.forEachBlock("events/pile_up_count", as: Int32.self) { _, values in
            for value in values { pileUp += Int(value) }
        }
        meanPileUp = events > 0 ? Double(pileUp) / Double(events) : 0
        var failures = 0
        try reader.forEachBlock("events/transport_failures", as: Int32.self) { _, values in
            for value in values { failures += Int(value) }
        }
        transportFailures = failures
        fates = try Self.fates(reader)
        var flavours = AdditionalFlavours()
        if reader.has("events/additional_flavour") {
            try reader.forEachBlock("events/additional_flavour", as: Int8.self) { _, values in
                for value in values {
                    if value == 5 { flavours.bottom += 1 } else if value == 4 { flavours.charm += 1 }
                    if value == 0 { flavours.light += 1 }
                }
            }
        }
        additionalFlavours = flavours == AdditionalFlavours() ? nil : flavours
        attempts = reader.attempts
        selected = attempts == nil ? nil : try Self.selected(reader, processes)
    }

    private static let fateNames = [
        "not transported", "left the detector", "stopped", "given up as loopers", "failed", "decayed", "interacted",
        "absorbed where made",
    ]

    private static func fates(_ reader: DatasetReader) throws(DatasetError) -> [Fate]? {
        guard reader.has("particles/fate") else { return nil }
        var counts = [Int](repeating: 0, count: fateNames.count)
        try reader.forEachBlock("particles/fate", as: Int8.self) { _, values in
            for value in values where counts.indices.contains(Int(value)) { counts[Int(value)] += 1 }
        }
        return counts.indices.compactMap { counts[$0] > 0 ? Fate(name: fateNames[$0], particles: counts[$0]) : nil }
    }

    private static func selected(
        _ reader: DatasetReader, _ processes: [Process]
    ) throws(DatasetError) -> [Selected] {
        let values = try reader.numbers(attribute: "selected_cross_section", of: "events", as: Double.self)
        let errors = try reader.numbers(attribute: "selected_cross_section_error", of: "events", as: Double.self)
        guard values.count == processes.count, errors.count == processes.count else {
            throw DatasetError(
                .corrupt, path: reader.path, reason: "the selection of /events does not fit the processes")
        }
        return processes.indices.map { i in
            Selected(
                process: processes[i].name, attempts: processes[i].tried, passed: processes[i].passed,
                crossSection: values[i], error: errors[i])
        }
    }

    private static func processes(_ reader: DatasetReader) throws(DatasetError) -> [Process] {
        let tried = try reader.numbers(attribute: "tried", of: "events", as: Int64.self)
        let passed = try reader.numbers(attribute: "passed", of: "events", as: Int64.self)
        // Schema 1 does not have them.
        let trials =
            reader.has("events/trials")
            ? try reader.numbers(attribute: "trials", of: "events", as: Int64.self) : tried.map { _ in 0 }
        let sums = try reader.numbers(attribute: "sum_of_weights", of: "events", as: Double.self)
        let (count, weights) = (reader.processes.count, reader.weightNames.count)
        if tried.count != count || passed.count != count || trials.count != count || sums.count != count * weights {
            throw DatasetError(.corrupt, path: reader.path, reason: "the sums of /events do not fit the processes")
        }
        var events = [Int](repeating: 0, count: count)
        try reader.forEachBlock("events/process_id", as: Int32.self) { _, values in
            for value in values where value >= 0 && Int(value) < count { events[Int(value)] += 1 }
        }
        return (0..<count).map { i in
            Process(
                name: reader.processes[i].name, label: reader.processes[i].label, events: events[i], tried: tried[i],
                passed: passed[i], trials: trials[i], sumOfWeights: Array(sums[i * weights..<(i + 1) * weights]))
        }
    }

    private static func labels(_ reader: DatasetReader) throws(DatasetError) -> [Label] {
        var labels = reader.labels.map { Label(value: $0.value, name: $0.name, events: 0) }
        try reader.forEachBlock("events/label", as: Int32.self) { _, values in
            for value in values {
                if let i = labels.firstIndex(where: { $0.value == Int(value) }) { labels[i].events += 1 }
            }
        }
        return labels
    }

    private static func columns(_ reader: DatasetReader) throws(DatasetError) -> [Column] {
        var columns: [Column] = []
        for table in reader.schema.tables where reader.has(table.path) {
            for column in (table.hasOffsets ? [table.offsetsColumn] : []) + table.columns {
                let name = "\(table.path)/\(column.name)"
                let stored = try reader.file.look(at: "/" + name)
                columns.append(
                    Column(
                        name: name, type: column.type.rawValue, rows: stored.rows, bytes: stored.storedByteCount,
                        units: column.units, description: column.description))
            }
        }
        return columns
    }

    private static func table(_ name: String, _ reader: DatasetReader) throws(DatasetError) -> Table {
        let rows = try reader.rowCount(ofTable: name)
        var (minimum, maximum) = (Int64.max, Int64(0))
        var last: Int64?
        try reader.forEachBlock("\(name)/offsets", as: Int64.self) { _, values in
            for value in values {
                if let last {
                    let length = value &- last
                    minimum = min(minimum, length)
                    maximum = max(maximum, length)
                }
                last = value
            }
        }
        let events = reader.eventCount
        return Table(
            name: name, rows: rows, mean: events > 0 ? Double(rows) / Double(events) : 0,
            minimum: events > 0 ? Int(minimum) : 0, maximum: Int(maximum))
    }
}

extension DatasetReader {
    /// Hands a column over in pieces, so that memory does not grow with the file.
    func forEachBlock<T: ColumnElement>(
        _ name: String, as type: T.Type, _ body: (_ first: Int, _ values: [T]) -> Void
    ) throws(DatasetError) {
        let rows = try rowCount(name)
        var values: [T] = []
        var first = 0
        while first < rows {
            let end = min(first + TreeDigest.blockRows, rows)
            try read(name, rows: first..<end, into: &values)
            body(first, values)
            first = end
        }
    }
}
