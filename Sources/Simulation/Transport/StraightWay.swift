// SPDX-License-Identifier: GPL-3.0-or-later

/// The straight way of a neutral particle, as cylinders about the z axis and planes across it see it.
struct StraightWay {
    /// Where it begins in z, mm, and how fast it moves along z.
    let z, uz: Double
    /// r² = radius2 + 2 b s + a s² after a path s: mm², mm and a pure number, the square of `transverse`.
    let radius2, b, a: Double
    /// Sine of the polar angle.
    let transverse: Double
    /// The distance at which it passes the axis, times `transverse`, mm: (a r² − across²)½ is r dr/ds.
    let across: Double

    /// - Parameters: a point, mm, and a unit vector.
    init(x: Double, y: Double, z: Double, ux: Double, uy: Double, uz: Double) {
        self.z = z
        self.uz = uz
        radius2 = x * x + y * y
        b = x * ux + y * uy
        a = ux * ux + uy * uy
        transverse = a.squareRoot()
        across = abs(x * uy - y * ux)
    }

    /// Below this `transverse` paths to cylinders are not known well enough.
    static let leastTransverse = 1e-4

    /// Path to the end of a cylindrical volume about the origin from a point within; nil where the way is so nearly
    /// parallel to z that it is not known through which side it leaves.
    func exit(radius2 outer2: Double, halfLength: Double) -> Double? {
        let toCap = (halfLength - (uz < 0 ? -z : z)) / abs(uz)
        if transverse > StraightWay.leastTransverse {
            let root = max(0, b * b + a * (outer2 - radius2)).squareRoot()
            return min(toCap, (root - b) / a)
        }
        let farthest = radius2.squareRoot() + 2 * StraightWay.leastTransverse * toCap
        return farthest * farthest < outer2 ? toCap : nil
    }
}
