// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// How a real detector differs from its description, by intervals of runs.
///
/// Lengths are in mm, angles in radians, temperatures in degrees Celsius, fluences in 1 MeV neutrons per cm². `read`
/// decodes the YAML form documented in `Geometries/README.md`; `InstalledTracker` applies an interval to a tracker.
public struct DetectorConditions: Sendable, Equatable {
    /// Short name, which datasets quote.
    public var name: String
    /// One sentence; may be empty.
    public var summary: String
    /// In the order of their runs, which do not overlap.
    public var intervals: [Interval]

    /// What holds for some runs.
    public struct Interval: Sendable, Equatable {
        /// Runs for which it is valid.
        public var runs: ClosedRange<Int>
        /// Key of everything that is drawn.
        public var seed: UInt64
        /// Centre of the luminous region, mm; nil leaves the recipe's.
        public var beamSpot: [Double]?
        public var environment: Environment
        public var alignment: [AlignmentEntry]
        public var misalignment: Misalignment
        public var response: [ResponseEntry]
        public var dead: [DefectEntry]
        public var noisy: [DefectEntry]
        public var place: SourcePlace
    }

    /// What leakage current depends on.
    public struct Environment: Sendable, Equatable {
        /// °C.
        public var temperature: Double
        /// 1 MeV neutron equivalent per cm².
        public var fluence: Double
        /// Peaking time of the amplifiers, over which leakage current makes noise, ns.
        public var peakingTime: Double
    }

    /// A displacement of some part of the detector.
    public struct AlignmentEntry: Sendable, Equatable {
        public var selection: ModuleSelection
        public var displacement: Displacement
    }

    /// Standard deviations of Gaussian displacements, by level of the hierarchy; nil for none.
    public struct Misalignment: Sendable, Equatable {
        public var detector: Displacement?
        public var volume: Displacement?
        public var halfVolume: Displacement?
        public var layer: Displacement?
        public var halfLayer: Displacement?
        public var stave: Displacement?
        public var ring: Displacement?
        public var module: Displacement?
        public init() {}
    }

    /// How modules answer: factors that multiply those of earlier entries.
    public struct ResponseEntry: Sendable, Equatable {
        public var selection: ModuleSelection
        public var noise: Double
        public var threshold: Double
        /// Relative standard deviation from module to module, Gaussian, at least a tenth of the mean.
        public var thresholdSpread: Double
        public var gain: Double
        public var gainSpread: Double
        /// Of the tangent of the Lorentz angle.
        public var lorentz: Double
        public var efficiency: Double
        /// Where they differ from the interval's.
        public var temperature: Double?
        public var fluence: Double?
    }

    /// Modules, chips or channels that fail, or fire without a particle.
    public struct DefectEntry: Sendable, Equatable {
        public enum Extent: Sendable, Equatable {
            case modules
            /// Numbers of chips, from 0, along u first.
            case chips([Int])
            /// Ranges of channels.
            case channels(u: ClosedRange<Int>, v: ClosedRange<Int>)
            /// Shares of modules, chips and channels, drawn.
            case drawn(modules: Double, chips: Double, channels: Double)
        }
        public var selection: ModuleSelection
        public var extent: Extent
        /// Probability that a noisy channel fires in an event; 0 for dead ones.
        public var occupancy: Double
    }

    /// Bounds on what a file may ask for.
    public enum Limits {
        public static let intervals = 1000
        /// Entries of any list.
        public static let entries = 100_000
        /// Dead and noisy channels and regions of one interval.
        public static let regions = 8_000_000
        /// Largest file, bytes.
        public static let fileSize = 1 << 20
    }

    /// Decodes and checks the text of a conditions file.
    ///
    /// - Throws: every mistake found, with file, line and key.
    public static func read(text: String, file: String) throws(Diagnostics) -> DetectorConditions {
        let collector = DiagnosticCollector()
        let root = Section(try YAMLReader.read(text: text, file: file), collector: collector)
        let conditions = ConditionsDecoder(root: root).decode()
        try collector.check()
        return conditions
    }

    /// The interval of a run.
    ///
    /// - Throws: `no-interval` when there is none.
    public func interval(run: Int, file: String) throws(Diagnostics) -> Interval {
        if let found = intervals.first(where: { $0.runs.contains(run) }) { return found }
        let known = intervals.prefix(10).map { interval in
            interval.runs.upperBound == Int(Int32.max)
                ? "from \(interval.runs.lowerBound) on" : "\(interval.runs.lowerBound) to \(interval.runs.upperBound)"
        }
        throw Diagnostics([
            Diagnostic(
                code: "no-interval", file: file, key: "intervals", problem: "run \(run) is in no interval",
                reason: "there are runs \(known.joined(separator: ", "))",
                remedy: "choose another `run` in the recipe, or add an interval")
        ])
    }
}
