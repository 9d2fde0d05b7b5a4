// SPDX-License-Identifier: GPL-3.0-or-later

// Rules that hold between several keys of a section.
extension Section {
    /// Exactly one of the keys must be there; returns it (the first, when there are several).
    @discardableResult
    public func exactlyOne(of keys: [String], meaning: String) -> String? {
        if let found = atMostOne(of: keys, meaning: meaning) { return found }
        guard case .mapping = node.content else { return nil }
        collector.report(
            Diagnostic(
                code: "missing-key", file: node.file, at: node.position, key: path.isEmpty ? nil : path,
                problem: "one of the keys \(Self.list(keys)) is needed", reason: meaning, remedy: "add one of them"))
        return nil
    }

    /// No two of the keys may be there together; returns the first that is there.
    @discardableResult
    public func atMostOne(of keys: [String], meaning: String) -> String? {
        let present = self.keys.filter(keys.contains)
        for extra in present.dropFirst() {
            report(
                "contradiction", at: extra, "this contradicts `\(present[0])`", reason: meaning,
                remedy: "keep one of them")
        }
        return present.first
    }

    /// Reports a key that makes no sense because of another one's value.
    public func forbid(_ keys: [String], because reason: String) {
        for key in keys {
            guard value(key) != nil else { continue }
            report("contradiction", at: key, "this key has no meaning here", reason: reason, remedy: "delete it")
        }
    }

    /// Two numbers of which the first must not be larger; equal ones are allowed unless `strictly`.
    public func ordered(
        _ low: (key: String, value: Double), _ high: (key: String, value: Double), strictly: Bool = false
    ) {
        guard !isWrong(low.key), !isWrong(high.key) else { return }
        guard strictly ? low.value >= high.value : low.value > high.value else { return }
        let place = has(high.key) ? high.key : low.key
        report(
            "contradiction", at: place,
            "`\(low.key)` (\(NumberText.write(low.value))) must be "
                + "\(strictly ? "less than" : "at most") `\(high.key)` (\(NumberText.write(high.value)))",
            remedy: "change one of them")
    }

    private static func list(_ keys: [String]) -> String { keys.map { "`\($0)`" }.joined(separator: ", ") }
}
