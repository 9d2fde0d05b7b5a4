// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// Where the records of an event file are, and which of them cannot be used.
struct EventFileIndex: Sendable {
    struct Record: Sendable, BitwiseCopyable {
        /// First byte in the file, and how many follow.
        var offset: Int
        var length: Int
        /// Line of the first byte, from 1.
        var line: Int
        var isBad: Bool
    }
    /// Largest record that is read, bytes; larger ones are bad.
    static let maximumLength = 1 << 28
    static let listedMistakes = 100

    let path: String
    var records: [Record] = []
    /// Names of the weights every record has; empty where the file names none.
    var weightNames: [String] = []
    /// What is wrong with the bad records (the first hundred), in the order of the file.
    private(set) var mistakes: [Diagnostic] = []
    private(set) var badCount = 0
    /// What is out of the ordinary, though nothing is lost.
    var warnings: [Diagnostic] = []

    init(path: String) { self.path = path }

    mutating func reportBad(_ line: Int, event: Int, _ problem: String, _ reason: String? = nil) {
        badCount += 1
        guard mistakes.count < Self.listedMistakes else { return }
        mistakes.append(
            Diagnostic(
                code: "bad-record", file: path, line: line, problem: "event record \(event): \(problem)",
                reason: reason, remedy: "mend the file, or let the recipe skip bad records (on_bad_record: skip)"))
    }

    mutating func warn(_ line: Int, _ problem: String) {
        warnings.append(
            Diagnostic(code: "odd-record", severity: .warning, file: path, line: line, problem: problem))
    }
}
