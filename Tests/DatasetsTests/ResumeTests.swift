// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@testable import Datasets

@Suite struct ResumeTests {
    /// A run that stopped after event 23 (batches of 7: the last whole batch ends with event 23).
    private func interrupted(_ run: FakeRun) throws -> String {
        let dataset = try StagedDataset(creating: run.path, description: run.description)
        try run.append(to: dataset, through: 23)
        #expect(dataset.nextEvent == 24)
        return StagedDataset.partialFolder(run.path)
    }

    private func resume(_ run: FakeRun, expecting next: Int64) throws -> [UInt8] {
        let description = try StagedDataset.description(ofPartial: run.path)
        #expect(description == run.description)
        let dataset = try StagedDataset(reopening: run.path, description: description)
        #expect(dataset.nextEvent == next)
        try run.append(to: dataset, through: run.events.upperBound)
        _ = try dataset.finish(tracker: run.detector)
        return try run.bytes(run.path)
    }

    @Test func resumedRunEqualsAnUninterruptedOne() throws {
        let run = try FakeRun()
        let reference = try run.bytes(try run.make("reference.h5"))
        _ = try interrupted(run)
        #expect(try resume(run, expecting: 24) == reference)
    }

    @Test func whatFollowsTheLastWholeBatchIsCutOff() throws {
        let run = try FakeRun()
        let reference = try run.bytes(try run.make("reference.h5"))
        let folder = try interrupted(run)
        // A batch was being written: columns are longer, and its line in the journal is torn.
        for name in ["tracker_hits.x", "events.event_id", "particles.px"] {
            try run.write(try run.bytes(folder + "/" + name) + [1, 2, 3], to: folder + "/" + name)
        }
        try run.write(try run.bytes(folder + "/journal") + Array("31 900 12:ab".utf8), to: folder + "/journal")
        #expect(try resume(run, expecting: 24) == reference)
    }

    @Test(arguments: ["tracker_hits.x", "vertices.counts", "events.weights"])
    func damageWithinAColumnGoesBackToTheBatchBefore(_ name: String) throws {
        let run = try FakeRun()
        let reference = try run.bytes(try run.make("reference.h5"))
        let folder = try interrupted(run)
        let path = folder + "/" + name
        var content = try run.bytes(path)
        content[content.count - 1] ^= 0x40
        try run.write(content, to: path)
        #expect(try resume(run, expecting: 17) == reference)

        let second = try FakeRun()
        let other = try interrupted(second)
        let short = try second.bytes(other + "/" + name)
        try second.write(Array(short.dropLast(1)), to: other + "/" + name)
        #expect(try resume(second, expecting: 17) == reference)
    }

    @Test func alteredJournalLineEndsTheRecordsThere() throws {
        let run = try FakeRun()
        let folder = try interrupted(run)
        var lines = String(decoding: try run.bytes(folder + "/journal"), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 4)
        lines[2] = Substring(lines[2].replacingOccurrences(of: "17 ", with: "18 "))
        try run.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: folder + "/journal")
        let dataset = try StagedDataset(reopening: run.path, description: run.description)
        #expect(dataset.nextEvent == 10)
    }

    @Test func otherPlansAreRefused() throws {
        let run = try FakeRun()
        _ = try interrupted(run)
        var other = run.description
        other.provenance.planHash = "ffff"
        let error = datasetError { _ = try StagedDataset(reopening: run.path, description: other) }
        #expect(error?.code == .otherPlan)
        #expect(error?.reason.contains("0123abcd") == true && error?.reason.contains("ffff") == true)
        other = run.description
        other.provenance.modelRevision += 1
        #expect(datasetError { _ = try StagedDataset(reopening: run.path, description: other) }?.code == .otherPlan)
        other = run.description
        other.encoding.writesCells = false
        #expect(datasetError { _ = try StagedDataset(reopening: run.path, description: other) }?.code == .otherPlan)
        #expect(
            datasetError { _ = try StagedDataset(creating: run.path, description: run.description) }?.code == .exists)
    }

    @Test func absentOrUnreadableRunsAreErrors() throws {
        let run = try FakeRun()
        #expect(datasetError { _ = try StagedDataset.description(ofPartial: run.path) }?.code == .missing)
        #expect(
            datasetError { _ = try StagedDataset(reopening: run.path, description: run.description) }?.code
                == .missing)
        let folder = try interrupted(run)
        try run.write(Array("{".utf8), to: folder + "/description.json")
        #expect(datasetError { _ = try StagedDataset.description(ofPartial: run.path) }?.code == .corrupt)
        try run.write([], to: folder + "/journal")
        #expect(
            datasetError { _ = try StagedDataset(reopening: run.path, description: run.description) }?.code
                == .corrupt)
    }

    @Test func oneProcessAtATime() throws {
        let run = try FakeRun()
        let dataset = try StagedDataset(creating: run.path, description: run.description)
        #expect(
            datasetError { _ = try StagedDataset(reopening: run.path, description: run.description) }?.code == .busy)
        #expect(
            datasetError {
                _ = try StagedDataset(creating: run.path, description: run.description, force: true)
            }?.code == .busy)
        #expect(dataset.nextEvent == run.events.lowerBound)
    }

    @Test func batchesMustContinue() throws {
        let run = try FakeRun()
        let dataset = try StagedDataset(creating: run.path, description: run.description)
        let other = try FakeRun(firstEvent: 5)
        var event = FakeEvent()
        var encoder = EventEncoder(description: run.description, tracker: run.tracker, charge3: FakeEvent.charge3)
        let batch = ColumnBatch(layout: encoder.layout)
        event.make(5, tracker: other.tracker)
        encoder.append(event.generated, event.transported, event.readOut, event.labelled, to: batch)
        #expect(datasetError { try dataset.append(batch) }?.code == .badRequest)
        #expect(dataset.nextEvent == 3)
    }
}
