// SPDX-License-Identifier: GPL-3.0-or-later

/// Inverse trigonometric functions.
extension Elementary {
    /// (atan u - u) / u³ in z = u², for |u| ≤ 2^-7: relative error of the arctangent 2^-64.
    @inlinable @inline(__always)
    static func arcTangentTail<V: ElementaryLanes>(_ z: V) -> V {
        z.line(-0x1.5555555555547p-2, 0x1.99999991918b5p-3) + (z * z) * -0x1.248cf1278d48cp-3
    }

    /// The angle of (x, y) where the larger coordinate is neither tiny nor huge.
    ///
    /// The angle of (x, |y|) is a multiple of π/2, that of the nearest axis, plus atan(p/q) with |p| ≤ |q|: to the right
    /// and left of the vertical p/q = |y|/x, else -x/|y|. With c the multiple of 1/64 nearest to p/q, atan(p/q) is atan c
    /// from a table plus atan u with u = (p - c q) / (q + c p). The heads of the table and of π/2 have exact sums.
    @inlinable @inline(__always)
    static func ordinaryAngle<V: ElementaryLanes>(_ y: V, _ x: V) -> V {
        let ay = y.size
        let steep = x.size.isBelow(ay)
        let p = V.select(steep, x.flippingSign(V.Bits(every: 0x8000_0000_0000_0000)), ay)
        let q = V.select(steep, ay, x)
        let zero = V(every: 0)
        let axis = V.select(
            steep, V(every: 0x1.921fb54442d20p+0), V.select(x.isBelow(zero), V(every: 0x1.921fb54442d20p+1), zero))
        // Rounds to multiples of 1/64, which then stand in the low bits.
        let shifted = p / q + 0x1.8p46
        let c = shifted - 0x1.8p46
        let u = (p - c * q) / (q + c * p)
        let z = u * u
        let (head, tail) = V.arcTangents(shifted.bits)
        // What the axis lacks is -0x1.ee59d9cceba40p-50 for π/2.
        let low = (tail + axis * -0x1.3ab6af0581a0ep-50) + (u * z) * arcTangentTail(z)
        return ((axis + head) + (low + u)).flippingSign(y.signBits)
    }

    /// The angle where a coordinate is zero with the other, infinite, tiny, huge or not a number.
    @inlinable @inline(never)
    static func unusualAngle(_ y: Double, _ x: Double) -> Double {
        if x != x || y != y { return .nan }
        let larger = max(abs(x), abs(y))
        if larger == .infinity {
            let finite: (Double) -> Double = { abs($0) == .infinity ? Double(signOf: $0, magnitudeOf: 1) : 0 * $0 }
            return ordinaryAngle(finite(y), finite(x))
        }
        if larger == 0 { return ordinaryAngle(y, Double(signOf: x, magnitudeOf: 1)) }
        let factor = larger > 1 ? 0x1p-100 : 0x1p200
        return ordinaryAngle(y * factor, x * factor)
    }

    @inlinable @inline(__always)
    static func angle<V: ElementaryLanes>(_ y: V, _ x: V) -> V {
        let larger = V.select(x.size.isBelow(y.size), y.size, x.size)
        // An undefined coordinate hides behind an ordinary one only to come out of the division.
        let ordinary = V.both(V(every: 0x1p-960).isBelow(larger), larger.isBelow(V(every: 0x1p1000)))
        var result = ordinaryAngle(y, x)
        if _slowPath(!V.holdsEverywhere(ordinary)) {
            result = result.repaired(unless: ordinary, y, x, unusualAngle)
        }
        return result
    }

    /// (asin s - s) / s³ in z = s², for |s| ≤ 0.5: relative error of the arcsine 2^-58.
    @inlinable @inline(__always)
    static func arcSineTail<V: ElementaryLanes>(_ z: V) -> V {
        z.polynomial(
            0x1.5555555555555p-3, 0x1.3333333333388p-4, 0x1.6db6db6dac1e0p-5, 0x1.f1c71c7a52ba3p-6,
            0x1.6e8ba123e494cp-6, 0x1.1c4efce23019fp-6, 0x1.c990ad3d8fdcap-7, 0x1.7b027ee1dd585p-7,
            0x1.3b49de7121487p-7, 0x1.31622469ce5adp-7, 0x1.8f193743418ffp-9, 0x1.406192d124629p-6,
            -0x1.3b416bb7d9257p-6, 0x1.e529c6fce9bb4p-6)
    }

    /// For |x| > ½ the half-angle: asin |x| = π/2 - 2 asin √((1 - |x|)/2). Gives the argument s, asin s - s and the
    /// choice of lanes; √ is followed by what it lacks, which the caller adds where the result is small.
    @inlinable @inline(__always)
    static func halfAngle<V: ElementaryLanes>(_ x: V) -> (s: V, rest: V, lack: V, isLarge: V.Choice) {
        let size = x.size
        let isLarge = V(every: 0.5).isBelow(size)
        let halved = (V(every: 1) - size) * 0.5
        let z = V.select(isLarge, halved, size * size)
        let root = halved.root()
        let s = V.select(isLarge, root, size)
        let head = root.head
        let remainder = (halved - head * head) - (root - head) * (root + head)
        // The addend keeps 0/0 away and vanishes beside every other root.
        let lack = remainder / (root * 2 + 0x1p-500)
        return (s, s * (z * arcSineTail(z)), lack, isLarge)
    }

    @inlinable @inline(__always)
    static func arcSine<V: ElementaryLanes>(_ x: V) -> V {
        let (s, rest, lack, isLarge) = halfAngle(x)
        let doubled = (s + (rest + lack)) * 2
        let large = V(every: 0x1.921fb54442d18p+0) - (doubled - 0x1.1a62633145c07p-54)
        return V.select(isLarge, large, s + rest).flippingSign(x.signBits)
    }

    @inlinable @inline(__always)
    static func arcCosine<V: ElementaryLanes>(_ x: V) -> V {
        let (s, rest, lack, isLarge) = halfAngle(x)
        let doubled = (s + (rest + lack)) * 2
        let reflected = V(every: 0x1.921fb54442d18p+1) - (doubled - 0x1.1a62633145c07p-53)
        let large = V.select(x.isBelow(V(every: 0)), reflected, doubled)
        let turned = rest.flippingSign(x.signBits)
        let small = V(every: 0x1.921fb54442d18p+0) - (x - (V(every: 0x1.1a62633145c07p-54) - turned))
        return V.select(isLarge, large, small)
    }
}
