// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// The mistakes that reading a text brings to light; empty when there are none.
func mistakes(_ text: String) -> [Diagnostic] {
    do {
        _ = try YAMLReader.read(text: text, file: "test.yaml")
        return []
    } catch {
        return error.all
    }
}

/// Code, line and column of a mistake, for comparison.
struct Found: Equatable, CustomStringConvertible {
    var code: String
    var line: Int?
    var column: Int?
    var key: String?
    init(_ code: String, _ line: Int?, _ column: Int? = nil, key: String? = nil) {
        self.code = code
        self.line = line
        self.column = column
        self.key = key
    }
    var description: String { "\(code) \(line ?? 0):\(column ?? 0) \(key ?? "-")" }
}

/// Decodes a text with a section and returns what was found wrong.
func decode(_ text: String, _ body: (Section) -> Void) throws -> [Found] {
    let collector = DiagnosticCollector()
    let section = Section(try YAMLReader.read(text: text, file: "test.yaml"), collector: collector)
    body(section)
    section.finish()
    return collector.sorted.map { Found($0.code, $0.line, $0.column, key: $0.key) }
}

/// A small generator for tests (SplitMix64, Steele, Lea and Flood 2014), seeded so that failures can be repeated.
struct TestGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
