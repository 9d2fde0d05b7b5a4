// SPDX-License-Identifier: GPL-3.0-or-later

/// Exponentials: x = n/256 ln 2 + r with |r| ≤ ln 2 / 512, a table of 2^(j/256), a polynomial in r and an exact power of
/// two (Tang, ACM Trans. Math. Software 15 (1989) 144). eˣ - 1 does without the table.
extension Elementary {
    /// Adding this rounds to an integer, which then stands in the low bits in two's complement.
    @inlinable @inline(__always) static var roundingShift: Double { 0x1.8p52 }

    /// eʳ - 1 for |r| ≤ 0.00136: relative error of eʳ 2^-56.
    @inlinable @inline(__always)
    static func smallExponentialMinusOne<V: ElementaryLanes>(_ r: V) -> V {
        let z = r * r
        return r + z * (r.line(0x1.0000000000000p-1, 0x1.555556dfb5410p-3) + z * 0x1.5555565c3ff25p-5)
    }

    /// Splits x, |x| < 1024, into n/256 ln 2 + high + low, with n in the low bits of `shifted`.
    @inlinable @inline(__always)
    static func reduceByStepsOfLogarithm<V: ElementaryLanes>(_ x: V) -> (shifted: V.Bits, high: V, low: V) {
        let t = x * 0x1.71547652b82fep+8 + roundingShift
        let n = t - roundingShift
        // The products of n with the first part (a multiple of 2^-43) are exact, and so is the difference.
        return (t.bits, x - n * 0x1.62e42fefc0000p-9, n * 0x1.c610ca86c3899p-45)
    }

    /// 2^(n/256) with n in the low bits, where it is a normal number.
    @inlinable @inline(__always)
    static func ordinaryPowerOfTable<V: ElementaryLanes>(_ shifted: V.Bits) -> V {
        V(bits: V.powersOfTwo(shifted).bits.adding(shifted.shiftedUp(by: 44)))
    }

    /// 2^(j/256) with j the lowest byte.
    @inlinable @inline(__always)
    static func fractionOfPower<V: ElementaryLanes>(_ shifted: V.Bits) -> V {
        ordinaryPowerOfTable(shifted.masked(by: V.Bits(every: 255)))
    }

    /// 2^(n/256) eʳ with n in the low bits, where the result is a normal number.
    @inlinable @inline(__always)
    static func ordinaryPower<V: ElementaryLanes>(_ shifted: V.Bits, _ r: V) -> V {
        let power: V = ordinaryPowerOfTable(shifted)
        return power + power * smallExponentialMinusOne(r)
    }

    /// 2^(n/256 + doublings) eʳ for n/256 in -1100...1100, rounded once more where it is subnormal.
    @inlinable @inline(__always)
    static func scaledPower<V: ElementaryLanes>(_ shifted: V.Bits, _ r: V, doublings: Int64) -> V {
        let power: V = fractionOfPower(shifted)
        let moved = shifted.shiftedDown(by: 8).adding(V.Bits(every: UInt64(bitPattern: doublings)))
        return scale(power + power * smallExponentialMinusOne(r), shifted: moved)
    }

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
        let (shifted, high, low) = reduceByStepsOfLogarithm(clampedExponent(x))
        return scaledPower(shifted, high + low, doublings: doublings)
    }

    /// eˣ × 2^doublings as a number of the table, doubled, and the rest, for any x whose result is not subnormal.
    @inlinable @inline(__always)
    static func scaledExponentialInParts<V: ElementaryLanes>(_ x: V, doublings: Int64) -> (power: V, rest: V) {
        let (shifted, high, low) = reduceByStepsOfLogarithm(clampedExponent(x))
        let moved = shifted.adding(V.Bits(every: UInt64(bitPattern: doublings << 8)))
        let power = scaledPower(moved, V(every: 0), doublings: 0)
        let isFinite = power.isBelow(V(every: .infinity))
        return (power, V.select(isFinite, power * smallExponentialMinusOne(high + low), V(every: 0)))
    }

    /// eˣ for any x, of one value.
    @inlinable @inline(never)
    static func unusualExponential(_ x: Double) -> Double { scaledExponential(x, doublings: 0) }

    /// eˣ; results near the ends of the range of `Double` and beyond take the unusual way.
    @inlinable @inline(__always)
    static func exponential<V: ElementaryLanes>(_ x: V) -> V {
        let ordinary = x.size.isBelow(V(every: 708))
        let (shifted, high, low) = reduceByStepsOfLogarithm(x)
        var result = ordinaryPower(shifted, high + low)
        if _slowPath(!V.holdsEverywhere(ordinary)) {
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
