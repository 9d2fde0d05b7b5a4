// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Configuration
import Generation
import Production

struct ProcessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "process", abstract: "List and show the processes that can be generated.",
        subcommands: [List.self, Show.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the processes.")
        @OptionGroup var format: JSONOption

        func run() throws {
            let catalogue = ProcessCatalogue(cards: try ResourceDirectories().cards())
            Console.result(format.json ? try JSONOption.text(catalogue) : catalogue.list + "\n")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a process: its particles, amplitude, cross-section and decays.",
            discussion: "Example:\n  eidolon process show ttH")

        @Argument(help: "Name of a process (see `eidolon process list`).")
        var process: String

        func run() throws {
            let catalogue = ProcessCatalogue(cards: try ResourceDirectories().cards())
            guard let text = catalogue.text(of: process) else {
                throw Diagnostics([
                    Diagnostic(
                        code: "unknown-process", file: "--", problem: "there is no process `\(process)`",
                        remedy: "choose from \(catalogue.processes.map(\.name).joined(separator: ", "))")
                ])
            }
            Console.result(text + "\n")
        }
    }
}
