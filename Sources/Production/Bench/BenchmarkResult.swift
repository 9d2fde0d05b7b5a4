// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Foundation

/// One figure: processor time per natural unit.
public struct BenchmarkResult: Codable, Sendable {
    public var name: String
    public var unit: String
    /// Processor time of one thread, nanoseconds per unit: the median of the repetitions and their range.
    public var nanoseconds: Double
    public var fastest: Double
    public var slowest: Double
    public var units: Int
    public var detail: String
    /// The instructions that the program was compiled for.
    public var build = InstructionSet.name
}

extension [BenchmarkResult] {
    /// A table to read.
    public var table: String {
        var text = "built for \(InstructionSet.name)\n"
        text += "benchmark       ns per unit      range                unit\n"
        for r in self {
            text +=
                r.name.padding(toLength: 16, withPad: " ", startingAt: 0)
                + String(format: "%10.1f   %9.1f - %9.1f      ", r.nanoseconds, r.fastest, r.slowest) + r.unit
                + (r.detail.isEmpty ? "" : "  (\(r.detail))") + "\n"
        }
        return text
    }
}
