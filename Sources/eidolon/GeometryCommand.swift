// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Detector
import Foundation
import Production

struct GeometryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "geometry", abstract: "List, show, check and draw detectors.",
        subcommands: [List.self, Show.self, Check.self, Draw.self])

    struct Choice: ParsableArguments {
        @Argument(help: "Name of a geometry (see `eidolon geometry list`) or path of a geometry file.")
        var geometry: String

        func tracker() throws -> Tracker {
            let directories = ResourceDirectories().geometries
            return try GeometryLibrary.description(geometry, searchDirectories: directories).build()
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the geometries that can be named.")

        func run() throws {
            let directories = ResourceDirectories().geometries
            for (name, file) in GeometryLibrary.list(searchDirectories: directories) {
                let summary = try GeometryLibrary.description(name, searchDirectories: directories).summary
                let padded = name.padding(toLength: max(16, name.count + 2), withPad: " ", startingAt: 0)
                Console.result(padded + summary + "\n")
                _ = file
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
            discussion: "Example:\n  eidolon geometry check Geometries/teaching.yaml\n\nExit status 1 if a check fails."
        )
        @OptionGroup var choice: Choice
        @OptionGroup var format: JSONOption

        func run() throws {
            let report = GeometryReport(try choice.tracker())
            Console.result(format.json ? try JSONOption.text(report) : report.text)
            if !report.passed { throw ExitStatus.checkFailed }
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
