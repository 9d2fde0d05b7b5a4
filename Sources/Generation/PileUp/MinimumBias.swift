// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Parameterised inelastic proton-proton collisions.
///
/// Non-diffractive ones have an activity that fluctuates from event to event; it governs the number of soft clusters,
/// of parton scatters that make pairs of jets, and of pairs of heavy quarks, so that multiplicities, transverse momenta
/// and jets rise together. Diffractive ones dissociate one proton or both into systems of that kind. Energy, momentum,
/// charge and baryon number of a collision are those of the two protons, to rounding: the leading particle at either
/// end of a system takes up what the others leave. Strangeness and charm are produced in pairs only on average and
/// pair by pair, respectively.
struct MinimumBias: Sendable {
    let card: MinimumBiasCard
    let source: SoftParticleSource
    let jets: MiniJetSource
    let heavyQuarks: HeavyQuarkSource
    let energy: Double
    /// Number of particles relative to the reference energy.
    let scale: Double
    private let proton = ParticleData.mass(2212) ?? 0

    init(card: MinimumBiasCard, centreOfMassEnergy: Double) {
        self.card = card
        energy = centreOfMassEnergy
        source = SoftParticleSource(card: card, centreOfMassEnergy: centreOfMassEnergy)
        jets = MiniJetSource(card: card.jets, referenceEnergy: card.referenceEnergy)
        heavyQuarks = HeavyQuarkSource(card: card.heavyQuarks)
        let ratio = centreOfMassEnergy / card.referenceEnergy
        let span = (card.plateau + Elementary.log(ratio)) / card.plateau
        // Density per unit of rapidity times the length of the plateau.
        scale = Elementary.pow(ratio, 2 * card.multiplicityExponent) * max(span, 0.1)
    }

    /// Fills `particles` with one collision; neutral pions and heavy hadrons are not decayed yet.
    func generate(into particles: inout Column<SoftParticle>, using stream: inout RandomStream) {
        particles.removeAll()
        if stream.uniform() < card.nondiffractiveFraction {
            generateNondiffractive(into: &particles, using: &stream)
        } else {
            generateDiffractive(into: &particles, using: &stream)
        }
    }

    private func generateNondiffractive(into particles: inout Column<SoftParticle>, using stream: inout RandomStream) {
        let activity = drawActivity(using: &stream)
        var content = SoftContent()
        content.clusters = scale * card.centralClusters * activity
        content.fragments = scale * card.fragmentClusters
        content.jetPairs = scale * card.jets.pairs * Elementary.pow(activity, card.jets.activityExponent)
        content.heavyPairs = scale * activity
        content.stretch = Elementary.pow(max(activity, 0.01), card.transverseSlope)
        var system = SoftSystem(mass: energy, charge: 2, baryon: 2, model: self)
        system.fill(&particles, content, using: &stream)
    }

    private func drawActivity(using stream: inout RandomStream) -> Double {
        var left = stream.uniform() * card.activityWeight
        var chosen = card.activity[card.activity.count - 1]
        for component in card.activity {
            left -= component.weight
            if left < 0 {
                chosen = component
                break
            }
        }
        return chosen.mean * stream.gammaUnitMean(shape: chosen.shape)
    }

    /// One proton or both become systems of masses M with d sigma / d ln M^2 flat; the four-momentum transfer squared
    /// falls exponentially.
    private func generateDiffractive(into particles: inout Column<SoftParticle>, using stream: inout RandomStream) {
        let isDouble = stream.uniform() < card.doubleFraction
        let side = stream.next() & 1 == 0 ? 1.0 : -1.0
        let first = drawMass(using: &stream)
        var second = isDouble ? drawMass(using: &stream) : proton
        if first + second >= 0.5 * energy { second = isDouble ? card.minimumMass : proton }
        let transfer = stream.exponential() / (isDouble ? card.doubleSlope : card.singleSlope)
        let p = PhaseSpaceDecay.momentum(energy, first, second)
        let pT = min(transfer.squareRoot(), 0.5 * p)
        let (sine, cosine) = Elementary.sincos(PhysicalConstants.twoPi * stream.uniform())
        let pz = side * (p * p - pT * pT).squareRoot()
        let forward = FourVector(px: pT * cosine, py: pT * sine, pz: pz, mass: first)
        dissociate(forward, mass: first, into: &particles, using: &stream)
        if isDouble {
            let backward = FourVector(px: -forward.px, py: -forward.py, pz: -pz, mass: second)
            dissociate(backward, mass: second, into: &particles, using: &stream)
        } else {
            particles.append(SoftParticle(pdgID: 2212, px: -forward.px, py: -forward.py, pz: -pz, mass: proton))
        }
    }

    private func drawMass(using stream: inout RandomStream) -> Double {
        let lowest = 2 * Elementary.log(card.minimumMass)
        let highest = max(Elementary.log(card.maximumXi * energy * energy), lowest)
        return Elementary.exp(0.5 * (lowest + (highest - lowest) * stream.uniform()))
    }

    private func dissociate(
        _ momentum: FourVector, mass: Double, into particles: inout Column<SoftParticle>,
        using stream: inout RandomStream
    ) {
        var content = SoftContent()
        let logMass2 = 2 * Elementary.log(mass)
        let activity = stream.gammaUnitMean(shape: card.diffractiveK)
        let mean = max(card.clustersAtThreshold + card.clustersPerLogMass * logMass2, 0)
        content.clusters = mean * activity
        let relative = mass / card.referenceEnergy
        content.jetPairs = card.jets.pairs * card.diffractiveJets * relative.squareRoot() * activity
        content.heavyPairs = card.diffractiveJets * relative.squareRoot() * activity
        content.stretch = card.diffractiveStretch
        content.baryonSide = momentum.pz > 0 ? 1 : -1
        var system = SoftSystem(mass: mass, charge: 1, baryon: 1, model: self)
        system.fill(&particles, content, using: &stream)
        system.boost(&particles, to: momentum)
    }
}
