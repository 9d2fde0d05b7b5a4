// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Datasets
import Production

struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Finish an interrupted run.",
        discussion: """
            Example:
              eidolon resume quickstart.h5

            Goes on after the last whole batch in quickstart.h5.partial. The result equals that of an uninterrupted \
            run, byte for byte.
            """)

    @Argument(help: "The dataset that was to be written.")
    var file: String

    @Option(help: "Folder with the particle files of the recipe, if they have moved; may be repeated.")
    var inputs: [String] = []

    @OptionGroup var threads: ThreadOptions

    @Flag(help: "Replace an existing dataset of that name.")
    var force = false

    func run() throws {
        let planned = try PlannedDataset(partial: file, inputs: inputs)
        let chain = try EventChain(planned.plan, inputPaths: planned.inputPaths)
        let path = file
        try RunSession(chain: chain, inputPaths: planned.inputPaths, threads: threads.count).run(to: path, force: force)
        {
            (run, cancellation, progress) throws(DatasetError) in
            try run.resume(path, cancellation: cancellation, progress: progress)
        }
    }
}
