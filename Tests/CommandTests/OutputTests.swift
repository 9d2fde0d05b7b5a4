// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

extension Commands {
    /// What is no result of an earlier run is never overwritten, waited for or removed.
    @Suite(.serialized) struct Outputs {
        let folder: ScratchFolder

        init() throws {
            folder = try ScratchFolder()
            try folder.write(
                "seed: 1\nevents: 3\ndetector: teaching\ngun: {species: mu-, pT_GeV: 5, eta: 0}\n", to: "r.yaml")
        }

        private func run(_ arguments: String...) throws -> ProgramResult {
            try eidolon(arguments, directory: folder.path, atMost: 30)
        }

        private func text(_ name: String) throws -> String {
            try String(contentsOfFile: folder.file(name), encoding: .utf8)
        }

        @Test(arguments: ["", "new.h5/", "."])
        func namesThatAreNoFilesAreRefused(_ name: String) throws {
            for force in [[], ["--force"]] {
                let result = try eidolon(["generate", "r.yaml", "-o", name] + force, directory: folder.path)
                #expect(result.status == 2 && result.error.contains("name the dataset"), "\(result.summary)")
                #expect(try folder.names() == ["r.yaml"])
            }
        }

        /// The recipe itself, a text, a folder, a pipe.
        @Test func forceReplacesDatasetsOnly() throws {
            let recipe = try text("r.yaml")
            try folder.write("important\n", to: "notes.txt")
            try FileManager.default.createDirectory(atPath: folder.file("folder"), withIntermediateDirectories: true)
            #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
            let before = try folder.names()
            for name in ["r.yaml", "notes.txt", "folder", "pipe"] {
                let result = try run("generate", "r.yaml", "-o", name, "--force")
                #expect(result.status == 2 && result.error.contains(name), "\(result.summary)")
                #expect(try folder.names() == before)
            }
            #expect(try text("r.yaml") == recipe && text("notes.txt") == "important\n")
            try folder.write("", to: "empty.h5")
            #expect(try run("generate", "r.yaml", "-o", "empty.h5", "--force").status == 0)
            #expect(try run("generate", "r.yaml", "-o", "empty.h5", "--force", "--events", "1").status == 0)
        }

        @Test func aFolderThatIsNoRunStays() throws {
            let partial = folder.file("d.h5.partial")
            try FileManager.default.createDirectory(atPath: partial, withIntermediateDirectories: true)
            let info = try run("info", "d.h5")
            #expect(info.status == 2 && !info.error.contains("resume"), "\(info.summary)")
            try folder.write("important\n", to: "d.h5.partial/notes.txt")
            for force in [[], ["--force"]] {
                let result = try eidolon(["generate", "r.yaml", "-o", "d.h5"] + force, directory: folder.path)
                #expect(result.status == 2 && result.error.contains("other files"), "\(result.summary)")
                #expect(try text("d.h5.partial/notes.txt") == "important\n")
            }
            try FileManager.default.removeItem(atPath: partial + "/notes.txt")
            #expect(try run("generate", "r.yaml", "-o", "d.h5").status == 0)
            try folder.write("", to: "e.h5.partial")
            let file = try run("generate", "r.yaml", "-o", "e.h5")
            #expect(file.status == 2 && file.error.contains("e.h5.partial"), "\(file.summary)")
        }

        @Test func anEventDoesNotReplaceItsDataset() throws {
            let whole = try digest(try run("generate", "r.yaml", "-o", "d.h5"))
            try FileManager.default.createSymbolicLink(atPath: folder.file("link.h5"), withDestinationPath: "d.h5")
            for name in ["d.h5", "./d.h5", "link.h5"] {
                let result = try run("replay", "d.h5", "--event", "1", "-o", name, "--force")
                #expect(result.status == 2 && result.error.contains("read"), "\(result.summary)")
                #expect(try contentDigest(of: folder.file("d.h5")) == whole)
            }
        }

        @Test func nobodyWaitsForAPipe() throws {
            #expect(mkfifo(folder.file("p.h5"), 0o600) == 0)
            for arguments in [
                ["info", "p.h5"], ["validate", "p.h5"], ["replay", "p.h5", "--event", "0", "-o", "o.h5"],
                ["export", "p.h5", "--to", "trackml", "-o", "x"], ["resume", "p.h5"],
            ] {
                let result = try eidolon(arguments, directory: folder.path, atMost: 20)
                #expect(result.status == 2 && result.error.contains("p.h5"), "\(result.summary)")
            }
            #expect(try folder.names() == ["p.h5", "r.yaml"])
        }

        @Test func drawingsReplaceDrawingsOnly() throws {
            let recipe = try text("r.yaml")
            for name in ["r.yaml", "", "x.svg/", "drawing"] {
                let drawing = try run("geometry", "draw", "teaching", "-o", name)
                #expect(drawing.status == 2, "\(drawing.summary)")
                let material = try run("geometry", "material", "teaching", "--bins", "2", "-o", name)
                #expect(material.status == 2, "\(material.summary)")
            }
            #expect(mkfifo(folder.file("p.svg"), 0o600) == 0)
            #expect(try run("geometry", "draw", "teaching", "-o", "p.svg").status == 2)
            #expect(try text("r.yaml") == recipe)
            #expect(try folder.names() == ["p.svg", "r.yaml"])
            for _ in 0..<2 { #expect(try run("geometry", "draw", "teaching", "-o", "t.svg").status == 0) }
        }

        @Test func anImportDoesNotReplaceWhatItReads() throws {
            let header =
                "volume_id,layer_id,module_id,cx,cy,cz,rot_xu,rot_xv,rot_xw,rot_yu,rot_yv,rot_yw,rot_zu,rot_zv,rot_zw,"
                + "module_t,module_minhu,module_maxhu,module_hv,pitch_u,pitch_v\n"
            let table = header + "1,2,1,30,0,0,0,0,1,1,0,0,0,1,0,0.15,8,8,36,0.05,0.05\n"
            try folder.write(table, to: "mine.csv")
            let result = try run("geometry", "import", "mine.csv", "-o", "mine.yaml", "--force")
            #expect(result.status == 2 && result.error.contains("choose another name"), "\(result.summary)")
            #expect(try text("mine.csv") == table && folder.names() == ["mine.csv", "r.yaml"])
            #expect(try run("geometry", "import", "mine.csv", "-o", "other.yaml").status == 0)
        }

        @Test(arguments: ["trackml", "acts"])
        func aSecondExportIsRefusedOrReplacesTheFirst(_ format: String) throws {
            _ = try digest(try run("generate", "r.yaml", "-o", "d.h5"))
            func names() throws -> [String] {
                try FileManager.default.contentsOfDirectory(atPath: folder.file("x")).sorted()
            }
            #expect(try run("export", "d.h5", "--to", format, "-o", "x").status == 0)
            let all = try names()
            let again = try run("export", "d.h5", "--to", format, "-o", "x", "--count", "1")
            #expect(again.status == 2 && again.error.contains("--force"), "\(again.summary)")
            #expect(try names() == all)
            let forced = try run("export", "d.h5", "--to", format, "-o", "x", "--count", "1", "--force")
            #expect(forced.status == 0, "\(forced.summary)")
            #expect(try names() == all.filter { $0.hasPrefix("event000000000-") || $0 == "detectors.csv" })
            for arguments in [["--first", "-1"], ["--first", "2", "--count", "2"], ["--count", "9"]] {
                let outside = try eidolon(
                    ["export", "d.h5", "--to", format, "-o", "y"] + arguments, directory: folder.path)
                #expect(outside.status == 2 && outside.error.contains("it holds 3"), "\(outside.summary)")
            }
            #expect(!folder.exists("y"))
        }

        @Test func numbersBelowZeroAreNamed() throws {
            for (arguments, says) in [
                (["generate", "r.yaml", "--events", "-5"], "--events -5: error[out-of-range]"),
                (["generate", "r.yaml", "--events", "0"], "--events 0: error[out-of-range]"),
                (["generate", "r.yaml", "--first-event", "-1"], "--first-event -1: error"),
                (["generate", "r.yaml", "--seed", "-1"], "'-1' is invalid for '--seed"),
                (["process", "xsec", "tt", "--fixed-scale", "-1"], "--fixed-scale must be"),
            ] {
                let result = try eidolon(arguments, directory: folder.path)
                #expect(result.status == 2 && result.error.contains(says), "\(says): \(result.summary)")
            }
        }
    }
}
