// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// Makes a ragged table's `offsets` from the lengths that were collected, in constant memory.
enum OffsetBuilder {
    /// Builds the offsets of all ragged tables of a dataset, several at a time; returns their numbers of rows.
    static func build(_ layout: DatasetLayout, folder: String, threads: Int) throws(DatasetError) -> [String: Int] {
        let ragged = layout.tables.filter(\.hasOffsets)
        let rows = Mutex([String: Int]())
        try Parallel.forEach(ragged.count, threads: threads, scratchByteCount: 0) { (i, _) throws(DatasetError) in
            let table = ragged[i]
            let last = try build(
                counts: counts(table, layout, folder: folder), offsets: target(table, layout, folder: folder))
            rows.withLock { $0[table.path] = last }
        }
        return rows.withLock { $0 }
    }

    /// The file of a table's collected lengths, and that of its offsets.
    static func counts(_ table: Schema.Table, _ layout: DatasetLayout, folder: String) -> String {
        folder + "/" + layout.staged[layout.index(table.path, DatasetLayout.countsName)!].fileName
    }
    static func target(_ table: Schema.Table, _ layout: DatasetLayout, folder: String) -> String {
        counts(table, layout, folder: folder).dropLast(DatasetLayout.countsName.count) + table.offsetsColumn.name
    }

    /// Writes the running sums of `counts` (int32) to `offsets` (int64, one entry more) and returns the last.
    static func build(counts: String, offsets: String) throws(DatasetError) -> Int {
        let source = try FileDescriptor(counts, .read)
        let target = try FileDescriptor(offsets, .createOrTruncate)
        let size = try source.size()
        if size % 4 != 0 { throw DatasetError(.corrupt, path: counts, reason: "the file ends within a number") }
        let piece = 1 << 16
        let input = UnsafeMutableBufferPointer<Int32>.allocate(capacity: piece)
        let output = UnsafeMutableBufferPointer<Int64>.allocate(capacity: piece)
        defer {
            input.deallocate()
            output.deallocate()
        }
        var sum: Int64 = 0
        output[0] = 0
        try target.write(UnsafeRawBufferPointer(start: output.baseAddress, count: 8))
        var position = 0
        while position < size / 4 {
            let count = min(piece, size / 4 - position)
            try source.readAll(
                into: UnsafeMutableRawBufferPointer(start: input.baseAddress, count: count * 4), at: position * 4)
            for i in 0..<count {
                if input[i] < 0 { throw DatasetError(.corrupt, path: counts, reason: "a length is negative") }
                sum += Int64(input[i])
                output[i] = sum
            }
            try target.write(UnsafeRawBufferPointer(start: output.baseAddress, count: count * 8))
            position += count
        }
        return Int(sum)
    }
}
