// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@testable import Configuration

@Suite struct DiagnosticTests {
    @Test func oneLineEach() {
        let full = Diagnostic(
            code: "out-of-range", file: "a.yaml", line: 3, column: 7, key: "x.y", problem: "12 is outside 0 to 1",
            reason: "it is a fraction", remedy: "write 0.12")
        let bare = Diagnostic(code: "missing-file", severity: .warning, file: "b", problem: "there is no such file")
        #expect(
            Diagnostics([full, bare]).description == """
                a.yaml:3:7: error[out-of-range]: x.y: 12 is outside 0 to 1 (it is a fraction); write 0.12
                b: warning[missing-file]: there is no such file
                """)
    }

    @Test func jsonIsStable() throws {
        let diagnostics = Diagnostics([
            Diagnostic(code: "c", file: "a\"\\\n\u{1}é", line: 3, column: 7, key: "x", problem: "p", reason: "r"),
            Diagnostic(code: "d", severity: .warning, file: "b", problem: "q", remedy: "m"),
        ])
        #expect(
            diagnostics.json
                == #"{"diagnostics":[{"code":"c","severity":"error","file":"a\"\\\n\u0001é","line":3,"column":7,"#
                + #""key":"x","problem":"p","reason":"r","remedy":null},{"code":"d","severity":"warning","file":"b","#
                + #""line":null,"column":null,"key":null,"problem":"q","reason":null,"remedy":"m"}]}"#)
        struct Reply: Decodable { var diagnostics: [Diagnostic] }
        let reply = try JSONDecoder().decode(Reply.self, from: Data(diagnostics.json.utf8))
        #expect(reply.diagnostics == diagnostics.all)
        #expect(Diagnostics([]).json == #"{"diagnostics":[]}"#)
    }

    @Test func warningsAloneDoNotThrow() throws {
        let collector = DiagnosticCollector()
        collector.report(Diagnostic(code: "w", severity: .warning, file: "a", problem: "p"))
        try collector.check()
        collector.report(Diagnostic(code: "e", file: "a", problem: "p"))
        #expect(throws: Diagnostics.self) { try collector.check() }
    }

    @Test func filesKeepTheirOrderAndLinesAreSorted() {
        let collector = DiagnosticCollector()
        for (file, line) in [("z", 5), ("a", 9), ("z", 2), ("a", 1)] {
            collector.report(Diagnostic(code: "e", file: file, line: line, problem: "p"))
        }
        #expect(collector.sorted.map { "\($0.file)\($0.line ?? 0)" } == ["z2", "z5", "a1", "a9"])
    }

    @Test(
        arguments: [
            ("sede", "seed"), ("evnets", "events"), ("pileup", "pile_up"), ("Seed", "seed"), ("pT_min", "min_pT"),
            ("xyz", nil), ("", nil), ("event", "events"), ("sqrts_TeV", "sqrt_s_TeV"),
        ] as [(String, String?)])
    func slipsAreRecognised(_ word: String, _ wanted: String?) {
        let known = ["seed", "events", "pile_up", "sqrt_s_TeV", "keep"]
        #expect(Suggestion.nearest(to: word, among: known) == (wanted == "min_pT" ? nil : wanted))
    }

    @Test(arguments: [("", "", 0), ("a", "", 1), ("abc", "acb", 1), ("kitten", "sitting", 3), ("ca", "abc", 3)])
    func editDistance(_ a: String, _ b: String, _ distance: Int) {
        #expect(Suggestion.distance(Array(a), Array(b)) == distance)
        #expect(Suggestion.distance(Array(b), Array(a)) == distance)
    }
}
