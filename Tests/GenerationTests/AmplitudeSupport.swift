// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

/// Amplitudes and random phase-space points for tests.
enum AmplitudeSupport {
    static let model = StandardModel(
        topMass: 172.6, bottomMass: 4.78, wMass: 80.3625, zMass: 91.1879, higgsMass: 125.2, yukawaMass: 165)

    static func program(
        _ incoming: [Int32], _ outgoing: [Int32], power: Int, model: StandardModel = model
    ) throws -> RecursionProgram {
        try #require(
            RecursionProgram(
                incoming.map { .incoming($0) } + outgoing.map { .outgoing($0) }, strongPower: power, model: model,
                massiveBottom: outgoing.contains(5)))
    }

    /// Massive particles of given energy at rest, spread as phase space: RAMBO (Kleiss, Stirling, Ellis, Comput. Phys.
    /// Commun. 40 (1986) 359) with momenta scaled to the masses; weights do not matter here.
    static func momenta(_ masses: [Double], energy: Double, _ stream: inout RandomStream) -> [FourVector] {
        var massless: [FourVector] = []
        var total = FourVector.zero
        for _ in masses {
            let size = stream.exponential() + stream.exponential()
            let (cosine, phi) = (2 * stream.uniform() - 1, PhysicalConstants.twoPi * stream.uniform())
            let sine = (1 - cosine * cosine).squareRoot()
            let p = FourVector(
                px: size * sine * Elementary.cos(phi), py: size * sine * Elementary.sin(phi), pz: size * cosine,
                energy: size)
            massless.append(p)
            total += p
        }
        massless = massless.map { (1 / total.mass) * $0.boosted(into: total) }
        var (low, high) = (0.0, 2 * energy)
        for _ in 0..<200 {
            let scale = 0.5 * (low + high)
            var sum = 0.0
            for (p, m) in zip(massless, masses) { sum += (m * m + scale * scale * p.momentum2).squareRoot() }
            if sum > energy { high = scale } else { low = scale }
        }
        return zip(massless, masses).map { p, m in
            FourVector(px: low * p.px, py: low * p.py, pz: low * p.pz, mass: m)
        }
    }

    /// Incoming partons along z and these outgoing particles.
    static func collision(energy: Double, _ outgoing: [FourVector]) -> InlineArray<7, FourVector> {
        var momenta = InlineArray<7, FourVector>(repeating: .zero)
        momenta[0] = FourVector(px: 0, py: 0, pz: energy / 2, energy: energy / 2)
        momenta[1] = FourVector(px: 0, py: 0, pz: -energy / 2, energy: energy / 2)
        for (i, p) in outgoing.enumerated() { momenta[2 + i] = p }
        return momenta
    }

    static func point(
        _ program: RecursionProgram, energy: Double, _ stream: inout RandomStream
    ) -> InlineArray<7, FourVector> {
        collision(energy: energy, momenta(Array(program.masses[2...]), energy: energy, &stream))
    }

    static func squared(
        _ program: RecursionProgram, _ momenta: InlineArray<7, FourVector>, _ scratch: inout AmplitudeScratch
    ) -> Double {
        program.prepare(momenta, &scratch)
        return program.squaredAmplitude(&scratch)
    }

    static func stream(_ identity: UInt64) -> RandomStream {
        RandomStream(seed: 20_26, event: 0, stage: .test, identity: identity)
    }

    /// All kinds of amplitudes in production: incoming, outgoing, power of the strong coupling.
    static let production: [(incoming: [Int32], outgoing: [Int32], power: Int)] = [
        ([21, 21], [6, -6, 25], 2), ([1, -1], [6, -6, 25], 2), ([21, 21], [6, -6, 23], 2), ([2, -2], [6, -6, 23], 2),
        ([1, -1], [6, -6, 23], 2), ([2, -1], [6, -6, 24], 2), ([21, 21], [6, -6, 6, -6], 4),
        ([1, -1], [6, -6, 6, -6], 4), ([21, 21], [6, -6, 24, -24], 2), ([2, -2], [6, -6, 24, -24], 2),
        ([21, 21], [6, -6, 5, -5], 4), ([1, -1], [6, -6, 5, -5], 4), ([21, 21], [6, -6, 21], 3),
        ([1, -1], [6, -6, 21], 3), ([1, 21], [6, -6, 1], 3), ([-1, 21], [6, -6, -1], 3),
    ]
}
