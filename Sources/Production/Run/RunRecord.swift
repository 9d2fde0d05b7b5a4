// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Foundation

/// What is worth knowing of a run but must not reach its dataset's bytes: `NAME.run.json` beside it.
public struct RunRecord: Codable, Sendable {
    public var program = "eidolon"
    public var version: String
    /// The instructions that the program was compiled for; absent in records of earlier versions.
    public var build: String?
    public var commandLine: [String]
    public var host: String
    public var started: String
    public var finished: String?
    public var seconds: Double?
    public var threads: Int
    public var planHash: String
    public var datasetSHA256: String?
    /// Absolute paths of the particle files, so that the run can be resumed, and its events made again, from anywhere.
    public var inputPaths: [String]

    public init(version: String, commandLine: [String], threads: Int, planHash: String, inputPaths: [String]) {
        self.version = version
        build = InstructionSet.name
        self.commandLine = commandLine
        self.threads = threads
        self.planHash = planHash
        self.inputPaths = inputPaths.map { URL(fileURLWithPath: $0).path }
        host = ProcessInfo.processInfo.hostName
        started = Date().ISO8601Format()
    }

    public static func path(for dataset: String) -> String {
        (dataset.hasSuffix(".h5") ? String(dataset.dropLast(3)) : dataset) + ".run.json"
    }

    /// The record beside a dataset, nil if there is none that can be read.
    public static func read(for dataset: String) -> RunRecord? {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path(for: dataset))) else { return nil }
        return try? JSONDecoder().decode(RunRecord.self, from: data)
    }

    /// Writes the record; a failure is the caller's to report, since the dataset does not depend on it.
    public func write(for dataset: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(fileURLWithPath: Self.path(for: dataset)), options: .atomic)
    }

    public mutating func finish(seconds: Double, sha256: String) {
        finished = Date().ISO8601Format()
        self.seconds = seconds
        datasetSHA256 = sha256
    }
}
