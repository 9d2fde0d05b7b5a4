// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Limits of tree amplitudes") struct AmplitudeLimitTests {
    /// A soft gluon multiplies |M|² by -4 pi alpha_s sum T_i.T_j p_i.p_j / (p_i.k p_j.k); for q qbar to t tbar the colour
    /// factors are known numbers: T_q.T_qbar = T_t.T_tbar = 1/6, T_q.T_t = -7/6, T_q.T_tbar = -1/3 (colour octet in the s
    /// channel; they and C_F sum to zero).
    @Test("soft gluons factorise") func softGluons() throws {
        let radiating = try AmplitudeSupport.program([1, -1], [6, -6, 21], power: 3)
        let plain = try AmplitudeSupport.program([1, -1], [6, -6], power: 2)
        var scratch = AmplitudeScratch()
        var stream = AmplitudeSupport.stream(100)
        for _ in 0..<50 {
            let energy = 600.0
            let tops = AmplitudeSupport.momenta([172.6, 172.6], energy: energy, &stream)
            let direction = stream.direction()
            let soft = 1e-5
            let k = FourVector(px: soft * direction.x, py: soft * direction.y, pz: soft * direction.z, energy: soft)
            // The tops recoil: total P = (E, 0) - k, in which they are as before.
            let rest = FourVector(px: 0, py: 0, pz: 0, energy: energy) - k
            let scaled = AmplitudeSupport.momenta([172.6, 172.6], energy: rest.mass, &stream)
            let moved = scaled.map { $0.boosted(from: rest) }
            _ = tops
            let full = AmplitudeSupport.squared(
                radiating, AmplitudeSupport.collision(energy: energy, moved + [k]), &scratch)
            let reduced = AmplitudeSupport.squared(
                plain, AmplitudeSupport.collision(energy: rest.mass, scaled), &scratch)
            let p = [
                FourVector(px: 0, py: 0, pz: energy / 2, energy: energy / 2),
                FourVector(px: 0, py: 0, pz: -energy / 2, energy: energy / 2), moved[0], moved[1],
            ]
            var sum = 0.0
            for i in 0..<4 {
                for j in 0..<4 {
                    let colour = Self.colour(i, j)
                    sum -= colour * p[i].dot(p[j]) / (p[i].dot(k) * p[j].dot(k))
                }
            }
            let wanted = 4 * PhysicalConstants.pi * sum * reduced
            #expect(abs(full / wanted - 1) < 1e-4)
        }
    }

    private static func colour(_ i: Int, _ j: Int) -> Double {
        switch (min(i, j), max(i, j)) {
        case let (a, b) where a == b: 4.0 / 3
        case (0, 1), (2, 3): 1.0 / 6
        case (0, 2), (1, 3): -7.0 / 6
        default: -1.0 / 3
        }
    }

    /// A quark that goes on along the beam after emitting a gluon with the share x of its energy:
    /// |M(q g → t tbar q)|² → 4 pi alpha_s / (p.k x) P(x) |M(g g → t tbar)|², P = 4/3 (1 + (1-x)²)/x, averaged over the
    /// azimuth (Catani, Seymour, Nucl. Phys. B 485 (1997) 291, eq. 4.23).
    @Test("collinear quarks factorise") func collinearQuarks() throws {
        let radiating = try AmplitudeSupport.program([1, 21], [6, -6, 1], power: 3)
        let plain = try AmplitudeSupport.program([21, 21], [6, -6], power: 2)
        var scratch = AmplitudeScratch()
        var stream = AmplitudeSupport.stream(101)
        for x in [0.35, 0.5, 0.8] {
            let energy = 1000.0
            let half = energy / 2
            let kT = 1e-3 * energy
            let tops = AmplitudeSupport.momenta([172.6, 172.6], energy: 1, &stream).isEmpty
            #expect(!tops)
            let fraction = 1 - x
            let kz = fraction * half - kT * kT / (4 * fraction * half)
            var (full, reduced, dot) = (0.0, 0.0, 0.0)
            var shape = AmplitudeSupport.stream(102)
            let mass = (energy * energy * x).squareRoot()
            let reference = AmplitudeSupport.momenta([172.6, 172.6], energy: mass, &shape)
            let angles = 24
            for step in 0..<angles {
                let phi = PhysicalConstants.twoPi * Double(step) / Double(angles)
                let k = FourVector(px: kT * Elementary.cos(phi), py: kT * Elementary.sin(phi), pz: kz, mass: 0)
                let system = FourVector(px: 0, py: 0, pz: 0, energy: energy) - k
                // The same tops in their rest frame, their energies those of the actual mass.
                let p = (system.mass * system.mass / 4 - 172.6 * 172.6).squareRoot() / reference[0].momentum
                let moved = reference.map {
                    FourVector(px: p * $0.px, py: p * $0.py, pz: p * $0.pz, mass: 172.6).boosted(from: system)
                }
                full += AmplitudeSupport.squared(
                    radiating, AmplitudeSupport.collision(energy: energy, moved + [k]), &scratch)
                dot += half * (k.energy - k.pz) / Double(angles)
            }
            reduced = AmplitudeSupport.squared(plain, AmplitudeSupport.collision(energy: mass, reference), &scratch)
            let splitting = 4.0 / 3 * (1 + (1 - x) * (1 - x)) / x
            let wanted = 4 * PhysicalConstants.pi / (dot * x) * splitting * reduced
            #expect(abs(full / Double(angles) / wanted - 1) < 2e-3, "x \(x): \(full / Double(angles) / wanted)")
        }
    }
}
