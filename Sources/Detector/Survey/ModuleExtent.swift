// SPDX-License-Identifier: GPL-3.0-or-later

/// The region of r and z that a module fills.
public enum ModuleExtent {
    /// Corners of the module's box, thickness in mm; the mid-plane's corners, twice, for thickness zero.
    ///
    /// Order: bit 0 chooses the side in w, bit 1 in u, bit 2 in v.
    static func corners(_ module: Module, thickness: Double) -> [Vector3] {
        (0..<8).map { index in
            let v = index & 4 == 0 ? -module.halfV : module.halfV
            let halfU = index & 4 == 0 ? module.halfUMinimum : module.halfUMaximum
            let u = index & 2 == 0 ? -halfU : halfU
            let w = index & 1 == 0 ? -0.5 * thickness : 0.5 * thickness
            return module.center + u * module.u + v * module.v + w * module.w
        }
    }

    /// Radii and z of all points of a module that is `thickness` mm thick.
    ///
    /// Exact when the normal is parallel or perpendicular to z, as in barrels and discs: then every r of the range
    /// occurs with every z of the range. Otherwise the ranges enclose the module.
    public static func extent(
        _ module: Module, thickness: Double
    ) -> (radius: ClosedRange<Double>, z: ClosedRange<Double>) {
        let corners = corners(module, thickness: thickness)
        var greatest = 0.0
        var (low, high) = (Double.infinity, -Double.infinity)
        for corner in corners {
            greatest = max(greatest, corner.x * corner.x + corner.y * corner.y)
            low = min(low, corner.z)
            high = max(high, corner.z)
        }
        var least = greatest
        for (a, b) in edges { least = min(least, squaredDistanceFromAxis(corners[a], corners[b])) }
        if faces.contains(where: { holdsAxis($0.map { corners[$0] }) }) { least = 0 }
        return (least.squareRoot()...greatest.squareRoot(), low...high)
    }

    /// The region that holds the mid-planes of some modules.
    static func union(
        _ modules: ArraySlice<Module>, thickness: Double = 0
    ) -> (radius: ClosedRange<Double>, z: ClosedRange<Double>) {
        var (innermost, outermost) = (Double.infinity, 0.0)
        var (low, high) = (Double.infinity, -Double.infinity)
        for module in modules {
            let (radius, z) = extent(module, thickness: thickness)
            innermost = min(innermost, radius.lowerBound)
            outermost = max(outermost, radius.upperBound)
            low = min(low, z.lowerBound)
            high = max(high, z.upperBound)
        }
        guard innermost <= outermost else { return (0...0, 0...0) }
        return (innermost...outermost, low...high)
    }

    private static let edges = [
        (0, 1), (2, 3), (4, 5), (6, 7), (0, 2), (1, 3), (4, 6), (5, 7), (0, 4), (1, 5), (2, 6), (3, 7),
    ]
    /// Corners of each face in order around it.
    private static let faces = [
        [0, 2, 6, 4], [1, 3, 7, 5], [0, 1, 3, 2], [4, 5, 7, 6], [0, 1, 5, 4], [2, 3, 7, 6],
    ]

    private static func squaredDistanceFromAxis(_ a: Vector3, _ b: Vector3) -> Double {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let length = dx * dx + dy * dy
        let along = length > 0 ? min(1, max(0, -(a.x * dx + a.y * dy) / length)) : 0
        let (x, y) = (a.x + along * dx, a.y + along * dy)
        return x * x + y * y
    }

    /// Whether the z axis passes through a convex face, seen along z.
    private static func holdsAxis(_ face: [Vector3]) -> Bool {
        var (positive, negative) = (false, false)
        for (index, a) in face.enumerated() {
            let b = face[(index + 1) % face.count]
            let turn = a.x * b.y - a.y * b.x
            if turn > 0 { positive = true }
            if turn < 0 { negative = true }
        }
        return positive != negative
    }
}
