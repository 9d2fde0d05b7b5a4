// SPDX-License-Identifier: GPL-3.0-or-later
import CZlib
import Configuration
import Glibc

/// A file of event records that many threads read at any place.
///
/// A gzip file is unpacked once into a temporary file without a name (in `$TMPDIR`, or /tmp), at most a hundred times
/// as large as the packed one plus 64 MiB.
final class EventFile: Sendable {
    static let expansionLimit = 100
    static let expansionAllowance = 64 << 20

    let path: String
    /// Bytes of text.
    let size: Int
    private let descriptor: Int32

    /// - Throws: one diagnostic: `missing-file`, `not-a-file`, `unreadable-file` or `bad-gzip`.
    init(path: String) throws(Diagnostics) {
        self.path = path
        // Opening must not wait for the other end of a pipe.
        let plain = path.utf8.contains(0) ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard plain >= 0 else {
            let isMissing = errno == ENOENT || errno == ENOTDIR
            throw Self.mistake(
                path, isMissing ? "missing-file" : "unreadable-file",
                isMissing ? "there is no such file" : "this file cannot be read")
        }
        var status = stat()
        guard fstat(plain, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(plain)
            throw Self.mistake(path, "not-a-file", "this is not a regular file")
        }
        var magic: (UInt8, UInt8) = (0, 0)
        let isPacked = pread(plain, &magic, 2, 0) == 2 && magic == (0x1F, 0x8B)
        guard isPacked else {
            descriptor = plain
            size = Int(status.st_size)
            return
        }
        close(plain)
        let limit = Int(status.st_size) * Self.expansionLimit + Self.expansionAllowance
        (descriptor, size) = try Self.unpack(path, limit: limit)
    }

    deinit { close(descriptor) }

    /// Fills `buffer` with the bytes of a range; false if they cannot be read any more.
    func read(_ range: Range<Int>, into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        guard let base = buffer.baseAddress else { return range.isEmpty }
        var done = 0
        while done < range.count {
            let count = pread(descriptor, base + done, range.count - done, off_t(range.lowerBound + done))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    private static func mistake(_ path: String, _ code: String, _ problem: String, _ reason: String? = nil)
        -> Diagnostics
    {
        Diagnostics([Diagnostic(code: code, file: path, problem: problem, reason: reason, remedy: "check the path")])
    }

    private static func unpack(_ path: String, limit: Int) throws(Diagnostics) -> (Int32, Int) {
        guard let packed = gzopen(path, "rbe") else {
            throw mistake(path, "unreadable-file", "this file cannot be read")
        }
        defer { gzclose(packed) }
        let file = try temporaryFile(path)
        var total = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = buffer.withUnsafeMutableBytes { gzread(packed, $0.baseAddress, UInt32($0.count)) }
            var status: Int32 = 0
            if count <= 0 { _ = gzerror(packed, &status) }
            guard count >= 0, status == Z_OK || status == Z_STREAM_END else {
                close(file)
                throw mistake(
                    path, "bad-gzip", "the packed data are damaged or end too early", "\(total) bytes could be unpacked"
                )
            }
            if count == 0 { return (file, total) }
            total += Int(count)
            guard total <= limit else {
                close(file)
                throw mistake(path, "too-large", "the unpacked file is too large", "at most \(limit) bytes")
            }
            guard write(file, buffer, count: Int(count)) else {
                close(file)
                throw mistake(path, "unreadable-file", "the unpacked file cannot be kept", "the temporary disk is full")
            }
        }
    }

    private static func temporaryFile(_ path: String) throws(Diagnostics) -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/eidolon-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else {
            throw mistake(
                path, "unreadable-file", "the unpacked file cannot be kept", "no file can be made in \(folder)")
        }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        _ = unlink(template)
        return file
    }

    private static func write(_ file: Int32, _ bytes: [UInt8], count: Int) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < count {
                let written = Glibc.write(file, buffer.baseAddress.map { $0 + done }, count - done)
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { return false }
                done += written
            }
            return true
        }
    }
}

/// Gives the lines of an event file one after the other, with their places.
///
/// A line ends with LF or CR LF. One beyond the limit is cut there and marked.
struct EventFileLines: ~Copyable {
    static let maximumLength = 1 << 22
    private static let pieceSize = 1 << 20

    private let file: EventFile
    private var buffer: UnsafeMutableRawBufferPointer
    /// Unread bytes of the buffer, and where the first one stands in the file.
    private var start = 0
    private var end = 0
    private var place = 0
    /// Number of the line given last, from 1, and its first byte in the file.
    private(set) var number = 0
    private(set) var offset = 0
    /// The line given last is longer than the limit, or ends without a line feed.
    private(set) var isTooLong = false
    private(set) var isUnfinished = false
    private(set) var isUnreadable = false

    init(_ file: EventFile) {
        self.file = file
        buffer = .allocate(byteCount: Self.maximumLength + Self.pieceSize, alignment: 64)
    }

    deinit { buffer.deallocate() }

    /// Where the line after the one given last begins.
    var nextOffset: Int { place }

    /// The next line without its end; nil at the end of the file. Valid until the next call.
    mutating func next() -> UnsafeRawBufferPointer? {
        (isTooLong, isUnfinished) = (false, false)
        var searched = start
        while true {
            if let feed = feed(from: searched) { return line(to: feed, next: feed + 1) }
            searched = end
            if end - start > Self.maximumLength { return overlong() }
            let moved = start
            guard refill() else { break }
            searched -= moved - start
        }
        guard end > start else { return nil }
        isUnfinished = true
        return line(to: end, next: end)
    }

    private func feed(from position: Int) -> Int? {
        guard position < end, let base = buffer.baseAddress,
            let found = memchr(base + position, 0x0A, end - position)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    private mutating func line(to last: Int, next: Int) -> UnsafeRawBufferPointer {
        var finish = last
        if finish > start && buffer[finish - 1] == 0x0D { finish -= 1 }
        let result = UnsafeRawBufferPointer(rebasing: buffer[start..<finish])
        (number, offset) = (number + 1, place)
        place += next - start
        start = next
        return result
    }

    /// Skips to the end of a line that is too long and gives its beginning.
    private mutating func overlong() -> UnsafeRawBufferPointer {
        (number, offset, isTooLong) = (number + 1, place, true)
        while true {
            if let feed = feed(from: start) {
                place += feed + 1 - start
                start = feed + 1
                break
            }
            place += end - start
            start = end
            guard refill() else { break }
        }
        return UnsafeRawBufferPointer(rebasing: buffer[start..<start])
    }

    /// Moves the unread bytes to the front and reads on; false at the end of the file.
    private mutating func refill() -> Bool {
        guard let base = buffer.baseAddress else { return false }
        let from = place + (end - start)
        let count = min(Self.pieceSize, file.size - from)
        guard count > 0 else { return false }
        memmove(base, base + start, end - start)
        end -= start
        start = 0
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[end..<end + count])
        guard file.read(from..<from + count, into: room) else {
            isUnreadable = true
            return false
        }
        end += count
        return true
    }
}
