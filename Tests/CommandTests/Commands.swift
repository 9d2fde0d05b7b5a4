// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

/// Tests of the built program, run as processes of its own; one after another, since some of them measure time.
@Suite(.serialized) enum Commands {}

/// Runs the baseline program.
func eidolon(
    _ arguments: String..., program: String = Build.baseline.program, environment: [String: String] = [:],
    directory: String? = nil, atMost seconds: Double = 120
) throws -> ProgramResult {
    try eidolon(
        arguments, program: program, environment: environment, directory: directory, atMost: seconds)
}

/// Runs the baseline program.
func eidolon(
    _ arguments: [String], program: String = Build.baseline.program, environment: [String: String] = [:],
    directory: String? = nil, atMost seconds: Double = 120
) throws -> ProgramResult {
    var all = environment
    all["EIDOLON_HOME"] = all["EIDOLON_HOME"] ?? PackageFolder.root
    return try run(program, arguments, environment: all, directory: directory, atMost: seconds)
}

/// The SHA-256 of a dataset, as `generate`, `resume` and `replay` print it.
func digest(_ result: ProgramResult) throws -> String {
    try #require(result.status == 0, "\(result.summary)")
    let words = result.output.split(separator: " ").map(String.init)
    try #require(words.count >= 4 && words[0] == "content" && words[1] == "sha256", "\(result.summary)")
    try #require(words[2].count == 64 && words[2].allSatisfy(\.isHexDigit), "\(result.summary)")
    return words[2]
}

/// The SHA-256 that the user block of a dataset must state: that of all that follows it.
func contentDigest(of path: String) throws -> String {
    String(try run("/bin/sh", ["-c", "tail -c +513 '\(path)' | sha256sum"]).output.prefix(64))
}

/// Small recipes whose datasets together fill every table: several processes, pile-up, secondary vertices, cells,
/// hits of two particles, particles from a file, and particles that end in failures.
enum Recipes {
    static func processes(detector: String = "trackml") -> String {
        """
        name: processes
        seed: 20260707
        events: 6
        detector: \(detector)
        processes:
          - {process: ttH, fraction: 0.4, label: 2}
          - {process: tttt, fraction: 0.2, label: 1}
          - {process: tt, fraction: 0.4, label: 0}
        collisions:
          pile_up: 3
        """
    }

    static func gun(detector: String = "trackml") -> String {
        """
        name: gun
        seed: 42
        events: 24
        detector: \(detector)
        conditions: conditions.yaml
        gun:
          species: [mu-, pi+, K+, e-]
          charge: both
          particles: 60
          pT_GeV: {distribution: log-uniform, min: 0.15, max: 20}
          eta: [-3, 3]
          vertex: beam_spot
        simulation:
          max_turns: 0.6
        """
    }

    static func file(detector: String = "trackml") -> String {
        """
        name: file
        seed: 7
        detector: \(detector)
        source:
          format: trackml-particles
          file: [first.csv, second.csv]
        """
    }

    /// A detector that is not the ideal one.
    private static let conditions = """
        name: not ideal
        intervals:
          - seed: 5
            misalignment: { module: { shift: [0.01, 0.02, 0.03], rotation: [2e-4, 2e-4, 1e-4] } }
            response: [{ threshold_spread: 0.03, gain_spread: 0.02 }]
            dead: [{ channel_fraction: 1e-7 }]
            noisy: [{ channel_fraction: 1e-7, occupancy: 0.01 }]

        """

    static let names = ["processes", "gun", "file"]

    private static func text(_ name: String, _ detector: String) -> String {
        switch name {
        case "processes": processes(detector: detector)
        case "gun": gun(detector: detector)
        default: file(detector: detector)
        }
    }

    /// Writes a recipe with what it names, and returns its path.
    static func write(_ name: String, detector: String = "trackml", in folder: ScratchFolder) throws -> String {
        if name == "file" {
            let lines = try String(contentsOfFile: fixture, encoding: .utf8).split(separator: "\n")
            for (file, rows) in [("first.csv", 1...400), ("second.csv", 401...900)] {
                // The last one starts outside the tracker, and is reported as a failure.
                let outside = "99,5000,0,0,1,0,0,1,0"
                let text = ([lines[0]] + lines[rows] + [outside[...]]).joined(separator: "\n") + "\n"
                try folder.write(text, to: file)
            }
        }
        if name == "gun" { try folder.write(conditions, to: "conditions.yaml") }
        return try folder.write(text(name, detector) + "\n", to: "\(name)-\(detector).yaml")
    }

    /// Particles of a real event of the TrackML challenge.
    static let fixture = PackageFolder.root + "/Tests/Fixtures/trackml-event000001000-particles.csv"
}
