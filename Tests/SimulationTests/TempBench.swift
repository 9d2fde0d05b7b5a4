import EventModel
import Foundation
import Testing
@testable import Detector
@testable import Simulation

func referenceTracker() throws -> Tracker {
    let text = try String(contentsOfFile: "/work/shared/reference/acts-generic-surfaces.csv", encoding: .utf8)
    var layers: [Layer] = []
    var modules: [Module] = []
    let si = Material(name: "Si", density: 2.33, radiationLength: 93.66, interactionLength: 456, atomicNumber: 14, atomicMass: 28.09, ratioZA: 0.49848, meanExcitationEnergy: 173e-9, plasmaEnergy: 31e-9, densityEffect: .init(x0: 0.2014, x1: 2.8715, a: 0.1492, m: 3.2546, cBar: 4.4351, delta0: 0.14))
    let sensor = Sensor(slab: MaterialSlab(material: 0, thickness: 0.15), pitchU: 0.05, pitchV: 0.05, measurement: .quantised, resolutionU: 0, resolutionV: 0, resolutionTime: 0, threshold: 0)
    for line in text.split(separator: "\n").dropFirst() {
        let f = line.split(separator: ",").map { Double($0)! }
        let vol = Int32(f[1]), lay = Int32(f[3])
        if layers.last?.volumeID != vol || layers.last?.layerID != lay {
            layers.append(Layer(name: "", shape: [8, 13, 17].contains(vol) ? .barrel : .disc, volumeID: vol, layerID: lay, modules: modules.count..<modules.count, radius: 0...0, z: 0...0, sensor: sensor))
        }
        let trap = f[18] == 7
        modules.append(Module(volumeID: vol, layerID: lay, moduleID: Int32(f[4]), layer: Int32(layers.count - 1), center: Vector3(f[6], f[7], f[8]), u: Vector3(f[9], f[12], f[15]), v: Vector3(f[10], f[13], f[16]), w: Vector3(f[11], f[14], f[17]), halfUMinimum: trap ? f[19] : f[21], halfUMaximum: trap ? f[20] : f[21], halfV: trap ? f[21] : f[22]))
        layers[layers.count - 1].modules = layers.last!.modules.lowerBound..<modules.count
    }
    var passive: [PassiveSurface] = []
    for r in [19.0, 36.5, 77, 121, 177, 191, 270, 370, 510, 670, 830, 1030] {
        passive.append(PassiveSurface(name: "", shape: .cylinder(radius: r, z: -1000...1000), slab: MaterialSlab(material: 0, thickness: 1.5)))
    }
    return Tracker(name: "ref", materials: [si], layers: layers, modules: modules, passive: passive, fieldZ: 2, boundaryRadius: 1200, boundaryHalfLength: 3200)
}

@Test func speed() throws {
    let tracker = try referenceTracker()
    let index = NavigationIndex(tracker)
    let transport = TrackerTransport(index, settings: TransportSettings())
    let readout = GeometricReadout(tracker)
    var g = GeneratedEvent()
    var t = TransportedEvent()
    var r = ReadOutEvent()
    var scratch = ReadoutScratch()
    var ns = 0.0, nr = 0.0
    var steps = 0, parts = 0
    for e in 0..<(Int(ProcessInfo.processInfo.environment["NEV"] ?? "200")!) {
        g.removeAll()
        g.eventNumber = UInt64(e)
        g.vertices.append(x: 0, y: 0, z: 0, t: 0, kind: .gun, collision: 1)
        var s = RandomStream(seed: 1, event: UInt64(e), stage: .test, identity: 0)
        for i in 0..<1000 {
            let pT = 0.5 * Elementary.pow(20, s.uniform())
            let eta = s.uniform(in: -3...3), phi = s.uniform(in: -3.14...3.14)
            g.particles.append(pdgID: i % 2 == 0 ? 211 : -211, status: .final, parent: -1, vertex: 0, px: pT * Elementary.cos(phi), py: pT * Elementary.sin(phi), pz: pT * Elementary.sinh(eta), mass: 0.13957, barcode: Barcode(vertex: 1, primary: i + 1))
        }
        let a = clock_gettime_nsec()
        transport.transport(g, seed: 1, into: &t)
        let b = clock_gettime_nsec()
        readout.read(t, number: UInt64(e), seed: 1, into: &r, scratch: &scratch)
        let c = clock_gettime_nsec()
        ns += Double(b - a); nr += Double(c - b)
        steps += t.steps.count; parts += 1000
    }
    print("per particle us", ns / Double(parts) / 1000, "per hit ns", ns / Double(steps), "hits/particle", Double(steps) / Double(parts), "readout/hit", nr / Double(steps), "cells/hit", Double(r.channel0.count) / Double(r.hits.count), "fails", t.failedParticle.count)
}
func clock_gettime_nsec() -> UInt64 { var t = timespec(); clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); return UInt64(t.tv_sec) * 1_000_000_000 + UInt64(t.tv_nsec) }
