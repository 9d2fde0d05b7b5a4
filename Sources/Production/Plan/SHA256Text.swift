// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Crypto
import Glibc

/// SHA-256 digests in hexadecimal.
enum SHA256Text {
    static func digest(of text: String) -> String { hexadecimal(SHA256.hash(data: Array(text.utf8))) }

    private static func hexadecimal(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef")
        var text = ""
        for byte in digest {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }

    /// Size and digest of a regular file, read in pieces.
    /// - Throws: `missing-file`, `not-a-file`, `unreadable-file` or `too-large`.
    static func digest(ofFile path: String, limit: Int) throws(Diagnostics) -> (byteCount: Int, sha256: String) {
        func mistake(_ code: String, _ problem: String, _ reason: String? = nil) -> Diagnostics {
            Diagnostics([
                Diagnostic(code: code, file: path, problem: problem, reason: reason, remedy: "check the path")
            ])
        }
        // Opening must not wait for the other end of a pipe.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw mistake("missing-file", "there is no such file") }
            throw mistake("unreadable-file", "this file cannot be read", String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw mistake("not-a-file", "this is not a regular file")
        }
        var hasher = SHA256()
        var total = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else {
                throw mistake("unreadable-file", "this file cannot be read", String(cString: strerror(errno)))
            }
            if count == 0 { return (total, hexadecimal(hasher.finalize())) }
            total += count
            guard total <= limit else { throw mistake("too-large", "this file is too large", "at most \(limit) bytes") }
            buffer.withUnsafeBytes { hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }
}
