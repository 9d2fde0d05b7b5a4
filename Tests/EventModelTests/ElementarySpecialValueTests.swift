// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Glibc
import Testing

/// Equal bits, or both NaN.
func isSame(_ a: Double, _ b: Double) -> Bool { a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN) }

let specialValues: [Double] = [
    0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, .infinity, -.infinity, .nan, 5e-324, -5e-324, 1e-310, -1e-310,
    .leastNormalMagnitude, 1e308, -1e308, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0x1p53, 0x1p54 + 2, 1e19,
    -1e19, 0x1p64, -0x1p70, 709, 710, -745, -746, 0x1p1000, 1e-300, .pi, .pi / 2, -.pi, 0x1.fffffffffffffp-1,
    0x1.0000000000001p0, 0x1p20, -0x1p20,
]

@Suite struct ElementarySpecialValueTests {
    @Test("zeros, infinities and NaN as IEEE 754-2019 section 9.2.1 has them")
    func exactResults() {
        let infinity = Double.infinity
        let table: [(String, Double, Double)] = [
            ("exp(0)", Elementary.exp(0), 1), ("exp(-0)", Elementary.exp(-0.0), 1),
            ("exp(inf)", Elementary.exp(infinity), infinity), ("exp(-inf)", Elementary.exp(-infinity), 0),
            ("exp(1000)", Elementary.exp(1000), infinity), ("exp(-1000)", Elementary.exp(-1000), 0),
            ("expm1(-0)", Elementary.expm1(-0.0), -0.0), ("expm1(-inf)", Elementary.expm1(-infinity), -1),
            ("log(0)", Elementary.log(0), -infinity), ("log(-0)", Elementary.log(-0.0), -infinity),
            ("log(1)", Elementary.log(1), 0), ("log(inf)", Elementary.log(infinity), infinity),
            ("log(-1)", Elementary.log(-1), .nan), ("log1p(-0)", Elementary.log1p(-0.0), -0.0),
            ("log1p(-1)", Elementary.log1p(-1), -infinity), ("log1p(inf)", Elementary.log1p(infinity), infinity),
            ("log1p(-2)", Elementary.log1p(-2), .nan), ("sin(-0)", Elementary.sin(-0.0), -0.0),
            ("sin(inf)", Elementary.sin(infinity), .nan), ("cos(0)", Elementary.cos(0), 1),
            ("cos(-inf)", Elementary.cos(-infinity), .nan), ("tan(-0)", Elementary.tan(-0.0), -0.0),
            ("atan(inf)", Elementary.atan(infinity), .pi / 2), ("atan(-0)", Elementary.atan(-0.0), -0.0),
            ("asin(-0)", Elementary.asin(-0.0), -0.0), ("asin(1)", Elementary.asin(1), .pi / 2),
            ("asin(1.1)", Elementary.asin(1.1), .nan), ("acos(1)", Elementary.acos(1), 0),
            ("acos(-1)", Elementary.acos(-1), .pi), ("acos(-1.1)", Elementary.acos(-1.1), .nan),
            ("sinh(-0)", Elementary.sinh(-0.0), -0.0), ("sinh(-inf)", Elementary.sinh(-infinity), -infinity),
            ("cosh(0)", Elementary.cosh(0), 1), ("cosh(-inf)", Elementary.cosh(-infinity), infinity),
            ("tanh(-0)", Elementary.tanh(-0.0), -0.0), ("tanh(inf)", Elementary.tanh(infinity), 1),
            ("asinh(-0)", Elementary.asinh(-0.0), -0.0), ("asinh(-inf)", Elementary.asinh(-infinity), -infinity),
            ("pow(0, 0)", Elementary.pow(0, 0), 1), ("pow(nan, 0)", Elementary.pow(.nan, 0), 1),
            ("pow(1, nan)", Elementary.pow(1, .nan), 1), ("pow(-1, inf)", Elementary.pow(-1, infinity), 1),
            ("pow(-0, -3)", Elementary.pow(-0.0, -3), -infinity), ("pow(-0, -2)", Elementary.pow(-0.0, -2), infinity),
            ("pow(-8, 1/3)", Elementary.pow(-8, 1.0 / 3), .nan), ("pow(-2, 3)", Elementary.pow(-2, 3), -8),
            ("pow(-inf, 3)", Elementary.pow(-infinity, 3), -infinity),
            ("pow(2, -1074)", Elementary.pow(2, -1074), 5e-324),
            ("pow(0.5, inf)", Elementary.pow(0.5, infinity), 0), ("atan2(0, -0)", Elementary.atan2(0, -0.0), .pi),
            ("atan2(-0, -1)", Elementary.atan2(-0.0, -1), -.pi), ("atan2(-0, 1)", Elementary.atan2(-0.0, 1), -0.0),
            ("atan2(inf, -inf)", Elementary.atan2(infinity, -infinity), 0.75 * .pi),
            ("atan2(1, 0)", Elementary.atan2(1, 0), .pi / 2), ("atan2(-1, -0)", Elementary.atan2(-1, -0.0), -.pi / 2),
            ("atan2(1, -inf)", Elementary.atan2(1, -infinity), .pi),
        ]
        for (name, value, expected) in table {
            #expect(isSame(value, expected), "\(name) is \(value), not \(expected)")
        }
    }

    @Test("NaN in, NaN out", arguments: accuracies)
    func undefined(_ accuracy: Accuracy) {
        #expect(accuracy.function(.nan).isNaN)
    }

    /// The C library follows the same standard; near agreement with it everywhere finds forgotten cases.
    @Test func agreesWithTheCLibrary() {
        func agrees(_ a: Double, _ b: Double) -> Bool {
            isSame(a, b) || (a.sign == b.sign && abs(a - b) <= 3 * max(b.ulp, 5e-324))
        }
        for x in specialValues {
            for accuracy in accuracies {
                let expected = Double(accuracy.reference(Float80(x)))
                #expect(agrees(accuracy.function(x), expected), "\(accuracy.name)(\(x))")
            }
            for y in specialValues {
                #expect(agrees(Elementary.pow(x, y), Glibc.pow(x, y)), "pow(\(x), \(y))")
                #expect(agrees(Elementary.atan2(x, y), Glibc.atan2(x, y)), "atan2(\(x), \(y))")
            }
        }
    }

    @Test("symmetries hold to the bit")
    func symmetries() {
        var points = Points(5)
        for _ in 0..<20_000 {
            let x = points.logarithmic(1e-5, 1e5)
            #expect(Elementary.sin(-x) == -Elementary.sin(x))
            #expect(Elementary.cos(-x) == Elementary.cos(x))
            #expect(Elementary.tan(-x) == -Elementary.tan(x))
            #expect(Elementary.asinh(-x) == -Elementary.asinh(x))
            #expect(Elementary.tanh(-x) == -Elementary.tanh(x))
            let pair = Elementary.sincos(x)
            #expect(pair.sine == Elementary.sin(x) && pair.cosine == Elementary.cos(x))
            let y = points.logarithmic(1e-5, 1e5)
            #expect(Elementary.atan2(-y, x) == -Elementary.atan2(y, x))
        }
    }

    @Test("exp and log are monotonic where it is hardest: between neighbours")
    func monotonic() {
        var points = Points(6)
        for _ in 0..<20_000 {
            let x = points.uniform(-700, 700)
            #expect(Elementary.exp(x.nextUp) >= Elementary.exp(x))
            let y = abs(points.logarithmic(1e-300, 1e300))
            #expect(Elementary.log(y.nextUp) >= Elementary.log(y))
        }
    }
}
