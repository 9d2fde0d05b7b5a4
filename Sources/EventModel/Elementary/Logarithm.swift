// SPDX-License-Identifier: GPL-3.0-or-later

/// Logarithms: x = 2^k c (1 + r) with c the number of nine places of the fraction that is nearest to x 2^-k, a table of
/// log c and a polynomial in r (Tang, ACM Trans. Math. Software 16 (1990) 378).
///
/// The fractions 2^-k x run from √½ to √2, on both sides of one, so that k log 2 and log c hardly cancel. The table has
/// log c in one part: its rounding error is at most that of the sum, and c = 1 has none.
extension Elementary {
    /// log(1 + r) - r for |r| ≤ 2^-10, to 2^-55 of the logarithm: r² times a cubic that is a product and a constant.
    @inlinable @inline(__always)
    static func logarithmTail<V: ElementaryLanes>(_ r: V) -> V {
        let z = r * r
        let product = (z + 0x1.aaaa979d802ebp+0) * r.line(-0x1.00000aab36ebep-2, 0x1.9999abe3aea2dp-3)
        return z * (product + -0x1.55555a69e94dep-4)
    }

    /// The nearest number with nine places.
    @inlinable @inline(__always)
    static func nearestStep<V: ElementaryLanes>(_ x: V) -> V {
        V(bits: x.bits.adding(V.Bits(every: 1 << 42)).masked(by: V.Bits(every: 0xFFFF_F800_0000_0000)))
    }

    /// The bits of the nearest step counted from that next to √½, with k + 512 where the exponent is: below 2^62 for
    /// positive numbers of ordinary size, and not for zero, infinity, NaN or a negative number.
    @inlinable @inline(__always)
    static func place<V: ElementaryLanes>(_ x: V) -> V.Bits {
        x.bits.adding(V.Bits(every: (1 << 42) &- firstStep &+ (512 << 52)))
    }

    /// 0.70703125, the least step.
    @inlinable @inline(__always) static var firstStep: UInt64 { 0x3FE6_A000_0000_0000 }

    /// Whether a place is below 2^62, said of the number.
    @inlinable @inline(__always)
    static func isOrdinaryLogarithm<V: ElementaryLanes>(_ x: V) -> V.Choice {
        let least = V(bits: V.Bits(every: firstStep &- (1 << 42) &- (512 << 52)))
        let end = V(bits: V.Bits(every: firstStep &- (1 << 42) &+ (512 << 52)))
        return V.both(least.isAtMost(x), x.isBelow(end))
    }

    /// k of a place.
    @inlinable @inline(__always)
    static func exponent<V: ElementaryLanes>(_ place: V.Bits) -> V {
        V(bits: place.shiftedDown(by: 52).united(with: V.Bits(every: 0x4330_0000_0000_0000))) - (0x1p52 + 512)
    }

    /// log x for an x of ordinary size, and whether all lanes are.
    @inlinable @inline(__always)
    static func logarithm<V: ElementaryLanes>(_ x: V) -> (value: V, ordinary: Bool) {
        let step = nearestStep(x)
        let r = (x - step) / step
        let place = place(x)
        let (log, clear) = V.logarithms(place)
        let k: V = exponent(place)
        return (k * 0x1.62e42fefa39efp-1 + (log + (r + logarithmTail(r))), clear)
    }

    /// log x + low + doublings · ln 2 for an x from 2^-500 to 2^1000 and a correction |low| ≪ 1.
    @inlinable @inline(__always)
    static func logarithm<V: ElementaryLanes>(_ x: V, low: V, doublings: Double = 0) -> V {
        let step = nearestStep(x)
        let r = (x - step) / step
        let place = place(x)
        let k: V = exponent(place) + doublings
        // ln 2 in two parts, the product of k with the first exact.
        let rest = logarithmTail(r) + (low + k * 0x1.ef35793c76730p-45)
        return k * 0x1.62e42fefa3800p-1 + (V.logarithms(place).values + (r + rest))
    }

    /// log x for an x of ordinary size.
    @inlinable @inline(__always)
    static func ordinaryLogarithm<V: ElementaryLanes>(_ x: V) -> V { logarithm(x).value }

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
            ? logarithm(x * 0x1p600, low: 0, doublings: -600) : logarithm(x * 0x1p-600, low: 0, doublings: 600)
    }

    @inlinable @inline(__always)
    static func naturalLogarithm<V: ElementaryLanes>(_ x: V) -> V {
        var (result, ordinary) = logarithm(x)
        if _slowPath(!ordinary) {
            result = result.repaired(unless: isOrdinaryLogarithm(x), x, unusualLogarithm)
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
