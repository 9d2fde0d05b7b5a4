// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// The electronics of the channels of one module in one event.
///
/// Noise, inefficiency and the time's error of a channel come from its own stream, (seed, event, noise, channel); its
/// threshold and gain from one that no event changes, (seed, 0, channel pattern, channel). So neither another channel
/// nor the order of particles can change them.
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
        let most = sensor.pointee.mostCounts
        switch sensor.pointee.encoding {
        case .analogue: return (0, charge * gain)
        case .binary: return (1, sensor.pointee.threshold)
        case .adc:
            let counts = Double(Int(min(max(charge * gain, 0) / step, most)))
            return (Int32(counts), (counts + 0.5) * step)
        case .tot:
            let counts = Double(Int(min(max((charge - threshold) * gain, 0) / step + 1, most)))
            return (Int32(counts), sensor.pointee.threshold + (counts - 0.5) * step)
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

extension TrackerReadout {
    /// Finds the channels of a module that fire from its sorted charges: fills `scratch.fired`.
    func fire(
        _ electronics: ChannelElectronics, _ sensor: UnsafePointer<SensorConstants>,
        _ module: UnsafePointer<ModuleConstants>, _ scratch: inout ReadoutScratch
    ) {
        scratch.fired.removeAll()
        let spread = sensor.pointee.thresholdDispersion + module.pointee.noise
        let least = module.pointee.threshold - NormalTable.reach * spread
        var first = 0
        let count = scratch.charges.count
        while first < count {
            let channel = scratch.charges[first].channel
            var end = first
            var charge = 0.0
            while end < count && scratch.charges[end].channel == channel {
                charge += scratch.charges[end].charge
                end += 1
            }
            let isNoise = scratch.charges[end - 1].step < 0
            if isNoise {
                fireNoise(channel, first..<end, electronics, sensor, module, &scratch)
            } else if charge >= least && charge > 0 {
                fire(channel, first..<end, charge, electronics, sensor, module, &scratch)
            }
            first = end
        }
    }

    @inline(__always)
    private func fire(
        _ channel: Int32, _ charges: Range<Int>, _ deposited: Double, _ electronics: ChannelElectronics,
        _ sensor: UnsafePointer<SensorConstants>, _ module: UnsafePointer<ModuleConstants>,
        _ scratch: inout ReadoutScratch
    ) {
        let (u, v) = place(channel, module)
        if isDead(electronics.module, u, v) { return }
        var charge = deposited
        var jitter = 0.0
        if module.pointee.noise > 0 || sensor.pointee.resolutionTime > 0 || module.pointee.efficiency < 1 {
            var stream = electronics.stream(channel)
            let bits = stream.next()
            charge += module.pointee.noise * normals.number(UInt32(truncatingIfNeeded: bits))
            jitter = normals.number(UInt32(truncatingIfNeeded: bits &>> 32))
            if module.pointee.efficiency < 1 && stream.uniform() >= module.pointee.efficiency { return }
        }
        var threshold = module.pointee.threshold
        var gain = module.pointee.gain
        // Where a channel's own threshold and gain make no difference they need not be known.
        let margin = NormalTable.reach * sensor.pointee.thresholdDispersion
        if sensor.pointee.knowsChannels || abs(charge - threshold) <= margin {
            (threshold, gain) = electronics.pattern(channel, normals, sensor, module)
        }
        guard charge >= threshold && charge > 0 else { return }
        append(charge, threshold, gain, u, v, charges, jitter, sensor, &scratch)
    }

    /// A channel that fires without a particle: the tail of its noise above the threshold falls like an exponential
    /// with scale σ²/threshold.
    @inline(never)
    private func fireNoise(
        _ channel: Int32, _ charges: Range<Int>, _ electronics: ChannelElectronics,
        _ sensor: UnsafePointer<SensorConstants>, _ module: UnsafePointer<ModuleConstants>,
        _ scratch: inout ReadoutScratch
    ) {
        let (u, v) = place(channel, module)
        if isDead(electronics.module, u, v) { return }
        let (threshold, gain) = electronics.pattern(channel, normals, sensor, module)
        var stream = electronics.stream(channel)
        let variance = module.pointee.noise * module.pointee.noise
        let excess = stream.exponential() * variance / max(threshold, 1e-300)
        let charge = threshold + min(excess, threshold)
        append(charge, threshold, gain, u, v, charges, 0, sensor, &scratch)
    }

    @inline(__always)
    private func append(
        _ charge: Double, _ threshold: Double, _ gain: Double, _ u: Int32, _ v: Int32, _ charges: Range<Int>,
        _ jitter: Double, _ sensor: UnsafePointer<SensorConstants>, _ scratch: inout ReadoutScratch
    ) {
        let (counts, value) = ChannelElectronics.encode(charge, threshold: threshold, gain: gain, sensor)
        let delay = ChannelElectronics.delay(charge, threshold: threshold, riseTime: sensor.pointee.riseTime)
        let number = Int32(truncatingIfNeeded: scratch.fired.count)
        scratch.fired.append(
            FiredChannel(
                u: u, v: v, firstCharge: Int32(truncatingIfNeeded: charges.lowerBound),
                endCharge: Int32(truncatingIfNeeded: charges.upperBound), root: number, next: -1, last: number,
                counts: counts, value: value, delay: delay, jitter: jitter))
    }

    @inline(__always)
    private func place(_ channel: Int32, _ module: UnsafePointer<ModuleConstants>) -> (Int32, Int32) {
        let u = channel / module.pointee.channelsV
        return (u, channel - u * module.pointee.channelsV)
    }

    @inline(__always)
    private func isDead(_ module: Int, _ u: Int32, _ v: Int32) -> Bool {
        hasDefects && conditions.isDead(module: module, u: u, v: v)
    }
}
