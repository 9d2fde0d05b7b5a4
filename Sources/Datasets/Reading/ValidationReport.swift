// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// The outcome of checking a dataset: every check with its name, whether it passed, and what was found.
public struct ValidationReport: Codable, Sendable, Equatable {
    public struct Check: Codable, Sendable, Equatable {
        /// Stable name.
        public var name: String
        public var passed: Bool
        /// What was looked at, or the first thing that is wrong.
        public var detail: String
    }

    public var path: String
    public internal(set) var checks: [Check] = []
    public var passed: Bool { checks.allSatisfy(\.passed) }

    init(path: String) { self.path = path }

    mutating func add(_ name: String, problem: String?, detail: String) {
        checks.append(Check(name: name, passed: problem == nil, detail: problem ?? detail))
    }

    /// One line per check.
    public var text: String {
        checks.map { "\($0.passed ? "PASS" : "FAIL")  \($0.name): \($0.detail)\n" }.joined()
    }

    /// For `--json`: sorted keys, stable.
    public func json() -> String {
        struct Document: Encodable {
            var path: String
            var passed: Bool
            var checks: [Check]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(Document(path: path, passed: passed, checks: checks)) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
