// SPDX-License-Identifier: GPL-3.0-or-later
import Datasets
import Foundation
import TestSupport
import Testing

extension Commands {
    /// Selected events: numbered by attempt, the same whatever made them, with their cross-section.
    @Suite(.serialized) struct SelectedRuns {
        let folder: ScratchFolder
        let recipe: String

        init() throws {
            folder = try ScratchFolder()
            recipe = try folder.write(Self.text, to: "selected.yaml")
        }

        static let text = """
            name: selected
            seed: 11
            events: 12
            detector: teaching
            processes: [ttH, tt]
            collisions: {pile_up: 2}
            select: {min_jets: 4, min_b_jets: 2, min_leptons: 1, min_HT_GeV: 150}
            """

        private func columns(_ name: String, _ more: String...) throws -> DatasetColumns {
            _ = try digest(try eidolon(["generate", recipe, "-o", folder.file(name), "--force"] + more))
            return try DatasetColumns(path: folder.file(name))
        }

        @Test func threadsAndBatchesDoNotReachTheBytes() throws {
            let digests = try ["1", "2", "7"].map { threads in
                try digest(
                    try eidolon("generate", recipe, "-o", folder.file("d.h5"), "--force", "--threads", threads))
            }
            #expect(Set(digests).count == 1, "\(digests)")
            #expect(try eidolon("validate", folder.file("d.h5")).status == 0)
        }

        @Test func attemptsInPiecesGiveTheSameRows() throws {
            let whole = try columns("whole.h5")
            let last = try #require(whole.eventIDs.last)
            #expect(whole.eventIDs.count == 12 && last > 11 && whole.eventIDs == whole.eventIDs.sorted())
            let middle = whole.eventIDs[5] + 1
            let counting = "select.count=attempts"
            var pieces = try columns("a.h5", "--set", counting, "--events", "\(middle)")
            #expect(pieces.eventIDs == Array(whole.eventIDs[...5]))
            pieces.append(
                try columns(
                    "b.h5", "--set", counting, "--first-event", "\(middle)", "--events", "\(last + 1 - middle)"))
            #expect(pieces.differences(from: whole).isEmpty)
            let fewer = try columns("c.h5", "--events", "3", "--threads", "3")
            #expect(fewer.eventIDs == Array(whole.eventIDs[..<3]))
        }

        @Test func replayMakesASelectedEventAlone() throws {
            let whole = try columns("whole.h5")
            for position in [0, 7] {
                let number = whole.eventIDs[position]
                let result = try eidolon(
                    "replay", folder.file("whole.h5"), "--event", "\(number)", "-o", folder.file("one.h5"), "--force")
                _ = try digest(result)
                let one = try DatasetColumns(path: folder.file("one.h5"))
                #expect(one.eventIDs == [number] && one.event(0) == whole.event(position))
            }
            let failed = try #require((0..<100).first { !whole.eventIDs.contains($0) })
            let result = try eidolon("replay", folder.file("whole.h5"), "--event", "\(failed)")
            #expect(result.status == 2 && result.error.contains("passed"), "\(result.summary)")
        }

        @Test func interruptedRunsResume() throws {
            let arguments = ["--events", "400", "--threads", "2"]
            let whole = try digest(try eidolon(["generate", recipe, "-o", folder.file("w.h5")] + arguments))
            let path = folder.file("d.h5")
            var program = try RunningProgram(
                Build.baseline.program, ["generate", recipe, "-o", path] + arguments,
                environment: ["EIDOLON_HOME": PackageFolder.root])
            var stops = 0
            for attempt in 0..<40 {
                let deadline = Date().addingTimeInterval(30)
                while !folder.exists("d.h5.partial/journal") && Date() < deadline {
                    Thread.sleep(forTimeInterval: 0.005)
                }
                Thread.sleep(forTimeInterval: 0.1 + 0.05 * Double(attempt))
                program.send(signal: attempt % 2 == 0 ? SIGKILL : SIGINT)
                let result = program.wait()
                if result.status == 0 { break }
                stops += 1
                program = try RunningProgram(
                    Build.baseline.program, ["resume", path, "--threads", "2"],
                    environment: ["EIDOLON_HOME": PackageFolder.root])
            }
            if !folder.exists("d.h5") { _ = program.wait() }
            #expect(stops > 0, "no attempt was stopped")
            #expect(try contentDigest(of: path) == whole)
        }

        /// The cross-section of a selection is what its attempts say.
        @Test func countsAndCrossSectionsAreStored() throws {
            _ = try columns("d.h5")
            let result = try eidolon("info", folder.file("d.h5"), "--json")
            let summary = try JSONDecoder().decode(DatasetSummary.self, from: Data(result.output.utf8))
            let selected = try #require(summary.selected)
            #expect(selected.map(\.passed).reduce(0, +) == 12)
            #expect(selected.map(\.attempts).reduce(0, +) == summary.attempts)
            for (part, process) in zip(selected, summary.processes) {
                let sum = try #require(process.sumOfWeights.first)
                #expect(abs(part.crossSection - sum / Double(part.attempts)) <= 1e-12 * part.crossSection)
                #expect(part.passed == 0 || part.error > 0 && part.error <= part.crossSection)
            }
            #expect(try eidolon("info", folder.file("d.h5")).output.contains("selection"))
        }

        @Test func aSelectionThatFindsTooLittleSaysSo() throws {
            let few = try eidolon(
                "generate", recipe, "-o", folder.file("few.h5"), "--set", "select.max_attempts=30", "--events", "30")
            #expect(few.status == 1 && few.error.contains("30 attempts"), "\(few.summary)")
            #expect(try eidolon("validate", folder.file("few.h5")).status == 0)
            let none = try eidolon(
                "generate", recipe, "-o", folder.file("none.h5"), "--set", "select.min_HT_GeV=9e5", "--set",
                "select.max_attempts=50")
            #expect(none.status == 2 && none.error.contains("50 attempts"), "\(none.summary)")
            #expect(!folder.exists("none.h5") && !folder.exists("none.h5.partial"))
        }

        /// The region of the example: four tops pass it in about two per cent of events, top pairs hardly ever.
        @Test func theMultileptonRegionIsAnExample() throws {
            let path = PackageFolder.root + "/Datasets/four-tops-multilepton.yaml"
            _ = try digest(
                try eidolon(
                    "generate", path, "-o", folder.file("m.h5"), "--events", "8", "--set", "detector=teaching"))
            let output = try eidolon("info", folder.file("m.h5"), "--json").output
            let summary = try JSONDecoder().decode(DatasetSummary.self, from: Data(output.utf8))
            let selected = try #require(summary.selected)
            let tops = try #require(selected.first { $0.process == "tttt" })
            #expect(tops.passed >= 4, "\(selected)")
            #expect(tops.attempts > 2 * tops.passed)
            let dry = try eidolon("generate", path, "--dry-run")
            #expect(dry.output.contains("jets at least 6; b jets at least 2; a same-sign pair; HT at least 500 GeV"))
        }
    }
}
