// SPDX-License-Identifier: GPL-3.0-or-later
import CFileSupport
import Glibc

/// An open file that closes itself; every failure is a `DatasetError` with path and reason.
final class FileDescriptor: @unchecked Sendable {
    let path: String
    private let descriptor: Int32

    enum Mode { case read, readWrite, createOrTruncate, append }

    /// - Throws: also for a pipe or a device that is to be read, which could wait for ever.
    init(_ path: String, _ mode: Mode) throws(DatasetError) {
        let flags =
            switch mode {
            case .read: O_RDONLY | O_NONBLOCK
            case .readWrite: O_RDWR
            case .createOrTruncate: O_RDWR | O_CREAT | O_TRUNC
            case .append: O_WRONLY | O_CREAT | O_APPEND
            }
        let descriptor = open(path, flags | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw .system("open", path: path) }
        self.descriptor = descriptor
        self.path = path
        var status = stat()
        if mode == .read, fstat(descriptor, &status) == 0, FileSystem.kind(status) == .other {
            throw DatasetError(.badRequest, path: path, reason: "this is neither a file nor a folder")
        }
    }

    deinit { close(descriptor) }

    func size() throws(DatasetError) -> Int {
        var status = stat()
        if fstat(descriptor, &status) != 0 { throw .system("look at", path: path) }
        return Int(status.st_size)
    }

    /// Writes all bytes at the current position (at the end, in mode `append`).
    func write(_ bytes: UnsafeRawBufferPointer) throws(DatasetError) {
        var rest = bytes
        while rest.count > 0 {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw .system("write", path: path)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Writes all bytes at a place of the file.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DatasetError) {
        var rest = bytes
        var place = offset
        while rest.count > 0 {
            let written = pwrite(descriptor, rest.baseAddress, rest.count, off_t(place))
            if written < 0 {
                if errno == EINTR { continue }
                throw .system("write", path: path)
            }
            place += written
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    func write(_ text: String) throws(DatasetError) {
        var text = text
        let result = text.withUTF8 { bytes in
            Result { () throws(DatasetError) in try write(UnsafeRawBufferPointer(bytes)) }
        }
        try result.get()
    }

    /// Reads at a place of the file until the buffer is full or the file ends; returns the number of bytes.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(DatasetError) -> Int {
        var got = 0
        while got < buffer.count {
            let n = pread(descriptor, buffer.baseAddress.map { $0 + got }, buffer.count - got, off_t(offset + got))
            if n < 0 {
                if errno == EINTR { continue }
                throw .system("read", path: path)
            }
            if n == 0 { break }
            got += n
        }
        return got
    }

    /// As `read`, but a file that ends early is an error.
    func readAll(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(DatasetError) {
        if try read(into: buffer, at: offset) < buffer.count {
            throw DatasetError(.corrupt, path: path, reason: "the file ends early")
        }
    }

    func truncate(to length: Int) throws(DatasetError) {
        if ftruncate(descriptor, off_t(length)) != 0 { throw .system("truncate", path: path) }
    }

    /// Starts writing what is dirty to the disk without waiting, so that a later `synchronize` waits less.
    func beginWriteback() { _ = cfile_begin_writeback(descriptor, 0, 0) }

    /// The same for a part of the file.
    func beginWriteback(_ range: Range<Int>) {
        if !range.isEmpty { _ = cfile_begin_writeback(descriptor, range.lowerBound, range.count) }
    }

    /// Says that the first bytes of the file are not read again: memory that holds what is on the disk is free then.
    func release(upTo offset: Int) { _ = posix_fadvise(descriptor, 0, off_t(offset), POSIX_FADV_DONTNEED) }

    /// Waits until the content is on the disk.
    func synchronize() throws(DatasetError) {
        if fdatasync(descriptor) != 0 && errno != EINVAL { throw .system("synchronise", path: path) }
    }

    /// Claims the file for this process; false if another one has it.
    ///
    /// A program that this process starts holds copies of its files until it runs, and with them a claim that was given
    /// up: so it is asked for again for a fifth of a second.
    func lock() -> Bool {
        for _ in 0..<20 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            usleep(10_000)
        }
        return false
    }

    static func synchronizeFolder(_ path: String) throws(DatasetError) {
        let folder = try FileDescriptor(path, .read)
        if fsync(folder.descriptor) != 0 && errno != EINVAL { throw .system("synchronise", path: path) }
    }
}

/// What is asked of the file system beside open files.
enum FileSystem {
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    enum Kind { case missing, file, folder, other }

    /// What a path leads to, through links.
    static func kind(_ path: String) -> Kind {
        var status = stat()
        return stat(path, &status) == 0 ? kind(status) : .missing
    }

    fileprivate static func kind(_ status: stat) -> Kind {
        switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .folder
        default: .other
        }
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func createFolder(_ path: String) throws(DatasetError) {
        if mkdir(path, 0o755) != 0 { throw .system("create the folder", path: path) }
    }

    /// Removes a file; one that is not there is no error.
    static func remove(_ path: String) throws(DatasetError) {
        if unlink(path) != 0 && errno != ENOENT { throw .system("remove", path: path) }
    }

    /// Removes a folder and the plain files inside; folders within are an error.
    static func removeFolder(_ path: String) throws(DatasetError) {
        for name in try names(in: path) { try remove(path + "/" + name) }
        if rmdir(path) != 0 { throw .system("remove the folder", path: path) }
    }

    /// The names in a folder, sorted.
    static func names(in path: String) throws(DatasetError) -> [String] {
        guard let folder = opendir(path) else { throw .system("list", path: path) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Gives a finished file its name; without `replacing` an existing file stays and is an error.
    static func rename(_ source: String, to target: String, replacing: Bool) throws(DatasetError) {
        if replacing {
            if Glibc.rename(source, target) != 0 { throw .system("rename to", path: target) }
            return
        }
        if cfile_rename_exclusively(source, target) == 0 { return }
        if errno == EINVAL || errno == ENOSYS {  // a file system without the exclusive kind
            if exists(target) { throw .system("rename to", path: target, code: EEXIST) }
            if Glibc.rename(source, target) == 0 { return }
        }
        throw .system("rename to", path: target)
    }
}
