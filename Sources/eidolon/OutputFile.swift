// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Writes small results whole or not at all.
enum OutputFile {
    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            Console.message("eidolon: \(path): could not be written: \(error.localizedDescription)")
            throw ExitStatus.cannotWrite
        }
    }
}
