// SPDX-License-Identifier: GPL-3.0-or-later

/// Makes a ragged table's `offsets` from the lengths that were collected, in constant memory.
enum OffsetBuilder {
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
