// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Energy loss by ionisation and excitation.
enum Ionisation {
    /// Mean loss in a slab, GeV: Bethe's formula for heavy particles (RPP 2024 eq. 34.5), the Berger-Seltzer form for
    /// electrons and positrons (eq. 34.24), both with the density effect. Good to a few per cent for βγ > 0.1.
    @inline(__always)
    static func meanLoss(_ passage: Passage, _ slab: SlabConstants, paths: Double) -> Double {
        let delta = slab.densityEffect.delta(logBetaGamma: passage.logBetaGamma)
        let twiceXi = 2 * slab.xi * paths * passage.charge2 / passage.beta2
        // ln(2 m_e c² β²γ² / I)
        let logKinematic = logTwiceElectronMass + 2 * passage.logBetaGamma - slab.logExcitation
        if passage.isElectron {
            let gamma = passage.energy / passage.mass
            // ln(m β²γ² · m(γ − 1)/2 / I²) = logKinematic + ln(m(γ − 1)/(4 I))
            let logHalf = Elementary.log(Passage.electronMass * (gamma - 1) / 4) - slab.logExcitation
            let rest = (gamma - 1) / gamma
            let shape =
                logKinematic + logHalf + (1 - passage.beta2)
                - (2 * gamma - 1) / (gamma * gamma) * 0.6931471805599453 + 0.125 * rest * rest
            return max(0, 0.5 * twiceXi * (shape - delta))
        }
        let ratio = Passage.electronMass / passage.mass
        let gamma = passage.energy / passage.mass
        // W_max = 2 m_e β²γ² / (1 + 2γ m_e/M + (m_e/M)²), RPP eq. 34.4.
        let recoil = Elementary.log(1 + 2 * gamma * ratio + ratio * ratio)
        return max(0, twiceXi * (logKinematic - 0.5 * recoil - passage.beta2 - 0.5 * delta))
    }

    /// Most probable loss and the width ξ of the Landau distribution in a slab, GeV (RPP 2024 eq. 34.12).
    @inline(__always)
    static func mostProbableLoss(
        _ passage: Passage, _ slab: SlabConstants, paths: Double
    ) -> (loss: Double, xi: Double) {
        let xi = slab.xi * paths * passage.charge2 / passage.beta2
        let delta = slab.densityEffect.delta(logBetaGamma: passage.logBetaGamma)
        let logKinematic = logTwiceElectronMass + 2 * passage.logBetaGamma - slab.logExcitation
        let logXi = Elementary.log(xi) - slab.logExcitation
        return (xi * (logKinematic + logXi + 0.200 - passage.beta2 - delta), xi)
    }

    /// ln(2 m_e c²) with m_e c² in GeV.
    static let logTwiceElectronMass = Elementary.log(2 * Passage.electronMass)
}

/// The Landau distribution in its standard form: mode −0.22278, no mean.
enum LandauDistribution {
    /// Most probable value (Kölbig and Schorr, Comp. Phys. Comm. 31 (1984) 97).
    static let mode = -0.22278298

    /// One draw, exact: Landau's distribution is the stable one with α = 1, β = 1, scale π/2, drawn by the method of
    /// Chambers, Mallows and Stuck (J. Am. Stat. Assoc. 71 (1976) 340, eq. 2.4).
    @inline(__always)
    static func draw(_ stream: inout RandomStream) -> Double {
        let halfPi = 0.5 * PhysicalConstants.pi
        let angle = PhysicalConstants.pi * (stream.uniform() - 0.5) + 0x1p-54
        let waiting = stream.exponential()
        let (sine, cosine) = Elementary.sincos(angle)
        let lever = halfPi + angle
        return lever * sine / cosine - Elementary.log(waiting * cosine / lever)
    }
}
