// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Phase space of n particles in transverse momenta and rapidities.
///
/// Variables are the virtual masses, rapidities y_i, and transverse momenta of all but one particle, which balances them.
/// With x1 and x2 fixed by energy and longitudinal momentum (RPP 2024 eq. 49.12 integrated),
///   d sigma = x1 f1 x2 f2 |M|² / s² (2 pi)^(4 - 3n) 2^-n product_(i<n) d²pT_i product_i dy_i    (s partonic).
struct TransverseMapping: Sendable {
    let particles: FinalParticles
    private let prefactor: Double
    /// The particle that balances the others.
    private let balance: Int
    /// First guesses: rapidities logistic of width `first`, the others around `pull` times the first one.
    private let first: Double
    private let other: Double
    private let pull: Double
    private let scale2: InlineArray<4, Double>

    init(_ particles: FinalParticles) {
        self.particles = particles
        let count = particles.count
        var factor = PhysicalConstants.picobarn
        for _ in 0..<3 * count - 4 { factor /= PhysicalConstants.twoPi }
        for _ in 0..<count { factor /= 2 }
        prefactor = factor
        balance = count == 2 ? 1 : particles.isMasslessParton[count - 1] ? 1 : count - 1
        // From the variances and correlations of the reference distributions of two, three and four particles.
        (first, other, pull) =
            switch count {
            case 2: (0.71, 0.59, 0.55)
            case 3: (0.64, 0.50, 0.60)
            default: (0.62, 0.61, 0.20)
            }
        var scales = InlineArray<4, Double>(repeating: 0)
        for i in 0..<count {
            let mass = particles.resonances[i].mass
            scales[i] = mass > 0 ? 1.69 * max(mass, 10) * max(mass, 10) : particles.minimumPT * particles.minimumPT
        }
        scale2 = scales
    }

    /// Fills a point from uniform numbers; returns d sigma per unit of the hypercube without amplitude and densities, 0
    /// outside phase space.
    func point(_ numbers: borrowing InlineArray<14, Double>, energy: Double, _ point: inout HardPoint) -> Double {
        let count = particles.count
        particles.sampleMasses(&point, numbers)
        var weight = prefactor
        var rapidities = InlineArray<4, Double>(repeating: 0)
        for i in 0..<count {
            let width = i == 0 ? first : other
            let u = min(max(numbers[count + i], 1e-12), 1 - 1e-12)
            let offset = width * Elementary.log(u / (1 - u))
            rapidities[i] = i == 0 ? offset : pull * rapidities[0] + offset
            weight *= width / (u * (1 - u))
        }
        transverse(&point, &weight, numbers)
        for i in 0..<count {
            let mT = point.transverseMass(i)
            let growth = Elementary.exp(rapidities[i])
            point.momenta[i].energy = 0.5 * mT * (growth + 1 / growth)
            point.momenta[i].pz = 0.5 * mT * (growth - 1 / growth)
        }
        guard point.close(energy: energy) else { return 0 }
        return weight / (point.sHat * point.sHat)
    }

    private func transverse(
        _ point: inout HardPoint, _ weight: inout Double, _ numbers: borrowing InlineArray<14, Double>
    ) {
        let count = particles.count
        var (sumX, sumY) = (0.0, 0.0)
        var axis = 2 * count
        for i in 0..<count where i != balance {
            let u = min(numbers[axis], 1 - 1e-9)
            // Density scale2 / (pT² + scale2)² in pT², or above a cut; d²pT = pi dpT² du'.
            var pT2 = scale2[i] * u / (1 - u)
            if particles.isMasslessParton[i] { pT2 += particles.minimumPT * particles.minimumPT }
            weight *= PhysicalConstants.pi * scale2[i] / ((1 - u) * (1 - u))
            let (sine, cosine) = Elementary.sincos(PhysicalConstants.twoPi * numbers[axis + 1])
            let pT = pT2.squareRoot()
            point.momenta[i].px = pT * cosine
            point.momenta[i].py = pT * sine
            sumX += pT * cosine
            sumY += pT * sine
            axis += 2
        }
        point.momenta[balance].px = -sumX
        point.momenta[balance].py = -sumY
    }
}
