// SPDX-License-Identifier: GPL-3.0-or-later

/// Exponentials: x = n ln 2 + r with |r| ≤ ln 2 / 2, a polynomial in r, and two exact powers of two.
extension Elementary {
    /// Adding this rounds to an integer, which then stands in the low bits in two's complement.
    @inlinable @inline(__always) static var roundingShift: Double { 0x1.8p52 }

    /// (eʳ - 1 - r) / r² for |r| ≤ 0.3466, relative error of eʳ 2^-56.
    @inlinable @inline(__always)
    static func exponentialTail<V: ElementaryLanes>(_ r: V) -> V {
        r.polynomial(
            0x1.0000000000001p-1, 0x1.5555555555556p-3, 0x1.5555555553d63p-5, 0x1.11111111109b3p-7,
            0x1.6c16c1788bd90p-10, 0x1.a01a01a7c41d5p-13, 0x1.a019b90d2ae7ap-16, 0x1.71de0dae63bb3p-19,
            0x1.289185613a3d6p-22, 0x1.af38a9b0ec855p-26)
    }

    /// Splits x into n ln 2 + r. `shifted` holds n in its low bits, `low` what r lacks.
    @inlinable @inline(__always)
    static func reduceByLogarithmOfTwo<V: ElementaryLanes>(_ x: V) -> (n: V, shifted: V.Bits, r: V, low: V) {
        let t = x * 0x1.71547652b82fep+0 + roundingShift
        let n = t - roundingShift
        // ln 2 in two parts: the products of n (11 bits) with the first (42 bits) are exact.
        let first = x - n * 0x1.62e42fefa3800p-1
        let second = n * 0x1.ef35793c76730p-45
        let r = first - second
        return (n, t.bits, r, (first - r) - second)
    }

    /// value × 2ⁿ for n in -1100...1100 given in the low bits, rounded once.
    @inlinable @inline(__always)
    static func scale<V: ElementaryLanes>(_ value: V, shifted: V.Bits) -> V {
        let biased = shifted.adding(V.Bits(every: 2046))
        let half = biased.shiftedDown(by: 1)
        let first = V(bits: half.shiftedUp(by: 52))
        let second = V(bits: biased.subtracting(half).shiftedUp(by: 52))
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

    /// eˣ × 2^doublings for any x.
    @inlinable @inline(__always)
    static func scaledExponential<V: ElementaryLanes>(_ x: V, doublings: Int64) -> V {
        let (_, shifted, r, _) = reduceByLogarithmOfTwo(clampedExponent(x))
        let rest = r + (r * r) * exponentialTail(r)
        let moved = shifted.adding(V.Bits(every: UInt64(bitPattern: doublings)))
        return scale(rest + 1, shifted: moved)
    }

    /// eˣ for any x, of one value.
    @inlinable @inline(never)
    static func unusualExponential(_ x: Double) -> Double { scaledExponential(x, doublings: 0) }

    /// eˣ; results near the ends of the range of `Double` and beyond take the unusual way.
    @inlinable @inline(__always)
    static func exponential<V: ElementaryLanes>(_ x: V) -> V {
        let ordinary = x.size.isBelow(V(every: 708))
        let (_, shifted, r, _) = reduceByLogarithmOfTwo(x)
        let value = (r + (r * r) * exponentialTail(r)) + 1
        var result = V(bits: value.bits.adding(shifted.shiftedUp(by: 52)))
        if !V.holdsEverywhere(ordinary) {
            result = result.repaired(unless: ordinary, x, unusualExponential)
        }
        return result
    }

    /// eˣ - 1 for any x.
    @inlinable @inline(__always)
    static func exponentialMinusOne<V: ElementaryLanes>(_ x: V) -> V {
        let (n, shifted, r, low) = reduceByLogarithmOfTwo(clampedExponent(x))
        let rest = (r * r) * exponentialTail(r) + low
        // 2ⁿ(1 + r + rest) - 1 from its largest parts; beyond 2^60 the subtraction is lost.
        let power = scale(V(every: 1), shifted: shifted)
        let stepped = ((power - 1) + scale(r, shifted: shifted)) + scale(rest, shifted: shifted)
        let whole = scale((r + rest) + 1, shifted: shifted)
        let large = V.select(V(every: 60).isBelow(n), whole, stepped)
        return V.select(x.size.isBelow(V(every: 0x1p-60)), x, large)
    }
}
