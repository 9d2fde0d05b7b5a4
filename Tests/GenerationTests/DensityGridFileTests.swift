// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Foundation
import Testing

@testable import Generation

@Suite("Files of parton densities") struct DensityGridFileTests {
    private let header = "PdfType: central\nFormat: lhagrid1\n---\n"
    private let grid = "1e-4 1e-2 0.1 1\n2 10\n21 2\n1 2\n1 2\n2 3\n2 3\n1 1\n1 1\n0 0\n0 0\n---\n"
    private let info = "SetDesc: \"x\"\nAlphaS_Qs: [2, 10,\n  100]\nAlphaS_Vals: [0.3, 0.2, 0.1]\n"

    private func read(_ member: String, info: String? = nil, name: String = "set_0000.dat") -> [String] {
        let folder = NSTemporaryDirectory() + "eidolon-density-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try? member.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
        try? (info ?? self.info).write(toFile: folder + "/set.info", atomically: false, encoding: .utf8)
        return codes {
            let files = try DensityGridFiles(member: folder + "/" + name)
            _ = try LoadedDensityGrid(member: files.member, description: files.description)
        }
    }

    @Test("a small complete set is read") func complete() {
        #expect(read(header + grid) == [])
        #expect(read(header + grid + grid.replacingOccurrences(of: "\n2 10\n", with: "\n10 30\n")) == [])
        #expect(read((header + grid).replacingOccurrences(of: "\n", with: "\r\n")) == [])
        #expect(read(header + grid, info: "AlphaS_MZ: 0.118\nAlphaS_OrderQCD: 1\n") == [])
    }

    @Test("whatever is wrong is told") func mistakes() {
        let bad = ["bad-density-grid"]
        #expect(read("", info: info) == bad)
        #expect(read(grid) == bad)
        #expect(read(header) == bad)
        #expect(read(header + grid, name: "set.dat") == bad)
        #expect(read(header + grid, info: "Particle: 2212\n") == bad)
        #expect(read(header + grid, info: "AlphaS_Qs: [2, 1]\nAlphaS_Vals: [0.3, 0.2]\n") == bad)
        #expect(read(header + grid, info: "AlphaS_Qs: [2, 2]\nAlphaS_Vals: [0.3, 0.2]\n") == bad)
        for (old, new) in [
            ("1e-4 1e-2", "1e-2 1e-4"), ("2 10\n", "10 2\n"), ("21 2\n", "1 2\n"), ("21 2\n", "21 21\n"),
            ("21 2\n", "21 x\n"), ("2 3\n2 3", "2 3\n2"), ("2 3\n2 3", "2 nan\n2 3"), ("0 0\n---", "0 0\n0 0\n---"),
            ("1 2\n1 2\n2 3", "1 2\n2 3"), ("1e-4", "-1e-4"), ("2 10\n", "2\n"), ("0.1 1\n", "0.1 7\n"),
        ] { #expect(read(header + grid.replacingOccurrences(of: old, with: new)) == bad, "\(new)") }
        #expect(read(header + grid + grid) == bad)
    }

    @Test("a cut or damaged file never crashes") func damage() {
        let text = Array((header + grid).utf8)
        var stream = RandomStream(seed: 1, event: 0, stage: .test, identity: 0)
        for length in 0..<text.count {
            _ = read(String(decoding: text[..<length], as: UTF8.self))
            var changed = text
            for _ in 0..<2 {
                changed[Int(stream.uniform() * Double(text.count))] = UInt8(truncatingIfNeeded: stream.next())
            }
            _ = read(String(decoding: changed, as: UTF8.self))
            let info = Array(self.info.utf8)
            _ = read(header + grid, info: String(decoding: info[..<min(length, info.count)], as: UTF8.self))
        }
    }
}
