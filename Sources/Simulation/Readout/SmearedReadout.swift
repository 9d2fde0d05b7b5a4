// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// The fast way for sensors with `measurement: smeared`: one hit per step above threshold, its true position with a
/// Gaussian error, and one cell, the channel at the measured place with all the energy.
extension TrackerReadout {
    func smear(
        _ index: Int, _ passages: Range<Int>, _ steps: borrowing StepColumns, number: UInt64, seed: UInt64,
        into output: inout ReadOutEvent, _ scratch: inout ReadoutScratch
    ) {
        scratch.orderByPlace(passages)
        for i in passages {
            var stream = scratch.passages[i].stream(seed, number)
            smear(Int(scratch.passages[i].step), steps, index, &stream, &output)
        }
    }

    private func smear(
        _ step: Int, _ steps: borrowing StepColumns, _ index: Int, _ stream: inout RandomStream,
        _ output: inout ReadOutEvent
    ) {
        let module = modules.pointer + index
        let layer = Int(module.pointee.layer)
        let sensor = sensors.pointer + layer
        let constants = constants.pointer + index
        let deposit = steps.deposit[step]
        let threshold = constants.pointee.threshold * sensor.pointee.pairEnergy
        guard deposit > 0, deposit >= threshold, isInTime(step, steps, layer) else { return }
        let (first, second) = stream.normalPair()
        let time = steps.t[step] + sensor.pointee.resolutionTime * stream.normal()
        if constants.pointee.efficiency < 1 && stream.uniform() >= constants.pointee.efficiency { return }
        let u = steps.u[step] + sensor.pointee.resolutionU * first
        let v = steps.v[step] + sensor.pointee.resolutionV * second
        let channelU = channel(u + constants.pointee.halfU, sensor.pointee.inversePitchU, constants.pointee.channelsU)
        let channelV = channel(v + constants.pointee.halfV, sensor.pointee.inversePitchV, constants.pointee.channelsV)
        if hasDefects && conditions.isDead(module: index, u: channelU, v: channelV) { return }
        output.channel0.append(channelU)
        output.channel1.append(channelV)
        output.cellEnergy.append(deposit)
        output.cellCounts.append(0)
        output.cellOffsets.append(Int64(output.channel0.count))
        output.sourceStep.append(Int32(truncatingIfNeeded: step))
        output.sourceFraction.append(1)
        output.sourceOffsets.append(Int64(output.sourceStep.count))
        let place = module.pointee.center + u * module.pointee.u + v * module.pointee.v
        output.hits.append(
            module: index, place: (place.x, place.y, place.z), time: time, u: u, v: v,
            varianceU: sensor.pointee.resolutionU * sensor.pointee.resolutionU,
            varianceV: sensor.pointee.resolutionV * sensor.pointee.resolutionV, energy: deposit, sizeU: 1, sizeV: 1)
    }

    @inline(__always)
    private func channel(_ place: Double, _ inversePitch: Double, _ count: Int32) -> Int32 {
        min(max(Int32(min(max(place * inversePitch, 0), 1e9)), 0), count - 1)
    }
}

extension ReadoutScratch {
    /// Puts the few steps of one module in the order of their u, then v; equal places keep the order of the steps.
    mutating func orderByPlace(_ range: Range<Int>) {
        for i in range.dropFirst() {
            let moving = passages[i]
            var place = i
            while place > range.lowerBound && ReadoutScratch.precedes(moving, passages[place - 1]) {
                passages[place] = passages[place - 1]
                place -= 1
            }
            passages[place] = moving
        }
    }

    private static func precedes(_ a: SensorPassage, _ b: SensorPassage) -> Bool {
        a.u < b.u || (a.u == b.u && a.v < b.v)
    }
}
