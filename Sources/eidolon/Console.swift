// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Foundation
import Production

/// What a person reads: results go to standard output, messages and progress to standard error.
enum Console {
    static func message(_ text: String) {
        write(text.hasSuffix("\n") ? text : text + "\n", to: STDERR_FILENO)
    }

    static func warn(_ warnings: [Diagnostic]) { warnings.forEach { message($0.description) } }

    /// Prints without adding a line's end. Where the result cannot be written the program ends with status 3.
    static func result(_ text: String) {
        guard write(text, to: STDOUT_FILENO) else {
            let reason = String(cString: strerror(errno))
            message("eidolon: the result could not be written to standard output: \(reason)")
            Foundation.exit(ExitStatus.cannotWrite.rawValue)
        }
    }

    /// Writes all of a text; false if the other end does not take it (`errno` tells why).
    @discardableResult
    static func write(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while rest.count > 0 {
                let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                if count <= 0 { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return true
        }
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
        let counts =
            "\(Console.grouped(Int64(progress.eventsDone)))/\(Console.grouped(Int64(progress.eventsTotal))) events"
        let figures =
            "\(counts), \(String(format: "%.1f", rate)) events/s, \(Console.grouped(progress.hits)) hits, "
            + "\(Console.size(progress.bytes)), \(Console.duration(left)) left"
        if isTerminal {
            let filled = Int(share * 24)
            let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 24 - filled)
            Console.write("\r[\(bar)] \(figures)\u{1B}[K", to: STDERR_FILENO)
        } else {
            Console.message(figures)
        }
    }

    /// Ends the bar's line.
    func finish() {
        if isTerminal && hasShown { Console.write("\n", to: STDERR_FILENO) }
    }
}
