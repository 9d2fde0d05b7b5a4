// SPDX-License-Identifier: GPL-3.0-or-later

/// Inverse trigonometric functions.
extension Elementary {
    /// (atan u - u) / u³ in z = u², for |u| ≤ 0.4: relative error of the arctangent 2^-58.
    @inlinable @inline(__always)
    static func arcTangentTail<V: ElementaryLanes>(_ z: V) -> V {
        z.polynomial(
            -0x1.5555555555555p-2, 0x1.9999999999648p-3, -0x1.249249245e44dp-3, 0x1.c71c719f4792cp-4,
            -0x1.745d0f6d3c756p-4, 0x1.3b12c97346e28p-4, -0x1.11004ab7fe519p-4, 0x1.e04ee77bd8637p-5,
            -0x1.a2cfd2dec3c04p-5, 0x1.47ff36c054485p-5, -0x1.4af4818e54f85p-6)
    }

    /// The angle of (x, y) where the larger coordinate is neither tiny nor huge.
    ///
    /// With t the smaller coordinate over the larger, atan t is atan u for t ≤ 0.4 and else atan ½ + atan u with
    /// u = (t - ½) / (1 + t/2) in -0.09...⅓. The multiples of π/2 and atan ½ have heads whose sums are exact.
    @inlinable @inline(__always)
    static func ordinaryAngle<V: ElementaryLanes>(_ y: V, _ x: V) -> V {
        let ax = x.size
        let ay = y.size
        let steep = ax.isBelow(ay)
        let larger = V.select(steep, ay, ax)
        let smaller = V.select(steep, ax, ay)
        let wide = (larger * 0.4).isBelow(smaller)
        let above = V.select(wide, (smaller + smaller) - larger, smaller)
        let below = V.select(wide, (larger + larger) + smaller, larger)
        let u = above / below
        let z = u * u
        let zero = V(every: 0)
        let head = V.select(wide, V(every: 0x1.dac670561bb40p-2), zero)
        let rest = V.select(wide, V(every: 0x1.ed15bf9117b2fp-51), zero) + (u * z) * arcTangentTail(z)
        let tail = u + rest
        // Quarter turns: 1 if steep, else 0 or 2 by the sign of x; the angle counts downwards if just one holds.
        let unsteep = V.select(steep, zero, V(every: 1)).flippingSign(x.signBits)
        let turns = V(every: 1) - unsteep
        let sign = V.select(steep, V(every: -0.0), zero).bits.flipped(by: x.signBits)
        let high = turns * 0x1.921fb54442d20p+0 + head.flippingSign(sign)
        let low = turns * -0x1.ee59d9cceba40p-50 + tail.flippingSign(sign)
        return (high + low).flippingSign(y.signBits)
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
        if !V.holdsEverywhere(ordinary) {
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
