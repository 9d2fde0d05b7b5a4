// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// How one module answers: factors to what its sensor's description says.
@frozen
public struct ModuleConditions: Sendable, BitwiseCopyable, Equatable {
    /// A dead module gives no hits.
    public var isDead = false
    /// Of the electronic noise.
    public var noiseFactor = 1.0
    /// Noise of the leakage current of one channel, electrons; added in quadrature.
    public var leakageNoise = 0.0
    public var thresholdFactor = 1.0
    /// Of the charge that is read out.
    public var gain = 1.0
    /// Of the tangent of the Lorentz angle.
    public var lorentzFactor = 1.0
    /// Probability that a channel with enough charge is read out, 0 to 1.
    public var efficiency = 1.0
    /// Positions of the module's dead regions, dead channels and noisy regions in their tables.
    public var deadRegions = TableRange()
    public var deadChannels = TableRange()
    public var noisyRegions = TableRange()

    public init() {}

    /// Positions `first..<end`.
    @frozen
    public struct TableRange: Sendable, BitwiseCopyable, Equatable {
        public var first: Int32 = 0
        public var end: Int32 = 0
        public init() {}
        public init(_ range: Range<Int>) {
            first = Int32(range.lowerBound)
            end = Int32(range.upperBound)
        }
        @inlinable public var isEmpty: Bool { first == end }
    }
}

/// A rectangle of channels, all bounds included.
@frozen
public struct ChannelRegion: Sendable, BitwiseCopyable, Equatable {
    public let firstU: Int32
    public let lastU: Int32
    public let firstV: Int32
    public let lastV: Int32
    /// Probability that one of its channels fires in an event without a particle; 0 in a dead region.
    public let occupancy: Double
    /// Mean number of such signals in all its channels: −ln(1 − occupancy) each, so that a Poisson number of them leaves a
    /// channel silent as often as it should. What would always fire does so 999 times in 1000.
    public let noiseMean: Double

    public init(firstU: Int32, lastU: Int32, firstV: Int32, lastV: Int32, occupancy: Double = 0) {
        self.firstU = firstU
        self.lastU = lastU
        self.firstV = firstV
        self.lastV = lastV
        self.occupancy = occupancy
        let channels = (Double(lastU) - Double(firstU) + 1) * (Double(lastV) - Double(firstV) + 1)
        noiseMean = -Elementary.log1p(-min(occupancy, 0.999)) * channels
    }

    @inlinable public func contains(_ u: Int32, _ v: Int32) -> Bool {
        u >= firstU && u <= lastU && v >= firstV && v <= lastV
    }
    @inlinable public var channelCount: Int { (Int(lastU) - Int(firstU) + 1) * (Int(lastV) - Int(firstV) + 1) }
}

/// The conditions of every module's readout, in memory that kernels read without reference counting.
///
/// Modules are in the order of the tracker's. `view` is what kernels copy; it is valid while this object lives.
public final class ReadoutConditions: Sendable {
    public let modules: UnsafeTable<ModuleConditions>
    /// Dead chips and ranges of channels, by module.
    public let deadRegions: UnsafeTable<ChannelRegion>
    /// Single dead channels, `v << 32 | u`, by module and increasing within it.
    public let deadChannels: UnsafeTable<UInt64>
    /// Channels that fire without a particle, by module; a dead channel does not.
    public let noisyRegions: UnsafeTable<ChannelRegion>
    /// Whether every module answers as described: kernels may then leave the rest out.
    public let isIdeal: Bool

    /// Everything works as described.
    public init(moduleCount: Int) {
        modules = UnsafeTable(Array(repeating: ModuleConditions(), count: moduleCount))
        deadRegions = UnsafeTable([])
        deadChannels = UnsafeTable([])
        noisyRegions = UnsafeTable([])
        isIdeal = true
    }

    init(
        modules: [ModuleConditions], deadRegions: [ChannelRegion], deadChannels: [UInt64],
        noisyRegions: [ChannelRegion]
    ) {
        isIdeal = modules.allSatisfy { $0 == ModuleConditions() }
        self.modules = UnsafeTable(modules)
        self.deadRegions = UnsafeTable(deadRegions)
        self.deadChannels = UnsafeTable(deadChannels)
        self.noisyRegions = UnsafeTable(noisyRegions)
    }

    public var view: View {
        View(
            modules: modules.pointer, deadRegions: deadRegions.pointer, deadChannels: deadChannels.pointer,
            noisyRegions: noisyRegions.pointer)
    }

    /// Plain pointers into the tables.
    @frozen
    public struct View: @unchecked Sendable, BitwiseCopyable {
        public let modules: UnsafePointer<ModuleConditions>
        public let deadRegions: UnsafePointer<ChannelRegion>
        public let deadChannels: UnsafePointer<UInt64>
        public let noisyRegions: UnsafePointer<ChannelRegion>

        init(
            modules: UnsafePointer<ModuleConditions>, deadRegions: UnsafePointer<ChannelRegion>,
            deadChannels: UnsafePointer<UInt64>, noisyRegions: UnsafePointer<ChannelRegion>
        ) {
            self.modules = modules
            self.deadRegions = deadRegions
            self.deadChannels = deadChannels
            self.noisyRegions = noisyRegions
        }

        /// Whether a channel of a module gives no signal.
        @inlinable
        public func isDead(module: Int, u: Int32, v: Int32) -> Bool {
            let conditions = modules + module
            if conditions.pointee.isDead { return true }
            for i in conditions.pointee.deadRegions.first..<conditions.pointee.deadRegions.end
            where deadRegions[Int(i)].contains(u, v) {
                return true
            }
            let wanted = UInt64(UInt32(bitPattern: v)) << 32 | UInt64(UInt32(bitPattern: u))
            var low = conditions.pointee.deadChannels.first
            var high = conditions.pointee.deadChannels.end
            while low < high {
                let middle = low + (high - low) / 2
                if deadChannels[Int(middle)] < wanted { low = middle + 1 } else { high = middle }
            }
            return low < conditions.pointee.deadChannels.end && deadChannels[Int(low)] == wanted
        }
    }
}
