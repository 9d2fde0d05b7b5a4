// SPDX-License-Identifier: GPL-3.0-or-later
import CZlib

/// Makes the chunks of a compressed column: HDF5's shuffle filter, then deflate.
enum ChunkCompressor {
    /// Level of deflate.
    static let level: UInt32 = 4
    /// A chunk's largest uncompressed size.
    static let chunkByteCount = 128 << 10

    /// Rows per chunk of a column with `rows` rows.
    static func rowsPerChunk(rowByteCount: Int, rows: Int) -> Int {
        min(max(chunkByteCount / rowByteCount, 1), max(rows, 1))
    }

    /// The n-th bytes of all values together, for each n: what HDF5's shuffle filter does.
    static func shuffled(_ bytes: UnsafeRawBufferPointer, elementByteCount width: Int) -> [UInt8] {
        let count = bytes.count / width
        return [UInt8](unsafeUninitializedCapacity: bytes.count) { target, used in
            for byte in 0..<width {
                for i in 0..<count { target[byte * count + i] = bytes[i * width + byte] }
            }
            used = bytes.count
        }
    }

    /// The chunk as HDF5 stores it.
    static func compress(
        _ bytes: UnsafeRawBufferPointer, elementByteCount: Int, path: String
    ) throws(DatasetError) -> [UInt8] {
        let plain = shuffled(bytes, elementByteCount: elementByteCount)
        var size = compressBound(uLong(plain.count))
        var target = [UInt8](repeating: 0, count: Int(size))
        let status = compress2(&target, &size, plain, uLong(plain.count), Int32(level))
        if status != Z_OK {
            throw DatasetError(.inputOutput, path: path, reason: "could not compress a chunk: zlib status \(status)")
        }
        target.removeLast(target.count - Int(size))
        return target
    }
}
