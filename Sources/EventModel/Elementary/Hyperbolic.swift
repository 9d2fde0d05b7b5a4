// SPDX-License-Identifier: GPL-3.0-or-later

/// Hyperbolic functions: a polynomial near zero, exponentials and logarithms beyond.
extension Elementary {
    @inlinable @inline(__always)
    static func hyperbolicSine<V: ElementaryLanes>(_ x: V) -> V {
        let z = x * x
        let p = z.polynomial(
            0x1.5555555555555p-3, 0x1.11111111110fdp-7, 0x1.a01a01a01ee70p-13, 0x1.71de3a4e14f40p-19,
            0x1.ae6460fae3728p-26, 0x1.611cb330c1fe8p-33, 0x1.b41232cf9950fp-41)
        let small = x + (x * z) * p
        // The exponential in two parts: its last place may be worth two of the result's.
        let (power, rest) = scaledExponentialInParts(x.size, doublings: -1)
        let large = ((power - V(every: 0.25) / (power + rest)) + rest).flippingSign(x.signBits)
        return V.select(x.size.isBelow(V(every: 1)), small, large)
    }

    @inlinable @inline(__always)
    static func hyperbolicCosine<V: ElementaryLanes>(_ x: V) -> V {
        let half = scaledExponential(x.size, doublings: -1)
        return half + V(every: 0.25) / half
    }

    @inlinable @inline(__always)
    static func hyperbolicTangent<V: ElementaryLanes>(_ x: V) -> V {
        let size = x.size
        let z = size * size
        let p = z.polynomial(
            -0x1.5555555555555p-2, 0x1.1111111111043p-3, -0x1.ba1ba1ba00b8dp-5, 0x1.664f4877c51e3p-6,
            -0x1.226e33103de13p-7, 0x1.d6d33fdc36c3cp-9, -0x1.7d983abf272d1p-10, 0x1.34c9cb59c7e11p-11,
            -0x1.ec41e4dd36ba3p-13, 0x1.659fee1a1f861p-14, -0x1.5b6d792f1839dp-16)
        let small = size + (size * z) * p
        let whole = scaledExponential(size + size, doublings: 0)
        let large = V(every: 1) - V(every: 2) / (whole + 1)
        return V.select(z.isBelow(V(every: 0.3)), small, large).flippingSign(x.signBits)
    }

    @inlinable @inline(__always)
    static func inverseHyperbolicSine<V: ElementaryLanes>(_ x: V) -> V {
        let size = x.size
        let square = size * size
        let small = size + (size * square) * inverseHyperbolicSineTail(square)
        let (high, low) = sizePlusRoot(size, square)
        let large = logarithm(high: high, low: low)
        var result = V.select(size.isBelow(V(every: 0.25)), small, large).flippingSign(x.signBits)
        let ordinary = size.isBelow(V(every: 0x1p100))
        if _slowPath(!V.holdsEverywhere(ordinary)) {
            result = result.repaired(unless: ordinary, x, unusualInverseHyperbolicSine)
        }
        return result
    }

    /// (asinh x - x) / x³ in z = x², for |x| ≤ ¼: relative error of the function 2^-60.
    @inlinable @inline(__always)
    static func inverseHyperbolicSineTail<V: ElementaryLanes>(_ z: V) -> V {
        z.polynomial(
            -0x1.5555555555555p-3, 0x1.3333333333333p-4, -0x1.6db6db6db6db6p-5, 0x1.f1c71c71c6fb4p-6,
            -0x1.6e8ba2e8a6231p-6, 0x1.1c4ec4e526d82p-6, -0x1.c999965b1e96dp-7, 0x1.7a870b5279ae1p-7,
            -0x1.3fd1e09be234dp-7, 0x1.121b3f46d085bp-7, -0x1.cd19bd3603183p-8, 0x1.30cad0d464079p-8)
    }

    /// x + √(1 + x²) for x ≥ 0 in two parts, from x and its rounded square.
    @inlinable @inline(__always)
    static func sizePlusRoot<V: ElementaryLanes>(_ x: V, _ square: V) -> (high: V, low: V) {
        let head = x.head
        let tail = x - head
        let squareLow = ((head * head - square) + (head + head) * tail) + tail * tail
        let sum = square + 1
        let part = sum - square
        let sumLow = ((square - (sum - part)) + (V(every: 1) - part)) + squareLow
        let root = sum.root()
        let rootHead = root.head
        let remainder = (sum - rootHead * rootHead) - (root - rootHead) * (root + rootHead)
        let rootLow = (remainder + sumLow) / (root + root)
        // √(1 + x²) ≥ x: the sum's error in two operations.
        let high = root + x
        return (high, (x - (high - root)) + rootLow)
    }

    @inlinable @inline(never)
    static func unusualInverseHyperbolicSine(_ x: Double) -> Double {
        if !(abs(x) < .infinity) { return x }
        return Double(signOf: x, magnitudeOf: logarithm(abs(x) * 0x1p-200, low: 0, doublings: 201))
    }
}
