// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation

/// Writes small results whole or not at all.
enum OutputFile {
    /// Whether two paths lead to one file that exists.
    static func areSame(_ first: String, _ second: String) -> Bool {
        var (one, other) = (stat(), stat())
        return stat(first, &one) == 0 && stat(second, &other) == 0 && one.st_dev == other.st_dev
            && one.st_ino == other.st_ino
    }

    /// A drawing replaces an older one, so its name must be that of a drawing and not that of a geometry.
    static func checkDrawing(_ path: String) throws {
        guard path.hasSuffix(".svg") else { throw ValidationError("--output must end in .svg.") }
    }

    /// - Throws: the status of bad input for a name under which something else than a file stands.
    static func write(_ text: String, to path: String) throws {
        var status = stat()
        if path.isEmpty || path.hasSuffix("/") || lstat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG {
            Console.message("eidolon: \(path.isEmpty ? "\"\"" : path): this is no file; name the file to write")
            throw ExitStatus.badInput
        }
        let temporary = "\(path).\(getpid()).part"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure(path) }
        let isWritten = Console.write(text, to: descriptor)
        guard isWritten, close(descriptor) == 0, rename(temporary, path) == 0 else {
            let reason = errno
            if !isWritten { close(descriptor) }
            unlink(temporary)
            throw failure(path, reason)
        }
    }

    /// Tells a person why, and is the exit status.
    private static func failure(_ path: String, _ reason: Int32 = errno) -> ExitStatus {
        Console.message("eidolon: \(path): could not be written: \(String(cString: strerror(reason)))")
        return .cannotWrite
    }
}
