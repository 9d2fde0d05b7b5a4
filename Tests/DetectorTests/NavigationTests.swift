// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Foundation
import Testing

@testable import Detector

func referenceTracker() throws -> Tracker {
    let text = try String(contentsOfFile: "/work/shared/reference/acts-generic-surfaces.csv", encoding: .utf8)
    var layers: [Layer] = []
    var modules: [Module] = []
    let sensor = Sensor(slab: MaterialSlab(material: 0, thickness: 0.15), pitchU: 0.05, pitchV: 0.05, measurement: .smeared, resolutionU: 0, resolutionV: 0, resolutionTime: 0, threshold: 0)
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
    return Tracker(name: "ref", materials: [], layers: layers, modules: modules, passive: [], fieldZ: 2, boundaryRadius: 1200, boundaryHalfLength: 3200)
}

/// All crossings that the navigator finds along one helix, asked for one after the other.
func walk(_ navigator: Navigator, _ helix: Helix, limit: Double) -> [Crossing] {
    var result: [Crossing] = []
    var at = 0.0
    var point = helix
    var cursor = navigator.cursor(at: helix)
    while true {
        var crossing = navigator.next(point, limit: limit - at, cursor: &cursor)
        guard crossing.surface >= 0 else { return result }
        point = crossing.point
        at += crossing.path
        crossing.path = at
        result.append(crossing)
    }
}

@Suite struct NavigationTests {
    @Test func agreesWithTryingEveryModule() throws {
        let tracker = try referenceTracker()
        let index = NavigationIndex(tracker)
        let brute = BruteForceNavigation(tracker: tracker)
        var stream = RandomStream(seed: 42, event: 0, stage: .test, identity: 1)
        var crossings = 0
        var differences = 0
        for n in 0..<3000 {
            let pT = 0.05 * Elementary.pow(400, stream.uniform())
            let eta = stream.uniform(in: -3.2...3.2)
            let phi = stream.uniform(in: -Double.pi...Double.pi)
            let charge = Double(Int(stream.integer(below: 3)) - 1)
            let p = pT * Elementary.cosh(eta)
            let helix = Helix(x: stream.uniform(in: -20...20), y: stream.uniform(in: -20...20), z: stream.uniform(in: -100...100), ux: pT / p * Elementary.cos(phi), uy: pT / p * Elementary.sin(phi), uz: Elementary.sinh(eta) * pT / p, curvature: Helix.curvature(charge: charge, momentum: p, fieldZ: 2))
            let fast = walk(index.navigator, helix, limit: 6000)
            let slow = brute.moduleCrossings(helix, limit: brute.pathInside(helix, limit: 6000))
            crossings += slow.count
            let same = fast.count == slow.count && zip(fast, slow).allSatisfy { $0.surface == $1.surface && abs($0.path - $1.path) < 1e-6 }
            if !same {
                differences += 1
                if differences < 4 { print(n, pT, eta, charge, fast.count, slow.count, fast.map(\.surface), slow.map(\.surface), fast.map(\.path), slow.map(\.path)) }
            }
        }
        print("crossings", crossings, "differences", differences)
        #expect(differences == 0)
        withExtendedLifetime(index) {}
    }
}
