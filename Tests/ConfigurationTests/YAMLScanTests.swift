// SPDX-License-Identifier: GPL-3.0-or-later
import Testing
import Yams

@testable import Configuration

@Suite struct YAMLScanTests {
    /// Text, and the first mistake that must be found in it.
    static let refused: [(String, Found)] = [
        ("a: &x 1\n", Found("anchor", 1, 4)),
        ("a: 1\nb: *x\n", Found("alias", 2, 4)),
        ("a: !!str 1\n", Found("tag", 1, 4)),
        ("a: [1, !t 2]\n", Found("tag", 1, 8)),
        ("<<: 3\n", Found("merge-key", 1, 1)),
        ("a: {<<: 3}\n", Found("merge-key", 1, 5)),
        ("a: 1\nb: 2\na: 3\n", Found("duplicate-key", 3, 1, key: "a")),
        ("a: {x: 1, y: 2, x: 3}\n", Found("duplicate-key", 1, 17, key: "x")),
        ("a:\n  - x: 1\n    x: 2\n", Found("duplicate-key", 3, 5, key: "x")),
        ("a: 1\n'a': 2\n", Found("duplicate-key", 2, 1, key: "a")),
        ("a: 1\n\"\\x61\": 2\n", Found("duplicate-key", 1, 1, key: "a")),
        ("a:\tb\n", Found("tab", 1, 3)),
        ("a: 1\n\tb: 2\n", Found("tab", 2, 1)),
        ("a: \u{0}\n", Found("control-character", 1, 4)),
        ("a: é\u{7}\n", Found("control-character", 1, 5)),
        ("a: 1\u{85}b: 2\n", Found("control-character", 1, 5)),
        ("a: 1\u{2028}b: 2\n", Found("control-character", 1, 5)),
        ("a: 1\rb: 2\n", Found("control-character", 1, 5)),
        ("a: \u{FEFF}1\n", Found("control-character", 1, 4)),
        ("a: 1\n---\nb: 2\n", Found("many-documents", 2, 1)),
        ("a: 1\n...\n", Found("many-documents", 2, 1)),
        ("---\n---\na: 1\n", Found("many-documents", 2, 1)),
        ("%YAML 1.1\n---\na: 1\n", Found("directive", 1, 1)),
        ("? a\n: b\n", Found("complex-key", 1, 1)),
        ("[a]: b\n", Found("complex-key", 1, 1)),
        ("a: [1, 2\nb: 3\n", Found("unbalanced-bracket", 1, 4)),
        ("a: 1]\nb: ]\n", Found("unbalanced-bracket", 2, 4)),
        ("a: [1, 2}\n", Found("unbalanced-bracket", 1, 9)),
        ("a: @b\n", Found("bad-yaml", 1, 4)),
        ("a: \"b\n", Found("bad-yaml", 1, 4)),
        ("a: 'b\nc: d\n", Found("bad-yaml", 1, 4)),
        ("a: b: c\n", Found("bad-yaml", 1, 5)),
        ("a: - b\n", Found("bad-yaml", 1, 4)),
        ("a: 1\n b: 2\n", Found("bad-yaml", 2, 3)),
        ("a:\n  b: 1\n c: 2\n", Found("bad-yaml", 3, 2)),
        ("a: \"\\q\"\n", Found("bad-yaml", 1, 5)),
        ("a: |x\n  b\n", Found("bad-yaml", 1, 5)),
        ("a: 1\nb\nc: 2\n", Found("bad-yaml", 3, 1)),
        ("- a\n- b\n", Found("not-a-mapping", 1)),
        ("just text\n", Found("not-a-mapping", 1)),
        ("", Found("not-a-mapping", 1)),
        ("# only a comment\n", Found("not-a-mapping", 1)),
    ]

    @Test(arguments: refused.indices)
    func refusesWithPlace(_ index: Int) {
        let (text, wanted) = Self.refused[index]
        let first = mistakes(text).first
        #expect(
            first.map { Found($0.code, $0.line, $0.column, key: $0.key) } == wanted,
            "\(text): \(first?.description ?? "nothing found")")
        #expect(first?.remedy != nil, "every mistake comes with what to do")
    }

    /// Texts that look dangerous and are not.
    static let accepted = [
        "a: '*x &y !z <<'\n", "a: \"[[[{{{\"\nb: ']]]'\n", "a: b # [[[ \"\n", "a: |\n  [[[ \" *x\n  & !\nb: 1\n",
        "a: x*y&z!w\n", "---\na: 1\n", "\u{FEFF}a: 1\n", "a: 1\r\nb: 2\r\n", "a: plain text\n  that goes on\nb: 1\n",
        "a:\n- x: 1\n- x: 2\nb: [{x: 1}, {x: 2}]\n", "a: {x: 1}\nb: {x: 1}\n", "a: []\nb: {}\nc:\n",
        "a: >-\n\n   folded\n   text\n\nb: 1\n", "a: 'it''s'\n", "a: \"say \\\"hi\\\"\"\n", "a: http://x.y/z\n",
        "a: -1\nb: .5\nc: -.5e-3\n", "'quoted key': 1\n", "a: [1,\n  2, # two\n  3]\n", "a: \"tab \\t\"\n",
        "a: 中文\nb: é\n", "a:   \n\n\n  b: 1\n", "a: |2\n    indented\n  x\nb: 2\n", "a: ---\nb: ...\n",
    ]

    @Test(arguments: accepted)
    func acceptsWhatOnlyLooksDangerous(_ text: String) {
        #expect(mistakes(text).isEmpty, "\(text): \(mistakes(text))")
    }

    @Test func collectsAllMistakesOfTheWriting() {
        let found = mistakes("a: &x 1\nb: *x\nc: !t 1\na: 2\nd: 3\nd: 4\n").map(\.code)
        #expect(found == ["anchor", "alias", "tag", "duplicate-key", "duplicate-key"])
    }

    // MARK: Depth

    static func nested(_ style: Int, _ depth: Int) -> String {
        switch style {
        case 0: "a: " + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1) + "\n"
        case 1: String(repeating: "{a: ", count: depth) + "1" + String(repeating: "}", count: depth) + "\n"
        case 2: (0..<depth).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        case 3: "a:\n  " + String(repeating: "- ", count: depth - 1) + "x\n"
        case 4:
            (0..<depth / 2).map { String(repeating: "  ", count: $0) + ($0 == 0 ? "a:\n" : "- a:\n") }.joined()
                + String(repeating: "  ", count: depth / 2 - 1) + "- x\n"
        default:
            "a:\n  " + String(repeating: "- ", count: depth - 1 - depth / 2) + String(repeating: "[", count: depth / 2)
                + String(repeating: "]", count: depth / 2) + "\n"
        }
    }

    @Test(arguments: 0..<6)
    func acceptsSixtyFourLevels(_ style: Int) {
        let text = Self.nested(style, YAMLLimits.depth)
        #expect(mistakes(text).isEmpty, "\(text) \(mistakes(text))")
    }

    @Test(arguments: 0..<6, [66, 200, 1000, 10_000])
    func refusesMoreLevels(_ style: Int, _ depth: Int) {
        // Deep indentation makes a text that is refused for its size.
        guard style != 2 && style != 4 || depth <= 1000 else { return }
        let text = Self.nested(style, depth)
        #expect(mistakes(text).map(\.code) == ["too-deep"])
    }

    /// The scan must never see less nesting than the parser builds.
    @Test func seesAtLeastTheDepthOfTheParser() throws {
        var generator = TestGenerator(seed: 2026)
        let pieces = [
            "a:", "b: ", "- ", "-", " ", "  ", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ",", ", ", ": ", ":", "'",
            "\"", "\\", "#", " # ", "|", ">", "|-\n", "x", "1", "''", "---", "k: v\n", "- k: v\n", "\n- ", "? ", "[]",
            "[a: ", "[b: [",
        ]
        var parsed = 0
        var worst = 0
        for _ in 0..<60_000 {
            let text = (0..<Int.random(in: 1...24, using: &generator))
                .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
            var scan = YAMLScan(Array(text.utf8), file: "")
            scan.run()
            guard scan.mistakes.isEmpty, let node = try? Yams.compose(yaml: text, .basic) else { continue }
            parsed += 1
            let depth = Self.depth(node)
            worst = max(worst, depth)
            #expect(scan.depth >= depth, "\(text.debugDescription)")
        }
        // Otherwise the comparison has become empty.
        #expect(parsed > 2_000)
        #expect(worst >= 4)
    }

    static func depth(_ node: Yams.Node) -> Int {
        switch node {
        case .scalar, .alias: 0
        case .sequence(let items): 1 + (items.map(depth).max() ?? 0)
        case .mapping(let pairs): 1 + (pairs.map { max(depth($0.key), depth($0.value)) }.max() ?? 0)
        }
    }
}
