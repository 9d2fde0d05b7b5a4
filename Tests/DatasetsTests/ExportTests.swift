// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Foundation
import Testing

@testable import Datasets

@Suite struct ExportTests {
    private struct Examination: Decodable {
        var event: String
        var hits: Int
        var noise: Int
        var sum_of_weights: Double
        var largest_weight_difference: Double
        var score_perfect: Double
        var score_shuffled: Double
        var score_merged: Double
    }

    @Test func filesAreThoseOfTrackML() throws {
        let run = try FakeRun(events: 3, firstEvent: 7)
        let reader = try DatasetReader(path: try run.make())
        let folder = run.folder + "/csv"
        let files = try TrackMLExport.export(reader, to: folder)
        #expect(files.count == 13)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 13)
        func lines(_ name: String) throws -> [Substring] {
            try String(contentsOfFile: folder + "/" + name, encoding: .utf8).split(separator: "\n")
        }
        #expect(try lines("event000000007-hits.csv") == [Substring(TrackMLExport.hitsHeader)], "an empty event")
        let hits = try lines("event000000008-hits.csv")
        let rows = try reader.rows("tracker_hits", ofEvent: 1)
        #expect(hits.count == rows.count + 1)
        let x = try reader.read("tracker_hits/x", as: Float.self, rows: rows)
        for (i, line) in hits.dropFirst().enumerated() {
            let fields = line.split(separator: ",")
            #expect(fields[0] == "\(i + 1)" && Float(fields[1]) == x[i])
        }
        let detectors = try lines("detectors.csv")
        #expect(detectors.count == 41)
        #expect(detectors[1] == "7,2,1,30,0,0,0,0,1,1,0,0,0,1,0,0.3,30.3,30.3,3000,0.05,0.1")
        let particles = try lines("event000000008-particles.csv").dropFirst().map { $0.split(separator: ",") }
        #expect(particles.allSatisfy { $0.count == 9 && ($0[7] == "1" || $0[7] == "-1") })
        #expect(
            particles.contains { UInt64($0[0]).map { Barcode(rawValue: $0).generation } == 1 }, "secondaries are listed"
        )
    }

    @Test func gzipHoldsTheSame() throws {
        let run = try FakeRun(events: 2)
        let reader = try DatasetReader(path: try run.make())
        let options = TrackMLExport.Options(events: 1..<2, isCompressed: true)
        let packed = try TrackMLExport.export(reader, to: run.folder + "/gz", options: options)
        let plain = try TrackMLExport.export(reader, to: run.folder + "/csv", options: .init(events: 1..<2))
        #expect(packed.count == 5 && packed.allSatisfy { $0.hasSuffix(".csv.gz") })
        for (a, b) in zip(packed, plain) {
            let tool = Process()
            tool.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            tool.arguments = ["gzip", "-dc", a]
            let pipe = Pipe()
            tool.standardOutput = pipe
            try tool.run()
            let content = pipe.fileHandleForReading.readDataToEndOfFile()
            tool.waitUntilExit()
            #expect(tool.terminationStatus == 0)
            #expect(try [UInt8](content) == run.bytes(b))
        }
        let again = try TrackMLExport.export(reader, to: run.folder + "/gz2", options: options)
        for (a, b) in zip(packed, again) { #expect(try run.bytes(a) == run.bytes(b)) }
    }

    @Test func eventsThatAreNotInside() throws {
        let run = try FakeRun(events: 2)
        let reader = try DatasetReader(path: try run.make())
        let error = datasetError {
            try TrackMLExport.export(reader, to: run.folder + "/csv", options: .init(events: 1..<3))
        }
        #expect(error?.code == .badRequest)
        #expect(datasetError { _ = try reader.position(ofEvent: 5) }?.code == .badRequest)
        #expect(try reader.position(ofEvent: 4) == 1)
        #expect(
            datasetError { try TrackMLExport.export(reader, to: "/nonexistent/folder") }?.code == .missing)
    }

    /// A folder that holds events of an earlier export would mix them with the new ones.
    @Test func aFolderTakesOneExport() throws {
        let run = try FakeRun(events: 3)
        let reader = try DatasetReader(path: try run.make())
        let folder = run.folder + "/csv"
        func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
        try TrackMLExport.export(reader, to: folder)
        let all = try names()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/event-notes.csv"))
        let refused = datasetError { try TrackMLExport.export(reader, to: folder, options: .init(events: 0..<1)) }
        #expect(refused?.code == .exists && refused?.reason.contains("12 more") == true)
        #expect(refused?.reason.contains("--force") == true)
        #expect(try names() == (all + ["event-notes.csv"]).sorted(), "nothing is touched")
        #expect(datasetError { _ = try ActsExport.export(reader, to: folder) }?.code == .exists)
        let packed = TrackMLExport.Options(events: 1..<2, isCompressed: true, force: true)
        let files = try TrackMLExport.export(reader, to: folder, options: packed)
        let left = (files.map { String($0.dropFirst(folder.utf8.count + 1)) } + ["event-notes.csv"]).sorted()
        #expect(try names() == left, "what is not of an export stays")
        let notAFolder = datasetError { try TrackMLExport.export(reader, to: run.folder + "/csv/event-notes.csv") }
        #expect(notAFolder?.code == .exists && notAFolder?.reason.contains("folder") == true)
    }

    @Test(arguments: [
        ("event000000012-hits.csv", true), ("event1234567890-truth.csv.gz", true), ("detectors.csv", true),
        ("event000000012-particles_simulated.csv", true), ("event12-hits.csv", false), ("hits.csv", false),
        ("event000000012-hits.csv.bak", false), ("event00000001x-hits.csv", false), ("event000000012-.csv", false),
        ("event", false), ("", false), (".gz", false),
    ])
    func filesOfAnExportAreKnownByTheirNames(name: String, isOwn: Bool) {
        #expect(EventFiles.isTable(name) == isOwn)
    }

    @Test(arguments: [Storage.contiguous, .compressed])
    func independentReaderAndScoreAgree(_ storage: Storage) throws {
        let run = try FakeRun(events: 10)
        let path = try run.make(storage: storage)
        let reader = try DatasetReader(path: path)
        try TrackMLExport.export(reader, to: run.folder + "/csv", options: .init(isCompressed: storage == .compressed))
        guard let output = try runPython("trackml_score.py", [run.folder + "/csv"]) else { return }
        let events = try output.split(separator: "\n").map {
            try JSONDecoder().decode(Examination.self, from: Data($0.utf8))
        }
        #expect(events.count == 10)
        for event in events {
            if event.hits == 0 {
                #expect(event.sum_of_weights == 0)
                continue
            }
            #expect(event.noise == 3)
            #expect(abs(event.sum_of_weights - 1) < 1e-9)
            // Momenta and places are float32 in the file.
            #expect(event.largest_weight_difference < 1e-6)
            #expect(abs(event.score_perfect - 1) < 1e-12)
            #expect(event.score_shuffled < 0.05)
            #expect(event.score_merged < 0.6)
        }
        struct Inside: Decodable {
            var events: Int
            var hits: Int
            var columns: Int
            var digest_holds: Bool
            var length_holds: Bool
            var memory_mapped: Bool
            var processes: [String]
            var labels: [String: String]
            var weights: [String]
            var plan: String
            var texts: [String: String]
            var trials: [Int]
        }
        guard let text = try runPython("read_dataset.py", [path]) else { return }
        let inside = try JSONDecoder().decode(Inside.self, from: Data(text.utf8))
        #expect(inside.events == 10)
        #expect(try inside.hits == reader.rowCount(ofTable: "tracker_hits"))
        #expect(
            inside.columns == reader.schema.tables.reduce(0) { $0 + $1.columns.count + ($1.hasOffsets ? 1 : 0) })
        #expect(inside.digest_holds && inside.length_holds)
        #expect(inside.memory_mapped == (storage == .contiguous))
        #expect(inside.processes == ["ttH", "tttt", "tt"])
        #expect(inside.labels == ["0": "signal", "1": "background"])
        #expect(inside.weights == ["nominal", "scale up"])
        #expect(inside.plan == run.description.provenance.plan)
        #expect(inside.texts["recipe.yaml"] == "seed: 1\n")
        let trials = (3...12).map { (number: Int) -> Int in 1 + number % 4 }
        #expect(inside.trials.reduce(0, +) == trials.reduce(0, +))
    }
}
