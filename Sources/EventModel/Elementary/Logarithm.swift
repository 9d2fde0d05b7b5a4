// SPDX-License-Identifier: GPL-3.0-or-later

/// Logarithms: x = 2^k c (1 + r) with c = 1 + j/256 nearest to the fraction of x and |r| ≤ 2^-9, a table of log c and a
/// polynomial in r (Tang, ACM Trans. Math. Software 16 (1990) 378).
///
/// The bits of a double, rounded to eight places of the fraction, are k and j in one integer n = 256 k + j, counted from
/// one: they are a first approximation n/256 ln 2 of the logarithm, and the table holds what it lacks. It is small on
/// both sides of one, so that nothing cancels there.
extension Elementary {
    /// log(1 + r) - r + low for |r| ≤ 2^-9: relative error of the logarithm 2^-61.
    @inlinable @inline(__always)
    static func logarithmTail<V: ElementaryLanes>(_ r: V, low: V) -> V {
        let z = r * r
        let end = r.line(-0x1.fffffffffaff8p-3, 0x1.9999f50c10acbp-3) + z * -0x1.5555a5597df7ep-3
        return low + z * (r.line(-0x1.0000000000000p-1, 0x1.555555555279ap-2) + z * end)
    }

    /// The nearest number with eight places, and n with its bits in the low places.
    @inlinable @inline(__always)
    static func nearestStep<V: ElementaryLanes>(_ x: V) -> (step: V, index: V.Bits, n: V) {
        let moved = x.bits.adding(V.Bits(every: 1 << 43))
        let index = moved.shiftedDown(by: 44)
        // 2^52 + n + 1023 · 256, read as a double.
        let n = V(bits: index.united(with: V.Bits(every: 0x4330_0000_0000_0000))) - (0x1p52 + 0x3ff00)
        return (V(bits: moved.masked(by: V.Bits(every: 0xFFFF_F000_0000_0000))), index, n)
    }

    /// Whether the steps of a logarithm belong to a positive number within 2^±1000.
    @inlinable @inline(__always)
    static func isOrdinaryStep<V: ElementaryLanes>(_ n: V) -> V.Choice { n.size.isBelow(V(every: 256_000)) }

    /// n/256 ln 2 + log c in an exact part (a multiple of 2^-43) and the rest.
    @inlinable @inline(__always)
    static func logarithmOfStep<V: ElementaryLanes>(index: V.Bits, n: V) -> (high: V, low: V) {
        let (head, tail) = V.logarithms(index)
        return (n * 0x1.62e42fefc0000p-9 + head, tail - n * 0x1.c610ca86c3899p-45)
    }

    /// log x + low + doublings · ln 2 for an x within 2^±1000 and a correction |low| ≪ 1.
    @inlinable @inline(__always)
    static func logarithm<V: ElementaryLanes>(_ x: V, low: V, doublings: Double = 0) -> V {
        let (step, index, n) = nearestStep(x)
        let r = (x - step) / step
        let (high, rest) = logarithmOfStep(index: index, n: n + 256 * doublings)
        return high + (r + logarithmTail(r, low: rest + low))
    }

    /// log x with its nearest step.
    @inlinable @inline(__always)
    static func logarithm<V: ElementaryLanes>(_ x: V, step: V, index: V.Bits, n: V) -> V {
        let r = (x - step) / step
        let (high, low) = logarithmOfStep(index: index, n: n)
        return high + (r + logarithmTail(r, low: low))
    }

    /// log x for an x within 2^±1000.
    @inlinable @inline(__always)
    static func ordinaryLogarithm<V: ElementaryLanes>(_ x: V) -> V {
        let (step, index, n) = nearestStep(x)
        return logarithm(x, step: step, index: index, n: n)
    }

    /// log(high + low) for |low| ≤ ulp(high).
    @inlinable @inline(__always)
    static func logarithm<V: ElementaryLanes>(high: V, low: V) -> V {
        logarithm(high, low: low / high)
    }

    /// log x where x is tiny, zero, negative, huge, infinite or not a number.
    @usableFromInline
    static func unusualLogarithm(_ x: Double) -> Double {
        if x == 0 { return -.infinity }
        if !(x > 0) { return .nan }
        if x == .infinity { return x }
        return x < 1
            ? logarithm(x * 0x1p200, low: 0, doublings: -200) : logarithm(x * 0x1p-200, low: 0, doublings: 200)
    }

    @inlinable @inline(__always)
    static func naturalLogarithm<V: ElementaryLanes>(_ x: V) -> V {
        let (step, index, n) = nearestStep(x)
        var result = logarithm(x, step: step, index: index, n: n)
        let ordinary = isOrdinaryStep(n)
        if _slowPath(!V.holdsEverywhere(ordinary)) {
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
        if _slowPath(!V.holdsEverywhere(ordinary)) {
            result = result.repaired(unless: ordinary, x, unusualLogarithmOfOnePlus)
        }
        return result
    }

    /// log(1 + x) where 1 + x is not positive, or x is huge or not a number.
    @usableFromInline
    static func unusualLogarithmOfOnePlus(_ x: Double) -> Double {
        x >= 0x1p900 ? naturalLogarithm(x) : unusualLogarithm(1 + x)
    }
}
