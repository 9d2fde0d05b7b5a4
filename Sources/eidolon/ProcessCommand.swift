// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Generation
import Production

struct ProcessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "process", abstract: "List and show the processes that can be generated.",
        subcommands: [List.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the processes.")
        func run() throws {
            Console.result(RecipeContext().processes.joined(separator: "\n") + "\n")
        }
    }
}
