// SPDX-License-Identifier: GPL-3.0-or-later
import Datasets
import Testing

/// All columns of the tables of events in a dataset, as bytes by event, read back through the reader.
struct DatasetColumns {
    /// The rows of one column for each event.
    var events: [String: [[UInt8]]] = [:]
    let eventIDs: [Int64]

    init(path: String) throws {
        let reader = try DatasetReader(path: path)
        eventIDs = try reader.read("events/event_id", as: Int64.self)
        for table in reader.schema.tables where table.rows != .file && reader.has(table.path) {
            let ranges = try Self.ranges(table, reader)
            for column in table.columns {
                events["\(table.path)/\(column.name)"] = try Self.parts(
                    reader, "\(table.path)/\(column.name)", ranges, column)
            }
            if case .within(let outer) = table.rows { try addCounts(reader, table.path, outer: outer) }
        }
    }

    /// The rows of each event.
    private static func ranges(_ table: Schema.Table, _ reader: DatasetReader) throws -> [Range<Int>] {
        let count = reader.eventCount
        switch table.rows {
        case .event, .file: return (0..<count).map { $0..<$0 + 1 }
        case .withinEvent:
            let offsets = try reader.offsets(table.path, outerRows: 0..<count)
            return (0..<count).map { offsets[$0]..<offsets[$0 + 1] }
        case .within(let outer):
            let hits = try reader.offsets(outer, outerRows: 0..<count)
            let offsets = try reader.offsets(table.path, outerRows: 0..<hits[count])
            return (0..<count).map { offsets[hits[$0]]..<offsets[hits[$0 + 1]] }
        }
    }

    /// How many rows belong to each outer row: offsets that do not depend on what came before.
    private mutating func addCounts(_ reader: DatasetReader, _ table: String, outer: String) throws {
        let hits = try reader.offsets(outer, outerRows: 0..<reader.eventCount)
        let offsets = try reader.offsets(table, outerRows: 0..<hits[reader.eventCount])
        let counts = (0..<hits[reader.eventCount]).map { Int32(offsets[$0 + 1] - offsets[$0]) }
        events[table + "/counts"] = (0..<reader.eventCount).map { Self.bytes(Array(counts[hits[$0]..<hits[$0 + 1]])) }
    }

    private static func parts(
        _ reader: DatasetReader, _ name: String, _ ranges: [Range<Int>], _ column: Schema.Column
    ) throws -> [[UInt8]] {
        switch column.type {
        case .int8: try split(reader.read(name, as: Int8.self), ranges)
        case .int16: try split(reader.read(name, as: Int16.self), ranges)
        case .uint8: try split(reader.read(name, as: UInt8.self), ranges)
        case .uint16: try split(reader.read(name, as: UInt16.self), ranges)
        case .int32: try split(reader.read(name, as: Int32.self), ranges)
        case .int64: try split(reader.read(name, as: Int64.self), ranges)
        case .uint32: try split(reader.read(name, as: UInt32.self), ranges)
        case .uint64: try split(reader.read(name, as: UInt64.self), ranges)
        case .float32: try split(reader.read(name, as: Float.self), ranges)
        case .float64: try split(reader.read(name, as: Double.self), ranges)
        }
    }

    private static func split<T: BitwiseCopyable>(_ values: [T], _ ranges: [Range<Int>]) throws -> [[UInt8]] {
        let rows = ranges.last?.upperBound ?? 0
        // A matrix has several values per row.
        let width = rows == 0 ? 1 : values.count / rows
        try #require(values.count == rows * width)
        return ranges.map { bytes(Array(values[$0.lowerBound * width..<$0.upperBound * width])) }
    }

    private static func bytes<T: BitwiseCopyable>(_ values: [T]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }

    /// Names of the columns that differ.
    func differences(from other: DatasetColumns) -> [String] {
        Set(events.keys).union(other.events.keys).sorted().filter { events[$0] != other.events[$0] }
    }

    /// Both one after the other.
    mutating func append(_ other: DatasetColumns) {
        for (name, parts) in other.events { events[name, default: []] += parts }
    }

    /// One event alone.
    func event(_ position: Int) -> [String: [UInt8]] { events.mapValues { $0[position] } }
}
