// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Charge of one step in one channel.
struct ChannelCharge: BitwiseCopyable {
    /// The channel, then the step: what they are sorted by.
    let key: UInt64
    /// Electrons.
    var charge: Double

    @inline(__always)
    init(channel: Int32, step: Int32, charge: Double) {
        key = UInt64(UInt32(bitPattern: channel)) << 32 | UInt64(UInt32(bitPattern: step &+ 1))
        self.charge = charge
    }

    /// Number of the channel in its module: (along u) × (channels along v) + (along v).
    var channel: Int32 {
        @inline(__always) get { Int32(truncatingIfNeeded: key >> 32) }
    }
    /// Position of the step; −1 for a channel that fires without a particle.
    var step: Int32 {
        @inline(__always) get { Int32(truncatingIfNeeded: key) &- 1 }
    }
}

/// A channel above its threshold.
struct FiredChannel: BitwiseCopyable {
    var u: Int32
    var v: Int32
    /// Its charges are `firstCharge..<endCharge`.
    var firstCharge: Int32
    var endCharge: Int32
    /// First channel of its cluster as far as known, and the next channel of it, −1 at its end.
    var root: Int32
    var next: Int32
    /// Last channel of the cluster that begins here.
    var last: Int32
    var counts: Int32
    /// Charge as the electronics tell it, electrons.
    var value: Double
    /// Time walk and the standard normal number of the time's error.
    var delay: Double
    var jitter: Double
}

/// What the readout needs of a step, in one cache line: steps stand in the order of particles, and a module's are far
/// apart.
struct SensorPassage: BitwiseCopyable {
    /// Where it crosses the mid-plane, mm.
    var u, v: Double
    /// Momentum, GeV/c, and deposit, GeV.
    var px, py, pz, deposit: Double
    /// The particle's identity for random streams.
    var identity: UInt64
    /// Position of the step.
    var step: Int32
    /// Number of the step within its particle's track, from 0.
    var ordinal: UInt32

    /// The stream of the step: that of its particle, from a place that no other step reaches.
    ///
    /// A step of a path through the most channels that a module may have takes fewer than 2¹³ blocks.
    @inline(__always)
    func stream(_ seed: UInt64, _ number: UInt64) -> RandomStream {
        RandomStream(
            seed: seed, event: number, stage: .readout, identity: identity, firstBlock: ordinal &<< 13)
    }
}

/// A worker's memory for the readout.
public struct ReadoutScratch: ~Copyable, Sendable {
    /// Steps in the order of (module, step); those of module m are `starts[m]..<starts[m + 1]`.
    var passages = Column<SensorPassage>(capacity: 1024)
    var starts = Column<Int32>(capacity: 1024)
    private var places = Column<Int32>(capacity: 1024)
    /// Of the module in hand.
    var charges = Column<ChannelCharge>(capacity: 256)
    /// Whether they stand in the order of their keys, each once.
    var areOrdered = true
    /// Weights of the segments of a step, the charges of a window of channels, and where the segments' charge arrives.
    private var segmentWeights = Column<Double>(capacity: 64)
    var windowCells = Column<Double>(capacity: 256)
    private let arrivals = LaneMemory(columns: ChargeClouds.columns)
    var charged = Column<ChargedChannel>(capacity: 64)
    private let drawn = LaneMemory(columns: 2)
    var fired = Column<FiredChannel>(capacity: 64)

    public init() {}

    mutating func order(_ event: borrowing TransportedEvent, moduleCount: Int) {
        let count = event.steps.count
        starts.removeAll()
        starts.append(repeating: 0, count: moduleCount + 1)
        for i in 0..<count { starts[Int(event.steps.module[i]) + 1] += 1 }
        for m in 0..<moduleCount { starts[m + 1] += starts[m] }
        places.removeAll()
        places.append(contentsOf: starts)
        passages.removeAll()
        let target = passages.append(unwritten: count)
        let firstSecondary = event.fate.count - event.identity.count
        var ordinal: UInt32 = 0
        for i in 0..<count {
            let particle = Int(event.steps.particle[i])
            ordinal = i > 0 && event.steps.particle[i - 1] == event.steps.particle[i] ? ordinal + 1 : 0
            let secondary = particle - firstSecondary
            let identity =
                secondary >= 0 && secondary < event.identity.count
                ? event.identity[secondary] : FlightIdentity(root: particle).rawValue
            let module = Int(event.steps.module[i])
            target[Int(places[module])] = SensorPassage(
                u: event.steps.u[i], v: event.steps.v[i], px: event.steps.px[i], py: event.steps.py[i],
                pz: event.steps.pz[i], deposit: event.steps.deposit[i], identity: identity,
                step: Int32(truncatingIfNeeded: i), ordinal: ordinal)
            places[module] += 1
        }
    }

    /// Room for the weights of a number of segments, rounded up to a multiple of four.
    @inline(__always)
    mutating func weights(_ segments: Int) -> UnsafeMutablePointer<Double> {
        segmentWeights.removeAll()
        return segmentWeights.append(unwritten: (segments &+ 3) & ~3)
    }

    /// Memory of sixteen random words.
    var wordMemory: UnsafeMutablePointer<UInt64> {
        @inline(__always) get { UnsafeMutableRawPointer(drawn[0].pointer).assumingMemoryBound(to: UInt64.self) }
    }

    /// Memory of a block of `ChargeClouds`.
    var cloudMemory: UnsafeMutablePointer<Double> { @inline(__always) get { arrivals[0].pointer } }

    /// Forgets the charges of the module before.
    @inline(__always)
    mutating func beginModule() {
        charges.removeAll()
        areOrdered = true
    }

    /// Appends a channel that fires without a particle.
    mutating func appendNoise(in channel: Int32) {
        charges.append(ChannelCharge(channel: channel, step: -1, charge: 0))
        areOrdered = charges.count == 1
    }

    /// Puts the charges of a module in the order of their channels and, within one, of their steps, and adds up those of
    /// one step in one channel. Those of one step mostly stand in order.
    @inline(__always)
    mutating func sortCharges() {
        if areOrdered { return }
        sort()
        var last = 0
        for i in 1..<charges.count {
            if charges[i].key == charges[last].key {
                charges[last].charge += charges[i].charge
            } else {
                last += 1
                charges[last] = charges[i]
            }
        }
        charges.truncate(to: last + 1)
        areOrdered = true
    }

    /// Shell's sort with distances 1, 4, 13, 40 ... of which few charges need only the first.
    private mutating func sort() {
        charges.withUnsafeMutableBuffer { charges in
            let count = charges.count
            var gap = 1
            while gap < count / 27 { gap = 3 * gap + 1 }
            while gap > 0 {
                var i = gap
                while i < count {
                    let moving = charges[i]
                    var place = i
                    while place >= gap && moving.key < charges[place - gap].key {
                        charges[place] = charges[place - gap]
                        place -= gap
                    }
                    charges[place] = moving
                    i += 1
                }
                gap /= 3
            }
        }
    }
}
