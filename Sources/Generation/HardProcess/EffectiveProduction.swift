// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A stand-in for a matrix element: powers of the partonic energy and of the transverse masses.
///
/// |M|² = N (s / s0)^(-a) product over particles (mT / m)^(-b_i), with the constants of the process card fitted to
/// reference distributions. Phase space and parton densities are exact; spin and angular correlations between the
/// particles are not described.
public struct EffectiveProduction: HardProcess {
    public let finalState: [Int32]
    public let couplingPower: Int
    private let energyPower: Double
    private let massPowers: [Double]
    private let scale2: Double
    private let normalisation: Double
    private let quarkFactor: Double

    init(finalState: [Int32], card: EffectiveAmplitudeCard) {
        self.finalState = finalState
        couplingPower = card.couplingPower
        energyPower = card.energyPower
        massPowers = finalState.map { abs($0) == 6 ? card.topPower : card.higgsPower }
        scale2 = card.referenceEnergy * card.referenceEnergy
        normalisation = card.normalisation
        quarkFactor = card.quarkFactor
    }

    public func squaredAmplitudes(at point: HardPoint) -> SquaredAmplitudes {
        var logarithm = -energyPower * Elementary.log(point.sHat / scale2)
        for i in 0..<point.count {
            let mass2 = point.masses[i] * point.masses[i]
            // (mT / m)^-b = exp(-b/2 ln(mT² / m²))
            logarithm -= 0.5 * massPowers[i] * Elementary.log((mass2 + point.momenta[i].pT2) / mass2)
        }
        let gluons = normalisation * Elementary.exp(logarithm)
        return SquaredAmplitudes(gluons: gluons, quarks: quarkFactor * gluons)
    }
}
