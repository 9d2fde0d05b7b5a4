// SPDX-License-Identifier: GPL-3.0-or-later
import Datasets
import Foundation
import Production
import TestSupport
import Testing

extension Commands {
    /// An event is a function of the plan and its number: pieces, single events and batches hold the same rows.
    @Suite(.serialized) struct Pieces {
        let folder: ScratchFolder
        init() throws { folder = try ScratchFolder() }

        private func columns(_ recipe: String, _ name: String, _ more: String...) throws -> DatasetColumns {
            _ = try digest(try eidolon(["generate", recipe, "-o", folder.file(name), "--force"] + more))
            return try DatasetColumns(path: folder.file(name))
        }

        @Test(arguments: ["processes", "gun"])
        func piecesTogetherEqualTheWhole(_ name: String) throws {
            let recipe = try Recipes.write(name, in: folder)
            let whole = try columns(recipe, "whole.h5")
            let count = whole.eventIDs.count
            var first = 0
            var together: DatasetColumns?
            for size in [1, 2, count - 3] {
                let piece = try columns(
                    recipe, "piece.h5", "--first-event", "\(first)", "--events", "\(size)", "--threads",
                    "\(size % 3 + 1)")
                #expect(piece.eventIDs == (first..<first + size).map { Int64($0) })
                if together == nil { together = piece } else { together?.append(piece) }
                first += size
            }
            let differing = try #require(together).differences(from: whole)
            #expect(differing.isEmpty, "\(differing)")
        }

        @Test(arguments: Recipes.names)
        func replayGivesTheRowsOfThatEvent(_ name: String) throws {
            let recipe = try Recipes.write(name, in: folder)
            let whole = try columns(recipe, "whole.h5")
            for position in Set([0, whole.eventIDs.count / 2, whole.eventIDs.count - 1]) {
                let result = try eidolon(
                    "replay", folder.file("whole.h5"), "--event", "\(whole.eventIDs[position])", "-o",
                    folder.file("one.h5"), "--force")
                _ = try digest(result)
                let one = try DatasetColumns(path: folder.file("one.h5"))
                #expect(one.eventIDs == [whole.eventIDs[position]])
                #expect(one.event(0) == whole.event(position), "event \(whole.eventIDs[position])")
            }
            let beyond = try eidolon("replay", folder.file("whole.h5"), "--event", "999999")
            #expect(beyond.status == 2, "\(beyond.summary)")
        }

        /// Another seed, and another event, give other rows: the comparisons above can fail.
        @Test func comparisonsSeeOtherEvents() throws {
            let recipe = try Recipes.write("gun", in: folder)
            let whole = try columns(recipe, "whole.h5", "--events", "3")
            let other = try columns(recipe, "other.h5", "--events", "3", "--seed", "43")
            #expect(other.differences(from: whole).contains("tracker_hits/x"))
            let later = try columns(recipe, "later.h5", "--events", "3", "--first-event", "1")
            #expect(later.differences(from: whole).contains("tracker_hits/x"))
            #expect(later.event(0) == whole.event(1))
            #expect(later.event(0) != whole.event(0))
        }

        @Test func batchesDoNotReachTheBytes() throws {
            let recipe = try Recipes.write("gun", in: folder)
            let resources = ResourceDirectories(environment: ["EIDOLON_HOME": PackageFolder.root])
            let chain = try PreparedRun(recipe: recipe, overrides: [], resources: resources).chain
            var digests: Set<String> = []
            for size in [1, 5, 24, 100] {
                let run = DatasetRun(chain, threads: 2, batchSize: size, force: true)
                guard case .finished(let dataset, _, _) = try run.generate(to: folder.file("batches.h5")) else {
                    Issue.record("a run that nobody stopped was interrupted")
                    return
                }
                digests.insert(dataset.sha256)
            }
            digests.insert(try digest(try eidolon("generate", recipe, "-o", folder.file("program.h5"))))
            #expect(digests.count == 1)
        }
    }
}
