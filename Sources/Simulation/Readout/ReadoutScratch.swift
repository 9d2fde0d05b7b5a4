// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Charge of one step in one channel.
struct ChannelCharge: BitwiseCopyable {
    /// Number of the channel in its module: (along u) × (channels along v) + (along v).
    var channel: Int32
    /// Position of the step; −1 for a channel that fires without a particle.
    var step: Int32
    /// Electrons.
    var charge: Double
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

/// A worker's memory for the readout.
public struct ReadoutScratch: ~Copyable, Sendable {
    /// Steps in the order of (module, step); those of module m are `starts[m]..<starts[m + 1]`.
    var sorted = Column<Int32>(capacity: 1024)
    var starts = Column<Int32>(capacity: 1024)
    /// Number of each step within its particle's track, from 0.
    var ordinal = Column<Int32>(capacity: 1024)
    private var filled = Column<Int32>(capacity: 1024)
    /// Of the module in hand.
    var charges = Column<ChannelCharge>(capacity: 256)
    var fired = Column<FiredChannel>(capacity: 64)

    public init() {}

    mutating func order(_ steps: borrowing StepColumns, moduleCount: Int) {
        let count = steps.count
        starts.removeAll()
        starts.append(repeating: 0, count: moduleCount + 1)
        ordinal.removeAll()
        for i in 0..<count {
            starts[Int(steps.module[i]) + 1] += 1
            let continues = i > 0 && steps.particle[i] == steps.particle[i - 1]
            ordinal.append(continues ? ordinal[i - 1] + 1 : 0)
        }
        for m in 0..<moduleCount { starts[m + 1] += starts[m] }
        sorted.removeAll()
        sorted.append(repeating: 0, count: count)
        filled.removeAll()
        filled.append(repeating: 0, count: moduleCount)
        for i in 0..<count {
            let module = Int(steps.module[i])
            sorted[Int(starts[module] + filled[module])] = Int32(truncatingIfNeeded: i)
            filled[module] += 1
        }
    }

    /// Adds charge to a channel; neighbouring segments of a step often meet the same one.
    @inline(__always)
    mutating func add(_ charge: Double, to channel: Int32, step: Int32, since first: Int) {
        let last = charges.count - 1
        if last >= first && charges[last].channel == channel {
            charges[last].charge += charge
        } else {
            charges.append(ChannelCharge(channel: channel, step: step, charge: charge))
        }
    }

    /// Puts the charges of a module in the order of their channels and, within one, of their steps: Shell's sort with
    /// distances 1, 4, 13, 40 ...; those of one step are nearly in order already.
    mutating func sortCharges() {
        charges.withUnsafeMutableBuffer { charges in
            let count = charges.count
            var gap = 1
            while gap < count / 9 { gap = 3 * gap + 1 }
            while gap > 0 {
                var i = gap
                while i < count {
                    let moving = charges[i]
                    var place = i
                    while place >= gap && ReadoutScratch.precedes(moving, charges[place - gap]) {
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

    @inline(__always)
    private static func precedes(_ a: ChannelCharge, _ b: ChannelCharge) -> Bool {
        a.channel < b.channel || (a.channel == b.channel && a.step < b.step)
    }
}
