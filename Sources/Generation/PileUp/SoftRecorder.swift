// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Writes the particles of a minimum-bias collision into a record: neutral pions as what they decay to, heavy hadrons
/// with their decays and the vertices of those that fly.
struct SoftRecorder: ~Copyable {
    let vertex: Int
    let collision: Int
    let decays: HadronDecays
    /// sinh² of the largest |eta| kept.
    private let maximumSlope2: Double
    private var lastPrimary = 0
    private(set) var isTruncated = false

    init(vertex: Int, collision: Int, decays: HadronDecays, maximumEta: Double = .infinity) {
        self.vertex = vertex
        self.collision = collision
        self.decays = decays
        let slope = maximumEta < 20 ? Elementary.sinh(maximumEta) : Double.infinity
        maximumSlope2 = slope * slope
    }

    /// Records all particles of `scratch.soft`.
    mutating func record(
        using stream: inout RandomStream, into event: inout GeneratedEvent, scratch: inout GeneratorScratch
    ) {
        for i in scratch.soft.indices {
            let particle = scratch.soft[i]
            if particle.pdgID == 111 {
                recordPion(particle, using: &stream, into: &event)
            } else if HadronContent.heaviestFlavour(particle.pdgID) >= 4 {
                recordHeavy(particle, using: &stream, into: &event, scratch: &scratch)
            } else {
                append(particle, into: &event)
            }
        }
    }

    private mutating func recordPion(
        _ pion: SoftParticle, using stream: inout RandomStream, into event: inout GeneratedEvent
    ) {
        if stream.uniform() < NeutralPionDecay.dalitzShare {
            let (photon, electron, positron) = NeutralPionDecay.dalitz(of: pion, using: &stream)
            append(photon, into: &event)
            append(electron, into: &event)
            append(positron, into: &event)
        } else {
            let (first, second) = NeutralPionDecay.photons(of: pion, using: &stream)
            append(first, into: &event)
            append(second, into: &event)
        }
    }

    private mutating func append(_ particle: SoftParticle, into event: inout GeneratedEvent) {
        guard takeNumber(), isInside(particle.px, particle.py, particle.pz) else { return }
        event.particles.append(
            pdgID: particle.pdgID, status: .final, parent: -1, vertex: vertex, px: particle.px, py: particle.py,
            pz: particle.pz, mass: particle.mass, barcode: Barcode(vertex: collision, primary: lastPrimary))
    }

    private mutating func takeNumber() -> Bool {
        lastPrimary += 1
        if lastPrimary > Barcode.maximumPrimary { isTruncated = true }
        return lastPrimary <= Barcode.maximumPrimary
    }

    @inline(__always)
    private func isInside(_ px: Double, _ py: Double, _ pz: Double) -> Bool {
        pz * pz <= maximumSlope2 * (px * px + py * py) || maximumSlope2 == .infinity
    }

    /// Decays a hadron; those on the way that fly are recorded whatever their direction, with their vertices.
    private mutating func recordHeavy(
        _ particle: SoftParticle, using stream: inout RandomStream, into event: inout GeneratedEvent,
        scratch: inout GeneratorScratch
    ) {
        scratch.hadrons.removeAll()
        scratch.recordOfHadron.removeAll()
        scratch.vertexOfHadron.removeAll()
        scratch.generationOfHadron.removeAll()
        scratch.hadrons.append(
            Hadron(
                pdgID: particle.pdgID, mass: particle.mass,
                momentum: FourVector(px: particle.px, py: particle.py, pz: particle.pz, energy: particle.energy),
                mother: -1, parton: -1))
        scratch.resonances.taus.removeAll()
        decays.decayAll(&scratch.hadrons, spins: &scratch.resonances.taus, using: &stream)
        for i in scratch.hadrons.indices { recordDecay(i, into: &event, scratch: &scratch) }
    }

    private mutating func recordDecay(
        _ position: Int, into event: inout GeneratedEvent, scratch: inout GeneratorScratch
    ) {
        let hadron = scratch.hadrons[position]
        let mother = Int(hadron.mother)
        var record: Int32 = mother >= 0 ? scratch.recordOfHadron[mother] : -1
        var end = mother >= 0 ? scratch.vertexOfHadron[mother] : Int32(vertex)
        var generation = mother >= 0 ? scratch.generationOfHadron[mother] : 0
        let flies = hadron.isDecayed && hadron.endT > hadron.t
        let isKept = hadron.isDecayed ? flies : isInside(hadron.momentum.px, hadron.momentum.py, hadron.momentum.pz)
        if !hadron.isDecayed || flies, takeNumber(), isKept {
            let barcode = Barcode(vertex: collision, primary: lastPrimary, generation: Int(min(generation, 4095)))
            record = event.append(hadron, parent: record, vertex: end, barcode)
            if flies {
                end = event.appendDecay(of: hadron, record: record, collision: collision, at: vertex)
                generation += 1
            }
        }
        scratch.keep(record: record, vertex: end, generation: generation)
    }
}
