// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Elastic and quasi-elastic scattering of hadrons by nuclei.
struct HadronScattering {
    let atomicMass: Double
    /// That a nucleon that is met is a proton.
    let protonChance: Double

    /// Atomic mass unit, GeV/c² (CODATA 2018).
    private static let massUnit = 0.93149410242

    /// With the whole nucleus: dσ/dt ∝ exp(b t), b = 14.5 A^0.66 GeV⁻² up to A = 62 and 60 A^0.33 beyond
    /// (H. Fesefeldt, GHEISHA, PITHA 85/02). The nucleus's recoil is missing energy.
    func coherent(
        _ hadron: HadronProjectile, _ random: inout RandomStream, into buffer: inout SecondaryBuffer
    ) -> HadronOutcome {
        let logA = Elementary.log(atomicMass)
        let slope = atomicMass <= 62 ? 14.5 * Elementary.exp(0.66 * logA) : 60 * Elementary.exp(0.33 * logA)
        let target = atomicMass * HadronScattering.massUnit
        let transfer = HadronScattering.transfer(hadron, target: target, slope: slope, &random)
        var outcome = HadronOutcome(.elastic)
        let energy = scatter(hadron, transfer: transfer, target: target, hadron.pdgID, hadron.mass, &random, &buffer)
        outcome.missing = max(0, hadron.energy - energy)
        return outcome
    }

    /// With one nucleon at rest, which leaves the nucleus with what it gets beyond its binding; Pauli's principle forbids
    /// small transfers (Fermi gas: ¾ q/k_F − (q/k_F)³/16 are allowed for q < 2 k_F). Pions and kaons may exchange charge:
    /// the Δ makes π⁻p → π⁰n twice as often as it scatters (one sixth of all collisions with single nucleons in carbon and
    /// iron, as D. Ashery et al., Phys. Rev. C23 (1981) 2173, measured), and the chance falls like 1/p² above.
    func quasiElastic(
        _ hadron: HadronProjectile, _ random: inout RandomStream, into buffer: inout SecondaryBuffer
    ) -> HadronOutcome {
        var isProton = random.uniform() < protonChance
        let target = HadronMass.nucleon(charge: isProton ? 1 : 0)
        var outcome = HadronOutcome(.quasiElastic)
        let p2 = hadron.momentum * hadron.momentum
        // 9 GeV⁻² at high momentum, nearly isotropic at low.
        let slope = 9 * p2 / (p2 + 1)
        var transfer = 0.0
        for _ in 0..<20 {
            transfer = HadronScattering.transfer(hadron, target: target, slope: slope, &random)
            let q = transfer.squareRoot() / HadronModel.fermiMomentum
            if q >= 2 || random.uniform() < q * (0.75 - q * q / 16) { break }
        }
        let recoil = transfer / (2 * target)
        let leaves = recoil > HadronModel.separation
        var id = hadron.pdgID
        var mass = hadron.mass
        if leaves, recoil > HadronModel.separation + 0.01,
            let exchanged = exchange(hadron, onProton: isProton, &random)
        {
            id = exchanged
            mass = ParticleData.mass(id) ?? mass
            if isProton { outcome.protons = 1 } else { outcome.neutrons = 1 }
            isProton.toggle()
        } else if leaves {
            if isProton { outcome.protons = 1 } else { outcome.neutrons = 1 }
        }
        let energy = scatter(hadron, transfer: transfer, target: target, id, mass, &random, &buffer)
        outcome.missing = hadron.energy - energy
        guard leaves else {
            outcome.missing = max(0, outcome.missing)
            return outcome
        }
        let made = HadronMass.nucleon(charge: isProton ? 1 : 0)
        // What the hadron lost, less the binding and the difference of masses.
        let kinetic = outcome.missing + target - made - HadronModel.separation
        guard kinetic > 0, buffer.room > 0 else {
            buffer.removeAll()
            return coherent(hadron, &random, into: &buffer)
        }
        let lost = hadron.axes.along * hadron.momentum - buffer.momentum(0)
        let size = (kinetic * (kinetic + 2 * made)).squareRoot()
        buffer.append(isProton ? 2212 : 2112, lost * (size / max(lost.size, 1e-12)), mass: made)
        outcome.missing = HadronModel.separation
        return outcome
    }

    /// What the hadron becomes if it exchanges charge with a proton or a neutron.
    private func exchange(_ hadron: HadronProjectile, onProton: Bool, _ random: inout RandomStream) -> Int32? {
        let chance: Double
        let product: Int32
        switch (hadron.species, onProton) {
        case (.piMinus, true), (.piPlus, false):
            let ratio = 0.45 / max(hadron.momentum, 0.45)
            chance = 0.65 * ratio * ratio
            product = 111
        case (.kaonMinus, true), (.kaonPlus, false):
            chance = 0.2 / (1 + hadron.momentum * hadron.momentum)
            product = random.uniform() < 0.5 ? 130 : 310
        default: return nil
        }
        return random.uniform() < chance ? product : nil
    }

    /// −t from exp(−slope |t|) up to what kinematics allow, GeV².
    private static func transfer(
        _ hadron: HadronProjectile, target: Double, slope: Double, _ random: inout RandomStream
    ) -> Double {
        let s = hadron.mass * hadron.mass + target * target + 2 * hadron.energy * target
        // 4 p*² with p* = p M/√s.
        let most = 4 * hadron.momentum * hadron.momentum * target * target / s
        let all = -Elementary.expm1(-slope * most)
        return min(most, -Elementary.log1p(-all * random.uniform()) / slope)
    }

    /// Appends the hadron after it has given |t| to a target at rest; returns its energy.
    private func scatter(
        _ hadron: HadronProjectile, transfer: Double, target: Double, _ id: Int32, _ mass: Double,
        _ random: inout RandomStream, _ buffer: inout SecondaryBuffer
    ) -> Double {
        let energy = max(mass, hadron.energy - transfer / (2 * target))
        let momentum = max(0, (energy - mass) * (energy + mass)).squareRoot()
        // −t = 2 (E E′ − p p′ cos θ) − m² − m′².
        let product = 2 * hadron.momentum * momentum
        let masses = hadron.mass * hadron.mass + mass * mass
        let cosine = product > 0 ? (2 * hadron.energy * energy - masses - transfer) / product : 1
        buffer.append(
            id, hadron.axes.momentum(momentum, cosine: max(-1, min(1, cosine)), random.azimuth()), mass: mass)
        return energy
    }
}
