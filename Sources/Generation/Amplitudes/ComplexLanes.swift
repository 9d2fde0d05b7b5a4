// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Four complex numbers, one per spin configuration.
struct ComplexLanes: Sendable, BitwiseCopyable {
    var re: SIMD4<Double>
    var im: SIMD4<Double>

    @inline(__always) init(re: SIMD4<Double>, im: SIMD4<Double>) { (self.re, self.im) = (re, im) }
    @inline(__always) static var zero: ComplexLanes {
        ComplexLanes(re: SIMD4(repeating: 0), im: SIMD4(repeating: 0))
    }
    @inline(__always) static func + (a: Self, b: Self) -> Self { Self(re: a.re + b.re, im: a.im + b.im) }
    @inline(__always) static func - (a: Self, b: Self) -> Self { Self(re: a.re - b.re, im: a.im - b.im) }
    @inline(__always) static prefix func - (a: Self) -> Self { Self(re: -a.re, im: -a.im) }
    @inline(__always) static func * (a: Self, b: Self) -> Self {
        Self(re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re)
    }
    @inline(__always) static func * (a: Double, b: Self) -> Self { Self(re: a * b.re, im: a * b.im) }
    @inline(__always) static func += (a: inout Self, b: Self) { a = a + b }
    /// i times the number.
    @inline(__always) var timesI: Self { Self(re: -im, im: re) }
    @inline(__always) var squared: SIMD4<Double> { re * re + im * im }
}

/// The components of a current in all lanes.
struct CurrentLanes: Sendable, BitwiseCopyable {
    var a: ComplexLanes
    var b: ComplexLanes
    var c: ComplexLanes
    var d: ComplexLanes

    @inline(__always) static var zero: CurrentLanes {
        CurrentLanes(a: .zero, b: .zero, c: .zero, d: .zero)
    }
    @inline(__always) static func += (x: inout Self, y: Self) {
        x.a += y.a
        x.b += y.b
        x.c += y.c
        x.d += y.d
    }
    @inline(__always) static func + (x: Self, y: Self) -> Self {
        CurrentLanes(a: x.a + y.a, b: x.b + y.b, c: x.c + y.c, d: x.d + y.d)
    }
    @inline(__always) static func - (x: Self, y: Self) -> Self {
        CurrentLanes(a: x.a - y.a, b: x.b - y.b, c: x.c - y.c, d: x.d - y.d)
    }
    @inline(__always) static func * (factor: Double, x: Self) -> Self {
        CurrentLanes(a: factor * x.a, b: factor * x.b, c: factor * x.c, d: factor * x.d)
    }
    @inline(__always) static func * (factor: ComplexLanes, x: Self) -> Self {
        CurrentLanes(a: factor * x.a, b: factor * x.b, c: factor * x.c, d: factor * x.d)
    }
    /// Minkowski product without conjugation.
    @inline(__always) func dot(_ y: Self) -> ComplexLanes { a * y.a - b * y.b - c * y.c - d * y.d }
    @inline(__always) func dot(_ k: FourVector) -> ComplexLanes {
        k.energy * a - k.px * b - k.py * c - k.pz * d
    }
    /// Sum of the products of components: a conjugate spinor with a spinor.
    @inline(__always) func contracted(_ y: Self) -> ComplexLanes { a * y.a + b * y.b + c * y.c + d * y.d }
}
