// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Tree amplitudes") struct AmplitudeTests {
    @Test("gluons and quarks to top pairs agree with the closed formulas at thousands of points") func topPairs() throws
    {
        var scratch = AmplitudeScratch()
        var stream = AmplitudeSupport.stream(1)
        for incoming in [[Int32(21), 21], [1, -1], [-1, 1]] {
            let program = try AmplitudeSupport.program(incoming, [6, -6], power: 2)
            var worst = 0.0
            for _ in 0..<2000 {
                let energy = 345.3 + 3000 * stream.uniform() * stream.uniform()
                let momenta = AmplitudeSupport.point(program, energy: energy, &stream)
                var point = HardPoint()
                point.count = 2
                point.sHat = energy * energy
                for i in 0..<2 {
                    point.momenta[i] = momenta[2 + i]
                    point.masses[i] = 172.6
                }
                let closed = TopPairProduction.squaredAmplitudes(at: point)
                let wanted = incoming[0] == 21 ? closed.gluons : closed.quarks
                let found = AmplitudeSupport.squared(program, momenta, &scratch)
                worst = max(worst, abs(found / wanted - 1))
            }
            #expect(worst < 1e-9, "\(incoming): \(worst)")
        }
    }

    /// RPP 2024 sec. 51.1, times g⁴; like final particles count once.
    @Test("two massless partons to two: the formulas and their crossings") func dijets() throws {
        typealias Formula = (_ s: Double, _ t: Double, _ u: Double) -> Double
        let sameQuarks: Formula = { s, t, u in
            let squares = (s * s + u * u) / (t * t) + (s * s + t * t) / (u * u)
            return 4.0 / 9 * squares - 8.0 / 27 * s * s / (t * u)
        }
        let samePair: Formula = { s, t, u in
            let squares = (s * s + u * u) / (t * t) + (t * t + u * u) / (s * s)
            return 4.0 / 9 * squares - 8.0 / 27 * u * u / (s * t)
        }
        let cases: [([Int32], [Int32], Formula, Double)] = [
            ([1, 2], [1, 2], { s, t, u in 4.0 / 9 * (s * s + u * u) / (t * t) }, 1),
            ([1, -2], [1, -2], { s, t, u in 4.0 / 9 * (s * s + u * u) / (t * t) }, 1),
            ([1, 1], [1, 1], sameQuarks, 0.5), ([-1, -1], [-1, -1], sameQuarks, 0.5),
            ([1, -1], [2, -2], { s, t, u in 4.0 / 9 * (t * t + u * u) / (s * s) }, 1),
            ([1, -1], [1, -1], samePair, 1),
            ([1, -1], [21, 21], { s, t, u in (t * t + u * u) * (32.0 / 27 / (t * u) - 8.0 / 3 / (s * s)) }, 0.5),
            ([21, 21], [1, -1], { s, t, u in (t * t + u * u) * (1.0 / 6 / (t * u) - 3.0 / 8 / (s * s)) }, 1),
            ([1, 21], [1, 21], { s, t, u in (s * s + u * u) * (1 / (t * t) - 4.0 / 9 / (s * u)) }, 1),
            ([-1, 21], [-1, 21], { s, t, u in (s * s + u * u) * (1 / (t * t) - 4.0 / 9 / (s * u)) }, 1),
            (
                [21, 21], [21, 21],
                { s, t, u in 4.5 * (3 - t * u / (s * s) - s * u / (t * t) - s * t / (u * u)) }, 0.5
            ),
        ]
        var scratch = AmplitudeScratch()
        var stream = AmplitudeSupport.stream(2)
        let pi2 = PhysicalConstants.pi * PhysicalConstants.pi
        for (incoming, outgoing, formula, symmetry) in cases {
            let program = try AmplitudeSupport.program(incoming, outgoing, power: 2)
            for _ in 0..<100 {
                let momenta = AmplitudeSupport.point(program, energy: 500, &stream)
                let t = (momenta[0] - momenta[2]).mass2
                let u = (momenta[0] - momenta[3]).mass2
                let wanted = 16 * pi2 * formula(250_000, t, u) * symmetry
                let found = AmplitudeSupport.squared(program, momenta, &scratch)
                #expect(abs(found / wanted - 1) < 1e-8, "\(incoming) \(outgoing)")
            }
        }
    }

    @Test("a gluon's polarisation along its momentum gives nothing", arguments: AmplitudeSupport.production.indices)
    func gaugeInvariance(position: Int) throws {
        let entry = AmplitudeSupport.production[position]
        let program = try AmplitudeSupport.program(entry.incoming, entry.outgoing, power: entry.power)
        var scratch = AmplitudeScratch()
        var stream = AmplitudeSupport.stream(3 + UInt64(position))
        for _ in 0..<10 {
            let momenta = AmplitudeSupport.point(program, energy: 1100 + 2000 * stream.uniform(), &stream)
            let typical = AmplitudeSupport.squared(program, momenta, &scratch)
            #expect(typical > 0 && typical.isFinite)
            for gluon in 0..<program.externals where program.particles[gluon].pdgID == 21 {
                program.prepare(momenta, &scratch)
                let k = momenta[gluon]
                // Of unit size, as a polarisation is.
                let longitudinal: WaveFunction = [
                    Complex(1), Complex(k.px / k.energy), Complex(k.py / k.energy), Complex(k.pz / k.energy),
                ]
                for state in 0..<2 { scratch.states[3 * gluon + state] = longitudinal }
                let rest = program.squaredAmplitude(&scratch)
                #expect((rest / typical).squareRoot() < 1e-9)
            }
        }
    }

    @Test("amplitudes are the same in every frame", arguments: AmplitudeSupport.production.indices)
    func lorentzInvariance(position: Int) throws {
        let entry = AmplitudeSupport.production[position]
        let program = try AmplitudeSupport.program(entry.incoming, entry.outgoing, power: entry.power)
        var scratch = AmplitudeScratch()
        var stream = AmplitudeSupport.stream(30 + UInt64(position))
        for _ in 0..<10 {
            let momenta = AmplitudeSupport.point(program, energy: 1100 + 1000 * stream.uniform(), &stream)
            let here = AmplitudeSupport.squared(program, momenta, &scratch)
            let frame = FourVector(
                px: stream.normal(), py: stream.normal(), pz: stream.normal(), mass: 1)
            var moved = momenta
            for i in 0..<program.externals { moved[i] = momenta[i].boosted(from: frame) }
            let there = AmplitudeSupport.squared(program, moved, &scratch)
            #expect(abs(there / here - 1) < 1e-8)
        }
    }

    /// Charge conjugation, and CP where weak bosons couple: particles and antiparticles exchanged, space reflected.
    @Test("particles and antiparticles are alike", arguments: AmplitudeSupport.production.indices)
    func chargeSymmetry(position: Int) throws {
        let entry = AmplitudeSupport.production[position]
        func conjugate(_ numbers: [Int32]) -> [Int32] { numbers.map { [21, 23, 25].contains($0) ? $0 : -$0 } }
        let program = try AmplitudeSupport.program(entry.incoming, entry.outgoing, power: entry.power)
        let other = try AmplitudeSupport.program(
            conjugate(entry.incoming), conjugate(entry.outgoing), power: entry.power)
        var scratch = AmplitudeScratch()
        var stream = AmplitudeSupport.stream(60 + UInt64(position))
        for _ in 0..<10 {
            let momenta = AmplitudeSupport.point(program, energy: 1500, &stream)
            var reflected = momenta
            for i in 0..<7 {
                reflected[i] = FourVector(
                    px: -momenta[i].px, py: -momenta[i].py, pz: -momenta[i].pz, energy: momenta[i].energy)
            }
            let one = AmplitudeSupport.squared(program, momenta, &scratch)
            let two = AmplitudeSupport.squared(other, reflected, &scratch)
            #expect(abs(two / one - 1) < 1e-9)
        }
    }

    /// Cancellations between diagrams keep W pairs from growing with energy: wrong signs of the couplings of W, Z,
    /// photon or Higgs boson grow by the fourth power of the energy.
    @Test("pairs of longitudinal W bosons obey unitarity") func unitarity() throws {
        var model = AmplitudeSupport.model
        model.yukawaMass = model.topMass
        var scratch = AmplitudeScratch()
        func ratio(_ incoming: [Int32]) throws -> Double {
            let program = try AmplitudeSupport.program(incoming, [24, -24], power: 0, model: model)
            func sum(_ energy: Double) -> Double {
                var stream = AmplitudeSupport.stream(90)
                return (0..<50).reduce(0.0) { total, _ in
                    // Heavy incoming quarks: energies of the partons as in their collision.
                    var momenta = AmplitudeSupport.point(program, energy: energy, &stream)
                    let mass = program.masses[0]
                    let p = (energy * energy / 4 - mass * mass).squareRoot()
                    momenta[0] = FourVector(px: 0, py: 0, pz: p, mass: mass)
                    momenta[1] = FourVector(px: 0, py: 0, pz: -p, mass: mass)
                    return total + AmplitudeSupport.squared(program, momenta, &scratch)
                }
            }
            return sum(20_000) / sum(5_000)
        }
        for incoming in [[Int32(2), -2], [1, -1], [6, -6]] {
            let growth = try ratio(incoming)
            #expect(growth < 3, "\(incoming): \(growth)")
        }
    }
}
