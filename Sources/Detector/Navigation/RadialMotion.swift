// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Where a helix crosses cylinders about the z axis.
///
/// With σ = (2/κ) tan(κ s/2) the squared radius obeys, for every curvature κ, zero included,
/// r² − ρ² ∝ (κ e + uT² − κ² D/4) σ² + 2 b σ − D, D = ρ² − r₀², b = x·u, e = x·(ẑ × u) (transverse parts):
/// a quadratic without cancellation. The sign of its slope tells an outward crossing from an inward one.
struct RadialMotion {
    /// Squared distance of the start from the axis, mm².
    let radius2: Double
    /// Half the rate of change of r² at the start.
    let b: Double
    private let linear: Double
    private let quarterCurvature2: Double
    private let halfCurvature: Double

    @inline(__always)
    init(_ helix: Helix) {
        radius2 = helix.x * helix.x + helix.y * helix.y
        b = helix.x * helix.ux + helix.y * helix.uy
        let e = helix.y * helix.ux - helix.x * helix.uy
        linear = helix.curvature * e + helix.ux * helix.ux + helix.uy * helix.uy
        quarterCurvature2 = 0.25 * helix.curvature * helix.curvature
        halfCurvature = 0.5 * helix.curvature
    }

    /// The first path beyond `start` at which the radius grows through `radius`; infinite if it never does.
    @inline(__always)
    func outward(through radius: Double, after start: Double) -> Double {
        let d = radius * radius - radius2
        let a = linear - quarterCurvature2 * d
        let discriminant = b * b + a * d
        guard discriminant >= 0 else { return .infinity }
        let root = discriminant.squareRoot()
        return path(b > 0 ? d / (b + root) : (root - b) / a, after: start)
    }

    /// The first path beyond `start` at which the radius falls through `radius`; infinite if it never does.
    @inline(__always)
    func inward(through radius: Double, after start: Double) -> Double {
        let d = radius * radius - radius2
        let a = linear - quarterCurvature2 * d
        let discriminant = b * b + a * d
        guard discriminant >= 0 else { return .infinity }
        let root = discriminant.squareRoot()
        return path(b > 0 ? -(b + root) / a : d / (b - root), after: start)
    }

    @inline(__always)
    private func path(_ sigma: Double, after start: Double) -> Double {
        let s = sigma * RadialMotion.arctangentRatio(halfCurvature * sigma)
        if s > start { return s }
        // A straight line never comes back; NaN fails the comparison.
        guard s <= start, halfCurvature != 0 else { return .infinity }
        let turn = PhysicalConstants.pi / abs(halfCurvature)
        return s + turn * (((start - s) / turn).rounded(.down) + 1)
    }

    /// atan(x)/x: the Taylor series for small arguments, which most steps have.
    @inline(__always)
    private static func arctangentRatio(_ x: Double) -> Double {
        let q = x * x
        if q < 4e-3 {
            var sum = q * (1 / 13.0) - 1 / 11.0
            sum = q * sum + 1 / 9.0
            sum = q * sum - 1 / 7.0
            sum = q * sum + 1 / 5.0
            sum = q * sum - 1 / 3.0
            return 1 + q * sum
        }
        return Elementary.atan2(x, 1) / x
    }
}
