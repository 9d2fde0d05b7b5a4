// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Capture of negative hadrons that have come to rest in matter, which is much faster than their decay.
///
/// - π⁻: absorbed by two nucleons or more, which share its mass (`HadronProduction`); pairs of a proton and a neutron three
///   times as often as two protons (4.0 +0.8 −1.5 in helium: E. Daum et al., Nucl. Phys. A589 (1995) 553); one in fifty makes
///   a photon instead (`RadiativeCapture`).
/// - p̄: annihilates with a nucleon to five pions on average, some of which strike others (`HadronProduction`).
/// - K⁻: on one nucleon to a hyperon and a pion, in the proportions that are measured in hydrogen (W. E. Humphrey and
///   R. R. Ross, Phys. Rev. 127 (1962) 1305: Σ⁻ 44.7, Σ⁺ 20.8, Σ⁰ 28.1, Λ 6.4 %); on a neutron what isospin makes of these;
///   one time in five on two nucleons, without a pion (R. Del Grande et al., Eur. Phys. J. C79 (2019) 190).
/// - Σ⁻ p → Λ n, Ξ⁻ p → Λ Λ, Ω⁻ p → Λ Ξ⁰, the strong channels that are open.
///
/// Nucleons have Fermi momentum and are bound by `HadronModel.separation`. Not there: what the nucleus does to the hyperons and pions that leave it, hypernuclei, X-rays of the exotic atoms.
extension HadronModel {
    /// How many tries a model has that may find no room for its products.
    private static let tries = 20
    /// Nucleons that share the energy of a pion, on average: two, or those that these strike too.
    private static let pionNucleons = 2.5
    private static let kaonPairShare = 0.2

    /// Captures a hadron at rest: appends what flies on.
    ///
    /// - Parameters:
    ///   - mass: of the hadron, GeV/c².
    ///   - buffer: empty.
    /// - Returns: nil for what nuclei do not capture.
    func captureAtRest(
        _ pdgID: Int32, mass: Double, _ random: inout RandomStream, into buffer: inout SecondaryBuffer
    ) -> HadronOutcome? {
        switch pdgID {
        case -211 where random.uniform() < RadiativeCapture.share:
            return RadiativeCapture.capture(mass: mass, atomicMass: atomicMass, &random, into: &buffer)
        case -211, -2212: return absorb(pdgID, mass, &random, into: &buffer)
        case -321: return captureKaon(mass, &random, into: &buffer)
        case 3112: return exchange(mass, ExchangeChannel(3122, 2112), &random, into: &buffer)
        case 3312: return exchange(mass, ExchangeChannel(3122, 3122), &random, into: &buffer)
        case 3334: return exchange(mass, ExchangeChannel(3122, 3322), &random, into: &buffer)
        default: return nil
        }
    }

    private func absorb(
        _ pdgID: Int32, _ mass: Double, _ random: inout RandomStream, into buffer: inout SecondaryBuffer
    ) -> HadronOutcome? {
        guard let species = HadronSpecies(pdgID: pdgID) else { return nil }
        let production = HadronProduction(
            atomicMass: atomicMass, protonShare: protonShare,
            collisions: species.isPion ? HadronModel.pionNucleons : atomicMass)
        for _ in 0..<HadronModel.tries {
            // At rest but for a direction, along which the products are laid out.
            let hadron = HadronProjectile(species, pdgID, random.direction() * 1e-9, mass)
            if let outcome = production.collide(hadron, absorptive: 0, isAtRest: true, &random, into: &buffer) {
                return outcome
            }
            buffer.removeAll()
        }
        return nil
    }

    // MARK: Two-body channels

    /// Two particles that a hadron and one or two nucleons, by default a proton, become.
    private struct ExchangeChannel {
        let first, second: Int32
        let protons, neutrons: Int
        init(_ first: Int32, _ second: Int32, protons: Int = 1, neutrons: Int = 0) {
            self.first = first
            self.second = second
            self.protons = protons
            self.neutrons = neutrons
        }
    }

    private func captureKaon(
        _ mass: Double, _ random: inout RandomStream, into buffer: inout SecondaryBuffer
    ) -> HadronOutcome? {
        if random.uniform() < HadronModel.kaonPairShare {
            // On pairs with at least one proton, so that charge is kept.
            let onProtons = random.uniform() * (2 - protonShare) < protonShare
            let hyperon: Int32 = random.uniform() < 0.5 ? 3122 : 3212
            let channel =
                onProtons
                ? ExchangeChannel(hyperon, 2212, protons: 2) : ExchangeChannel(hyperon, 2112, neutrons: 1)
            return exchange(mass, channel, &random, into: &buffer)
        }
        // Isospin: with |A₀|² = 6 Σ⁰, ½ |A₁|² = Σ⁺ + Σ⁻ − 2 Σ⁰ the neutron's channels are Σ⁰π⁻ = Σ⁻π⁰ = ½ |A₁|² and
        // Λπ⁻ = 2 Λπ⁰.
        let onNeutron = 0.093 + 0.093 + 0.128
        let proton = protonShare
        if random.uniform() * (proton + (1 - proton) * onNeutron) < proton {
            let choice = random.uniform()
            let channel =
                choice < 0.447
                ? ExchangeChannel(3112, 211)
                : choice < 0.655
                    ? ExchangeChannel(3222, -211)
                    : choice < 0.936 ? ExchangeChannel(3212, 111) : ExchangeChannel(3122, 111)
            return exchange(mass, channel, &random, into: &buffer)
        }
        let choice = random.uniform() * onNeutron
        let (hyperon, pion): (Int32, Int32) =
            choice < 0.093 ? (3212, -211) : choice < 0.186 ? (3112, 111) : (3122, -211)
        let channel = ExchangeChannel(hyperon, pion, protons: 0, neutrons: 1)
        return exchange(mass, channel, &random, into: &buffer)
    }

    /// A channel on nucleons with a Fermi momentum, which the rest of the nucleus takes back.
    private func exchange(
        _ mass: Double, _ channel: ExchangeChannel, _ random: inout RandomStream, into buffer: inout SecondaryBuffer
    ) -> HadronOutcome? {
        guard let firstMass = ParticleData.mass(channel.first), let secondMass = ParticleData.mass(channel.second)
        else { return nil }
        let (protons, neutrons) = (channel.protons, channel.neutrons)
        let binding = Double(protons + neutrons) * HadronModel.separation
        let nucleons = Double(protons) * HadronMass.proton + Double(neutrons) * HadronMass.neutron
        let energy = mass + nucleons - binding
        // Uniform in the Fermi sphere; none of it where that would close the channel.
        let fermi = HadronModel.fermiMomentum * Elementary.exp(Elementary.log(random.uniformPositive()) / 3)
        var momentum = random.direction() * fermi
        if energy * energy - momentum.squared <= (firstMass + secondMass) * (firstMass + secondMass) {
            momentum = Momentum(x: 0, y: 0, z: 0)
        }
        let invariant = (energy * energy - momentum.squared).squareRoot()
        guard invariant > firstMass + secondMass else { return nil }
        let frame = MovingFrame(momentum, mass: invariant)
        let along = random.direction() * DecayKinematics.momentum(invariant, firstMass, secondMass)
        for (id, m, p) in [(channel.first, firstMass, along), (channel.second, secondMass, along * -1)] {
            let boosted = frame.boost(FourVector(px: p.x, py: p.y, pz: p.z, mass: m))
            buffer.append(id, Momentum(x: boosted.px, y: boosted.py, z: boosted.pz), mass: m)
        }
        var outcome = HadronOutcome(.inelastic)
        outcome.protons = protons
        outcome.neutrons = neutrons
        outcome.missing = binding
        return outcome
    }
}
