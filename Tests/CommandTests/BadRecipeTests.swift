// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

extension Commands {
    /// Recipes and geometries with one mistake each: status 2, one message with file, line and key, nothing written.
    @Suite(.serialized) struct BadRecipes {
        struct Mistake: Sendable, CustomTestStringConvertible {
            var text: String
            /// What the message must say.
            var says: [String]
            var testDescription: String { text.replacingOccurrences(of: "\n", with: " / ") }
        }

        static let start = "seed: 7\nevents: 3\n"

        static let mistakes: [Mistake] = [
            Mistake(text: start + "procesess: [tt]\n", says: [":3:", "procesess"]),
            Mistake(text: start + "processes: [tt]\ndetector: 4\n", says: [":4:", "detector"]),
            Mistake(text: start + "processes: [tt]\ndetector: nowhere\n", says: [":4:", "detector", "nowhere"]),
            Mistake(text: start + "processes: [nonsense]\n", says: [":3:", "nonsense"]),
            Mistake(
                text: start + "processes:\n  - {process: tt, fraction: -1, label: 0}\n", says: [":4:", "fraction"]),
            Mistake(text: start + "processes:\n  - {process: ttH, higgs_decay: xx}\n", says: [":4:", "higgs_decay"]),
            Mistake(text: start + "processes: []\n", says: [":3:", "processes"]),
            Mistake(text: start, says: ["processes"]),
            Mistake(text: start + "processes: [tt]\ngun: {species: mu-, pT_GeV: 1, eta: 0}\n", says: ["gun"]),
            Mistake(text: start + "gun: {species: nonsense, pT_GeV: 1, eta: 0}\n", says: [":3:", "species"]),
            Mistake(text: start + "gun: {species: W+, pT_GeV: 1, eta: 0}\n", says: [":3:", "W+", "decays"]),
            Mistake(text: start + "gun: {species: [mu-, d], pT_GeV: 1, eta: 0}\n", says: [":3:", "never alone"]),
            Mistake(text: start + "gun: {species: B+, pT_GeV: 1, eta: 0}\n", says: [":3:", "B+"]),
            Mistake(text: start + "gun: {species: mu-, pT_GeV: -1, eta: 0}\n", says: [":3:", "pT_GeV"]),
            Mistake(text: start + "gun: {species: mu-, pT_GeV: [5, 1], eta: 0}\n", says: [":3:", "pT_GeV"]),
            Mistake(text: start + "gun: {species: mu-, pT_GeV: nan, eta: 0}\n", says: [":3:", "pT_GeV"]),
            Mistake(text: start + "gun: {species: mu-, pT_GeV: 1, p_GeV: 1, eta: 0}\n", says: [":3:", "p_GeV"]),
            Mistake(text: start + "processes: [tt]\ncollisions: {pile_up: 1e9}\n", says: [":4:", "pile_up"]),
            Mistake(text: start + "processes: [tt]\ncollisions: {sqrt_s_TeV: many}\n", says: [":4:", "sqrt_s_TeV"]),
            Mistake(
                text: start + "source: {format: trackml-particles, file: missing.csv}\n", says: [":3:", "missing.csv"]),
            Mistake(text: start + "source: {format: nonsense, file: a.csv}\n", says: [":3:", "format"]),
            Mistake(text: "events: 3\nprocesses: [tt]\n", says: ["seed"]),
            Mistake(text: "seed: 7\nprocesses: [tt]\n", says: ["events"]),
            Mistake(text: "seed: -1\nevents: 3\nprocesses: [tt]\n", says: [":1:", "seed"]),
            Mistake(text: "seed: 7\nevents: 0\nprocesses: [tt]\n", says: [":2:", "events"]),
            Mistake(text: "seed: 7\nevents: 3\nevents: 4\nprocesses: [tt]\n", says: [":3:", "events"]),
            Mistake(text: start + "processes: [tt\n", says: ["recipe.yaml:"]),
            Mistake(text: start + "processes: &a [tt]\nkeep: *a\n", says: ["recipe.yaml:"]),
            Mistake(text: "", says: ["recipe.yaml"]),
            Mistake(text: "\u{0}\u{1}\u{2}", says: ["recipe.yaml"]),
            Mistake(text: "just a text\n", says: ["recipe.yaml"]),
            Mistake(text: String(repeating: "[", count: 100_000), says: ["recipe.yaml"]),
            Mistake(
                text: start + "name: " + String(repeating: "x", count: 900_000) + "\nprocesses: [tt]\n", says: [":3:"]),
            Mistake(text: String(repeating: "# a long text\n", count: 200_000), says: ["recipe.yaml"]),
        ]

        @Test(arguments: mistakes)
        func oneMessageWithItsPlace(_ mistake: Mistake) throws {
            let folder = try ScratchFolder()
            try folder.write(mistake.text, to: "recipe.yaml")
            let result = try eidolon("generate", "recipe.yaml", "-o", "d.h5", directory: folder.path, atMost: 20)
            #expect(result.status == 2, "\(result.summary)")
            #expect(result.error.hasPrefix("recipe.yaml"), "\(result.summary)")
            for part in mistake.says { #expect(result.error.contains(part), "\(part): \(result.summary)") }
            #expect(try folder.names() == ["recipe.yaml"])
            #expect(result.error.count < 4000 && result.output.isEmpty)
        }

        @Test func allMistakesOfAFileAreListed() throws {
            let folder = try ScratchFolder()
            try folder.write("seed: x\nevents: 0\nprocesses: [nonsense]\nmore: 1\n", to: "recipe.yaml")
            let result = try eidolon("generate", "recipe.yaml", directory: folder.path)
            #expect(result.status == 2)
            for line in 1...4 { #expect(result.error.contains("recipe.yaml:\(line):"), "\(result.summary)") }
        }

        /// The TrackML-like detector with one thing changed.
        @Test(arguments: [
            ("\nname: trackml", "\nnonsense: trackml"), ("uniform: 2.0", "uniform: strong"),
            ("radius: 1100", "radius: -1100"), ("radius: 19", "radius: .nan"), ("radius: 19", "radius: 1e400"),
            ("material: beryllium", "material: cheese"), ("half_length: 3050", "half_length: 30\n  half_length: 31"),
            ("thickness: 0.8", "thickness: 0.8 mm"), ("pitch: [0.05, 0.05]", "pitch: [0.05, 0]"),
        ])
        func geometriesToo(_ found: String, _ replacement: String) throws {
            let folder = try ScratchFolder()
            var text = try String(contentsOfFile: PackageFolder.root + "/Geometries/trackml.yaml", encoding: .utf8)
            text.replaceSubrange(try #require(text.range(of: found)), with: replacement)
            try folder.write(text, to: "geometry.yaml")
            try folder.write(Self.start + "processes: [tt]\ndetector: geometry.yaml\n", to: "recipe.yaml")
            for command in [["geometry", "show", "./geometry.yaml"], ["generate", "recipe.yaml"]] {
                let result = try eidolon(command, directory: folder.path, atMost: 20)
                #expect(result.status == 2, "\(command): \(result.summary)")
                #expect(result.error.contains("geometry.yaml:"), "\(command): \(result.summary)")
            }
            let validation = try eidolon("validate", "geometry.yaml", directory: folder.path, atMost: 20)
            #expect(validation.status == 2, "\(validation.summary)")
            #expect(try folder.names() == ["geometry.yaml", "recipe.yaml"])
        }
    }
}
