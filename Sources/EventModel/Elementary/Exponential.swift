// SPDX-License-Identifier: GPL-3.0-or-later

/// Exponentials: x = n ln 2 + r with |r| ≤ ln 2 / 2, a polynomial in r, and two exact powers of two.
extension Elementary {
    /// Adding this rounds to an integer in the low bits; the bits also carry 2046, which keeps them positive.
    @inlinable @inline(__always) static var roundingShift: Double { 0x1.8p52 + 2046 }

    /// (eʳ - 1 - r) / r² for |r| ≤ 0.3466, relative error of eʳ 2^-61.
    @inlinable @inline(__always)
    static func exponentialTail<V: ElementaryLanes>(_ r: V) -> V {
        let z2 = r * r
        return r.polynomial(
            0x1.0000000000000p-1, 0x1.5555555555557p-3, 0x1.5555555555556p-5, 0x1.11111111100dcp-7,
            0x1.6c16c16c162d4p-10, 0x1.a01a01abe7fe1p-13, 0x1.a01a01a6d889cp-16, 0x1.71de0231960ebp-19,
            evenRest: z2 * 0x1.1f730349868cep-29 + 0x1.27e4db646b17ep-22,
            oddRest: V(every: 0x1.af4de97ca4194p-26))
    }

    /// Splits x into n ln 2 + r. `shifted` holds n + 2046 in its low bits.
    @inlinable @inline(__always)
    static func reduceByLogarithmOfTwo<V: ElementaryLanes>(_ x: V) -> (n: V, shifted: V.Bits, r: V) {
        let t = x * 0x1.71547652b82fep+0 + roundingShift
        let n = t - roundingShift
        // ln 2 in two parts: the products of n (11 bits) with the first (42 bits) are exact.
        let r = (x - n * 0x1.62e42fefa3800p-1) - n * 0x1.ef35793c76730p-45
        return (n, t.bits, r)
    }

    /// value × 2ⁿ for n in -1100...1100 given as n + 2046 in the low bits, rounded once.
    @inlinable @inline(__always)
    static func scale<V: ElementaryLanes>(_ value: V, shifted: V.Bits) -> V {
        let half = shifted.shiftedDown(by: 1)
        let first = V(bits: half.shiftedUp(by: 52))
        let second = V(bits: shifted.subtracting(half).shiftedUp(by: 52))
        return (value * first) * second
    }

    /// x held to -760...712, where every exponential has left the range of `Double`; NaN stays NaN.
    @inlinable @inline(__always)
    static func clampedExponent<V: ElementaryLanes>(_ x: V) -> V {
        let high = V(every: 712)
        let low = V(every: -760)
        let below = V.select(high.isBelow(x), high, x)
        return V.select(below.isBelow(low), low, below)
    }

    /// eˣ × 2^doublings.
    @inlinable @inline(__always)
    static func exponential<V: ElementaryLanes>(_ x: V, doublings: Int64) -> V {
        let (_, shifted, r) = reduceByLogarithmOfTwo(clampedExponent(x))
        let rest = r + (r * r) * exponentialTail(r)
        let moved = shifted.adding(V.Bits(every: UInt64(bitPattern: doublings)))
        return scale(rest + 1, shifted: moved)
    }

    /// eˣ - 1 for any x.
    @inlinable @inline(__always)
    static func exponentialMinusOne<V: ElementaryLanes>(_ x: V) -> V {
        let (n, shifted, r) = reduceByLogarithmOfTwo(clampedExponent(x))
        let rest = r + (r * r) * exponentialTail(r)
        // Beyond 2^60 the subtraction of 1 is lost, and below 2^-60 nothing but -1 is left.
        let one = scale(V(every: 1), shifted: shifted)
        let stepped = scale(rest, shifted: shifted) + (one - 1)
        let whole = scale(rest + 1, shifted: shifted)
        let large = V.select(V(every: 60).isBelow(n), whole, stepped)
        // r is x itself for n = 0, where the sign of zero survives.
        return V.select(x.size.isBelow(V(every: 0x1p-60)), x, large)
    }
}
