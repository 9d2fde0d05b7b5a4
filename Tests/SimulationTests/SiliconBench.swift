// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// One flat silicon module across the x axis, 100 mm from the centre, like one on a bench: u along y, v along z.
struct SiliconBench {
    var tracker: Tracker
    static let pitch = 0.05
    static let thickness = 0.15

    /// Without noise, dispersion, field and counts, unless changed.
    init(
        pitchV: Double = SiliconBench.pitch, field: Double = 0, modules: Int = 1,
        _ change: (inout SensorReadout) -> Void = { _ in }
    ) throws {
        let silicon = try SimulationSupport.silicon()
        var readout = SensorReadout()
        readout.noise = 0
        readout.thresholdDispersion = 0
        readout.noiseOccupancy = 0
        change(&readout)
        let sensor = Sensor(
            slab: MaterialSlab(material: 0, thickness: SiliconBench.thickness), pitchU: SiliconBench.pitch,
            pitchV: pitchV, measurement: .quantised, resolutionU: 0, resolutionV: 0, resolutionTime: 0,
            readout: readout)
        let places = (0..<modules).map { i in
            Module(
                volumeID: 1, layerID: 1, moduleID: Int32(i + 1), layer: 0, center: Vector3(100 + 10 * Double(i), 0, 0),
                u: Vector3(0, 1, 0), v: Vector3(0, 0, 1), w: Vector3(1, 0, 0), halfUMinimum: 5, halfUMaximum: 5,
                halfV: 5)
        }
        let layer = Layer(
            name: "bench", shape: .barrel, volumeID: 1, layerID: 1, modules: 0..<modules, radius: 90...200,
            z: -5...5, sensor: sensor)
        tracker = Tracker(
            name: "bench", materials: [silicon], layers: [layer], modules: places, passive: [], field: .uniform(field),
            boundaryRadius: 1000, boundaryHalfLength: 1000)
    }

    /// A passage at (u, v) with slopes du/dw and dv/dw that leaves some energy (GeV).
    static func append(
        to event: inout TransportedEvent, module: Int32 = 0, particle: Int32 = 0, u: Double = 0, v: Double = 0,
        slopeU: Double = 0, slopeV: Double = 0, deposit: Double = 40e-6, time: Double = 1
    ) {
        event.steps.module.append(module)
        event.steps.particle.append(particle)
        event.steps.x.append(100 + 10 * Double(module))
        event.steps.y.append(u)
        event.steps.z.append(v)
        event.steps.t.append(time)
        event.steps.px.append(1)
        event.steps.py.append(slopeU)
        event.steps.pz.append(slopeV)
        event.steps.u.append(u)
        event.steps.v.append(v)
        event.steps.pathLength.append(thickness * (1 + slopeU * slopeU + slopeV * slopeV).squareRoot())
        event.steps.deposit.append(deposit)
    }

    func read(_ event: borrowing TransportedEvent, number: UInt64 = 0, seed: UInt64 = 5) -> ReadOutEvent {
        Self.read(TrackerReadout(tracker), event, number: number, seed: seed)
    }

    static func read(
        _ readout: TrackerReadout, _ event: borrowing TransportedEvent, number: UInt64 = 0, seed: UInt64 = 5
    ) -> ReadOutEvent {
        var output = ReadOutEvent()
        var scratch = ReadoutScratch()
        readout.read(event, number: number, seed: seed, into: &output, scratch: &scratch)
        return output
    }

    /// Passages far from each other, `count` of them at random places within their channels, at given slopes.
    static func spread(
        _ count: Int, slopeU: Double = 0, slopeV: Double = 0, deposit: Double = 40e-6, identity: UInt64 = 1
    ) -> TransportedEvent {
        var event = TransportedEvent()
        var stream = RandomStream(seed: 3, event: 0, stage: .test, identity: identity)
        // A grid of places 1 mm apart: no cluster meets another.
        for i in 0..<count {
            let u = -4 + Double(i % 9) + 0.05 * stream.uniform()
            let v = -4 + Double(i / 9 % 9) + 0.05 * stream.uniform()
            append(
                to: &event, module: Int32(i / 81), particle: Int32(i), u: u, v: v, slopeU: slopeU, slopeV: slopeV,
                deposit: deposit)
        }
        return event
    }
}
