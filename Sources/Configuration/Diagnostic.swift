// SPDX-License-Identifier: GPL-3.0-or-later

/// One mistake in something a person wrote: where it is, what is wrong and why, and what to do.
///
/// Printed on one line: `file:line:column: error[code]: key: problem (reason); remedy`.
public struct Diagnostic: Error, Sendable, Equatable, Codable, CustomStringConvertible {
    public enum Severity: String, Sendable, Codable { case error, warning }

    /// Stable, machine-readable: `unknown-key`, `wrong-type`, `out-of-range`, ...
    public var code: String
    public var severity: Severity
    public var file: String
    /// From 1; nil where the mistake is not at a place (a missing file, an override).
    public var line: Int?
    public var column: Int?
    /// Dotted path of the key, such as `processes[1].fraction`.
    public var key: String?
    public var problem: String
    public var reason: String?
    public var remedy: String?

    public init(
        code: String, severity: Severity = .error, file: String, line: Int? = nil, column: Int? = nil,
        key: String? = nil, problem: String, reason: String? = nil, remedy: String? = nil
    ) {
        self.code = code
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.key = key
        self.problem = problem
        self.reason = reason
        self.remedy = remedy
    }

    public var description: String {
        var text = file
        if let line { text += ":\(line)" }
        if line != nil, let column { text += ":\(column)" }
        text += ": \(severity.rawValue)[\(code)]: "
        if let key { text += "\(key): " }
        text += problem
        if let reason { text += " (\(reason))" }
        if let remedy { text += "; \(remedy)" }
        return text
    }
}

/// All mistakes of a file (or of several), in the order in which they stand there.
public struct Diagnostics: Error, Sendable, Equatable, CustomStringConvertible {
    public var all: [Diagnostic]
    public init(_ all: [Diagnostic]) { self.all = all }
    /// One line each.
    public var description: String { all.map(\.description).joined(separator: "\n") }
}

/// Gathers mistakes while a file is decoded, so that a person sees all of them at once.
///
/// Used by one thread while configuration is read.
public final class DiagnosticCollector {
    /// So many mistakes are listed; of further ones only the number is told.
    public static let limit = 100

    public private(set) var all: [Diagnostic] = []
    private var unlisted = 0
    public init() {}

    public func report(_ diagnostic: Diagnostic) {
        if all.count < Self.limit { all.append(diagnostic) } else { unlisted += 1 }
        if diagnostic.severity == .error { hasErrors = true }
    }
    public private(set) var hasErrors = false

    /// Everything found, by file in the order in which files were met, then by place.
    public var sorted: [Diagnostic] {
        var files: [String: Int] = [:]
        for diagnostic in all where files[diagnostic.file] == nil { files[diagnostic.file] = files.count }
        var result = all.enumerated().sorted { a, b in
            let left = (files[a.element.file] ?? 0, a.element.line ?? 0, a.element.column ?? 0, a.offset)
            let right = (files[b.element.file] ?? 0, b.element.line ?? 0, b.element.column ?? 0, b.offset)
            return left < right
        }.map(\.element)
        if unlisted > 0, let last = result.last {
            result.append(
                Diagnostic(
                    code: "too-many-mistakes", file: last.file, problem: "\(unlisted) more mistakes are not listed",
                    remedy: "correct these first"))
        }
        return result
    }

    /// Throws everything found if any of it is an error.
    public func check() throws(Diagnostics) {
        if hasErrors { throw Diagnostics(sorted) }
    }
}
