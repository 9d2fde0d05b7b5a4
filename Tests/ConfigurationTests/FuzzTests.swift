// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import Testing

@testable import Configuration

/// Hostile and random texts: none may crash, hang, or take long.
@Suite(.serialized) struct FuzzTests {
    static func megabyte(_ piece: String) -> String {
        String(repeating: piece, count: (YAMLLimits.bytes - 16) / piece.utf8.count)
    }

    static let hostile: [(String, String)] = [
        ("one long line", "a: " + String(repeating: "x", count: 1_000_000)),
        ("one long key", String(repeating: "k", count: 1_000_000) + ": 1"),
        ("one long quoted text", "a: \"" + String(repeating: "\\\\", count: 500_000) + "\""),
        ("open brackets", megabyte("[")), ("open braces", megabyte("{a: ")), ("list in list", megabyte("- ")),
        ("closing brackets", megabyte("]")), ("commas", "a: [" + megabyte(",")), ("items", megabyte("- \n")),
        ("flow items", "a: [" + megabyte("1,") + "1]"), ("empty keys", megabyte(":\n")), ("questions", megabyte("? ")),
        ("keys", (0..<49_000).map { "k\($0):\n" }.joined()), ("same key", megabyte("a:\n")),
        ("flow keys", "a: {" + (0..<24_000).map { "k\($0): 1," }.joined() + "}"),
        ("flow set", "a: {" + (0..<48_000).map { "k\($0)," }.joined() + "}"),
        ("anchors", megabyte("&a ")), ("quotes", megabyte("'")), ("double quotes", megabyte("\"")),
        ("comments", megabyte("#\n")), ("line breaks", megabyte("\n")), ("blanks", megabyte(" ")),
        ("tabs", megabyte("\t\n")), ("NUL", megabyte("\0")), ("colons", megabyte(": ")), ("dashes", megabyte("---\n")),
        ("block scalar", "a: |\n" + megabyte("  x\n")), ("plain over lines", "a: x\n" + megabyte("  x\n")),
        ("deep indentation", (0..<1400).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
        ("billion laughs", "a: &a [x,x]\n" + (0..<60).map { "b\($0): &b\($0) [*a,*a,*a,*a]\n" }.joined()),
        ("too large", String(repeating: "a", count: YAMLLimits.bytes + 1)),
    ]

    @Test(arguments: hostile.indices)
    func hostileTextIsDealtWithQuickly(_ index: Int) {
        let (name, text) = Self.hostile[index]
        resetPeakMemory()
        let before = memory("VmRSS:")
        let clock = ContinuousClock()
        var found: [Diagnostic] = []
        let time = clock.measure { found = mistakes(text) }
        #expect(time < .seconds(1), "\(name) took \(time)")
        #expect(memory("VmHWM:") - before < 200 << 20, "\(name): \((memory("VmHWM:") - before) >> 20) MiB")
        #expect(found.map(\.description.utf8.count).reduce(0, +) < 20_000, "\(name): messages are short")
        if ProcessInfoLite.isVerbose {
            print(name, time, (memory("VmHWM:") - before) >> 20, "MiB", found.first?.description ?? "accepted")
        }
    }

    @Test func manyUnknownKeysGiveABoundedList() throws {
        let node = try YAMLReader.read(text: (0..<49_000).map { "k\($0):\n" }.joined(), file: "many.yaml")
        let collector = DiagnosticCollector()
        let section = Section(node, collector: collector)
        _ = section.number("events", in: 0...1, default: 0)
        let time = ContinuousClock().measure { section.finish() }
        #expect(time < .seconds(1))
        #expect(collector.sorted.count == DiagnosticCollector.limit + 1)
        #expect(collector.sorted.last?.problem == "48900 more mistakes are not listed")
    }

    @Test func randomBytesNeverCrash() {
        var generator = TestGenerator(seed: 1)
        let frequent = Array("ab:-[]{},#'\"|>&*!?% \n\n  01.\\\t\r\u{85}é".utf8)
        let time = ContinuousClock().measure {
            for _ in 0..<40_000 {
                let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                    Bool.random(using: &generator)
                        ? frequent[Int.random(in: 0..<frequent.count, using: &generator)]
                        : UInt8.random(in: 0...255, using: &generator)
                }
                for mistake in mistakes(String(decoding: bytes, as: UTF8.self)) where mistake.code != "too-large" {
                    #expect((mistake.line ?? 1) >= 1 && (mistake.column ?? 1) >= 1)
                }
            }
        }
        #expect(time < .seconds(20))
    }

    @Test func everyTruncationAndEveryChangedByteIsDealtWith() {
        let text = """
            # A recipe.
            name: "quick \\"start\\""
            events: 60
            processes:
              - {process: ttH, fraction: 0.5, label: 1}
              - process: tt
                fraction: 0.5
            note: |
              Several lines
                of text.
            gun: {species: [mu-, 'pi+'], pT: {min: 0.5, max: 1e1}}

            """
        let bytes = Array(text.utf8)
        #expect(mistakes(text).isEmpty)
        for length in 0...bytes.count { _ = mistakes(String(decoding: bytes[..<length], as: UTF8.self)) }
        for place in bytes.indices {
            for replacement in Array(":-[]{}\"'#|>*&!?%@`,\n \t\0a\u{80}".utf8) {
                var changed = bytes
                changed[place] = replacement
                _ = mistakes(String(decoding: changed, as: UTF8.self))
            }
        }
    }

    /// Forgets the largest resident size so far, which may be one inherited from the parent process (proc(5)).
    private func resetPeakMemory() {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return }
        fputs("5", file)
        fclose(file)
    }

    /// A line of /proc/self/status, in bytes.
    private func memory(_ name: String) -> Int {
        guard let file = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, 256, file) != nil {
            let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                .split(whereSeparator: \.isWhitespace)
            if words.count >= 2, words[0] == name { return (Int(words[1]) ?? 0) * 1024 }
        }
        return 0
    }
}

enum ProcessInfoLite {
    static let isVerbose = getenv("EIDOLON_TEST_VERBOSE") != nil
}
