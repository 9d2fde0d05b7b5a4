// SPDX-License-Identifier: GPL-3.0-or-later

/// Whether two modules fill the same space: the separating-axis test for convex solids.
public struct ModuleSolid: Sendable {
    let center: Vector3
    /// Radius of a sphere about the centre that holds the solid, mm.
    let reach: Double
    private let corners: [Vector3]
    private let faceNormals: [Vector3]
    private let edges: [Vector3]

    /// - Parameter thickness: mm along the normal.
    public init(_ module: Module, thickness: Double) {
        center = module.center
        corners = ModuleExtent.corners(module, thickness: thickness)
        var farthest = 0.0
        for corner in corners {
            let d = corner - module.center
            farthest = max(farthest, d.dot(d))
        }
        reach = farthest.squareRoot()
        let widening = module.halfUMaximum - module.halfUMinimum
        let rising = 2 * module.halfV * module.v
        let sides =
            widening == 0 ? [module.v] : [rising + widening * module.u, rising - widening * module.u]
        edges = [module.u, module.w] + sides
        faceNormals = [module.w, module.v] + sides.map { Self.unit($0.cross(module.w)) }
    }

    /// Whether the solids share more than a sliver of `tolerance` mm along every axis.
    public func intersects(_ other: ModuleSolid, tolerance: Double = 1e-6) -> Bool {
        let apart = other.center - center
        let reach = reach + other.reach
        guard apart.dot(apart) < reach * reach else { return false }
        for axis in faceNormals where isSeparating(axis, other, tolerance) { return false }
        for axis in other.faceNormals where isSeparating(axis, other, tolerance) { return false }
        for a in edges {
            for b in other.edges {
                let axis = a.cross(b)
                // Parallel edges span no axis of their own.
                guard axis.dot(axis) > 1e-18 * a.dot(a) * b.dot(b) else { continue }
                if isSeparating(Self.unit(axis), other, tolerance) { return false }
            }
        }
        return true
    }

    private func isSeparating(_ axis: Vector3, _ other: ModuleSolid, _ tolerance: Double) -> Bool {
        let mine = shadow(on: axis, from: center)
        let theirs = other.shadow(on: axis, from: center)
        return mine.upper <= theirs.lower + tolerance || theirs.upper <= mine.lower + tolerance
    }

    /// Projections relative to a near point, so that distant modules keep their precision.
    private func shadow(on axis: Vector3, from origin: Vector3) -> (lower: Double, upper: Double) {
        var (lower, upper) = (Double.infinity, -Double.infinity)
        for corner in corners {
            let projection = (corner - origin).dot(axis)
            lower = min(lower, projection)
            upper = max(upper, projection)
        }
        return (lower, upper)
    }

    private static func unit(_ v: Vector3) -> Vector3 { (1 / v.dot(v).squareRoot()) * v }
}
