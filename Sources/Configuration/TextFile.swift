// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// Text files that other people wrote, read with bounds.
public enum TextFile {
    /// The whole text of a regular file.
    ///
    /// A byte order mark at the start is dropped. Named pipes and devices are refused, since they may never end.
    /// - Parameters:
    ///   - path: Relative to the working directory, or absolute.
    ///   - limit: Largest size in bytes.
    /// - Throws: One diagnostic: `missing-file`, `not-a-file`, `unreadable-file`, `too-large`, or `not-utf8` (with the
    ///   line and column of the first bad byte).
    public static func read(path: String, limit: Int) throws(Diagnostics) -> String {
        var bytes = try readBytes(path: path, limit: limit)
        if bytes.starts(with: byteOrderMark) { bytes.removeFirst(byteOrderMark.count) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let position = place(ofByte: firstInvalidByte(in: bytes) ?? 0, in: bytes)
            throw Diagnostics([
                Diagnostic(
                    code: "not-utf8", file: path, line: position.line, column: position.column,
                    problem: "this is not UTF-8 text", reason: "a byte or a sequence of bytes here is not valid",
                    remedy: "save the file as UTF-8, or check that it is the file that was meant")
            ])
        }
        return text
    }

    /// The whole content of a regular file, at most `limit` bytes; throws as `read(path:limit:)` does.
    public static func readBytes(path: String, limit: Int) throws(Diagnostics) -> [UInt8] {
        // Opening must not wait for the other end of a pipe.
        let descriptor = path.utf8.contains(0) ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw cannotOpen(path, status: path.utf8.contains(0) ? EINVAL : errno) }
        defer { close(descriptor) }

        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw cannotRead(path, status: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let what = status.st_mode & S_IFMT == S_IFDIR ? "this is a directory" : "this is not a regular file"
            throw Diagnostics([
                Diagnostic(code: "not-a-file", file: path, problem: what, remedy: "give the path of a text file")
            ])
        }
        guard status.st_size <= limit else { throw tooLarge(path, limit: limit) }

        // A file may grow while it is read: one byte beyond the limit tells.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size) + 1)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw cannotRead(path, status: errno) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= limit else { throw tooLarge(path, limit: limit) }
        }
    }

    /// The path of a file that is named in another file: relative to that one's folder, unless it is absolute.
    public static func path(_ name: String, besides file: String) -> String {
        guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
        return String(file[...slash]) + name
    }

    // MARK: Mistakes

    private static func cannotOpen(_ path: String, status: Int32) -> Diagnostics {
        if status == ENOENT || status == ENOTDIR || path.isEmpty {
            return Diagnostics([
                Diagnostic(
                    code: "missing-file", file: path.isEmpty ? "\"\"" : path, problem: "there is no such file",
                    remedy: "check the path")
            ])
        }
        return cannotRead(path, status: status)
    }

    private static func cannotRead(_ path: String, status: Int32) -> Diagnostics {
        Diagnostics([
            Diagnostic(
                code: "unreadable-file", file: path, problem: "this file cannot be read",
                reason: String(cString: strerror(status)), remedy: "check the path and its permissions")
        ])
    }

    private static func tooLarge(_ path: String, limit: Int) -> Diagnostics {
        Diagnostics([
            Diagnostic(
                code: "too-large", file: path, problem: "this file is too large",
                reason: "at most \(readable(bytes: limit)) are read",
                remedy: "check that it is the file that was meant")
        ])
    }

    private static func readable(bytes: Int) -> String {
        if bytes >= 1 << 20 && bytes % (1 << 20) == 0 { return "\(bytes >> 20) MiB" }
        if bytes >= 1 << 10 && bytes % (1 << 10) == 0 { return "\(bytes >> 10) KiB" }
        return "\(bytes) bytes"
    }

    // MARK: UTF-8

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Offset of the first byte that begins or continues no valid sequence; nil when all are valid.
    static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
        var decoder = UTF8()
        var source = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.decode(&source) {
            case .scalarValue(let scalar): offset += UTF8.width(scalar)
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }

    /// Line and column (in characters as editors count them: Unicode scalars) of a byte.
    static func place(ofByte offset: Int, in bytes: [UInt8]) -> SourcePosition {
        var position = SourcePosition(line: 1, column: 1)
        for byte in bytes[..<min(offset, bytes.count)] {
            if byte == UInt8(ascii: "\n") {
                position = SourcePosition(line: position.line + 1, column: 1)
            } else if byte & 0xC0 != 0x80 {
                position.column += 1
            }
        }
        return position
    }
}
