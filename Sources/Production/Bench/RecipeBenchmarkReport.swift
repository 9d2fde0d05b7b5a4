// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Foundation

/// What every stage costs for the events of a recipe.
public struct RecipeBenchmarkReport: Codable, Sendable {
    public static let stageNames = ["generation", "transport", "readout", "encoding"]

    /// Totals of all events; nothing here depends on the machine.
    public struct Counts: Codable, Sendable, Equatable {
        public var events = 0
        public var generatedParticles = 0
        /// Charged particles that were followed through the detector.
        public var transportedParticles = 0
        /// Passages of particles through sensors.
        public var sensorCrossings = 0
        /// Hits that were read out; 0 if events were left before.
        public var hits = 0
    }

    /// Times are nanoseconds of one thread, medians of the repetitions.
    public struct Stage: Codable, Sendable {
        public var name: String
        /// Processor time per event: median, least and largest of the repetitions, and elapsed time.
        public var perEvent: Double
        public var perEventFastest: Double
        public var perEventSlowest: Double
        public var perEventWall: Double
        /// Processor time per particle followed and per hit; absent where there are none.
        public var perTransportedParticle: Double?
        public var perHit: Double?
    }

    public var recipe: String
    public var detector: String
    public var planHash: String
    /// The instructions that the program was compiled for.
    public var build: String
    public var repetitions: Int
    public var counts: Counts
    /// Sensor crossings per particle followed; absent where there are none.
    public var hitsPerTransportedParticle: Double?
    /// In the order of `stageNames` as far as events went, then `total`. `readout` includes the truth labels.
    public var stages: [Stage]

    init(_ plan: Plan, repetitions: [[RecipeBenchmark.Lap]], counts: Counts) {
        recipe = plan.name
        detector = plan.settings.detector
        planHash = plan.hash
        build = InstructionSet.name
        self.repetitions = repetitions.count
        self.counts = counts
        hitsPerTransportedParticle = Self.ratio(Double(counts.sensorCrossings), counts.transportedParticles)
        stages = []
        for (i, name) in Self.stageNames.prefix(repetitions.first?.count ?? 0).enumerated() {
            stages.append(
                Self.stage(name, repetitions.map { $0[i].processor }, repetitions.map { $0[i].wall }, counts))
        }
        stages.append(
            Self.stage(
                "total", repetitions.map { $0.reduce(0) { $0 + $1.processor } },
                repetitions.map { $0.reduce(0) { $0 + $1.wall } }, counts))
    }

    private static func stage(_ name: String, _ processor: [Double], _ wall: [Double], _ counts: Counts) -> Stage {
        let sorted = processor.sorted()
        let median = sorted[sorted.count / 2]
        let events = Double(max(counts.events, 1))
        return Stage(
            name: name, perEvent: median / events, perEventFastest: sorted[0] / events,
            perEventSlowest: sorted[sorted.count - 1] / events, perEventWall: wall.sorted()[wall.count / 2] / events,
            perTransportedParticle: ratio(median, counts.transportedParticles), perHit: ratio(median, counts.hits))
    }

    private static func ratio(_ value: Double, _ count: Int) -> Double? { count > 0 ? value / Double(count) : nil }

    /// A table to read.
    public var table: String {
        let n = Double(max(counts.events, 1))
        var text = "\(recipe) in \(detector): \(counts.events) events, \(repetitions) repetitions, one thread, "
        text += "built for \(build)\n"
        text += String(
            format: "per event: %.0f particles, %.0f followed, %.0f sensor crossings",
            Double(counts.generatedParticles) / n, Double(counts.transportedParticles) / n,
            Double(counts.sensorCrossings) / n)
        text += counts.hits > 0 ? String(format: ", %.0f hits\n", Double(counts.hits) / n) : "\n"
        if let hits = hitsPerTransportedParticle {
            text += String(format: "sensor crossings per particle followed: %.3f\n", hits)
        }
        text += "\nstage          µs per event       range                  elapsed   ns per particle   ns per hit\n"
        for s in stages {
            text +=
                s.name.padding(toLength: 12, withPad: " ", startingAt: 0)
                + String(
                    format: "%15.1f   %10.1f - %10.1f %12.1f", s.perEvent / 1000, s.perEventFastest / 1000,
                    s.perEventSlowest / 1000, s.perEventWall / 1000)
                + Self.column(s.perTransportedParticle, 18) + Self.column(s.perHit, 13) + "\n"
        }
        return text
    }

    private static func column(_ value: Double?, _ width: Int) -> String {
        guard let value else { return String(repeating: " ", count: width - 1) + "-" }
        let text = String(format: "%.1f", value)
        return String(repeating: " ", count: max(width - text.count, 1)) + text
    }
}
