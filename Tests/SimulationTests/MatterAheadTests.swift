// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// The bounds of matter on straight ways against all surfaces, each tried by itself, and what is made of them.
@Suite struct MatterAheadTests {
    /// A tracker of one of the geometry files, with its modules displaced, or made of modules that stand anyhow.
    static func tracker(_ name: String) throws -> Tracker {
        var tracker = try SimulationSupport.tracker(name.hasPrefix("displaced") ? "trackml" : name)
        if name == "displaced" { displace(&tracker, shift: 0.5, turn: 0.01) }
        if name == "displaced far" { displace(&tracker, shift: 8, turn: 0.3) }
        return tracker
    }

    /// Shifts modules by some mm and turns them by some rad about each of their axes.
    private static func displace(_ tracker: inout Tracker, shift: Double, turn: Double) {
        var stream = RandomStream(seed: 4, event: 4, stage: .test, identity: 1)
        for i in tracker.modules.indices {
            var module = tracker.modules[i]
            func turned(_ a: Vector3, _ b: Vector3, by angle: Double) -> (Vector3, Vector3) {
                let (sine, cosine) = Elementary.sincos(angle)
                return (cosine * a + sine * b, cosine * b - sine * a)
            }
            (module.u, module.v) = turned(module.u, module.v, by: stream.uniform(in: -turn...turn))
            (module.v, module.w) = turned(module.v, module.w, by: stream.uniform(in: -turn...turn))
            (module.w, module.u) = turned(module.w, module.u, by: stream.uniform(in: -turn...turn))
            let x = stream.uniform(in: -shift...shift)
            let y = stream.uniform(in: -shift...shift)
            module.center = module.center + Vector3(x, y, stream.uniform(in: -shift...shift))
            tracker.modules[i] = module
        }
    }

    /// Paths in each material on a straight way, mm: every surface is tried.
    static func paths(_ tracker: Tracker, _ way: Helix, to end: Double) -> [Double] {
        var paths = [Double](repeating: 0, count: tracker.materials.count)
        let start = Vector3(way.x, way.y, way.z)
        let direction = Vector3(way.ux, way.uy, way.uz)
        for module in tracker.modules {
            let cosine = direction.dot(module.w)
            let path = (module.center - start).dot(module.w) / cosine
            guard path > 1e-6, path < end else { continue }
            let local = start + path * direction - module.center
            guard module.contains(u: local.dot(module.u), v: local.dot(module.v)) else { continue }
            let slab = tracker.layers[Int(module.layer)].sensor.slab
            paths[slab.material] += slab.thickness / abs(cosine)
        }
        let b = way.x * way.ux + way.y * way.uy
        let a = way.ux * way.ux + way.uy * way.uy
        for surface in tracker.passive {
            func add(_ path: Double, _ extent: (Vector3) -> Bool, _ cosine: (Vector3) -> Double) {
                guard path > 1e-6, path < end else { return }
                let point = start + path * direction
                guard extent(point) else { return }
                let slab = surface.slab
                paths[slab.material] += slab.thickness * min(1 / cosine(point), SurfaceTable.longestPassivePath)
            }
            switch surface.shape {
            case .cylinder(let radius, let z):
                let root = (b * b + a * (radius * radius - way.x * way.x - way.y * way.y)).squareRoot()
                for sign in [-1.0, 1] {
                    add((sign * root - b) / a, { z.contains($0.z) }) { abs($0.x * way.ux + $0.y * way.uy) / radius }
                }
            case .disc(let z, let radius):
                let isIn = { (p: Vector3) in radius.contains((p.x * p.x + p.y * p.y).squareRoot()) }
                add((z - way.z) / way.uz, isIn) { _ in abs(way.uz) }
            }
        }
        return paths
    }

    /// What lies ahead by the bounds, in the order of materials.
    static func bounds(_ matter: MatterAhead, _ tracker: Tracker, _ helix: Helix, to end: Double) -> [Double] {
        let way = StraightWay(x: helix.x, y: helix.y, z: helix.z, ux: helix.ux, uy: helix.uy, uz: helix.uz)
        var bounds = [Double](repeating: 0, count: tracker.materials.count)
        for group in 0..<matter.groupCount {
            bounds[Int(matter.material(group: group))] = matter.path(group: group, way, to: end)
        }
        return bounds
    }

    /// Where lines begin.
    enum Origin: CaseIterable {
        /// Near the middle of the axis; anywhere, in any direction; anywhere, nearly away from the middle; on a surface.
        case collision, anywhere, outward, surface
    }

    static func line(_ origin: Origin, _ tracker: Tracker, _ stream: inout RandomStream) -> Helix {
        let eta = stream.uniform(in: -4...4)
        let (sine, cosine) = Elementary.sincos(stream.uniform(in: -3.14...3.14))
        let transverse = 1 / Elementary.cosh(eta)
        var helix = Helix(
            x: 0.1 * stream.normal(), y: 0.1 * stream.normal(), z: 50 * stream.normal(), ux: transverse * cosine,
            uy: transverse * sine, uz: Elementary.tanh(eta), curvature: 0)
        if origin == .collision { return helix }
        var radius = 0.0
        if origin == .surface, let surface = tracker.passive.last(where: { _ in stream.uniform() < 0.2 }) {
            switch surface.shape {
            case .cylinder(let place, _): radius = place / transverse
            case .disc(let place, _): radius = abs((place - helix.z) / helix.uz)
            }
        } else {
            let inside = min(tracker.boundaryRadius / transverse, tracker.boundaryHalfLength / abs(helix.uz))
            radius = inside * stream.uniform()
        }
        helix = helix.advanced(by: radius)
        let spread = origin == .anywhere ? 10 : 0.1 * stream.exponential()
        let d = Vector3(
            helix.ux + spread * stream.normal(), helix.uy + spread * stream.normal(),
            helix.uz + spread * stream.normal())
        let size = d.dot(d).squareRoot()
        (helix.ux, helix.uy, helix.uz) = (d.x / size, d.y / size, d.z / size)
        return helix.advanced(by: TrackerTransport.nudge)
    }

    /// No line meets more than the bound says, wherever it begins and ends.
    @Test(arguments: ["trackml", "odd", "teaching", "telescope", "displaced", "displaced far"])
    func boundsAreNeverBelowTheMatter(name: String) throws {
        let tracker = try Self.tracker(name)
        let matter = MatterAhead(tracker)
        var stream = RandomStream(seed: 4, event: 4, stage: .test, identity: 2)
        for origin in Origin.allCases {
            var most = 0.0
            for i in 0..<400 {
                let helix = Self.line(origin, tracker, &stream)
                guard helix.x * helix.x + helix.y * helix.y < tracker.boundaryRadius * tracker.boundaryRadius,
                    abs(helix.z) < tracker.boundaryHalfLength
                else { continue }
                let end = i % 4 == 0 ? 2000 * stream.uniform() : 10_000
                let paths = Self.paths(tracker, helix, to: end)
                let bounds = Self.bounds(matter, tracker, helix, to: end)
                for (path, bound) in zip(paths, bounds) where bound < .infinity {
                    #expect(path <= bound, "\(name) \(origin) \(helix) to \(end)")
                    most = max(most, path / bound)
                }
            }
            // Some come close to it: the bound is not just large.
            #expect(most > (name == "displaced far" ? 0.3 : 0.5), "\(name) \(origin): \(most)")
        }
    }

    /// A tracker of nothing but one of the layers.
    private static func alone(_ tracker: Tracker, _ layer: Int) -> Tracker {
        var result = tracker
        result.layers = [tracker.layers[layer]]
        result.modules = tracker.modules[tracker.layers[layer].modules].map {
            var module = $0
            module.layer = 0
            return module
        }
        result.layers[0].modules = result.modules.indices
        result.passive = []
        return result
    }

    /// Nor do lines that aim at the corners of modules, where most of a layer's modules are crossed at once.
    @Test(arguments: [("trackml", 0.9), ("odd", 0.9), ("displaced", 0.6)])
    func layersAreNeverBelowTheirCorners(name: String, greatest: Double) throws {
        let tracker = try Self.tracker(name)
        var stream = RandomStream(seed: 4, event: 4, stage: .test, identity: 5)
        var most = 0.0
        for layer in tracker.layers.indices {
            let alone = Self.alone(tracker, layer)
            let matter = MatterAhead(alone)
            for _ in 0..<100 {
                let module = alone.modules[Int(stream.integer(below: UInt64(alone.modules.count)))]
                let (u, v) = (stream.uniform() < 0.5 ? 1.0 : -1, stream.uniform() < 0.5 ? 1.0 : -1)
                let near = 1 - 0.02 * stream.uniform()
                let corner =
                    module.center + near * v * module.halfV * module.v
                    + near * u * module.halfU(atV: near * v * module.halfV) * module.u
                let start = Vector3(0.1 * stream.normal(), 0.1 * stream.normal(), 50 * stream.normal())
                let way = corner - start
                let size = way.dot(way).squareRoot()
                let helix = Helix(
                    x: start.x, y: start.y, z: start.z, ux: way.x / size, uy: way.y / size, uz: way.z / size,
                    curvature: 0)
                let path = Self.paths(alone, helix, to: 10_000).reduce(0, +)
                let bound = Self.bounds(matter, alone, helix, to: 10_000).reduce(0, +)
                #expect(path <= bound, "\(name) layer \(layer) \(helix)")
                most = max(most, path / bound)
            }
        }
        #expect(most > greatest, "\(name): \(most)")
    }

    /// Beams along z are known, however straight.
    @Test func beamsAreBounded() throws {
        let tracker = try Self.tracker("telescope")
        let matter = MatterAhead(tracker)
        var stream = RandomStream(seed: 4, event: 4, stage: .test, identity: 6)
        for i in 0..<200 {
            let transverse = i % 2 == 0 ? 0 : 1e-3 * stream.uniform()
            let helix = Helix(
                x: stream.uniform(in: -8...8), y: stream.uniform(in: -5...5), z: -490, ux: transverse, uy: 0,
                uz: (1 - transverse * transverse).squareRoot(), curvature: 0)
            let path = Self.paths(tracker, helix, to: 990).reduce(0, +)
            let bound = Self.bounds(matter, tracker, helix, to: 990).reduce(0, +)
            #expect(path <= bound && bound < 1.01 * 0.6 + 1e-9, "\(path) \(bound)")
            #expect(path > 0.5)
        }
    }

    /// The sums of matter and of its bounds for lines from collisions: how good the bounds are.
    @Test(arguments: [("trackml", 1.3), ("odd", 1.2), ("teaching", 1.4), ("displaced", 1.45)])
    func boundsAreTight(name: String, factor: Double) throws {
        let tracker = try Self.tracker(name)
        let matter = MatterAhead(tracker)
        var stream = RandomStream(seed: 4, event: 4, stage: .test, identity: 3)
        var (paths, bounds) = (0.0, 0.0)
        for _ in 0..<400 {
            let helix = Self.line(.collision, tracker, &stream)
            bounds += Self.bounds(matter, tracker, helix, to: 10_000).reduce(0, +)
            paths += Self.paths(tracker, helix, to: 10_000).reduce(0, +)
        }
        #expect(bounds < factor * paths, "\(bounds / paths)")
    }
}
