// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Configuration
import Generation
import Production

struct ProcessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "process", abstract: "List, show, integrate and sample the processes that can be generated.",
        discussion: "Examples:\n  eidolon process list\n  eidolon process show ttH\n  eidolon process xsec tttt",
        subcommands: [List.self, Show.self, CrossSection.self, Sample.self, Map.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the processes.", discussion: "Example:\n  eidolon process list")
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

        @OptionGroup var choice: ProcessChoice

        func run() throws {
            let catalogue = ProcessCatalogue(cards: try choice.cards())
            Console.result((catalogue.text(of: choice.process) ?? "") + "\n")
        }
    }

    struct CrossSection: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "xsec", abstract: "Cross-section, unweighting efficiency and published figure of a process.",
            discussion: """
                Examples:
                  eidolon process xsec tttt --energy 13000
                  eidolon process xsec ttj --as-published
                """)

        @OptionGroup var choice: ProcessChoice
        @OptionGroup var collision: EnergyOption
        @Option(
            parsing: .unconditional,
            help: "Fixed renormalisation and factorisation scale in GeV, in place of the card's.")
        var fixedScale: Double?
        @Flag(help: "Compute what was published: at its energy, with its cuts, scales, flavours and top mass.")
        var asPublished = false
        @Option(
            help: "Member of an LHAPDF6 set, NAME_0000.dat with NAME.info beside it, in place of the card's densities.")
        var densities: String?
        @Flag(help: "Integrate a second time, with VEGAS over other variables.") var second = false
        @Option(parsing: .unconditional, help: "Points of each of its ten iterations.") var points = 50_000
        @OptionGroup var format: JSONOption

        func validate() throws {
            guard (1000...10_000_000).contains(points) else {
                throw ValidationError("--points must be 1000 to 10000000")
            }
            guard fixedScale.map({ (1...100_000).contains($0) }) ?? true else {
                throw ValidationError("--fixed-scale must be 1 to 100000 GeV")
            }
            guard !asPublished || fixedScale == nil else {
                throw ValidationError("--as-published has scales of its own: leave out --fixed-scale")
            }
        }

        func run() throws {
            let report = try CrossSectionReport(
                process: choice.process,
                setup: asPublished ? .published : .card(energy: collision.energy, fixedScale: fixedScale),
                densities: densities.map { path throws(Diagnostics) in try DensityGridFiles(member: path) },
                second: second ? SecondIntegration(pointsPerIteration: points) : nil, cards: try choice.cards())
            Console.result(format.json ? try JSONOption.text(report) : report.text + "\n")
        }
    }

    struct Sample: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write hard events of a process, before shower and decays, as JSON.",
            discussion: "Example:\n  eidolon process sample tttt --events 10000 > tttt.json")

        @OptionGroup var choice: ProcessChoice
        @OptionGroup var collision: EnergyOption
        @Option(parsing: .unconditional, help: "Number of events.") var events = 1000
        @Option(parsing: .unconditional, help: "Seed.") var seed: UInt64 = 1

        func validate() throws {
            guard (1...10_000_000).contains(events) else { throw ValidationError("--events must be 1 to 10000000") }
        }

        func run() throws {
            let sample = try HardEventSample(
                process: choice.process, energy: collision.energy, cards: try choice.cards())
            Console.result(sample.json(events: events, seed: seed))
        }
    }

    struct Map: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Integrate processes with care and write the maps that come with the cards (Generators/Maps).",
            discussion: "Example:\n  eidolon process map --energy 13600 > Generators/Maps/13600.txt")

        @OptionGroup var collision: EnergyOption

        func run() throws {
            let cards = try ResourceDirectories().cards()
            let names = cards.processes.processes.filter { $0.amplitude != .minimumBias }.map(\.name)
            var plan = GenerationPlan(numbers: [:])
            for name in names { try plan.integrate(name, energy: collision.energy, cards: cards) }
            Console.result(IntegrationMaps.text(of: plan, processes: names, energy: collision.energy, cards: cards))
        }
    }
}

/// A process by its name.
struct ProcessChoice: ParsableArguments {
    @Argument(help: "Name of a process (see `eidolon process list`).")
    var process: String

    /// The cards that come with Eidolon.
    /// - Throws: where they have no such process.
    func cards() throws -> GeneratorCards {
        let cards = try ResourceDirectories().cards()
        let known = cards.processes.processes.map(\.name)
        guard known.contains(process) else {
            let meant = Suggestion.nearest(to: process, among: known).map { "did you mean '\($0)'? " } ?? ""
            throw ValidationError(
                "there is no process '\(process)'; \(meant)choose from \(known.joined(separator: ", "))")
        }
        return cards
    }
}

struct EnergyOption: ParsableArguments {
    @Option(parsing: .unconditional, help: "Proton-proton energy in GeV.") var energy = 13_600.0

    func validate() throws {
        guard (900...100_000).contains(energy) else { throw ValidationError("--energy must be 900 to 100000 GeV") }
    }
}
