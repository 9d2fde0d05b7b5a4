// SPDX-License-Identifier: GPL-3.0-or-later

// Lists of a section. Without `default` a key is required.
extension Section {
    /// A list of numbers, each within bounds, of `count` values if given.
    public func numbers(
        _ key: String, in range: ClosedRange<Double>, count: Int? = nil, default fallback: [Double]? = nil
    ) -> [Double] {
        let harmless = fallback ?? Array(repeating: range.lowerBound, count: count ?? 0)
        guard let node = fallback == nil ? required(key, "a list of numbers") : value(key) else { return harmless }
        guard case .list(let items) = node.content else {
            report(
                "wrong-type", at: key, "a list of numbers is wanted, \(node.summary) is here",
                remedy: "write `[1, 2, 3]`")
            return harmless
        }
        if let count, items.count != count {
            report("wrong-length", at: key, "\(count) numbers are wanted, \(items.count) are there")
            return harmless
        }
        var result: [Double] = []
        for (index, item) in items.enumerated() {
            switch Self.number(item, in: range) {
            case .success(let number): result.append(number)
            case .failure(let mistake):
                report(mistake.code, at: key, item: index, item, mistake.problem, reason: mistake.reason)
            }
        }
        return isWrong(key) ? harmless : result
    }

    /// Two numbers `[low, high]` within bounds, the first at most as large as the second.
    public func range(
        _ key: String, in bounds: ClosedRange<Double>, default fallback: ClosedRange<Double>? = nil
    ) -> ClosedRange<Double> {
        let harmless = fallback ?? bounds
        let pair = numbers(key, in: bounds, count: 2, default: fallback.map { [$0.lowerBound, $0.upperBound] })
        guard has(key), !isWrong(key), pair.count == 2 else { return harmless }
        guard pair[0] <= pair[1] else {
            report(
                "contradiction", at: key,
                "\(NumberText.write(pair[0])) is larger than \(NumberText.write(pair[1]))",
                reason: "the smaller number comes first", remedy: "swap them")
            return harmless
        }
        return pair[0]...pair[1]
    }

    /// A list of texts; a single text is a list of one.
    public func texts(_ key: String, default fallback: [String]? = nil) -> [String] {
        let harmless = fallback ?? []
        guard let node = fallback == nil ? required(key, "a list of texts") : value(key) else { return harmless }
        let items: [Node]
        switch node.content {
        case .list(let list): items = list
        case .scalar where !node.isNull: items = [node]
        default:
            report(
                "wrong-type", at: key, "a list of texts is wanted, \(node.summary) is here", remedy: "write `[a, b]`")
            return harmless
        }
        guard !items.isEmpty else {
            report("wrong-length", at: key, "this list is empty", remedy: "name at least one")
            return harmless
        }
        var result: [String] = []
        for (index, item) in items.enumerated() {
            guard case .scalar(let text, _) = item.content, !text.isEmpty, !item.isNull else {
                report("wrong-type", at: key, item: index, item, "a text is wanted, \(item.summary) is here")
                continue
            }
            result.append(text)
        }
        return isWrong(key) ? harmless : result
    }
}
