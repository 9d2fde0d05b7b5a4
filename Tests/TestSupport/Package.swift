// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Something that a test needs is not on this machine.
public struct MissingRequirement: Error, CustomStringConvertible {
    public let description: String
}

/// Where the package and what was built of it are.
public enum PackageFolder {
    /// The package's own folder.
    public static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The launcher that chooses among the builds.
    public static let launcher = root + "/Scripts/eidolon"

    /// Whether what a test needs must be there: in continuous integration.
    public static let requiresAll = ProcessInfo.processInfo.environment["EIDOLON_REQUIRE_ALL"] == "1"

    /// True if the condition holds; false if the test may be left out here.
    ///
    /// - Throws: where everything is required (`EIDOLON_REQUIRE_ALL=1`).
    public static func has(_ isThere: Bool, _ need: String) throws -> Bool {
        if !isThere {
            if requiresAll { throw MissingRequirement(description: "needed here: \(need)") }
            print("left out: needs \(need)")
        }
        return isThere
    }

    /// The flags of this machine's processor.
    public static let processorFlags: Set<Substring> = {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("flags") } ?? ""
        return Set(line.split(separator: " "))
    }()

    /// The Python with numpy and h5py that the set-up settled on.
    public static let python = root + "/Scripts/python"
}

/// A folder that lives as long as its value.
public final class ScratchFolder: Sendable {
    public let path: String

    public init() throws {
        path = FileManager.default.temporaryDirectory.path + "/eidolon-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    public func file(_ name: String) -> String { path + "/" + name }

    /// Writes a text and returns its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    /// What is inside, sorted.
    public func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

    public func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }
}
