// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Foundation
import Testing

@testable import Production

/// Changes one value of a recipe, the one with a given number, and notes the paths of all.
struct FieldChanger: RecipeFields {
    var target: Int
    var paths: [String] = []
    var keys: Set<String> = []
    private var prefix = ""

    init(target: Int) { self.target = target }

    private mutating func visit(_ key: String, _ change: () -> Void) {
        if paths.count == target { change() }
        paths.append(prefix + key)
        keys.insert(key)
    }

    mutating func number(_ key: String, _ value: inout Double, in range: ClosedRange<Double>) {
        visit(key) { value = value.nextUp <= range.upperBound ? value.nextUp : value.nextDown }
    }
    mutating func number(_ key: String, _ value: inout Double?, in range: ClosedRange<Double>) {
        visit(key) { value = value == nil ? range.lowerBound : nil }
    }
    mutating func numbers(_ key: String, _ values: inout [Double], in range: ClosedRange<Double>) {
        for index in values.indices { number(key, &values[index], in: range) }
    }
    mutating func integer(_ key: String, _ value: inout Int, in range: ClosedRange<Int>) {
        visit(key) { value += value < range.upperBound ? 1 : -1 }
    }
    mutating func unsigned(_ key: String, _ value: inout UInt64) { visit(key) { value ^= 1 << 63 } }
    mutating func flag(_ key: String, _ value: inout Bool) { visit(key) { value.toggle() } }
    mutating func text(_ key: String, _ value: inout String) { visit(key) { value += "x" } }
    mutating func texts(_ key: String, _ values: inout [String]) { visit(key) { values.append("x") } }
    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ value: inout Choice)
    where Choice.RawValue == String {
        guard let other = Choice.allCases.first(where: { $0.rawValue != value.rawValue }) else { return }
        visit(key) { value = other }
    }
    mutating func name(_ key: String, _ value: inout String, of list: RecipeNames) { text(key, &value) }
    mutating func species(_ key: String, _ values: inout [Int32]) { visit(key) { values[0] = -values[0] } }
    mutating func distribution(_ key: String, _ value: inout Recipe.Distribution, in range: ClosedRange<Double>) {
        visit(key) {
            if case .uniform(let range) = value { value = .logUniform(range) } else { value = .fixed(range.upperBound) }
        }
    }
    mutating func momentum(_ kind: inout Recipe.Gun.Momentum, _ value: inout Recipe.Distribution) {
        choice("pT_GeV", &kind)
        distribution("pT_GeV", &value, in: 1e-6...1e6)
    }
    mutating func vertex(_ key: String, _ value: inout Recipe.Gun.Vertex) {
        visit(key) { value = value == .beamSpot ? .smeared(.origin) : .beamSpot }
        if case .smeared(var spot) = value {
            part(key, &spot)
            value = .smeared(spot)
        }
    }
    mutating func source(_ value: inout Recipe.Source) {
        switch value {
        case .collisions(var processes):
            parts("processes", &processes)
            value = .collisions(processes)
        case .gun(var gun):
            part("gun", &gun)
            value = .gun(gun)
        case .file(var file):
            part("source", &file)
            value = .file(file)
        }
    }
    mutating func part<Part: RecipePart>(_ key: String, _ part: inout Part) {
        keys.insert(key)
        let outer = prefix
        prefix += key + "."
        part.visit(&self)
        prefix = outer
    }
    mutating func parts<Part: RecipePart>(_ key: String, _ parts: inout [Part]) {
        for index in parts.indices { part("\(key)[\(index)]", &parts[index]) }
        keys.insert(key)
    }
}

@Suite struct FieldTests {
    func visited(_ recipe: Recipe, changing target: Int) -> (recipe: Recipe, changer: FieldChanger) {
        var recipe = recipe
        var changer = FieldChanger(target: target)
        recipe.visit(&changer)
        return (recipe, changer)
    }

    @Test(arguments: recipesOfEveryKind)
    func everyFieldReachesTheHash(_ text: String) throws {
        let plan = try makePlan(text)
        let paths = visited(plan.settings, changing: -1).changer.paths
        #expect(paths.count > 35)
        var hashes: Set<String> = [plan.hash]
        for (index, path) in paths.enumerated() {
            let changed = visited(plan.settings, changing: index).recipe
            #expect(changed != plan.settings, "\(path) was changed")
            let other = Plan(settings: changed, texts: plan.texts, inputs: plan.inputs, tables: plan.tables)
            #expect(hashes.insert(other.hash).inserted, "\(path) reaches the hash")
            let isRange = path == "events" || path == "first_event"
            #expect((other.baseHash == plan.baseHash) == isRange, "\(path) and the base hash")
        }
        // What stands beside the settings.
        let texts = plan.texts.indices.map { index in
            var texts = plan.texts
            texts[index].text += "\n"
            return Plan(settings: plan.settings, texts: texts, inputs: plan.inputs, tables: plan.tables)
        }
        var input = Plan.InputFile(name: "a", byteCount: 1, sha256: "0")
        let inputs = [
            [input],
            {
                input.byteCount = 2; return [input]
            }(),
            {
                input.sha256 = "1"; return [input]
            }(),
        ].map {
            Plan(settings: plan.settings, texts: plan.texts, inputs: plan.inputs + $0, tables: plan.tables)
        }
        let tables = [[0.0], [-0.0], [.ulpOfOne], [0, 0]].map {
            Plan(
                settings: plan.settings, texts: plan.texts, inputs: plan.inputs, tables: [.init(name: "t", values: $0)])
        }
        for other in texts + inputs + tables { #expect(hashes.insert(other.hash).inserted) }
    }

    /// `Datasets/RECIPES.md` shows every key.
    @Test func everyKeyIsDocumented() throws {
        let page = try TextFile.read(path: repositoryPath("Datasets/RECIPES.md"), limit: 1 << 20)
        var keys: Set<String> = []
        for text in recipesOfEveryKind {
            keys.formUnion(visited(try makePlan(text).settings, changing: -1).changer.keys)
        }
        keys = keys.filter { !$0.contains("[") }
        #expect(keys.count > 40)
        for key in keys.sorted() { #expect(page.contains("\(key):"), "\(key) is not documented") }
    }

    /// The complete example of the page has the defaults it names.
    @Test func theDocumentedExamplesHold() throws {
        let page = try TextFile.read(path: repositoryPath("Datasets/RECIPES.md"), limit: 1 << 20)
        let examples = page.components(separatedBy: "```yaml\n").dropFirst().compactMap {
            $0.components(separatedBy: "```\n").first
        }
        try #require(examples.count == 4)
        _ = try decodeRecipe(examples[0])
        for example in [examples[2], examples[3]] { #expect(mistakes(inRecipe: example) == []) }

        // In the complete example, empty texts and lists stand for what is not given.
        let complete = examples[1].split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("description:") && !$0.hasPrefix("authors:") && !$0.hasPrefix("  - tt ") }
            .joined(separator: "\n")
        var recipe = try decodeRecipe(complete)
        #expect(recipe.collisions.pileUp.maximumAbsEta == 4 && recipe.keep.maximumAbsEta == 5)
        recipe.collisions.pileUp.maximumAbsEta = nil
        recipe.collisions.pileUp.file = ""
        recipe.conditions = ""
        recipe.collisions.partonDensities = ""
        recipe.collisions.densityVariations = []
        recipe.keep.maximumAbsEta = nil
        #expect(recipe == (try decodeRecipe("seed: 7\nevents: 100\nprocesses: [ttH]\n")))
        let gun = try decodeRecipe(examples[2])
        #expect(
            gun.source == (try decodeRecipe("seed: 7\nevents: 100\ngun: {species: [13, pi+]}\n")).source)
    }
}

/// A file of the repository.
func repositoryPath(_ path: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent(path).path
}
