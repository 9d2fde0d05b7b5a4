// SPDX-License-Identifier: GPL-3.0-or-later
import Datasets
import Foundation
import TestSupport
import Testing

extension Commands {
    /// The particles of a real event of the TrackML challenge, through the detector, exported, and scored by an
    /// implementation of the score that shares nothing with ours.
    @Suite(.serialized) struct TrackML {
        struct Scores: Decodable {
            var event: String
            var hits: Int
            var particles: Int
            var sum_of_weights: Double
            var largest_weight_difference: Double
            var score_perfect: Double
            var score_shuffled: Double
            var score_merged: Double
        }

        let folder: ScratchFolder
        init() throws { folder = try ScratchFolder() }

        private func hasPython() throws -> Bool {
            let found = try run(PackageFolder.python, ["-c", "import numpy, h5py"]).status == 0
            return try PackageFolder.has(found, "Python with numpy and h5py: Scripts/setup tests")
        }

        private func scores(_ export: String) throws -> [Scores] {
            let result = try run(PackageFolder.python, [PackageFolder.root + "/Tests/Python/trackml_score.py", export])
            try #require(result.status == 0, "\(result.summary)")
            return try result.output.split(separator: "\n").map {
                try JSONDecoder().decode(Scores.self, from: Data($0.utf8))
            }
        }

        @Test func realEvent() throws {
            guard try hasPython() else { return }
            let path = folder.file("event.h5")
            let recipe = PackageFolder.root + "/Datasets/trackml-event.yaml"
            _ = try digest(try eidolon("generate", recipe, "-o", path))
            let reader = try DatasetReader(path: path)
            // All 12,263 particles are there, whatever became of them.
            #expect(try reader.rowCount(ofTable: "particles") >= 12_263)
            #expect(try reader.rowCount("tracker_hits/x") > 80_000)
            let export = try eidolon("export", path, "--to", "trackml", "-o", folder.file("csv"))
            #expect(export.status == 0, "\(export.summary)")
            let scores = try scores(folder.file("csv"))
            try #require(scores.count == 1)
            #expect(scores[0].hits == (try reader.rowCount("tracker_hits/x")))
            #expect(abs(scores[0].sum_of_weights - 1) < 1e-6)
            #expect(scores[0].largest_weight_difference < 1e-7)
            #expect(abs(scores[0].score_perfect - 1) < 1e-9)
            #expect(scores[0].score_shuffled < 0.01)
            #expect(scores[0].score_merged < 0.99)
        }

        @Test func exportsAreTheSameAgainAndCompressed() throws {
            guard try hasPython() else { return }
            let recipe = try Recipes.write("gun", in: folder)
            let path = folder.file("d.h5")
            _ = try digest(try eidolon("generate", recipe, "-o", path, "--events", "3"))
            for (name, more) in [("a", []), ("b", []), ("c", ["--gzip"])] {
                let result = try eidolon(["export", path, "--to", "trackml", "-o", folder.file(name)] + more)
                #expect(result.status == 0, "\(result.summary)")
            }
            #expect(try run("/usr/bin/diff", ["-r", folder.file("a"), folder.file("b")]).status == 0)
            let (plain, compressed) = (try scores(folder.file("a")), try scores(folder.file("c")))
            #expect(plain.count == 3 && compressed.count == 3)
            for (one, other) in zip(plain, compressed) {
                #expect(one.hits == other.hits && one.score_perfect == other.score_perfect)
                #expect(abs(one.score_perfect - 1) < 1e-9)
            }
        }

        @Test func datasetIsReadByPlainPython() throws {
            guard try hasPython() else { return }
            let recipe = try Recipes.write("processes", in: folder)
            _ = try digest(try eidolon("generate", recipe, "-o", folder.file("d.h5"), "--events", "3"))
            let result = try run(
                PackageFolder.python, [PackageFolder.root + "/Tests/Python/read_dataset.py", folder.file("d.h5")])
            #expect(result.status == 0, "\(result.summary)")
            let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
            #expect(report?["events"] as? Int == 3)
            #expect(report?["digest_holds"] as? Bool == true)
            #expect(report?["memory_mapped"] as? Bool == true)
        }
    }
}
