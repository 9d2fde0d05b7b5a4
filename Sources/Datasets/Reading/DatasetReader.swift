// SPDX-License-Identifier: GPL-3.0-or-later

/// An open dataset.
///
/// Nothing in the file is trusted: rows that do not exist and types that do not fit are errors, never faults.
public final class DatasetReader {
    public let path: String
    public let schemaVersion: Int
    public let modelRevision: Int
    /// The schema of the file's version.
    public let schema: Schema
    /// What determined the file's bytes.
    public let provenance: Provenance
    public let processes: [DatasetDescription.Process]
    public let labels: [DatasetDescription.Label]
    public let weightNames: [String]
    public let licence: String
    /// Name of the detector, and its field along z in tesla.
    public let detectorName: String
    /// Name of the detector's conditions; nil for a detector as described.
    public let conditionsName: String?
    public let fieldZ: Double
    public let eventCount: Int
    /// Attempts of a selection, whose numbers the events have; nil if every event is kept.
    public let attempts: Int64?
    /// Size of the file in bytes.
    public let byteCount: Int
    let userBlock: UserBlock
    let file: HDF5File

    /// Opens a file of this or an earlier schema.
    ///
    /// - Throws: `missing`, `notADataset`, `newerSchema`, `corrupt` (truncated, or a part is missing), `inputOutput`.
    public init(path: String) throws(DatasetError) {
        self.path = path
        let plain = try FileDescriptor(path, .read)
        userBlock = try UserBlock(readingFrom: plain)
        byteCount = try plain.size()
        let expected = userBlock.contentByteCount.addingReportingOverflow(UserBlock.byteCount)
        if expected.overflow || byteCount != expected.partialValue {
            throw DatasetError(
                .corrupt, path: path,
                reason: "the file has \(byteCount) bytes instead of \(expected.partialValue); it was cut or added to")
        }
        let file = try HDF5File(path, .read)
        do throws(DatasetError) {
            let version = try file.integer("schema_version", "/")
            if version > Int64(FormatVersion.schema) {
                throw DatasetError(
                    .newerSchema, path: path,
                    reason: "the file has schema \(version), this program knows up to \(FormatVersion.schema)")
            }
            if version < 1 {
                throw DatasetError(.corrupt, path: path, reason: "there is no schema \(version)")
            }
            schemaVersion = Int(version)
            modelRevision = Int(try file.integer("model_revision", "/"))
            schema = Schema(version: Int(version))
            licence = try file.text("licence", "/")
            provenance = try Self.readProvenance(file, schemaVersion: schemaVersion, modelRevision: modelRevision)
            detectorName = try file.text("name", "/geometry")
            conditionsName =
                file.hasAttribute("conditions", on: "/geometry") ? try file.text("conditions", "/geometry") : nil
            fieldZ = try file.readAttribute("field_z", of: "/geometry", as: Double.self).first ?? 0
            weightNames = try file.readTextAttribute("names", of: "/events/weights")
            let names = try file.readTextAttribute("names", of: "/events/process_id")
            let values = try file.readAttribute("labels", of: "/events/process_id", as: Int64.self)
            processes = zip(names, values).map { DatasetDescription.Process(name: $0, label: Int($1)) }
            let labelNames = try file.readTextAttribute("names", of: "/events/label")
            let labelValues = try file.readAttribute("values", of: "/events/label", as: Int64.self)
            labels = zip(labelNames, labelValues).map { DatasetDescription.Label(value: Int($1), name: $0) }
            eventCount = try file.look(at: "/events/event_id").rows
            attempts = file.hasAttribute("attempts", on: "/events") ? try file.integer("attempts", "/events") : nil
        } catch {
            if error.code == .newerSchema { throw error }
            throw DatasetError(.corrupt, path: path, reason: error.reason)
        }
        self.file = file
    }

    private static func readProvenance(
        _ file: borrowing HDF5File, schemaVersion: Int, modelRevision: Int
    ) throws(DatasetError) -> Provenance {
        let group = "/provenance"
        var texts: [Provenance.NamedText] = []
        for name in try file.names(in: group + "/texts") {
            texts.append(Provenance.NamedText(name: name, text: try file.readText("\(group)/texts/\(name)")))
        }
        let seed = try file.readAttribute("seed", of: group, as: UInt64.self).first ?? 0
        return Provenance(
            plan: try file.readText(group + "/plan"), planHash: try file.text("plan_hash", group), seed: seed,
            firstEvent: try file.integer("first_event", group), eventCount: try file.integer("event_count", group),
            texts: texts, schemaVersion: schemaVersion, modelRevision: modelRevision)
    }

    /// Whether a table or column, such as `tracker_cells` or `particles/px`, is inside.
    public func has(_ name: String) -> Bool { file.has(name) }

    /// Number of rows of a column, such as `particles/px`.
    public func rowCount(_ name: String) throws(DatasetError) -> Int { try file.look(at: "/" + name).rows }

    /// Number of rows of a table of the schema.
    public func rowCount(ofTable table: String) throws(DatasetError) -> Int {
        guard let column = schema.table(table)?.columns.first else {
            throw DatasetError(.badRequest, path: path, reason: "the schema has no table \(table)")
        }
        return try rowCount("\(table)/\(column.name)")
    }

    /// Reads a column, or some of its rows; a matrix row by row.
    ///
    /// - Throws: `corrupt` if there is no such column, or it has another type or fewer rows.
    public func read<T: ColumnElement>(
        _ name: String, as type: T.Type, rows: Range<Int>? = nil
    ) throws(DatasetError) -> [T] {
        var values: [T] = []
        try read(name, rows: rows, into: &values)
        return values
    }

    /// As `read`, into an array whose memory is used again.
    public func read<T: ColumnElement>(
        _ name: String, rows: Range<Int>? = nil, into values: inout [T]
    ) throws(DatasetError) {
        let stored = try file.look(at: "/" + name)
        guard stored.type == .number(T.elementType) else {
            throw DatasetError(.corrupt, path: path, reason: "/\(name) is not of type \(T.elementType.rawValue)")
        }
        let rows = rows ?? 0..<stored.rows
        if rows.lowerBound < 0 || rows.upperBound > stored.rows {
            throw DatasetError(
                .corrupt, path: path, reason: "/\(name) has \(stored.rows) rows; row \(rows.upperBound - 1) is needed")
        }
        let count = rows.count * stored.components
        if values.count > count {
            values.removeLast(values.count - count)
        } else if values.count < count {
            values.append(contentsOf: repeatElement(T.zeroValue, count: count - values.count))
        }
        let result = values.withUnsafeMutableBufferPointer { buffer in
            Result { () throws(DatasetError) in try file.read("/" + name, rows: rows, into: buffer) }
        }
        try result.get()
    }

    /// The rows of a ragged table that belong to some outer rows (events, or hits).
    ///
    /// - Returns: one entry more than outer rows.
    /// - Throws: `corrupt` if they do not ascend within the table.
    public func offsets(_ table: String, outerRows: Range<Int>) throws(DatasetError) -> [Int] {
        let wanted = outerRows.lowerBound..<outerRows.upperBound + 1
        let values = try read("\(table)/offsets", as: Int64.self, rows: wanted).map { Int($0) }
        var last = 0
        for value in values {
            if value < last { throw DatasetError(.corrupt, path: path, reason: "/\(table)/offsets do not ascend") }
            last = value
        }
        return values
    }

    /// The rows of one event, by its position in the file.
    public func rows(_ table: String, ofEvent position: Int) throws(DatasetError) -> Range<Int> {
        let pair = try offsets(table, outerRows: position..<position + 1)
        return pair[0]..<pair[1]
    }

    /// The position in the file of an event number of the plan.
    ///
    /// - Throws: `badRequest` if the event is not inside.
    public func position(ofEvent number: Int64) throws(DatasetError) -> Int {
        if attempts != nil { return try search(number) }
        let position = number - provenance.firstEvent
        if position < 0 || position >= Int64(eventCount) {
            throw DatasetError(
                .badRequest, path: path,
                reason: "event \(number) is not inside; the file has events \(provenance.firstEvent) to "
                    + "\(provenance.firstEvent + Int64(eventCount) - 1)")
        }
        return Int(position)
    }

    /// Event numbers of a selection ascend.
    private func search(_ number: Int64) throws(DatasetError) -> Int {
        var (low, high) = (0, eventCount)
        while low < high {
            let middle = (low + high) / 2
            if try self.number(ofEvent: middle) < number { low = middle + 1 } else { high = middle }
        }
        guard low < eventCount, try self.number(ofEvent: low) == number else {
            throw DatasetError(
                .badRequest, path: path,
                reason: "event \(number) is not inside: of the attempts from \(provenance.firstEvent) to "
                    + "\(provenance.firstEvent + (attempts ?? 0) - 1) the file has the \(eventCount) that passed")
        }
        return low
    }

    /// The number of the event at a position of the file.
    public func number(ofEvent position: Int) throws(DatasetError) -> Int64 {
        if attempts == nil { return provenance.firstEvent + Int64(position) }
        guard let number = try read("events/event_id", as: Int64.self, rows: position..<position + 1).first else {
            throw DatasetError(.corrupt, path: path, reason: "there is no event at position \(position)")
        }
        return number
    }

    /// The number of an attribute of a table or column; empty if it has no such attribute.
    public func numbers<T: ColumnElement>(attribute: String, of name: String, as: T.Type) throws(DatasetError) -> [T] {
        try file.readAttribute(attribute, of: "/" + name, as: T.self)
    }
}

extension ColumnElement {
    /// All bits zero.
    static var zeroValue: Self {
        withUnsafeTemporaryAllocation(of: Self.self, capacity: 1) { place in
            UnsafeMutableRawBufferPointer(place).initializeMemory(as: UInt8.self, repeating: 0)
            return place[0]
        }
    }
}

extension HDF5File {
    func integer(_ attribute: String, _ object: String) throws(DatasetError) -> Int64 {
        guard let value = try readAttribute(attribute, of: object, as: Int64.self).first else {
            throw DatasetError(.corrupt, path: path, reason: "the attribute \(attribute) of \(object) is empty")
        }
        return value
    }

    func text(_ attribute: String, _ object: String) throws(DatasetError) -> String {
        try readTextAttribute(attribute, of: object).first ?? ""
    }

    /// A scalar dataset of text.
    func readText(_ name: String) throws(DatasetError) -> String {
        let stored = try look(at: name)
        guard case .text(let count) = stored.type, stored.shape.isEmpty, count <= 1 << 28 else {
            throw DatasetError(.corrupt, path: path, reason: "\(name) is not a text")
        }
        var bytes = [UInt8](repeating: 0, count: count)
        let result = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(DatasetError) in try read(name, rows: 0..<1, type: stored.type, into: buffer) }
        }
        try result.get()
        if bytes == [0] { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }
}
