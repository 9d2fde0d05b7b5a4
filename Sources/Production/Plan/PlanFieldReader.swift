// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads fields from the `path = value` lines that the plan's writer made, in the same order.
///
/// The first line that is not as expected is remembered; everything after it keeps its default.
struct FieldReader: RecipePaths {
    private let lines: [String]
    private let firstLine: Int
    private var index = 0
    var prefix = ""
    private var failure: PlanMistake?

    init(lines: [String], firstLine: Int) {
        self.lines = lines
        self.firstLine = firstLine
    }

    /// What was wrong, once all fields have been visited.
    mutating func end() -> PlanMistake? {
        if failure == nil && index < lines.count { fail("this setting is unknown", key: nil) }
        return failure
    }

    private mutating func fail(_ problem: String, key: String?) {
        if failure == nil {
            failure = PlanMistake(line: firstLine + index, key: key.map { prefix + $0 }, problem: problem)
        }
    }

    /// The value of the next line, which must be this key's, if it converts.
    private mutating func read<Value>(_ key: String, _ value: inout Value, _ convert: (String) -> Value?) {
        guard failure == nil else { return }
        let start = "\(prefix)\(key) = "
        guard index < lines.count, lines[index].hasPrefix(start) else {
            return fail("this setting is missing", key: key)
        }
        guard let converted = convert(String(lines[index].dropFirst(start.count))) else {
            return fail("this value is not valid", key: key)
        }
        value = converted
        index += 1
    }

    // MARK: Values

    mutating func number(_ key: String, _ value: inout Double, in range: ClosedRange<Double>) {
        read(key, &value) { Self.number($0, in: range) }
    }
    mutating func number(_ key: String, _ value: inout Double?, in range: ClosedRange<Double>) {
        read(key, &value) { text in text == "none" ? .some(nil) : Self.number(text, in: range).map { .some($0) } }
    }
    mutating func numbers(_ key: String, _ values: inout [Double], in range: ClosedRange<Double>) {
        let count = values.count
        read(key, &values) { text in
            let numbers = text.split(separator: " ").compactMap { Self.number($0, in: range) }
            return numbers.count == count ? numbers : nil
        }
    }
    mutating func integer(_ key: String, _ value: inout Int, in range: ClosedRange<Int>) {
        // The range of events stands apart.
        if prefix.isEmpty && (key == "first_event" || key == "events") { return }
        read(key, &value) { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
    }
    mutating func unsigned(_ key: String, _ value: inout UInt64) { read(key, &value) { UInt64($0) } }
    mutating func flag(_ key: String, _ value: inout Bool) { read(key, &value) { Bool($0) } }
    mutating func text(_ key: String, _ value: inout String) { read(key, &value, Self.unquoted) }
    mutating func texts(_ key: String, _ values: inout [String]) {
        var result: [String] = []
        for position in 0..<count(key) {
            var text = ""
            self.text("\(key)[\(position)]", &text)
            result.append(text)
        }
        values = result
    }
    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ value: inout Choice)
    where Choice.RawValue == String {
        read(key, &value) { Choice(rawValue: $0) }
    }
    mutating func name(_ key: String, _ value: inout String, of list: RecipeNames) { text(key, &value) }
    mutating func species(_ key: String, _ values: inout [Int32]) {
        read(key, &values) { text in
            let parts = text.split(separator: " ")
            let numbers = parts.compactMap { Int32($0) }
            return numbers.count == parts.count && !numbers.isEmpty ? numbers : nil
        }
    }

    mutating func distribution(_ key: String, _ value: inout Recipe.Distribution, in range: ClosedRange<Double>) {
        read(key, &value) { text in
            let parts = text.split(separator: " ")
            guard let kind = parts.first.flatMap({ Recipe.Distribution.Kind(rawValue: String($0)) }) else { return nil }
            let numbers = parts.dropFirst().compactMap { HexadecimalFloat.read($0) }
            guard numbers.count == parts.count - 1 else { return nil }
            return Self.distribution(kind, numbers, in: range)
        }
    }

    private static func distribution(
        _ kind: Recipe.Distribution.Kind, _ numbers: [Double], in range: ClosedRange<Double>
    ) -> Recipe.Distribution? {
        switch (kind, numbers.count) {
        case (.fixed, 1): return range.contains(numbers[0]) ? .fixed(numbers[0]) : nil
        case (.normal, 2):
            guard range.contains(numbers[0]), numbers[1] >= 0, numbers[1] <= range.upperBound else { return nil }
            return .normal(mean: numbers[0], sigma: numbers[1])
        case (.uniform, 2), (.logUniform, 2):
            guard numbers.allSatisfy(range.contains), numbers[0] <= numbers[1] else { return nil }
            if kind == .uniform { return .uniform(numbers[0]...numbers[1]) }
            return numbers[0] > 0 ? .logUniform(numbers[0]...numbers[1]) : nil
        default: return nil
        }
    }

    // MARK: Groups

    mutating func momentum(_ kind: inout Recipe.Gun.Momentum, _ value: inout Recipe.Distribution) {
        choice("momentum", &kind)
        distribution("momentum_distribution", &value, in: 1e-6...1e6)
    }
    mutating func vertex(_ key: String, _ value: inout Recipe.Gun.Vertex) {
        var kind = ""
        read(key, &kind) { $0 == "beam_spot" || $0 == "smeared" ? $0 : nil }
        if kind == "beam_spot" { value = .beamSpot }
        if kind == "smeared" {
            var spot = Recipe.BeamSpot()
            part(key, &spot)
            value = .smeared(spot)
        }
    }
    mutating func source(_ value: inout Recipe.Source) {
        var kind = ""
        read("source", &kind) { ["processes", "gun", "file"].contains($0) ? $0 : nil }
        switch kind {
        case "processes":
            var processes: [Recipe.Process] = []
            parts("processes", &processes)
            value = .collisions(processes)
        case "gun":
            var gun = Recipe.Gun()
            part("gun", &gun)
            value = .gun(gun)
        case "file":
            var file = Recipe.ParticleFile()
            part("source", &file)
            value = .file(file)
        default: break
        }
    }
    mutating func parts<Part: RecipePart>(_ key: String, _ parts: inout [Part]) {
        var result: [Part] = []
        for position in 0..<count(key) {
            var part = Part()
            self.part("\(key)[\(position)]", &part)
            result.append(part)
        }
        parts = result
    }

    /// The number of items of a list; no larger than the lines that are left.
    private mutating func count(_ key: String) -> Int {
        let largest = lines.count - index
        var count = 0
        read(key, &count) { text in Int(text).flatMap { (0...largest).contains($0) ? $0 : nil } }
        return failure == nil ? count : 0
    }

    // MARK: Texts

    private static func number(_ text: some StringProtocol, in range: ClosedRange<Double>) -> Double? {
        HexadecimalFloat.read(text).flatMap { range.contains($0) ? $0 : nil }
    }

    /// The text between quotes, escapes resolved; nil if it is not a JSON string.
    static func unquoted(_ text: String) -> String? {
        guard text.utf8.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return nil }
        var result = ""
        var rest = text.unicodeScalars.dropFirst().dropLast()
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "\"": result += "\""
            case "\\": result += "\\"
            case "n": result += "\n"
            case "r": result += "\r"
            case "t": result += "\t"
            case "u":
                let digits = String(String.UnicodeScalarView(rest.prefix(4)))
                guard digits.count == 4, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value)
                else {
                    return nil
                }
                rest.removeFirst(4)
                result.unicodeScalars.append(scalar)
            default: return nil
            }
        }
        return result
    }
}
