// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

extension LesHouchesRecord {
    /// What must hold for an event that shower and decays go on with; nil if it does.
    func check() -> String? {
        let incoming = particles.filter { $0.status == -1 }
        guard incoming.count == 2, incoming[0].momentum.pz * incoming[1].momentum.pz < 0 else {
            return "it has not two incoming partons from opposite sides"
        }
        guard particles.contains(where: { $0.status == 1 }) else { return "it has no final particles" }
        for (i, particle) in particles.enumerated() where abs(particle.status) <= 2 {
            if particle.status != -2 && !Self.isKnown(particle.pdgID) {
                return "particle \(i + 1) has species \(particle.pdgID), which shower and decays do not know"
            }
        }
        for i in particles.indices where !isWellDescended(i) { return "particle \(i + 1) is its own ancestor" }
        return unbalanced() ?? unbalancedDecay() ?? wrongColours()
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
        var starts: [Int32] = []
        var ends: [Int32] = []
        for (i, particle) in particles.enumerated() where particle.status == -1 || particle.status == 1 {
            let isQuark = (1...6).contains(particle.pdgID)
            let isAntiquark = (1...6).contains(-particle.pdgID)
            let isGluon = particle.pdgID == 21
            guard (particle.colour != 0) == (isQuark || isGluon),
                (particle.anticolour != 0) == (isAntiquark || isGluon)
            else { return "particle \(i + 1) has not the colours of its species" }
            if particle.colour != 0 {
                if particle.status == 1 { starts.append(particle.colour) } else { ends.append(particle.colour) }
            }
            if particle.anticolour != 0 {
                if particle.status == 1 { ends.append(particle.anticolour) } else { starts.append(particle.anticolour) }
            }
        }
        starts.sort()
        ends.sort()
        let isUnique = zip(starts, starts.dropFirst()).allSatisfy(<)
        return starts == ends && isUnique ? nil : "its colour lines do not match"
    }
}
