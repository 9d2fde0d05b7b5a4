// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

@testable import Detector

/// Fields, and particles in them, for tests.
enum FieldSupport {
    /// A solenoid of the size of that of ATLAS around the TrackML detector: its fringe reaches far into it.
    static let solenoid = Solenoid(radius: 1250, halfLength: 2650, centre: 2)

    /// A tracker with another field.
    static func tracker(_ name: String, _ field: (Tracker) -> MagneticField) throws -> Tracker {
        var tracker = try GeometrySupport.tracker(name)
        tracker.field = field(tracker)
        return tracker
    }

    static func fringe(_ tracker: Tracker) -> MagneticField {
        let size = tracker.boundaryRadius / 1100
        let scaled = Solenoid(radius: 1250 * size, halfLength: 0.87 * tracker.boundaryHalfLength, centre: 2)
        return .grid(scaled.tabulated(radius: tracker.boundaryRadius, halfLength: tracker.boundaryHalfLength))
    }

    /// Two tesla along z everywhere, as a table.
    static func uniformTable(_ tracker: Tracker, cartesian: Bool) -> MagneticField {
        func axis(_ half: Double, _ count: Int) -> FieldAxis {
            FieldAxis(origin: -half, spacing: 2 * half / Double(count - 1), count: count)
        }
        let z = axis(tracker.boundaryHalfLength, 11)
        let r = tracker.boundaryRadius
        if cartesian {
            return .grid(
                FieldGrid(x: axis(r, 7), y: axis(r, 8), z: z, longestStep: 500, summary: "test") { _, _, _ in
                    Vector3(0, 0, 2)
                })
        }
        let radial = FieldAxis(origin: 0, spacing: r / 8, count: 9)
        return .grid(FieldGrid(r: radial, z: z, longestStep: 500, summary: "test") { _, _ in (0, 2) })
    }

    /// −c q/p in place of the curvature in two tesla.
    static func inOneTesla(_ helix: Helix) -> Helix {
        var result = helix
        result.curvature *= 0.5
        return result
    }
}

/// The path of a particle by the classical Runge-Kutta method for (r, u) in short equal steps: the reference.
struct ReferencePath {
    /// mm.
    let step: Double
    private(set) var points: [PathPoint]

    init(_ helix: Helix, in field: MagneticField, length: Double, step: Double) {
        self.step = step
        points = [
            PathPoint(x: helix.x, y: helix.y, z: helix.z, ux: helix.ux, uy: helix.uy, uz: helix.uz)
        ]
        for _ in 0..<Int((length / step).rounded(.up)) {
            points.append(ReferencePath.advanced(points[points.count - 1], helix.curvature, field, step))
        }
    }

    static func advanced(_ p: PathPoint, _ rotation: Double, _ field: MagneticField, _ h: Double) -> PathPoint {
        func slope(_ r: Vector3, _ u: Vector3) -> Vector3 {
            rotation * field.value(x: r.x, y: r.y, z: r.z).cross(u)
        }
        let r = p.position
        let u = p.direction
        let k1 = slope(r, u)
        let u2 = u + 0.5 * h * k1
        let k2 = slope(r + 0.5 * h * u, u2)
        let u3 = u + 0.5 * h * k2
        let k3 = slope(r + 0.5 * h * u2, u3)
        let u4 = u + h * k3
        let k4 = slope(r + h * u3, u4)
        let position = r + h / 6 * (u + 2 * u2 + 2 * u3 + u4)
        let direction = u + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        return PathPoint(
            x: position.x, y: position.y, z: position.z, ux: direction.x, uy: direction.y, uz: direction.z)
    }

    /// Between the points by Hermite's cubic.
    func point(at path: Double) -> PathPoint {
        let i = max(0, min(points.count - 2, Int(path / step)))
        let a = points[i]
        let b = points[i + 1]
        let t = path / step - Double(i)
        let s = 1 - t
        let h0 = s * s * (1 + 2 * t)
        let h1 = t * t * (3 - 2 * t)
        let position =
            h0 * a.position + h1 * b.position
            + step * t * s * (s * a.direction - t * b.direction)
        let direction =
            (6 * t * s / step) * (b.position - a.position)
            + s * (1 - 3 * t) * a.direction + t * (3 * t - 2) * b.direction
        return PathPoint(
            x: position.x, y: position.y, z: position.z, ux: direction.x, uy: direction.y, uz: direction.z)
    }
}

/// A crossing found by trying every surface.
struct TriedCrossing {
    var surface: Int32
    var path: Double
    var u: Double
    var v: Double
    /// |cos| of the angle to the normal.
    var cosine: Double
    /// How far inside the surface's edge it lies, mm.
    var fromEdge: Double
}

/// Finds crossings of a path in any field by trying every surface on short pieces of it: no grids, no stations.
struct BruteForceFieldNavigation {
    let tracker: Tracker
    static let step = 2.0
    private static let chunk = 50

    /// All crossings within the volume beyond `minimumPath`, in the order of the path.
    func crossings(_ helix: Helix, limit: Double, step: Double = step) -> [TriedCrossing] {
        let path = ReferencePath(helix, in: tracker.field, length: limit, step: step)
        let count = piecesInside(path)
        var found: [TriedCrossing] = []
        for first in stride(from: 0, to: count, by: Self.chunk) {
            let pieces = first..<min(first + Self.chunk, count)
            let middle = path.points[(pieces.lowerBound + pieces.upperBound) / 2].position
            let reach = 0.5 * step * Double(Self.chunk + 2)
            for (i, module) in tracker.modules.enumerated() {
                let half = max(module.halfUMinimum, module.halfUMaximum)
                let d = module.center - middle
                let far = reach + (half * half + module.halfV * module.halfV).squareRoot()
                if d.dot(d) <= far * far { cross(module, Int32(i), path, pieces, &found) }
            }
            for (i, passive) in tracker.passive.enumerated() {
                cross(passive, Int32(tracker.modules.count + i), path, pieces, &found)
            }
        }
        return found.filter { $0.path > Navigator.minimumPath && $0.path < limit }.sorted { $0.path < $1.path }
    }

    private func isInside(_ p: PathPoint) -> Bool {
        p.x * p.x + p.y * p.y < tracker.boundaryRadius * tracker.boundaryRadius
            && abs(p.z) < tracker.boundaryHalfLength
    }

    /// Pieces until the path leaves the volume; nothing stands within a step of its end.
    private func piecesInside(_ path: ReferencePath) -> Int {
        path.points.firstIndex { !isInside($0) } ?? path.points.count - 1
    }

    private func cross(
        _ module: Module, _ index: Int32, _ path: ReferencePath, _ pieces: Range<Int>, _ found: inout [TriedCrossing]
    ) {
        let plane = ZeroPlane(center: module.center, normal: module.w)
        for s in zeros(plane, path, pieces) {
            let d = path.point(at: s).position - module.center
            let u = d.dot(module.u)
            let v = d.dot(module.v)
            let edge = min(module.halfV - abs(v), halfWidth(module, v) - abs(u))
            if edge >= 0 { add(plane, index, path, s, u, v, edge, &found) }
        }
    }

    private func add(
        _ surface: some ZeroSurface, _ index: Int32, _ path: ReferencePath, _ s: Double, _ u: Double, _ v: Double,
        _ edge: Double, _ found: inout [TriedCrossing]
    ) {
        let cosine = abs(surface.slope(path.point(at: s)))
        found.append(TriedCrossing(surface: index, path: s, u: u, v: v, cosine: cosine, fromEdge: edge))
    }

    private func halfWidth(_ module: Module, _ v: Double) -> Double {
        let t = 0.5 * (v / module.halfV + 1)
        return (1 - t) * module.halfUMinimum + t * module.halfUMaximum
    }

    private func cross(
        _ passive: PassiveSurface, _ index: Int32, _ path: ReferencePath, _ pieces: Range<Int>,
        _ found: inout [TriedCrossing]
    ) {
        func tryAt(_ s: Double, _ across: Double, _ range: ClosedRange<Double>, _ surface: some ZeroSurface) {
            let edge = min(across - range.lowerBound, range.upperBound - across)
            if edge >= 0 { add(surface, index, path, s, 0, 0, edge, &found) }
        }
        switch passive.shape {
        case .cylinder(let radius, let z):
            let wall = ZeroCylinder(radius: radius)
            for s in zeros(wall, path, pieces) { tryAt(s, path.point(at: s).z, z, wall) }
        case .disc(let z, let radius):
            let plane = ZeroPlane(center: Vector3(0, 0, z), normal: Vector3(0, 0, 1))
            for s in zeros(plane, path, pieces) {
                let p = path.point(at: s)
                tryAt(s, (p.x * p.x + p.y * p.y).squareRoot(), radius, plane)
            }
        }
    }

    /// Zeros on every piece by bisection; a piece that turns back is cut at its turning point.
    private func zeros<Surface: ZeroSurface>(
        _ surface: Surface, _ path: ReferencePath, _ pieces: Range<Int>
    ) -> [Double] {
        var result: [Double] = []
        for i in pieces {
            let a = surface.value(path.points[i])
            let b = surface.value(path.points[i + 1])
            if abs(a) > 2 * path.step && a * b > 0 { continue }
            let start = Double(i) * path.step
            let end = start + path.step
            let slope = surface.slope(path.points[i])
            if slope * surface.slope(path.points[i + 1]) < 0 {
                let turning = bisect(start, end, slope) { surface.slope(path.point(at: $0)) }
                let middle = surface.value(path.point(at: turning))
                if a * middle < 0 { result.append(bisect(start, turning, a) { surface.value(path.point(at: $0)) }) }
                if middle * b < 0 { result.append(bisect(turning, end, middle) { surface.value(path.point(at: $0)) }) }
            } else if a * b < 0 {
                result.append(bisect(start, end, a) { surface.value(path.point(at: $0)) })
            }
        }
        return result
    }

    private func bisect(_ from: Double, _ to: Double, _ atStart: Double, _ value: (Double) -> Double) -> Double {
        var low = from
        var high = to
        for _ in 0..<60 {
            let middle = 0.5 * (low + high)
            if value(middle) * atStart > 0 { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }
}
