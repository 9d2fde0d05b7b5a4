// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Production

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Time the stages: nanoseconds per event, particle, hit, draw.",
        discussion: """
            Examples:
              eidolon bench
              eidolon bench transport readout --json
              eidolon bench --recipe Datasets/quickstart.yaml --events 20
              eidolon bench --recipe recipe.yaml --set collisions.pile_up.mean=40

            With --recipe every stage is timed over the recipe's events, the first ten unless --events says \
            otherwise: per event, per charged particle followed and per hit. One thread; nothing is written. With \
            --until an event is left after that stage, and later ones take no place in the caches.
            """)

    @Argument(help: "Benchmarks to run; all of them by default: \(StageBenchmark.names.joined(separator: ", ")).")
    var names: [String] = []

    @Option(help: "Time the events of this recipe instead.")
    var recipe: String?

    @Option(help: "Last stage of the recipe's events: \(RecipeBenchmarkReport.stageNames.joined(separator: ", ")).")
    var until: String?

    @OptionGroup var changes: OverrideOptions

    @Option(parsing: .unconditional, help: "Seconds of measuring per benchmark.")
    var seconds: Double = 1

    @OptionGroup var format: JSONOption

    func validate() throws {
        for name in names where !StageBenchmark.names.contains(name) {
            throw ValidationError(
                "there is no benchmark '\(name)'; choose from \(StageBenchmark.names.joined(separator: ", "))")
        }
        if recipe != nil && !names.isEmpty { throw ValidationError("give names of benchmarks or --recipe, not both") }
        if recipe == nil && changes.areGiven {
            throw ValidationError("--set, --events, --first-event and --seed change a recipe: give --recipe too")
        }
        if let until {
            let stages = RecipeBenchmarkReport.stageNames
            if recipe == nil { throw ValidationError("--until is for the stages of a recipe: give --recipe too") }
            if !stages.contains(until) {
                throw ValidationError("there is no stage '\(until)'; choose from \(stages.joined(separator: ", "))")
            }
        }
        if !(seconds > 0 && seconds <= 600) { throw ValidationError("--seconds takes a number above 0, up to 600") }
    }

    func run() throws {
        let resources = ResourceDirectories()
        guard let recipe else {
            let chosen = names.isEmpty ? StageBenchmark.names : names
            let results = try StageBenchmark.run(chosen, seconds: seconds, resources: resources)
            return Console.result(format.json ? try JSONOption.text(results) : results.table)
        }
        var changes = changes
        changes.events = changes.events ?? 10
        let prepared = try PreparedRun(recipe: recipe, overrides: changes.overrides(), resources: resources)
        Console.warn(prepared.warnings)
        var benchmark = RecipeBenchmark(prepared.chain, until: until)
        let report = benchmark.run(seconds: seconds)
        Console.result(format.json ? try JSONOption.text(report) : report.table)
    }
}

extension OverrideOptions {
    /// Whether the recipe is changed at all.
    fileprivate var areGiven: Bool { !set.isEmpty || events != nil || firstEvent != nil || seed != nil }
}
