// SPDX-License-Identifier: GPL-3.0-or-later

// Single values of a section. Without `default` a key is required.
extension Section {
    /// A number within bounds; see `NumberText` for how it is written.
    public func number(_ key: String, in range: ClosedRange<Double>, default fallback: Double? = nil) -> Double {
        guard let node = fallback == nil ? required(key, "a number") : value(key) else {
            return fallback ?? range.lowerBound
        }
        return number(node, at: key, in: range) ?? fallback ?? range.lowerBound
    }

    /// A number within bounds, nil when the key is absent.
    public func optionalNumber(_ key: String, in range: ClosedRange<Double>) -> Double? {
        value(key).flatMap { number($0, at: key, in: range) }
    }

    private func number(_ node: Node, at key: String, in range: ClosedRange<Double>) -> Double? {
        switch Self.number(node, in: range) {
        case .success(let number): return number
        case .failure(let mistake):
            report(mistake.code, at: key, mistake.problem, reason: mistake.reason)
            return nil
        }
    }

    /// A whole number within bounds; `40e3` is accepted.
    public func integer(_ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil) -> Int {
        guard let node = fallback == nil ? required(key, "a whole number") : value(key) else {
            return fallback ?? range.lowerBound
        }
        return integer(node, at: key, in: range) ?? fallback ?? range.lowerBound
    }

    /// A whole number within bounds, nil when the key is absent.
    public func optionalInteger(_ key: String, in range: ClosedRange<Int>) -> Int? {
        value(key).flatMap { integer($0, at: key, in: range) }
    }

    private func integer(_ node: Node, at key: String, in range: ClosedRange<Int>) -> Int? {
        guard case .scalar(let text, false) = node.content, !node.isNull, let number = NumberText.readInteger(text)
        else {
            report("wrong-type", at: key, "a whole number is wanted, \(node.summary) is here")
            return nil
        }
        guard range.contains(number) else {
            report("out-of-range", at: key, "\(number) is outside \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// A whole number from 0 to 2⁶⁴ − 1, decimal or hexadecimal: a seed.
    public func unsigned(_ key: String, default fallback: UInt64? = nil) -> UInt64 {
        guard let node = fallback == nil ? required(key, "a whole number") : value(key) else { return fallback ?? 0 }
        guard case .scalar(let text, false) = node.content, let number = NumberText.readUnsigned(text) else {
            report(
                "wrong-type", at: key, "a whole number from 0 to \(UInt64.max) is wanted, \(node.summary) is here")
            return fallback ?? 0
        }
        return number
    }

    /// `true` or `false`.
    public func flag(_ key: String, default fallback: Bool? = nil) -> Bool {
        guard let node = fallback == nil ? required(key, "true or false") : value(key) else { return fallback ?? false }
        guard case .scalar(let text, false) = node.content, text == "true" || text == "false" else {
            report("wrong-type", at: key, "true or false is wanted, \(node.summary) is here")
            return fallback ?? false
        }
        return text == "true"
    }

    /// A text that is not empty.
    public func text(_ key: String, default fallback: String? = nil) -> String {
        guard let node = fallback == nil ? required(key, "a text") : value(key) else { return fallback ?? "" }
        return text(node, at: key) ?? fallback ?? ""
    }

    /// A text that is not empty, nil when the key is absent.
    public func optionalText(_ key: String) -> String? { value(key).flatMap { text($0, at: key) } }

    private func text(_ node: Node, at key: String) -> String? {
        guard case .scalar(let text, _) = node.content, !text.isEmpty, !node.isNull else {
            report("wrong-type", at: key, "a text is wanted, \(node.summary) is here")
            return nil
        }
        return text
    }

    /// One of the cases of an enumeration, by raw value.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, of type: Choice.Type = Choice.self, default fallback: Choice? = nil
    ) -> Choice where Choice.RawValue == String {
        guard let harmless = fallback ?? Choice.allCases.first else { preconditionFailure("a choice of nothing") }
        guard let node = fallback == nil ? required(key, "a choice") : value(key) else { return harmless }
        if case .scalar(let text, _) = node.content, let choice = Choice(rawValue: text) { return choice }
        report(
            "unknown-choice", at: key, "\(node.summary) is none of the choices",
            remedy: Self.choiceRemedy(node, among: Choice.allCases.map(\.rawValue)))
        return harmless
    }

    static func choiceRemedy(_ node: Node, among choices: [String]) -> String {
        guard case .scalar(let text, _) = node.content else { return "choose from: \(choices.joined(separator: ", "))" }
        return Suggestion.remedy(for: text, known: choices, what: "choose from")
    }

    // MARK: Reading one number

    struct Mistake: Error {
        var code: String
        var problem: String
        var reason: String?
    }

    static func number(_ node: Node, in range: ClosedRange<Double>) -> Result<Double, Mistake> {
        guard case .scalar(let text, false) = node.content, !node.isNull else {
            return .failure(Mistake(code: "wrong-type", problem: "a number is wanted, \(node.summary) is here"))
        }
        switch NumberText.read(text) {
        case .notANumber(let reason):
            return .failure(
                Mistake(
                    code: "wrong-type", problem: "a finite number is wanted, \(node.summary) is here", reason: reason))
        case .unrepresentable:
            return .failure(Mistake(code: "out-of-range", problem: "\(text) is too large or too small to compute with"))
        case .number(let number):
            guard range.contains(number) else {
                return .failure(Mistake(code: "out-of-range", problem: "\(text) is \(outside(range))"))
            }
            return .success(number)
        }
    }

    /// `outside 0 to 1`, `below 0`: one-sided bounds are named as such.
    private static func outside(_ range: ClosedRange<Double>) -> String {
        let huge = Double.greatestFiniteMagnitude
        let low = NumberText.write(range.lowerBound)
        let high = NumberText.write(range.upperBound)
        if range.upperBound >= huge { return "below \(low), the smallest value allowed" }
        if range.lowerBound <= -huge { return "above \(high), the largest value allowed" }
        return "outside \(low) to \(high)"
    }
}

extension Section {
    /// Reports a text that is none of the known ones, with the nearest.
    public func reportUnknownChoice(_ key: String, _ text: String, among known: [String]) {
        report(
            "unknown-choice", at: key, "`\(text.shortened())` is none of the choices",
            remedy: Suggestion.remedy(for: text, known: known, what: "choose from"))
    }
}
