// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// x f(x, Q) of the proton's partons at one x and Q.
public struct PartonValues: Sendable, BitwiseCopyable {
    /// In the order g, d, u, s, c, b, dbar, ubar; s, c and b equal their antiquarks.
    var values = InlineArray<8, Double>(repeating: 0)

    var gluon: Double { values[0] }
    /// A quark (1...5) or antiquark (-1...-5).
    @inline(__always)
    subscript(quark: Int) -> Double {
        switch quark {
        case 1...5: values[quark]
        case -1: values[6]
        case -2: values[7]
        default: values[-quark]
        }
    }
}

/// Parton densities of the proton in a closed form fitted to a tabulated set.
///
/// x f = exp(a0 + a1 L + a2 L² + a3 L³ + b ln(1-x) + c x + e x²) with L = ln x; every coefficient is a quadratic
/// polynomial of ln(Q / 173 GeV). Valid for 1e-4 < x < 0.7 and 50 < Q < 1700 GeV; outside, x below 1e-5 and Q are
/// replaced by the bound, and above x = 0.7 the density falls as (1 - x)^5.
public struct PartonDensities: Sendable {
    private static let terms = 7
    private static let upperX = 0.7
    private let coefficients: ConstantTable<Double>
    private let strongCoupling: Double

    init(card: PartonDensityCard) {
        coefficients = ConstantTable(card.flavours.flatMap(\.coefficients))
        strongCoupling = card.strongCouplingAtZ
    }

    /// One-loop running coupling with five flavours.
    public func alphaS(scale: Double) -> Double {
        let b0 = 23 / (12 * PhysicalConstants.pi)
        return strongCoupling / (1 + strongCoupling * b0 * 2 * Elementary.log(max(scale, 2) / 91.188))
    }

    /// Densities at two momentum fractions (0...1) and one scale in GeV.
    public func values(x1: Double, x2: Double, scale: Double) -> (PartonValues, PartonValues) {
        let t = Elementary.log(min(max(scale, 50), 1700) / 173)
        let a = basis(x1)
        let b = basis(x2)
        var first = PartonValues()
        var second = PartonValues()
        for flavour in 0..<8 {
            var (sumA, sumB) = (0.0, 0.0)
            for term in 0..<Self.terms {
                let base = flavour * 3 * Self.terms + term
                let value =
                    coefficients[base] + t
                    * (coefficients[base + Self.terms] + t * coefficients[base + 2 * Self.terms])
                sumA += value * a.terms[term]
                sumB += value * b.terms[term]
            }
            first.values[flavour] = a.tail * Elementary.exp(sumA)
            second.values[flavour] = b.tail * Elementary.exp(sumB)
        }
        return (first, second)
    }

    private func basis(_ x: Double) -> (terms: InlineArray<7, Double>, tail: Double) {
        guard x < 1 else { return ([0, 0, 0, 0, 0, 0, 0], 0) }
        let inside = min(max(x, 1e-5), Self.upperX)
        var tail = 1.0
        if x > Self.upperX {
            let ratio = (1 - x) / (1 - Self.upperX)
            tail = ratio * ratio * ratio * ratio * ratio
        }
        let l = Elementary.log(inside)
        return ([1, l, l * l, l * l * l, Elementary.log(1 - inside), inside, inside * inside], tail)
    }
}
