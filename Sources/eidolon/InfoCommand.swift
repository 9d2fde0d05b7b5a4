// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Datasets

struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Tell what a dataset holds and how it was made.",
        discussion: """
            Examples:
              eidolon info quickstart.h5
              eidolon info quickstart.h5 --json
              eidolon info quickstart.h5 --plan > plan.txt
            """)

    @Argument(help: "A dataset.")
    var file: String

    @OptionGroup var format: JSONOption

    @Flag(help: "Print the resolved plan that determines the dataset's bytes.")
    var plan = false

    func run() throws {
        let reader = try DatasetReader(path: file)
        if plan {
            Console.result(reader.provenance.plan)
            return
        }
        let summary = try DatasetSummary(reader)
        Console.result(format.json ? summary.json() + "\n" : summary.text)
    }
}
