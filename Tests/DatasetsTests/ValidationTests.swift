// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@testable import Datasets

@Suite struct ValidationTests {
    @Test func soundFilePassesEveryCheck() throws {
        let run = try FakeRun()
        let report = try DatasetValidator.validate(path: try run.make())
        #expect(report.passed, "\(report.text)")
        #expect(report.checks.count == 7 + EventChecker.checks.count)
    }

    @Test func reportIsReadableByPrograms() throws {
        let run = try FakeRun(events: 2)
        let report = try DatasetValidator.validate(path: try run.make())
        struct Document: Decodable {
            var path: String
            var passed: Bool
            var checks: [ValidationReport.Check]
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(report.json().utf8))
        #expect(document.passed && document.checks == report.checks && document.path == run.path)
        #expect(report.text.split(separator: "\n").allSatisfy { $0.hasPrefix("PASS  ") })
    }

    /// A file of the first schema must stay readable.
    @Test func releasedFileOfSchema1IsRead() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/schema1.h5"
        let report = try DatasetValidator.validate(path: path)
        #expect(report.passed, "\(report.text)")
        let reader = try DatasetReader(path: path)
        #expect(reader.schemaVersion == 1 && reader.eventCount == 2 && reader.detectorName == "squares")
        let summary = try DatasetSummary(reader)
        #expect(summary.tables.first { $0.name == "tracker_hits" }?.rows == 458)
        let x = try reader.read("tracker_hits/x", as: Float.self)
        #expect(x.count == 458)
    }

    @Test func flippedBytesFailTheFileDigest() throws {
        let run = try FakeRun(events: 5)
        let path = try run.make()
        let size = try run.bytes(path).count
        for place in [512, 600, 5000, size / 2, size - 1] {
            let report = try run.validation(changing: path) { $0[place] ^= 1 }
            #expect(report.checks.first { $0.name == "file_digest" }?.passed == false, "byte \(place)")
        }
    }

    @Test func cutFilesFail() throws {
        let run = try FakeRun(events: 5)
        let path = try run.make()
        let size = try run.bytes(path).count
        for keep in [512, 513, 600, size / 2, size - 1] {
            let report = try run.validation(changing: path) { $0.removeLast($0.count - keep) }
            #expect(!report.passed, "\(keep) bytes")
            #expect(datasetError { _ = try DatasetReader(path: run.folder + "/changed.h5") }?.code == .corrupt)
        }
        for keep in [0, 1, 511] {
            let error = datasetError {
                _ = try run.validation(changing: path) { $0.removeLast($0.count - keep) }
            }
            #expect(error?.code == .notADataset, "\(keep) bytes")
        }
    }

    /// Every byte of the structure altered in turn: an error or a failed check, never a crash.
    @Test func noAlterationCrashesTheReader() throws {
        let run = try FakeRun(events: 2)
        let path = try run.make()
        let content = try run.bytes(path)
        let copy = run.folder + "/altered.h5"
        let block = UserBlock(
            schemaVersion: FormatVersion.schema, contentByteCount: content.count - UserBlock.byteCount,
            digest: String(repeating: "0", count: 64)
        ).bytes
        for place in stride(from: 512, to: content.count, by: max(content.count / 150, 1)) {
            var altered = content
            altered.replaceSubrange(0..<512, with: block)
            altered[place] = altered[place] &+ 0x55
            try run.write(altered, to: copy)
            let report = try? DatasetValidator.validate(path: copy)
            #expect(report?.passed != true, "byte \(place)")
            if let reader = try? DatasetReader(path: copy) { _ = try? DatasetSummary(reader) }
        }
    }

    @Test func otherFilesAreNotDatasets() throws {
        let run = try FakeRun()
        let path = run.folder + "/other"
        #expect(datasetError { _ = try DatasetReader(path: path) }?.code == .missing)
        try run.write(Array(repeating: 0x20, count: 2000), to: path)
        #expect(datasetError { _ = try DatasetReader(path: path) }?.code == .notADataset)
        #expect(datasetError { _ = try DatasetReader(path: run.folder) }?.code == .inputOutput)
    }

    @Test func laterSchemasAreRefused() throws {
        let run = try FakeRun(events: 2)
        let path = try run.make()
        let error = datasetError {
            _ = try run.validation(changing: path) { content in
                let later = Array("eidolon-dataset \(FormatVersion.schema + 1)\n".utf8)
                content.replaceSubrange(0..<later.count, with: later)
            }
        }
        #expect(error?.code == .newerSchema)
        #expect(error?.reason.contains("schema \(FormatVersion.schema + 1)") == true)
    }

    /// Changes values of a column in the file and lifts the digests' protection of nothing else: the check that is
    /// meant to find it must.
    private func failedChecks<T: ColumnElement>(
        _ column: String, _ type: T.Type, _ change: (inout [T]) -> Void
    ) throws -> Set<String> {
        let run = try FakeRun(events: 12)
        let path = try run.make()
        let reader = try DatasetReader(path: path)
        var values = try reader.read(column, as: T.self)
        let old = values.withUnsafeBytes { Array($0) }
        change(&values)
        let new = values.withUnsafeBytes { Array($0) }
        let report = try run.validation(changing: path) { content in
            let place = content.firstRange(of: old)!
            content.replaceSubrange(place, with: new)
        }
        #expect(report.checks.first { $0.name == "column_digests" }?.passed == false)
        return Set(report.checks.filter { !$0.passed }.map(\.name)).subtracting(["column_digests", "file_digest"])
    }

    @Test func eachCheckFindsWhatItIsFor() throws {
        #expect(try failedChecks("tracker_hits/offsets", Int64.self) { $0.swapAt(2, 3) } == ["offsets"])
        #expect(try failedChecks("particles/offsets", Int64.self) { $0[$0.count - 1] += 1 } == ["offsets"])
        #expect(try failedChecks("tracker_cells/offsets", Int64.self) { $0[0] = 1 } == ["offsets"])
        #expect(try failedChecks("particles/parent", Int32.self) { $0[3] = 9999 } == ["references"])
        #expect(try failedChecks("particles/vertex", Int32.self) { $0[3] = -1 } == ["references"])
        #expect(try failedChecks("vertices/incoming", Int32.self) { $0[1] = 5000 } == ["references"])
        #expect(try failedChecks("particles/particle_id", UInt64.self) { $0[3] = $0[2] }.contains("barcodes"))
        #expect(
            try failedChecks("tracker_hits/particle_id", UInt64.self) { $0[0] ^= 1 } == ["barcodes"])
        #expect(try failedChecks("tracker_hits/weight", Double.self) { $0[5] += 0.01 } == ["hit_weights"])
        #expect(try failedChecks("tracker_hits/x", Float.self) { $0[5] = .nan }.contains("finite"))
        #expect(try failedChecks("tracker_hits/x", Float.self) { $0[5] += 2 } == ["hits_on_modules"])
        #expect(try failedChecks("tracker_hits/module", Int32.self) { $0[5] = 40 } == ["hits_on_modules"])
        #expect(try failedChecks("tracker_hits/energy", Float.self) { $0[5] = -1e-4 } == ["energies"])
        #expect(try failedChecks("particles/energy", Float.self) { $0[5] *= 1.01 } == ["energies"])
        #expect(try failedChecks("particles/num_tracker_hits", Int32.self) { $0[5] += 1 } == ["hit_counts"])
        #expect(try failedChecks("hit_particles/fraction", Float.self) { $0[5] = 1.5 } == ["hit_shares"])
        #expect(try failedChecks("geometry/modules/rot_zv", Double.self) { $0[3] = 0.9 }.contains("geometry"))
        #expect(try failedChecks("geometry/defects/occupancy", Double.self) { $0[2] = 2 } == ["geometry"])
        #expect(try failedChecks("geometry/defects/module", Int32.self) { $0[2] = 40 } == ["geometry"])
        #expect(try failedChecks("events/event_id", Int64.self) { $0[5] += 1 } == ["event_numbers"])
        #expect(try failedChecks("events/process_id", Int32.self) { $0[5] = 3 } == ["event_classes"])
        #expect(try failedChecks("events/additional_flavour", Int8.self) { $0[5] = 3 } == ["event_classes"])
        #expect(try failedChecks("events/trials", Int32.self) { $0[5] = -1 } == ["event_classes"])
    }
}
