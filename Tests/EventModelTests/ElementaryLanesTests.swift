// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

/// A function of one or two values in its three widths.
private struct Widths: Sendable, CustomTestStringConvertible {
    let name: String
    let one: @Sendable (Double, Double) -> Double
    let four: @Sendable (SIMD4<Double>, SIMD4<Double>) -> SIMD4<Double>
    let eight: @Sendable (SIMD8<Double>, SIMD8<Double>) -> SIMD8<Double>

    var testDescription: String { name }
}

private let widths: [Widths] = [
    Widths(
        name: "exp", one: { x, _ in Elementary.exp(x) }, four: { x, _ in Elementary.exp(x) },
        eight: { x, _ in Elementary.exp(x) }),
    Widths(
        name: "expm1", one: { x, _ in Elementary.expm1(x) }, four: { x, _ in Elementary.expm1(x) },
        eight: { x, _ in Elementary.expm1(x) }),
    Widths(
        name: "log", one: { x, _ in Elementary.log(x) }, four: { x, _ in Elementary.log(x) },
        eight: { x, _ in Elementary.log(x) }),
    Widths(
        name: "log1p", one: { x, _ in Elementary.log1p(x) }, four: { x, _ in Elementary.log1p(x) },
        eight: { x, _ in Elementary.log1p(x) }),
    Widths(
        name: "pow", one: { Elementary.pow($0, $1) }, four: { Elementary.pow($0, $1) },
        eight: { Elementary.pow($0, $1) }),
    Widths(
        name: "sin", one: { x, _ in Elementary.sin(x) }, four: { x, _ in Elementary.sin(x) },
        eight: { x, _ in Elementary.sin(x) }),
    Widths(
        name: "cos", one: { x, _ in Elementary.cos(x) }, four: { x, _ in Elementary.cos(x) },
        eight: { x, _ in Elementary.cos(x) }),
    Widths(
        name: "sincos", one: { x, _ in Elementary.sincos(x).cosine }, four: { x, _ in Elementary.sincos(x).cosine },
        eight: { x, _ in Elementary.sincos(x).cosine }),
    Widths(
        name: "tan", one: { x, _ in Elementary.tan(x) }, four: { x, _ in Elementary.tan(x) },
        eight: { x, _ in Elementary.tan(x) }),
    Widths(
        name: "atan2", one: { Elementary.atan2($0, $1) }, four: { Elementary.atan2($0, $1) },
        eight: { Elementary.atan2($0, $1) }),
    Widths(
        name: "atan", one: { x, _ in Elementary.atan(x) }, four: { x, _ in Elementary.atan(x) },
        eight: { x, _ in Elementary.atan(x) }),
    Widths(
        name: "asin", one: { x, _ in Elementary.asin(x) }, four: { x, _ in Elementary.asin(x) },
        eight: { x, _ in Elementary.asin(x) }),
    Widths(
        name: "acos", one: { x, _ in Elementary.acos(x) }, four: { x, _ in Elementary.acos(x) },
        eight: { x, _ in Elementary.acos(x) }),
    Widths(
        name: "asinh", one: { x, _ in Elementary.asinh(x) }, four: { x, _ in Elementary.asinh(x) },
        eight: { x, _ in Elementary.asinh(x) }),
    Widths(
        name: "sinh", one: { x, _ in Elementary.sinh(x) }, four: { x, _ in Elementary.sinh(x) },
        eight: { x, _ in Elementary.sinh(x) }),
    Widths(
        name: "cosh", one: { x, _ in Elementary.cosh(x) }, four: { x, _ in Elementary.cosh(x) },
        eight: { x, _ in Elementary.cosh(x) }),
    Widths(
        name: "tanh", one: { x, _ in Elementary.tanh(x) }, four: { x, _ in Elementary.tanh(x) },
        eight: { x, _ in Elementary.tanh(x) }),
    Widths(
        name: "sqrt", one: { x, _ in x.squareRoot() }, four: { x, _ in Elementary.sqrt(x) },
        eight: { x, _ in Elementary.sqrt(x) }),
]

@Suite struct ElementaryLanesTests {
    /// Ordinary values, values of every size and special values, mixed so that unusual lanes sit among ordinary ones.
    private static func mixture(_ points: inout Points, _ index: Int) -> Double {
        switch index % 7 {
        case 0, 1: return points.uniform(-1, 1)
        case 2, 3: return points.uniform(-50, 50)
        case 4: return abs(points.uniform(-50, 50))
        case 5: return points.logarithmic(1e-300, 1e300)
        default: return specialValues[Int(points.stream.integer(below: UInt64(specialValues.count)))]
        }
    }

    @Test("a lane has the bits of the scalar function", arguments: widths)
    fileprivate func lanesEqualScalars(_ widths: Widths) {
        var points = Points(7)
        for round in 0..<20_000 {
            var x = SIMD8<Double>()
            var y = SIMD8<Double>()
            for lane in 0..<8 {
                // Every second vector is without special values, to take the path of ordinary lanes.
                let kind = Int(points.stream.integer(below: round % 2 == 0 ? 7 : 5))
                x[lane] = Self.mixture(&points, kind)
                y[lane] = Self.mixture(&points, Int(points.stream.integer(below: 7)))
            }
            let eight = widths.eight(x, y)
            let low = widths.four(x.lowHalf, y.lowHalf)
            let high = widths.four(x.highHalf, y.highHalf)
            for lane in 0..<8 {
                let one = widths.one(x[lane], y[lane])
                let four = lane < 4 ? low[lane] : high[lane - 4]
                let isEqual = isSame(one, eight[lane]) && isSame(one, four)
                #expect(isEqual, "\(widths.name)(\(x[lane]), \(y[lane]))")
                if !isEqual { return }
            }
        }
    }

    /// The same golden in every build and on every processor: the functions' bits over a grid.
    @Test func goldenBits() {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ value: Double) {
            hash = (hash ^ (value.isNaN ? 1 : value.bitPattern)) &* 0x0000_0100_0000_01B3
        }
        for index in 0..<4000 {
            let x = (Double(index) - 2000) * 0.018_372
            let big = x * x * x * 37
            for accuracy in accuracies {
                add(accuracy.function(x))
                add(accuracy.function(big))
            }
            add(Elementary.pow(abs(x), big * 0.01))
            add(Elementary.atan2(x, big))
            add(Elementary.logGamma(abs(x) + 0.01))
        }
        #expect(hash == 6_444_844_819_345_244_872, "golden of the elementary functions: \(hash)")
    }
}
