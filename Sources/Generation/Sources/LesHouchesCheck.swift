// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

extension LesHouchesRecord {
    /// What must hold for an event that shower and decays go on with; nil if it does.
    func check() -> String? {
        let incoming = particles.filter { $0.status == -1 }
        guard incoming.count == 2, incoming[0].momentum.pz * incoming[1].momentum.pz < 0 else {
            return "it has not two incoming partons from opposite sides"
        }
        guard incoming.allSatisfy({ Self.isBeamParton($0.pdgID) }) else {
            return "its incoming particles are not quarks or gluons of protons"
        }
        guard particles.contains(where: { $0.status == 1 }) else { return "it has no final particles" }
        for (i, particle) in particles.enumerated() where abs(particle.status) <= 2 {
            if particle.status != -2 && !Self.isKnown(particle.pdgID) {
                return "particle \(i + 1) has species \(particle.pdgID), which shower and decays do not know"
            }
        }
        for (i, particle) in particles.enumerated() where particle.status == 1 {
            if let problem = Self.problem(ofFinal: particle) { return "particle \(i + 1) \(problem)" }
        }
        for i in particles.indices where !isWellDescended(i) { return "particle \(i + 1) is its own ancestor" }
        return unbalanced() ?? unbalancedDecay() ?? wrongColours() ?? wrongColoursOfDecay()
    }

    /// Showers begin with these: there is no photon or lepton in our protons.
    private static func isBeamParton(_ pdgID: Int32) -> Bool { (1...5).contains(abs(pdgID)) || pdgID == 21 }

    /// What is wrong with the momentum and mass of a final particle; files have four digits at least.
    private static func problem(ofFinal particle: Particle) -> String? {
        let (p, precision) = (particle.momentum, 1e-3)
        let momentum2 = p.px * p.px + p.py * p.py + p.pz * p.pz
        guard p.energy >= (1 - precision) * momentum2.squareRoot() else { return "has more momentum than energy" }
        guard particle.mass >= -precision * p.energy else { return "has a negative mass" }
        let difference = p.energy * p.energy - momentum2 - particle.mass * particle.mass
        // Leptons and quarks get masses of ours.
        guard !isResonance(particle.pdgID) || abs(difference) <= 4 * precision * p.energy * p.energy else {
            return "has a mass that is not that of its energy and momentum"
        }
        return nil
    }

    /// Whether the mothers of a particle come to an end.
    private func isWellDescended(_ i: Int) -> Bool {
        var position = i
        for _ in 0...particles.count {
            let mother = Int(particles[position].mother)
            guard mother >= 0 else { return true }
            position = mother
        }
        return false
    }

    /// Momentum in and out; files have about ten digits, and fewer where energies are large.
    private func unbalanced() -> String? {
        var (sum, energy) = (FourVector.zero, 0.0)
        for particle in particles {
            if particle.status == -1 {
                sum += particle.momentum
                energy += particle.momentum.energy
            } else if particle.status == 1 {
                sum = sum - particle.momentum
            }
        }
        let worst = max(abs(sum.px), abs(sum.py), abs(sum.pz), abs(sum.energy))
        guard energy > 0 else { return "its incoming partons have no energy" }
        return worst <= 1e-4 * energy ? nil : "its momentum is not conserved: \(worst) GeV are missing"
    }

    /// Momentum of resonances and their products.
    private func unbalancedDecay() -> String? {
        for (i, mother) in particles.enumerated() where mother.status == 2 {
            var sum = mother.momentum
            var isDecayed = false
            for product in particles where Int(product.mother) == i && abs(product.status) <= 2 {
                sum = sum - product.momentum
                isDecayed = true
            }
            let worst = max(abs(sum.px), abs(sum.py), abs(sum.pz), abs(sum.energy))
            if isDecayed && worst > 1e-3 * abs(mother.momentum.energy) {
                return "particle \(i + 1) decays to something else than itself: \(worst) GeV are missing"
            }
        }
        return nil
    }

    /// Every colour line begins and ends once among the incoming and final partons.
    private func wrongColours() -> String? {
        var lines = ColourEnds()
        for (i, particle) in particles.enumerated() where particle.status == -1 || particle.status == 1 {
            guard Self.hasColoursOfSpecies(particle) else {
                return "particle \(i + 1) has not the colours of its species"
            }
            if particle.status == 1 { lines.add(outgoing: particle) } else { lines.add(incoming: particle) }
        }
        return lines.match ? nil : "its colour lines do not match"
    }

    /// The same for each resonance that decays and its products: the lines that enter the decay leave it.
    private func wrongColoursOfDecay() -> String? {
        for (i, mother) in particles.enumerated() where mother.status == 2 && Self.isResonance(mother.pdgID) {
            let products = particles.indices.filter { isProduct($0, of: i) }
            if products.isEmpty { continue }
            guard Self.hasColoursOfSpecies(mother) else {
                return "particle \(i + 1) has not the colours of its species"
            }
            var lines = ColourEnds()
            lines.add(incoming: mother)
            for product in products { lines.add(outgoing: particles[product]) }
            if !lines.match { return "particle \(i + 1) decays to products with other colour lines" }
        }
        return nil
    }

    /// Whether a final particle or a resonance comes from a resonance, with no other one in between.
    private func isProduct(_ i: Int, of resonance: Int) -> Bool {
        guard isOutgoing(particles[i]) else { return false }
        return nearestResonance(above: i) == resonance
    }

    private static func hasColoursOfSpecies(_ particle: Particle) -> Bool {
        let isQuark = (1...6).contains(particle.pdgID)
        let isAntiquark = (1...6).contains(-particle.pdgID)
        let isGluon = particle.pdgID == 21
        return (particle.colour != 0) == (isQuark || isGluon) && (particle.anticolour != 0) == (isAntiquark || isGluon)
    }
}

/// The ends of colour lines that go in and out somewhere.
private struct ColourEnds {
    private var starts: [Int32] = []
    private var ends: [Int32] = []

    mutating func add(outgoing particle: LesHouchesRecord.Particle) {
        if particle.colour != 0 { starts.append(particle.colour) }
        if particle.anticolour != 0 { ends.append(particle.anticolour) }
    }

    mutating func add(incoming particle: LesHouchesRecord.Particle) {
        if particle.colour != 0 { ends.append(particle.colour) }
        if particle.anticolour != 0 { starts.append(particle.anticolour) }
    }

    /// Whether every line has one beginning and one end.
    var match: Bool {
        let (starts, ends) = (starts.sorted(), ends.sorted())
        return starts == ends && zip(starts, starts.dropFirst()).allSatisfy(<)
    }
}
