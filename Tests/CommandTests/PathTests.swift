// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

extension Commands {
    /// Where files are looked for, and how they are called in messages.
    @Suite(.serialized) struct Paths {
        let folder: ScratchFolder

        /// A recipe in `recipes`, and detectors there and in `here`, the working directory.
        init() throws {
            folder = try ScratchFolder()
            for name in ["recipes", "here"] {
                try FileManager.default.createDirectory(
                    atPath: folder.file(name), withIntermediateDirectories: true)
            }
            let text = try String(contentsOfFile: PackageFolder.root + "/Geometries/teaching.yaml", encoding: .utf8)
            for (place, name) in [("recipes", "theirs"), ("here", "mine")] {
                let named = text.replacingOccurrences(of: "name: teaching", with: "name: \(name)")
                try folder.write(named, to: "\(place)/d.yaml")
            }
            try folder.write(
                "seed: 1\nevents: 2\ndetector: d.yaml\ngun: {species: mu-, pT_GeV: 5, eta: 0}\n",
                to: "recipes/r.yaml")
        }

        private func run(_ arguments: String...) throws -> ProgramResult {
            try eidolon(arguments, directory: folder.file("here"))
        }

        private func detector(of name: String) throws -> String? {
            let info = try JSONSerialization.jsonObject(with: Data(try run("info", name, "--json").output.utf8))
            return (info as? [String: Any])?["detector"] as? String
        }

        @Test func thoseOfTheRecipeAreBesideItThoseOfTheCommandLineHere() throws {
            _ = try digest(try run("generate", "../recipes/r.yaml", "-o", "a.h5"))
            #expect(try detector(of: "a.h5") == "theirs")
            _ = try digest(try run("generate", "../recipes/r.yaml", "-o", "b.h5", "--set", "detector=d.yaml"))
            #expect(try detector(of: "b.h5") == "mine")
            let missing = try run("generate", "../recipes/r.yaml", "-o", "c.h5", "--set", "detector=r.yaml")
            #expect(missing.status == 2, "\(missing.summary)")
            #expect(missing.error.hasPrefix("--set detector=r.yaml: error[missing-geometry]"), "\(missing.summary)")
        }

        @Test func mistakesNameTheFileThatWasRead() throws {
            let text = try String(contentsOfFile: folder.file("recipes/d.yaml"), encoding: .utf8)
            try folder.write(text.replacingOccurrences(of: "uniform: 2.0", with: "map: coil.csv"), to: "recipes/d.yaml")
            try folder.write("r_mm,z_mm,Br_T,Bz_T\n0,0,0,strong\n", to: "recipes/coil.csv")
            let map = try run("generate", "../recipes/r.yaml")
            #expect(map.status == 2 && map.error.hasPrefix("../recipes/coil.csv:2:7: error"), "\(map.summary)")
            try folder.write(text.replacingOccurrences(of: "radius: 80", with: "radius: -80"), to: "recipes/d.yaml")
            let geometry = try run("validate", "../recipes/r.yaml")
            #expect(geometry.status == 2 && geometry.error.hasPrefix("../recipes/d.yaml:"), "\(geometry.summary)")
        }

        /// A run that reads a file is made again from any folder.
        @Test func inputsAreFoundAgainFromElsewhere() throws {
            try folder.write(
                "particle_id,vx,vy,vz,px,py,pz,q,nhits\n4503668346847232,0,0,0,3,1,0,-1,8\n", to: "here/p.csv")
            let arguments = ["source.file=p.csv", "gun=null", "events=null"].flatMap { ["--set", $0] }
            let made = try eidolon(
                ["generate", "../recipes/r.yaml", "-o", folder.file("recipes/p.h5")] + arguments,
                directory: folder.file("here"))
            _ = try digest(made)
            let again = try eidolon("replay", "recipes/p.h5", "--event", "0", "-o", "e.h5", directory: folder.path)
            #expect(again.status == 0, "\(again.summary)")
        }

        @Test func unfinishedRunsAreNamed() throws {
            try FileManager.default.createDirectory(
                atPath: folder.file("here/x.h5.partial"), withIntermediateDirectories: true)
            let empty = try run("info", "x.h5")
            #expect(empty.status == 2 && !empty.error.contains("eidolon resume"), "\(empty.summary)")
            for file in ["description.json", "journal"] { try folder.write("", to: "here/x.h5.partial/\(file)") }
            let result = try run("info", "x.h5")
            #expect(result.status == 2 && result.error.contains("eidolon resume x.h5"), "\(result.summary)")
        }

        @Test func wholeNumbersAreThoseOfRecipes() throws {
            let plan = try run("generate", "../recipes/r.yaml", "--events", "4e3", "--first-event", "1e6", "--dry-run")
            #expect(plan.output.contains("4000 (numbers 1000000 to 1003999)"), "\(plan.summary)")
            let wrong = try run("generate", "../recipes/r.yaml", "--events", "1.5", "--dry-run")
            #expect(wrong.status == 2 && wrong.error.contains("--events"), "\(wrong.summary)")
        }
    }
}
