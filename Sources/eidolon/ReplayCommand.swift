// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Configuration
import Datasets
import Foundation
import Production

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Make one event of a dataset again, bit for bit.",
        discussion: """
            Example:
              eidolon replay quickstart.h5 --event 17 -o event-17.h5

            The plan is read from the dataset; the new file holds that event alone, with equal columns.
            """)

    @Argument(help: "A dataset, finished or not.")
    var file: String

    @Option(parsing: .unconditional, help: "Number of the event (event_id).")
    var event: Int

    @Option(name: .shortAndLong, help: "Dataset to write. Default: NAME-event-N.h5, here.")
    var output: String?

    @Option(help: "Folder with the particle files of the recipe, if they have moved; may be repeated.")
    var inputs: [String] = []

    @Flag(help: "Replace an existing dataset.")
    var force = false

    func run() throws {
        let planned = try PlannedDataset(path: file, inputs: inputs)
        let numbers = planned.plan.eventNumbers
        guard event >= 0, numbers.contains(UInt64(event)) else {
            throw Diagnostics([
                Diagnostic(
                    code: "out-of-range", file: file, key: "--event", problem: "event \(event) is not in this dataset",
                    reason: "it holds \(numbers.lowerBound) to \(numbers.upperBound - 1)")
            ])
        }
        // Of a selection only the attempts that passed are events.
        if planned.plan.isSelected, let reader = try? DatasetReader(path: file) {
            _ = try reader.position(ofEvent: Int64(event))
        }
        let plan = try planned.plan.with(event: event)
        let stem = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
        let path = output ?? "\(stem)-event-\(event).h5"
        guard !OutputFile.areSame(path, file) else {
            throw Diagnostics([
                Diagnostic(
                    code: "exists", file: path, key: "--output", problem: "this is the dataset that is read",
                    reason: "one event would take the place of all", remedy: "choose another name")
            ])
        }
        let chain = try EventChain(plan, inputPaths: planned.inputPaths)
        try RunSession(chain: chain, inputPaths: planned.inputPaths, threads: 1).run(to: path, force: force) {
            (run, cancellation, progress) throws(DatasetError) in
            try run.generate(to: path, cancellation: cancellation, progress: progress)
        }
    }
}
