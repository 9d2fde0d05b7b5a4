// SPDX-License-Identifier: GPL-3.0-or-later

/// Typed, checked access to one mapping: every key is asked for once, every mistake is collected, and `finish()`
/// reports the keys that nobody asked for.
///
/// A value that is missing or wrong is reported and replaced by a harmless one of its type, so that decoding goes
/// on to the next mistake; the caller ends with `collector.check()`, which throws. A key whose value is wrong is
/// reported once.
public final class Section {
    public let node: Node
    /// Dotted path of this mapping, empty for the root.
    public let path: String
    public let collector: DiagnosticCollector
    private let entries: [String: Node.Entry]
    private let order: [Node.Entry]
    private var asked: Set<String> = []

    public init(_ node: Node, path: String = "", collector: DiagnosticCollector) {
        self.node = node
        self.path = path
        self.collector = collector
        if case .mapping(let list) = node.content {
            order = list
            entries = Dictionary(list.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        } else {
            order = []
            entries = [:]
            collector.report(
                Diagnostic(
                    code: "wrong-type", file: node.file, line: node.position.line, column: node.position.column,
                    key: path, problem: "keys and values are wanted here", remedy: "write `key: value` lines"))
        }
    }

    /// Keys present, in the order of the file.
    public var keys: [String] { order.map(\.key) }
    public func has(_ key: String) -> Bool { entries[key] != nil }

    public func keyPath(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The value of a key, marked as known; nil when absent.
    public func value(_ key: String) -> Node? {
        asked.insert(key)
        return entries[key]?.value
    }

    /// Reports a mistake at a key's place.
    public func report(
        _ code: String, at key: String, severity: Diagnostic.Severity = .error, _ problem: String,
        reason: String? = nil, remedy: String? = nil
    ) {
        let place = entries[key]?.value ?? node
        collector.report(
            Diagnostic(
                code: code, severity: severity, file: place.file, line: place.position.line,
                column: place.position.column, key: keyPath(key), problem: problem, reason: reason, remedy: remedy))
    }

    private func required(_ key: String, _ what: String) -> Node? {
        if let node = value(key) { return node }
        report("missing-key", at: key, "this key is needed", reason: what, remedy: "add it")
        return nil
    }

    // MARK: Scalars

    /// A number within bounds. Without `default` the key is required.
    public func number(_ key: String, in range: ClosedRange<Double>, default fallback: Double? = nil) -> Double {
        guard let node = fallback == nil ? required(key, "a number") : value(key) else {
            return fallback ?? range.lowerBound
        }
        guard case .scalar(let text, false) = node.content, let number = Double(text), number.isFinite else {
            report("wrong-type", at: key, "a finite number is wanted")
            return fallback ?? range.lowerBound
        }
        guard range.contains(number) else {
            report("out-of-range", at: key, "\(text) is outside \(range.lowerBound) to \(range.upperBound)")
            return fallback ?? range.lowerBound
        }
        return number
    }

    /// A whole number within bounds. Without `default` the key is required.
    public func integer(_ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil) -> Int {
        guard let node = fallback == nil ? required(key, "a whole number") : value(key) else {
            return fallback ?? range.lowerBound
        }
        guard case .scalar(let text, false) = node.content, let number = Int(text) else {
            report("wrong-type", at: key, "a whole number is wanted")
            return fallback ?? range.lowerBound
        }
        guard range.contains(number) else {
            report("out-of-range", at: key, "\(text) is outside \(range.lowerBound) to \(range.upperBound)")
            return fallback ?? range.lowerBound
        }
        return number
    }

    /// `true` or `false`.
    public func flag(_ key: String, default fallback: Bool? = nil) -> Bool {
        guard let node = fallback == nil ? required(key, "true or false") : value(key) else { return fallback ?? false }
        guard case .scalar(let text, false) = node.content, let flag = ["true": true, "false": false][text] else {
            report("wrong-type", at: key, "true or false is wanted")
            return fallback ?? false
        }
        return flag
    }

    /// A text that is not empty.
    public func text(_ key: String, default fallback: String? = nil) -> String {
        guard let node = fallback == nil ? required(key, "a text") : value(key) else { return fallback ?? "" }
        guard case .scalar(let text, _) = node.content, !text.isEmpty else {
            report("wrong-type", at: key, "a text is wanted")
            return fallback ?? ""
        }
        return text
    }

    /// One of the cases of an enumeration, by raw value.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, of type: Choice.Type = Choice.self, default fallback: Choice? = nil
    ) -> Choice where Choice.RawValue == String {
        let first = fallback ?? Choice.allCases.first!
        guard let node = fallback == nil ? required(key, "a choice") : value(key) else { return first }
        if case .scalar(let text, _) = node.content, let choice = Choice(rawValue: text) { return choice }
        let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        report("unknown-choice", at: key, "this is none of the choices", reason: "choose from \(names)")
        return first
    }

    // MARK: Lists and sections

    /// A list of numbers, each within bounds, of `count` values if given. Without `default` the key is required.
    public func numbers(
        _ key: String, in range: ClosedRange<Double>, count: Int? = nil, default fallback: [Double]? = nil
    ) -> [Double] {
        let harmless = fallback ?? Array(repeating: range.lowerBound, count: count ?? 0)
        guard let node = fallback == nil ? required(key, "a list of numbers") : value(key) else { return harmless }
        guard case .list(let items) = node.content else {
            report("wrong-type", at: key, "a list of numbers is wanted", remedy: "write `[1, 2, 3]`")
            return harmless
        }
        var result: [Double] = []
        for item in items {
            guard case .scalar(let text, false) = item.content, let number = Double(text), range.contains(number)
            else {
                report("wrong-type", at: key, "numbers from \(range.lowerBound) to \(range.upperBound) are wanted")
                return harmless
            }
            result.append(number)
        }
        if let count, result.count != count {
            report("wrong-length", at: key, "\(count) numbers are wanted, \(result.count) are there")
            return harmless
        }
        return result
    }

    /// A mapping within this one; nil when absent (reported if `required`).
    public func section(_ key: String, required isRequired: Bool = true) -> Section? {
        guard let node = isRequired ? required(key, "a group of keys") : value(key) else { return nil }
        return Section(node, path: keyPath(key), collector: collector)
    }

    /// A list of mappings; empty when absent (reported if `required`).
    public func sections(_ key: String, required isRequired: Bool = true) -> [Section] {
        guard let node = isRequired ? required(key, "a list of groups") : value(key) else { return [] }
        guard case .list(let items) = node.content else {
            report("wrong-type", at: key, "a list is wanted", remedy: "begin each item with `- `")
            return []
        }
        return items.enumerated().map { Section($1, path: "\(keyPath(key))[\($0)]", collector: collector) }
    }

    /// Reports every key that was never asked for, with the nearest known one.
    public func finish() {
        for entry in order where !asked.contains(entry.key) {
            report(
                "unknown-key", at: entry.key, "there is no such key here",
                remedy: "known keys: \(asked.sorted().joined(separator: ", "))")
        }
    }
}
