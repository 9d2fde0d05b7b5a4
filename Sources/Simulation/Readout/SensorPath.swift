// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// The straight path of a particle through a sensor, projected on its channels.
struct SensorPath {
    /// Entry point and displacement to the exit in the module's plane, mm.
    let entryU: Double
    let entryV: Double
    let deltaU: Double
    let deltaV: Double

    /// The path through (u, v) at the mid-plane along a direction given by its components in the module's frame; a
    /// grazing path is cut at the module's bounding box.
    @inline(__always)
    init(
        u: Double, v: Double, alongU: Double, alongV: Double, alongW: Double, thickness: Double,
        module: UnsafePointer<Module>
    ) {
        let halfU = max(module.pointee.halfUMinimum, module.pointee.halfUMaximum)
        let halfV = module.pointee.halfV
        let half = 0.5 * thickness / max(abs(alongW), 1e-12 * (abs(alongU) + abs(alongV)))
        let u0 = SensorPath.clamp(u - half * alongU, halfU)
        let u1 = SensorPath.clamp(u + half * alongU, halfU)
        let v0 = SensorPath.clamp(v - half * alongV, halfV)
        let v1 = SensorPath.clamp(v + half * alongV, halfV)
        entryU = u0
        entryV = v0
        deltaU = u1 - u0
        deltaV = v1 - v0
    }

    @inline(__always)
    private static func clamp(_ x: Double, _ half: Double) -> Double { min(max(x, -half), half) }

    /// Appends the channels along the path that are above threshold; returns their energy and energy-weighted centre
    /// sums.
    @inline(__always)
    func shareCharge(
        _ deposit: Double, _ sensor: SensorConstants, _ module: UnsafePointer<Module>, _ output: inout ReadOutEvent
    ) -> (energy: Double, u: Double, v: Double) {
        let halfU = max(module.pointee.halfUMinimum, module.pointee.halfUMaximum)
        var walkU = ChannelWalk(entry: entryU + halfU, delta: deltaU, pitch: sensor.pitchU, length: 2 * halfU)
        var walkV = ChannelWalk(
            entry: entryV + module.pointee.halfV, delta: deltaV, pitch: sensor.pitchV,
            length: 2 * module.pointee.halfV)
        var energy = 0.0
        var sumU = 0.0
        var sumV = 0.0
        var done = 0.0
        while done < 1 {
            let next = min(walkU.next, walkV.next, 1)
            let share = deposit * (next - done)
            if share > 0 && share >= sensor.threshold {
                output.channel0.append(walkU.channel)
                output.channel1.append(walkV.channel)
                output.cellEnergy.append(share)
                energy += share
                sumU += share * ((Double(walkU.channel) + 0.5) * sensor.pitchU - halfU)
                sumV += share * ((Double(walkV.channel) + 0.5) * sensor.pitchV - module.pointee.halfV)
            }
            if walkU.next <= next { walkU.step() }
            if walkV.next <= next { walkV.step() }
            done = next
        }
        return (energy, sumU, sumV)
    }
}

/// The channels along one axis of a straight path, in its order.
struct ChannelWalk {
    /// Channel now, from 0.
    private(set) var channel: Int32
    /// Fraction of the path at which it is left; beyond 1 if never.
    private(set) var next: Double
    private let direction: Int32
    private let last: Int32
    private let increment: Double

    /// - Parameters: entry and length of the sensor from its edge, mm.
    @inline(__always)
    init(entry: Double, delta: Double, pitch: Double, length: Double) {
        let position = entry / pitch
        last = max(0, Int32((length / pitch - 1e-9).rounded(.up)) - 1)
        channel = min(max(Int32(position), 0), last)
        direction = delta >= 0 ? 1 : -1
        let inverse = pitch / abs(delta)
        increment = inverse
        let edge = Double(channel) + (delta >= 0 ? 1 : 0)
        let distance = delta >= 0 ? edge - position : position - edge
        next = delta == 0 ? .infinity : max(distance, 0) * inverse
        if channel == (direction > 0 ? last : 0) { next = .infinity }
    }

    @inline(__always)
    mutating func step() {
        channel += direction
        next = channel == (direction > 0 ? last : 0) ? .infinity : next + increment
    }
}
