// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Parton densities of the proton in a closed form fitted to leading-order evolution.
///
/// x f = h(s) exp(sum over k, m of c[k][m] B_k(x) s^m) with s = ln(ln(Q/L) / ln(Q0/L)), L = 0.2 GeV, Q0 = sqrt(2) GeV and
/// B = 1, l, l², l³, l⁴ (l = ln x), ln(1-x), sqrt(x), x, x², x³ (variables as in Glück, Reya, Vogt, Z. Phys. C 53 (1992)
/// 127); h is 1, and for charm and bottom s less its value at their masses, 0 below. The card states the errors.
///
/// Valid for 1e-6 < x < 0.95 and Q0 < Q < 14 TeV; beyond, x below and Q are replaced by the bound, and above x = 0.95
/// the densities fall as (1 - x)⁵.
struct AnalyticDensities: Sendable {
    static let terms = 10
    static let powers = 5
    private static let lowestScale = 0x1.6a09e667f3bcdp+0
    private static let highestScale = 14_000.0
    private static let bottomMass = 4.75
    private static let lambda = 0.2
    private static let lowestX = 1e-6
    private static let upperX = 0.95

    /// Coefficients [term][power], a lane per flavour: g, d, u, s, c, b, dbar, ubar.
    private let coefficients: ConstantTable<SIMD8<Double>>
    /// 1 / ln(Q0/L), and s at the mass of the bottom quark.
    private let inverseLog: Double
    private let bottomOnset: Double

    /// - Parameter flavours: per flavour `terms` × `powers` numbers, the powers of s together.
    init(flavours: [[Double]]) {
        coefficients = ConstantTable(
            (0..<Self.terms * Self.powers).map { position in
                var lanes = SIMD8<Double>(repeating: 0)
                for flavour in 0..<8 { lanes[flavour] = flavours[flavour][position] }
                return lanes
            })
        inverseLog = 1 / Elementary.log(Self.lowestScale / Self.lambda)
        bottomOnset = Elementary.log(Elementary.log(Self.bottomMass / Self.lambda) * inverseLog)
    }

    @inline(__always)
    private func evolution(_ scale: Double) -> Double {
        let inside = min(max(scale, Self.lowestScale), Self.highestScale)
        return Elementary.log(Elementary.log(inside / Self.lambda) * inverseLog)
    }

    func values(x1: Double, x2: Double, scale: Double) -> (PartonValues, PartonValues) {
        let s = evolution(scale)
        let (a, b) = (Basis(x1), Basis(x2))
        var sumA = SIMD8<Double>(repeating: 0)
        var sumB = SIMD8<Double>(repeating: 0)
        for term in 0..<Self.terms {
            let value = coefficient(term, s)
            sumA += value * a.terms[term]
            sumB += value * b.terms[term]
        }
        return (finished(sumA, s, a.tail), finished(sumB, s, b.tail))
    }

    func values(x: Double, scale: Double) -> PartonValues {
        let s = evolution(scale)
        let basis = Basis(x)
        var sum = SIMD8<Double>(repeating: 0)
        for term in 0..<Self.terms { sum += coefficient(term, s) * basis.terms[term] }
        return finished(sum, s, basis.tail)
    }

    @inline(__always)
    private func coefficient(_ term: Int, _ s: Double) -> SIMD8<Double> {
        let base = term * Self.powers
        var value = coefficients[base + Self.powers - 1]
        for power in 1..<Self.powers { value = coefficients[base + Self.powers - 1 - power] + value * s }
        return value
    }

    @inline(__always)
    private func finished(_ sum: SIMD8<Double>, _ s: Double, _ tail: Double) -> PartonValues {
        let f = Elementary.exp(sum) * tail
        // Charm begins at Q0.
        let (charm, bottom) = (f[4] * s, f[5] * max(s - bottomOnset, 0))
        return PartonValues(
            lanes: SIMD16(
                f[0], f[1], f[2], f[3], charm, bottom, f[6], f[7], f[3], charm, bottom, 0, 0, 0, 0, 0))
    }

    /// The functions of x.
    private struct Basis {
        var terms: InlineArray<10, Double>
        /// Factor above the largest x; 0 at 1 and beyond.
        var tail = 1.0

        @inline(__always)
        init(_ x: Double) {
            let inside = min(max(x, AnalyticDensities.lowestX), AnalyticDensities.upperX)
            if x > AnalyticDensities.upperX {
                let ratio = max(1 - x, 0) / (1 - AnalyticDensities.upperX)
                tail = ratio * ratio * ratio * ratio * ratio
            }
            let l = Elementary.log(inside)
            let (l2, x2) = (l * l, inside * inside)
            terms = [
                1, l, l2, l2 * l, l2 * l2, Elementary.log(1 - inside), inside.squareRoot(), inside, x2, x2 * inside,
            ]
        }
    }
}
