// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Energy loss by ionisation and excitation, with the density effect.
enum Ionisation {
    /// ln(2 m_e c²) with m_e c² in GeV.
    static let logTwiceElectronMass = Elementary.log(2 * Passage.electronMass)

    /// (K/2) (Z/A) ρ x, GeV, with K = 4π N_A r_e² m_e c² = 0.307075 MeV cm²/mol (RPP 2024, table 34.1).
    static func xi(_ slab: MaterialSlab, _ material: Material) -> Double {
        0.5 * 0.307075e-3 * material.ratioZA * material.density * slab.thickness / Units.centimetre
    }

    /// Mean loss in a slab, GeV: Bethe's formula for heavy particles (RPP 2024 eq. 34.5), the Berger-Seltzer form for
    /// electrons and positrons (eq. 34.24). Good to a few per cent for βγ > 0.1.
    @inline(__always)
    static func meanLoss(_ passage: Passage, _ slab: SlabConstants) -> Double {
        let twiceXi = 2 * slab.xi * passage.paths * passage.charge2 * passage.inverseBeta2
        let base = BetaGammaTable.value(slab.meanTable, passage.logBetaGamma)
        let gamma = passage.gamma
        if passage.isElectron {
            // The bracket of eq. 34.24 is the one below twice, with T_max = T/2 and two spin terms.
            let half = Elementary.log(0.25 * Passage.electronMass * (gamma - 1)) - logTwiceElectronMass
            let rest = (gamma - 1) / gamma
            let spin = (1 - passage.beta2) - (2 * gamma - 1) / (gamma * gamma) * 0.6931471805599453
            let bracket = 2 * base + 2 * passage.logBetaGamma + half + spin + 0.125 * rest * rest
            return max(0, 0.5 * twiceXi * bracket)
        }
        // W_max = 2 m_e β²γ² / (1 + 2γ m_e/M + (m_e/M)²), eq. 34.4: half its logarithm.
        let ratio = Passage.electronMass * passage.inverseMass
        let recoil = 0.5 * logOnePlus(ratio * (2 * gamma + ratio))
        return max(0, twiceXi * (base + 2 * passage.logBetaGamma - passage.beta2 - recoil))
    }

    /// ln(1 + x) for x ≥ 0: below ½ the series of 2 artanh(x/(2 + x)), whose first term left out is below 1e-11.
    @inline(__always)
    private static func logOnePlus(_ x: Double) -> Double {
        guard x < 0.5 else { return Elementary.log(1 + x) }
        let z = x / (2 + x)
        let q = z * z
        var sum = q * (1 / 11.0) + 1 / 9.0
        sum = q * sum + 1 / 7.0
        sum = q * sum + 1 / 5.0
        sum = q * sum + 1 / 3.0
        return 2 * z * (q * sum + 1)
    }

    /// Most probable loss and the width ξ of the Landau distribution in a slab, GeV (RPP 2024 eq. 34.12).
    @inline(__always)
    static func mostProbableLoss(_ passage: Passage, _ slab: SlabConstants) -> (loss: Double, xi: Double) {
        let xi = slab.xi * passage.paths * passage.charge2 * passage.inverseBeta2
        let base = BetaGammaTable.value(slab.probableTable, passage.logBetaGamma)
        return (xi * (base + 2 * passage.logBetaGamma + passage.logThickness - passage.beta2), xi)
    }
}
