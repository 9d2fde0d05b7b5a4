// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Works out who made what: the dominant particle of every hit, the number of hits of every particle, and TrackML's hit
/// weights.
///
/// The dominant particle has the largest share of a hit's energy; of equal shares the particle that stands first in the
/// event. Shared by all workers.
public struct EventLabeller: Sendable {
    private let weights = TrackMLWeights()

    public init() {}

    /// A worker's memory.
    public struct Scratch: ~Copyable, Sendable {
        var key = Column<Double>(capacity: 1024)
        var transverseMomentum = Column<Double>(capacity: 256)
        var weights = TrackMLWeights.Scratch()
        public init() {}
    }

    /// Labels an event; what `output` held before is forgotten.
    public func label(
        _ generated: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent,
        _ readOut: borrowing ReadOutEvent, into output: inout LabelledEvent, scratch: inout Scratch
    ) {
        output.removeAll()
        let firstSecondary = generated.particles.count
        output.hitCount.append(repeating: 0, count: firstSecondary + transported.secondaries.count)
        scratch.key.removeAll()
        for hit in 0..<readOut.hits.count {
            let step = dominantStep(of: hit, readOut, transported.steps)
            let particle = step < 0 ? -1 : transported.steps.particle[step]
            output.hitParticle.append(particle)
            output.hitStep.append(Int32(truncatingIfNeeded: step))
            guard particle >= 0 else {
                scratch.key.append(0)
                continue
            }
            output.hitCount[Int(particle)] += 1
            let start = productionZ(Int(particle), generated, transported)
            scratch.key.append(abs(transported.steps.z[step] - start))
        }
        scratch.transverseMomentum.removeAll()
        appendMomenta(generated.particles, to: &scratch.transverseMomentum)
        appendMomenta(transported.secondaries, to: &scratch.transverseMomentum)
        weights.fill(
            hitParticle: output.hitParticle, hitKey: scratch.key, particlePT: scratch.transverseMomentum,
            scratch: &scratch.weights, into: &output.hitWeight)
    }

    /// The step of the particle with the largest summed share of a hit, -1 for noise: its first step in the hit.
    private func dominantStep(
        of hit: Int, _ readOut: borrowing ReadOutEvent, _ steps: borrowing StepColumns
    ) -> Int {
        let first = Int(readOut.sourceOffsets[hit])
        let end = Int(readOut.sourceOffsets[hit + 1])
        var best = -1
        var bestShare = 0.0
        for i in first..<end {
            let step = Int(readOut.sourceStep[i])
            let particle = steps.particle[step]
            var share = 0.0
            for j in first..<end where steps.particle[Int(readOut.sourceStep[j])] == particle {
                share += readOut.sourceFraction[j]
            }
            let isFirst = best >= 0 && share == bestShare && particle < steps.particle[best]
            if best < 0 || share > bestShare || isFirst {
                best = step
                bestShare = share
            }
        }
        return best
    }

    private func productionZ(
        _ particle: Int, _ generated: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent
    ) -> Double {
        let firstSecondary = generated.particles.count
        let vertex =
            particle < firstSecondary
            ? Int(generated.particles.vertex[particle])
            : Int(transported.secondaries.vertex[particle - firstSecondary])
        let firstVertex = generated.vertices.count
        return vertex < firstVertex ? generated.vertices.z[vertex] : transported.vertices.z[vertex - firstVertex]
    }

    private func appendMomenta(_ particles: borrowing ParticleColumns, to column: inout Column<Double>) {
        for i in 0..<particles.count {
            let px = particles.px[i]
            let py = particles.py[i]
            column.append((px * px + py * py).squareRoot())
        }
    }
}
