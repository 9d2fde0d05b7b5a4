// SPDX-License-Identifier: GPL-3.0-or-later

/// Deterministic elementary functions: the same bits on every processor, from IEEE 754 operations alone.
///
/// Each function exists for `Double`, `SIMD4<Double>` and `SIMD8<Double>`; a lane of a vector has the bits of the
/// scalar result. No fused multiply-add and no mathematical library is used; exponentials, logarithms, powers and
/// arctangents look up tables of 2 to 8 kB. Angles are reduced exactly however large they are. Special values follow
/// IEEE 754-2019 section 9.2; the payload of a NaN is not specified. The errors are the largest found in a million points
/// or more per function, in units of the last place (a test holds them slightly above); all are below 2.
public enum Elementary {
    /// eˣ, within 1.2 ulp.
    @inlinable public static func exp(_ x: Double) -> Double { exponential(x) }
    /// eˣ - 1, within 1.4 ulp.
    @inlinable public static func expm1(_ x: Double) -> Double { exponentialMinusOne(x) }
    /// Natural logarithm, within 1.7 ulp: -∞ at zero, NaN below.
    @inlinable public static func log(_ x: Double) -> Double { naturalLogarithm(x) }
    /// log(1 + x), within 1.65 ulp.
    @inlinable public static func log1p(_ x: Double) -> Double { logarithmOfOnePlus(x) }
    /// xʸ, within 1.3 ulp.
    @inlinable public static func pow(_ x: Double, _ y: Double) -> Double { power(x, y) }
    /// Sine of an angle in radians, within 0.95 ulp.
    @inlinable public static func sin(_ x: Double) -> Double { sineAndCosine(x).sine }
    /// Cosine of an angle in radians, within 1.05 ulp.
    @inlinable public static func cos(_ x: Double) -> Double { sineAndCosine(x).cosine }
    /// Sine and cosine of an angle in radians.
    @inlinable public static func sincos(_ x: Double) -> (sine: Double, cosine: Double) { sineAndCosine(x) }
    /// Tangent of an angle in radians, within 1.25 ulp.
    @inlinable public static func tan(_ x: Double) -> Double { tangent(x) }
    /// Angle of the point (x, y) in radians, in [-π, π], within 1.4 ulp.
    @inlinable public static func atan2(_ y: Double, _ x: Double) -> Double { angle(y, x) }
    /// Arctangent in radians, within 1.25 ulp.
    @inlinable public static func atan(_ x: Double) -> Double { angle(x, 1) }
    /// Arcsine in radians, within 1.7 ulp; NaN outside [-1, 1].
    @inlinable public static func asin(_ x: Double) -> Double { arcSine(x) }
    /// Arccosine in radians, within 1.05 ulp; NaN outside [-1, 1].
    @inlinable public static func acos(_ x: Double) -> Double { arcCosine(x) }
    /// Inverse hyperbolic sine, within 0.75 ulp.
    @inlinable public static func asinh(_ x: Double) -> Double { inverseHyperbolicSine(x) }
    /// Hyperbolic sine, within 1.95 ulp.
    @inlinable public static func sinh(_ x: Double) -> Double { hyperbolicSine(x) }
    /// Hyperbolic cosine, within 1.5 ulp.
    @inlinable public static func cosh(_ x: Double) -> Double { hyperbolicCosine(x) }
    /// Hyperbolic tangent, within 1.75 ulp.
    @inlinable public static func tanh(_ x: Double) -> Double { hyperbolicTangent(x) }
    /// Square root, correctly rounded, as one instruction.
    @inlinable @inline(__always) public static func sqrt(_ x: Double) -> Double { x.root() }
}
