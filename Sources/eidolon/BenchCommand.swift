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
            """)

    @Argument(help: "Benchmarks to run; all of them by default: \(StageBenchmark.names.joined(separator: ", ")).")
    var names: [String] = []

    @Option(help: "Seconds of measuring per benchmark.")
    var seconds: Double = 1

    @OptionGroup var format: JSONOption

    func validate() throws {
        for name in names where !StageBenchmark.names.contains(name) {
            throw ValidationError(
                "there is no benchmark '\(name)'; choose from \(StageBenchmark.names.joined(separator: ", "))")
        }
        if !(seconds > 0 && seconds <= 600) { throw ValidationError("--seconds takes a number above 0, up to 600") }
    }

    func run() throws {
        let chosen = names.isEmpty ? StageBenchmark.names : names
        let results = try StageBenchmark.run(chosen, seconds: seconds, resources: ResourceDirectories())
        Console.result(format.json ? try JSONOption.text(results) : StageBenchmark.table(results))
    }
}
