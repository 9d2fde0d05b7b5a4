// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto
import Foundation
import Testing

@testable import Datasets

@Suite struct WritingTests {
    @Test func sameEventsSameBytesHoweverTheyCome() throws {
        let run = try FakeRun()
        let reference = try run.bytes(try run.make("a.h5", batchSizes: [7], threads: 1))
        #expect(try run.bytes(run.make("b.h5", batchSizes: [7], threads: 3)) == reference)
        #expect(try run.bytes(run.make("c.h5", batchSizes: [1, 13, 2], threads: 2)) == reference)
        #expect(try run.bytes(run.make("d.h5", batchSizes: [40], threads: 7)) == reference)
        run.description.provenance.seed += 1
        #expect(try run.bytes(run.make("e.h5")) != reference)
    }

    /// Of more than the disk is given at a time, so that the thread that is ahead hands it over.
    @Test func largeFileIsTheSameWithOneThreadAndTwo() throws {
        let run = try FakeRun(events: 1)
        let words = (0..<5_000_000).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
        let column = words.withUnsafeBytes { Data($0) }
        try column.write(to: URL(fileURLWithPath: run.folder + "/column"))
        let type = StoredType.number(.uint64)
        let plans = [
            DatasetPlan(
                path: "/long", type: type, rows: words.count, components: 1, units: "1", description: "many",
                source: .file(run.folder + "/column")),
            DatasetPlan(
                path: "/short", type: type, rows: 2, components: 1, units: "1", description: "few",
                source: .memory(Array(repeating: 3, count: 16))),
        ]
        var files: [Data] = []
        for threads in [1, 2] {
            let path = run.folder + "/large-\(threads).h5"
            let digests = try TreeDigest.digests(plans, threads: threads)
            let built = try FileBuilder(path: path, groups: [], datasets: plans, digests: digests)
                .build(storage: .contiguous, threads: threads, schemaVersion: 1)
            let file = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(built.byteCount == file.count && file.count > column.count)
            #expect(built.sha256 == TreeDigest.hexadecimal(SHA256.hash(data: file.dropFirst(UserBlock.byteCount))))
            #expect(file.range(of: column[0..<4096]) != nil && file.range(of: column.suffix(4096)) != nil)
            files.append(file)
        }
        #expect(files[0] == files[1])
        // What was copied is still on the disk.
        #expect(try Data(contentsOf: URL(fileURLWithPath: run.folder + "/column")) == column)
    }

    @Test func partialRunIsGoneAfterwardsAndNothingIsOverwritten() throws {
        let run = try FakeRun(events: 5)
        let path = try run.make()
        #expect(!FileManager.default.fileExists(atPath: StagedDataset.partialFolder(path)))
        let before = try run.bytes(path)
        let error = datasetError { _ = try StagedDataset(creating: path, description: run.description) }
        #expect(error?.code == .exists)
        #expect(try run.bytes(path) == before)

        let forced = try StagedDataset(creating: path, description: run.description, force: true)
        try run.append(to: forced, through: run.events.upperBound)
        #expect(try run.bytes(path) == before)
        #expect(datasetError { _ = try forced.finish(tracker: run.detector) }?.code == .exists)
        _ = try forced.finish(tracker: run.detector, force: true)
        #expect(try run.bytes(path) == before)
    }

    @Test func piecesOfARunAreTheWholeRun() throws {
        let whole = try FakeRun(events: 20, firstEvent: 3)
        let first = try FakeRun(events: 12, firstEvent: 3)
        let second = try FakeRun(events: 8, firstEvent: 15)
        let all = try DatasetReader(path: try whole.make())
        let parts = try [first, second].map { try DatasetReader(path: try $0.make()) }
        for table in all.schema.tables where table.rows != .file {
            if table.hasOffsets {
                let name = table.path + "/offsets"
                let offsets = try parts.map { try $0.read(name, as: Int64.self) }
                let joined = offsets[0] + offsets[1].dropFirst().map { $0 + offsets[0].last! }
                #expect(try all.read(name, as: Int64.self) == joined)
            }
            for column in table.columns {
                let name = table.path + "/" + column.name
                let pieces = try parts.map { try Self.raw($0, name) }
                #expect(try Self.raw(all, name) == pieces[0] + pieces[1], "\(name)")
            }
        }
    }

    static func raw(_ reader: DatasetReader, _ name: String) throws -> [UInt8] {
        let stored = try reader.file.look(at: "/" + name)
        var bytes = [UInt8](repeating: 0, count: stored.rows * stored.rowByteCount)
        try bytes.withUnsafeMutableBytes {
            try reader.file.read("/" + name, rows: 0..<stored.rows, type: stored.type, into: $0)
        }
        return bytes
    }

    @Test func compressedFileHoldsTheSameColumns() throws {
        // One particle table of more than one chunk, so that the last chunk is a part.
        let run = try FakeRun(events: 120)
        let plain = try DatasetReader(path: try run.make("plain.h5"))
        let packed = try DatasetReader(path: try run.make("packed.h5", storage: .compressed, threads: 3))
        #expect(packed.byteCount < plain.byteCount * 3 / 4)
        var chunked = 0
        for table in plain.schema.tables {
            for column in (table.hasOffsets ? [table.offsetsColumn] : []) + table.columns {
                let name = table.path + "/" + column.name
                #expect(try Self.raw(plain, name) == Self.raw(packed, name), "\(name)")
                #expect(
                    try plain.file.text(TreeDigest.attribute, "/" + name)
                        == packed.file.text(TreeDigest.attribute, "/" + name))
                if try plain.file.look(at: "/" + name).rows * column.type.byteCount > ChunkCompressor.chunkByteCount {
                    chunked += 1
                }
            }
        }
        #expect(chunked > 0, "the test needs a column of more than one chunk")
        #expect(try DatasetValidator.validate(path: packed.path).passed)
    }

    @Test func emptyDatasetIsADataset() throws {
        let run = try FakeRun(events: 0)
        let path = folderPath(run)
        let dataset = try StagedDataset(creating: path, description: run.description)
        _ = try dataset.finish(tracker: run.detector)
        let report = try DatasetValidator.validate(path: path)
        #expect(report.passed, "\(report.text)")
        #expect(try DatasetReader(path: path).eventCount == 0)
        #expect(try DatasetSummary(DatasetReader(path: path)).events == 0)
    }

    private func folderPath(_ run: FakeRun) -> String { run.folder + "/empty.h5" }

    @Test func missingEventsAreNotFinished() throws {
        let run = try FakeRun()
        let dataset = try StagedDataset(creating: run.path, description: run.description)
        try run.append(to: dataset, through: 20)
        #expect(datasetError { _ = try dataset.finish(tracker: run.detector) }?.code == .badRequest)
        #expect(!FileManager.default.fileExists(atPath: run.path))
    }

    @Test func namesThatCannotBeStoredAreRefused() throws {
        let run = try FakeRun()
        for name in ["", "a/b", ".", "..", "a b", "ä"] {
            run.description.provenance.texts = [.init(name: name, text: "x")]
            let error = datasetError { _ = try StagedDataset(creating: run.path, description: run.description) }
            #expect(error?.code == .badRequest, "'\(name)'")
        }
        run.description.provenance.texts = [.init(name: "a", text: "x"), .init(name: "a", text: "y")]
        #expect(
            datasetError { _ = try StagedDataset(creating: run.path, description: run.description) }?.code
                == .badRequest)
    }

    @Test func fullDiskIsAnErrorWithPathAndReason() throws {
        // /dev/full can be opened and refuses every byte.
        let run = try FakeRun()
        let folder = StagedDataset.partialFolder(run.path)
        let column = folder + "/tracker_hits.x"
        do {
            let dataset = try StagedDataset(creating: run.path, description: run.description)
            try run.append(to: dataset, through: 9)
        }
        let saved = try run.bytes(column)
        do {
            let dataset = try StagedDataset(reopening: run.path, description: run.description)
            try run.append(to: dataset, through: 15)
        }
        // A column that is a link to the full device stands for a disk that fills up: nothing of it can be kept.
        try FileManager.default.removeItem(atPath: column)
        try FileManager.default.createSymbolicLink(atPath: column, withDestinationPath: "/dev/full")
        do {
            let dataset = try StagedDataset(reopening: run.path, description: run.description)
            #expect(dataset.nextEvent == run.events.lowerBound)
            let error = datasetError { try run.append(to: dataset, through: 20) }
            #expect(error?.code == .inputOutput && error?.path == column)
            #expect(error?.reason.contains("No space left on device") == true)
            #expect(datasetError { try run.append(to: dataset, through: 20) }?.code == .inputOutput)
        }
        #expect(!FileManager.default.fileExists(atPath: run.path))
        // With room again the run goes on and ends as if nothing had happened.
        try FileManager.default.removeItem(atPath: column)
        try run.write(saved, to: column)
        let dataset = try StagedDataset(reopening: run.path, description: run.description)
        try run.append(to: dataset, through: run.events.upperBound)
        _ = try dataset.finish(tracker: run.detector)
        #expect(try run.bytes(run.path) == run.bytes(run.make("other.h5")))
    }
}
