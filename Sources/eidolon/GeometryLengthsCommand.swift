// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Detector
import EventModel
import Foundation
import Simulation

struct GeometryLengthsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lengths", abstract: "Print cross-sections and mean free paths of particles in materials.",
        discussion: """
            What the transport reckons with: hadrons that meet nuclei, photons that convert or scatter, positrons that \
            annihilate.

            Examples:
              eidolon geometry lengths silicon --particles pi+ p --momenta 0.5 1 10
              eidolon geometry lengths --json > lengths.json
            """)

    @Argument(help: "Names of materials; all if there are none.")
    var materials: [String] = []

    @Option(parsing: .upToNextOption, help: "Particles by name, such as pi- and n, or PDG number.")
    var particles = ["pi+", "pi-", "K+", "K-", "p", "n", "pbar", "gamma", "e+"]

    @Option(parsing: .upToNextOption, help: "Momenta, GeV/c.")
    var momenta: [Double] = [0.2, 0.5, 1, 2, 5, 10, 100]

    @OptionGroup var format: JSONOption

    func validate() throws {
        guard momenta.allSatisfy({ (0.001...100_000).contains($0) }) else {
            throw ValidationError("--momenta must be within 0.001 to 100000 GeV/c.")
        }
        _ = try chosenMaterials()
        _ = try species()
    }

    private func chosenMaterials() throws -> [Material] {
        let names = materials.isEmpty ? MaterialTable.names : materials
        return try names.map { name in
            guard let material = MaterialTable.material(name) else {
                throw ValidationError(
                    "there is no material '\(name)'; choose from \(MaterialTable.names.joined(separator: ", "))")
            }
            return material
        }
    }

    private func species() throws -> [Int32] {
        try particles.map { name in
            guard let number = Int32(name) ?? ParticleData.pdgID(named: name), InteractionSurvey.covers(number) else {
                throw ValidationError(
                    "'\(name)' is no hadron that lives long enough, photon or positron: name one as pi+, p or gamma.")
            }
            return number
        }
    }

    func run() throws {
        let survey = InteractionSurvey(try chosenMaterials(), particles: try species(), momenta: momenta)
        Console.result(format.json ? try JSONOption.text(survey) : Self.text(survey))
    }

    private static func text(_ survey: InteractionSurvey) -> String {
        func line(_ words: [String]) -> String {
            zip(words, [20, 10, 12, 20, 12, 0])
                .map { $0.padding(toLength: max($1, $0.count), withPad: " ", startingAt: 0) }.joined() + "\n"
        }
        func number(_ value: Double) -> String { String(format: "%.4g", value) }
        return line(["material", "particle", "GeV/c", "process", "mb", "mm"])
            + survey.rows.map {
                line([
                    $0.material, ParticleData.name($0.pdgID), number($0.momentum), $0.process,
                    number($0.crossSection), number($0.length),
                ])
            }.joined()
    }
}
