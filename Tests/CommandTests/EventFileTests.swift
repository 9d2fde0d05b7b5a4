// SPDX-License-Identifier: GPL-3.0-or-later
import Datasets
import EventModel
import Foundation
import TestSupport
import Testing

extension Commands {
    /// Events of other generators through the whole chain, and out again.
    @Suite(.serialized) struct EventFiles {
        private static let fixtures = PackageFolder.root + "/Tests/Fixtures/generators"
        private let folder: ScratchFolder
        init() throws { folder = try ScratchFolder() }

        private func recipe(_ format: String, _ file: String, _ more: String = "", energy: Double = 13.6) throws
            -> String
        {
            try folder.write(
                """
                name: \(format)
                seed: 11
                detector: teaching
                source: {format: \(format), file: \(file)}
                collisions: {sqrt_s_TeV: \(energy), pile_up: {mean: 2\(more)}}

                """, to: "\(format).yaml")
        }

        @Test(
            "threads, pieces and replay give the same bytes",
            arguments: [
                ("hepmc3", "tt-13600.hepmc3.gz", 13.6), ("lhe", "tt-pythia.lhe", 13.6), ("lhe", "tttt-mg5.lhe", 13),
            ])
        func determinism(format: String, file: String, energy: Double) throws {
            let recipe = try recipe(format, Self.fixtures + "/" + file, energy: energy)
            let whole = folder.file("whole.h5")
            let wanted = try digest(try eidolon("generate", recipe, "-o", whole, "--threads", "1"))
            let again = try digest(try eidolon("generate", recipe, "-o", folder.file("b.h5"), "--threads", "3"))
            #expect(again == wanted)
            let replayed = try digest(try eidolon("replay", whole, "--event", "1", "-o", folder.file("r.h5")))
            let piece = try digest(
                try eidolon("generate", recipe, "-o", folder.file("p.h5"), "--first-event", "1", "--events", "1"))
            #expect(replayed == piece)
            let reader = try DatasetReader(path: whole)
            #expect(try reader.rowCount("tracker_hits/x") > 500 * reader.eventCount)
        }

        @Test("more events than the file holds are a mistake, and nothing is left behind") func tooMany() throws {
            let recipe = try recipe("hepmc3", Self.fixtures + "/tt-13600.hepmc3.gz")
            for arguments in [["--events", "4"], ["--first-event", "2", "--events", "2"]] {
                let result = try eidolon(["generate", recipe, "-o", folder.file("x.h5")] + arguments)
                #expect(result.status == 2 && result.error.contains("too-few-records"), "\(result.summary)")
                #expect(!FileManager.default.fileExists(atPath: folder.file("x.h5")))
                #expect(!FileManager.default.fileExists(atPath: folder.file("x.h5.partial")))
            }
            let all = folder.file("all.h5")
            _ = try digest(try eidolon("generate", recipe, "-o", all))
            #expect(try DatasetReader(path: all).eventCount == 3)
        }

        @Test("a bad record stops the run with its line, or keeps its number as an empty event") func badRecord() throws
        {
            let text = try String(contentsOfFile: Self.fixtures + "/tt-pythia.lhe", encoding: .utf8)
            var parts = text.components(separatedBy: "<event>\n12 ")
            parts[3] = parts[3].replacingOccurrences(of: "e+02", with: "e+0x")
            _ = try folder.write(parts.joined(separator: "<event>\n12 "), to: "bad.lhe")
            let recipe = try recipe("lhe", "bad.lhe")
            let refused = try eidolon("generate", recipe, "-o", folder.file("x.h5"))
            #expect(refused.status == 2 && refused.error.contains("bad.lhe:"), "\(refused.summary)")
            #expect(refused.error.contains("event record 2"))
            let path = folder.file("s.h5")
            let result = try eidolon("generate", recipe, "-o", path, "--set", "source.on_bad_record=skip")
            _ = try digest(result)
            #expect(result.error.contains("1 of 12 event records are bad"), "\(result.summary)")
            let reader = try DatasetReader(path: path)
            let flags = try reader.read("events/flags", as: UInt32.self, rows: 0..<12)
            #expect(flags.map { $0 & 1 } == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
            #expect(try reader.rows("particles", ofEvent: 2).isEmpty)
            #expect(try reader.numbers(attribute: "passed", of: "events", as: Int64.self) == [11])
            let check = try eidolon("validate", path)
            #expect(check.status == 0, "\(check.summary)")
        }

        @Test("a changed input file is noticed") func changed() throws {
            let text = try String(contentsOfFile: Self.fixtures + "/tt-pythia.lhe", encoding: .utf8)
            _ = try folder.write(text, to: "a.lhe")
            let recipe = try recipe("lhe", "a.lhe")
            let path = folder.file("d.h5")
            _ = try digest(try eidolon("generate", recipe, "-o", path, "--events", "2"))
            _ = try folder.write(text.replacingOccurrences(of: "1.948278e+02", with: "1.948279e+02"), to: "a.lhe")
            let result = try eidolon("replay", path, "--event", "0", "-o", folder.file("r.h5"))
            #expect(result.status == 2 && result.error.contains("missing-file"), "\(result.summary)")
        }

        @Test("pile-up and parton densities come from files") func otherFiles() throws {
            let densities = PackageFolder.root + "/Tests/Fixtures/densities/eidolon-lo_0000.dat"
            let recipe = try folder.write(
                """
                name: tt
                seed: 3
                events: 2
                detector: teaching
                processes: [tt]
                collisions:
                  parton_densities: \(densities)
                  density_variations: [\(densities)]
                  pile_up: {mean: 2, file: \(Self.fixtures)/tt-13600.hepmc3.gz, max_abs_eta: 4}

                """, to: "tt.yaml")
            let path = folder.file("d.h5")
            let wanted = try digest(try eidolon("generate", recipe, "-o", path, "--threads", "1"))
            #expect(try digest(try eidolon("generate", recipe, "-o", folder.file("e.h5"), "--threads", "2")) == wanted)
            let replayed = try eidolon("replay", path, "--event", "1", "-o", folder.file("r.h5"))
            #expect(replayed.status == 0, "\(replayed.summary)")
            let info = try eidolon("info", path, "--json")
            #expect(info.output.contains("pdf_eidolon-lo_0000"), "\(info.summary)")
            let wrong = try eidolon(
                "generate", recipe, "-o", folder.file("x.h5"), "--set", "collisions.parton_densities=\(recipe)")
            #expect(wrong.status == 2, "\(wrong.summary)")
        }

        @Test("exported events are read by pyhepmc, and by ourselves as what they were") func export() throws {
            let recipe = try folder.write(
                """
                name: tt
                seed: 3
                events: 4
                detector: teaching
                processes: [tt, ttH]
                collisions: {pile_up: 2}
                keep: {min_pT_GeV: 0, max_abs_eta: 20, neutral: true, vertices: true}

                """, to: "tt.yaml")
            let path = folder.file("d.h5")
            _ = try digest(try eidolon("generate", recipe, "-o", path))
            let export = try eidolon("export", path, "--to", "hepmc3", "-o", folder.file("out"))
            #expect(export.status == 0, "\(export.summary)")
            let again = try self.recipe("hepmc3", folder.file("out/events.hepmc3"), "")
            let back = folder.file("back.h5")
            let result = try eidolon(
                "generate", again, "-o", back, "--set", "collisions.pile_up.mean=0", "--set", "keep.neutral=true",
                "--set", "keep.max_abs_eta=20", "--set", "keep.min_pT_GeV=0")
            _ = try digest(result)
            let (first, second) = (try DatasetReader(path: path), try DatasetReader(path: back))
            for event in 0..<4 { try compare(first, second, event) }
            let found = try run(PackageFolder.python, ["-c", "import pyhepmc, h5py"]).status == 0
            guard try PackageFolder.has(found, "Python with pyhepmc: Scripts/setup tests") else { return }
            let check = try run(
                PackageFolder.python,
                [PackageFolder.root + "/Tests/Python/read_hepmc3.py", folder.file("out/events.hepmc3"), path])
            #expect(check.status == 0, "\(check.summary)")
        }

        /// Final particles with their momenta, places and times, whatever their order.
        private func compare(_ first: DatasetReader, _ second: DatasetReader, _ event: Int) throws {
            func finals(_ reader: DatasetReader) throws -> [[Float]] {
                let rows = try reader.rows("particles", ofEvent: event)
                let status = try reader.read("particles/status", as: Int8.self, rows: rows)
                let pdgID = try reader.read("particles/pdg_id", as: Int32.self, rows: rows)
                var columns = [pdgID.map(Float.init)]
                for name in ["px", "py", "pz", "vx", "vy", "vz"] {
                    columns.append(try reader.read("particles/\(name)", as: Float.self, rows: rows))
                }
                let kept = status.indices.filter { status[$0] == 1 }
                return kept.map { row in columns.map { $0[row] } }.sorted { $0.lexicographicallyPrecedes($1) }
            }
            let (a, b) = (try finals(first), try finals(second))
            #expect(a.count == b.count && a.count > 100)
            // Momenta have gone through decimal text with 17 digits.
            #expect(a == b)
        }
    }
}
