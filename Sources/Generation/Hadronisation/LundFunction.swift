// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The symmetric fragmentation function f(z) ~ z^(-c) (1-z)^a exp(-b mT²/z) (Andersson, Gustafson, Ingelman,
/// Sjöstrand, Phys. Rep. 97 (1983) 31), with c = 1 + r_Q b m_Q² for heavy quarks (Bowler, Z. Phys. C 11 (1981) 169).
struct LundFunction: Sendable {
    let a: Double
    let b: Double
    private let bottomPower: Double
    private let charmPower: Double

    init(card: FragmentationCard) {
        a = card.lundA
        b = card.lundB
        let (bottom, charm) = (QuarkMasses.constituent(5), QuarkMasses.constituent(4))
        bottomPower = 1 + card.bottomExponent * card.lundB * bottom * bottom
        charmPower = 1 + card.charmExponent * card.lundB * charm * charm
    }

    /// Light-cone fraction taken by a hadron of squared transverse mass `mT2` from an end of the given flavour.
    func sample(mT2: Double, end: Int32, using stream: inout RandomStream) -> Double {
        let flavour = abs(end)
        let c = flavour == 5 ? bottomPower : flavour == 4 ? charmPower : 1
        let strength = b * mT2
        // Maximum: (c - a) z² - (strength + c) z + strength = 0.
        let difference = c - a
        let sum = strength + c
        let peak =
            abs(difference) < 1e-6
            ? strength / sum
            : 0.5 * (sum - (sum * sum - 4 * difference * strength).squareRoot()) / difference
        let top = min(max(peak, 1e-9), 1 - 1e-9)
        let (logTop, logRest, inverse) = (Elementary.log(top), Elementary.log(1 - top), 1 / top)
        // A peak near zero has a tail below (division/z)^c: flat up to the division, falling beyond it.
        let division = top < 0.1 ? 2.75 * top : 1
        let flat = division
        let falling = top < 0.1 ? division * tailIntegral(division, c) : 0
        while true {
            var z: Double
            var envelope = 1.0
            if stream.uniform() * (flat + falling) < flat {
                z = division * stream.uniform()
            } else {
                z = tail(division, c, stream.uniform())
                envelope = Elementary.exp(c * Elementary.log(division / z))
            }
            guard z > 1e-12, z < 1 else { continue }
            let exponent =
                c * (logTop - Elementary.log(z)) + a * (Elementary.log(1 - z) - logRest) + strength * (inverse - 1 / z)
            if Elementary.exp(exponent) >= envelope * stream.uniform() { return z }
        }
    }

    /// Integral of (d/z)^c from d to 1, over d.
    private func tailIntegral(_ d: Double, _ c: Double) -> Double {
        c == 1 ? -Elementary.log(d) : (1 - Elementary.exp((c - 1) * Elementary.log(d))) / (c - 1)
    }

    /// z with density (d/z)^c between d and 1.
    private func tail(_ d: Double, _ c: Double, _ u: Double) -> Double {
        if c == 1 { return d * Elementary.exp(-Elementary.log(d) * u) }
        let low = Elementary.exp((1 - c) * Elementary.log(d))
        return Elementary.exp(Elementary.log(low + (1 - low) * u) / (1 - c))
    }
}
