// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Shower of outgoing partons") struct FinalStateShowerTests {
    @Test(
        "scales fall, stay above the cutoff, and momentum, mass shells, flavours and colour lines hold",
        arguments: [Int32(2), 5])
    func properties(flavour: Int32) throws {
        var pair = try QuarkPair(energy: 500, cutoff: 0.7)
        for number: UInt64 in 0..<300 {
            var stream = RandomStream(seed: 3, event: number, stage: .test, identity: 0)
            pair.reset(flavour: flavour)
            var scale2 = Double.infinity
            while let next = pair.advance(from: scale2, using: &stream) {
                #expect(next <= scale2 && next > 0.49)
                scale2 = next
            }
            let sum = pair.event.outgoingSum()
            let size: Double = abs(sum.px) + abs(sum.py) + abs(sum.pz) + abs(sum.energy - 500)
            #expect(size < 1e-9 * 500)
            #expect(pair.event.brokenLines() == 0)
            #expect(pair.event.flavourBalance().allSatisfy { $0 == 0 })
            for i in 2..<pair.event.partons.count {
                let parton = pair.event.partons[i]
                let shell: Double = abs(parton.momentum.mass2 - parton.mass * parton.mass)
                #expect(shell < 1e-9 * 500 * 500 && parton.momentum.energy > 0)
            }
        }
    }

    /// The first branching of one dipole: P(none above pT) = exp(-integral of the density), the integral by the
    /// trapezoidal rule on 400 x 2000 points. 30,000 showers, 4.4 standard deviations of a binomial number (false
    /// alarm 1e-5 each).
    @Test("the probability of no emission is that of the integrated density", arguments: [Int32(2), 5])
    func sudakov(flavour: Int32) throws {
        let energy = 91.2
        var pair = try QuarkPair(energy: energy, cutoff: 1)
        let coupling = pair.shower.branching.coupling
        let scales = [2.0, 5, 10, 20]
        var none = [Double](repeating: 0, count: scales.count)
        let showers = 30_000
        for number in 0..<showers {
            var stream = RandomStream(seed: 4, event: UInt64(number), stage: .test, identity: UInt64(flavour))
            pair.reset(flavour: flavour)
            let first = pair.advance(from: .infinity, using: &stream) ?? 0
            for (i, scale) in scales.enumerated() where first < scale * scale { none[i] += 1 }
        }
        for (i, scale) in scales.enumerated() {
            let wanted = Elementary.exp(-2 * Self.emissions(flavour, energy: energy, above: scale, coupling))
            let found = none[i] / Double(showers)
            let error = (wanted * (1 - wanted) / Double(showers)).squareRoot()
            #expect(abs(found - wanted) < 4.4 * error + 5e-4, "pT > \(scale): \(found) for \(wanted)")
        }
    }

    /// Mean number of emissions of one end of a pair of equal quarks above a pT, without Sudakov factor.
    private static func emissions(
        _ flavour: Int32, energy: Double, above scale: Double, _ coupling: ShowerCoupling
    ) -> Double {
        let mass = QuarkMasses.constituent(flavour)
        let m2 = mass * mass
        let span = energy * energy - 2 * m2
        let (low, high) = (2 * Elementary.log(scale), Elementary.log(0.25 * span))
        var sum = 0.0
        for i in 0..<400 {
            let log = low + (high - low) * (Double(i) + 0.5) / 400
            let pT2 = Elementary.exp(log)
            var inner = 0.0
            for j in 0..<2000 {
                // Points even in ln(1 - z).
                let u = Elementary.exp(-10 * (Double(j) + 0.5) / 2000)
                let z = 1 - u
                let y = pT2 / (z * u * span)
                let pair2 = m2 + pT2 / (z * u)
                guard z > 0, y < 1, pT2 > u * u * m2, pair2.squareRoot() + mass < energy else { continue }
                let kernel = 2 / (u + z * y) - (1 + z) - 2 * m2 * z * u / pT2
                inner += max(kernel, 0) * (1 - y) * u * 10 / 2000
            }
            sum += 4.0 / 3 * coupling.value(at: pT2) / PhysicalConstants.twoPi * inner * (high - low) / 400
        }
        return sum
    }

    /// First emissions with pT below 1 GeV that lie within m/E of a bottom quark: less than half of those of a light
    /// quark (soft limit: the integral of (t²/(t² + 1))² d ln t² up to t = 1 is 0.19).
    @Test("heavy quarks have a dead cone") func deadCone() throws {
        let energy = 200.0
        let cosine = Elementary.cos(QuarkMasses.constituent(5) / (0.5 * energy))
        func inside(_ flavour: Int32) throws -> Double {
            var pair = try QuarkPair(energy: energy, cutoff: 0.5)
            var near = 0.0
            for number: UInt64 in 0..<8000 {
                var stream = RandomStream(seed: 6, event: number, stage: .test, identity: UInt64(flavour))
                pair.reset(flavour: flavour)
                guard pair.advance(from: 1, using: &stream) != nil else { continue }
                let gluon = pair.event.partons[4].momentum
                for i in 2..<4 {
                    let quark = pair.event.partons[i].momentum
                    let dot = gluon.px * quark.px + gluon.py * quark.py + gluon.pz * quark.pz
                    if dot > gluon.momentum * quark.momentum * cosine { near += 1 }
                }
            }
            return near
        }
        let (heavy, light) = (try inside(5), try inside(1))
        #expect(light > 150, "\(light)")
        #expect(heavy < 0.5 * light, "\(heavy), \(light)")
    }

    /// Three jets of equal energy: of two colour lines, from the quark to the gluon and from there to the antiquark, none
    /// joins the two quarks, so that soft gluons avoid the middle between them (Azimov, Dokshitzer, Khoze and Troyan, Phys.
    /// Lett. B 165 (1985) 147). In the middle between two jets the eikonal factors of the lines, with C_F and C_A/2 at their
    /// ends, are as 10.7 (quark and gluon) to 4.1 (quarks), a ratio of 2.6; jets that radiate each for itself have
    /// (C_A + C_F) / (2 C_F) = 1.6. The ratio found has a statistical error of 8 %.
    @Test("soft gluons between jets follow the colour lines") func coherence() throws {
        var pair = try QuarkPair(energy: 90, cutoff: 1)
        let cosine = Elementary.cos(25 * PhysicalConstants.pi / 180)
        var between = [0.0, 0, 0]
        for number: UInt64 in 0..<20_000 {
            var stream = RandomStream(seed: 8, event: number, stage: .test, identity: 0)
            pair.resetToThreeJets()
            let jets = (2..<5).map { pair.event.partons[$0].momentum }
            guard pair.advance(from: 4, using: &stream) != nil, pair.event.partons[5].pdgID == 21 else { continue }
            let gluon = pair.event.partons[5].momentum
            for (i, jet) in jets.enumerated() {
                // Opposite to a jet lies the middle between the other two.
                let dot = gluon.px * jet.px + gluon.py * jet.py + gluon.pz * jet.pz
                if -dot > cosine * gluon.momentum * jet.momentum { between[i] += 1 }
            }
        }
        let ratio = 0.5 * (between[0] + between[1]) / between[2]
        #expect(between[2] > 100)
        #expect(ratio > 2.05 && ratio < 3.3, "\(between)")
    }

    @Test("the coupling is continuous and gives its value at the Z mass") func coupling() {
        let coupling = ShowerCoupling(atZ: 0.13)
        #expect(abs(coupling.value(at: 91.188 * 91.188) - 0.13) < 1e-12)
        for threshold in [ShowerCoupling.charm2, ShowerCoupling.bottom2] {
            let jump: Double = coupling.value(at: threshold * (1 + 1e-9)) - coupling.value(at: threshold * (1 - 1e-9))
            #expect(abs(jump) < 1e-8)
        }
        var last = 10.0
        for step in 0..<200 {
            let value = coupling.value(at: 0.2 * Elementary.exp(0.06 * Double(step)))
            #expect(value <= last && value > 0)
            last = value
        }
    }
}
