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
    let decays: HadronDecays
    /// Collisions of a file in place of those of the model.
    let file: PileUpFile?

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
            if let file {
                let identity = UInt64(collision)
                var place = RandomStream(seed: seed, event: number, stage: .beamSpot, identity: identity)
                var choice = RandomStream(seed: seed, event: number, stage: .pileUp, identity: identity)
                file.append(
                    collision: collision, at: beamSpot.sample(using: &place), using: &choice, into: &event)
                continue
            }
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
            vertex: vertex, collision: collision, decays: decays,
            maximumEta: kind == .pileUpCollision ? settings.maximumEta : .infinity)
        recorder.record(using: &stream, into: &event, scratch: &scratch)
        if recorder.isTruncated { event.flags.insert(.truncated) }
    }
}
