// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Glibc
import Testing

/// Distance from an exact value in units of the last place of its rounded value.
func ulps(_ value: Double, _ exact: Float80) -> Double {
    let rounded = Double(exact)
    if value == rounded || (value.isNaN && exact.isNaN) { return 0 }
    guard value.isFinite, exact.isFinite else {
        // Overflow a little early or late.
        return abs(exact) > 0x1.ffffffffffffep1023 ? 1 : .infinity
    }
    let unit = Float80(max(rounded.isFinite ? rounded.ulp : 0x1p971, 0x1p-1074))
    return Double(abs(Float80(value) - exact) / unit)
}

/// A repeatable source of test points.
struct Points: ~Copyable {
    var stream: RandomStream

    init(_ identity: UInt64) { stream = RandomStream(seed: 20_260_101, event: 0, stage: .test, identity: identity) }

    mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * stream.uniform() }

    /// Uniform in the logarithm, of either sign.
    mutating func logarithmic(_ low: Double, _ high: Double) -> Double {
        let size = Glibc.exp(uniform(Glibc.log(low), Glibc.log(high)))
        return stream.next() & 1 == 0 ? size : -size
    }
}

/// How points of a function of one value are drawn: over a range, or over the logarithm of the size.
struct Range: Sendable {
    let low: Double
    let high: Double
    let isLogarithmic: Bool

    static func linear(_ low: Double, _ high: Double) -> Range { Range(low: low, high: high, isLogarithmic: false) }
    static func logarithmic(_ low: Double, _ high: Double) -> Range { Range(low: low, high: high, isLogarithmic: true) }
}

/// A function, its reference in 80-bit arithmetic, where it is sampled and the error that is claimed for it.
struct Accuracy: Sendable, CustomTestStringConvertible {
    let name: String
    /// Claimed in the documentation of `Elementary`, in ulp.
    let claim: Double
    let function: @Sendable (Double) -> Double
    let reference: @Sendable (Float80) -> Float80
    let ranges: [Range]

    var testDescription: String { name }
}

private let trigonometric: [Range] = [
    .linear(-8, 8), .linear(-1e6, 1e6), .logarithmic(1e-30, 10), .logarithmic(1e6, 1e15),
]

let accuracies: [Accuracy] = [
    Accuracy(
        name: "exp", claim: 1.2, function: Elementary.exp, reference: { Glibc.exp($0) },
        ranges: [.linear(-745.2, 709.8), .linear(-1, 1)]),
    Accuracy(
        name: "expm1", claim: 1.5, function: Elementary.expm1, reference: { Glibc.expm1($0) },
        ranges: [.linear(-2, 2), .linear(-40, 709), .logarithmic(1e-30, 1)]),
    Accuracy(
        name: "log", claim: 1.75, function: Elementary.log, reference: { Glibc.log($0) },
        ranges: [.linear(0, 4), .linear(0.6, 1.5), .linear(0.995, 1.005), .linear(0, 1e308), .linear(0, 1e-307)]),
    Accuracy(
        name: "log1p", claim: 1.7, function: Elementary.log1p, reference: { Glibc.log1p($0) },
        ranges: [.linear(-0.005, 0.005), .linear(-0.999_999, 3), .logarithmic(1e-30, 0.9), .linear(0, 1e300)]),
    Accuracy(
        name: "sin", claim: 1.1, function: Elementary.sin, reference: { Glibc.sin($0) }, ranges: trigonometric),
    Accuracy(
        name: "cos", claim: 1.1, function: Elementary.cos, reference: { Glibc.cos($0) }, ranges: trigonometric),
    Accuracy(
        name: "tan", claim: 1.3, function: Elementary.tan, reference: { Glibc.tan($0) }, ranges: trigonometric),
    Accuracy(
        name: "atan", claim: 1.3, function: Elementary.atan, reference: { Glibc.atan($0) },
        ranges: [.linear(-8, 8), .logarithmic(1e-310, 1e300)]),
    Accuracy(
        name: "asin", claim: 1.9, function: Elementary.asin, reference: { Glibc.asin($0) },
        ranges: [.linear(-1, 1), .linear(0.4, 0.6), .logarithmic(1e-300, 1)]),
    Accuracy(
        name: "acos", claim: 1.2, function: Elementary.acos, reference: { Glibc.acos($0) },
        ranges: [.linear(-1, 1), .linear(0.4, 0.6), .linear(0.9999, 1), .linear(-1, -0.9999)]),
    Accuracy(
        name: "sinh", claim: 2, function: Elementary.sinh, reference: { Glibc.sinh($0) },
        ranges: [.linear(-5, 5), .linear(-710.4, 710.4), .logarithmic(1e-300, 2)]),
    Accuracy(
        name: "cosh", claim: 1.7, function: Elementary.cosh, reference: { Glibc.cosh($0) },
        ranges: [.linear(-5, 5), .linear(-710.4, 710.4)]),
    Accuracy(
        name: "tanh", claim: 1.9, function: Elementary.tanh, reference: { Glibc.tanh($0) },
        ranges: [.linear(-5, 5), .linear(0.5, 0.6), .logarithmic(1e-300, 50)]),
    Accuracy(
        name: "asinh", claim: 1.0, function: Elementary.asinh, reference: { Glibc.asinh($0) },
        ranges: [.linear(-5, 5), .logarithmic(1e-300, 1e300), .logarithmic(1e-2, 100)]),
]

@Suite struct ElementaryAccuracyTests {
    static let samples = 1_000_000

    @Test("errors stay below the claim, in ulp", arguments: accuracies)
    func accuracy(_ accuracy: Accuracy) {
        var points = Points(1)
        var worst = 0.0
        var place = 0.0
        for range in accuracy.ranges {
            for _ in 0..<(Self.samples / accuracy.ranges.count + 1) {
                let x =
                    range.isLogarithmic
                    ? points.logarithmic(range.low, range.high) : points.uniform(range.low, range.high)
                let error = ulps(accuracy.function(x), accuracy.reference(Float80(x)))
                if error > worst { (worst, place) = (error, x) }
            }
        }
        #expect(worst <= accuracy.claim, "\(accuracy.name)(\(place)) is \(worst) ulp off")
        // The reference is not the function itself: some error is seen.
        #expect(worst > 0.5)
    }

    @Test func powers() {
        var points = Points(2)
        var worst = 0.0
        var place = (0.0, 0.0)
        for sample in 0..<Self.samples {
            let x: Double
            switch sample % 4 {
            case 0: x = Glibc.exp(points.uniform(-10, 10))
            case 1: x = 1 + points.uniform(-0.3, 0.3)
            case 2: x = 1 + points.logarithmic(1e-13, 0.5)
            default: x = points.uniform(0, 1e-307)
            }
            let y = points.uniform(-744, 709) / Glibc.log(x)
            let error = ulps(Elementary.pow(x, y), Glibc.pow(Float80(x), Float80(y)))
            if error > worst { (worst, place) = (error, (x, y)) }
        }
        #expect(worst <= 1.4, "pow\(place) is \(worst) ulp off")
        #expect(worst > 0.5)
    }

    @Test func angles() {
        var points = Points(3)
        var worst = 0.0
        var place = (0.0, 0.0)
        for sample in 0..<Self.samples {
            let y: Double
            let x: Double
            switch sample % 3 {
            case 0: (y, x) = (points.uniform(-1, 1), points.uniform(-1, 1))
            case 1: (y, x) = (points.logarithmic(1e-307, 1e307), points.logarithmic(1e-307, 1e307))
            default: (y, x) = (points.logarithmic(1e-6, 1), points.logarithmic(1e-2, 1))
            }
            let error = ulps(Elementary.atan2(y, x), Glibc.atan2(Float80(y), Float80(x)))
            if error > worst { (worst, place) = (error, (y, x)) }
        }
        #expect(worst <= 1.7, "atan2\(place) is \(worst) ulp off")
        #expect(worst > 0.5)
    }

    @Test("between two entries of a table, in ulp")
    func boundariesOfTables() {
        var worst = (exp: 0.0, log: 0.0, pow: 0.0, angle: 0.0)
        func neighbours(_ x: Double) -> [Double] { [x.nextDown.nextDown, x.nextDown, x, x.nextUp, x.nextUp.nextUp] }
        for n in -2560..<2560 {
            for x in neighbours((Double(n) + 0.5) * 0x1.62e42fefa39efp-9) {
                worst.exp = max(worst.exp, ulps(Elementary.exp(x), Glibc.exp(Float80(x))))
            }
            let scale = Double(sign: .plus, exponent: n / 512, significand: 1)
            for x in neighbours(scale * (1 + (Double(n & 511) + 0.5) / 512)) {
                worst.log = max(worst.log, ulps(Elementary.log(x), Glibc.log(Float80(x))))
                let y = (n & 1 == 0 ? 700 : -700) / Glibc.log(x)
                worst.pow = max(worst.pow, ulps(Elementary.pow(x, y), Glibc.pow(Float80(x), Float80(y))))
            }
            for y in neighbours((Double(n & 63) + 0.5) / 64) {
                for (a, b) in [(y, 1.0), (-y, -1.0), (1, y), (1, -y)] {
                    worst.angle = max(worst.angle, ulps(Elementary.atan2(a, b), Glibc.atan2(Float80(a), Float80(b))))
                }
            }
        }
        #expect(worst.exp <= 1.2 && worst.exp > 0.5, "exp is \(worst.exp) ulp off")
        #expect(worst.log <= 1.7 && worst.log > 0.5, "log is \(worst.log) ulp off")
        #expect(worst.pow <= 1.3 && worst.pow > 0.5, "pow is \(worst.pow) ulp off")
        #expect(worst.angle <= 1.0 && worst.angle > 0.5, "atan2 is \(worst.angle) ulp off")
    }

    @Test("logGamma to 1e-14 times the larger of 1 and its size")
    func logGamma() {
        var points = Points(4)
        for sample in 0..<100_000 {
            let x = sample % 2 == 0 ? points.uniform(0, 30) : abs(points.logarithmic(1e-300, 1e15))
            let exact = Glibc.lgamma(Float80(x)).0
            let error = Double(abs(Float80(Elementary.logGamma(x)) - exact) / max(1, abs(exact)))
            #expect(error < 1e-14, "logGamma(\(x))")
            if error >= 1e-14 { return }
        }
    }

    @Test("hard points, against multi-precision values")
    func hardPointsAreWithinTwoUlp() {
        for point in hardPoints {
            let value = Self.value(of: point)
            if point.exact.isInfinite {
                #expect(value == point.exact, "\(point)")
            } else {
                let distance = abs(value - point.exact) / max(point.exact.ulp, 0x1p-1074)
                // The table holds rounded values: half a unit more may separate them.
                #expect(distance <= 2, "\(point) gives \(value)")
            }
        }
    }

    private static func value(of point: HardPoint) -> Double {
        switch point.function {
        case "pow": return Elementary.pow(point.x, point.y)
        case "atan2": return Elementary.atan2(point.x, point.y)
        default: return accuracies.first { $0.name == point.function }?.function(point.x) ?? .nan
        }
    }
}
