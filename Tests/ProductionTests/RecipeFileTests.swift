// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Foundation
import Testing

@testable import Production

/// Recipes that come with the program, and the files that recipes name.
@Suite struct RecipeFileTests {
    /// Names of the recipes in `Datasets`.
    static let recipes = {
        let files = try? FileManager.default.contentsOfDirectory(atPath: repositoryPath("Datasets"))
        return (files ?? []).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }()

    @Test(arguments: recipes)
    func recipesInTheBoxResolve(_ name: String) throws {
        let path = repositoryPath("Datasets/\(name).yaml")
        let loaded = try RecipeLoader(geometryDirectories: [repositoryPath("Geometries")]).load(path: path)
        #expect(loaded.recipe.name == name)
        #expect(!loaded.recipe.description.isEmpty)
        #expect(loaded.geometry.text.contains("name: \(loaded.recipe.detector)"))
        let plan = try loaded.plan()
        #expect(try Plan(text: plan.text) == plan)
        #expect(plan.summary().contains(name))
    }

    @Test func recipesInTheBoxAreNamedInTheReadme() throws {
        let page = try TextFile.read(path: repositoryPath("README.md"), limit: 1 << 20)
        for name in Self.recipes { #expect(page.contains("`\(name)`"), "\(name) is not in the README") }
    }

    @Test func recipesInTheBoxHaveSeedsOfTheirOwn() throws {
        #expect(Self.recipes.contains("quickstart"))
        let seeds = try Self.recipes.map { name in
            try RecipeLoader().decode(
                text: TextFile.read(path: repositoryPath("Datasets/\(name).yaml"), limit: 1 << 20), file: name
            ).seed
        }
        #expect(Set(seeds).count == seeds.count, "no two data sets share their random numbers")
    }

    /// A directory with a geometry, a recipe and a particle file.
    func inDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(
            at: directory.appendingPathComponent("geometries"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (name, text) in [("geometries/toy.yaml", "name: toy\n"), ("own.yaml", "name: own\n"), ("p.csv", "abc")] {
            try Data(text.utf8).write(to: directory.appendingPathComponent(name))
        }
        try body(directory.path)
    }

    func load(_ directory: String, _ text: String) throws -> LoadedRecipe {
        try Data(text.utf8).write(to: URL(fileURLWithPath: directory + "/recipe.yaml"))
        return try RecipeLoader(geometryDirectories: [directory + "/nowhere", directory + "/geometries"])
            .load(path: directory + "/recipe.yaml")
    }

    @Test func filesAreFoundAndHashed() throws {
        try inDirectory { directory in
            let named = try load(directory, "seed: 1\nsource: {file: p.csv}\ndetector: toy\n")
            #expect(named.geometry.text == "name: toy\n")
            #expect(named.inputPaths == [directory + "/p.csv"])
            #expect(
                named.inputs == [
                    // FIPS 180-4 example: the digest of "abc".
                    Plan.InputFile(
                        name: "p.csv", byteCount: 3,
                        sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
                ])
            let plan = try named.plan(cards: [Plan.Text(name: "minimum-bias.yaml", text: "x")])
            #expect(plan.texts.map(\.name) == ["recipe.yaml", "geometry.yaml", "minimum-bias.yaml"])
            #expect(plan.events == 1)
            #expect(!plan.text.contains(directory))
            let own = try load(directory, "seed: 1\nsource: {file: \(directory)/p.csv}\ndetector: own.yaml\n")
            #expect(own.geometry.text == "name: own\n")
            #expect(throws: Diagnostics.self) { try named.plan(cards: [Plan.Text(name: "recipe.yaml", text: "x")]) }
        }
    }

    /// The conditions and the table of modules become texts of the plan; the beam spot is that of the run.
    @Test func conditionsAndModulesAreTextsOfThePlan() throws {
        try inDirectory { directory in
            let conditions = "name: c\nintervals:\n  - { last_run: 4, beam_spot: [1, 2, 3] }\n  - { first_run: 6 }\n"
            for (name, text) in [
                ("c.yaml", conditions), ("m.csv", "a,b\n"), ("listed.yaml", "modules: { file: m.csv }\n"),
            ] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: directory + "/" + name))
            }
            func plan(_ run: Int) throws -> Plan {
                try load(
                    directory,
                    "seed: 1\nevents: 1\ngun: {species: mu-}\ndetector: ./listed.yaml\nconditions: ./c.yaml\nrun: \(run)\n"
                ).plan()
            }
            let first = try plan(4)
            #expect(first.texts.map(\.name) == ["recipe.yaml", "geometry.yaml", "modules.csv", "conditions.yaml"])
            #expect(first.conditionsText == conditions && first.modulesText == "a,b\n")
            #expect(first.beamSpot.position == [1, 2, 3] && first.settings.conditions == "c.yaml")
            #expect(try Plan(text: first.text) == first)
            #expect(try plan(6).beamSpot.position == Recipe.BeamSpot().position)
            let error = #expect(throws: Diagnostics.self) { try plan(5) }
            #expect(error?.all.map(\.code) == ["no-interval"])
        }
    }

    @Test(arguments: [
        ("conditions: other", ["missing-conditions 4 conditions"]),
        ("conditions: ./other.yaml", ["missing-conditions 4 conditions"]),
        ("detector: other", ["missing-geometry 4 detector"]),
        ("detector: ./other.yaml", ["missing-geometry 4 detector"]),
        ("detector: ./geometries", ["not-a-file 4 detector"]),
        ("source: {file: q.csv}", ["missing-file 4 source.file"]),
        ("source: {file: geometries}", ["not-a-file 4 source.file"]),
        (
            "source: {file: [q.csv, p.csv, r.csv], label: x}",
            ["wrong-type 4 source.label", "missing-file 4 source.file", "missing-file 4 source.file"]
        ),
    ])
    func missingFilesAreReportedWhereTheyAreNamed(_ line: String, _ wanted: [String]) throws {
        try inDirectory { directory in
            let gun = line.hasPrefix("source") ? "" : "gun: {species: mu-}"
            let detector = line.hasPrefix("detector") ? "" : "detector: toy"
            let error = #expect(throws: Diagnostics.self) {
                try load(directory, "seed: 1\nevents: 1\n\(gun)\n\(line)\n\(detector)\n")
            }
            #expect(Set(error?.all.map { "\($0.code) \($0.line ?? 0) \($0.key ?? "")" } ?? []) == Set(wanted))
            #expect(error?.all.allSatisfy { $0.file.hasSuffix("recipe.yaml") } == true)
        }
    }

    /// What stands in a recipe is relative to it, what the command line gives to the working directory.
    @Test func pathsOfOverridesAreRelativeToTheWorkingDirectory() throws {
        try inDirectory { directory in
            func load(_ overrides: String...) throws -> LoadedRecipe {
                try RecipeLoader(geometryDirectories: [directory + "/geometries"]).load(
                    text: "seed: 1\nsource: {file: [p.csv, p.csv]}\ndetector: own.yaml\n",
                    file: directory + "/recipe.yaml", overrides: overrides.map { try Override($0) })
            }
            func mistakes(_ override: String) -> [String] {
                do {
                    _ = try load(override)
                    return []
                } catch let error as Diagnostics {
                    return error.all.map { "\($0.file) \($0.code)" }
                } catch {
                    return ["\(error)"]
                }
            }
            #expect(try load().inputPaths == [directory + "/p.csv", directory + "/p.csv"])
            #expect(mistakes("detector=own.yaml") == ["--set detector=own.yaml missing-geometry"])
            #expect(mistakes("source.file=p.csv") == ["--set source.file=p.csv missing-file"])
            #expect(mistakes("source={file: p.csv}") == ["--set source={file: p.csv} missing-file"])
            #expect(mistakes("source.file[1]=p.csv") == [directory + "/recipe.yaml missing-file"])
            #expect(mistakes("collisions.pile_up={mean: 1, file: p.csv}").count == 1)
            #expect(mistakes("conditions=own.yaml") == ["--set conditions=own.yaml missing-conditions"])
            #expect(try load("detector=toy").geometry.text == "name: toy\n", "names are no paths")
            let there = try load("detector=\(directory)/own.yaml", "source.file[1]=\(directory)/p.csv")
            #expect(there.geometry.text == "name: own\n")
            #expect(there.inputPaths == [directory + "/p.csv", directory + "/p.csv"])
            #expect(try there.plan() == load().plan(), "the plan knows no paths")
        }
    }

    /// Mistakes in the texts of a plan are told with the paths of the files that the texts are from.
    @Test func mistakesNameTheFilesAsTheyAreCalled() throws {
        try inDirectory { directory in
            let map = "r_mm,z_mm,Br_T,Bz_T\n0,0,0,x\n"
            try Data(map.utf8).write(to: URL(fileURLWithPath: directory + "/map.csv"))
            let conditions = "name: c\nintervals: 3\n"
            try Data(conditions.utf8).write(to: URL(fileURLWithPath: directory + "/c.yaml"))
            let text = try TextFile.read(path: repositoryPath("Geometries/teaching.yaml"), limit: 1 << 20)
            let geometry = text.replacingOccurrences(of: "uniform: 2.0", with: "map: map.csv")
            try Data(geometry.utf8).write(to: URL(fileURLWithPath: directory + "/d.yaml"))
            func files(_ line: String) -> [String] {
                do throws(Diagnostics) {
                    let loaded = try RecipeLoader(geometryDirectories: [repositoryPath("Geometries")]).load(
                        text: "seed: 1\nevents: 1\ngun: {species: mu-}\n\(line)\n", file: directory + "/recipe.yaml")
                    let plan = try loaded.plan()
                    do throws(Diagnostics) { _ = try plan.detector() } catch { throw loaded.withPaths(error) }
                    return []
                } catch {
                    return error.all.map { "\($0.file):\($0.line ?? 0)" }
                }
            }
            #expect(files("detector: d.yaml") == [directory + "/map.csv:2"])
            #expect(files("conditions: ./c.yaml") == [directory + "/./c.yaml:2"])
            #expect(files("detector: teaching") == [])
        }
    }

    @Test func missingRecipesAreReported() {
        let error = #expect(throws: Diagnostics.self) { try RecipeLoader().load(path: "/nowhere/recipe.yaml") }
        #expect(error?.all.map(\.code) == ["missing-file"])
    }
}
