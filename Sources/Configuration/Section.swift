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
    private var wrong: Set<String> = []

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
                    code: "wrong-type", file: node.file, at: node.position, key: path.isEmpty ? nil : path,
                    problem: "a group of keys is wanted, \(node.summary) is here",
                    remedy: "write `key: value` lines"))
        }
    }

    /// Keys present, in the order of the file.
    public var keys: [String] { order.map(\.key) }
    public func has(_ key: String) -> Bool { entries[key] != nil }

    public func keyPath(_ key: String) -> String {
        path.isEmpty ? key.shortened() : "\(path).\(key.shortened())"
    }

    /// The value of a key, marked as known; nil when absent.
    public func value(_ key: String) -> Node? {
        asked.insert(key)
        return entries[key]?.value
    }

    /// True when a mistake was reported at this key: what was read from it is only a stand-in.
    public func isWrong(_ key: String) -> Bool { wrong.contains(key) }

    /// Reports a mistake at a key's place.
    public func report(
        _ code: String, at key: String, severity: Diagnostic.Severity = .error, _ problem: String,
        reason: String? = nil, remedy: String? = nil
    ) {
        report(code, at: key, place: entries[key]?.value ?? node, severity: severity, problem, reason, remedy)
    }

    /// Reports a mistake at the place of one value within a key's list.
    func report(
        _ code: String, at key: String, item: Int, _ node: Node, _ problem: String, reason: String? = nil,
        remedy: String? = nil
    ) {
        wrong.insert(key)
        report(code, at: "\(key)[\(item)]", place: node, severity: .error, problem, reason, remedy)
    }

    private func report(
        _ code: String, at key: String, place: Node, severity: Diagnostic.Severity, _ problem: String,
        _ reason: String?, _ remedy: String?
    ) {
        if severity == .error { wrong.insert(key) }
        collector.report(
            Diagnostic(
                code: code, severity: severity, file: place.file, at: place.position, key: keyPath(key),
                problem: problem, reason: reason, remedy: remedy))
    }

    /// The value of a key that must be there.
    func required(_ key: String, _ what: String) -> Node? {
        if let node = value(key) { return node }
        // A section that is not a mapping has been reported already.
        guard case .mapping = node.content else { return nil }
        report("missing-key", at: key, "this key is needed", reason: "it is \(what)", remedy: "add it")
        return nil
    }

    // MARK: Groups

    /// A mapping within this one; nil when absent (reported if `required`).
    public func section(_ key: String, required isRequired: Bool = true) -> Section? {
        guard let node = isRequired ? required(key, "a group of keys") : value(key) else { return nil }
        return Section(node, path: keyPath(key), collector: collector)
    }

    /// A list of mappings; empty when absent (reported if `required`).
    public func sections(_ key: String, required isRequired: Bool = true) -> [Section] {
        guard let node = isRequired ? required(key, "a list of groups") : value(key) else { return [] }
        guard case .list(let items) = node.content else {
            report(
                "wrong-type", at: key, "a list is wanted, \(node.summary) is here", remedy: "begin each item with `- `")
            return []
        }
        return items.enumerated().map { Section($1, path: "\(keyPath(key))[\($0)]", collector: collector) }
    }

    /// Reports every key that was never asked for, with the nearest known one.
    public func finish() {
        let known = Array(asked)
        for entry in order where !asked.contains(entry.key) {
            let place = entry.keyPosition.line > 0 ? entry.keyPosition : entry.value.position
            collector.report(
                Diagnostic(
                    code: "unknown-key", file: entry.value.file, at: place, key: keyPath(entry.key),
                    problem: "there is no such key here",
                    remedy: Suggestion.remedy(for: entry.key, known: known, what: "known keys")))
        }
    }
}
