// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Writes small results whole or not at all.
enum OutputFile {
    static func write(_ text: String, to path: String) throws {
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
