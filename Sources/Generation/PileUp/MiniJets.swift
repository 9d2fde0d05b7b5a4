// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Pairs of jets from parton scatters of moderate momentum: the short-range correlations of minimum-bias collisions and
/// the tail of their transverse momenta.
///
/// The partons' transverse momentum falls as dN/dp ~ (1 + p / scale)^(-exponent) above a minimum. Each makes a chain of
/// fragments, which take the share z of what is left with density (1 + a)(1 - z)^a, so that D(z) = (1 + a)(1 - z)^a / z
/// (Field and Feynman, Nucl. Phys. B 136 (1978) 1), a falling with the fragment's mass; momenta across the axis are
/// normal, wider for harder fragments.
struct MiniJetSource: Sendable {
    let card: MinimumBiasCard.Jets
    private let referenceReach: Double

    init(card: MinimumBiasCard.Jets, referenceEnergy: Double) {
        self.card = card
        referenceReach = Elementary.log(0.5 * referenceEnergy / 25)
    }

    /// A pair in a system of the given mass, GeV.
    func appendPair(
        in mass: Double, to particles: inout Column<SoftParticle>, _ source: SoftParticleSource,
        _ ledger: inout SoftLedger,
        _ budget: inout SoftBudget, using stream: inout RandomStream
    ) {
        let pT = drawTransverse(using: &stream)
        let (first, second) = drawRapidities(pT: pT, mass: mass, using: &stream)
        let (acoplanarity, imbalance) = stream.normalPair()
        let azimuth = PhysicalConstants.twoPi * stream.uniform()
        appendJet(
            pT: pT, rapidity: first, azimuth: azimuth, to: &particles, source, &ledger, &budget,
            using: &stream)
        let opposite = azimuth + 0.5 * PhysicalConstants.twoPi + card.acoplanarity * acoplanarity
        let other = max(pT * (1 + card.acoplanarity * imbalance), 0.5 * pT)
        appendJet(
            pT: other, rapidity: second, azimuth: opposite, to: &particles, source, &ledger,
            &budget, using: &stream)
    }

    /// By inversion of the cumulative distribution.
    private func drawTransverse(using stream: inout RandomStream) -> Double {
        let start = card.scale + card.minimumTransverse
        return start * Elementary.pow(stream.uniformPositive(), -1 / (card.exponent - 1)) - card.scale
    }

    /// Rapidities of the two partons: normal, with weight (1 - x)^3 for the share x of either beam's momentum that they
    /// take together.
    private func drawRapidities(
        pT: Double, mass: Double, using stream: inout RandomStream
    ) -> (Double, Double) {
        // They reach ln(mass / 2 pT); the spread is given for 25 GeV at the reference energy.
        let spread = card.rapiditySpread * max(Elementary.log(0.5 * mass / pT), 0.5) / referenceReach
        for _ in 0..<50 {
            let (a, b) = stream.normalPair()
            let (first, second) = (Elementary.exp(spread * a), Elementary.exp(spread * b))
            let forward = 1 - pT * (first + second) / mass
            let backward = 1 - pT * (1 / first + 1 / second) / mass
            guard forward > 0, backward > 0 else { continue }
            let weight = forward * backward
            if stream.uniform() < weight * weight * weight { return (spread * a, spread * b) }
        }
        return (0, 0)
    }

    private func appendJet(
        pT: Double, rapidity: Double, azimuth: Double, to particles: inout Column<SoftParticle>,
        _ source: SoftParticleSource, _ ledger: inout SoftLedger, _ budget: inout SoftBudget,
        using stream: inout RandomStream
    ) {
        let (sine, cosine) = Elementary.sincos(azimuth)
        let growth = Elementary.exp(rapidity)
        var left = pT
        while left > card.minimumFragment {
            var booked = ledger
            let (pdgID, mass) = source.drawSpecies(ledger: &booked, using: &stream)
            let softness = card.fragmentation / (1 + card.hardening * mass)
            let share = 1 - Elementary.pow(stream.uniformPositive(), 1 / (1 + softness))
            let p = share * left
            left -= p
            let (a, b) = stream.normalPair()
            let width = card.width * (1 + card.broadening * p.squareRoot())
            let (px, py) = (p * cosine - width * a * sine, p * sine + width * a * cosine)
            let along = width * b
            let mT2 = px * px + py * py + mass * mass
            // E + along in the frame that moves with the jet's rapidity, then E + pz and E - pz.
            let plus = ((mT2 + along * along).squareRoot() + along) * growth
            let particle = SoftParticle(pdgID: pdgID, px: px, py: py, pz: 0.5 * (plus - mT2 / plus), mass: mass)
            if budget.keep(particle, in: &particles) { ledger = booked }
        }
    }
}
