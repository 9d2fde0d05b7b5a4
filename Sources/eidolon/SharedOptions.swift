// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Configuration
import Foundation

/// How many threads work.
struct ThreadOptions: ParsableArguments {
    @Option(
        name: [.customShort("t"), .long], parsing: .unconditional,
        help: "Worker threads; the number never changes the result. Default: one per processor.")
    var threads: Int?

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads takes 1 to 1024") }
    }

    var count: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}

/// Changes to a recipe on the command line.
struct OverrideOptions: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Replace a key of the recipe; may be repeated. Example: --set collisions.pile_up.mean=200. Paths are relative "
                + "to the working directory.",
            valueName: "key=value"))
    var set: [String] = []

    @Option(parsing: .unconditional, help: "Number of events, instead of the recipe's.", transform: Self.count)
    var events: Int?

    @Option(
        parsing: .unconditional,
        help: "Number of the first event, instead of the recipe's: for making a dataset in pieces.",
        transform: Self.count)
    var firstEvent: Int?

    @Option(parsing: .unconditional, help: "Seed, instead of the recipe's.")
    var seed: UInt64?

    /// A whole number, also as recipes write it: `40e3`.
    private static func count(_ text: String) throws -> Int {
        guard let count = NumberText.readInteger(text) else { throw ValidationError("a whole number is wanted") }
        return count
    }

    /// All of them, `--set` first.
    func overrides() throws(Diagnostics) -> [Override] {
        var result: [Override] = []
        for argument in set { result.append(try Override(argument)) }
        if let events { result.append(try Override(flag: "--events", key: "events", value: "\(events)")) }
        if let firstEvent {
            result.append(
                try Override(flag: "--first-event", key: "first_event", value: "\(firstEvent)"))
        }
        if let seed { result.append(try Override(flag: "--seed", key: "seed", value: "\(seed)")) }
        return result
    }
}

/// Machine-readable output.
struct JSONOption: ParsableArguments {
    @Flag(help: "Print JSON, whose keys are stable.")
    var json = false

    /// A value as JSON text with a line's end.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
