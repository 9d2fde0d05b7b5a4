// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// How a program that ran as a process of its own ended.
public struct ProgramResult: Sendable {
    /// Exit status; nil if a signal ended it.
    public var status: Int32?
    /// The signal that ended it, if one did.
    public var signal: Int32?
    public var output: String
    public var error: String
    public var seconds: Double
    /// It ran past its time and was killed.
    public var timedOut: Bool

    /// A line for the message of a failed expectation.
    public var summary: String {
        let end = timedOut ? "timed out" : status.map { "status \($0)" } ?? "signal \(signal ?? 0)"
        return "\(end)\n\(output.suffix(2000))\n\(error.suffix(4000))"
    }
}

/// A program running as a process of its own, its output kept in files.
public final class RunningProgram {
    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)
    private let folder: URL
    private let began = Date()

    /// - Parameter environment: added to this process's own.
    /// - Throws: if the program cannot be started.
    public init(
        _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], directory: String? = nil
    ) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("eidolon-run-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["out", "err"] {
            FileManager.default.createFile(atPath: folder.appendingPathComponent(name).path, contents: nil)
        }
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: folder.appendingPathComponent("out"))
        process.standardError = try FileHandle(forWritingTo: folder.appendingPathComponent("err"))
        process.terminationHandler = { [ended] _ in ended.signal() }
        try process.run()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    public func send(signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end; kills the program after `seconds`.
    public func wait(atMost seconds: Double = 120) -> ProgramResult {
        var timedOut = false
        if ended.wait(timeout: .now() + seconds) == .timedOut {
            timedOut = true
            kill(process.processIdentifier, SIGKILL)
            ended.wait()
        }
        let bySignal = process.terminationReason == .uncaughtSignal
        return ProgramResult(
            status: bySignal ? nil : process.terminationStatus, signal: bySignal ? process.terminationStatus : nil,
            output: text("out"), error: text("err"), seconds: Date().timeIntervalSince(began), timedOut: timedOut)
    }

    private func text(_ name: String) -> String {
        String(decoding: (try? Data(contentsOf: folder.appendingPathComponent(name))) ?? Data(), as: UTF8.self)
    }
}

/// Runs a program to its end.
public func run(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], directory: String? = nil,
    atMost seconds: Double = 120
) throws -> ProgramResult {
    try RunningProgram(program, arguments, environment: environment, directory: directory).wait(atMost: seconds)
}
