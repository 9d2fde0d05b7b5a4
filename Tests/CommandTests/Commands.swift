// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

/// Tests of the built program, run as processes of its own; one after another, since some of them measure time.
@Suite(.serialized) enum Commands {}

/// Runs the baseline program.
func eidolon(
    _ arguments: String..., program: String = PackageFolder.baseline, environment: [String: String] = [:],
    directory: String? = nil, atMost seconds: Double = 120
) throws -> ProgramResult {
    try eidolon(
        arguments, program: program, environment: environment, directory: directory, atMost: seconds)
}

/// Runs the baseline program.
func eidolon(
    _ arguments: [String], program: String = PackageFolder.baseline, environment: [String: String] = [:],
    directory: String? = nil, atMost seconds: Double = 120
) throws -> ProgramResult {
    var all = environment
    all["EIDOLON_HOME"] = all["EIDOLON_HOME"] ?? PackageFolder.root
    return try run(program, arguments, environment: all, directory: directory, atMost: seconds)
}

/// The SHA-256 of a dataset, as `generate`, `resume` and `replay` print it.
func digest(_ result: ProgramResult) throws -> String {
    try #require(result.status == 0, "\(result.summary)")
    let first = result.output.split(separator: " ").first.map(String.init) ?? ""
    try #require(first.count == 64 && first.allSatisfy(\.isHexDigit), "\(result.summary)")
    return first
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

    static let all: [(name: String, text: (String) -> String)] = [
        ("processes", { processes(detector: $0) }), ("gun", { gun(detector: $0) }), ("file", { file(detector: $0) }),
    ]

    /// Writes a recipe with what it names, and returns its path.
    static func write(_ name: String, detector: String = "trackml", in folder: ScratchFolder) throws -> String {
        let text = try #require(all.first { $0.name == name }).text(detector)
        if name == "file" {
            let lines = try String(contentsOfFile: fixture, encoding: .utf8).split(separator: "\n")
            for (file, rows) in [("first.csv", 1...400), ("second.csv", 401...900)] {
                try folder.write(([lines[0]] + lines[rows]).joined(separator: "\n") + "\n", to: file)
            }
        }
        return try folder.write(text + "\n", to: "\(name)-\(detector).yaml")
    }

    /// Particles of a real event of the TrackML challenge.
    static let fixture = PackageFolder.root + "/Tests/Fixtures/trackml-event000001000-particles.csv"
}
