// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Lays the pile-up of a crossing over an event.
///
/// The number of collisions is drawn from stream (pileUp, 0); collision k = 2, 3, ... has the streams (beamSpot, k) and
/// (pileUp, k), so that it is the same whatever else the event holds and however many others there are.
struct PileUpOverlay: Sendable {
    let settings: PileUpSettings
    let beamSpot: BeamSpot
    let minimumBias: MinimumBias

    func overlay(
        event number: UInt64, seed: UInt64, firstCollision: Int, into event: inout GeneratedEvent,
        scratch: inout GeneratorScratch
    ) {
        event.pileUpMean = settings.mean
        guard settings.mean > 0 else { return }
        var count = RandomStream(seed: seed, event: number, stage: .pileUp, identity: 0)
        var collisions = count.poisson(mean: settings.mean)
        if firstCollision + collisions - 1 > Barcode.maximumVertex {
            collisions = max(Barcode.maximumVertex - firstCollision + 1, 0)
            event.flags.insert(.truncated)
        }
        event.pileUpCount = collisions
        for collision in firstCollision..<firstCollision + collisions {
            append(collision: collision, kind: .pileUpCollision, number, seed, into: &event, scratch: &scratch)
        }
    }

    /// Appends one minimum-bias collision with its vertex.
    func append(
        collision: Int, kind: VertexKind, _ number: UInt64, _ seed: UInt64, into event: inout GeneratedEvent,
        scratch: inout GeneratorScratch
    ) {
        var place = RandomStream(seed: seed, event: number, stage: .beamSpot, identity: UInt64(collision))
        let (x, y, z, t) = beamSpot.sample(using: &place)
        let vertex = event.vertices.append(x: x, y: y, z: z, t: t, kind: kind, collision: collision)
        var stream = RandomStream(seed: seed, event: number, stage: .pileUp, identity: UInt64(collision))
        minimumBias.generate(into: &scratch.soft, using: &stream)
        var recorder = SoftRecorder(
            vertex: vertex, collision: collision,
            maximumEta: kind == .pileUpCollision ? settings.maximumEta : .infinity)
        for i in scratch.soft.indices { recorder.record(scratch.soft[i], using: &stream, into: &event) }
        if recorder.isTruncated { event.flags.insert(.truncated) }
    }
}

/// Writes soft particles of one vertex into a record, neutral pions as their photons.
struct SoftRecorder {
    let vertex: Int
    let collision: Int
    /// sinh² of the largest |eta| kept.
    private let maximumSlope2: Double
    private(set) var lastPrimary: Int
    private(set) var isTruncated = false

    init(vertex: Int, collision: Int, maximumEta: Double = .infinity, lastPrimary: Int = 0) {
        self.vertex = vertex
        self.collision = collision
        self.lastPrimary = lastPrimary
        let slope = maximumEta < 20 ? Elementary.sinh(maximumEta) : Double.infinity
        maximumSlope2 = slope * slope
    }

    mutating func record(
        _ particle: SoftParticle, using stream: inout RandomStream, into event: inout GeneratedEvent
    ) {
        guard particle.pdgID == 111 else { return append(particle, into: &event) }
        let (first, second) = particle.decayedToPhotons(using: &stream)
        append(first, into: &event)
        append(second, into: &event)
    }

    private mutating func append(_ particle: SoftParticle, into event: inout GeneratedEvent) {
        lastPrimary += 1
        guard lastPrimary <= Barcode.maximumPrimary else {
            isTruncated = true
            return
        }
        let pT2 = particle.px * particle.px + particle.py * particle.py
        guard particle.pz * particle.pz <= maximumSlope2 * pT2 || maximumSlope2 == .infinity else { return }
        event.particles.append(
            pdgID: particle.pdgID, status: .final, parent: -1, vertex: vertex, px: particle.px, py: particle.py,
            pz: particle.pz, mass: particle.mass, barcode: Barcode(vertex: collision, primary: lastPrimary))
    }
}
