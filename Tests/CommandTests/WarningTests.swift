// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

extension Commands {
    /// What a person is told of recipes that can be run but will not give what was meant.
    @Suite(.serialized) struct Warnings {
        let folder: ScratchFolder
        init() throws { folder = try ScratchFolder() }

        private func write(_ gun: String, _ more: String = "", detector: String = "telescope") throws {
            try folder.write("seed: 1\nevents: 5\ndetector: \(detector)\ngun: \(gun)\n\(more)", to: "r.yaml")
        }

        /// A beam of the telescope with the usual thresholds: every command that reads the recipe says so, at its place.
        @Test func aBeamThatTheThresholdsLeaveOut() throws {
            try write("{species: pi+, p_GeV: 5, eta: 8, vertex: {position_mm: [0, 0, -490]}}")
            let generate = ["generate", "r.yaml", "-o", "d.h5"]
            for command in [generate + ["--dry-run"], generate, ["validate", "r.yaml"]] {
                let result = try eidolon(command, directory: folder.path)
                #expect(result.status == 0, "\(result.summary)")
                #expect(
                    result.error.contains("r.yaml:4:36: warning[not-followed]: gun.eta: no particle of the gun"),
                    "\(command): \(result.summary)")
            }
            let quiet = try eidolon(
                "generate", "r.yaml", "--dry-run", "--set", "simulation={min_pT_GeV: 0.001, max_abs_eta: 10}",
                directory: folder.path)
            #expect(quiet.status == 0 && quiet.error.isEmpty, "\(quiet.summary)")
        }

        /// Finished without a hit of a particle: what became of the particles.
        @Test(arguments: [
            ("{species: pi+, pT_GeV: 5, eta: 8}", "", "5 are beyond `simulation.max_abs_eta`, 4"),
            ("{species: pi+, pT_GeV: 0.05, eta: 3}", "", "5 are below `simulation.min_pT_GeV`, 0.1"),
            ("{species: nu_e, pT_GeV: 5, eta: 0}", "", "5 are of species that leave no trace"),
            ("{species: mu-, pT_GeV: 5, eta: 0, vertex: {position_mm: [0, 0, 900]}}", "", "5 could not be followed"),
            ("{species: mu-, pT_GeV: 5, eta: 0}", "", "5 were followed"),
            ("{species: nu_e, pT_GeV: 5, eta: 0}", "keep: {neutral: false}\n", "none of the particles is stored"),
        ])
        func aRunWithoutHits(_ gun: String, _ more: String, _ reason: String) throws {
            try write(gun, more)
            let result = try eidolon("generate", "r.yaml", "-o", "d.h5", directory: folder.path)
            #expect(result.status == 0, "\(result.summary)")
            #expect(result.error.contains("d.h5: warning[no-hits]: the events hold particles"), "\(result.summary)")
            #expect(result.error.contains(reason), "\(result.summary)")
        }

        /// Noise is no hit of a particle; hits are no reason for a warning.
        @Test func noiseIsNoHit() throws {
            try write("{species: nu_e, pT_GeV: 5, eta: 0}", detector: "trackml")
            let noise = try eidolon("generate", "r.yaml", "-o", "n.h5", directory: folder.path)
            #expect(noise.error.contains("warning[no-hits]") && !noise.error.contains(" 0 hits"), "\(noise.summary)")
            try write("{species: mu-, pT_GeV: 5, eta: 0}", detector: "trackml")
            let hits = try eidolon("generate", "r.yaml", "-o", "h.h5", directory: folder.path)
            #expect(hits.status == 0 && !hits.error.contains("warning"), "\(hits.summary)")
        }

        /// What a dry run says of the size is what a run takes.
        @Test(arguments: [("quickstart", "60"), ("muon-gun", "1000"), ("pions-benchmark", "60")])
        func estimatesOfSizesHold(_ name: String, _ events: String) throws {
            let recipe = PackageFolder.root + "/Datasets/\(name).yaml"
            let plan = try eidolon("generate", recipe, "--events", events, "--dry-run")
            let line = try #require(plan.output.split(separator: "\n").first { $0.hasPrefix("size ") })
            let words = line.split(separator: " ")
            let unit = try #require(["kB": 1e3, "MB": 1e6, "GB": 1e9][words[3]])
            let estimate = try #require(Double(words[2])) * unit
            let path = folder.file("d.h5")
            _ = try digest(try eidolon("generate", recipe, "--events", events, "-o", path))
            let size = try #require(
                try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
            ).doubleValue
            #expect((0.7...1.4).contains(estimate / size), "\(estimate) said, \(size) bytes made")
        }
    }
}
