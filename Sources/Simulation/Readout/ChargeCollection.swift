// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// The charge of one step on its way to the channels.
///
/// The path is cut into segments shorter than a channel. Each segment's charge drifts to the electrodes: the shift of
/// the Lorentz angle grows linearly with the drift, so that the line of arrival is straight too; diffusion blurs it by
/// a Gaussian whose width grows with the root of the drift. Charge that arrives beside the channels is lost.
struct ArrivalLine {
    /// Where it begins, in channels from the edge of the module, and drift length, mm.
    let u0, v0, drift0: Double
    let segments: Int
    /// From segment to segment.
    let stepU, stepV, stepDrift: Double

    @inline(__always)
    init(_ path: SensorPath, _ sensor: UnsafePointer<SensorConstants>, _ module: UnsafePointer<ModuleConstants>) {
        let half = 0.5 * sensor.pointee.thickness
        drift0 = half - sensor.pointee.side * path.low
        let drift1 = half - sensor.pointee.side * path.high
        let driftU = module.pointee.driftU
        let driftV = module.pointee.driftV
        let u = path.u + module.pointee.halfU
        let v = path.v + module.pointee.halfV
        u0 = (u + path.slopeU * path.low + driftU * drift0) * sensor.pointee.inversePitchU
        v0 = (v + path.slopeV * path.low + driftV * drift0) * sensor.pointee.inversePitchV
        let u1 = (u + path.slopeU * path.high + driftU * drift1) * sensor.pointee.inversePitchU
        let v1 = (v + path.slopeV * path.high + driftV * drift1) * sensor.pointee.inversePitchV
        let across = min(abs(u1 - u0), 1e5) + min(abs(v1 - v0), 1e5)
        segments = 3 &+ Elementary.wholePart(across)
        let inverse = 1 / Double(segments)
        stepU = (u1 - u0) * inverse
        stepV = (v1 - v0) * inverse
        stepDrift = (drift1 - drift0) * inverse
    }

    /// The channels that charge from some of the segments can reach.
    @inline(__always)
    func window(
        _ segments: Range<Int>, _ sensor: UnsafePointer<SensorConstants>, _ module: UnsafePointer<ModuleConstants>
    ) -> ChannelWindow {
        let (start, stop) = (Double(segments.lowerBound), Double(segments.upperBound))
        return ChannelWindow(
            from: (u0 + start * stepU, v0 + start * stepV), to: (u0 + stop * stepU, v0 + stop * stepV), sensor, module)
    }
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
        let line = ArrivalLine(path, sensor, module)
        let window = line.window(0..<line.segments, sensor, module)
        if window.count == 1 {
            // All of it comes to one channel, however it is spread along the path.
            let cells = scratch.cells(window)
            cells[0] = deposit * sensor.pointee.inversePairEnergy
            scratch.append(window, cells, step: step)
            return
        }
        let xi = sensor.pointee.straggling * path.length / Double(line.segments)
        let weights = scratch.weights(line.segments)
        let scale =
            straggling.draw(
                line.segments, deposit: deposit, xi: xi, probableConstant: probableConstant, isFast: isFast, &stream,
                into: weights) * sensor.pointee.inversePairEnergy
        // In one piece unless most of the window would be empty.
        let piece = window.count <= TrackerReadout.largestWindow ? line.segments : ChargeClouds.block
        var first = 0
        while first < line.segments {
            let end = min(first &+ piece, line.segments)
            let window = piece == line.segments ? window : line.window(first..<end, sensor, module)
            spread(line, first..<end, window, weights, scale, sensor, module, &scratch, step)
            first = end
        }
    }

    /// Channels of a window up to which a path is spread in one piece.
    private static let largestWindow = 128

    /// Spreads the charge of some segments.
    @inline(__always)
    private func spread(
        _ line: ArrivalLine, _ segments: Range<Int>, _ window: ChannelWindow, _ weights: UnsafeMutablePointer<Double>,
        _ scale: Double, _ sensor: UnsafePointer<SensorConstants>, _ module: UnsafePointer<ModuleConstants>,
        _ scratch: inout ReadoutScratch, _ step: Int32
    ) {
        let cells = scratch.cells(window)
        let clouds = ChargeClouds(
            line, window: window, cells: cells, memory: scratch.cloudMemory, sharing, sensor, module)
        var first = segments.lowerBound
        while first < segments.upperBound {
            let end = min(first &+ ChargeClouds.block, segments.upperBound)
            clouds.place(first..<end)
            for k in first..<end { clouds.spread(scale * weights[k], of: k &- first) }
            first = end
        }
        scratch.append(window, cells, step: step)
    }
}
