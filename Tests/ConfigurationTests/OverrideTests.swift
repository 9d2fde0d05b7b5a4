// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import Configuration

@Suite struct OverrideTests {
    static let recipe =
        "seed: 1\nprocesses:\n  - {process: ttH, fraction: 0.5}\n  - {process: tt, fraction: 0.5}\npile: {mean: 3}\n"

    func applied(_ arguments: [String]) throws -> Node {
        try YAMLReader.read(text: Self.recipe, file: "r.yaml").applying(arguments.map { try Override($0) })
    }

    func scalar(_ node: Node, _ path: String...) -> String? {
        var node: Node? = node
        for step in path {
            switch node?.content {
            case .mapping(let entries): node = entries.first { $0.key == step }?.value
            case .list(let items): node = Int(step).flatMap { items.indices.contains($0) ? items[$0] : nil }
            default: node = nil
            }
        }
        guard case .scalar(let text, _) = node?.content else { return nil }
        return text
    }

    @Test func replacesAddsAndRemoves() throws {
        let node = try applied([
            "seed=7", "processes[1].fraction=0.3", "pile.mean=10", "pile.kind=fixed", "new.deep.key='a b'",
            "list=[1, 2.5, x]", "processes[0].label=null",
        ])
        #expect(scalar(node, "seed") == "7")
        #expect(scalar(node, "processes", "1", "fraction") == "0.3")
        #expect(scalar(node, "processes", "0", "fraction") == "0.5")
        #expect(scalar(node, "pile", "mean") == "10")
        #expect(scalar(node, "pile", "kind") == "fixed")
        #expect(scalar(node, "new", "deep", "key") == "a b")
        #expect(scalar(node, "list", "2") == "x")
        #expect(scalar(try applied(["pile.mean=null"]), "pile", "mean") == nil)
        #expect(scalar(try applied(["processes[0]=null"]), "processes", "0", "process") == "tt")
        #expect(scalar(try applied(["seed=1", "seed=2"]), "seed") == "2", "the last one wins")
        #expect(scalar(try applied(["title=a=b"]), "title") == "a=b")
        #expect(scalar(try applied(["pile={mean: 4, kind: x}"]), "pile", "mean") == "4")
    }

    @Test func mistakesNameTheFlag() throws {
        let collector = DiagnosticCollector()
        let section = Section(try applied(["sede=7", "seed=abc", "pile.maen=3"]), collector: collector)
        _ = section.unsigned("seed")
        _ = section.value("processes")
        let pile = section.section("pile")
        _ = pile?.number("mean", in: 0...9)
        pile?.finish()
        section.finish()
        #expect(
            collector.sorted.map(\.description) == [
                "--set seed=abc: error[wrong-type]: seed: a whole number from 0 to 18446744073709551615 is wanted, `abc` is here",
                "--set pile.maen=3: error[unknown-key]: pile.maen: there is no such key here; did you mean `mean`? known keys: mean",
                "--set sede=7: error[unknown-key]: sede: there is no such key here; did you mean `seed`? known keys: pile, processes, seed",
            ])
    }

    @Test(arguments: [
        "seed", "=3", "", "a..b=1", ".a=1", "a.=1", "a[=1", "a[x]=1", "a[-1]=1", "a[1=2", "a]=1", "a b=1", "a[0]b=1",
        "[0]=1", "seed.x=1", "seed[0]=1", "processes[2].fraction=1", "processes.fraction=1", "a=1\nb=2", "a[+1]=1",
        "a[99999999999999999999]=1",
    ])
    func malformedOverridesAreRefused(_ argument: String) {
        let error = #expect(throws: Diagnostics.self) { try applied([argument]) }
        #expect(error?.all.map(\.code) == ["bad-override"])
        #expect(error?.all.first?.file.hasPrefix("--set") == true)
    }

    @Test(arguments: [
        ("a=[1", "unbalanced-bracket"), ("a=&x 1", "anchor"), ("a=\"x", "bad-yaml"), ("a=b: c: d", "bad-yaml"),
        ("a=\u{0}", "control-character"),
    ])
    func malformedValuesAreRefused(_ argument: String, _ code: String) {
        let error = #expect(throws: Diagnostics.self) { try applied([argument]) }
        #expect(error?.all.first?.code == code)
        #expect(error?.all.first?.line == nil)
    }

    @Test func flagsSetKeysUnderTheirOwnNames() throws {
        let override = try Override(flag: "--seed", key: "seed", value: "abc")
        let node = try override.applied(to: YAMLReader.read(text: Self.recipe, file: "r.yaml"))
        let collector = DiagnosticCollector()
        _ = Section(node, collector: collector).unsigned("seed")
        #expect(collector.all.map(\.file) == ["--seed abc"])
        #expect(throws: Diagnostics.self) { try Override(flag: "--seed", key: "seed", value: "[1") }
    }

    @Test func randomArgumentsNeverCrash() {
        var generator = TestGenerator(seed: 3)
        let letters = Array("seed.processes[]=0123 :{}'\"null-_,")
        for _ in 0..<20_000 {
            let argument = String(
                (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                    letters[Int.random(in: 0..<letters.count, using: &generator)]
                })
            _ = try? applied([argument])
        }
        _ = try? applied([String(repeating: "a.", count: 100_000) + "a=1"])
        _ = try? applied(["a=" + String(repeating: "[", count: 60_000)])
        _ = try? applied(["a" + String(repeating: "[0]", count: 60_000) + "=1"])
    }
}
