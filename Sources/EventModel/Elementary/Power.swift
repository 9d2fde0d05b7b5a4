// SPDX-License-Identifier: GPL-3.0-or-later

/// Powers: log x to about 2^-63 of its value in two parts, multiplied by y in two parts, then a power of two.
///
/// Logarithms are to the base 2^256: their steps are those of the table of powers, so that taking whole steps off is
/// exact, and a power within 2^±512 has a logarithm below two, which is one bit. Products of numbers whose significands
/// have few bits are exact, which replaces the fused multiply-add that a baseline processor does not have (Dekker,
/// Numer. Math. 18 (1971) 224). The logarithm uses a table as Tang's (ACM Trans. Math. Software 16
/// (1990) 378), with inverses of so few digits that x times one of them, less one, has no error.
extension Elementary {
    /// log x to the base 2^256 for an ordinary x: a head of 26 bits, and what the tail is made of.
    @inlinable @inline(__always)
    static func logarithmInParts<V: ElementaryLanes>(_ x: V) -> PowerLogarithm<V> {
        let step = nearestStep(x)
        let inverse = V(bits: (V(every: 1) / step).bits.masked(by: V.Bits(every: 0xFFFF_FF00_0000_0000)))
        // 1 + r = (large + small) inverse, large with 22 bits: both parts of r are exact, one a multiple of 2^-35.
        let large = V(bits: x.bits.adding(V.Bits(every: 1 << 30)).masked(by: V.Bits(every: 0xFFFF_FFFF_8000_0000)))
        let first = large * inverse - 1
        let second = (x - large) * inverse
        let r = first + second
        // The bits of the step from the ninth place up, read as 8 + n/2^17; the table takes the 8 away.
        let index = step.bits.shiftedDown(by: 11)
        let linear = V(bits: index.united(with: V.Bits(every: 0x4020_0000_0000_0000)))
        let (high, low) = V.inverseLogarithms(index)
        // The unit has 11 bits and a rest: two exact products and an exact sum.
        let sum = (linear + high) + first * 0x1.714p-8
        let middle = second * 0x1.714p-8
        let next = r * (V(every: 0x1.47652b82fe177p-20) - r * 0x1.71547652b82fep-9)
        return PowerLogarithm(head: ((sum + middle) + next).head, sum: sum, middle: middle, next: next, low: low, r: r)
    }

    /// (log(1 + r) - r + r²/2) / r³ to the base 2^256, for |r| ≤ 0.0011: relative error of the logarithm 2^-65.
    @inlinable @inline(__always)
    static func logarithmEnd<V: ElementaryLanes>(_ r: V, _ z: V) -> V {
        let product = (z + 0x1.7fee397346d35p+0) * r.line(0x1.2776d37a5fb0bp-10, -0x1.ec876a6c223cbp-11)
        return product + 0x1.8a9724c36fe09p-13
    }

    /// The place of whole steps of the table in a sum with it.
    @inlinable @inline(__always) static var stepShift: Double { 0x1.8p36 }

    /// 2^(256 f) times a number, for |f| ≤ 0.6/2^16.
    @inlinable @inline(__always)
    static func powerOfTwo<V: ElementaryLanes>(times number: V, _ f: V) -> V {
        let product = (f * f + 0x1.8f9f70b871976p-12) * f.line(0x1.c6b090dd31777p+19, 0x1.3b2ab890dc1e2p+25)
        return number + (number * f) * (product + -0x1.62e431b7ede7cp+7)
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
        let (head, tail) = logarithmOfAnySize(size)
        let high = y.head * head
        if high > 4.3 { return .infinity * sign }
        if high < -4.3 { return 0 * sign }
        let shifted = high + stepShift
        let f = (high - (shifted - stepShift)) + ((y - y.head) * head + y * tail)
        let power = powerOfTwo(times: fractionOfPower(shifted.bits), f)
        return sign * scale(power, shifted: shifted.bits.shiftedDown(by: 8))
    }

    /// The two parts of the logarithm of any positive x.
    @inlinable @inline(__always)
    static func logarithmOfAnySize(_ x: Double) -> (head: Double, tail: Double) {
        let isOrdinary = x >= 0x1p-500 && x <= 0x1p500
        let logarithm = logarithmInParts(isOrdinary ? x : x < 1 ? x * 0x1p600 : x * 0x1p-600)
        let (head, tail) = (logarithm.head, logarithm.tail)
        if isOrdinary { return (head, tail) }
        // The 600 doublings are more than what they leave.
        let part = x < 1 ? -600.0 / 256 : 600.0 / 256
        let sum = part + head
        let rest = ((part - sum) + head) + tail
        return (sum.head, (sum - sum.head) + rest)
    }

    /// Whether a base has an exponent within ±512, and the logarithm of the power is within ±2.
    @inlinable @inline(__always)
    static func isOrdinaryPower<V: ElementaryLanes>(_ x: V, _ high: V) -> V.Choice {
        V.both(V.both(V(every: 0x1p-511).isAtMost(x), x.isBelow(V(every: 0x1p513))), high.size.isBelow(V(every: 2)))
    }

    @inlinable @inline(__always)
    static func power<V: ElementaryLanes>(_ x: V, _ y: V) -> V {
        let logarithm = logarithmInParts(x)
        let high = y.head * logarithm.head
        let shifted = high + stepShift
        let power: V = ordinaryPowerOfTable(shifted.bits)
        // `isOrdinaryPower`, told from single bits. Asked here, so that what follows stands behind it in the program:
        // the processor then looks the power up while the low part of the logarithm waits.
        let clear = high.bits.isClear(0x4000_0000_0000_0000)
        if _slowPath(!(clear && x.bits.subtracting(V.Bits(every: 512 << 52)).isClear(0xC000_0000_0000_0000))) {
            var (x, y) = (x, y)
            replaceByMixedPower(&x, &y)
            return x
        }
        return powerOfBase(y, logarithm, high, shifted, power)
    }

    /// xʸ for an ordinary power, `high` being the product of the heads.
    @inlinable @inline(__always)
    static func powerOfBase<V: ElementaryLanes>(
        _ y: V, _ logarithm: PowerLogarithm<V>, _ high: V, _ shifted: V, _ power: V
    ) -> V {
        let low = (y - y.head) * logarithm.head + y * logarithm.tail
        return powerOfTwo(times: power, (high - (shifted - stepShift)) + low)
    }

    /// xʸ in place of x, where some lanes are not ordinary.
    @inlinable @inline(never)
    static func replaceByMixedPower<V: ElementaryLanes>(_ x: inout V, _ y: inout V) {
        let logarithm = logarithmInParts(x)
        let high = y.head * logarithm.head
        let shifted = high + stepShift
        let result = powerOfBase(y, logarithm, high, shifted, ordinaryPowerOfTable(shifted.bits))
        x = result.repaired(unless: isOrdinaryPower(x, high), x, y, unusualPower)
    }
}

/// A logarithm to the base 2^256 as a head of 26 bits, and what its tail is made of.
///
/// The tail is computed when it is asked for: the head is ready long before.
@usableFromInline
struct PowerLogarithm<V: ElementaryLanes> {
    @usableFromInline let head: V
    @usableFromInline let sum: V
    @usableFromInline let middle: V
    @usableFromInline let next: V
    @usableFromInline let low: V
    @usableFromInline let r: V

    @inlinable @inline(__always)
    init(head: V, sum: V, middle: V, next: V, low: V, r: V) {
        (self.head, self.sum, self.middle) = (head, sum, middle)
        (self.next, self.low, self.r) = (next, low, r)
    }

    /// What the head lacks.
    @inlinable @inline(__always)
    var tail: V {
        let z = r * r
        return ((sum - head) + middle) + (next + (low + (z * r) * Elementary.logarithmEnd(r, z)))
    }
}
