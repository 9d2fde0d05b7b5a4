// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

@testable import Detector

/// Finds crossings by trying every surface of a tracker: no grids, no stations, no closed-form radii.
///
/// The distance of a helix point from a plane is k₀ + k₁ s + k₂ sin κs + k₃ cos κs; between neighbouring zeros of
/// its derivative, which have a closed form, it is monotonic, so bisection misses nothing.
struct BruteForceNavigation {
    let tracker: Tracker

    /// All crossings with path in (minimumPath, limit), in the order of the path.
    func crossings(_ helix: Helix, limit: Double) -> [Crossing] {
        var found = passiveCrossings(helix, limit: limit)
        for (index, module) in tracker.modules.enumerated() where mayTouch(module, helix) {
            for path in planePaths(module.center, module.w, helix, limit) {
                let point = BruteForceNavigation.point(helix, path)
                let d = Vector3(point.x, point.y, point.z) - module.center
                let u = d.dot(module.u)
                let v = d.dot(module.v)
                if module.contains(u: u, v: v) {
                    found.append(Crossing(surface: Int32(index), path: path, u: u, v: v, point: helix))
                }
            }
        }
        return found.sorted { $0.path < $1.path }
    }

    private func passiveCrossings(_ helix: Helix, limit: Double) -> [Crossing] {
        var found: [Crossing] = []
        for (i, passive) in tracker.passive.enumerated() {
            let surface = Int32(tracker.modules.count + i)
            switch passive.shape {
            case .cylinder(let radius, let z):
                for path in cylinderPaths(radius, helix, limit) {
                    let point = BruteForceNavigation.point(helix, path)
                    if z.contains(point.z) {
                        found.append(Crossing(surface: surface, path: path, u: 0, v: 0, point: helix))
                    }
                }
            case .disc(let z, let radius):
                let path = (z - helix.z) / helix.uz
                guard path > Navigator.minimumPath, path < limit else { continue }
                let point = BruteForceNavigation.point(helix, path)
                if radius.contains((point.x * point.x + point.y * point.y).squareRoot()) {
                    found.append(Crossing(surface: surface, path: path, u: 0, v: 0, point: helix))
                }
            }
        }
        return found
    }

    /// The distance from the axis is monotonic between the points of the circle nearest to and farthest from it: half a
    /// turn apart, at the azimuth of the centre seen from the axis.
    private func cylinderPaths(_ radius: Double, _ helix: Helix, _ limit: Double) -> [Double] {
        func excess(_ s: Double) -> Double {
            let p = BruteForceNavigation.point(helix, s)
            return p.x * p.x + p.y * p.y - radius * radius
        }
        var edges = [Navigator.minimumPath, limit]
        if helix.curvature == 0 {
            let transverse2 = helix.ux * helix.ux + helix.uy * helix.uy
            edges.append(-(helix.x * helix.ux + helix.y * helix.uy) / transverse2)
        } else {
            // r² = |c|² + R² + 2 c·(x − c): its extremes are where x − c is along ± c.
            let cx = helix.x - helix.uy / helix.curvature
            let cy = helix.y + helix.ux / helix.curvature
            let from = Elementary.atan2(helix.y - cy, helix.x - cx)
            let half = Double.pi / abs(helix.curvature)
            var s = (Elementary.atan2(cy, cx) - from) / helix.curvature
            s -= half * (s / half).rounded(.down)
            while s < limit {
                edges.append(s)
                s += half
            }
        }
        edges = edges.filter { $0 >= Navigator.minimumPath && $0 <= limit }.sorted()
        return zeros(excess, between: edges)
    }

    /// Path at which the helix first leaves the tracker's volume, found by walking in millimetres.
    func pathInside(_ helix: Helix, limit: Double) -> Double {
        func isInside(_ s: Double) -> Bool {
            let p = BruteForceNavigation.point(helix, s)
            return p.x * p.x + p.y * p.y < tracker.boundaryRadius * tracker.boundaryRadius
                && abs(p.z) < tracker.boundaryHalfLength
        }
        var path = 0.0
        while path < limit && isInside(path) { path += 1 }
        return min(path, limit)
    }

    /// A module can be touched only if its centre is within its half diagonal of the helix's circle (or line).
    private func mayTouch(_ module: Module, _ helix: Helix) -> Bool {
        let half = max(module.halfUMinimum, module.halfUMaximum)
        let reach = (half * half + module.halfV * module.halfV).squareRoot() + 1e-6
        let transverse = (helix.ux * helix.ux + helix.uy * helix.uy).squareRoot()
        if helix.curvature == 0 {
            let dx = module.center.x - helix.x
            let dy = module.center.y - helix.y
            return abs(dx * helix.uy - dy * helix.ux) <= reach * max(transverse, 1e-300)
        }
        let radius = transverse / abs(helix.curvature)
        let cx = helix.x - helix.uy / helix.curvature
        let cy = helix.y + helix.ux / helix.curvature
        let dx = module.center.x - cx
        let dy = module.center.y - cy
        return abs((dx * dx + dy * dy).squareRoot() - radius) <= reach
    }

    private func planePaths(_ center: Vector3, _ w: Vector3, _ helix: Helix, _ limit: Double) -> [Double] {
        func distance(_ s: Double) -> Double {
            let p = BruteForceNavigation.point(helix, s)
            return w.dot(Vector3(p.x, p.y, p.z) - center)
        }
        var edges = [Navigator.minimumPath]
        let kappa = helix.curvature
        if kappa != 0 {
            // Derivative: w·u(s) = wz uz + A cos κs + B sin κs.
            let a = w.x * helix.ux + w.y * helix.uy
            let b = w.y * helix.ux - w.x * helix.uy
            let c = w.z * helix.uz
            let amplitude = (a * a + b * b).squareRoot()
            if amplitude > abs(c) {
                let phase = Elementary.atan2(b, a)
                let opening = Elementary.acos(-c / amplitude)
                let turn = 2 * Double.pi / abs(kappa)
                for zero in [phase + opening, phase - opening] {
                    var s = zero / kappa
                    s -= turn * (s / turn).rounded(.down)
                    while s < limit {
                        if s > Navigator.minimumPath { edges.append(s) }
                        s += turn
                    }
                }
            }
        }
        edges.append(limit)
        edges.sort()
        return zeros(distance, between: edges)
    }

    /// The zeros of a function that is monotonic between neighbouring edges, by bisection.
    private func zeros(_ function: (Double) -> Double, between edges: [Double]) -> [Double] {
        var paths: [Double] = []
        for (start, end) in zip(edges, edges.dropFirst()) {
            var low = start
            var high = end
            let atLow = function(low)
            guard atLow * function(high) < 0 else { continue }
            for _ in 0..<200 {
                let middle = 0.5 * (low + high)
                if middle <= low || middle >= high { break }
                if function(middle) * atLow > 0 { low = middle } else { high = middle }
            }
            paths.append(0.5 * (low + high))
        }
        return paths
    }

    /// A point of the helix written independently of `Helix.advanced(by:)`.
    static func point(_ h: Helix, _ s: Double) -> Vector3 {
        if h.curvature == 0 { return Vector3(h.x + h.ux * s, h.y + h.uy * s, h.z + h.uz * s) }
        let half = 0.5 * h.curvature * s
        let chord = 2 * Elementary.sin(half) / h.curvature
        let cosine = Elementary.cos(half)
        let sine = Elementary.sin(half)
        return Vector3(
            h.x + chord * (h.ux * cosine - h.uy * sine), h.y + chord * (h.uy * cosine + h.ux * sine), h.z + h.uz * s)
    }
}
