// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Puts an event of a Les Houches file where the hard process of an event stands.
///
/// Particles lie on their mass shells with the momenta of the file: leptons with the masses of the particle table, quarks
/// with those of the file, or constituent masses where the file's are smaller than half of them; energies follow, those
/// of resonances that the file decays from their products, and those of the incoming partons from the sum. Top quarks,
/// W, Z and Higgs bosons that are final in the file decay by our own rules, without spin correlation.
struct LesHouchesHardEvent {
    private let record: LesHouchesRecord

    init(_ record: LesHouchesRecord) { self.record = record }

    private static func mass(_ particle: LesHouchesRecord.Particle) -> Double {
        let number = abs(particle.pdgID)
        switch number {
        case 1...5:
            let constituent = QuarkMasses.constituent(particle.pdgID)
            return particle.mass > 0.5 * constituent ? particle.mass : constituent
        case 11...16, 21, 22: return ParticleData.mass(particle.pdgID) ?? 0
        default: return max(particle.mass, 0)
        }
    }

    /// Fills an empty hard event and the products of its resonances.
    func fill(_ event: inout HardEvent, _ given: inout Column<GivenProduct>) {
        given.removeAll()
        for i in record.particles.indices { given.append(product(i)) }
        // Products stand behind their mothers or before them: sums are formed from the leaves up.
        for i in given.indices where record.particles[i].status == 1 {
            var mother = Int(given[i].mother)
            while mother >= 0 {
                if !given[mother].hasProducts {
                    given[mother].hasProducts = true
                    given[mother].momentum = .zero
                }
                given[mother].momentum += given[i].momentum
                mother = Int(given[mother].mother)
            }
        }
        for i in given.indices where given[i].hasProducts { given[i].mass = given[i].momentum.mass }
        var sum = FourVector.zero
        for i in given.indices where isOutgoing(i, given) { sum += given[i].momentum }
        event.removeAll()
        event.scale = record.scale
        appendIncoming(sum, &event)
        for i in given.indices where isOutgoing(i, given) {
            append(given[i], origin: i, &event)
        }
        for particle in record.particles {
            event.lastColour = max(event.lastColour, particle.colour, particle.anticolour)
        }
    }

    /// Made by the hard process itself.
    private func isOutgoing(_ i: Int, _ given: borrowing Column<GivenProduct>) -> Bool {
        given[i].mother < 0 && (record.particles[i].status == 1 || given[i].hasProducts)
    }

    private func product(_ i: Int) -> GivenProduct {
        let particle = record.particles[i]
        let mass = Self.mass(particle)
        let p = particle.momentum
        // What stands between a resonance and its products, as other intermediate particles do, is left out.
        let mother = record.isOutgoing(particle) ? record.nearestResonance(above: i) : -1
        return GivenProduct(
            pdgID: particle.pdgID, mother: Int32(mother),
            colour: particle.colour, anticolour: particle.anticolour,
            momentum: FourVector(px: p.px, py: p.py, pz: p.pz, mass: mass), mass: mass,
            isResonance: LesHouchesRecord.isResonance(particle.pdgID))
    }

    private func appendIncoming(_ sum: FourVector, _ event: inout HardEvent) {
        let incoming = record.particles.filter { $0.status == -1 }
        let (plus, minus) = (0.5 * (sum.energy + sum.pz), 0.5 * (sum.energy - sum.pz))
        for isForward in [true, false] {
            guard let parton = incoming.first(where: { ($0.momentum.pz > 0) == isForward }) else { continue }
            let energy = isForward ? plus : minus
            var entry = Parton(
                pdgID: parton.pdgID, state: .incoming, mother: -1,
                momentum: FourVector(px: 0, py: 0, pz: isForward ? energy : -energy, energy: energy), mass: 0)
            entry.colour = parton.colour
            entry.anticolour = parton.anticolour
            event.partons.append(entry)
        }
    }

    private func append(_ product: GivenProduct, origin: Int, _ event: inout HardEvent) {
        var parton = Parton(
            pdgID: product.pdgID, state: product.isResonance ? .resonance : .outgoing, mother: -1,
            momentum: product.momentum, mass: product.mass)
        parton.colour = product.colour
        parton.anticolour = product.anticolour
        parton.origin = Int32(origin)
        event.partons.append(parton)
    }
}
