// SPDX-License-Identifier: GPL-3.0-or-later

/// Powers: log₂ x to about 2^-65 as a head of 26 bits and a tail, multiplied by y in two parts, then an exponential.
///
/// Products of heads are exact, which replaces the fused multiply-add that a baseline processor does not have.
extension Elementary {
    /// log₂ of 2ⁿ m as head and tail.
    @inlinable @inline(__always)
    static func logarithmBaseTwo<V: ElementaryLanes>(n: V, m: V) -> (head: V, tail: V) {
        // s = f / g in two parts, g = m + 1 in two exact parts.
        let f = m - 1
        let g = m + 1
        let gHead = g.head
        let gTail = m - (gHead - 1)
        let inverse = V(every: 1) / g
        let s = f * inverse
        let sHead = s.head
        let sTail = ((f - sHead * gHead) - sHead * gTail) * inverse
        // log m = 2/3 s (3 + z + z² R(z)), z = s².
        let z = s * s
        let squareHead = sHead * sHead
        let series = z.polynomial(
            0x1.3333333333333p-1, 0x1.b6db6db6db7b2p-2, 0x1.555555552ffd7p-2, 0x1.1745d19bec60cp-2,
            0x1.d89d60be99d19p-3, 0x1.99a52b1b2b91fp-3, 0x1.679daa5363c59p-3, 0x1.6822067d78daep-3)
        let rest = (z * z) * series + sTail * (sHead + s)
        let sumHead = ((squareHead + 3) + rest).head
        let sumTail = rest - ((sumHead - 3) - squareHead)
        // The product s × sum in two parts, then times 2 / (3 ln 2) in two parts.
        let u = sHead * sumHead
        let v = sTail * sumHead + sumTail * s
        let pHead = (u + v).head
        let pTail = v - (pHead - u)
        let high = pHead * 0x1.ec709dc000000p-1
        let low = pHead * twoOverThreeLogTail + pTail * 0x1.ec709dc3a03fdp-1
        // Adding n: the head takes 26 bits of the sum.
        let head = ((high + low) + n).head
        let tail = low - ((head - n) - high)
        return (head, tail)
    }

    /// 2 / (3 ln 2) less its 26-bit head 0x1.ec709dcp-1.
    @inlinable @inline(__always) static var twoOverThreeLogTail: Double { 0x1.d01feba4fe0abp-32 }

    /// y (head + tail) as an exact part and the rest.
    @inlinable @inline(__always)
    static func exponentOfPower<V: ElementaryLanes>(_ y: V, head: V, tail: V) -> (high: V, low: V) {
        let yHead = y.head
        return (yHead * head, (y - yHead) * head + y * tail)
    }

    /// 2^(high + low) as a value in [√½, √2] and, in the low bits, its power of two.
    @inlinable @inline(__always)
    static func powerOfTwo<V: ElementaryLanes>(_ high: V, _ low: V) -> (value: V, shifted: V.Bits) {
        let t = high + roundingShift
        let n = t - roundingShift
        let r = ((high - n) + low) * 0x1.62e42fefa39efp-1
        return ((r + (r * r) * exponentialTail(r)) + 1, t.bits)
    }

    /// Whether 2^high is a normal number with room to spare.
    @inlinable @inline(__always)
    static func isOrdinaryExponent<V: ElementaryLanes>(_ high: V) -> V.Choice {
        high.size.isBelow(V(every: 1020))
    }

    /// xʸ where a base is not positive and normal or an exponent is huge, as IEEE 754-2019 section 9.2.1 has it.
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
        let isSmall = size < Double.leastNormalMagnitude
        let (n, m) = splitExponent(isSmall ? size * 0x1p54 : size)
        let (head, tail) = logarithmBaseTwo(n: isSmall ? n - 54 : n, m: m)
        let (high, low) = exponentOfPower(y, head: head, tail: tail)
        if high > 1100 { return .infinity * sign }
        if high < -1100 { return 0 * sign }
        let (value, shifted) = powerOfTwo(high, low)
        return sign * scale(value, shifted: shifted)
    }

    @inlinable @inline(__always)
    static func power<V: ElementaryLanes>(_ x: V, _ y: V) -> V {
        let least = V(every: Double.leastNormalMagnitude)
        let greatest = V(every: Double.greatestFiniteMagnitude)
        let ordinaryBase = V.both(least.isAtMost(x), x.isAtMost(greatest))
        let (n, m) = splitExponent(x)
        let (head, tail) = logarithmBaseTwo(n: n, m: m)
        let (high, low) = exponentOfPower(y, head: head, tail: tail)
        let (value, shifted) = powerOfTwo(high, low)
        let ordinary = V.both(ordinaryBase, isOrdinaryExponent(high))
        var result = V(bits: value.bits.adding(shifted.shiftedUp(by: 52)))
        if !V.holdsEverywhere(ordinary) {
            result = result.repaired(unless: ordinary, x, y, unusualPower)
        }
        return result
    }
}
