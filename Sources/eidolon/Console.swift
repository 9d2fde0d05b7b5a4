// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Foundation
import Production

/// What a person reads: results go to standard output, messages and progress to standard error.
enum Console {
    static func message(_ text: String) {
        FileHandle.standardError.write(Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
    }

    static func warn(_ warnings: [Diagnostic]) { warnings.forEach { message($0.description) } }

    /// Prints without adding a line's end.
    static func result(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// `12,345`
    static func grouped(_ number: Int64) -> String {
        var digits = Array(String(abs(number)))
        var position = digits.count - 3
        while position > 0 {
            digits.insert(",", at: position)
            position -= 3
        }
        return (number < 0 ? "-" : "") + String(digits)
    }

    /// `1 h 05 min`, `12.3 s`
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e9 else { return "-" }
        if seconds < 60 { return String(format: "%.1f s", seconds) }
        let whole = Int(seconds.rounded())
        if whole < 3600 { return "\(whole / 60) min \(String(format: "%02d", whole % 60)) s" }
        return "\(whole / 3600) h \(String(format: "%02d", whole % 3600 / 60)) min"
    }

    /// `1.25 MB`
    static func size(_ bytes: Int) -> String {
        var value = Double(bytes)
        for unit in ["B", "kB", "MB", "GB"] {
            if value < 1000 { return unit == "B" ? "\(bytes) B" : String(format: "%.2f %@", value, unit) }
            value /= 1000
        }
        return String(format: "%.2f TB", value)
    }
}

/// Progress of a run: a bar on a terminal, a line every half minute in a log, nothing when the run is short.
final class ProgressReporter {
    private let isTerminal = Console.isErrorTerminal
    private var lastShown = 0.0
    private var hasShown = false

    func show(_ progress: RunProgress) {
        let isLast = progress.eventsDone == progress.eventsTotal
        let interval = isTerminal ? 0.2 : 30.0
        guard progress.seconds - lastShown >= interval || (isLast && hasShown) else { return }
        lastShown = progress.seconds
        hasShown = true
        let made = progress.eventsDone - progress.eventsBefore
        let rate = Double(made) / max(progress.seconds, 1e-9)
        let left = Double(progress.eventsTotal - progress.eventsDone) / max(rate, 1e-9)
        let share = Double(progress.eventsDone) / Double(max(progress.eventsTotal, 1))
        let counts = "\(Console.grouped(Int64(progress.eventsDone)))/\(Console.grouped(Int64(progress.eventsTotal))) events"
        let figures =
            "\(counts), \(String(format: "%.1f", rate)) events/s, \(Console.grouped(progress.hits)) hits, "
            + "\(Console.size(progress.bytes)), \(Console.duration(left)) left"
        if isTerminal {
            let filled = Int(share * 24)
            let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 24 - filled)
            FileHandle.standardError.write(Data("\r[\(bar)] \(figures)\u{1B}[K".utf8))
        } else {
            Console.message(figures)
        }
    }

    /// Ends the bar's line.
    func finish() {
        if isTerminal && hasShown { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
