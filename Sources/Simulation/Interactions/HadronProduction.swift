// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Inelastic collisions of hadrons with nuclei: the hadron meets some nucleons at once, and all that comes out of it shares
/// the energy in `CylinderPhaseSpace`; the nucleus evaporates nucleons.
///
/// - Number of nucleons struck: 1 + Poisson, with the mean A σ(hN)/σ(hA) of Glauber's model.
/// - Pions: charged multiplicity of hadron-nucleon collisions 0.88 + 0.44 ln s + 0.118 ln² s (W. Thomé et al., Nucl. Phys.
///   B129 (1977) 365) at equal available energy, half as many neutral ones, times (1 + ν)/2 for ν nucleons (W. Busza et al.,
///   Phys. Rev. Lett. 34 (1975) 836), distributed as a negative binomial with Wróblewski's width 0.585 (n − 1). One pair in
///   twelve is a pair of kaons.
/// - The leading particle is of the hadron's kind and may exchange charge; struck nucleons fly on (grey tracks).
/// - Pions below 1.2 GeV/c may be captured by two nucleons or more, so often that the capture cross-sections of carbon and
///   iron from 85 to 315 MeV are those of D. Ashery et al., Phys. Rev. C23 (1981) 2173; antinucleons may annihilate (67 mb p^−0.7).
/// - Holes in the Fermi sea excite the nucleus, which evaporates nucleons (black tracks; V. F. Weisskopf, Phys. Rev. 52
///   (1937) 295).
struct HadronProduction {
    let atomicMass: Double
    let protonShare: Double
    /// Mean number of nucleons struck.
    let collisions: Double

    /// Kinetic energy at the top of the Fermi sea, GeV.
    private static let fermiEnergy = 0.038

    /// nil if the hadron is too slow.
    ///
    /// - Parameter isAtRest: whether the hadron cannot but be captured or annihilate.
    func collide(
        _ hadron: HadronProjectile, absorptive: Double, isAtRest: Bool = false, _ random: inout RandomStream,
        into buffer: inout SecondaryBuffer
    ) -> HadronOutcome? {
        let annihilates =
            hadron.species.isAntinucleon && (isAtRest || drawAnnihilation(hadron, absorptive, &random))
        let isCaptured =
            hadron.species.isPion && (isAtRest || random.uniform() < captureChance(hadron.momentum))
        // What there is to share beside the masses that stay.
        var available = hadron.energy - hadron.mass
        if annihilates { available += hadron.mass + HadronMass.proton }
        if isCaptured { available += hadron.mass }
        // Antinucleons annihilate where they enter; what they make strikes others.
        let root = Elementary.exp(Elementary.log(atomicMass) / 3)
        let mean = annihilates ? min(collisions, 1 + 0.4 * root) : collisions
        guard var target = strike(least: isCaptured ? 2 : 1, mean, available, &random) else { return nil }
        let targetEnergy = target.energy
        let slow = hadron.mass * hadron.mass / (hadron.energy + hadron.momentum)
        let forward = hadron.energy + targetEnergy + hadron.momentum
        let energy = ((targetEnergy + slow) * forward).squareRoot()
        var products = buffer.collision()
        let leading = isCaptured || annihilates ? nil : lead(hadron, &products, &random)
        for i in 0..<(annihilates ? target.count - 1 : target.count) {
            let charge = (i < target.protons) != (random.uniform() < 0.3) ? 1 : 0
            products.append(.nucleon, charge: charge, place: (isCaptured ? 1 : 0.1) * random.uniform())
        }
        products.setMasses()
        let pions = isCaptured ? 0 : multiplicity(hadron, target.count, energy, products, annihilates, &random)
        addMesons(pions, energy, &products, &random)
        let hadronCharge = charge(of: hadron)
        let total = products.balance(
            hadronCharge + target.protons, from: Int(random.integer(below: UInt64(max(products.count, 1)))))
        products.setMasses()
        guard products.count >= 2 else { return nil }
        while !CylinderPhaseSpace.fill(&products, energy: energy, &random) {
            guard dropMesons(&products) else { return nil }
        }
        var outcome = HadronOutcome(.inelastic)
        // Where charges could not be balanced, other nucleons had been struck.
        let surplus = total - hadronCharge - target.protons
        outcome.protons = target.protons + surplus
        outcome.neutrons = target.count - outcome.protons
        outcome.missing =
            Double(target.count) * HadronModel.separation
            + Double(surplus) * (HadronMass.proton - HadronMass.neutron)
        let rapidity = 0.5 * Elementary.log(forward / (targetEnergy + slow))
        append(products, leading, rapidity, hadron, &random, &buffer)
        evaporate(&target.excitation, &outcome, &random, &buffer)
        outcome.missing += target.excitation
        return outcome
    }

    // MARK: The target

    /// Nucleons at rest in a nucleus, some of their energy missing.
    private struct Target {
        var count, protons: Int
        var excitation: Double
        var energy: Double {
            let masses = Double(protons) * HadronMass.proton + Double(count - protons) * HadronMass.neutron
            return masses - Double(count) * HadronModel.separation - excitation
        }
    }

    private func strike(
        least: Int, _ mean: Double, _ available: Double, _ random: inout RandomStream
    ) -> Target? {
        let most = max(least, min(16, Int(atomicMass) - 2))
        var count = min(most, max(least, 1 + random.poisson(mean: min(40, max(0, mean - 1)))))
        // A hole is as deep as a nucleon of the Fermi gas lay below its surface.
        var excitation = 0.0
        for _ in 0..<count {
            let root = Elementary.exp(Elementary.log(random.uniformPositive()) * (2 / 3.0))
            excitation += HadronProduction.fermiEnergy * (1 - root)
        }
        while count > least, Double(count) * HadronModel.separation + excitation > 0.5 * available {
            excitation *= Double(count - 1) / Double(count)
            count -= 1
        }
        let binding = Double(count) * HadronModel.separation
        if binding > 0.7 * available { return nil }
        excitation = min(excitation, 0.25 * (available - binding))
        let protons = random.binomial(trials: count, probability: protonShare)
        return Target(count: count, protons: protons, excitation: excitation)
    }

    private func captureChance(_ momentum: Double) -> Double {
        if momentum < 0.28 { return 0.82 }
        if momentum < 0.43 { return 0.82 - (momentum - 0.28) * (0.4 / 0.15) }
        return max(0, 0.42 * (1.2 - momentum) / 0.77)
    }

    private func drawAnnihilation(
        _ hadron: HadronProjectile, _ absorptive: Double, _ random: inout RandomStream
    ) -> Bool {
        let section = 67 * Elementary.exp(-0.7 * Elementary.log(hadron.momentum))
        return random.uniform() * absorptive < min(section, 0.97 * absorptive)
    }

    // MARK: The products

    /// Appends the leading particle; returns its number if it keeps its species.
    private func lead(
        _ hadron: HadronProjectile, _ products: inout CollisionProducts, _ random: inout RandomStream
    ) -> Int32? {
        let exchanges = random.uniform() < 0.35
        let place = hadron.species.isMeson ? 0.95 + 0.15 * random.uniform() : 0.85 + 0.2 * random.uniform()
        switch hadron.species {
        case .piPlus: products.append(.pion, charge: exchanges ? 0 : 1, place: place)
        case .piMinus: products.append(.pion, charge: exchanges ? 0 : -1, place: place)
        case .kaonPlus: products.append(.kaon, charge: exchanges ? 0 : 1, place: place)
        case .kaonMinus: products.append(.antikaon, charge: exchanges ? 0 : -1, place: place)
        case .kaonZero:
            let isKaon = random.uniform() < 0.5
            let charge = exchanges ? (isKaon ? 1 : -1) : 0
            products.append(isKaon ? .kaon : .antikaon, charge: charge, place: place)
        case .proton: products.append(.nucleon, charge: exchanges ? 0 : 1, place: place)
        case .neutron: products.append(.nucleon, charge: exchanges ? 1 : 0, place: place)
        case .antiproton: products.append(.antinucleon, charge: exchanges ? 0 : -1, place: place)
        case .antineutron: products.append(.antinucleon, charge: exchanges ? -1 : 0, place: place)
        case .hyperon, .antihyperon, .cascade, .anticascade:
            products.append(.other, charge: charge(of: hadron), mass: hadron.mass, place: place)
            return hadron.pdgID
        }
        return nil
    }

    private func charge(of hadron: HadronProjectile) -> Int {
        Int(ParticleData.charge3(hadron.pdgID) ?? 0) / 3
    }

    /// How many pions, or what stands for them.
    private func multiplicity(
        _ hadron: HadronProjectile, _ struck: Int, _ energy: Double, _ products: borrowing CollisionProducts,
        _ annihilates: Bool, _ random: inout RandomStream
    ) -> Int {
        let left = energy - products.totalMass
        // A pion takes its mass and on average as much again.
        let most = left < 0.16 ? 0 : max(1, Int(left / 0.27))
        if annihilates {
            // Five at rest (C. B. Dover et al., Prog. Part. Nucl. Phys. 29 (1992) 87), more with more energy.
            let mean = 5 * Elementary.exp(0.4 * Elementary.log(max(left, 0.4) / 1.88))
            let count = 2 + random.binomial(trials: max(0, Int(2 * (mean - 2) + 0.5)), probability: 0.5)
            return min(count, max(2, most), products.room)
        }
        let s = hadron.mass * hadron.mass + HadronMass.proton * (HadronMass.proton + 2 * hadron.energy)
        let free = s.squareRoot() - hadron.mass - HadronMass.proton
        guard free > 0.16 else { return 0 }
        let logarithm = 2 * Elementary.log(free + 2 * HadronMass.proton)
        let charged = 0.88 + logarithm * (0.44 + 0.118 * logarithm)
        let growth = 0.5 * Double(1 + struck)
        // 1.3 charged particles are those that were there before.
        let mean = 1.5 * (charged - 1.3) * growth
        let deviation = 1.5 * 0.585 * (charged - 1) * growth
        let excess = deviation * deviation - mean
        var count: Int
        if excess > 0.01 * mean {
            count = random.negativeBinomial(mean: mean, shape: mean * mean / excess)
        } else {
            count = random.poisson(mean: mean)
        }
        if struck == 1 { count = max(count, 1) }
        return min(count, most, products.room)
    }

    private func addMesons(
        _ count: Int, _ energy: Double, _ products: inout CollisionProducts, _ random: inout RandomStream
    ) {
        var pairs = random.binomial(trials: count / 2, probability: 1 / 12.0)
        // A pair of kaons is 0.7 GeV heavier than one of pions.
        let left = energy - products.totalMass - Double(count) * HadronMass.chargedPion
        pairs = min(pairs, max(0, Int(left / 1.0)))
        for _ in 0..<pairs {
            products.append(.kaon, charge: random.uniform() < 0.5 ? 1 : 0, place: random.uniform())
            products.append(.antikaon, charge: random.uniform() < 0.5 ? -1 : 0, place: random.uniform())
        }
        for _ in 0..<(count - 2 * pairs) {
            products.append(.pion, charge: Int(random.integer(below: 3)) - 1, place: random.uniform())
        }
        products.setMasses()
    }

    /// Takes a neutral pion, or two of opposite charge, from the end; false if there are none.
    private func dropMesons(_ products: inout CollisionProducts) -> Bool {
        let last = products.count - 1
        guard last >= 2, products.kind[last] == .pion else { return false }
        let charge = products.charge[last]
        if charge != 0 {
            // Its charge goes to another that can take it.
            products.removeLast()
            let total = products.totalCharge + charge
            guard products.balance(total, from: 0) == total else { return false }
            products.setMasses()
            return true
        }
        products.removeLast()
        return true
    }

    private func append(
        _ products: borrowing CollisionProducts, _ leading: Int32?, _ rapidity: Double, _ hadron: HadronProjectile,
        _ random: inout RandomStream, _ buffer: inout SecondaryBuffer
    ) {
        for i in 0..<products.count {
            let up = Elementary.exp(products.place[i] + rapidity)
            let pz = 0.5 * products.transverseMass[i] * (up - 1 / up)
            let id = products.pdgID(i, isLong: random.uniform() < 0.5) ?? leading ?? hadron.pdgID
            buffer.append(id, hadron.axes.turned(products.px[i], products.py[i], pz), mass: products.mass[i])
        }
    }

    // MARK: The nucleus

    /// Nucleons with density ε exp(−ε/τ) at a temperature of τ = √(10 E*/A) MeV, protons above the Coulomb barrier, until
    /// the excitation does not pay for another.
    private func evaporate(
        _ excitation: inout Double, _ outcome: inout HadronOutcome, _ random: inout RandomStream,
        _ buffer: inout SecondaryBuffer
    ) {
        for _ in 0..<12 {
            let left = atomicMass - Double(outcome.protons + outcome.neutrons)
            guard left > 3, excitation > HadronModel.separation, buffer.room > 0 else { return }
            let temperature = (10 * excitation / Units.MeV / left).squareRoot() * Units.MeV
            let isProton = random.uniform() < protonShare
            var kinetic = temperature * (random.exponential() + random.exponential())
            if isProton {
                // 1.44 MeV fm Z/(1.5 A^(1/3) fm).
                kinetic += 0.96 * Units.MeV * protonShare * left / Elementary.exp(Elementary.log(left) / 3)
            }
            guard kinetic + HadronModel.separation < excitation else { return }
            excitation -= kinetic + HadronModel.separation
            outcome.missing += HadronModel.separation
            let mass = HadronMass.nucleon(charge: isProton ? 1 : 0)
            let size = (kinetic * (kinetic + 2 * mass)).squareRoot()
            buffer.append(isProton ? 2212 : 2112, random.direction() * size, mass: mass)
            if isProton { outcome.protons += 1 } else { outcome.neutrons += 1 }
        }
    }
}
