// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Parameterised inelastic proton-proton collisions.
///
/// Non-diffractive ones have an activity that fluctuates like a gamma distribution, so that multiplicities are negative
/// binomial; part of the particles are fragments of the beams and do not follow the activity. Diffractive ones fill the
/// rapidities of the dissociated system. Charge and baryon number of a collision are those of two protons, exactly;
/// transverse momenta sum to zero before neutral pions decay; energy is not conserved.
struct MinimumBias: Sendable {
    let card: MinimumBiasCard
    let source: SoftParticleSource
    private let energy: Double
    private let scale: Double

    init(card: MinimumBiasCard, centreOfMassEnergy: Double) {
        self.card = card
        energy = centreOfMassEnergy
        source = SoftParticleSource(card: card, centreOfMassEnergy: centreOfMassEnergy)
        let ratio = centreOfMassEnergy / card.referenceEnergy
        let span = (card.plateau + Elementary.log(ratio)) / card.plateau
        // Density per unit of rapidity times the length of the plateau.
        scale = Elementary.pow(ratio, 2 * card.multiplicityExponent) * max(span, 0.1)
    }

    /// Fills `particles` with one collision; neutral pions are not decayed yet.
    func generate(into particles: inout Column<SoftParticle>, using stream: inout RandomStream) {
        particles.removeAll()
        var ledger = SoftLedger(missingCharge: 2, missingBaryon: 2)
        if stream.uniform() < card.nondiffractiveFraction {
            generateNondiffractive(into: &particles, ledger: &ledger, using: &stream)
        } else {
            generateDiffractive(into: &particles, ledger: &ledger, using: &stream)
        }
        close(ledger, into: &particles, transverseScale: 1, using: &stream)
        balance(&particles)
    }

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
        close(ledger, into: &particles, transverseScale: card.underlyingTransverseScale, using: &stream)
        balance(&particles)
    }

    private func generateNondiffractive(
        into particles: inout Column<SoftParticle>, ledger: inout SoftLedger, using stream: inout RandomStream
    ) {
        for side in [1.0, -1.0] { appendLeadingBaryon(side: side, into: &particles, ledger: &ledger, using: &stream) }
        let activity = stream.gammaUnitMean(shape: card.binomialK)
        let mean = max(card.meanStable - 2, 0) * scale / source.stablePerDraw
        let centralCount = stream.poisson(mean: min(mean * card.fluctuatingShare * activity, 20_000))
        let fragmentCount = stream.poisson(mean: mean * (1 - card.fluctuatingShare))
        let stretch = Elementary.pow(max(activity, 0.01), card.transverseSlope)
        for _ in 0..<centralCount {
            particles.append(
                source.draw(region: .central, transverseScale: stretch, ledger: &ledger, using: &stream))
        }
        for _ in 0..<fragmentCount {
            particles.append(source.draw(region: .fragments, transverseScale: 1, ledger: &ledger, using: &stream))
        }
    }

    private func generateDiffractive(
        into particles: inout Column<SoftParticle>, ledger: inout SoftLedger, using stream: inout RandomStream
    ) {
        let isDouble = stream.uniform() < card.doubleFraction
        let firstSide = stream.next() & 1 == 0 ? 1.0 : -1.0
        dissociate(side: firstSide, into: &particles, ledger: &ledger, using: &stream)
        if isDouble {
            dissociate(side: -firstSide, into: &particles, ledger: &ledger, using: &stream)
        } else {
            // The other proton survives with nearly the whole momentum of its beam.
            let (kx, ky) = stream.normalPair()
            let sigma = card.leadingTransverse / 2.0.squareRoot()
            ledger.missingCharge -= 1
            ledger.missingBaryon -= 1
            particles.append(
                SoftParticle(
                    pdgID: 2212, px: sigma * kx, py: sigma * ky, pz: -firstSide * energy / 2 * 0.999,
                    mass: ParticleData.mass(2212) ?? 0))
        }
    }

    /// A dissociated proton: d sigma / d ln M^2 is flat, particles fill the ln M^2 units of rapidity next to the beam.
    private func dissociate(
        side: Double, into particles: inout Column<SoftParticle>, ledger: inout SoftLedger,
        using stream: inout RandomStream
    ) {
        let lowest = 2 * Elementary.log(card.minimumMass)
        let highest = max(Elementary.log(card.maximumXi * energy * energy), lowest)
        let logMass2 = lowest + (highest - lowest) * stream.uniform()
        let mean = card.stableAtThreshold + card.stablePerLogMass * logMass2
        let activity = stream.gammaUnitMean(shape: card.diffractiveK)
        let count = stream.poisson(mean: max(mean * activity - 1, 0) / source.stablePerDraw)
        appendLeadingBaryon(side: side, into: &particles, ledger: &ledger, using: &stream)
        for _ in 0..<count {
            // The edge of the system is smeared by half a unit, as pions have less mass than the proton.
            let depth = logMass2 * stream.uniform() + 0.5 * stream.uniform()
            let rapidity = side * (source.maximumRapidity - 0.8 - depth)
            particles.append(source.draw(rapidity: rapidity, transverseScale: 0.9, ledger: &ledger, using: &stream))
        }
    }

    private func appendLeadingBaryon(
        side: Double, into particles: inout Column<SoftParticle>, ledger: inout SoftLedger,
        using stream: inout RandomStream
    ) {
        let isProton = stream.uniform() < card.leadingProtonShare
        let x = card.leadingMinimumX + (card.leadingMaximumX - card.leadingMinimumX) * stream.uniform()
        let (kx, ky) = stream.normalPair()
        let sigma = card.leadingTransverse / 2.0.squareRoot()
        ledger.missingBaryon -= 1
        if isProton { ledger.missingCharge -= 1 }
        let pdgID: Int32 = isProton ? 2212 : 2112
        particles.append(
            SoftParticle(
                pdgID: pdgID, px: sigma * kx, py: sigma * ky, pz: side * x * energy / 2,
                mass: ParticleData.mass(pdgID) ?? 0))
    }

    /// Appends the nucleons and pions that bring charge and baryon number to their goals.
    private func close(
        _ ledger: SoftLedger, into particles: inout Column<SoftParticle>, transverseScale: Double,
        using stream: inout RandomStream
    ) {
        var left = ledger
        while left.missingBaryon != 0 {
            let sign: Int32 = left.missingBaryon > 0 ? 1 : -1
            // A proton where it also helps the charge, else a neutron.
            let helps = left.missingCharge * sign > 0
            left.missingBaryon -= sign
            if helps { left.missingCharge -= sign }
            particles.append(
                source.drawCloser(sign * (helps ? 2212 : 2112), transverseScale: transverseScale, using: &stream))
        }
        while left.missingCharge != 0 {
            let sign: Int32 = left.missingCharge > 0 ? 1 : -1
            left.missingCharge -= sign
            particles.append(source.drawCloser(sign * 211, transverseScale: transverseScale, using: &stream))
        }
    }

    /// Brings the sum of the transverse momenta to zero, each particle taking a part in proportion to its own.
    private func balance(_ particles: inout Column<SoftParticle>) {
        var (sumX, sumY, sum) = (0.0, 0.0, 0.0)
        for i in particles.indices {
            let particle = particles[i]
            sumX += particle.px
            sumY += particle.py
            sum += (particle.px * particle.px + particle.py * particle.py).squareRoot()
        }
        guard sum > 0, particles.count > 1 else { return }
        for i in particles.indices {
            let particle = particles[i]
            let share = (particle.px * particle.px + particle.py * particle.py).squareRoot() / sum
            particles[i].px -= share * sumX
            particles[i].py -= share * sumY
        }
    }
}
