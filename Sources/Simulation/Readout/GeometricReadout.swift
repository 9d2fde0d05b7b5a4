// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Turns steps into hits by geometry: the path through a sensor shares its energy among the channels it crosses in
/// proportion to the length in each; channels below threshold are dropped; the position is the energy-weighted mean of
/// the channels' centres, or the true one smeared, as the layer's sensor says.
///
/// Hits stand in the order of modules and, within a module, of the local u: nothing in it tells which particle made
/// them. Shared by all workers.
public final class GeometricReadout: Sendable {
    let detector: InstalledTracker
    /// Module and sensor tables that the kernel reads without reference counting: where modules are, and where they
    /// are believed to be.
    let modules: UnsafeTable<Module>
    let nominal: UnsafeTable<Module>
    let sensors: UnsafeTable<SensorConstants>

    public init(_ detector: InstalledTracker) {
        self.detector = detector
        modules = UnsafeTable(detector.asBuilt.modules)
        nominal = UnsafeTable(detector.nominal.modules)
        sensors = UnsafeTable(detector.nominal.layers.map { SensorConstants($0.sensor) })
    }

    /// Reads out an event; what `output` held before is forgotten.
    ///
    /// Each hit draws from its own stream: (seed, event, readout, particle and the number of the step in its track).
    public func read(
        _ event: borrowing TransportedEvent, number: UInt64, seed: UInt64, into output: inout ReadOutEvent,
        scratch: inout ReadoutScratch
    ) {
        output.removeAll()
        scratch.order(event.steps, moduleCount: modules.count)
        output.cellOffsets.append(0)
        output.sourceOffsets.append(0)
        for i in 0..<scratch.sorted.count {
            let step = Int(scratch.sorted[i])
            let identity =
                UInt64(event.steps.particle[step]) | UInt64(scratch.ordinal[step]) << 24
            var stream = RandomStream(seed: seed, event: number, stage: .readout, identity: identity)
            readStep(step, event.steps, &stream, &output)
        }
    }

    private func readStep(
        _ step: Int, _ steps: borrowing StepColumns, _ stream: inout RandomStream, _ output: inout ReadOutEvent
    ) {
        let moduleIndex = steps.module[step]
        let module = modules.pointer + Int(moduleIndex)
        let sensor = sensors.pointer[Int(module.pointee.layer)]
        let p = Vector3(steps.px[step], steps.py[step], steps.pz[step])
        let path = SensorPath(
            u: steps.u[step], v: steps.v[step], alongU: p.dot(module.pointee.u), alongV: p.dot(module.pointee.v),
            alongW: p.dot(module.pointee.w), thickness: sensor.thickness, module: module)
        let firstCell = output.channel0.count
        let sum = path.shareCharge(steps.deposit[step], sensor, module, &output)
        guard sum.energy > 0 else {
            output.channel0.truncate(to: firstCell)
            output.channel1.truncate(to: firstCell)
            output.cellEnergy.truncate(to: firstCell)
            return
        }
        var u = sum.u / sum.energy
        var v = sum.v / sum.energy
        var varianceU = sensor.pitchU * sensor.pitchU / 12
        var varianceV = sensor.pitchV * sensor.pitchV / 12
        if sensor.isSmeared {
            let (first, second) = stream.normalPair()
            u = steps.u[step] + sensor.resolutionU * first
            v = steps.v[step] + sensor.resolutionV * second
            varianceU = sensor.resolutionU * sensor.resolutionU
            varianceV = sensor.resolutionV * sensor.resolutionV
        }
        let believed = nominal.pointer + Int(moduleIndex)
        let c = believed.pointee.center
        let a = believed.pointee.u
        let b = believed.pointee.v
        output.hits.module.append(moduleIndex)
        output.hits.x.append(c.x + u * a.x + v * b.x)
        output.hits.y.append(c.y + u * a.y + v * b.y)
        output.hits.z.append(c.z + u * a.z + v * b.z)
        output.hits.t.append(steps.t[step] + sensor.resolutionTime * stream.normal())
        output.hits.u.append(u)
        output.hits.v.append(v)
        output.hits.varianceU.append(varianceU)
        output.hits.varianceV.append(varianceV)
        output.hits.energy.append(sum.energy)
        output.cellOffsets.append(Int64(output.channel0.count))
        output.sourceStep.append(Int32(step))
        output.sourceFraction.append(1)
        output.sourceOffsets.append(Int64(output.sourceStep.count))
    }
}

/// What the readout needs of a layer's sensor.
struct SensorConstants: Sendable, BitwiseCopyable {
    let thickness: Double
    let pitchU: Double
    let pitchV: Double
    let isSmeared: Bool
    let resolutionU: Double
    let resolutionV: Double
    let resolutionTime: Double
    let threshold: Double

    init(_ sensor: Sensor) {
        thickness = sensor.slab.thickness
        pitchU = sensor.pitchU
        pitchV = sensor.pitchV
        isSmeared = sensor.measurement == .smeared
        resolutionU = sensor.resolutionU
        resolutionV = sensor.resolutionV
        resolutionTime = sensor.resolutionTime
        threshold = sensor.threshold
    }
}
