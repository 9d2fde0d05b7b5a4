// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@testable import Configuration

@Suite struct TextFileTests {
    /// A directory of its own for each test, removed afterwards.
    func inDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory.path)
    }

    func mistake(_ path: String, limit: Int = 100) -> Found? {
        do {
            _ = try TextFile.read(path: path, limit: limit)
            return nil
        } catch {
            #expect(error.all.count == 1)
            return error.all.first.map { Found($0.code, $0.line, $0.column) }
        }
    }

    @Test func readsText() throws {
        try inDirectory { directory in
            let path = directory + "/a.yaml"
            for text in ["", "a: é\n", String(repeating: "x", count: 100)] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
                #expect(try TextFile.read(path: path, limit: 100) == text)
            }
            try Data([0xEF, 0xBB, 0xBF, 0x61]).write(to: URL(fileURLWithPath: path))
            #expect(try TextFile.read(path: path, limit: 100) == "a")
            let long = String(repeating: "0123456789\n", count: 100_000)
            try Data(long.utf8).write(to: URL(fileURLWithPath: path))
            #expect(try TextFile.read(path: path, limit: 2_000_000) == long)
        }
    }

    @Test func everyTroubleHasItsDiagnostic() throws {
        try inDirectory { directory in
            let path = directory + "/a.yaml"
            #expect(mistake(path) == Found("missing-file", nil))
            #expect(mistake("") == Found("missing-file", nil))
            #expect(mistake(directory) == Found("not-a-file", nil))
            #expect(mistake("/dev/zero") == Found("not-a-file", nil))
            mkfifo(directory + "/pipe", 0o600)
            #expect(mistake(directory + "/pipe") == Found("not-a-file", nil), "and does not wait for a writer")
            try Data(repeating: 0x61, count: 101).write(to: URL(fileURLWithPath: path))
            #expect(mistake(path) == Found("too-large", nil))
            #expect(mistake(path + "/b") == Found("missing-file", nil))
            #expect(mistake("a\u{0}b") == Found("unreadable-file", nil))
            #expect(mistake(String(repeating: "x", count: 5000)) == Found("unreadable-file", nil))
            if getuid() != 0 {
                chmod(path, 0)
                #expect(mistake(path, limit: 1000) == Found("unreadable-file", nil))
            }
        }
    }

    @Test func namesInFilesAreRelativeToThem() {
        #expect(TextFile.path("a.csv", besides: "b.yaml") == "a.csv")
        #expect(TextFile.path("x/a.csv", besides: "c/b.yaml") == "c/x/a.csv")
        #expect(TextFile.path("../a.csv", besides: "/c/b.yaml") == "/c/../a.csv")
        #expect(TextFile.path("/a.csv", besides: "c/b.yaml") == "/a.csv")
    }

    @Test(
        arguments: [
            ([0xFF], 1, 1), ([0x61, 0x0A, 0x62, 0x80], 2, 2), ([0xC3, 0xA9, 0xC3], 1, 2), ([0xE2, 0x82], 1, 1),
            ([0x61, 0xED, 0xA0, 0x80], 1, 2), ([0xC0, 0xAF], 1, 1), ([0x61, 0x0A, 0x0A, 0xF5], 3, 1),
        ] as [([UInt8], Int, Int)])
    func theFirstBadByteIsNamed(_ bytes: [UInt8], _ line: Int, _ column: Int) throws {
        try inDirectory { directory in
            let path = directory + "/a.yaml"
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            #expect(mistake(path) == Found("not-utf8", line, column))
        }
    }
}
