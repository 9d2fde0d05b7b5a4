// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Configuration
import Datasets
import Detector
import Production

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check a dataset, a recipe or a geometry: PASS or FAIL per check.",
        discussion: """
            Examples:
              eidolon validate quickstart.h5
              eidolon validate Datasets/quickstart.yaml
              eidolon validate Geometries/trackml.yaml --json

            Exit status 0 if everything passes, 1 if a check fails, 2 if the file cannot be read.
            """)

    @Argument(help: "A dataset (HDF5), or a recipe, geometry or conditions (YAML).")
    var file: String

    @OptionGroup var format: JSONOption

    func run() throws {
        guard file.hasSuffix(".yaml") || file.hasSuffix(".yml") else {
            try report(DatasetValidator.validate(path: file))
            return
        }
        do throws(Diagnostics) {
            let text = try TextFile.read(path: file, limit: RecipeLoader.textLimit)
            let root = Section(try YAMLReader.read(text: text, file: file), collector: DiagnosticCollector())
            if root.has("barrels") || root.has("discs") || root.has("tracking_volume") {
                let description = try GeometryLibrary.description(file, searchDirectories: [])
                try checkGeometry(GeometryReport(description.build()))
            } else if root.has("intervals") {
                let conditions = try DetectorConditions.read(text: text, file: file)
                try passed("the conditions can be read: \(conditions.intervals.count) intervals of runs")
            } else {
                let prepared = try PreparedRun(recipe: file, overrides: [], resources: ResourceDirectories())
                Console.warn(prepared.warnings)
                try passed("the recipe can be run: plan \(prepared.chain.plan.hash)")
            }
        } catch {
            guard format.json else { throw error }
            Console.result(error.json + "\n")
            throw ExitStatus.badInput
        }
    }

    private func report(_ report: ValidationReport) throws {
        Console.result(format.json ? try JSONOption.text(report) : report.text)
        if !report.passed { throw ExitStatus.checkFailed }
    }
}

extension ValidateCommand {
    // Printing cannot fail but encoding is declared to; these keep the typed throws above.
    private func checkGeometry(_ report: GeometryReport) throws(Diagnostics) {
        Console.result(format.json ? (try? JSONOption.text(report)) ?? "" : report.text)
        if !report.passed {
            Eidolon.exit(withError: ExitCode(1))
        }
    }

    private func passed(_ text: String) throws(Diagnostics) {
        Console.result(format.json ? "{\"passed\":true}\n" : "PASS  \(text)\n")
    }
}
