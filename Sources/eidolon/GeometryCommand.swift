// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Detector
import Foundation
import Production

struct GeometryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "geometry", abstract: "List, show, check, draw and import detectors and their materials.",
        discussion: """
            Examples:
              eidolon geometry list
              eidolon geometry draw teaching -o teaching.svg
              eidolon geometry check my-tracker.yaml

            Geometries/README.md documents the files.
            """,
        subcommands: [
            List.self, Show.self, Check.self, Material.self, GeometryLengthsCommand.self, Draw.self,
            GeometryImportCommand.self,
        ])

    struct Choice: ParsableArguments {
        @Argument(help: "Name of a geometry (see `eidolon geometry list`) or path of a geometry file.")
        var geometry: String

        @Option(help: "Name or path of conditions: the detector as built.")
        var conditions: String?

        @Option(help: "Run that chooses the interval of the conditions.")
        var run = 1

        func tracker() throws -> Tracker {
            let directories = ResourceDirectories().geometries
            let tracker = try GeometryLibrary.description(geometry, searchDirectories: directories).build()
            guard let conditions else { return tracker }
            let source = try GeometryLibrary.locate(
                conditions, searchDirectories: GeometryLibrary.conditionsDirectories(directories), kind: .conditions)
            return try InstalledTracker(
                tracker, conditions: DetectorConditions.read(text: source.text, file: source.file), run: run,
                file: source.file
            ).asBuilt
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the geometries that can be named.", discussion: "Example:\n  eidolon geometry list")

        func run() throws {
            let directories = ResourceDirectories().geometries
            for (name, _) in GeometryLibrary.list(searchDirectories: directories) {
                let summary = try GeometryLibrary.description(name, searchDirectories: directories).summary
                let padded = name.padding(toLength: max(16, name.count + 2), withPad: " ", startingAt: 0)
                Console.result(padded + summary + "\n")
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a geometry's layers, modules, pitches and material.",
            discussion: "Example:\n  eidolon geometry show trackml")
        @OptionGroup var choice: Choice
        @OptionGroup var format: JSONOption

        func run() throws {
            let summary = GeometrySummary(try choice.tracker())
            Console.result(format.json ? try JSONOption.text(summary) : summary.text)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a geometry: overlaps, gaps, hermeticity, material.",
            discussion: """
                Examples:
                  eidolon geometry check Geometries/teaching.yaml
                  eidolon geometry check trackml --conditions trackml-startup --run 100

                Exit status 1 if a check fails.
                """)
        @OptionGroup var choice: Choice
        @OptionGroup var format: JSONOption

        func run() throws {
            let report = GeometryReport(try choice.tracker())
            Console.result(format.json ? try JSONOption.text(report) : report.text)
            if !report.passed { throw ExitStatus.checkFailed }
        }
    }

    struct Material: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Scan a geometry's material against pseudorapidity.",
            discussion: "Example:\n  eidolon geometry material trackml -o material.svg")
        @OptionGroup var choice: Choice
        @OptionGroup var format: JSONOption
        @Option(name: .shortAndLong, help: "SVG file to write, beside the table.")
        var output: String?
        @Option(parsing: .unconditional, help: "Lowest pseudorapidity.")
        var etaMin = 0.0
        @Option(parsing: .unconditional, help: "Highest pseudorapidity.")
        var etaMax = 4.0
        @Option(help: "Number of bins, 1 to 400.")
        var bins = 40
        @Option(parsing: .unconditional, help: "Where the lines start on the beam line, mm.")
        var z = 0.0

        func validate() throws {
            guard etaMin < etaMax, abs(etaMin) <= 20, abs(etaMax) <= 20 else {
                throw ValidationError("--eta-min must be below --eta-max, both within -20 to 20.")
            }
            guard (1...400).contains(bins) else { throw ValidationError("--bins must be 1 to 400.") }
            guard abs(z) <= 1e6 else { throw ValidationError("--z must be within a kilometre.") }
        }

        func run() throws {
            let tracker = try choice.tracker()
            let lines = max(20, min(400, 40_000_000 / max(1, tracker.modules.count * bins)))
            let profile = MaterialScan(tracker).profile(eta: etaMin...etaMax, bins: bins, lines: lines, z: z)
            Console.result(format.json ? try JSONOption.text(profile) : profile.text)
            if let output { try OutputFile.write(MaterialDrawing.svg(profile, name: tracker.name), to: output) }
        }
    }

    struct Draw: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draw a geometry as SVG: r-z and x-y views.",
            discussion: "Example:\n  eidolon geometry draw trackml -o trackml.svg")
        @OptionGroup var choice: Choice
        @Option(name: .shortAndLong, help: "SVG file to write.")
        var output: String

        func run() throws {
            let svg = GeometryDrawing.svg(try choice.tracker())
            try OutputFile.write(svg, to: output)
            Console.result("\(output): \(Console.size(svg.utf8.count))\n")
        }
    }
}
