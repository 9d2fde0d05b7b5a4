// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

extension Commands {
    /// What people and scripts rely on: exit status, output, messages.
    @Suite(.serialized) struct CommandLine {
        let folder: ScratchFolder
        init() throws { folder = try ScratchFolder() }

        @Test func helpAnswersAtOnce() throws {
            let times = try (0..<11).map { _ in
                let result = try eidolon("--help")
                #expect(result.status == 0 && result.output.contains("generate"))
                return result.seconds
            }
            // Other tests run at the same time: the shortest is what the program needs.
            #expect(times.min() ?? 1 < 0.05, "\(times)")
        }

        /// Help has an example, and fills the lines of a terminal whatever its width.
        @Test(arguments: [
            "generate", "resume", "replay", "info", "validate", "export", "bench", "geometry", "geometry list",
            "geometry show", "geometry check", "geometry material", "geometry lengths", "geometry draw",
            "geometry import", "process", "process list", "process show", "process xsec", "process sample",
            "process map",
        ])
        func everyCommandHasHelpWithAnExample(_ name: String) throws {
            let words = name.split(separator: " ").map(String.init)
            let result = try eidolon(words + ["--help"], environment: ["COLUMNS": "80"])
            #expect(result.status == 0 && result.output.contains("USAGE") && result.error.isEmpty, "\(result.summary)")
            #expect(result.output.contains("\n  eidolon \(name)"), "\(name) has no example: \(result.output)")
            let overview = result.output.components(separatedBy: "\nUSAGE").first ?? ""
            let lines = overview.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            for (line, next) in zip(lines, lines.dropFirst()) where !line.isEmpty && !next.isEmpty {
                if line.hasSuffix(":") || next.hasPrefix(" ") { continue }
                let first = next.prefix { $0 != " " }
                #expect(line.count + 1 + first.count >= 80, "broken early: '\(line)' before '\(next)'")
            }
        }

        @Test(arguments: Build.all)
        func versionNamesTheFormatAndTheBuild(_ build: Build) throws {
            guard try build.canRun() else { return }
            let result = try eidolon("--version", program: build.program)
            #expect(result.status == 0)
            #expect(result.output.contains("schema 2") && result.output.contains("model revision"), "\(result.output)")
            #expect(result.output.contains("built for \(build.level) ("), "\(result.output)")
        }

        @Test(arguments: [
            [], ["nonsense"], ["generate"], ["generate", "--nonsense"], ["info"], ["replay", "x.h5"],
            ["export", "x.h5", "--to", "nonsense", "-o", "x"], ["bench", "nonsense"], ["geometry", "show"],
            ["generate", "x.yaml", "--threads", "0"], ["generate", "x.yaml", "--threads", "many"],
            ["generate", "x.yaml", "--events", "some"], ["generate", "x.yaml", "--seed", "-1"],
            ["generate", "x.yaml", "--set", "nothing"], ["process", "show", "tth"], ["process", "xsec", "nonsense"],
            ["geometry", "material", "teaching", "--bins", "0"], ["geometry", "import", "x.csv", "-o", "x.csv"],
            ["geometry", "material", "teaching", "--eta-min", "3", "--eta-max", "2"],
            ["geometry", "lengths", "unobtainium"], ["geometry", "lengths", "iron", "--particles", "mu-"],
            ["geometry", "lengths", "iron", "--momenta", "0"],
            ["bench", "--until", "transport"], ["bench", "--recipe", "x.yaml", "--until", "nonsense"],
        ])
        func mistakesInTheCommandLineAreStatusTwo(_ arguments: [String]) throws {
            let result = try eidolon(arguments, directory: folder.path)
            // The bare name shows the help.
            #expect(result.status == (arguments.isEmpty ? 0 : 2), "\(result.summary)")
            #expect(arguments.isEmpty || (result.output.isEmpty && !result.error.isEmpty), "\(result.summary)")
            #expect(try folder.names() == [])
        }

        @Test(arguments: [
            ["generate", "missing.yaml"], ["info", "missing.h5"], ["validate", "missing.h5"],
            ["validate", "missing.yaml"],
            ["resume", "missing.h5"], ["replay", "missing.h5", "--event", "0"],
            ["export", "missing.h5", "--to", "trackml", "-o", "x"], ["geometry", "show", "missing.yaml"],
        ])
        func missingFilesAreNamed(_ arguments: [String]) throws {
            let result = try eidolon(arguments, directory: folder.path)
            #expect(result.status == 2, "\(result.summary)")
            #expect(result.error.contains("missing."), "\(result.summary)")
            #expect(try folder.names() == [])
        }

        @Test func overridesReplaceKeysAndNameThemselvesWhenWrong() throws {
            let recipe = try Recipes.write("gun", in: folder)
            let plan = try eidolon("generate", recipe, "--set", "gun.particles=3", "--seed", "99", "--dry-run")
            #expect(plan.status == 0 && plan.output.contains("99"), "\(plan.summary)")
            for wrong in ["gun.particles=-3", "gun.nonsense=1", "detector=nonsense", "seed=[1]", "gun.eta=[3, -3]"] {
                let result = try eidolon("generate", recipe, "--set", wrong, directory: folder.path)
                #expect(result.status == 2, "\(wrong): \(result.summary)")
                #expect(result.error.contains("--set \(wrong)"), "\(wrong): \(result.summary)")
            }
            let events = try eidolon("generate", recipe, "--events", "-4", directory: folder.path)
            #expect(events.status == 2 && events.error.contains("--events"), "\(events.summary)")
        }

        @Test func dryRunPrintsPlanAndEstimateAndWritesNothing() throws {
            let recipe = try Recipes.write("processes", in: folder)
            let before = try folder.names()
            let result = try eidolon("generate", recipe, "--dry-run", directory: folder.path)
            #expect(result.status == 0, "\(result.summary)")
            for word in ["detector", "seed", "plan", "time", "size", "memory", "disk"] {
                #expect(result.output.contains("\n\(word) "), "\(word): \(result.output)")
            }
            #expect(try folder.names() == before)
        }

        @Test func existingDatasetsStayWithoutForce() throws {
            let recipe = try Recipes.write("gun", in: folder)
            let path = folder.file("d.h5")
            let first = try digest(try eidolon("generate", recipe, "-o", path, "--events", "2"))
            let again = try eidolon("generate", recipe, "-o", path, "--events", "3")
            #expect(again.status == 2 && again.error.contains("--force"), "\(again.summary)")
            #expect(try contentDigest(of: path) == first)
            let forced = try digest(try eidolon("generate", recipe, "-o", path, "--events", "3", "--force"))
            #expect(try contentDigest(of: path) == forced && forced != first)
        }

        @Test func machineReadableOutputParses() throws {
            let recipe = try Recipes.write("gun", in: folder)
            let path = folder.file("d.h5")
            _ = try digest(try eidolon("generate", recipe, "-o", path, "--events", "2"))
            try folder.write("seed: 1\nnonsense: 2\n", to: "wrong.yaml")
            let commands: [([String], Int32)] = [
                (["info", path, "--json"], 0), (["validate", path, "--json"], 0), (["validate", recipe, "--json"], 0),
                (["validate", folder.file("wrong.yaml"), "--json"], 2), (["geometry", "show", "trackml", "--json"], 0),
                (["geometry", "check", "teaching", "--json"], 0),
                (["geometry", "material", "teaching", "--json", "--bins", "2"], 0), (["process", "list", "--json"], 0),
                (["bench", "transport", "--seconds", "0.05", "--json"], 0),
            ]
            for (arguments, status) in commands {
                let result = try eidolon(arguments)
                #expect(result.status == status, "\(arguments): \(result.summary)")
                let parsed = try? JSONSerialization.jsonObject(with: Data(result.output.utf8))
                #expect(parsed != nil, "\(arguments): \(result.summary)")
            }
            let record = try JSONSerialization.jsonObject(
                with: try Data(contentsOf: URL(fileURLWithPath: folder.file("d.run.json"))))
            #expect((record as? [String: Any])?["threads"] != nil)
            #expect((record as? [String: Any])?["build"] as? String == "x86-64 (SSE2)")
        }

        /// Stages of a recipe up to one of them.
        @Test func benchmarkEndsAfterAStage() throws {
            let recipe = try Recipes.write("gun", in: folder)
            for (last, stages) in [("transport", ["generation", "transport"]), ("generation", ["generation"])] {
                let result = try eidolon(
                    "bench", "--recipe", recipe, "--events", "2", "--seconds", "0.01", "--until", last, "--json")
                let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
                let names = (report?["stages"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
                #expect(names == stages + ["total"], "\(result.summary)")
                let crossings = (report?["counts"] as? [String: Any])?["sensorCrossings"] as? Int ?? -1
                #expect((crossings > 0) == (last == "transport"))
            }
        }

        @Test func alteredDatasetFailsValidationWithStatusOne() throws {
            let recipe = try Recipes.write("gun", in: folder)
            let path = folder.file("d.h5")
            _ = try digest(try eidolon("generate", recipe, "-o", path, "--events", "2"))
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: URL(fileURLWithPath: path))
            let result = try eidolon("validate", path)
            #expect(result.status == 1 && result.output.contains("FAIL"), "\(result.summary)")
        }

        @Test func quietInAPipe() throws {
            let recipe = try Recipes.write("gun", in: folder)
            let result = try eidolon("generate", recipe, "-o", folder.file("d.h5"))
            #expect(result.status == 0)
            #expect(!result.error.contains("\r") && !result.error.contains("\u{1B}") && !result.error.contains("[#"))
            #expect(result.error.split(separator: "\n").count == 1, "\(result.error)")
            #expect(result.output.split(separator: "\n").count == 1, "\(result.output)")
        }

        @Test func resultsThatCannotBeWrittenAreStatusThree() throws {
            let program = Build.baseline.program
            for command in ["--help", "geometry show trackml", "process list"] {
                let result = try run(
                    "/bin/sh", ["-c", "exec \(program) \(command) >/dev/full"],
                    environment: ["EIDOLON_HOME": PackageFolder.root])
                #expect(result.status == 3, "\(command): \(result.summary)")
            }
        }

        @Test func geometryCommands() throws {
            let list = try eidolon("geometry", "list")
            #expect(list.status == 0 && list.output.contains("trackml") && list.output.contains("teaching"))
            let drawing = try eidolon("geometry", "draw", "trackml", "-o", folder.file("t.svg"))
            #expect(drawing.status == 0, "\(drawing.summary)")
            let svg = try String(contentsOfFile: folder.file("t.svg"), encoding: .utf8)
            #expect(svg.contains("<svg") && svg.hasSuffix("</svg>\n"))
            let unwritable = try eidolon("geometry", "draw", "trackml", "-o", "/dev/full/t.svg")
            #expect(unwritable.status == 3, "\(unwritable.summary)")
        }
    }
}
