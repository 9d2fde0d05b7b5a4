// SPDX-License-Identifier: GPL-3.0-or-later

/// Logarithms: x = 2ⁿ m with m in [√½, √2), s = (m - 1) / (m + 1), log m = 2 artanh s.
extension Elementary {
    /// The bits of √½.
    @inlinable @inline(__always) static var rootHalfBits: UInt64 { 0x3FE6_A09E_667F_3BCD }

    /// Splits positive normal x into 2ⁿ m with m in [√½, √2).
    @inlinable @inline(__always)
    static func splitExponent<V: ElementaryLanes>(_ x: V) -> (n: V, m: V) {
        let moved = x.bits.adding(V.Bits(every: 0x3FF0_0000_0000_0000 &- rootHalfBits))
        // 2^52 + (n + 1023), read as a double, less 2^52 + 1023.
        let exponent = V(bits: moved.shiftedDown(by: 52).united(with: V.Bits(every: 0x4330_0000_0000_0000)))
        let fraction = moved.masked(by: V.Bits(every: 0x000F_FFFF_FFFF_FFFF))
        return (exponent - (0x1p52 + 1023), V(bits: fraction.adding(V.Bits(every: rootHalfBits))))
    }

    /// 2 artanh(s) / s - 2 over s², for s² ≤ 0.02945: relative error of the logarithm 2^-58.
    @inlinable @inline(__always)
    static func logarithmTail<V: ElementaryLanes>(_ z: V) -> V {
        z.polynomial(
            0x1.5555555555558p-1, 0x1.99999999952e0p-2, 0x1.2492492df1876p-2, 0x1.c71c62e53043cp-3,
            0x1.7462b4c1e3314p-3, 0x1.39fe5d72970c1p-3, 0x1.2b586f1e72436p-3)
    }

    /// n ln 2 + log(1 + f) + low, for 1 + f in [√½, √2) and a correction |low| ≪ 1.
    @inlinable @inline(__always)
    static func logarithm<V: ElementaryLanes>(n: V, f: V, low: V) -> V {
        let s = f / (f + 2)
        let z = s * s
        let halfSquare = (f * f) * 0.5
        // log(1 + f) = f - f²/2 + s (f²/2 + z R(z)).
        let tail = s * (halfSquare + z * logarithmTail(z))
        let small = tail + (n * 0x1.ef35793c76730p-45 + low)
        return n * 0x1.62e42fefa3800p-1 + (f - (halfSquare - small))
    }

    /// log x for positive normal x.
    @inlinable @inline(__always)
    static func ordinaryLogarithm<V: ElementaryLanes>(_ x: V) -> V {
        let (n, m) = splitExponent(x)
        return logarithm(n: n, f: m - 1, low: V(every: 0))
    }

    /// log(high + low) for normal high and |low| ≤ ulp(high).
    @inlinable @inline(__always)
    static func logarithm<V: ElementaryLanes>(high: V, low: V) -> V {
        let (n, m) = splitExponent(high)
        return logarithm(n: n, f: m - 1, low: low / high)
    }

    /// log x with its special cases: subnormal, zero, negative, infinite or not a number.
    @inlinable
    static func unusualLogarithm(_ x: Double) -> Double {
        if x == 0 { return -.infinity }
        if !(x > 0) { return .nan }
        if x == .infinity { return x }
        let (n, m) = splitExponent(x * 0x1p54)
        return logarithm(n: n - 54, f: m - 1, low: 0)
    }

    @inlinable @inline(__always)
    static func naturalLogarithm<V: ElementaryLanes>(_ x: V) -> V {
        let least = V(every: Double.leastNormalMagnitude)
        let greatest = V(every: Double.greatestFiniteMagnitude)
        let ordinary = V.both(least.isAtMost(x), x.isAtMost(greatest))
        var result = ordinaryLogarithm(x)
        if !V.holdsEverywhere(ordinary) {
            result = result.repaired(unless: ordinary, x, unusualLogarithm)
        }
        return result
    }

    /// log(1 + x).
    @inlinable @inline(__always)
    static func logarithmOfOnePlus<V: ElementaryLanes>(_ x: V) -> V {
        let ordinary = V.both(V(every: -1).isBelow(x), x.isBelow(V(every: 0x1p900)))
        let high = x + 1
        // The rounding error of the sum, without a condition on sizes (Knuth's TwoSum).
        let part = high - x
        let low = (x - (high - part)) + (V(every: 1) - part)
        var result = logarithm(high: high, low: low)
        result = V.select(x.size.isBelow(V(every: 0x1p-60)), x, result)
        if !V.holdsEverywhere(ordinary) {
            result = result.repaired(unless: ordinary, x, unusualLogarithmOfOnePlus)
        }
        return result
    }

    /// log(1 + x) where 1 + x is not positive, or x is huge or not a number.
    @inlinable
    static func unusualLogarithmOfOnePlus(_ x: Double) -> Double {
        x >= 0x1p900 ? naturalLogarithm(x) : unusualLogarithm(1 + x)
    }
}
