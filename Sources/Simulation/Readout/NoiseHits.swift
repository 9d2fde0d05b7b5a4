// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Channels that fire without a particle: a Poisson number per module, at random places among its channels and, with
/// their own occupancies, its noisy ones.
struct NoiseHits {
    let seed: UInt64
    let event: UInt64

    /// The 32 random bits by which each of four neighbouring modules knows whether it has any.
    @inline(__always)
    func bits(ofFourAt module: Int) -> (UInt64, UInt64) {
        var stream = RandomStream(seed: seed, event: event, stage: .noiseHits, identity: UInt64(module >> 2))
        return stream.nextPair()
    }

    /// The bits of one of the four.
    @inline(__always)
    static func bits(of module: Int, _ four: (UInt64, UInt64)) -> UInt32 {
        let word = module & 2 == 0 ? four.0 : four.1
        return UInt32(truncatingIfNeeded: module & 1 == 0 ? word : word &>> 32)
    }

    /// Appends the noisy channels of a module that has at least one.
    func append(
        _ index: Int, _ module: UnsafePointer<ModuleConstants>, occupancy: Double, _ conditions: ReadoutConditions.View,
        to scratch: inout ReadoutScratch
    ) {
        var stream = RandomStream(
            seed: seed, event: event, stage: .noiseHits, identity: 1 << 40 | UInt64(index))
        for _ in 0..<number(module.pointee.noiseMean, &stream) {
            var rest = stream.uniform() * module.pointee.noiseMean
            var region = ChannelRegion(
                firstU: 0, lastU: module.pointee.channelsU - 1, firstV: 0, lastV: module.pointee.channelsV - 1)
            rest -= occupancy * Double(region.channelCount)
            var next = conditions.modules[index].noisyRegions.first
            while rest >= 0 && next < conditions.modules[index].noisyRegions.end {
                region = conditions.noisyRegions[Int(next)]
                rest -= region.noiseMean
                next += 1
            }
            let u = region.firstU + number(below: region.lastU - region.firstU + 1, &stream)
            let v = region.firstV + number(below: region.lastV - region.firstV + 1, &stream)
            scratch.appendNoise(in: u * module.pointee.channelsV + v)
        }
    }

    private func number(below bound: Int32, _ stream: inout RandomStream) -> Int32 {
        Int32(truncatingIfNeeded: stream.integer(below: UInt64(UInt32(bitPattern: bound))))
    }

    /// A Poisson number that is not 0.
    private func number(_ mean: Double, _ stream: inout RandomStream) -> Int {
        if mean >= 1 {
            while true {
                let count = stream.poisson(mean: mean)
                if count > 0 { return count }
            }
        }
        var rest = stream.uniform() * -Elementary.expm1(-mean)
        var probability = mean * Elementary.exp(-mean)
        var count = 1
        while rest >= probability && probability > 0 {
            rest -= probability
            count += 1
            probability *= mean / Double(count)
        }
        return count
    }
}
