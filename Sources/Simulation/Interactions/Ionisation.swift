// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Energy loss by ionisation and excitation, with the density effect.
enum Ionisation {
    /// ln(2 m_e c²) with m_e c² in GeV.
    static let logTwiceElectronMass = Elementary.log(2 * PhysicsConstants.electronMass)

    /// (K/2) (Z/A) ρ x, GeV, with K = 4π N_A r_e² m_e c² = 0.307075 MeV cm²/mol (RPP 2024, table 34.1).
    static func xi(_ slab: MaterialSlab, _ material: Material) -> Double {
        0.5 * 0.307075e-3 * material.ratioZA * material.density * slab.thickness / Units.centimetre
    }

    /// Mean loss in a slab, GeV: Bethe's formula for heavy particles (RPP 2024 eq. 34.5), the Berger-Seltzer form for
    /// electrons and positrons (eq. 34.24). Good to a few per cent for βγ > 0.1.
    @inline(__always)
    static func meanLoss<V: ElementaryLanes>(_ passage: Passage<V>, _ slab: SlabValues<V>) -> V {
        let twiceXi = slab.xi * 2 * passage.paths * passage.charge2 * passage.inverseBeta2
        let base = slab.mean + passage.logBetaGamma * 2
        // W_max = 2 m_e β²γ² / (1 + 2γ m_e/M + (m_e/M)²), eq. 34.4: half its logarithm.
        let ratio = passage.inverseMass * PhysicsConstants.electronMass
        let heavyRatio = V.select(passage.isElectron, V(every: 0), ratio)
        let recoil = logOnePlus(heavyRatio * (passage.gamma * 2 + heavyRatio)) * 0.5
        let loss = twiceXi * (base - passage.beta2 - recoil)
        let zero = V(every: 0)
        let heavy = V.select(zero.isBelow(loss), loss, zero)
        let one = V(every: 1)
        let electrons = V.select(passage.isElectron, one, zero)
        if V.holdsEverywhere(electrons.isBelow(one)) { return heavy }
        return V.select(passage.isElectron, electronLoss(passage, twiceXi, slab.mean), heavy)
    }

    /// The bracket of eq. 34.24 is the one of eq. 34.5 twice, with T_max = T/2 and two spin terms.
    @inline(__always)
    private static func electronLoss<V: ElementaryLanes>(_ passage: Passage<V>, _ twiceXi: V, _ base: V) -> V {
        let gamma = passage.gamma
        let one = V(every: 1)
        // A heavier particle's lane, whose value is not taken, may be at rest.
        let excess = gamma - one
        let safe = V.select(V(every: 1e-9).isBelow(excess), excess, V(every: 1e-9))
        let half = Elementary.log(safe * (0.25 * PhysicsConstants.electronMass)) - logTwiceElectronMass
        let rest = excess / gamma
        let spin = (one - passage.beta2) - (gamma * 2 - one) / (gamma * gamma) * 0.6931471805599453
        let bracket = base * 2 + passage.logBetaGamma * 2 + half + spin + rest * rest * 0.125
        let loss = twiceXi * 0.5 * bracket
        return V.select(V(every: 0).isBelow(loss), loss, V(every: 0))
    }

    /// ln(1 + x) for x ≥ 0: below ½ the series of 2 artanh(x/(2 + x)), whose first term left out is below 1e-11.
    @inline(__always)
    static func logOnePlus<V: ElementaryLanes>(_ x: V) -> V {
        let z = x / (x + 2)
        let q = z * z
        var sum = q * (1 / 11.0) + 1 / 9.0
        sum = q * sum + 1 / 7.0
        sum = q * sum + 1 / 5.0
        sum = q * sum + 1 / 3.0
        let series = z * 2 * (q * sum + 1)
        let isSmall = x.isBelow(V(every: 0.5))
        if V.holdsEverywhere(isSmall) { return series }
        return V.select(isSmall, series, Elementary.log(x + 1))
    }

    /// Most probable loss and the width ξ of the Landau distribution in a slab, GeV (RPP 2024 eq. 34.12).
    ///
    /// - Parameter logThickness: that of the passage.
    @inline(__always)
    static func mostProbableLoss<V: ElementaryLanes>(
        _ passage: Passage<V>, _ slab: SlabValues<V>, logThickness: V
    ) -> (loss: V, xi: V) {
        let xi = slab.xi * passage.paths * passage.charge2 * passage.inverseBeta2
        return (xi * (slab.probable + passage.logBetaGamma * 2 + logThickness - passage.beta2), xi)
    }
}
