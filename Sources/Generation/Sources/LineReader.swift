// SPDX-License-Identifier: GPL-3.0-or-later
import CZlib
import Configuration
import Glibc

/// Reads a text file, plain or gzip, line by line in bounded memory.
///
/// CR LF ends a line like LF. A line beyond the limit and a file beyond the size limit are mistakes of the file.
struct LineReader: ~Copyable {
    let path: String
    /// Number of the line given last, from 1.
    private(set) var lineNumber = 0
    private let file: gzFile
    private let maximumLineLength: Int
    private let maximumSize: Int
    private var buffer: [UInt8]
    private var position = 0
    private var filled = 0
    private var total = 0
    private var line: [UInt8] = []

    enum Failure: Error {
        case lineTooLong(limit: Int)
        case fileTooLarge(limit: Int)
        case unreadable
    }

    /// - Throws: a diagnostic if the file cannot be opened.
    init(path: String, maximumLineLength: Int = 4096, maximumSize: Int = 1 << 28) throws(Diagnostics) {
        guard Self.isRegularFile(path), let handle = gzopen(path, "rbe") else {
            throw Diagnostics([
                Diagnostic(
                    code: "unreadable-file", file: path, problem: "the file cannot be opened or is no regular file",
                    remedy: "check the path and its permissions")
            ])
        }
        self.path = path
        self.maximumLineLength = maximumLineLength
        self.maximumSize = maximumSize
        file = handle
        buffer = [UInt8](repeating: 0, count: 1 << 16)
    }

    deinit { gzclose(file) }

    /// Pipes and devices may have no end.
    private static func isRegularFile(_ path: String) -> Bool {
        var information = stat()
        return !path.utf8.contains(0) && stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    }

    /// The next line without its end, nil at the end of the file.
    mutating func next() throws(Failure) -> String? {
        line.removeAll(keepingCapacity: true)
        var foundAny = false
        while true {
            if position == filled {
                try refill()
                if filled == 0 { break }
            }
            foundAny = true
            let byte = buffer[position]
            position += 1
            if byte == UInt8(ascii: "\n") { break }
            guard line.count < maximumLineLength else {
                lineNumber += 1
                throw .lineTooLong(limit: maximumLineLength)
            }
            line.append(byte)
        }
        guard foundAny else { return nil }
        lineNumber += 1
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }

    private mutating func refill() throws(Failure) {
        position = 0
        let handle = file
        let count = buffer.withUnsafeMutableBytes { gzread(handle, $0.baseAddress, UInt32($0.count)) }
        guard count >= 0 else {
            filled = 0
            throw .unreadable
        }
        var status: Int32 = 0
        if count == 0, gzerror(handle, &status) != nil, status != Z_OK && status != Z_STREAM_END {
            filled = 0
            throw .unreadable
        }
        filled = Int(count)
        total += filled
        if total > maximumSize { throw .fileTooLarge(limit: maximumSize) }
    }
}
