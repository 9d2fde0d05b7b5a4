// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// How much of what a system contains.
struct SoftContent: BitwiseCopyable {
    /// Mean numbers of clusters that follow the activity and of those that belong to the beams.
    var clusters = 0.0
    var fragments = 0.0
    var jetPairs = 0.0
    /// Pairs of heavy quarks relative to the card's numbers.
    var heavyPairs = 0.0
    /// Factor on soft transverse momenta.
    var stretch = 1.0
    /// The end that has the baryon where there is one; 0 for baryons at both.
    var baryonSide = 0
}

/// Soft particles of a given invariant mass, with exact sums of energy, momentum, charge and baryon number.
///
/// It is filled in its rest frame along the beam axis. Its two end particles take what the others leave: with P the
/// system's mass, their longitudinal momenta solve the sums of E + pz and of E - pz, which needs no iteration. A
/// particle that would take more of either sum than there is left is not made. If the sums do not close, the system is
/// drawn again with fewer clusters; the last of `attempts` holds nothing but its ends.
struct SoftSystem {
    private static let attempts = 12
    let mass: Double
    let charge: Int32
    let baryon: Int32
    let model: MinimumBias
    /// First particle of the system in the list.
    private var start = 0
    private var budget = SoftBudget(plus: 0, minus: 0)

    init(mass: Double, charge: Int32, baryon: Int32, model: MinimumBias) {
        self.mass = mass
        self.charge = charge
        self.baryon = baryon
        self.model = model
    }

    mutating func fill(
        _ particles: inout Column<SoftParticle>, _ content: SoftContent, using stream: inout RandomStream
    ) {
        start = particles.count
        var reduction = 1.0
        for attempt in 0..<Self.attempts {
            particles.truncate(to: start)
            if attempt == Self.attempts - 1 { reduction = 0 }
            var ledger = SoftLedger(missingCharge: charge, missingBaryon: baryon)
            budget = SoftBudget(
                plus: available(hasBaryon: content.baryonSide >= 0, using: &stream),
                minus: available(hasBaryon: content.baryonSide <= 0, using: &stream))
            let ends = appendEnds(&particles, content, &ledger, using: &stream)
            appendInside(&particles, content, reduction, &ledger, using: &stream)
            settle(&particles, ends, &ledger)
            while let pdgID = ledger.nextCloser() {
                appendCloser(pdgID, to: &particles, stretch: content.stretch, using: &stream)
            }
            Self.balance(&particles, from: start)
            if close(&particles) { return }
            reduction *= 0.75
        }
        splitInTwo(&particles, content, using: &stream)
    }

    /// Gives the system its momentum. The mass is the one known, as that of a fast light system is lost in its energy.
    func boost(_ particles: inout Column<SoftParticle>, to frame: FourVector) {
        for i in start..<particles.count {
            let particle = particles[i]
            let energy = particle.energy
            let along = frame.px * particle.px + frame.py * particle.py + frame.pz * particle.pz
            let factor = (along / (frame.energy + mass) + energy) / mass
            particles[i].px += factor * frame.px
            particles[i].py += factor * frame.py
            particles[i].pz += factor * frame.pz
        }
    }

    /// The particles at the ends towards +z and -z, without longitudinal momentum; returns the end that is a meson.
    private func appendEnds(
        _ particles: inout Column<SoftParticle>, _ content: SoftContent, _ ledger: inout SoftLedger,
        using stream: inout RandomStream
    ) -> Int? {
        var meson: Int?
        let sigma = model.card.leadingTransverse / 2.0.squareRoot()
        for side in [1, -1] {
            let (kx, ky) = stream.normalPair()
            var pdgID: Int32 = 111
            if content.baryonSide == 0 || content.baryonSide == side {
                let isProton = stream.uniform() < model.card.leadingProtonShare
                pdgID = isProton ? 2212 : 2112
                ledger.missingBaryon -= 1
                if isProton { ledger.missingCharge -= 1 }
            } else {
                meson = particles.count
            }
            particles.append(
                SoftParticle(
                    pdgID: pdgID, px: sigma * kx, py: sigma * ky, pz: 0, mass: ParticleData.mass(pdgID) ?? 0))
        }
        return meson
    }

    private mutating func appendInside(
        _ particles: inout Column<SoftParticle>, _ content: SoftContent, _ reduction: Double,
        _ ledger: inout SoftLedger, using stream: inout RandomStream
    ) {
        let reach = Elementary.log(mass / model.card.edgeMass)
        guard reduction > 0, reach > 0 else { return }
        let pairs = stream.poisson(mean: min(reduction * content.jetPairs, 1000))
        for _ in 0..<pairs {
            model.jets.appendPair(in: mass, to: &particles, model.source, &ledger, &budget, using: &stream)
        }
        if content.heavyPairs > 0 {
            model.heavyQuarks.append(
                to: &particles, scale: reduction * content.heavyPairs, &ledger, &budget, using: &stream)
        }
        let clusters = stream.poisson(mean: min(reduction * content.clusters, 10_000))
        for _ in 0..<clusters {
            let centre =
                content.baryonSide == 0
                ? model.source.rapidity(.central, using: &stream) : reach * (2 * stream.uniform() - 1)
            appendCluster(&particles, at: centre, stretch: content.stretch, &ledger, using: &stream)
        }
        let fragments = stream.poisson(mean: min(reduction * content.fragments, 10_000))
        for _ in 0..<fragments {
            let centre = model.source.rapidity(.fragments, using: &stream)
            appendCluster(
                &particles, at: centre, stretch: model.card.fragmentTransverse, &ledger, using: &stream)
        }
    }

    private mutating func appendCluster(
        _ particles: inout Column<SoftParticle>, at centre: Double, stretch: Double, _ ledger: inout SoftLedger,
        using stream: inout RandomStream
    ) {
        let members = 1 + stream.poisson(mean: model.card.clusterSize - 1)
        for _ in 0..<members {
            // The sum of two uniform numbers has the variance 1/6.
            let bits = stream.next()
            let sum = Double(bits >> 32) * 0x1p-32 + Double(bits & 0xFFFF_FFFF) * 0x1p-32
            let y = centre + model.card.clusterWidth * 2.449489742783178 * (sum - 1)
            var booked = ledger
            let particle = model.source.draw(
                rapidity: y, transverseScale: stretch, ledger: &booked, using: &stream)
            if budget.keep(particle, in: &particles) { ledger = booked }
        }
    }

    /// What the particles inside may take of the sum at one end, GeV; the rest is the end's.
    private func available(hasBaryon: Bool, using stream: inout RandomStream) -> Double {
        let card = model.card
        let u = stream.uniform()
        let x =
            hasBaryon
            ? card.leadingMinimumX + (card.leadingMaximumX - card.leadingMinimumX) * u : card.leadingMinimumX * u
        return (1 - x) * (mass - 1.1)
    }

    /// Appends a particle that the sums of charge or baryon number need, at rest along the beam if it must be.
    private mutating func appendCloser(
        _ pdgID: Int32, to particles: inout Column<SoftParticle>, stretch: Double, using stream: inout RandomStream
    ) {
        for _ in 0..<20 {
            let particle = model.source.drawCloser(pdgID, transverseScale: stretch, using: &stream)
            if budget.keep(particle, in: &particles) { return }
        }
        var slow = model.source.drawCloser(pdgID, transverseScale: stretch, using: &stream)
        slow.pz = 0
        particles.append(slow)
    }

    /// A meson at an end takes a unit of the charge that is missing.
    private func settle(_ particles: inout Column<SoftParticle>, _ meson: Int?, _ ledger: inout SoftLedger) {
        guard let meson, ledger.missingBaryon == 0, ledger.missingCharge != 0 else { return }
        let sign: Int32 = ledger.missingCharge > 0 ? 1 : -1
        ledger.missingCharge -= sign
        particles[meson].pdgID = sign * 211
        particles[meson].mass = ParticleData.mass(211) ?? 0
    }

    /// Longitudinal momenta of the ends such that the sums are (0, 0, 0, mass); false if there are none.
    private func close(_ particles: inout Column<SoftParticle>) -> Bool {
        var (energy, pz) = (mass, 0.0)
        for i in start + 2..<particles.count {
            energy -= particles[i].energy
            pz -= particles[i].pz
        }
        let rest2 = (energy - pz) * (energy + pz)
        let (first, second) = (particles[start].transverseMass, particles[start + 1].transverseMass)
        guard energy > 0, rest2 > (first + second) * (first + second) else { return false }
        let rest = rest2.squareRoot()
        let p = PhaseSpaceDecay.momentum(rest, first, second)
        let (gamma, speed) = (energy / rest, pz / rest)
        particles[start].pz = gamma * p + speed * (p * p + first * first).squareRoot()
        particles[start + 1].pz = -gamma * p + speed * (p * p + second * second).squareRoot()
        return true
    }

    /// A system too light for anything else: its two ends, evenly in phase space; neutron and charged pion or proton and
    /// neutral pion.
    private func splitInTwo(
        _ particles: inout Column<SoftParticle>, _ content: SoftContent, using stream: inout RandomStream
    ) {
        particles.truncate(to: start)
        let isProton = baryon == 2 || stream.uniform() < 1.0 / 3
        let first: Int32 = isProton ? 2212 : 2112
        let second: Int32 = baryon == 2 ? 2212 : isProton ? 111 : 211
        let masses = (ParticleData.mass(first) ?? 0, ParticleData.mass(second) ?? 0)
        let p = PhaseSpaceDecay.momentum(mass, masses.0, masses.1)
        let (x, y, z) = stream.direction()
        particles.append(SoftParticle(pdgID: first, px: p * x, py: p * y, pz: p * z, mass: masses.0))
        particles.append(SoftParticle(pdgID: second, px: -p * x, py: -p * y, pz: -p * z, mass: masses.1))
    }

    /// Brings the sum of the transverse momenta to zero, each particle taking a part in proportion to its own.
    static func balance(_ particles: inout Column<SoftParticle>, from start: Int = 0) {
        guard particles.count > start + 1 else { return }
        particles.withUnsafeMutableBuffer { all in
            var (sumX, sumY, sum) = (0.0, 0.0, 0.0)
            for i in start..<all.count {
                let (px, py) = (all[i].px, all[i].py)
                sumX += px
                sumY += py
                sum += (px * px + py * py).squareRoot()
            }
            guard sum > 0 else { return }
            for i in start..<all.count {
                let (px, py) = (all[i].px, all[i].py)
                let share = (px * px + py * py).squareRoot() / sum
                all[i].px = px - share * sumX
                all[i].py = py - share * sumY
            }
        }
    }
}

/// What particles have taken of a system's sums of E + pz and of E - pz.
struct SoftBudget: BitwiseCopyable {
    private var plus: Double
    private var minus: Double

    init(plus: Double, minus: Double) {
        self.plus = plus
        self.minus = minus
    }

    /// Appends a particle unless it takes more than there is left; says whether it did.
    @inline(__always)
    mutating func keep(_ particle: SoftParticle, in particles: inout Column<SoftParticle>) -> Bool {
        let energy = particle.energy
        guard energy + particle.pz < plus, energy - particle.pz < minus else { return false }
        plus -= energy + particle.pz
        minus -= energy - particle.pz
        particles.append(particle)
        return true
    }
}
