// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A solenoid with its fringe: a thin cylindrical sheet of current about the z axis, symmetric about the origin.
///
/// N. Derby and S. Olbert, Am. J. Phys. 78 (2010) 229, eqs. 3 to 8: exact for the sheet. A real coil with an iron
/// yoke has a flatter field: then use a map.
public struct Solenoid: Sendable, Equatable {
    /// Of the sheet, mm.
    public var radius: Double
    public var halfLength: Double
    /// Field along z at the origin, tesla.
    public var centre: Double

    public init(radius: Double, halfLength: Double, centre: Double) {
        self.radius = radius
        self.halfLength = halfLength
        self.centre = centre
    }

    /// Radial and axial component in tesla at a place in mm.
    ///
    /// - Precondition: 0 ≤ r < radius.
    public func field(r: Double, z: Double) -> (radial: Double, axial: Double) {
        let low = end(r, z - halfLength)
        let high = end(r, z + halfLength)
        // μ₀nI/π from the field at the centre, μ₀nI b/√(a² + b²).
        let diagonal = (radius * radius + halfLength * halfLength).squareRoot()
        let scale = centre * diagonal / (PhysicalConstants.pi * halfLength)
        return (scale * (high.radial - low.radial), scale * radius / (radius + r) * (high.axial - low.axial))
    }

    /// The contribution of one end of the sheet, a distance `z` away along the axis.
    private func end(_ r: Double, _ z: Double) -> (radial: Double, axial: Double) {
        let sum = radius + r
        let difference = radius - r
        let far2 = z * z + sum * sum
        let far = far2.squareRoot()
        let modulus = ((z * z + difference * difference) / far2).squareRoot()
        let gamma = difference / sum
        let radial = EllipticIntegral.complete(modulus: modulus, p: 1, a: 1, b: -1)
        let axial = EllipticIntegral.complete(modulus: modulus, p: gamma * gamma, a: 1, b: gamma)
        return (radius / far * radial, z / far * axial)
    }

    /// The field of a tracking volume, tabulated so finely that the cubic interpolation follows the fringe.
    ///
    /// - Precondition: the sheet stands outside of `radius`.
    func tabulated(radius boundary: Double, halfLength boundaryHalfLength: Double) -> FieldGrid {
        // The field varies over distances to the sheet; a table has a bounded number of places.
        let gap = radius - boundary
        let spacing = max(gap / 15, (boundary * boundaryHalfLength / 200_000).squareRoot())
        let radialCount = max(FieldAxis.leastCount, Int((boundary / spacing).rounded(.up)) + 1)
        let halfCount = max(FieldAxis.leastCount, Int((boundaryHalfLength / spacing).rounded(.up)) + 1)
        let r = FieldAxis(origin: 0, spacing: boundary / Double(radialCount - 1), count: radialCount)
        let step = boundaryHalfLength / Double(halfCount - 1)
        let z = FieldAxis(origin: -boundaryHalfLength, spacing: step, count: 2 * halfCount - 1)
        // The field for z ≥ 0; the radial component is odd in z, the axial one even.
        let half = (0..<radialCount).map { i in (0..<halfCount).map { field(r: r[i], z: Double($0) * step) } }
        func value(_ i: Int, _ k: Int) -> (radial: Double, axial: Double) {
            let offset = k - (halfCount - 1)
            let (radial, axial) = half[i][abs(offset)]
            return (offset < 0 ? -radial : radial, axial)
        }
        return FieldGrid(r: r, z: z, longestStep: max(2 * gap, 4 * spacing), summary: summary, field: value)
    }

    var summary: String {
        "solenoid of radius \(DecimalText.short(radius, 1)) mm and half length \(DecimalText.short(halfLength, 1)) mm, "
            + "\(DecimalText.short(centre, 4)) T at its centre"
    }
}

/// Complete elliptic integrals by our own arithmetic: divisions and square roots alone.
enum EllipticIntegral {
    /// ∫ (a cos²φ + b sin²φ) / ((cos²φ + p sin²φ) √(cos²φ + k² sin²φ)) dφ from 0 to π/2, with k the complementary
    /// modulus: R. Bulirsch, Numer. Math. 13 (1969) 305, by the arithmetic-geometric mean.
    ///
    /// - Precondition: k > 0 and p > 0. Relative error below 1e-14 of ∫ (|a| cos²φ + |b| sin²φ) / ...
    static func complete(modulus k: Double, p: Double, a: Double, b: Double) -> Double {
        let root = p.squareRoot()
        var geometric = k
        var arithmetic = 1.0
        var product = k
        var weight = root
        var first = a
        var second = b / root
        // Convergence is quadratic: 60 is never reached.
        for _ in 0..<60 {
            let previous = first
            first += second / weight
            let ratio = product / weight
            second = 2 * (second + previous * ratio)
            weight += ratio
            let mean = arithmetic
            arithmetic += geometric
            if abs(mean - geometric) <= 1e-8 * mean { break }
            geometric = 2 * product.squareRoot()
            product = geometric * arithmetic
        }
        return 0.5 * PhysicalConstants.pi * (second + first * arithmetic) / (arithmetic * (arithmetic + weight))
    }
}
