// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Pairs of charm and bottom hadrons of minimum-bias collisions, back to back in azimuth.
struct HeavyQuarkSource: Sendable {
    let card: MinimumBiasCard.HeavyQuarks

    init(card: MinimumBiasCard.HeavyQuarks) { self.card = card }

    func append(
        to particles: inout Column<SoftParticle>, scale: Double, _ ledger: inout SoftLedger,
        _ budget: inout SoftBudget, using stream: inout RandomStream
    ) {
        for flavour in card.flavours {
            let pairs = stream.poisson(mean: min(scale * flavour.pairs, 100))
            for _ in 0..<pairs { appendPair(flavour, to: &particles, &ledger, &budget, using: &stream) }
        }
    }

    private func appendPair(
        _ flavour: MinimumBiasCard.HeavyQuarks.Flavour, to particles: inout Column<SoftParticle>,
        _ ledger: inout SoftLedger, _ budget: inout SoftBudget, using stream: inout RandomStream
    ) {
        let azimuth = PhysicalConstants.twoPi * stream.uniform()
        let (first, second) = stream.normalPair()
        let centre = flavour.rapiditySpread * first
        let pT = transverse(flavour, using: &stream)
        let before = (particles.count, ledger, budget)
        for (sign, y) in [(Int32(1), centre + second), (-1, centre - second)] {
            var pdgID = flavour.hadrons[flavour.hadrons.count - 1].pdgID
            var left = stream.uniform() * flavour.weight
            for hadron in flavour.hadrons {
                left -= hadron.share
                if left < 0 {
                    pdgID = hadron.pdgID
                    break
                }
            }
            pdgID *= sign
            let mass = ParticleData.mass(pdgID) ?? 0
            let (sine, cosine) = Elementary.sincos(azimuth + (sign < 0 ? 0.5 * PhysicalConstants.twoPi : 0))
            let own = sign > 0 ? pT : 0.5 * (pT + transverse(flavour, using: &stream))
            let growth = Elementary.exp(y)
            let particle = SoftParticle(
                pdgID: pdgID, px: own * cosine, py: own * sine,
                pz: 0.5 * (own * own + mass * mass).squareRoot() * (growth - 1 / growth), mass: mass)
            guard budget.keep(particle, in: &particles) else {
                // Half a pair is none.
                particles.truncate(to: before.0)
                (ledger, budget) = (before.1, before.2)
                return
            }
            ledger.missingCharge -= (ParticleData.charge3(pdgID) ?? 0) / 3
            ledger.missingBaryon -= HadronContent.baryonNumber3(pdgID) / 3
        }
    }

    /// dN/dpT^2 ~ (1 + (pT / scale)^2)^(-exponent).
    private func transverse(
        _ flavour: MinimumBiasCard.HeavyQuarks.Flavour, using stream: inout RandomStream
    ) -> Double {
        let ratio2 = Elementary.pow(stream.uniformPositive(), -1 / (flavour.exponent - 1)) - 1
        return flavour.scale * ratio2.squareRoot()
    }
}
