// SPDX-License-Identifier: GPL-3.0-or-later

/// Sine and cosine: x = n π/2 + r with |r| ≤ π/4 kept in two parts, a polynomial each, and the quadrant n mod 4.
extension Elementary {
    /// A reduced angle: the nearest double, what it lacks, and the quadrant in the two low bits.
    public struct ReducedAngle<V: ElementaryLanes> {
        @usableFromInline var r: V
        @usableFromInline var low: V
        @usableFromInline var quadrant: V.Bits

        @inlinable @inline(__always)
        init(r: V, low: V, quadrant: V.Bits) {
            self.r = r
            self.low = low
            self.quadrant = quadrant
        }

        /// The unusual lanes reduced in multiple precision, out of line and through memory.
        @inlinable @inline(never)
        mutating func repair(unless ordinary: inout V.Choice, _ size: inout V) {
            var quadrants = V(bits: quadrant)
            for lane in 0..<V.lanes where !V.holds(ordinary, lane: lane) {
                let exact = reduceLargeAngle(size.value(lane: lane))
                r.set(exact.r, lane: lane)
                low.set(exact.low, lane: lane)
                quadrants.set(Double(bitPattern: exact.quadrant), lane: lane)
            }
            quadrant = quadrants.bits
        }
    }

    /// Cody and Waite's reduction in three parts for 0 ≤ x < 2^20, where n times the first two parts is exact.
    @inlinable @inline(__always)
    static func reduceByQuarterTurns<V: ElementaryLanes>(_ x: V) -> ReducedAngle<V> {
        let t = x * 0x1.45f306dc9c883p-1 + 0x1.8p52
        let n = t - 0x1.8p52
        let first = x - n * 0x1.921fb54400000p+0
        let second = n * 0x1.0b4611a600000p-34
        let sum = first - second
        let rest = ((first - sum) - second) - n * 0x1.3198a2e037073p-69
        let r = sum + rest
        return ReducedAngle(r: r, low: (sum - r) + rest, quadrant: t.bits)
    }

    /// The reduction with its unusual lanes: huge angles, and those so near a multiple of π/2 that three parts of π/2
    /// do not carry enough digits.
    @inlinable @inline(__always)
    static func reducedAngle<V: ElementaryLanes>(size: V) -> ReducedAngle<V> {
        var angle = reduceByQuarterTurns(size)
        let clear = V.either(V(every: 0x1p-20).isAtMost(angle.r.size), size.isBelow(V(every: 0.75)))
        let ordinary = V.both(size.isBelow(V(every: 0x1p20)), clear)
        if _slowPath(!V.holdsEverywhere(ordinary)) {
            var (copy, choice, sizes) = (angle, ordinary, size)
            copy.repair(unless: &choice, &sizes)
            angle = copy
        }
        return angle
    }

    /// sin r - r, for |r| ≤ π/4.
    @inlinable @inline(__always)
    static func sineTail<V: ElementaryLanes>(_ r: V, _ low: V) -> V {
        let z = r * r
        let p = z.polynomial(
            -0x1.5555555555555p-3, 0x1.1111111110bb2p-7, -0x1.a01a019e83a29p-13, 0x1.71de37967f49ep-19,
            -0x1.ae600af77bf94p-26, 0x1.5e0b15ed56699p-33)
        return (r * z) * p + low
    }

    /// cos r as 1 - r²/2 rounded and the rest, for |r| ≤ π/4.
    @inlinable @inline(__always)
    static func cosineParts<V: ElementaryLanes>(_ r: V, _ low: V) -> (high: V, rest: V) {
        let z = r * r
        let p = z.polynomial(
            0x1.5555555555555p-5, -0x1.6c16c16c16967p-10, 0x1.a01a019f4eabep-16, -0x1.27e4fa17d4a58p-22,
            0x1.1eeb68e39cf4dp-29, -0x1.907d9f5b4de2bp-37)
        let half = z * 0.5
        let high = V(every: 1) - half
        let rest = ((V(every: 1) - high) - half) + ((z * z) * p - r * low)
        return (high, rest)
    }

    /// Where the quadrant is odd, all bits set.
    @inlinable @inline(__always)
    static func oddMask<Bits: LaneBits>(_ quadrant: Bits) -> Bits {
        Bits(every: 0).subtracting(quadrant.masked(by: Bits(every: 1)))
    }

    /// `yes` where the mask bits are set, else `no`.
    @inlinable @inline(__always)
    static func blend<V: ElementaryLanes>(_ mask: V.Bits, _ yes: V, _ no: V) -> V {
        let difference = yes.bits.flipped(by: no.bits)
        return V(bits: no.bits.flipped(by: difference.masked(by: mask)))
    }

    /// The sign bit that bit 1 of the quadrant asks for.
    @inlinable @inline(__always)
    static func signBit<Bits: LaneBits>(ofQuadrant quadrant: Bits) -> Bits {
        quadrant.shiftedUp(by: 62).masked(by: Bits(every: 0x8000_0000_0000_0000))
    }

    @inlinable @inline(__always)
    static func sineAndCosine<V: ElementaryLanes>(_ x: V) -> (sine: V, cosine: V) {
        let angle = reducedAngle(size: x.size)
        let s = angle.r + sineTail(angle.r, angle.low)
        let (high, rest) = cosineParts(angle.r, angle.low)
        let c = high + rest
        let odd = oddMask(angle.quadrant)
        let sineSign = signBit(ofQuadrant: angle.quadrant).flipped(by: x.signBits)
        let cosineSign = signBit(ofQuadrant: angle.quadrant.adding(V.Bits(every: 1)))
        return (blend(odd, c, s).flippingSign(sineSign), blend(odd, s, c).flippingSign(cosineSign))
    }

    @inlinable @inline(__always)
    static func tangent<V: ElementaryLanes>(_ x: V) -> V {
        let angle = reducedAngle(size: x.size)
        let tail = sineTail(angle.r, angle.low)
        let (high, rest) = cosineParts(angle.r, angle.low)
        let s = angle.r + tail
        let c = high + rest
        let sLow = (angle.r - s) + tail
        let cLow = (high - c) + rest
        let odd = oddMask(angle.quadrant)
        let above = blend(odd, c, s)
        let below = blend(odd, s, c)
        let quotient = above / below
        // What the quotient lacks: (above - quotient × below) / below, the product taken exactly in parts.
        let qHead = quotient.head
        let qTail = quotient - qHead
        let bHead = below.head
        let bTail = below - bHead
        let product = ((above - qHead * bHead) - qHead * bTail) - qTail * bHead
        let lack = (product - qTail * bTail) + (blend(odd, cLow, sLow) - quotient * blend(odd, sLow, cLow))
        let value = quotient + lack / below
        let sign = odd.masked(by: V.Bits(every: 0x8000_0000_0000_0000)).flipped(by: x.signBits)
        let small = x.size.isBelow(V(every: 0x1p-28))
        return V.select(small, x, value.flippingSign(sign))
    }
}
