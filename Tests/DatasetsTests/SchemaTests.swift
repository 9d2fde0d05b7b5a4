// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@testable import Datasets

@Suite struct SchemaTests {
    @Test func documentInTheRepositoryIsTheSchema() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let path = root.path + "/Datasets/SCHEMA.md"
        if ProcessInfo.processInfo.environment["EIDOLON_UPDATE_SCHEMA"] == "1" {
            try Schema.current.document.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == Schema.current.document)
    }

    @Test func namesAreUniqueAndEverythingIsDescribed() {
        let schema = Schema.current
        #expect(schema.version == FormatVersion.schema)
        #expect(Set(schema.tables.map(\.path)).count == schema.tables.count)
        for table in schema.tables {
            #expect(Set(table.columns.map(\.name)).count == table.columns.count, "\(table.path)")
            #expect(!table.description.isEmpty)
            for column in table.columns {
                #expect(!column.units.isEmpty && !column.description.isEmpty, "\(table.path)/\(column.name)")
                #expect(column.name != DatasetLayout.countsName && column.name != "offsets")
            }
            if case .within(let parent) = table.rows {
                let own = schema.tables.firstIndex { $0.path == table.path }!
                #expect(schema.tables[..<own].contains { $0.path == parent }, "a parent stands before \(table.path)")
            }
        }
    }

    @Test func layoutLeavesOutWhatIsNotWritten() {
        let all = DatasetLayout(encoding: EncodingOptions(), weightCount: 1)
        let few = DatasetLayout(
            encoding: EncodingOptions(writesVertices: false, writesCells: false, writesHitParticles: false),
            weightCount: 3)
        #expect(all.has("tracker_cells") && all.has("hit_particles") && all.has("vertices"))
        #expect(!few.has("tracker_cells") && !few.has("hit_particles") && !few.has("vertices"))
        #expect(few.staged[few.index("events", "weights")!].rowByteCount == 24)
        #expect(Set(all.staged.map(\.fileName)).count == all.staged.count)
    }

    @Test func checksumIsTheKnownOne() {
        // RFC 3720, appendix B.4: 32 bytes of zeros, of ones, and the digits' check value.
        func crc(_ bytes: [UInt8]) -> (UInt32, UInt32) {
            var fast = CRC32C()
            var slow = CRC32C()
            bytes.withUnsafeBytes {
                fast.update($0)
                slow.updateByTable($0)
            }
            return (fast.value, slow.value)
        }
        for (bytes, expected) in [
            ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
            (Array("123456789".utf8), 0xE306_9283),
        ] as [([UInt8], UInt32)] {
            #expect(crc(bytes) == (expected, expected))
        }
        let long = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        #expect(crc(long).0 == crc(long).1)
        for cut in [0, 1, 7, 8, 9, 500, 1000] {
            var pieces = CRC32C()
            long[..<cut].withUnsafeBytes { pieces.update($0) }
            var second = CRC32C(continuing: pieces.value)
            long[cut...].withUnsafeBytes { second.update($0) }
            #expect(second.value == crc(long).0)
        }
    }
}
