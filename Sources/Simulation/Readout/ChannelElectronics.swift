// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// The electronics of the channels of one module in one event.
///
/// Noise, inefficiency and the time's error of a channel come from its own stream, (seed, event, noise, channel): the
/// halves of the first word are the normal numbers of noise and time, the second one decides on its efficiency. Its
/// threshold and gain come from one that no event changes, (seed, 0, channel pattern, channel). So neither another
/// channel nor the order of particles can change them.
struct ChannelElectronics {
    let seed: UInt64
    let event: UInt64
    let module: Int

    /// Channels of a module in the identity of a stream.
    static let channelBits: UInt64 = 27

    @inline(__always)
    func identity(_ channel: Int32) -> UInt64 {
        UInt64(module) << ChannelElectronics.channelBits | UInt64(UInt32(bitPattern: channel))
    }

    @inline(__always)
    func stream(_ channel: Int32) -> RandomStream {
        RandomStream(seed: seed, event: event, stage: .noise, identity: identity(channel))
    }

    /// Threshold in electrons and gain of one channel.
    @inline(__always)
    func pattern(
        _ channel: Int32, _ normals: NormalTable, _ sensor: UnsafePointer<SensorConstants>,
        _ module: UnsafePointer<ModuleConstants>
    ) -> (threshold: Double, gain: Double) {
        var stream = RandomStream(seed: seed, event: 0, stage: .channelPattern, identity: identity(channel))
        let bits = stream.next()
        let first = normals.number(UInt32(truncatingIfNeeded: bits))
        let second = normals.number(UInt32(truncatingIfNeeded: bits &>> 32))
        return (
            max(module.pointee.threshold + sensor.pointee.thresholdDispersion * first, 0),
            module.pointee.gain * max(1 + sensor.pointee.gainDispersion * second, 0.01)
        )
    }

    /// What the electronics make of a charge above threshold: counts, and the charge that they stand for, electrons.
    @inline(__always)
    static func encode(
        _ charge: Double, threshold: Double, gain: Double, _ sensor: UnsafePointer<SensorConstants>
    ) -> (counts: Int32, value: Double) {
        let step = sensor.pointee.chargePerCount
        let inverse = sensor.pointee.inverseChargePerCount
        let most = sensor.pointee.mostCounts
        switch sensor.pointee.encoding {
        case .analogue: return (0, charge * gain)
        case .binary: return (1, sensor.pointee.threshold)
        case .adc:
            let counts = Elementary.wholePart(min(max(charge * gain, 0) * inverse, most))
            return (Int32(truncatingIfNeeded: counts), (Double(counts) + 0.5) * step)
        case .tot:
            let counts = Elementary.wholePart(min(max((charge - threshold) * gain, 0) * inverse + 1, most))
            let value = sensor.pointee.threshold + (Double(counts) - 0.5) * step
            return (Int32(truncatingIfNeeded: counts), value)
        }
    }

    /// Time after the charge at which the pulse q (1 − exp(−t/τ)) passes the threshold: −τ ln(1 − threshold/q), at most
    /// 20 τ.
    @inline(__always)
    static func delay(_ charge: Double, threshold: Double, riseTime: Double) -> Double {
        guard riseTime > 0, charge > 0 else { return 0 }
        return -riseTime * Elementary.log(max(1 - threshold / charge, 2.061153622438558e-9))
    }
}

/// A channel with charge, or one that fires without a particle.
struct ChargedChannel: BitwiseCopyable {
    let channel: Int32
    /// Its charges are `firstCharge..<endCharge`.
    let firstCharge: Int32
    let endCharge: Int32
    /// Whether no particle left charge in it.
    let isNoise: Bool
    /// Electrons.
    let charge: Double
}

extension TrackerReadout {
    /// Finds the channels of a module that fire from its sorted charges: fills `scratch.fired`.
    func fire(
        _ electronics: ChannelElectronics, _ sensor: UnsafePointer<SensorConstants>,
        _ module: UnsafePointer<ModuleConstants>, _ scratch: inout ReadoutScratch
    ) {
        scratch.fired.removeAll()
        let spread = sensor.pointee.thresholdDispersion + module.pointee.noise
        scratch.findCharged(above: module.pointee.threshold - NormalTable.reach * spread)
        let draws = module.pointee.noise > 0 || sensor.pointee.resolutionTime > 0 || module.pointee.efficiency < 1
        let inverseV = 1 / Double(module.pointee.channelsV)
        let charged = scratch.charged.withUnsafeMutableBuffer { $0 }
        let fired = scratch.fired.append(unwritten: charged.count)
        var count = 0
        var first = 0
        while first < charged.count {
            let end = min(first &+ 8, charged.count)
            if draws { electronics.draw(first..<end, &scratch) }
            for i in first..<end {
                let channel = charged[i]
                // Half a channel off, so that rounding does not matter.
                let u = Elementary.wholePart((Double(channel.channel) + 0.5) * inverseV)
                let v = Int(channel.channel) &- u &* Int(module.pointee.channelsV)
                let place = (u: Int32(truncatingIfNeeded: u), v: Int32(truncatingIfNeeded: v))
                if hasDefects && conditions.isDead(module: electronics.module, u: place.u, v: place.v) { continue }
                let signal: ChannelSignal?
                if channel.isNoise {
                    signal = noiseSignal(channel, electronics, sensor, module)
                } else {
                    let words = draws ? scratch.words(i &- first) : (0, 0)
                    signal = self.signal(channel, words, electronics, sensor, module)
                }
                guard let signal else { continue }
                fired[count] = FiredChannel(place, channel, signal, number: count, sensor)
                count &+= 1
            }
            first = end
        }
        scratch.fired.truncate(to: count)
    }

    /// What a channel with charge gives, if it passes its threshold.
    ///
    /// - Parameter words: of the channel's stream, if there is anything to draw.
    @inline(__always)
    private func signal(
        _ channel: ChargedChannel, _ words: (UInt64, UInt64), _ electronics: ChannelElectronics,
        _ sensor: UnsafePointer<SensorConstants>, _ module: UnsafePointer<ModuleConstants>
    ) -> ChannelSignal? {
        var charge = channel.charge
        if module.pointee.noise > 0 {
            charge += module.pointee.noise * normals.number(UInt32(truncatingIfNeeded: words.0))
        }
        if module.pointee.efficiency < 1 && Double(words.1 &>> 11) * 0x1p-53 >= module.pointee.efficiency {
            return nil
        }
        var threshold = module.pointee.threshold
        var gain = module.pointee.gain
        // Where a channel's own threshold and gain make no difference they need not be known.
        let margin = NormalTable.reach * sensor.pointee.thresholdDispersion
        if sensor.pointee.knowsChannels || abs(charge - threshold) <= margin {
            (threshold, gain) = electronics.pattern(channel.channel, normals, sensor, module)
        }
        guard charge >= threshold && charge > 0 else { return nil }
        let jitter =
            sensor.pointee.resolutionTime > 0 ? normals.number(UInt32(truncatingIfNeeded: words.0 &>> 32)) : 0
        return ChannelSignal(charge: charge, threshold: threshold, gain: gain, jitter: jitter)
    }

    /// A channel that fires without a particle: the tail of its noise above the threshold falls like an exponential
    /// with scale σ²/threshold.
    @inline(never)
    private func noiseSignal(
        _ channel: ChargedChannel, _ electronics: ChannelElectronics, _ sensor: UnsafePointer<SensorConstants>,
        _ module: UnsafePointer<ModuleConstants>
    ) -> ChannelSignal {
        let (threshold, gain) = electronics.pattern(channel.channel, normals, sensor, module)
        var stream = electronics.stream(channel.channel)
        let variance = module.pointee.noise * module.pointee.noise
        let excess = stream.exponential() * variance / max(threshold, 1e-300)
        return ChannelSignal(charge: threshold + min(excess, threshold), threshold: threshold, gain: gain, jitter: 0)
    }
}

/// What a channel gives: charge and threshold in electrons, and the standard normal number of the time's error.
struct ChannelSignal {
    let charge, threshold, gain, jitter: Double
}

extension FiredChannel {
    /// A channel by itself, before clusters are found.
    @inline(__always)
    init(
        _ place: (u: Int32, v: Int32), _ channel: ChargedChannel, _ signal: ChannelSignal, number: Int,
        _ sensor: UnsafePointer<SensorConstants>
    ) {
        (u, v) = place
        firstCharge = channel.firstCharge
        endCharge = channel.endCharge
        root = Int32(truncatingIfNeeded: number)
        next = -1
        last = root
        (counts, value) = ChannelElectronics.encode(
            signal.charge, threshold: signal.threshold, gain: signal.gain, sensor)
        delay = ChannelElectronics.delay(
            signal.charge, threshold: signal.threshold, riseTime: sensor.pointee.riseTime)
        jitter = signal.jitter
    }
}

extension ChannelElectronics {
    /// Draws the first two words of the streams of up to eight channels at once, for `ReadoutScratch.words`.
    @inline(__always)
    func draw(_ channels: Range<Int>, _ scratch: inout ReadoutScratch) {
        let memory = scratch.wordMemory
        // Lanes that are left over draw for the module's first channel, for nobody.
        var identities = SIMD8<UInt64>(repeating: identity(0))
        let words = UnsafeMutableRawPointer(memory)
        words.storeBytes(of: identities, as: SIMD8<UInt64>.self)
        let charged = scratch.charged.withUnsafeMutableBuffer { $0 }
        for i in channels { memory[i &- channels.lowerBound] = identity(charged[i].channel) }
        identities = words.load(as: SIMD8<UInt64>.self)
        var lanes = RandomLanes8(seed: seed, event: event, stage: .noise, identities: identities)
        let (first, second) = lanes.nextPair()
        words.storeBytes(of: first, as: SIMD8<UInt64>.self)
        words.storeBytes(of: second, toByteOffset: 64, as: SIMD8<UInt64>.self)
    }
}

extension ReadoutScratch {
    /// Words that `ChannelElectronics.draw` drew for a lane.
    @inline(__always)
    func words(_ lane: Int) -> (UInt64, UInt64) { (wordMemory[lane], wordMemory[lane &+ 8]) }

    /// Adds up the charges of each channel: fills `charged` with those above a limit, and with those that fire without a
    /// particle.
    @inline(__always)
    mutating func findCharged(above least: Double) {
        let charges = charges.withUnsafeMutableBuffer { $0 }
        charged.removeAll()
        var first = 0
        while first < charges.count {
            let channel = charges[first].channel
            var charge = charges[first].charge
            var end = first &+ 1
            while end < charges.count && charges[end].channel == channel {
                charge += charges[end].charge
                end &+= 1
            }
            let isNoise = charges[end &- 1].step < 0
            if isNoise || (charge >= least && charge > 0) {
                charged.append(
                    ChargedChannel(
                        channel: channel, firstCharge: Int32(truncatingIfNeeded: first),
                        endCharge: Int32(truncatingIfNeeded: end), isNoise: isNoise, charge: charge))
            }
            first = end
        }
    }
}
