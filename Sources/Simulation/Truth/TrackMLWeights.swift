// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The hit weights of the TrackML challenge, phase 1 (Amrouche et al., arXiv 1904.06778, section 4).
///
/// A hit weighs (order weight) x (pT weight), normalised to 1 over the event. Noise hits and the hits of particles
/// with fewer than 4 hits weigh nothing.
///
/// The order of a hit on its track is that of a key, the distance |z_hit - z_vertex| along the beam axis. Hits with
/// equal keys share the mean of their places, rounded down, as the challenge's own library has it.
public struct TrackMLWeights: Sendable {
    /// Weight profile along a track, first hit to last; stretched over the track's hits.
    public static let profile: [Double] = [10, 8, 6, 5, 3, 3, 3, 5, 6]
    /// Tracks with fewer hits weigh nothing; hits beyond the maximum neither.
    public static let minimumHits = 4
    public static let maximumHits = 20

    /// Memory that is used again from event to event.
    public struct Scratch: ~Copyable, Sendable {
        var starts = Column<Int32>(capacity: 256)
        var order = Column<Int32>(capacity: 1024)
        public init() {}
    }

    /// Order weights: those of tracks with `n` hits begin at `(n - minimumHits) * maximumHits`.
    private let orderWeights: [Double]

    public init() {
        var weights: [Double] = []
        for hits in Self.minimumHits...Self.maximumHits {
            var row = (0..<hits).map { Self.profileValue(at: Double($0) / Double(hits - 1)) }
            let sum = row.reduce(0, +)
            row = row.map { $0 / sum }
            weights += row + [Double](repeating: 0, count: Self.maximumHits - hits)
        }
        orderWeights = weights
    }

    /// The profile at a fraction 0...1 of the track, linear between its points.
    private static func profileValue(at fraction: Double) -> Double {
        let place = fraction * Double(profile.count - 1)
        let lower = min(Int(place), profile.count - 2)
        return profile[lower] + (profile[lower + 1] - profile[lower]) * (place - Double(lower))
    }

    /// The weight of hit `place` (from 0) of a track with `hits` hits; the places of a track of 4 to 20 hits sum to 1.
    public func orderWeight(place: Int, hits: Int) -> Double {
        if hits < Self.minimumHits || place < 0 || place >= Self.maximumHits { return 0 }
        return orderWeights[(min(hits, Self.maximumHits) - Self.minimumHits) * Self.maximumHits + place]
    }

    /// The weight for transverse momentum in GeV: 0.2 up to 0.5 GeV, rising linearly to 1 at 3 GeV; 0 below 0.05 GeV.
    public static func momentumWeight(_ pT: Double) -> Double {
        if !(pT >= 0.05) { return 0 }
        if pT <= 0.5 { return 0.2 }
        if pT >= 3 { return 1 }
        return 0.2 + 0.8 * (pT - 0.5) / 2.5
    }

    /// Fills `weights` with the weight of every hit.
    ///
    /// - Parameters:
    ///   - hitParticle: position of each hit's particle, -1 for noise.
    ///   - hitKey: what orders a particle's hits: |true z - z of the particle's vertex|, mm; finite.
    ///   - particlePT: transverse momentum of each particle at production, GeV.
    /// - Precondition: the columns of hits are equally long, and particles are positions in `particlePT`.
    public func fill(
        hitParticle: borrowing Column<Int32>, hitKey: borrowing Column<Double>,
        particlePT: borrowing Column<Double>, scratch: inout Scratch, into weights: inout Column<Double>
    ) {
        let hits = hitParticle.count
        let particles = particlePT.count
        precondition(hitKey.count == hits, "a key for every hit")
        weights.removeAll()
        weights.append(repeating: 0, count: hits)
        group(hitParticle, particles: particles, &scratch)
        var sum = 0.0
        for particle in 0..<particles {
            let first = Int(scratch.starts[particle])
            let count = Int(scratch.starts[particle + 1]) - first
            if count < Self.minimumHits { continue }
            let momentum = Self.momentumWeight(particlePT[particle])
            if momentum == 0 { continue }
            sort(first, count, by: hitKey, &scratch)
            sum += weigh(first, count, momentum: momentum, by: hitKey, scratch, &weights)
        }
        if sum > 0 {
            for i in 0..<hits { weights[i] = weights[i] / sum }
        }
    }

    /// Orders the hits by particle: those of particle p are `order[starts[p]..<starts[p + 1]]`.
    private func group(_ hitParticle: borrowing Column<Int32>, particles: Int, _ scratch: inout Scratch) {
        scratch.starts.removeAll()
        scratch.starts.append(repeating: 0, count: particles + 2)
        for i in 0..<hitParticle.count where hitParticle[i] >= 0 { scratch.starts[Int(hitParticle[i]) + 2] += 1 }
        for p in 0..<particles { scratch.starts[p + 2] += scratch.starts[p + 1] }
        scratch.order.removeAll()
        scratch.order.append(repeating: 0, count: hitParticle.count)
        for i in 0..<hitParticle.count where hitParticle[i] >= 0 {
            let next = Int(hitParticle[i]) + 1
            scratch.order[Int(scratch.starts[next])] = Int32(truncatingIfNeeded: i)
            scratch.starts[next] += 1
        }
    }

    /// Distances of Shell's sort (Ciura 2001): in place, and fast for short tracks and long loopers alike.
    private static let gaps: [Int] = [701, 301, 132, 57, 23, 10, 4, 1]

    /// Sorts some of the order by key, ties by hit.
    private func sort(_ first: Int, _ count: Int, by key: borrowing Column<Double>, _ scratch: inout Scratch) {
        func precedes(_ a: Int32, _ b: Int32) -> Bool {
            let (x, y) = (key[Int(a)], key[Int(b)])
            return x < y || (x == y && a < b)
        }
        for gap in Self.gaps where gap < count {
            for i in first + gap..<first + count {
                let moving = scratch.order[i]
                var place = i
                while place >= first + gap && precedes(moving, scratch.order[place - gap]) {
                    scratch.order[place] = scratch.order[place - gap]
                    place -= gap
                }
                scratch.order[place] = moving
            }
        }
    }

    /// Writes the weights of one track before normalisation and returns their sum.
    private func weigh(
        _ first: Int, _ count: Int, momentum: Double, by key: borrowing Column<Double>,
        _ scratch: borrowing Scratch, _ weights: inout Column<Double>
    ) -> Double {
        var sum = 0.0
        var begin = 0
        while begin < count {
            var end = begin + 1
            let value = key[Int(scratch.order[first + begin])]
            while end < count && key[Int(scratch.order[first + end])] == value { end += 1 }
            let place = (begin + end - 1) / 2
            let weight = orderWeight(place: place, hits: count) * momentum
            for i in begin..<end {
                weights[Int(scratch.order[first + i])] = weight
                sum += weight
            }
            begin = end
        }
        return sum
    }
}
