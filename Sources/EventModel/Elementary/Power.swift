// SPDX-License-Identifier: GPL-3.0-or-later

/// Powers: log x to about 2^-63 of its value in two parts, multiplied by y in two parts, then an exponential.
///
/// Products of numbers whose significands have few bits are exact, which replaces the fused multiply-add that a baseline
/// processor does not have (Dekker, Numer. Math. 18 (1971) 224).
extension Elementary {
    /// log x + doublings · ln 2 as a head of 26 bits and a tail, for an x within 2^±1000, and n.
    @inlinable @inline(__always)
    static func logarithmInParts<V: ElementaryLanes>(_ x: V, doublings: Double = 0) -> (head: V, tail: V, n: V) {
        let (step, index, n) = nearestStep(x)
        let (high, low) = logarithmOfStep(index: index, n: n + 256 * doublings)
        // r in two parts: the step has 9 bits, so that its product with 44 bits of the quotient is exact.
        let inverse = V(every: 1) / step
        let difference = x - step
        let rHead = V(bits: (difference * inverse).bits.masked(by: V.Bits(every: 0xFFFF_FFFF_FFFF_FE00)))
        let rTail = (difference - rHead * step) * inverse
        // log(1 + head + tail) = log(1 + head) + tail (1 - head).
        let z = rHead * rHead
        // The larger part is high unless it vanishes.
        let sum = high + rHead
        let lack = (high - sum) + rHead
        let early = (lack + (low + (rTail - rTail * rHead))) - z * 0.5
        let rest = early + (z * rHead) * logarithmEnd(rHead, z)
        let head = (sum + rest).head
        return (head, (sum - head) + rest, n)
    }

    /// (log(1 + r) - r + r²/2) / r³ for |r| ≤ 2^-9: relative error of the logarithm 2^-70.
    @inlinable @inline(__always)
    static func logarithmEnd<V: ElementaryLanes>(_ r: V, _ z: V) -> V {
        let end = r.line(0x1.999999999198cp-3, -0x1.5555b55a554bdp-3) + z * 0x1.24929e7e59ccep-3
        return r.line(0x1.5555555555555p-2, -0x1.fffffffff6ff1p-3) + z * end
    }

    /// y (head + tail) as an exact part and the rest.
    @inlinable @inline(__always)
    static func exponentOfPower<V: ElementaryLanes>(_ y: V, head: V, tail: V) -> (high: V, low: V) {
        let yHead = y.head
        return (yHead * head, (y - yHead) * head + y * tail)
    }

    /// high + low as n/256 ln 2 + r with n in the low bits; low is much smaller than one.
    @inlinable @inline(__always)
    static func reducedExponent<V: ElementaryLanes>(_ high: V, _ low: V) -> (shifted: V.Bits, r: V) {
        let (shifted, first, second) = reduceByStepsOfLogarithm(high)
        return (shifted, first + (second + low))
    }

    /// xʸ where a base is not positive and ordinary or the power is tiny or huge, as IEEE 754-2019 section 9.2.1 has it.
    @inlinable @inline(never)
    static func unusualPower(_ x: Double, _ y: Double) -> Double {
        if y == 0 || x == 1 { return 1 }
        if x != x || y != y { return .nan }
        let size = abs(x)
        let isLarge = abs(y) >= 0x1p53
        let integer = isLarge ? 0 : Int64(y)
        let isInteger = isLarge || Double(integer) == y
        let isOdd = isInteger && integer & 1 == 1
        let sign: Double = x.sign == .minus && isOdd ? -1 : 1
        if size == 0 || size == .infinity {
            return (size == 0) == (y > 0) ? 0 * sign : .infinity * sign
        }
        if size == 1 && abs(y) >= 0x1p53 { return 1 }
        if abs(y) >= 0x1p64 { return (size > 1) == (y > 0) ? .infinity : 0 }
        if x < 0 && !isInteger { return .nan }
        let doublings: Double = size < 0x1p-900 ? -200 : size > 0x1p900 ? 200 : 0
        let scaled = size < 0x1p-900 ? size * 0x1p200 : size > 0x1p900 ? size * 0x1p-200 : size
        let (head, tail, _) = logarithmInParts(scaled, doublings: doublings)
        let (high, low) = exponentOfPower(y, head: head, tail: tail)
        if high > 760 { return .infinity * sign }
        if high < -760 { return 0 * sign }
        let (shifted, r) = reducedExponent(high, low)
        return sign * scaledPower(shifted, r, doublings: 0)
    }

    @inlinable @inline(__always)
    static func power<V: ElementaryLanes>(_ x: V, _ y: V) -> V {
        let (head, tail, n) = logarithmInParts(x)
        let (high, low) = exponentOfPower(y, head: head, tail: tail)
        let (shifted, r) = reducedExponent(high, low)
        var result = ordinaryPower(shifted, r)
        let ordinary = V.both(isOrdinaryStep(n), high.size.isBelow(V(every: 707)))
        if _slowPath(!V.holdsEverywhere(ordinary)) {
            result = result.repaired(unless: ordinary, x, y, unusualPower)
        }
        return result
    }
}
