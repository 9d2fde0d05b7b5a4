// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto

/// Checks that a file is what the schema says: whole, unaltered, and consistent in itself.
public enum DatasetValidator {
    /// Checks a file; what is wrong with it becomes a failed check.
    ///
    /// - Throws: `missing`, `notADataset`, `newerSchema`, `inputOutput`: it could not be checked at all.
    public static func validate(path: String) throws(DatasetError) -> ValidationReport {
        var report = ValidationReport(path: path)
        let plain = try FileDescriptor(path, .read)
        let block: UserBlock
        do throws(DatasetError) {
            block = try UserBlock(readingFrom: plain)
        } catch {
            guard error.code == .corrupt else { throw error }
            report.add("file_structure", problem: error.reason, detail: "")
            return report
        }
        let size = try plain.size()
        let digest = try UserBlock.digest(of: plain, byteCount: size)
        report.add(
            "file_digest",
            problem: digest == block.digest ? nil : "SHA-256 is \(digest), the user block says \(block.digest)",
            detail: digest)
        let reader: DatasetReader
        do throws(DatasetError) {
            reader = try DatasetReader(path: path)
        } catch {
            if error.code == .newerSchema { throw error }
            report.add("file_structure", problem: error.reason, detail: "")
            return report
        }
        report.add("file_structure", problem: nil, detail: "schema \(reader.schemaVersion), \(size) bytes")
        check(reader, &report)
        return report
    }

    /// The checks of the content, from the outside in; those that rely on others are left out when these fail.
    private static func check(_ reader: DatasetReader, _ report: inout ValidationReport) {
        let schema = problem { () throws(DatasetError) in try schemaProblem(reader) }
        report.add("schema", problem: schema, detail: "every column with its type, units and description")
        if schema != nil { return }
        report.add(
            "column_digests", problem: problem { () throws(DatasetError) in try digestProblem(reader) },
            detail: "tree digests of all columns")
        let offsets = problem { () throws(DatasetError) in try offsetsProblem(reader) }
        report.add("offsets", problem: offsets, detail: "begin at 0, never descend, end at the number of rows")
        report.add(
            "finite", problem: problem { () throws(DatasetError) in try finiteProblem(reader) },
            detail: "every number of every column")
        report.add(
            "geometry", problem: problem { () throws(DatasetError) in try GeometryTablesCheck.problem(reader) },
            detail: "axes of modules are rotations; conditions come with the detector as built")
        if offsets != nil { return }
        do throws(DatasetError) {
            var checker = try EventChecker(reader)
            try checker.checkAll()
            checker.report(to: &report)
        } catch {
            report.add("events", problem: error.reason, detail: "")
        }
    }

    /// A check that could not read what it needs has found a problem.
    private static func problem(_ body: () throws(DatasetError) -> String?) -> String? {
        do throws(DatasetError) { return try body() } catch { return error.reason }
    }

    private static func schemaProblem(_ reader: DatasetReader) throws(DatasetError) -> String? {
        for table in reader.schema.tables {
            if !reader.has(table.path) {
                if table.isOptional { continue }
                return "the table /\(table.path) is missing"
            }
            var rows: Int?
            for column in (table.hasOffsets ? [table.offsetsColumn] : []) + table.columns {
                let name = "/\(table.path)/\(column.name)"
                if !reader.has(name) { return "the column \(name) is missing" }
                let stored = try reader.file.look(at: name)
                if stored.type != .number(column.type) { return "\(name) is not of type \(column.type.rawValue)" }
                if column.name != "offsets" || !table.hasOffsets {
                    if let rows, rows != stored.rows { return "\(name) has \(stored.rows) rows instead of \(rows)" }
                    rows = stored.rows
                }
                let components = column.components == .weights ? reader.weightNames.count : 1
                if stored.components != components { return "\(name) has \(stored.components) values per row" }
                if try reader.file.text("units", name) != column.units { return "\(name) has other units" }
                if try reader.file.text("description", name).isEmpty { return "\(name) has no description" }
            }
            if table.rows == .event, let rows, rows != reader.eventCount {
                return "/\(table.path) has \(rows) rows for \(reader.eventCount) events"
            }
        }
        if reader.provenance.eventCount != Int64(reader.eventCount) {
            return "the provenance names \(reader.provenance.eventCount) events, there are \(reader.eventCount)"
        }
        return nil
    }

    private static func digestProblem(_ reader: DatasetReader) throws(DatasetError) -> String? {
        for table in reader.schema.tables where reader.has(table.path) {
            for column in (table.hasOffsets ? [table.offsetsColumn] : []) + table.columns {
                let name = "/\(table.path)/\(column.name)"
                let stored = try reader.file.look(at: name)
                let digest = try columnDigest(reader, name, stored)
                if try reader.file.text(TreeDigest.attribute, name) != digest { return "\(name) was altered" }
            }
        }
        return nil
    }

    private static func columnDigest(
        _ reader: DatasetReader, _ name: String, _ stored: StoredDataset
    ) throws(DatasetError) -> String {
        var hash = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(TreeDigest.blockRows * stored.rowByteCount, 1), alignment: 16)
        defer { buffer.deallocate() }
        for block in 0..<TreeDigest.leafCount(rows: stored.rows) {
            let first = block * TreeDigest.blockRows
            let rows = first..<min(first + TreeDigest.blockRows, stored.rows)
            let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(rows.count * stored.rowByteCount)])
            try reader.file.read(name, rows: rows, type: stored.type, into: bytes)
            hash.update(data: TreeDigest.leaf(UnsafeRawBufferPointer(bytes)))
        }
        return TreeDigest.hexadecimal(hash.finalize())
    }

    private static func offsetsProblem(_ reader: DatasetReader) throws(DatasetError) -> String? {
        for table in reader.schema.tables where table.hasOffsets && reader.has(table.path) {
            let name = "\(table.path)/offsets"
            let outer =
                switch table.rows {
                case .within(let parent): try reader.rowCount(ofTable: parent)
                default: reader.eventCount
                }
            let rows = try reader.rowCount(name)
            if rows != outer + 1 { return "/\(name) has \(rows) entries for \(outer) rows" }
            var last: Int64 = 0
            var found: String?
            try reader.forEachBlock(name, as: Int64.self) { first, values in
                if first == 0 && values.first != 0 { found = found ?? "/\(name) does not begin at 0" }
                for (i, value) in values.enumerated() {
                    if value < last { found = found ?? "/\(name) descends at entry \(first + i)" }
                    last = value
                }
            }
            if let found { return found }
            let total = try reader.rowCount(ofTable: table.path)
            if last != Int64(total) { return "/\(name) ends at \(last), the table has \(total) rows" }
        }
        return nil
    }

    private static func finiteProblem(_ reader: DatasetReader) throws(DatasetError) -> String? {
        for table in reader.schema.tables where reader.has(table.path) {
            for column in table.columns {
                let name = "\(table.path)/\(column.name)"
                var row: Int?
                let width = column.components == .weights ? reader.weightNames.count : 1
                if column.type == .float32 {
                    try reader.forEachBlock(name, as: Float.self) { first, values in
                        if row == nil, let i = values.firstIndex(where: { !$0.isFinite }) { row = first + i / width }
                    }
                } else if column.type == .float64 {
                    try reader.forEachBlock(name, as: Double.self) { first, values in
                        if row == nil, let i = values.firstIndex(where: { !$0.isFinite }) { row = first + i / width }
                    }
                }
                if let row { return "/\(name) is not finite in row \(row)" }
            }
        }
        return nil
    }
}
