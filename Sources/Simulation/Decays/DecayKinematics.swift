// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The rest frame of a particle that moves, by its momentum and mass: exact at any speed, where the mass could not be
/// had back from energy and momentum.
struct MovingFrame {
    let momentum: Momentum
    let mass, energy: Double

    /// - Precondition: `mass` > 0.
    @inline(__always)
    init(_ momentum: Momentum, mass: Double) {
        self.momentum = momentum
        self.mass = mass
        energy = (momentum.squared + mass * mass).squareRoot()
    }

    /// A momentum given in the rest frame, as seen from outside.
    @inline(__always)
    func boost(_ k: FourVector) -> FourVector {
        let along = momentum.x * k.px + momentum.y * k.py + momentum.z * k.pz
        let newEnergy = (energy * k.energy + along) / mass
        let factor = (newEnergy + k.energy) / (energy + mass)
        return FourVector(
            px: k.px + factor * momentum.x, py: k.py + factor * momentum.y, pz: k.pz + factor * momentum.z,
            energy: newEnergy)
    }
}

/// Momenta of the products of a decay in the rest frame of the particle that decays.
enum DecayKinematics {
    typealias Momenta = InlineArray<4, FourVector>
    /// After so many rejections the last configuration is taken; the chance is below 1e-9 for every mode of the table.
    private static let tries = 400

    static func draw(
        _ shape: DecayShape, mass: Double, masses: SIMD4<Double>, count: Int, _ stream: inout RandomStream
    ) -> Momenta {
        var momenta = Momenta(repeating: .zero)
        if count == 2 {
            let p = momentum(mass, masses[0], masses[1])
            let direction = stream.direction()
            momenta[0] = vector(direction * p, masses[0])
            momenta[1] = vector(direction * -p, masses[1])
            return momenta
        }
        if shape == .dalitz {
            let virtual = virtualPhotonMass(mass: mass, electron: masses[1], &stream)
            return sequence(mass: mass, pair: virtual, masses, &stream)
        }
        for _ in 0..<tries {
            momenta = evenly(mass: mass, masses, &stream)
            let weight =
                switch shape {
                case .muon: muonWeight(mass, momenta)
                case .semileptonic: semileptonicWeight(mass, masses[0], momenta)
                case .even, .dalitz: 1.0
                }
            if weight >= 1 || weight > stream.uniform() { break }
        }
        return momenta
    }

    /// Momentum of two particles of masses a and b from a mass m at rest, GeV; 0 below threshold (RPP 2024 eq. 49.17).
    @inline(__always)
    static func momentum(_ m: Double, _ a: Double, _ b: Double) -> Double {
        let value = (m - a - b) * (m + a + b) * (m - a + b) * (m + a - b)
        return value > 0 ? value.squareRoot() / (2 * m) : 0
    }

    /// Three particles evenly in phase space: dΦ ∝ p₁ p₂₃ dm₂₃ (RPP 2024 eq. 49.20).
    private static func evenly(mass: Double, _ masses: SIMD4<Double>, _ stream: inout RandomStream) -> Momenta {
        let least = masses[1] + masses[2]
        let most = max(mass - masses[0], least)
        let bound = momentum(mass, masses[0], least) * momentum(most, masses[1], masses[2])
        var pair = least
        for _ in 0..<tries {
            pair = least + (most - least) * stream.uniform()
            let weight = momentum(mass, masses[0], pair) * momentum(pair, masses[1], masses[2])
            if weight > bound * stream.uniform() { break }
        }
        return sequence(mass: mass, pair: pair, masses, &stream)
    }

    /// First particle against a pair of given mass, which decays evenly.
    private static func sequence(
        mass: Double, pair: Double, _ masses: SIMD4<Double>, _ stream: inout RandomStream
    ) -> Momenta {
        let p = momentum(mass, masses[0], pair)
        let direction = stream.direction()
        let frame = MovingFrame(direction * -p, mass: pair)
        let q = momentum(pair, masses[1], masses[2])
        let inner = stream.direction()
        var momenta = Momenta(repeating: .zero)
        momenta[0] = vector(direction * p, masses[0])
        momenta[1] = frame.boost(vector(inner * q, masses[1]))
        momenta[2] = frame.boost(vector(inner * -q, masses[2]))
        return momenta
    }

    @inline(__always)
    private static func vector(_ momentum: Momentum, _ mass: Double) -> FourVector {
        FourVector(px: momentum.x, py: momentum.y, pz: momentum.z, mass: mass)
    }

    /// (p_μ · p_a)(p_e · p_b) over its maximum M⁴/16, which it has where a carries a quarter of the energy
    /// (RPP 2024 sec. 59.2, tree level).
    private static func muonWeight(_ mass: Double, _ p: Momenta) -> Double {
        mass * p[0].energy * p[1].dot(p[2]) * 16 / (mass * mass * mass * mass)
    }

    /// 2 (P · ℓ)(P · ν) − M² ℓ · ν over a bound (V − A with p_K + p_π, lepton mass neglected in the current).
    private static func semileptonicWeight(_ mass: Double, _ pion: Double, _ p: Momenta) -> Double {
        let most = (mass * mass - pion * pion) / (2 * mass)
        return (2 * p[1].energy * p[2].energy - p[1].dot(p[2])) / (2 * most * most)
    }

    /// Mass of the electron pair, dΓ/dm² ∝ (1 − m²/M²)³ √(1 − r) (1 + r/2) / m², r = 4 m_e²/m²
    /// (Kroll and Wada, Phys. Rev. 98 (1955) 1355, eq. 9, with form factor 1).
    private static func virtualPhotonMass(mass: Double, electron: Double, _ stream: inout RandomStream) -> Double {
        let least = 4 * electron * electron
        let span = Elementary.log(mass * mass / least)
        var square = least
        for _ in 0..<tries {
            square = least * Elementary.exp(span * stream.uniform())
            let rest = max(1 - square / (mass * mass), 0)
            let r = least / square
            if rest * rest * rest * max(1 - r, 0).squareRoot() * (1 + 0.5 * r) > 1.1 * stream.uniform() { break }
        }
        return square.squareRoot()
    }
}
