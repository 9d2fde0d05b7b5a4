// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Phase space of n particles as a chain of two-body decays of the partonic system.
///
/// Variables: virtual masses, partonic energy (distributed as ds/s²), rapidity of the system, masses of subsystems
/// (logarithmic), directions. Three particles: the last one against the pair of the first two; four: two pairs.
///   d sigma = f1 f2 |M|² / (2 s) dx1 dx2 product (|p*| / (16 pi² M) d Omega) product (dM² / 2 pi).
struct CascadeMapping: Sendable {
    let particles: FinalParticles

    init(_ particles: FinalParticles) { self.particles = particles }

    /// Fills a point from uniform numbers; returns d sigma per unit of the hypercube without amplitude and densities, 0
    /// outside phase space.
    func point(_ numbers: borrowing InlineArray<14, Double>, energy: Double, _ point: inout HardPoint) -> Double {
        let count = particles.count
        particles.sampleMasses(&point, numbers)
        var threshold = 0.0
        for i in 0..<count { threshold += point.masses[i] }
        threshold = max(threshold, 2 * particles.minimumPT)
        guard threshold < energy else { return 0 }
        let ratio = threshold * threshold / (energy * energy)
        // s = s_min / (1 - z (1 - s_min / S)).
        let s = threshold * threshold / (1 - numbers[count] * (1 - ratio))
        let growth = Elementary.log(energy * energy / s)
        let rapidity = (numbers[count + 1] - 0.5) * growth
        // ds / s dy: ds/s = s (1 - ratio) / s_min dz.
        var weight = PhysicalConstants.picobarn / (2 * s) * (s * (1 - ratio) / (threshold * threshold)) * growth
        let mass = s.squareRoot()
        let boost = Elementary.exp(rapidity)
        let system = FourVector(
            px: 0, py: 0, pz: 0.5 * mass * (boost - 1 / boost), energy: 0.5 * mass * (boost + 1 / boost))
        weight *= decays(&point, system, mass, numbers)
        guard weight > 0, point.close(energy: energy) else { return 0 }
        return weight
    }

    private func decays(
        _ point: inout HardPoint, _ system: FourVector, _ mass: Double, _ numbers: borrowing InlineArray<14, Double>
    ) -> Double {
        let count = particles.count
        let axis = count + 2
        let m = point.masses
        switch count {
        case 2:
            return split(system, mass, m[0], m[1], numbers[axis], numbers[axis + 1], &point.momenta, 0, 1)
        case 3:
            guard let (pair, jacobian) = subsystem(m[0] + m[1], mass - m[2], numbers[axis]) else { return 0 }
            var halves = InlineArray<4, FourVector>(repeating: .zero)
            let first = split(system, mass, pair, m[2], numbers[axis + 1], numbers[axis + 2], &halves, 0, 1)
            point.momenta[2] = halves[1]
            return jacobian * first
                * split(halves[0], pair, m[0], m[1], numbers[axis + 3], numbers[axis + 4], &point.momenta, 0, 1)
        default:
            guard let (one, first) = subsystem(m[0] + m[1], mass - m[2] - m[3], numbers[axis]),
                let (two, second) = subsystem(m[2] + m[3], mass - one, numbers[axis + 1])
            else { return 0 }
            var halves = InlineArray<4, FourVector>(repeating: .zero)
            let weight = split(system, mass, one, two, numbers[axis + 2], numbers[axis + 3], &halves, 0, 1)
            let left = split(halves[0], one, m[0], m[1], numbers[axis + 4], numbers[axis + 5], &point.momenta, 0, 1)
            let right = split(halves[1], two, m[2], m[3], numbers[axis + 6], numbers[axis + 7], &point.momenta, 2, 3)
            return first * second * weight * left * right
        }
    }

    /// A mass between bounds, logarithmic, and dM²/(2 pi) per unit.
    private func subsystem(_ low: Double, _ high: Double, _ u: Double) -> (Double, Double)? {
        guard low < high else { return nil }
        let growth = 2 * Elementary.log(high / low)
        let mass2 = low * low * Elementary.exp(u * growth)
        return (mass2.squareRoot(), mass2 * growth / PhysicalConstants.twoPi)
    }

    /// A decay with direction from two uniform numbers, about fixed axes; |p*| / (16 pi² M) times 4 pi and the density's
    /// inverse.
    private func split(
        _ parent: FourVector, _ mass: Double, _ one: Double, _ two: Double, _ u: Double, _ v: Double,
        _ momenta: inout InlineArray<4, FourVector>, _ first: Int, _ second: Int
    ) -> Double {
        let (sum, difference) = (one + two, one - two)
        let squared = (mass * mass - sum * sum) * (mass * mass - difference * difference)
        guard squared > 1e-12 * mass * mass * mass * mass else { return 0 }
        let p = squared.squareRoot() / (2 * mass)
        // Density 1 / (1 - β² cos²) with β = 2 p / M, as from exchange between the beams and the daughters.
        let beta = min(2 * p / mass, 1 - 1e-9)
        let reach = 0.5 * Elementary.log((1 + beta) / (1 - beta))
        let tangent = Elementary.tanh(reach * (2 * u - 1))
        let cosine = min(max(tangent / beta, -1), 1)
        let jacobian = reach * (1 - tangent * tangent) / beta
        let (sinPhi, cosPhi) = Elementary.sincos(PhysicalConstants.twoPi * v)
        let transverse = p * max(1 - cosine * cosine, 0).squareRoot()
        let daughter = FourVector(px: transverse * cosPhi, py: transverse * sinPhi, pz: p * cosine, mass: one)
        let moving = daughter.boosted(from: parent)
        momenta[first] = moving
        momenta[second] = parent - moving
        return jacobian * p / (4 * PhysicalConstants.pi * mass)
    }
}
