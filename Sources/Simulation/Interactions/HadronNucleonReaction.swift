// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Cross-sections of hadrons with single nucleons, as they act within nuclei, mb against GeV/c.
///
/// At high momenta A + B pⁿ + C ln² p + D ln p for the total and the elastic cross-section, the fits of the
/// CERN-HERA and COMPAS groups in the Review of Particle Properties 1994 (Phys. Rev. D50 (1994) 1335); the inelastic one
/// is their difference. Below, totals at points read from the Review's plots and from the parameterisation of N. Starkov
/// in Geant4 (G4HadronNucleonXsc), changed by what the nucleus does to them:
///
/// - pions below 3 GeV/c by factors of 0.7 to 1.8, which smear the Δ and the N* by Fermi's motion and add the capture by
///   pairs of nucleons. They are fitted so that `GlauberNucleus` gives the reaction cross-sections that V. S. Barashenkov
///   evaluated (JINR P2-89-770, in Geant4's G4UPiNuclearCrossSection), the mean of both charges, from beryllium to copper;
/// - nucleons below 0.8 GeV/c by Pauli's principle, down to a half, from the reaction cross-sections of carbon and iron (A.
///   Auce et al., Phys. Rev. C71 (2005) 064606; J. J. H. Menet et al., Phys. Rev. C4 (1971) 1114);
/// - K⁺ below 2 GeV/c by 1.08 (E. Friedman et al., Phys. Rev. C55 (1997) 1304; D. V. Bugg et al., Phys. Rev. 168 (1968)
///   1466).
///
/// `absorptive` goes on below the threshold of pion production as what removes a hadron within a nucleus: several
/// scatterings, capture of pions. `Benchmarks/Physics/hadron_cross_sections.py` compares with measurements.
enum HadronNucleonReaction: Int, CaseIterable, Sendable {
    case protonProton, protonNeutron, piPlusProton, piMinusProton
    case kaonPlusProton, kaonPlusNeutron, kaonMinusProton, kaonMinusNeutron, antiprotonProton
    /// The mean of K⁰ and its antiparticle, with isospin: K⁰p as K⁺n.
    case kaonZeroProton, kaonZeroNeutron

    /// mb.
    func crossSections(momentum: Double) -> (total: Double, absorptive: Double) {
        switch self {
        case .kaonZeroProton: return HadronNucleonReaction.mean(.kaonPlusNeutron, .kaonMinusNeutron, momentum)
        case .kaonZeroNeutron: return HadronNucleonReaction.mean(.kaonPlusProton, .kaonMinusProton, momentum)
        default: break
        }
        let points = lowEnergy
        let last = points[points.count - 1]
        let join = last.momentum
        if momentum < join { return HadronNucleonReaction.interpolated(points, momentum) }
        // From the last point to the fits over a factor of 1.5.
        let fit = fits
        let total = fit.total.value(momentum)
        let inelastic = total - fit.elastic.value(momentum)
        let share = max(0, 1 - Elementary.log(momentum / join) / 0.4054651081081644)
        return (
            total + share * (last.total - fit.total.value(join)),
            inelastic + share * (last.absorptive - fit.total.value(join) + fit.elastic.value(join))
        )
    }

    private static func mean(
        _ a: HadronNucleonReaction, _ b: HadronNucleonReaction, _ momentum: Double
    ) -> (total: Double, absorptive: Double) {
        let first = a.crossSections(momentum: momentum)
        let second = b.crossSections(momentum: momentum)
        return (0.5 * (first.total + second.total), 0.5 * (first.absorptive + second.absorptive))
    }

    private struct Point {
        let momentum, total, absorptive: Double
        init(_ momentum: Double, _ total: Double, _ absorptive: Double) {
            self.momentum = momentum
            self.total = total
            self.absorptive = absorptive
        }
    }

    private struct Fit {
        let a, b, n, c, d: Double
        init(_ a: Double, _ b: Double, _ n: Double, _ c: Double, _ d: Double) {
            (self.a, self.b, self.n, self.c, self.d) = (a, b, n, c, d)
        }
        func value(_ momentum: Double) -> Double {
            let logarithm = Elementary.log(momentum)
            return a + b * Elementary.exp(n * logarithm) + logarithm * (c * logarithm + d)
        }
    }

    private static func interpolated(_ points: [Point], _ momentum: Double) -> (total: Double, absorptive: Double) {
        guard let above = points.firstIndex(where: { momentum < $0.momentum }), above > 0 else {
            return (points[0].total, points[0].absorptive)
        }
        let low = points[above - 1]
        let high = points[above]
        let f = Elementary.log(momentum / low.momentum) / Elementary.log(high.momentum / low.momentum)
        return (low.total + f * (high.total - low.total), low.absorptive + f * (high.absorptive - low.absorptive))
    }

    private var fits: (total: Fit, elastic: Fit) {
        let nucleon = Fit(11.9, 26.9, -1.21, 0.169, -1.85)
        let positiveKaon = Fit(5.0, 8.1, -1.8, 0.16, -1.3)
        let negativeKaon = Fit(7.3, 0, 0, 0.29, -2.4)
        switch self {
        case .protonProton: return (Fit(48.0, 0, 0, 0.522, -4.51), nucleon)
        case .protonNeutron: return (Fit(47.3, 0, 0, 0.513, -4.27), nucleon)
        case .piPlusProton: return (Fit(16.4, 19.3, -0.42, 0.19, 0), Fit(0, 11.4, -0.4, 0.079, 0))
        case .piMinusProton: return (Fit(33.0, 14.0, -1.36, 0.456, -4.03), Fit(1.76, 11.2, -0.64, 0.043, 0))
        case .kaonPlusProton: return (Fit(18.1, 0, 0, 0.26, -1.0), positiveKaon)
        case .kaonPlusNeutron: return (Fit(18.7, 0, 0, 0.21, -0.89), positiveKaon)
        case .kaonMinusProton: return (Fit(32.1, 0, 0, 0.66, -5.6), negativeKaon)
        case .kaonMinusNeutron: return (Fit(25.2, 0, 0, 0.38, -2.9), negativeKaon)
        case .antiprotonProton, .kaonZeroProton, .kaonZeroNeutron:
            return (Fit(38.4, 77.6, -0.64, 0.26, -1.2), Fit(10.2, 52.7, -1.16, 0.125, -1.28))
        }
    }

    private var lowEnergy: [Point] {
        switch self {
        case .protonProton:
            [
                Point(0.1, 200, 40), Point(0.2, 75, 38), Point(0.31, 33, 33), Point(0.445, 23, 28),
                Point(0.644, 21, 25), Point(0.808, 24, 24), Point(0.954, 26, 24), Point(1.28, 41, 26),
                Point(1.7, 47.5, 27), Point(2.25, 47, 27), Point(3, 44.5, 27),
            ]
        case .protonNeutron:
            [
                Point(0.1, 750, 40), Point(0.2, 225, 38), Point(0.31, 103, 33), Point(0.445, 51, 28),
                Point(0.644, 35, 25), Point(0.808, 34, 24), Point(0.954, 33.5, 24), Point(1.28, 37, 26),
                Point(1.7, 38.5, 27), Point(2.25, 42, 27), Point(3, 43, 27),
            ]
        case .piPlusProton:
            HadronNucleonReaction.pionPoints([
                10, 31.7, 110, 154.5, 135, 100, 66, 40.8, 26, 17.5, 24.1, 22, 37.5, 39.6, 31.8, 28.9, 28.1,
            ])
        case .piMinusProton:
            HadronNucleonReaction.pionPoints([
                13.4, 24.6, 45.9, 60.8, 48.7, 36.5, 36, 37.4, 44.4, 53.8, 49.5, 54.3, 44, 36.6, 38.2, 32.9, 31,
            ])
        case .kaonPlusProton:
            [
                Point(0.1, 11.9, 1), Point(0.5, 13.5, 2.5), Point(0.8, 15.1, 5), Point(1, 17.8, 8),
                Point(1.2, 19.4, 9.5), Point(1.5, 19.4, 10.5), Point(2, 18.9, 11),
            ]
        case .kaonPlusNeutron:
            [
                Point(0.1, 8.6, 1), Point(0.5, 16.2, 3), Point(0.8, 19.4, 6), Point(1.1, 22.1, 10),
                Point(1.5, 21.1, 11), Point(2, 19.7, 11.7),
            ]
        case .kaonMinusProton:
            [
                Point(0.1, 150, 100), Point(0.2, 100, 65), Point(0.3, 80, 45), Point(0.4, 78, 42), Point(0.5, 42, 24),
                Point(0.7, 37, 20), Point(0.8, 44, 24), Point(1, 52, 30), Point(1.2, 38, 25), Point(1.6, 32, 22),
                Point(2, 30.5, 22), Point(3, 26.7, 21.7),
            ]
        case .kaonMinusNeutron:
            [
                Point(0.1, 100, 70), Point(0.2, 60, 40), Point(0.3, 40, 28), Point(0.5, 26, 16), Point(0.7, 32, 18),
                Point(0.9, 42, 25), Point(1.1, 39, 25), Point(1.6, 32, 22), Point(2, 27, 20), Point(3, 22.5, 17.5),
            ]
        case .antiprotonProton, .kaonZeroProton, .kaonZeroNeutron:
            [
                Point(0.1, 400, 300), Point(0.2, 300, 220), Point(0.3, 235, 165), Point(0.5, 172, 113),
                Point(0.7, 142, 90), Point(1, 118, 70), Point(1.5, 99, 60), Point(2, 89, 55), Point(3, 76, 52),
            ]
        }
    }

    /// The Δ(1232), which Fermi's motion and the capture of slow pions bring from 0.30 to 0.25 GeV/c.
    private static func pionPoints(_ totals: [Double]) -> [Point] {
        let momenta = [
            0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.75, 0.9, 1.0, 1.2, 1.45, 1.8, 2.5, 3,
        ]
        let absorptive = [
            6, 12, 20, 29, 34, 32, 28, 21, 19, 19, 20, 22, 22, 23, 23.5, 23.5, 24,
        ]
        return momenta.indices.map { Point(momenta[$0], totals[$0], absorptive[$0]) }
    }
}
