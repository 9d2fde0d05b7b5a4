// SPDX-License-Identifier: GPL-3.0-or-later
import Detector

/// Lists every group and dataset of the file to be made, in order, from the schema and the collected columns.
struct FilePlanner {
    /// A group and what is said about it.
    struct Group {
        var path: String
        var attributes: [(name: String, value: AttributeValue)]
    }

    private(set) var groups: [Group] = []
    private(set) var datasets: [DatasetPlan] = []
    private let description: DatasetDescription
    private let layout: DatasetLayout
    private let folder: String
    private let tracker: InstalledTracker
    private let events: Int
    /// Rows of every ragged table, whose offsets have been built.
    private let raggedRows: [String: Int]
    /// Of a selection: how often each process was tried, and what follows the last attempt.
    private let attempts: [Int64]?
    private let lastAttempt: Int64

    /// - Throws: `corrupt` if the columns do not fit each other.
    init(
        description: DatasetDescription, layout: DatasetLayout, folder: String, tracker: InstalledTracker,
        attempts: [Int64]? = nil, lastAttempt: Int64 = 0, threads: Int = 1
    ) throws(DatasetError) {
        raggedRows = try OffsetBuilder.build(layout, folder: folder, threads: threads)
        self.attempts = attempts
        self.lastAttempt = lastAttempt
        self.description = description
        self.layout = layout
        self.folder = folder
        self.tracker = tracker
        events = Int(description.provenance.eventCount)
        let geometry = GeometryTables(tracker)
        var rowsOfTable: [String: Int] = [:]
        groups.append(Group(path: "/", attributes: rootAttributes))
        for table in layout.tables {
            addParents(of: table.path)
            groups.append(Group(path: "/" + table.path, attributes: try attributes(of: table)))
            switch table.rows {
            case .event: rowsOfTable[table.path] = events
            case .withinEvent:
                rowsOfTable[table.path] = try addOffsets(table, outerRows: events)
            case .within(let parent):
                rowsOfTable[table.path] = try addOffsets(table, outerRows: rowsOfTable[parent] ?? 0)
            case .file:
                rowsOfTable[table.path] = GeometryTables.rowCount(table.path, tracker)
            }
            for column in table.columns {
                try add(column, of: table, rows: rowsOfTable[table.path] ?? 0, geometry: geometry)
            }
        }
        addProvenance()
    }

    private var rootAttributes: [(name: String, value: AttributeValue)] {
        [
            ("format", .string(FormatVersion.name)),
            ("schema_version", .integer(Int64(description.provenance.schemaVersion))),
            ("model_revision", .integer(Int64(description.provenance.modelRevision))),
            ("licence", .string(description.licence)),
        ]
    }

    private mutating func addParents(of path: String) {
        guard let slash = path.lastIndex(of: "/") else { return }
        let parent = "/" + path[..<slash]
        if groups.contains(where: { $0.path == parent }) { return }
        var attributes: [(name: String, value: AttributeValue)] = []
        if parent == "/geometry" {
            attributes = [
                ("description", .string("What is needed to interpret module and layer numbers")),
                ("name", .string(tracker.nominal.name)), ("field", .string(tracker.nominal.field.summary)),
                ("field_z", .number(tracker.nominal.field.zAtOrigin)), ("field_z_units", .string("T")),
            ]
            if layout.has("geometry/as_built"), let name = tracker.conditionsName {
                attributes.append(("conditions", .string(name)))
            }
        } else if parent == "/labels" {
            attributes = [("description", .string("Targets of learning tasks"))]
        }
        groups.append(Group(path: parent, attributes: attributes))
    }

    private func staged(_ table: String, _ name: String) -> String {
        folder + "/" + layout.staged[layout.index(table, name)!].fileName
    }

    private func attributes(of table: Schema.Table) throws(DatasetError) -> [(name: String, value: AttributeValue)] {
        var attributes: [(name: String, value: AttributeValue)] = [("description", .string(table.description))]
        if table.path == "events" {
            func reader(_ name: String) throws(DatasetError) -> ColumnReader {
                try ColumnReader(
                    DatasetPlan(
                        path: name, type: .number(.int8), rows: 0, components: 1, units: "", description: "",
                        source: .file(staged("events", name))))
            }
            let weightCount = description.weightNames.count
            let sums = try RunSums(
                processIDs: reader("process_id"), weights: reader("weights"), trials: reader("trials"),
                flags: reader("flags"), events: events, processCount: description.processes.count,
                weightCount: weightCount, path: folder)
            attributes.append(
                (
                    "sum_of_weights",
                    .matrix(sums.weights, rows: description.processes.count, columns: weightCount)
                ))
            attributes.append(("tried", .integers(attempts ?? sums.tried)))
            attributes.append(("passed", .integers(sums.passed)))
            attributes.append(("trials", .integers(sums.trials)))
            if let attempts {
                let selected = attempts.indices.map { sums.crossSection(ofProcess: $0, attempts: attempts[$0]) }
                attributes.append(("attempts", .integer(lastAttempt - description.provenance.firstEvent)))
                attributes.append(("selected_cross_section", .numbers(selected.map(\.value))))
                attributes.append(("selected_cross_section_error", .numbers(selected.map(\.error))))
            }
        }
        return attributes
    }

    private mutating func addOffsets(_ table: Schema.Table, outerRows: Int) throws(DatasetError) -> Int {
        let counts = OffsetBuilder.counts(table, layout, folder: folder)
        let size = try FileDescriptor(counts, .read).size()
        if size != outerRows * 4 {
            throw DatasetError(
                .corrupt, path: counts, reason: "the file has \(size) bytes instead of \(outerRows * 4)")
        }
        let rows = raggedRows[table.path] ?? 0
        datasets.append(
            DatasetPlan(
                path: "/\(table.path)/offsets", type: .number(.int64), rows: outerRows + 1, components: 1,
                units: table.offsetsColumn.units, description: table.offsetsColumn.description,
                source: .file(OffsetBuilder.target(table, layout, folder: folder))))
        return rows
    }

    private mutating func add(
        _ column: Schema.Column, of table: Schema.Table, rows: Int, geometry: GeometryTables
    ) throws(DatasetError) {
        var plan = DatasetPlan(
            path: "/\(table.path)/\(column.name)", type: .number(column.type), rows: rows,
            components: column.components == .weights ? description.weightNames.count : 1,
            isMatrix: column.components == .weights, units: column.units, description: column.description,
            attributes: names(of: column, in: table), source: .memory([]))
        if table.rows == .file {
            guard let bytes = geometry.bytes(table.path, column.name) else {
                preconditionFailure("no values for /\(table.path)/\(column.name)")
            }
            plan.source = .memory(bytes)
        } else {
            let file = staged(table.path, column.name)
            let size = try FileDescriptor(file, .read).size()
            if size != plan.byteCount {
                throw DatasetError(
                    .corrupt, path: file, reason: "the file has \(size) bytes instead of \(plan.byteCount)")
            }
            plan.source = .file(file)
        }
        datasets.append(plan)
    }

    /// The attributes that explain the numbers of a column.
    private func names(of column: Schema.Column, in table: Schema.Table) -> [(name: String, value: AttributeValue)] {
        switch table.path + "/" + column.name {
        case "events/process_id":
            [
                ("names", .strings(description.processes.map(\.name))),
                ("labels", .integers(description.processes.map { Int64($0.label) })),
            ]
        case "events/weights": [("names", .strings(description.weightNames))]
        case "events/label", "labels/event_class/label":
            [
                ("values", .integers(description.labels.map { Int64($0.value) })),
                ("names", .strings(description.labels.map(\.name))),
            ]
        case "geometry/layers/layer_id": [("names", .strings(tracker.nominal.layers.map(\.name)))]
        default: []
        }
    }

    private mutating func addProvenance() {
        let provenance = description.provenance
        groups.append(
            Group(
                path: "/provenance",
                attributes: [
                    ("description", .string("All that determines the bytes of this file")),
                    ("plan_hash", .string(provenance.planHash)), ("seed", .unsigned(provenance.seed)),
                    ("first_event", .integer(provenance.firstEvent)), ("event_count", .integer(provenance.eventCount)),
                ]))
        addText("/provenance/plan", provenance.plan, "The resolved plan")
        groups.append(
            Group(
                path: "/provenance/texts",
                attributes: [("description", .string("The files the plan was made of, as they were read"))]))
        for text in provenance.texts { addText("/provenance/texts/" + text.name, text.text, "Text of \(text.name)") }
    }

    private mutating func addText(_ path: String, _ text: String, _ description: String) {
        let bytes = text.isEmpty ? [0] : Array(text.utf8)
        datasets.append(
            DatasetPlan(
                path: path, type: .text(byteCount: bytes.count), rows: 1, components: 1, isScalar: true, units: "1",
                description: description, source: .memory(bytes)))
    }
}
