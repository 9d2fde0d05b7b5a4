// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// The charge of one step on its way to the channels.
///
/// The path is cut into segments shorter than a channel. Each segment's charge drifts to the electrodes: the shift of
/// the Lorentz angle grows linearly with the drift, so that the line of arrival is straight too; diffusion blurs it by
/// a Gaussian whose width grows with the root of the drift. Charge that arrives beside the channels is lost.
struct ArrivalLine {
    /// Ends on the channels, in channels from the edge of the module, and drift lengths, mm.
    private(set) var u0, v0, u1, v1, drift0, drift1: Double
    let segments: Int

    @inline(__always)
    init(_ path: SensorPath, _ sensor: SensorConstants, _ module: UnsafePointer<ModuleConstants>) {
        let half = 0.5 * sensor.thickness
        drift0 = half - sensor.side * path.low
        drift1 = half - sensor.side * path.high
        let driftU = module.pointee.driftU
        let driftV = module.pointee.driftV
        let u = path.u + module.pointee.halfU
        let v = path.v + module.pointee.halfV
        u0 = (u + path.slopeU * path.low + driftU * drift0) * sensor.inversePitchU
        v0 = (v + path.slopeV * path.low + driftV * drift0) * sensor.inversePitchV
        u1 = (u + path.slopeU * path.high + driftU * drift1) * sensor.inversePitchU
        v1 = (v + path.slopeV * path.high + driftV * drift1) * sensor.inversePitchV
        let across = min(abs(u1 - u0), 1e5) + min(abs(v1 - v0), 1e5)
        segments = 3 + Int(across)
        // In the order of the channels, so that they need little sorting.
        let crosses = floorInteger(u0) != floorInteger(u1)
        if crosses ? u1 < u0 : v1 < v0 {
            swap(&u0, &u1)
            swap(&v0, &v1)
            swap(&drift0, &drift1)
        }
    }
}

/// The largest integer that is not above a number.
@inline(__always)
func floorInteger(_ x: Double) -> Int {
    let i = Int(x)
    return x < Double(i) ? i - 1 : i
}

extension TrackerReadout {
    /// Spreads a step's deposit (GeV) over channels: appends to `scratch.charges`, in electrons.
    ///
    /// - Parameter isFast: whether the particle is surely relativistic.
    func collect(
        _ deposit: Double, isFast: Bool, along path: SensorPath, step: Int32, _ sensor: UnsafePointer<SensorConstants>,
        _ module: UnsafePointer<ModuleConstants>, probableConstant: Double, _ stream: inout RandomStream,
        _ scratch: inout ReadoutScratch
    ) {
        let line = ArrivalLine(path, sensor.pointee, module)
        let inverse = 1 / Double(line.segments)
        let xi = sensor.pointee.straggling * path.length * inverse
        let scale =
            straggling.draw(
                line.segments, deposit: deposit, xi: xi, probableConstant: probableConstant, isFast: isFast, &stream,
                into: &scratch.weights) / sensor.pointee.pairEnergy
        let first = scratch.charges.count
        let stepU = (line.u1 - line.u0) * inverse
        let stepV = (line.v1 - line.v0) * inverse
        let stepDrift = (line.drift1 - line.drift0) * inverse
        for k in 0..<line.segments {
            let middle = Double(k) + 0.5
            let drift = max(line.drift0 + middle * stepDrift, 0)
            let blur = max((sensor.pointee.diffusion * drift).squareRoot(), 1e-9)
            let cloud = ChargeCloud(
                u: line.u0 + middle * stepU, v: line.v0 + middle * stepV, halfU: 0.5 * abs(stepU),
                halfV: 0.5 * abs(stepV), sigmaU: blur * sensor.pointee.inversePitchU,
                sigmaV: blur * sensor.pointee.inversePitchV)
            cloud.spread(scale * scratch.weights[k], step: step, sharing, module, since: first, &scratch)
        }
    }
}

/// A segment's charge as it arrives: a short line blurred by a Gaussian, in units of channels.
struct ChargeCloud {
    let u, v, halfU, halfV, sigmaU, sigmaV: Double

    /// Shares out an amount of charge.
    @inline(__always)
    func spread(
        _ amount: Double, step: Int32, _ sharing: GaussianSharing, _ module: UnsafePointer<ModuleConstants>,
        since first: Int, _ scratch: inout ReadoutScratch
    ) {
        let reachU = halfU + GaussianSharing.range * sigmaU
        let reachV = halfV + GaussianSharing.range * sigmaV
        let u0 = floorInteger(u - reachU)
        let u1 = floorInteger(u + reachU)
        let v0 = floorInteger(v - reachV)
        let v1 = floorInteger(v + reachV)
        let rows = Int(module.pointee.channelsU)
        let columns = Int(module.pointee.channelsV)
        if u0 == u1 && v0 == v1 {
            if u0 >= 0 && u0 < rows && v0 >= 0 && v0 < columns {
                scratch.add(amount, to: Int32(truncatingIfNeeded: u0 * columns + v0), step: step, since: first)
            }
            return
        }
        let inverseU = 1 / sigmaU
        let inverseV = 1 / sigmaV
        var below = 0.0
        for row in u0...u1 {
            let next =
                row == u1
                ? 1 : sharing.share(below: Double(row + 1), centre: u, half: halfU, inverseSigma: inverseU)
            let share = amount * (next - below)
            below = next
            guard row >= 0 && row < rows && share > 0 else { continue }
            var left = 0.0
            for column in v0...v1 {
                let upTo =
                    column == v1
                    ? 1 : sharing.share(below: Double(column + 1), centre: v, half: halfV, inverseSigma: inverseV)
                let part = share * (upTo - left)
                left = upTo
                guard column >= 0 && column < columns && part > 0 else { continue }
                scratch.add(part, to: Int32(truncatingIfNeeded: row * columns + column), step: step, since: first)
            }
        }
    }
}
