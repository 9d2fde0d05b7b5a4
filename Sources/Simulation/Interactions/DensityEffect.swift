// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

extension Material.DensityEffect {
    /// δ(βγ) in Sternheimer's parameterisation, RPP 2024 eq. 34.7, for ln βγ.
    func delta(logBetaGamma: Double) -> Double {
        let ln10 = 2.302585092994046
        let x = logBetaGamma / ln10
        if x >= x1 { return 2 * logBetaGamma - cBar }
        if x >= x0 { return 2 * logBetaGamma - cBar + a * Elementary.pow(x1 - x, m) }
        // Conductors keep a small value below x0; insulators have δ₀ = 0.
        return delta0 > 0 ? delta0 * Elementary.exp(2 * ln10 * (x - x0)) : 0
    }
}
