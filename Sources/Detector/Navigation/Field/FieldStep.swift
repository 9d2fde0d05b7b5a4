// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A point of a path and the direction there.
struct PathPoint: BitwiseCopyable {
    /// mm.
    var x, y, z: Double
    /// Unit vector.
    var ux, uy, uz: Double

    @inline(__always) var position: Vector3 { Vector3(x, y, z) }
    @inline(__always) var direction: Vector3 { Vector3(ux, uy, uz) }

    /// With a direction of unit length again.
    @inline(__always)
    var normalised: PathPoint {
        let scale = 1 / (ux * ux + uy * uy + uz * uz).squareRoot()
        return PathPoint(x: x, y: y, z: z, ux: scale * ux, uy: scale * uy, uz: scale * uz)
    }
}

/// One step of a charged particle through a field that varies, with its path in between.
///
/// The equation of motion u' = Ω(r) × u, Ω = −(c q/p) B, is solved by the Runge-Kutta-Nyström method of fourth order
/// (I. Abramowitz and J. Stegun, Handbook of Mathematical Functions, 25.5.20; in tracking J. Myrheim and L. Bugge,
/// Nucl. Instrum. Meth. 160 (1979) 43, and E. Lund et al., JINST 4 (2009) P04001), not for the path itself but for
/// what parts it from the helix in the field at its start, Ω₀: then the step is exact where the field is uniform,
/// and its length follows the change of the field, not the curvature of the path.
struct FieldStep: BitwiseCopyable {
    /// Where it starts.
    let start: PathPoint
    /// Path, mm.
    let length: Double
    /// Estimate of the local error, mm: h² |k₁ − k₂ − k₃ + k₄| (Lund et al., eq. 22) times the turn. That difference is of
    /// fourth order in h; the error itself is smaller by the turn in the step, or by its length over that of the field.
    let error: Double
    /// Angle about the field by which the direction turns, rad.
    let turn: Double
    /// Greatest curvature at the three points where the field was asked, rad/mm.
    let curvature: Double
    /// Ω₀ × u and Ω₀ × (Ω₀ × u), and Ω₀².
    private let first, second: Vector3
    private let omega2: Double
    /// What parts the path from the helix: cubic s³ + quartic s⁴; its second derivative vanishes at the start.
    private let cubic, quartic: Vector3

    /// Longest turn about the field in one step, rad: planes and cylinders are crossed at most twice in it.
    static let longestTurn = 0.3

    /// For straight paths: steps are shorter than a few tenths of the length over which a field changes.
    private static let leastFactor = 0.03

    /// - Parameters:
    ///   - rotation: Ω per tesla, −c q/p in rad/(mm T).
    ///   - field: at the start, tesla.
    @inline(__always)
    init(_ start: PathPoint, rotation: Double, field: Vector3, length h: Double, _ sampler: FieldSampler) {
        let omega0 = rotation * field
        let u = start.direction
        let first = omega0.cross(u)
        let second = omega0.cross(first)
        let omega2 = omega0.dot(omega0)
        let half = FieldStep.helix(start, first, second, omega2, 0.5 * h)
        let end = FieldStep.helix(start, first, second, omega2, h)
        let omegaHalf = rotation * sampler.value(x: half.x, y: half.y, z: half.z)
        // k₁ = 0: at the start the path and its helix have the same curvature.
        let k2 = (omegaHalf - omega0).cross(half.direction)
        let k3 = k2 + 0.5 * h * omegaHalf.cross(k2)
        let there = end.position + 0.5 * h * h * k3
        let omegaEnd = rotation * sampler.value(x: there.x, y: there.y, z: there.z)
        let uEnd = end.direction
        let k4 = omegaEnd.cross(uEnd + h * k3) - omega0.cross(uEnd)
        // Displacement h²/6 (k₁ + k₂ + k₃) and its slope h/6 (k₁ + 2k₂ + 2k₃ + k₄).
        let sum = k2 + k3
        let displacement = h * h / 6 * sum
        let slope = h / 6 * (2 * sum + k4)
        let inverse = h > 0 ? 1 / h : 0
        let inverse3 = inverse * inverse * inverse
        cubic = inverse3 * (4 * displacement - h * slope)
        quartic = inverse * inverse3 * (h * slope - 3 * displacement)
        let difference = k4 - sum
        let halfTurn = omegaHalf.dot(omegaHalf).squareRoot()
        let endTurn = omegaEnd.dot(omegaEnd).squareRoot()
        let startTurn = omega2.squareRoot()
        turn = h / 6 * (startTurn + 4 * halfTurn + endTurn)
        error = max(turn, FieldStep.leastFactor) * h * h * difference.dot(difference).squareRoot()
        curvature = max(startTurn, halfTurn, endTurn)
        self.start = start
        self.first = first
        self.second = second
        self.omega2 = omega2
        length = h
    }

    /// The point after a part of the step; the direction has unit length within the error of the step.
    @inline(__always)
    func point(at s: Double) -> PathPoint {
        var point = FieldStep.helix(start, first, second, omega2, s)
        let s2 = s * s
        let s3 = s2 * s
        let s4 = s2 * s2
        point.x += s3 * cubic.x + s4 * quartic.x
        point.y += s3 * cubic.y + s4 * quartic.y
        point.z += s3 * cubic.z + s4 * quartic.z
        let c = 3 * s2
        let d = 4 * s3
        point.ux += c * cubic.x + d * quartic.x
        point.uy += c * cubic.y + d * quartic.y
        point.uz += c * cubic.z + d * quartic.z
        return point
    }

    /// The helix of the field at the start: r + s u + s² c₂ Ω×u + s³ c₃ Ω×(Ω×u), c₂ = (1 − cos θ)/θ²,
    /// c₃ = (θ − sin θ)/θ³ and θ = Ω s; the first terms left out are below 2⁻⁵⁴ of the sum at a third of a radian.
    @inline(__always)
    private static func helix(
        _ start: PathPoint, _ first: Vector3, _ second: Vector3, _ omega2: Double, _ s: Double
    ) -> PathPoint {
        let s2 = s * s
        let q = omega2 * s2
        var c2 = 1 / 3_628_800.0 - q * (1 / 479_001_600.0)
        c2 = 1 / 40_320.0 - q * c2
        c2 = 1 / 720.0 - q * c2
        c2 = 1 / 24.0 - q * c2
        c2 = 0.5 - q * c2
        var c3 = 1 / 39_916_800.0 - q * (1 / 6_227_020_800.0)
        c3 = 1 / 362_880.0 - q * c3
        c3 = 1 / 5_040.0 - q * c3
        c3 = 1 / 120.0 - q * c3
        c3 = 1 / 6.0 - q * c3
        let a = s2 * c2
        let b = s2 * s * c3
        let c = s * (1 - q * c3)
        return PathPoint(
            x: start.x + (s * start.ux + (a * first.x + b * second.x)),
            y: start.y + (s * start.uy + (a * first.y + b * second.y)),
            z: start.z + (s * start.uz + (a * first.z + b * second.z)),
            ux: start.ux + (c * first.x + a * second.x), uy: start.uy + (c * first.y + a * second.y),
            uz: start.uz + (c * first.z + a * second.z))
    }
}
