// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Generation

/// A recipe that was read with everything it names, planned and made ready: what every command that runs one starts
/// from.
public struct PreparedRun: Sendable {
    public let chain: EventChain
    /// Where the files of the plan's inputs are, in its order.
    public let inputPaths: [String]
    /// What a person should know before it runs.
    public let warnings: [Diagnostic]

    /// - Parameter overrides: what the command line changes; paths in it are relative to the working directory.
    /// - Throws: all mistakes of the recipe, or those of what it names, with the paths of the files they stand in.
    public init(recipe path: String, overrides: [Override], resources: ResourceDirectories) throws(Diagnostics) {
        let cards = try resources.cards()
        let loaded = try resources.loader(cards).load(path: path, overrides: overrides)
        let plan = try resources.plan(loaded, cards: cards)
        do throws(Diagnostics) { chain = try EventChain(plan, inputPaths: loaded.inputPaths) } catch {
            throw loaded.withPaths(error)
        }
        inputPaths = loaded.inputPaths
        warnings = loaded.warnings + chain.generator.warnings
    }
}
