// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Configuration
import Datasets
import Production

struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Make a dataset from a recipe.",
        discussion: """
            Examples:
              eidolon generate Datasets/quickstart.yaml -o quickstart.h5
              eidolon generate Datasets/tth-vs-tt-pu200.yaml --dry-run
              eidolon generate recipe.yaml --set collisions.pile_up.mean=60
              eidolon generate recipe.yaml --set detector=my-tracker.yaml
              eidolon generate recipe.yaml --first-event 1000 --events 500 -o piece-2.h5

            Prints the SHA-256 of the dataset. The same plan gives the same bytes whatever the threads, the machine \
            and the pieces. Interrupted runs are kept in NAME.partial and finished by `eidolon resume`.

            Paths in a recipe are relative to its folder, those after --set to the working directory.
            """)

    @Argument(help: "Recipe (YAML); Datasets/RECIPES.md documents its keys.")
    var recipe: String

    @Option(name: .shortAndLong, help: "Dataset to write. Default: the recipe's name with .h5, here.")
    var output: String?

    @OptionGroup var changes: OverrideOptions
    @OptionGroup var threads: ThreadOptions

    @Flag(help: "Replace an existing dataset, and discard an unfinished one of that name.")
    var force = false

    @Flag(help: "Print the resolved plan with an estimate of time, size and memory; make nothing.")
    var dryRun = false

    func run() throws {
        let prepared = try PreparedRun(
            recipe: recipe, overrides: changes.overrides(), resources: ResourceDirectories())
        let plan = prepared.chain.plan
        Console.warn(prepared.warnings)
        if dryRun {
            let estimate = Estimate(plan, costs: .measured, threads: threads.count)
            Console.result(plan.summary() + "\n" + estimate.summary)
            return
        }
        let path = output ?? plan.name + ".h5"
        let session = RunSession(chain: prepared.chain, inputPaths: prepared.inputPaths, threads: threads.count)
        try session.run(to: path, force: force) { (run, cancellation, progress) throws(DatasetError) in
            try run.generate(to: path, cancellation: cancellation, progress: progress)
        }
    }
}
