// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

extension MinimumBias {
    /// Fills `particles` with the underlying event of a hard collision: sums of charge and baryon number are zero.
    ///
    /// - Parameter available: largest sums of E + pz and of E - pz that the particles may have, GeV; a particle that
    ///   would exceed them is left out.
    func generateUnderlyingEvent(
        into particles: inout Column<SoftParticle>, available: Double, using stream: inout RandomStream
    ) {
        particles.removeAll()
        var ledger = SoftLedger()
        let activity = stream.gammaUnitMean(shape: card.underlyingK)
        let count = stream.poisson(mean: min(card.underlyingMean * scale / source.stablePerDraw * activity, 20_000))
        var (plus, minus) = (0.0, 0.0)
        for _ in 0..<count {
            var booked = ledger
            let particle = source.draw(
                region: .underlying, transverseScale: card.underlyingTransverseScale, ledger: &booked, using: &stream)
            let energy = particle.energy
            guard plus + energy + particle.pz < available, minus + energy - particle.pz < available else { continue }
            plus += energy + particle.pz
            minus += energy - particle.pz
            ledger = booked
            particles.append(particle)
        }
        while let pdgID = ledger.nextCloser() {
            particles.append(
                source.drawCloser(pdgID, transverseScale: card.underlyingTransverseScale, using: &stream))
        }
        SoftSystem.balance(&particles)
    }
}
