// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import Configuration

private enum Colour: String, CaseIterable { case red, green }

@Suite struct SectionTests {
    @Test(arguments: [
        ("x: abc", Found("wrong-type", 1, 4, key: "x")), ("x: '1'", Found("wrong-type", 1, 4, key: "x")),
        ("x: nan", Found("wrong-type", 1, 4, key: "x")), ("x: inf", Found("wrong-type", 1, 4, key: "x")),
        ("x: [1]", Found("wrong-type", 1, 4, key: "x")), ("x: {a: 1}", Found("wrong-type", 1, 4, key: "x")),
        ("x:", Found("wrong-type", 1, key: "x")), ("x: 11", Found("out-of-range", 1, 4, key: "x")),
        ("x: -1e-9", Found("out-of-range", 1, 4, key: "x")), ("x: 1e999", Found("out-of-range", 1, 4, key: "x")),
        ("y: 1", Found("missing-key", 1, 1, key: "x")),
    ])
    func numbers(_ text: String, _ wanted: Found) throws {
        let found = try decode(text + "\n") {
            _ = $0.number("x", in: 0...10)
            _ = $0.value("y")
        }
        #expect(found.count == 1)
        #expect(found.first?.code == wanted.code && found.first?.line == wanted.line && found.first?.key == wanted.key)
        if let column = wanted.column { #expect(found.first?.column == column) }
    }

    @Test func everyKindReportsAWrongTypeOnce() throws {
        let text =
            "a: x\nb: 1.5\nc: yes\nd: []\ne: blue\nf: 3\ng: [1, x, 99]\nh: [1]\ni: {}\nj: -1\nk: [2, 1]\nl: []\nm: {}\n"
        let found = try decode(text) {
            _ = $0.number("a", in: 0...1)
            _ = $0.integer("b", in: 0...1)
            _ = $0.flag("c")
            _ = $0.text("d")
            _ = $0.choice("e", of: Colour.self)
            _ = $0.section("f")
            _ = $0.numbers("g", in: 0...10)
            _ = $0.numbers("h", in: 0...10, count: 2)
            _ = $0.sections("i")
            _ = $0.unsigned("j")
            _ = $0.range("k", in: 0...10)
            _ = $0.texts("l")
            _ = $0.texts("m")
        }
        #expect(
            found.map { "\($0.line ?? 0) \($0.code) \($0.key ?? "")" } == [
                "1 wrong-type a", "2 wrong-type b", "3 wrong-type c", "4 wrong-type d", "5 unknown-choice e",
                "6 wrong-type f", "7 wrong-type g[1]", "7 out-of-range g[2]", "8 wrong-length h", "9 wrong-type i",
                "10 wrong-type j", "11 contradiction k", "12 wrong-length l", "13 wrong-type m",
            ])
    }

    @Test func defaultsHoldWhereKeysAreAbsent() throws {
        let found = try decode("z: 1\n") {
            #expect($0.number("a", in: 0...1, default: 0.5) == 0.5)
            #expect($0.integer("b", in: 0...9, default: 3) == 3)
            #expect($0.flag("c", default: true))
            #expect($0.text("d", default: "t") == "t")
            #expect($0.choice("e", of: Colour.self, default: .green) == .green)
            #expect($0.section("f", required: false) == nil)
            #expect($0.numbers("g", in: 0...1, default: [1]) == [1])
            #expect($0.sections("h", required: false).isEmpty)
            #expect($0.unsigned("i", default: .max) == .max)
            #expect($0.range("j", in: 0...9, default: 1...2) == 1...2)
            #expect($0.texts("k", default: ["x"]) == ["x"])
            #expect($0.optionalNumber("l", in: 0...1) == nil)
            #expect($0.optionalInteger("m", in: 0...1) == nil)
            #expect($0.optionalText("n") == nil)
            #expect($0.integer("z", in: 0...9) == 1)
        }
        #expect(found.isEmpty)
    }

    @Test func valuesAreRead() throws {
        let found = try decode(
            "a: 0.5\nb: 4e1\nc: false\nd: 'x y'\ne: green\ng: [1, 2.5]\nj: [1, 1]\nk: one\ni: 0xFF\n"
        ) {
            #expect($0.number("a", in: 0...1) == 0.5)
            #expect($0.integer("b", in: 0...90) == 40)
            #expect($0.flag("c") == false)
            #expect($0.text("d") == "x y")
            #expect($0.choice("e", of: Colour.self) == .green)
            #expect($0.numbers("g", in: 0...9, count: 2) == [1, 2.5])
            #expect($0.range("j", in: 0...9) == 1...1)
            #expect($0.texts("k") == ["one"])
            #expect($0.unsigned("i") == 255)
        }
        #expect(found.isEmpty)
    }

    @Test func unknownKeysAreReportedAtTheKeyWithTheNearestName() throws {
        let collector = DiagnosticCollector()
        let node = try YAMLReader.read(text: "seed: 1\n  \npile_pu:\n  maen: 3\n", file: "r.yaml")
        let section = Section(node, collector: collector)
        _ = section.unsigned("seed")
        _ = section.section("pile_up", required: false)
        _ = section.number("events", in: 0...1, default: 0)
        section.finish()
        #expect(
            collector.all.map(\.description) == [
                "r.yaml:3:1: error[unknown-key]: pile_pu: there is no such key here; did you mean `pile_up`? "
                    + "known keys: events, pile_up, seed"
            ])
    }

    @Test func mistakesAreSortedByPlaceAndNestedPathsAreNamed() throws {
        let found = try decode("list:\n  - a: 1\n  - b: 2\n    a: x\nlast: 1\n") { root in
            _ = root.value("last")
            for item in root.sections("list") {
                _ = item.number("a", in: 0...9)
                item.finish()
            }
        }
        #expect(found == [Found("unknown-key", 3, 5, key: "list[1].b"), Found("wrong-type", 4, 8, key: "list[1].a")])
    }

    @Test func constraintsBetweenKeys() throws {
        func check(_ text: String) throws -> [Found] {
            try decode(text) {
                _ = ["gun", "processes", "source", "min", "max", "flat"].map($0.value)
                $0.exactlyOne(of: ["processes", "gun", "source"], meaning: "particles have one source")
                $0.ordered(
                    ("min", $0.number("min", in: 0...9, default: 1)), ("max", $0.number("max", in: 0...9, default: 5)))
            }
        }
        #expect(try check("gun: 1\n") == [])
        #expect(try check("min: 1\n") == [Found("missing-key", 1, 1)])
        #expect(try check("gun: 1\nprocesses: 2\n") == [Found("contradiction", 2, 12, key: "processes")])
        #expect(try check("source: 0\ngun: 1\nprocesses: 2\n").count == 2)
        #expect(try check("gun: 1\nmin: 7\n") == [Found("contradiction", 2, 6, key: "min")])
        #expect(try check("gun: 1\nmin: 7\nmax: 6\n") == [Found("contradiction", 3, 6, key: "max")])
        #expect(try check("gun: 1\nmin: x\nmax: 0\n").map(\.code) == ["wrong-type"], "no contradiction with a stand-in")
        let forbidden = try decode("kind: fixed\nmax: 3\n") {
            _ = $0.value("kind")
            $0.forbid(["max", "sigma"], because: "the value is fixed")
        }
        #expect(forbidden == [Found("contradiction", 2, 6, key: "max")])
    }
}
