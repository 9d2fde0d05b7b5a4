// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

extension MinimumBias {
    /// Fills `particles` with the underlying event of a hard collision: sums of charge and baryon number are zero.
    ///
    /// One activity drives the soft particles, the pairs of jets and the pairs of heavy quarks, all drawn as in minimum-bias
    /// collisions with numbers of their own: what other partons of the same two protons do.
    ///
    /// - Parameter available: largest sums of E + pz and of E - pz that the particles may have, GeV; a particle that
    ///   would exceed them is left out.
    func generateUnderlyingEvent(
        into particles: inout Column<SoftParticle>, available: Double, using stream: inout RandomStream
    ) {
        particles.removeAll()
        var ledger = SoftLedger()
        var budget = SoftBudget(plus: available, minus: available)
        let activity = stream.gammaUnitMean(shape: card.underlyingK)
        let pairs = stream.poisson(mean: min(card.underlyingJetPairs * scale * activity, 1000))
        for _ in 0..<pairs {
            jets.appendPair(in: energy, to: &particles, source, &ledger, &budget, using: &stream)
        }
        heavyQuarks.append(
            to: &particles, scale: card.underlyingHeavyPairs * scale * activity, &ledger, &budget, using: &stream)
        let mean = card.underlyingMean * scale / source.stablePerDraw * activity
        let count = stream.poisson(mean: min(mean, 20_000))
        for _ in 0..<count {
            var booked = ledger
            let particle = source.draw(
                region: .underlying, transverseScale: card.underlyingTransverseScale, ledger: &booked, using: &stream)
            if budget.keep(particle, in: &particles) { ledger = booked }
        }
        while let pdgID = ledger.nextCloser() {
            particles.append(
                source.drawCloser(pdgID, transverseScale: card.underlyingTransverseScale, using: &stream))
        }
        SoftSystem.balance(&particles)
    }
}
