// SPDX-License-Identifier: GPL-3.0-or-later
import CZlib

/// Writes comma-separated values to a file, plain or gzipped; the file has its name only when it is whole.
///
/// Numbers are written with the fewest digits that read back as the same number.
struct CSVWriter: ~Copyable {
    private let path: String
    private var bytes: [UInt8] = []
    private let isCompressed: Bool

    /// - Parameter path: without `.gz`, which compression adds.
    init(_ path: String, header: String, isCompressed: Bool) {
        self.path = isCompressed ? path + ".gz" : path
        self.isCompressed = isCompressed
        bytes.reserveCapacity(1 << 20)
        bytes += Array(header.utf8)
        bytes.append(0x0A)
    }

    @inline(__always) mutating func comma() { bytes.append(0x2C) }
    @inline(__always) mutating func endLine() { bytes.append(0x0A) }

    /// Decimal digits of an integer.
    mutating func integer(_ value: Int64) {
        if value < 0 { bytes.append(0x2D) }
        var rest = value.magnitude
        if rest < 10 {
            bytes.append(0x30 + UInt8(rest))
            return
        }
        let start = bytes.count
        while rest > 0 {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            bytes.append(0x30 + UInt8(digit))
            rest = quotient
        }
        bytes[start...].reverse()
    }

    /// Negative zero is written as zero.
    mutating func number(_ value: Float) { append((value + 0).description) }
    mutating func number(_ value: Double) { append((value + 0).description) }

    /// Whole numbers lose their `.0`.
    private mutating func append(_ text: String) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        let count = bytes.count - start
        if count > 2 && bytes[bytes.count - 1] == 0x30 && bytes[bytes.count - 2] == 0x2E { bytes.removeLast(2) }
    }

    /// Writes the file and gives it its name, replacing an older one.
    consuming func close() throws(DatasetError) -> String {
        let temporary = path + ".partial"
        do {
            let file = try FileDescriptor(temporary, .createOrTruncate)
            let content = isCompressed ? try Gzip.compress(bytes, path: path) : bytes
            let result = content.withUnsafeBytes { buffer in
                Result { () throws(DatasetError) in try file.write(buffer) }
            }
            try result.get()
            try FileSystem.rename(temporary, to: path, replacing: true)
        } catch {
            try? FileSystem.remove(temporary)
            throw error
        }
        return path
    }
}

/// The gzip format, without time or name: the same bytes for the same content.
enum Gzip {
    static func compress(_ bytes: [UInt8], path: String) throws(DatasetError) -> [UInt8] {
        var stream = z_stream()
        // 15 bits of window, 16 more for the gzip header.
        guard czlib_deflate_init(&stream, 6, 15 + 16) == Z_OK else {
            throw DatasetError(.inputOutput, path: path, reason: "could not start the compression")
        }
        defer { deflateEnd(&stream) }
        guard bytes.count < Int(UInt32.max) else {
            throw DatasetError(.inputOutput, path: path, reason: "the file is larger than 4 GB; write it without gzip")
        }
        var target = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(bytes.count))))
        var source = bytes
        let status = source.withUnsafeMutableBufferPointer { input in
            target.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        if status != Z_STREAM_END {
            throw DatasetError(.inputOutput, path: path, reason: "could not compress: zlib status \(status)")
        }
        target.removeLast(Int(stream.avail_out))
        return target
    }
}
