// SPDX-License-Identifier: GPL-3.0-or-later

/// The elementary functions on vectors: each lane has the bits of the scalar function.
///
/// Unusual lanes (infinite, subnormal, NaN, beyond 2^20 radians, logarithms and powers beyond 2^±510) leave the vector
/// for the scalar code, at the price of one or two predictable branches per call.
extension Elementary {
    /// eˣ.
    @inlinable @inline(__always)
    public static func exp<V: ElementaryLanes>(_ x: V) -> V { exponential(x) }
    /// eˣ - 1.
    @inlinable @inline(__always)
    public static func expm1<V: ElementaryLanes>(_ x: V) -> V { exponentialMinusOne(x) }
    /// Natural logarithm: -∞ at zero, NaN below.
    @inlinable @inline(__always)
    public static func log<V: ElementaryLanes>(_ x: V) -> V { naturalLogarithm(x) }
    /// log(1 + x).
    @inlinable @inline(__always)
    public static func log1p<V: ElementaryLanes>(_ x: V) -> V { logarithmOfOnePlus(x) }
    /// xʸ.
    @inlinable @inline(__always)
    public static func pow<V: ElementaryLanes>(_ x: V, _ y: V) -> V { power(x, y) }
    /// Sine of an angle in radians.
    @inlinable @inline(__always)
    public static func sin<V: ElementaryLanes>(_ x: V) -> V { sineAndCosine(x).sine }
    /// Cosine of an angle in radians.
    @inlinable @inline(__always)
    public static func cos<V: ElementaryLanes>(_ x: V) -> V { sineAndCosine(x).cosine }
    /// Sine and cosine of an angle in radians.
    @inlinable @inline(__always)
    public static func sincos<V: ElementaryLanes>(_ x: V) -> (sine: V, cosine: V) { sineAndCosine(x) }
    /// Tangent of an angle in radians.
    @inlinable @inline(__always)
    public static func tan<V: ElementaryLanes>(_ x: V) -> V { tangent(x) }
    /// Angle of the point (x, y) in radians, in [-π, π].
    @inlinable @inline(__always)
    public static func atan2<V: ElementaryLanes>(_ y: V, _ x: V) -> V { angle(y, x) }
    /// Arctangent in radians.
    @inlinable @inline(__always)
    public static func atan<V: ElementaryLanes>(_ x: V) -> V { angle(x, V(every: 1)) }
    /// Arcsine in radians; NaN outside [-1, 1].
    @inlinable @inline(__always)
    public static func asin<V: ElementaryLanes>(_ x: V) -> V { arcSine(x) }
    /// Arccosine in radians; NaN outside [-1, 1].
    @inlinable @inline(__always)
    public static func acos<V: ElementaryLanes>(_ x: V) -> V { arcCosine(x) }
    /// Inverse hyperbolic sine.
    @inlinable @inline(__always)
    public static func asinh<V: ElementaryLanes>(_ x: V) -> V { inverseHyperbolicSine(x) }
    /// Hyperbolic sine.
    @inlinable @inline(__always)
    public static func sinh<V: ElementaryLanes>(_ x: V) -> V { hyperbolicSine(x) }
    /// Hyperbolic cosine.
    @inlinable @inline(__always)
    public static func cosh<V: ElementaryLanes>(_ x: V) -> V { hyperbolicCosine(x) }
    /// Hyperbolic tangent.
    @inlinable @inline(__always)
    public static func tanh<V: ElementaryLanes>(_ x: V) -> V { hyperbolicTangent(x) }
    /// Square root, correctly rounded.
    @inlinable @inline(__always)
    public static func sqrt<V: ElementaryLanes>(_ x: V) -> V { x.root() }
}
