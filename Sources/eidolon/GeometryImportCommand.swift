// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Configuration
import Detector
import Foundation

struct GeometryImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make a geometry of a table of modules.",
        discussion: """
            Reads TrackML's detectors.csv, or the table of surfaces that ACTS's tracking-geometry writer makes, and \
            writes NAME.yaml with NAME.csv beside it.

            Example:
              eidolon geometry import detectors.csv --field 2 -o my-tracker.yaml
              eidolon geometry check my-tracker.yaml
            """)

    @Argument(help: "Table of modules (CSV).")
    var file: String

    @Option(name: .shortAndLong, help: "Geometry file to write, ending in .yaml; its table gets the same name.")
    var output: String

    @Option(parsing: .unconditional, help: "Uniform field along z, tesla.")
    var field = 2.0

    @Flag(help: "Replace files that exist.")
    var force = false

    func validate() throws {
        guard output.hasSuffix(".yaml"), !name.isEmpty, name.utf8.allSatisfy(Self.isPlain) else {
            throw ValidationError("--output must be letters, digits, `.`, `_`, `-`, ending in .yaml.")
        }
        guard abs(field) <= 20 else { throw ValidationError("--field must be within -20 to 20 T.") }
    }

    private var name: String { String((output as NSString).lastPathComponent.dropLast(5)) }

    private static func isPlain(_ c: UInt8) -> Bool {
        (c >= 0x30 && c <= 0x39) || (c >= 0x41 && c <= 0x5A) || (c >= 0x61 && c <= 0x7A) || "._-".utf8.contains(c)
    }

    func run() throws {
        let text = try TextFile.read(path: file, limit: ModuleTable.Limits.fileSize)
        let table = try ModuleTable.read(text: text, file: file)
        let result = GeometryImport(
            table, name: name, source: (file as NSString).lastPathComponent, fieldZ: field)
        let tablePath = String(output.dropLast(5)) + ".csv"
        guard ![output, tablePath].contains(where: { OutputFile.areSame($0, file) }) else {
            throw Diagnostics([
                Diagnostic(
                    code: "exists", file: file, key: "--output",
                    problem: "the geometry's table would replace this table",
                    reason: "it gets the name of the geometry", remedy: "choose another name")
            ])
        }
        for path in [output, tablePath] where FileManager.default.fileExists(atPath: path) && !force {
            throw Diagnostics([
                Diagnostic(
                    code: "exists", file: path, problem: "the file exists",
                    remedy: "choose another name or use --force")
            ])
        }
        // What was written must be read again.
        let tracker = try TrackerDescription.read(
            text: result.yaml, file: output,
            files: GeometryFiles(modules: GeometryFiles.File(path: tablePath, text: result.csv))
        ).build()
        try OutputFile.write(result.csv, to: tablePath)
        try OutputFile.write(result.yaml, to: output)
        for remark in result.remarks { Console.message("note: \(remark)") }
        Console.result("\(output), \(tablePath): \(tracker.modules.count) modules in \(tracker.layers.count) layers\n")
    }
}
