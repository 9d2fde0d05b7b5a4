// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto

/// The first 512 bytes of a dataset: its format, and the length and SHA-256 of all that follows, as text.
///
/// ```
/// eidolon-dataset 1
/// bytes 123456
/// sha256 0123456789abcdef...
/// ```
/// The rest of the block is zero.
struct UserBlock: Equatable, Sendable {
    static let byteCount = 512

    var schemaVersion: Int
    /// Bytes after the block.
    var contentByteCount: Int
    /// SHA-256 of the bytes after the block, hexadecimal.
    var digest: String

    var bytes: [UInt8] {
        let text = "\(FormatVersion.name) \(schemaVersion)\nbytes \(contentByteCount)\nsha256 \(digest)\n"
        let content = Array(text.utf8)
        return content + [UInt8](repeating: 0, count: Self.byteCount - content.count)
    }

    init(schemaVersion: Int, contentByteCount: Int, digest: String) {
        self.schemaVersion = schemaVersion
        self.contentByteCount = contentByteCount
        self.digest = digest
    }

    /// Reads and understands the block of a file.
    init(readingFrom file: FileDescriptor) throws(DatasetError) {
        var block = [UInt8](repeating: 0, count: Self.byteCount)
        let result = block.withUnsafeMutableBytes { buffer in
            Result { () throws(DatasetError) in try file.read(into: buffer, at: 0) }
        }
        let foreign = DatasetError(.notADataset, path: file.path, reason: "this is not a dataset of Eidolon")
        if try result.get() < Self.byteCount { throw foreign }
        let lines = String(decoding: block.prefix { $0 != 0 }, as: UTF8.self).split(separator: "\n")
        func value(_ line: Int, _ key: String) -> Substring? {
            guard line < lines.count, lines[line].hasPrefix(key + " ") else { return nil }
            return lines[line].dropFirst(key.count + 1)
        }
        guard let version = value(0, FormatVersion.name).flatMap({ Int($0) }) else { throw foreign }
        if version > FormatVersion.schema {
            throw DatasetError(
                .newerSchema, path: file.path,
                reason: "the file has schema \(version), this program knows up to \(FormatVersion.schema); use a later "
                    + "version of Eidolon")
        }
        guard let length = value(1, "bytes").flatMap({ Int($0) }), length >= 0, let digest = value(2, "sha256"),
            digest.utf8.count == 64
        else { throw DatasetError(.corrupt, path: file.path, reason: "the user block is damaged") }
        self.init(schemaVersion: version, contentByteCount: length, digest: String(digest))
    }

    /// Whether a file begins like a dataset, of whatever version and however damaged.
    static func isAtStart(of file: FileDescriptor) -> Bool {
        let wanted = Array("\(FormatVersion.name) ".utf8)
        var found = [UInt8](repeating: 0, count: wanted.count)
        let count = try? found.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
        return count == wanted.count && found == wanted
    }

    /// SHA-256 of everything after the block.
    static func digest(of file: FileDescriptor, byteCount size: Int) throws(DatasetError) -> String {
        var hash = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { buffer.deallocate() }
        var position = byteCount
        while position < size {
            let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, size - position)])
            try file.readAll(into: piece, at: position)
            hash.update(bufferPointer: UnsafeRawBufferPointer(piece))
            position += piece.count
        }
        return TreeDigest.hexadecimal(hash.finalize())
    }
}
