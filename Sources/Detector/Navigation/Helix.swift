// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The path of a particle in a uniform field along z: a point, a unit direction and a curvature.
///
/// The direction turns about z by `curvature` radians per millimetre of path; zero curvature is a straight line.
@frozen
public struct Helix: Sendable, BitwiseCopyable, Equatable {
    /// mm.
    public var x: Double
    public var y: Double
    public var z: Double
    /// Unit vector.
    public var ux: Double
    public var uy: Double
    public var uz: Double
    /// rad/mm, signed.
    public var curvature: Double

    @inlinable
    public init(x: Double, y: Double, z: Double, ux: Double, uy: Double, uz: Double, curvature: Double) {
        self.x = x
        self.y = y
        self.z = z
        self.ux = ux
        self.uy = uy
        self.uz = uz
        self.curvature = curvature
    }

    /// Curvature of a particle: du/ds = (q B / p) u × ẑ, so the direction turns by −q B / p.
    ///
    /// - Parameters: charge in units of e, momentum in GeV/c, field along z in tesla.
    @inlinable
    public static func curvature(charge: Double, momentum: Double, fieldZ: Double) -> Double {
        -PhysicalConstants.curvature * charge * fieldZ / momentum
    }

    /// The point and direction after a path (mm, any sign).
    @inlinable @inline(__always)
    public func advanced(by path: Double) -> Helix {
        let (along, across, sine, versine) = Helix.arc(path: path, curvature: curvature)
        return Helix(
            x: x + (ux * along - uy * across), y: y + (uy * along + ux * across), z: z + uz * path,
            ux: ux - (ux * versine + uy * sine), uy: uy - (uy * versine - ux * sine), uz: uz, curvature: curvature)
    }

    /// sin θ/κ and (1 − cos θ)/κ for the turned angle θ = κ s, with sin θ and 1 − cos θ; exact to rounding for
    /// every angle, zero included.
    @inlinable @inline(__always)
    static func arc(
        path: Double, curvature: Double
    ) -> (along: Double, across: Double, sine: Double, versine: Double) {
        let angle = curvature * path
        let q = angle * angle
        if abs(angle) < 0.02 {
            // Within a layer three terms are exact: the next one is below 2⁻⁶².
            let sinc = 1 + q * (q * (1 / 120.0 - q * (1 / 5_040.0)) - 1 / 6.0)
            let cosc = 0.5 + q * (q * (1 / 720.0 - q * (1 / 40_320.0)) - 1 / 24.0)
            return (path * sinc, path * angle * cosc, angle * sinc, q * cosc)
        }
        if abs(angle) < 0.35 {
            // Taylor series of sin θ/θ and (1 − cos θ)/θ²: the first term left out is below 2⁻⁵⁵ of the sum.
            var sinc = q * (1 / 6_227_020_800.0) - 1 / 39_916_800.0
            sinc = q * sinc + 1 / 362_880.0
            sinc = q * sinc - 1 / 5_040.0
            sinc = q * sinc + 1 / 120.0
            sinc = q * sinc - 1 / 6.0
            sinc = q * sinc + 1
            var cosc = q * (-1 / 87_178_291_200.0) + 1 / 479_001_600.0
            cosc = q * cosc - 1 / 3_628_800.0
            cosc = q * cosc + 1 / 40_320.0
            cosc = q * cosc - 1 / 720.0
            cosc = q * cosc + 1 / 24.0
            cosc = 0.5 - q * cosc
            return (path * sinc, path * angle * cosc, angle * sinc, q * cosc)
        }
        let half = Elementary.sincos(0.5 * angle)
        let sine = 2 * half.sine * half.cosine
        let versine = 2 * half.sine * half.sine
        return (sine / curvature, versine / curvature, sine, versine)
    }
}
