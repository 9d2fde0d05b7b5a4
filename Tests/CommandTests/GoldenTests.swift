// SPDX-License-Identifier: GPL-3.0-or-later
import Datasets
import Foundation
import TestSupport
import Testing

extension Commands {
    /// Hashes of small datasets, committed in `Tests/Goldens`; `Scripts/update-goldens` writes them anew, and
    /// `Scripts/check-goldens` refuses others under the same two integers.
    @Suite(.serialized) struct Goldens {
        /// One dataset: digests of its file, of the numbers of its events, and of its plan.
        struct Entry: Equatable {
            var columns: String
            var file: String
            var plan: String
            var name: String

            var line: String { "\(columns) \(file) \(plan) \(name)" }
        }

        static let path = PackageFolder.root + "/Tests/Goldens/datasets.txt"
        static let header = """
            # Golden hashes of small datasets (Tests/CommandTests/Commands.swift has their recipes); see Scripts/update-goldens.
            # SHA-256 of the columns of the tables of events, of the file, of the plan; name
            schema_version \(FormatVersion.schema)
            model_revision \(FormatVersion.modelRevision)
            """

        let folder: ScratchFolder
        init() throws { folder = try ScratchFolder() }

        private func entry(_ recipe: String, _ detector: String) throws -> Entry {
            let path = try Recipes.write(recipe, detector: detector, in: folder)
            let file = try digest(try eidolon("generate", path, "-o", folder.file("d.h5"), "--force"))
            let columns = try DatasetColumns(path: folder.file("d.h5"))
            var content = Data()
            for name in columns.events.keys.sorted() {
                content.append(Data("\(name)\n".utf8))
                for part in columns.events[name] ?? [] {
                    content.append(Data("\(part.count)\n".utf8))
                    content.append(contentsOf: part)
                }
            }
            let dump = folder.file("columns")
            try content.write(to: URL(fileURLWithPath: dump))
            let sum = try run("/usr/bin/sha256sum", [dump]).output.prefix(64)
            return Entry(
                columns: String(sum), file: file,
                plan: try DatasetReader(path: folder.file("d.h5")).provenance.planHash,
                name: "\(recipe)-\(detector)")
        }

        @Test func datasetsHaveTheirGoldenHashes() throws {
            var entries: [Entry] = []
            for recipe in Recipes.names {
                for detector in ["trackml", "teaching"] { entries.append(try entry(recipe, detector)) }
            }
            let text = Self.header + "\n" + entries.map { $0.line + "\n" }.joined()
            if ProcessInfo.processInfo.environment["EIDOLON_UPDATE_GOLDENS"] == "1" {
                try Data(text.utf8).write(to: URL(fileURLWithPath: Self.path))
                return
            }
            let golden = try String(contentsOfFile: Self.path, encoding: .utf8).split(separator: "\n")
            for line in text.split(separator: "\n") where !line.hasPrefix("#") {
                #expect(golden.contains(line), "changed; if it was meant: Scripts/update-goldens")
            }
            #expect(golden.count == text.split(separator: "\n").count, "Tests/Goldens/datasets.txt has other entries")
        }

        /// Files of every schema that were made once and stay as they are.
        @Test(arguments: 1...FormatVersion.schema) func datasetsOfEverySchemaStayReadable(schema: Int) throws {
            let path = PackageFolder.root + "/Datasets/golden-schema-\(schema).h5"
            let info = try eidolon("info", path, "--json")
            #expect(info.status == 0, "\(info.summary)")
            let summary = try #require(
                try JSONSerialization.jsonObject(with: Data(info.output.utf8)) as? [String: Any])
            #expect(!summary.isEmpty)
            let validation = try eidolon("validate", path)
            #expect(validation.status == 0, "\(validation.summary)")
            let reader = try DatasetReader(path: path)
            #expect(reader.schemaVersion == schema)
            #expect(reader.eventCount == 4)
            #expect(try reader.rowCount("tracker_hits/x") > 100)
            let columns = try DatasetColumns(path: path)
            #expect(columns.events.count > 50)
        }
    }
}
