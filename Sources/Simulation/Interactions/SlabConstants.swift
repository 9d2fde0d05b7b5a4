// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// What the interaction models need of one slab of material, worked out once.
///
/// All models take the path as a multiple of the slab's thickness: 1 at normal incidence, 1/cos θ otherwise.
struct SlabConstants: Sendable, BitwiseCopyable {
    /// Thickness along the normal, mm.
    let thickness: Double
    /// Thickness in radiation lengths.
    let radiationLengths: Double
    /// (K/2) (Z/A) ρ x for the slab's thickness, GeV: ξ of the Landau distribution for β = 1, z = 1.
    let xi: Double
    /// ln of the mean excitation energy in GeV.
    let logExcitation: Double
    /// 2 ln(ħω_p / I): the density effect's high-energy constant.
    let densityEffect: DensityEffectConstants

    init(_ slab: MaterialSlab, _ material: Material) {
        thickness = slab.thickness
        radiationLengths = slab.thickness / material.radiationLength
        // K = 4π N_A r_e² m_e c² = 0.307075 MeV cm²/mol (RPP 2024, table 34.1); thickness mm -> cm.
        xi = 0.5 * 0.307075e-3 * material.ratioZA * material.density * slab.thickness / 10
        logExcitation = Elementary.log(material.meanExcitationEnergy)
        densityEffect = DensityEffectConstants(material.densityEffect)
    }
}

/// Sternheimer's parameterisation of the density effect, RPP 2024 eq. 34.7.
struct DensityEffectConstants: Sendable, BitwiseCopyable {
    let x0: Double
    let x1: Double
    let a: Double
    let m: Double
    let cBar: Double
    let delta0: Double

    init(_ parameters: Material.DensityEffect) {
        x0 = parameters.x0
        x1 = parameters.x1
        a = parameters.a
        m = parameters.m
        cBar = parameters.cBar
        delta0 = parameters.delta0
    }

    /// δ(βγ) for ln(βγ).
    @inline(__always)
    func delta(logBetaGamma: Double) -> Double {
        let ln10 = 2.302585092994046
        let x = logBetaGamma / ln10
        if x >= x1 { return 2 * logBetaGamma - cBar }
        if x >= x0 { return 2 * logBetaGamma - cBar + a * Elementary.pow(x1 - x, m) }
        // Conductors keep a small value below x0; insulators have δ₀ = 0.
        return delta0 > 0 ? delta0 * Elementary.exp(2 * ln10 * (x - x0)) : 0
    }
}
