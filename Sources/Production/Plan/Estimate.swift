// SPDX-License-Identifier: GPL-3.0-or-later

/// What a run will take: time, disk and memory, from the costs of its parts.
public struct Estimate: Sendable, Equatable {
    /// What one item costs.
    public struct Cost: Sendable, Equatable {
        /// Seconds of one thread.
        public var seconds: Double
        /// Bytes in the dataset.
        public var bytes: Double
        public init(seconds: Double, bytes: Double) {
            self.seconds = seconds
            self.bytes = bytes
        }
    }

    /// Costs measured by the benchmarks.
    public struct Costs: Sendable, Equatable {
        /// Of an event as such, without its particles.
        public var event: Cost
        /// Of a hard collision of any process.
        public var hardCollision: Cost
        public var pileUpCollision: Cost
        /// Of one particle of a gun or file.
        public var particle: Cost
        /// Of a file: particles it holds on average, when they have not been counted.
        public var particlesPerFile: Double
        /// Bytes of memory of the program, and of each thread.
        public var memory: Double
        public var memoryPerThread: Double

        public init(
            event: Cost, hardCollision: Cost, pileUpCollision: Cost, particle: Cost, particlesPerFile: Double = 12_000,
            memory: Double, memoryPerThread: Double
        ) {
            self.event = event
            self.hardCollision = hardCollision
            self.pileUpCollision = pileUpCollision
            self.particle = particle
            self.particlesPerFile = particlesPerFile
            self.memory = memory
            self.memoryPerThread = memoryPerThread
        }
    }

    /// Seconds of one thread for one event.
    public var secondsPerEvent: Double
    /// Bytes of the dataset for one event.
    public var bytesPerEvent: Double
    /// Wall-clock seconds of the run.
    public var seconds: Double
    /// Size of the dataset.
    public var bytes: Double
    /// Disk needed while it runs: the staged columns and the dataset.
    public var diskBytes: Double
    public var memoryBytes: Double

    public init(_ plan: Plan, costs: Costs, threads: Int) {
        var items = [(costs.event, 1.0), (costs.pileUpCollision, plan.pileUp.mean)]
        switch plan.source {
        case .collisions: items.append((costs.hardCollision, 1))
        case .gun(let gun): items.append((costs.particle, Double(gun.particles)))
        case .file: items.append((costs.particle, costs.particlesPerFile))
        }
        secondsPerEvent = items.map { $0.0.seconds * $0.1 }.reduce(0, +)
        bytesPerEvent = items.map { $0.0.bytes * $0.1 }.reduce(0, +)
        let events = Double(plan.events)
        seconds = secondsPerEvent * events / Double(max(1, threads))
        bytes = bytesPerEvent * events
        diskBytes = 2 * bytes
        memoryBytes = costs.memory + costs.memoryPerThread * Double(max(1, threads))
    }

    /// Lines for a person.
    public var summary: String {
        """
        time       about \(Self.duration(seconds)) (\(Self.duration(secondsPerEvent)) of one thread per event)
        size       about \(Self.size(bytes)) (\(Self.size(bytesPerEvent)) per event)
        disk       about \(Self.size(diskBytes)) while it runs: columns are staged, then the file is written
        memory     about \(Self.size(memoryBytes)), whatever the number of events

        """
    }

    /// `1.2 ms`, `35 s`, `2 h 05 min`.
    static func duration(_ seconds: Double) -> String {
        if seconds < 1e-3 { return "\(rounded(seconds * 1e6)) us" }
        if seconds < 1 { return "\(rounded(seconds * 1e3)) ms" }
        if seconds < 120 { return "\(rounded(seconds)) s" }
        if seconds >= 1e12 { return "more than 30,000 years" }
        let minutes = Int((seconds / 60).rounded())
        if minutes < 120 { return "\(minutes) min" }
        if minutes < 48 * 60 { return "\(minutes / 60) h \(minutes % 60 < 10 ? "0" : "")\(minutes % 60) min" }
        return "\(minutes / 1440) d \(minutes % 1440 / 60) h"
    }

    /// `850 B`, `1.2 MB`, powers of 1000.
    static func size(_ bytes: Double) -> String {
        var value = bytes
        for unit in ["B", "kB", "MB", "GB", "TB"] {
            if value < 999.5 { return "\(rounded(value)) \(unit)" }
            value /= 1000
        }
        return "\(rounded(value)) PB"
    }

    /// Two significant digits below 10, whole numbers from there.
    private static func rounded(_ value: Double) -> String {
        guard value < 1e15 else { return "very many" }
        if value >= 9.95 { return "\(Int(value.rounded()))" }
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
