// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

extension Commands {
    /// Particle files that something is wrong with: status 2 and a message with file and line, never a crash.
    @Suite(.serialized) struct BadParticleFiles {
        struct Mistake: Sendable, CustomTestStringConvertible {
            var name: String
            var text: String
            /// Where the message must point; nil for the file as a whole.
            var line: Int?
            var testDescription: String { name }
        }

        static let header = "particle_id,vx,vy,vz,px,py,pz,q,nhits\n"
        static let good = "4503668346847232,0,0,1,0.5,0.3,-0.2,-1,8\n"

        static let mistakes: [Mistake] = [
            Mistake(name: "empty", text: ""),
            Mistake(name: "header only", text: header),
            Mistake(name: "wrong columns", text: "a,b,c\n1,2,3\n", line: 1),
            Mistake(name: "missing column", text: "particle_id,vx,vy,vz,px,py,q,nhits\n1,0,0,0,1,1,1,8\n", line: 1),
            Mistake(name: "truncated row", text: header + good + "4503737066323968,0,0", line: 3),
            Mistake(name: "too many values", text: header + "7,0,0,0,1,1,1,1,8,9\n", line: 2),
            Mistake(name: "not a number", text: header + "7,0,0,zero,1,1,1,1,8\n", line: 2),
            Mistake(name: "NaN", text: header + good + "7,0,0,0,nan,1,1,1,8\n", line: 3),
            Mistake(name: "infinite", text: header + "7,0,0,0,1,inf,1,1,8\n", line: 2),
            Mistake(name: "overflow", text: header + "7,0,0,0,1,1e999,1,1,8\n", line: 2),
            Mistake(name: "no momentum", text: header + "7,0,0,0,0,0,0,1,8\n", line: 2),
            Mistake(name: "impossible charge", text: header + "7,0,0,0,1,1,1,99,8\n", line: 2),
            Mistake(name: "negative hits", text: header + "7,0,0,0,1,1,1,1,-8\n", line: 2),
            Mistake(name: "negative id", text: header + "-7,0,0,0,1,1,1,1,8\n", line: 2),
            Mistake(name: "duplicate id", text: header + good + good, line: 3),
            Mistake(name: "id out of range", text: header + "99999999999999999999999,0,0,0,1,1,1,1,8\n", line: 2),
            Mistake(name: "long line", text: header + String(repeating: "7", count: 1_000_000) + "\n", line: 2),
            Mistake(name: "long header", text: String(repeating: "x,", count: 500_000) + "\n", line: 1),
            Mistake(name: "binary", text: String(repeating: "\u{0}\u{7F}\n,", count: 1000), line: 1),
            Mistake(name: "gzip cut short", text: "\u{1F}"),
        ]

        @Test(arguments: mistakes)
        func oneMessageWithItsPlace(_ mistake: Mistake) throws {
            let folder = try ScratchFolder()
            try folder.write(mistake.text, to: "particles.csv")
            try folder.write(
                "seed: 7\ndetector: teaching\nsource: {format: trackml-particles, file: particles.csv}\n",
                to: "recipe.yaml")
            for command in [["generate", "recipe.yaml", "-o", "d.h5"], ["validate", "recipe.yaml"]] {
                let result = try eidolon(command, directory: folder.path, atMost: 20)
                #expect(result.status == 2, "\(result.summary)")
                let place = "particles.csv" + (mistake.line.map { ":\($0)" } ?? "")
                #expect(result.error.contains(place), "\(result.summary)")
                #expect(result.error.count < 8000, "a message of \(result.error.count) characters")
            }
            #expect(try folder.names() == ["particles.csv", "recipe.yaml"])
        }

        /// A negative mass cannot be said in this format; the column is refused.
        @Test func aColumnOfMassesIsRefusedOrChecked() throws {
            let folder = try ScratchFolder()
            try folder.write(
                "particle_id,vx,vy,vz,px,py,pz,q,nhits,mass\n7,0,0,0,1,1,1,1,8,-0.139\n", to: "particles.csv")
            try folder.write(
                "seed: 7\ndetector: teaching\nsource: {format: trackml-particles, file: particles.csv}\n",
                to: "recipe.yaml")
            let result = try eidolon("generate", "recipe.yaml", "-o", "d.h5", directory: folder.path)
            #expect(result.status == 2 && result.error.contains("mass"), "\(result.summary)")
            #expect(!folder.exists("d.h5"))
        }

        @Test func damagedDatasetsAreRefused() throws {
            let folder = try ScratchFolder()
            let recipe = try Recipes.write("gun", detector: "teaching", in: folder)
            _ = try digest(try eidolon("generate", recipe, "-o", folder.file("d.h5"), "--events", "2"))
            let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file("d.h5")))
            for count in [0, 100, 512, 600, whole.count / 2, whole.count - 1] {
                try whole.prefix(count).write(to: URL(fileURLWithPath: folder.file("cut.h5")))
                for command in [
                    ["info", "cut.h5"], ["export", "cut.h5", "--to", "trackml", "-o", "csv"],
                    ["replay", "cut.h5", "--event", "0", "-o", "one.h5"],
                ] {
                    let result = try eidolon(command, directory: folder.path)
                    #expect(result.status == 2, "\(count) bytes, \(command): \(result.summary)")
                }
                let validation = try eidolon("validate", "cut.h5", directory: folder.path)
                #expect([1, 2].contains(validation.status), "\(count) bytes: \(validation.summary)")
            }
            // Of the size that its header names, but not what it names.
            var changed = whole
            changed.replaceSubrange(512..<600, with: Data(repeating: 0, count: 88))
            try changed.write(to: URL(fileURLWithPath: folder.file("cut.h5")))
            let result = try eidolon("info", "cut.h5", directory: folder.path)
            #expect(result.status == 2 && result.error.contains("cut.h5: could not open the file"), "\(result.summary)")
            #expect(result.error.contains("damaged"))
            #expect(!folder.exists("one.h5") && !folder.exists("csv/event000000000-hits.csv"))
        }
    }
}
