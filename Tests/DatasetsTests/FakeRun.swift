// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Datasets
import Detector
import Foundation
import Testing

/// Makes datasets of fake events in a folder of its own, which is removed at the end.
final class FakeRun {
    let folder: String
    let tracker: Tracker
    /// The tracker with some defects, a micrometre's tenth off.
    let detector: InstalledTracker
    var description: DatasetDescription

    init(
        events: Int64 = 40, firstEvent: Int64 = 3, encoding: EncodingOptions = EncodingOptions(writesAsBuilt: true),
        firstVolume: Int32 = 7
    ) throws {
        tracker = FakeDetector.tracker(firstVolume: firstVolume)
        let conditions = try DetectorConditions.read(
            text: """
                name: fake conditions
                intervals:
                  - alignment: [{ shift: [0, 0, 1e-4] }]
                    response: [{ noise: 1.5, threshold_spread: 0.1 }]
                    dead: [{ channels: { u: [0, 1] } }]
                    noisy: [{ channels: { v: [0, 0] }, occupancy: 0.25 }]
                """, file: "fake.yaml")
        detector = try InstalledTracker(tracker, conditions: conditions, run: 1)
        folder = FileManager.default.temporaryDirectory.path + "/eidolon-datasets-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        description = DatasetDescription(
            provenance: Provenance(
                plan: "events: \(events)\nname: fake é\n", planHash: "0123abcd", seed: 0xFFFF_FFFF_FFFF_FFF0,
                firstEvent: firstEvent, eventCount: events,
                texts: [
                    .init(name: "recipe.yaml", text: "seed: 1\n"), .init(name: "geometry.yaml", text: "squares"),
                    .init(name: "empty.card", text: ""),
                ]),
            processes: [
                .init(name: "ttH", label: 0), .init(name: "tttt", label: 0), .init(name: "tt", label: 1),
            ], labels: [.init(value: 0, name: "signal"), .init(value: 1, name: "background")],
            weightNames: ["nominal", "scale up"], encoding: encoding)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var path: String { folder + "/data.h5" }
    var events: ClosedRange<Int64> {
        let provenance = description.provenance
        return provenance.firstEvent...provenance.firstEvent + provenance.eventCount - 1
    }

    /// Appends events up to and including `last` in batches of the given sizes, which repeat.
    func append(to dataset: StagedDataset, through last: Int64, batchSizes: [Int] = [7]) throws {
        var event = FakeEvent()
        var encoder = EventEncoder(description: description, tracker: tracker, charge3: FakeEvent.charge3)
        let batch = ColumnBatch(layout: encoder.layout)
        var turn = 0
        while dataset.nextEvent <= last {
            batch.removeAll()
            for k in 0..<Int64(batchSizes[turn % batchSizes.count]) where dataset.nextEvent + k <= last {
                let number = UInt64(dataset.nextEvent + k)
                event.make(number, tracker: tracker)
                encoder.append(
                    event.generated, event.transported, event.readOut, event.labelled,
                    annotations: .init(split: Int8(number % 3)), to: batch)
            }
            try dataset.append(batch)
            turn += 1
        }
    }

    /// A finished dataset.
    @discardableResult
    func make(
        _ name: String = "data.h5", batchSizes: [Int] = [7], storage: Storage = .contiguous, threads: Int = 2
    ) throws -> String {
        let path = folder + "/" + name
        let dataset = try StagedDataset(creating: path, description: description, durability: .relaxed)
        try append(to: dataset, through: events.upperBound, batchSizes: batchSizes)
        _ = try dataset.finish(tracker: detector, storage: storage, threads: threads)
        return path
    }

    func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

    func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    /// The result of the checks of a file whose bytes were changed.
    func validation(changing path: String, _ change: (inout [UInt8]) -> Void) throws -> ValidationReport {
        var content = try bytes(path)
        change(&content)
        let copy = folder + "/changed.h5"
        try write(content, to: copy)
        return try DatasetValidator.validate(path: copy)
    }
}

/// The error that `body` throws; nil if it succeeds or throws another kind.
func datasetError(_ body: () throws -> Void) -> DatasetError? {
    do {
        try body()
        return nil
    } catch {
        return error as? DatasetError
    }
}

/// Runs a Python script of the tests and returns its standard output.
///
/// Without numpy and h5py the caller cannot check anything: then nil is returned, unless `EIDOLON_REQUIRE_ALL=1`
/// makes that a failure.
func runPython(_ script: String, _ arguments: [String]) throws -> String? {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let python = ProcessInfo.processInfo.environment["EIDOLON_PYTHON"] ?? "python3"
    guard try run([python, "-c", "import numpy, h5py"]).status == 0 else {
        if ProcessInfo.processInfo.environment["EIDOLON_REQUIRE_ALL"] == "1" {
            Issue.record("\(python) with numpy and h5py is needed; name one in EIDOLON_PYTHON")
        }
        return nil
    }
    let result = try run([python, root.path + "/Python/" + script] + arguments)
    #expect(result.status == 0, "\(script): \(result.errors)")
    return result.output
}

private func run(_ words: [String]) throws -> (status: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    let output = Pipe()
    let errors = FileManager.default.temporaryDirectory.path + "/eidolon-errors-" + UUID().uuidString
    _ = FileManager.default.createFile(atPath: errors, contents: nil)
    defer { try? FileManager.default.removeItem(atPath: errors) }
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    let content = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
        process.terminationStatus, String(decoding: content, as: UTF8.self),
        (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
    )
}
