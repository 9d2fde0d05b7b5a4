// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

extension Commands {
    /// `geometry import` and `geometry material`, and what the others say of mistakes.
    @Suite(.serialized) struct GeometryCommands {
        let folder: ScratchFolder
        init() throws { folder = try ScratchFolder() }

        private func run(_ arguments: String...) throws -> ProgramResult {
            try eidolon(arguments, directory: folder.path)
        }

        /// The table of modules of an exported event of the teaching detector.
        private func exportTable() throws -> String {
            let recipe = PackageFolder.root + "/Datasets/teaching.yaml"
            _ = try digest(try run("generate", recipe, "-o", "t.h5", "--events", "1"))
            let export = try run("export", "t.h5", "--to", "trackml", "-o", "csv")
            #expect(export.status == 0, "\(export.summary)")
            return try String(contentsOfFile: folder.file("csv/detectors.csv"), encoding: .utf8)
        }

        /// A detector that is exported, imported and exported again is the same module by module.
        @Test func aDetectorGoesOutAndComesBack() throws {
            let table = try exportTable()
            let result = try run("geometry", "import", "csv/detectors.csv", "--field", "-1.5", "-o", "mine.yaml")
            #expect(result.status == 0, "\(result.summary)")
            #expect(result.output == "mine.yaml, mine.csv: 804 modules in 10 layers\n", "\(result.output)")
            #expect(result.error.contains("note: the field is -1.5 T"), "\(result.error)")
            let check = try run("geometry", "check", "mine.yaml")
            #expect(check.status == 0 && !check.output.contains("FAIL"), "\(check.summary)")
            let summary = try JSONSerialization.jsonObject(
                with: Data(try run("geometry", "show", "mine.yaml", "--json").output.utf8))
            #expect((summary as? [String: Any])?["name"] as? String == "mine")

            let recipe = PackageFolder.root + "/Datasets/teaching.yaml"
            _ = try digest(
                try run("generate", recipe, "-o", "m.h5", "--events", "1", "--set", "detector=mine.yaml"))
            _ = try run("export", "m.h5", "--to", "trackml", "-o", "again")
            let again = try String(contentsOfFile: folder.file("again/detectors.csv"), encoding: .utf8)
            let (before, after) = (rows(table), rows(again))
            #expect(before.count == 804 && before.count == after.count)
            for (a, b) in zip(before, after) {
                #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-4 }, "\(a) became \(b)")
            }
        }

        private func rows(_ table: String) -> [[Double]] {
            table.split(separator: "\n").dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
        }

        @Test func existingFilesStayWithoutForce() throws {
            _ = try exportTable()
            for name in ["mine.yaml", "mine.csv"] {
                try folder.write("my work\n", to: name)
                let result = try run("geometry", "import", "csv/detectors.csv", "-o", "mine.yaml")
                #expect(result.status == 2 && result.error.contains("\(name): error[exists]"), "\(result.summary)")
                #expect(try String(contentsOfFile: folder.file(name), encoding: .utf8) == "my work\n")
                #expect(!folder.exists(name == "mine.yaml" ? "mine.csv" : "mine.yaml"))
                try FileManager.default.removeItem(atPath: folder.file(name))
            }
            try folder.write("old\n", to: "mine.yaml")
            #expect(try run("geometry", "import", "csv/detectors.csv", "-o", "mine.yaml", "--force").status == 0)
            let unwritable = try run("geometry", "import", "csv/detectors.csv", "-o", "nowhere/mine.yaml")
            #expect(unwritable.status == 3, "\(unwritable.summary)")
            let message = "nowhere/mine.csv: could not be written: No such file"
            #expect(unwritable.error.contains(message), "\(unwritable.error)")
        }

        /// Tables with one mistake each: status 2, file and line, nothing written.
        @Test(arguments: [
            (2, "1,2,3", ":2"), (2, "", ":4"), (5, "x,2,1,0,0,0", ":5"), (1, "volume_id,layer_id", ":1"),
        ])
        func wrongTablesAreRefused(_ line: Int, _ text: String, _ place: String) throws {
            var lines = try exportTable().split(separator: "\n").map(String.init)
            lines[line - 1] = text
            if text.isEmpty { lines[line] = lines[line + 1] }
            try folder.write(lines.joined(separator: "\r\n"), to: "wrong.csv")
            let result = try run("geometry", "import", "wrong.csv", "-o", "mine.yaml")
            #expect(result.status == 2 && result.error.contains("wrong.csv\(place)"), "\(result.summary)")
            #expect(!folder.exists("mine.yaml") && !folder.exists("mine.csv"))
        }

        @Test(arguments: ["", "\u{FEFF}", "nonsense\n", "volume_id,layer_id,module_id\n"])
        func tablesWithoutModulesAreRefused(_ text: String) throws {
            try folder.write(text, to: "wrong.csv")
            let result = try run("geometry", "import", "wrong.csv", "-o", "mine.yaml")
            #expect(result.status == 2 && result.error.hasPrefix("wrong.csv:"), "\(result.summary)")
            #expect(try folder.names() == ["wrong.csv"])
        }

        /// The teaching detector across the beam: a beryllium pipe of 1 mm (X0 352.8 mm), ten times 0.3 mm of silicon
        /// (93.7 mm) tilted by 0.2, 1.09 to 1.25 modules thick where neighbours overlap, and ten supports of 0.01 X0.
        @Test func materialIsThatOfTheLayers() throws {
            let result = try run(
                "geometry", "material", "teaching", "--eta-min", "-0.05", "--eta-max", "0.05", "--bins", "1", "--json")
            #expect(result.status == 0, "\(result.summary)")
            let profile = try #require(
                try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
            #expect(profile["components"] as? [String] == ["beam pipe", "silicon"])
            // By component, then by bin.
            let budgets = try #require(profile["budgets"] as? [[[String: Double]]])
            let lengths = budgets.flatMap { $0 }.compactMap { $0["radiationLengths"] }
            try #require(lengths.count == 2)
            let (pipe, layers) = (lengths[0], lengths[1])
            #expect(abs(pipe - 1 / 352.8) < 3e-5)
            let silicon = 10 * 0.3 / 93.7 / 0.98
            #expect((0.1 + 1.05 * silicon...0.1 + 1.3 * silicon).contains(layers), "\(layers)")
        }

        @Test func materialIsPrintedAndDrawn() throws {
            let result = try run("geometry", "material", "teaching", "-o", "m.svg", "--bins", "8")
            #expect(result.status == 0, "\(result.summary)")
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 9 && lines[0].hasPrefix("eta ") && lines[0].contains("silicon"), "\(result.output)")
            let svg = try String(contentsOfFile: folder.file("m.svg"), encoding: .utf8)
            #expect(svg.contains("<svg") && svg.hasSuffix("</svg>\n"))
            let conditions = try run(
                "geometry", "material", "trackml", "--conditions", "trackml-startup", "--run", "100", "--bins", "2")
            #expect(conditions.status == 0, "\(conditions.summary)")
            let wrong = try run("geometry", "material", "teachin")
            #expect(wrong.status == 2 && wrong.error.contains("did you mean `teaching`?"), "\(wrong.summary)")
        }
    }
}
