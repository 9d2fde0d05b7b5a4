// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Momenta of the products of a decay, in the frame in which the parent moves.
typealias DecayMomenta = InlineArray<8, FourVector>
typealias DecayMasses = InlineArray<8, Double>

/// Decays to n particles evenly in phase space.
enum PhaseSpaceDecay {
    /// Momentum of two particles of masses a and b from a mass m at rest, GeV; 0 below threshold.
    @inline(__always)
    static func momentum(_ m: Double, _ a: Double, _ b: Double) -> Double {
        // RPP 2024 eq. 49.17.
        let value = (m - a - b) * (m + a + b) * (m - a + b) * (m + a - b)
        return value > 0 ? value.squareRoot() / (2 * m) : 0
    }

    /// Two particles back to back in the given direction of the parent's rest frame.
    @inline(__always)
    static func two(
        _ parent: FourVector, mass: Double, _ a: Double, _ b: Double, direction: (x: Double, y: Double, z: Double)
    ) -> (FourVector, FourVector) {
        let p = momentum(mass, a, b)
        let energy = (p * p + a * a).squareRoot()
        let first = FourVector(px: p * direction.x, py: p * direction.y, pz: p * direction.z, energy: energy)
            .boosted(from: parent)
        return (first, parent - first)
    }

    /// n = 2...8 particles (James, CERN 68-15; sorted intermediate masses with acceptance by the product of momenta,
    /// at most `tries` times, after which the last configuration is taken).
    static func generate(
        _ parent: FourVector, mass: Double, masses: DecayMasses, count: Int, tries: Int = 60,
        using stream: inout RandomStream, into momenta: inout DecayMomenta
    ) {
        if count == 1 {
            momenta[0] = parent
            return
        }
        if count == 2 {
            (momenta[0], momenta[1]) = two(parent, mass: mass, masses[0], masses[1], direction: stream.direction())
            return
        }
        var sum = 0.0
        for i in 0..<count { sum += masses[i] }
        let free = max(mass - sum, 0)
        let bound = weightBound(mass: mass, masses: masses, count: count, free: free)
        var invariant = DecayMasses(repeating: 0)
        for _ in 0..<tries {
            chooseInvariants(&invariant, mass: mass, masses: masses, count: count, free: free, using: &stream)
            var weight = 1.0
            for i in 1..<count { weight *= momentum(invariant[i], invariant[i - 1], masses[i]) }
            if weight >= bound * stream.uniform() { break }
        }
        // From the whole down: particle i leaves the system of particles 0...i.
        var system = parent
        for i in stride(from: count - 1, through: 2, by: -1) {
            let (rest, particle) = two(
                system, mass: invariant[i], invariant[i - 1], masses[i], direction: stream.direction())
            momenta[i] = particle
            system = rest
        }
        (momenta[0], momenta[1]) = two(
            system, mass: invariant[1], masses[0], masses[1], direction: stream.direction())
    }

    /// Product of the largest momenta of the successive two-body steps.
    private static func weightBound(mass: Double, masses: DecayMasses, count: Int, free: Double) -> Double {
        var bound = 1.0
        var lower = 0.0
        var upper = masses[0] + free
        for i in 1..<count {
            lower += masses[i - 1]
            upper += masses[i]
            bound *= momentum(upper, lower, masses[i])
        }
        return bound
    }

    /// Invariant masses of particles 0...i from sorted uniform numbers.
    private static func chooseInvariants(
        _ invariant: inout DecayMasses, mass: Double, masses: DecayMasses, count: Int, free: Double,
        using stream: inout RandomStream
    ) {
        for i in 1..<count - 1 {
            let u = stream.uniform()
            var place = i
            while place > 1 && invariant[place - 1] > u {
                invariant[place] = invariant[place - 1]
                place -= 1
            }
            invariant[place] = u
        }
        invariant[0] = masses[0]
        var sum = masses[0]
        for i in 1..<count - 1 {
            sum += masses[i]
            invariant[i] = sum + free * invariant[i]
        }
        invariant[count - 1] = mass
    }
}
