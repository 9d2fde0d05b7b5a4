// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Testing

@testable import Generation

@Suite("Decays of the Higgs boson") struct HiggsDecayTests {
    /// Angles of 60,000 decays at fixed masses against the helicity amplitudes: A ~ h s1 s2 + ½[(1+c1)(1+c2) e^iφ
    /// + (1-c1)(1-c2) e^-iφ], h = k1·k2/(m1 m2), for left-handed fermions. Then <c1²> = (h²/5 + 4/5)/(h² + 2), and of the angle
    /// between the planes <cos 2φ> = 1/(4 (h² + 2)), |<cos φ>| = (9 π²/64) h/(h² + 2) times both asymmetries of the couplings
    /// (Gao et al., Phys. Rev. D 81 (2010) 075022, eq. 19). Five standard errors.
    @Test(
        "angles of four fermions are those of the helicity amplitudes", arguments: [(91.0, 28.0), (60, 60), (80, 15)])
    func fourFermionAngles(m1: Double, m2: Double) {
        var stream = RandomStream(seed: 31, event: UInt64(m2), stage: .test, identity: 0)
        for couplings in [WeakCouplings.charged, .neutral(11), .neutral(5)] {
            var (c2, single, double) = (Moments(), Moments(), Moments())
            var h = 0.0
            for _ in 0..<60_000 {
                let decay = FourFermionDecay.sample(
                    parent: 125, masses: (m1, m2), couplings, couplings, using: &stream)
                h = decay.first.dot(decay.second) / (m1 * m2)
                let axis = UnitVector(of: decay.first)
                let cosine = decay.direction1.dot(axis)
                c2.add(cosine * cosine)
                let cosPhi = azimuth(decay.direction1, decay.direction2, axis)
                single.add(cosPhi)
                double.add(2 * cosPhi * cosPhi - 1)
            }
            let asymmetry =
                (couplings.left * couplings.left - couplings.right * couplings.right) / couplings.sum2
            let pi2 = PhysicalConstants.pi * PhysicalConstants.pi
            #expect(abs(c2.mean - (0.2 * h * h + 0.8) / (h * h + 2)) < 5 * c2.error)
            #expect(abs(double.mean - 0.25 / (h * h + 2)) < 5 * double.error)
            let wanted = 9 * pi2 / 64 * h / (h * h + 2) * asymmetry * asymmetry
            #expect(abs(abs(single.mean) - wanted) < 5 * single.error, "\(single.mean) \(wanted)")
        }
    }

    /// Cosine of the angle between two directions around an axis.
    private func azimuth(_ a: UnitVector, _ b: UnitVector, _ axis: UnitVector) -> Double {
        let (za, zb) = (a.dot(axis), b.dot(axis))
        return (a.dot(b) - za * zb) / ((1 - za * za) * (1 - zb * zb)).squareRoot()
    }

    /// Two W bosons at rest: |M|² ~ (1 + cos)² of the angle between the charged leptons, whose mean is 1/2: the sign of the
    /// correlation that searches for H → WW use. 20,000 decays, five standard errors.
    @Test("charged leptons of two W bosons fly together") func leptonsTogether() {
        var stream = RandomStream(seed: 32, event: 0, stage: .test, identity: 0)
        var angle = Moments()
        for _ in 0..<20_000 {
            let decay = FourFermionDecay.sample(
                parent: 125.000001, masses: (62.5, 62.5), .charged, .charged, using: &stream)
            // The antifermion of the W⁺ and the fermion of the W⁻.
            angle.add(-decay.direction1.dot(decay.direction2))
        }
        #expect(abs(angle.mean - 0.5) < 5 * angle.error)
    }

    /// Masses of Z Z* and W W* against numerical integration of the double line shape: mean of the lighter mass and share
    /// of events with the heavier one within 5 GeV of the pole. 40,000 pairs, five standard errors.
    @Test("masses of the virtual bosons have their distribution", arguments: [(91.1879, 2.4955), (80.3625, 2.1373)])
    func masses(mass: Double, width: Double) {
        let line = BreitWigner.running(mass: mass, width: width)
        let pair = WeakPairMasses(boson: line, parent: 125.2)
        var stream = RandomStream(seed: 33, event: 0, stage: .test, identity: 0)
        var (lighter, near) = (Moments(), Moments())
        for _ in 0..<40_000 {
            let (a, b) = pair.sample(parent: 125.2, using: &stream)
            lighter.add(min(a, b))
            near.add(abs(max(a, b) - mass) < 5 ? 1 : 0)
        }
        var (sum, light, close) = (0.0, 0.0, 0.0)
        let step = 0.1
        func shape(_ m: Double) -> Double {
            let d = m * m - mass * mass
            let running = m * m * width / mass
            return m / (d * d + running * running)
        }
        let heights = (0..<1232).map { shape(2 + (Double($0) + 0.5) * step) }
        for i in 0..<1232 {
            for j in 0..<1232 {
                let (a, b) = (2 + (Double(i) + 0.5) * step, 2 + (Double(j) + 0.5) * step)
                guard a + b < 125.2 else { break }
                let (x, y) = (a * a / (125.2 * 125.2), b * b / (125.2 * 125.2))
                let lambda = (1 - x - y) * (1 - x - y) - 4 * x * y
                let value = heights[i] * heights[j] * lambda.squareRoot() * (lambda + 12 * x * y)
                sum += value
                light += value * min(a, b)
                if abs(max(a, b) - mass) < 5 { close += value }
            }
        }
        #expect(abs(lighter.mean - light / sum) < 5 * lighter.error + 0.02, "\(lighter.mean) \(light / sum)")
        #expect(abs(near.mean - close / sum) < 5 * near.error + 0.002, "\(near.mean) \(close / sum)")
    }

    /// Γ(H → 4e) / (Γ(H → 2e 2μ)/2) = 1.11 at 125 GeV (see the comment of `interference` for the formula): mean of the
    /// interference factor over 40,000 decays.
    @Test("pairs of the same leptons interfere constructively by a tenth") func interference() {
        let line = BreitWigner.running(mass: 91.1879, width: 2.4955)
        let pair = WeakPairMasses(boson: line, parent: 125)
        let couplings = WeakCouplings.neutral(11)
        var stream = RandomStream(seed: 34, event: 0, stage: .test, identity: 0)
        var factor = Moments()
        for _ in 0..<40_000 {
            let decay = FourFermionDecay.sample(
                parent: 125, masses: pair.sample(parent: 125, using: &stream), couplings, couplings, using: &stream)
            let value = decay.interference(couplings, line)
            #expect(value >= 0 && value <= 2 + 1e-12)
            factor.add(value)
        }
        #expect(abs(factor.mean - 1.11) < 0.01 + 5 * factor.error)
    }

    /// A whole decay: momentum, masses and the pions of two tau leptons. With n the pions' directions in the tau leptons'
    /// rest frames and z along the τ⁻, |M|² ~ 1 + n_z n'_z - n_x n'_x - n_y n'_y: means of the products ±1/9. 40,000 pairs, five
    /// standard errors of 1/600.
    @Test("the spins of two tau leptons are those of a scalar's decay") func tauPairs() throws {
        let taus = TauDecays()
        let parent = FourVector(px: 30, py: -50, pz: 200, mass: 125)
        let mass = try #require(ParticleData.mass(15))
        let mode = try pionMode()
        var masses = DecayMasses(repeating: 0)
        masses[0] = 0.13957
        var momenta = DecayMomenta(repeating: .zero)
        var stream = RandomStream(seed: 35, event: 0, stage: .test, identity: 0)
        var (along, across, out, alone) = (Moments(), Moments(), Moments(), Moments())
        for _ in 0..<40_000 {
            let flight = UnitVector.isotropic(using: &stream)
            let minus = flight.momentum(PhaseSpaceDecay.momentum(125, mass, mass), mass: mass)
            let plus = parent.atRest - minus
            let (a, b) = (minus.boosted(from: parent), plus.boosted(from: parent))
            let h = taus.decay(
                mode, isNegative: true, mass: mass, masses: masses, spin: .zero, using: &stream, into: &momenta)
            let first = momenta[0].boosted(from: a).boosted(into: parent).boosted(into: minus)
            let spin = TauDecays.partnerSpin(of: h.boosted(from: a), momentum: a, partner: b)
            #expect(abs(spin.mass2 + 1) < 1e-6 && abs(spin.dot(b)) < 1e-5)
            _ = taus.decay(
                mode, isNegative: false, mass: mass, masses: masses, spin: spin.boosted(into: b), using: &stream,
                into: &momenta)
            let second = momenta[0].boosted(from: b).boosted(into: parent).boosted(into: plus)
            let (n, m) = (UnitVector(of: first), UnitVector(of: second))
            let x = flight.perpendicular()
            let y = flight.cross(x)
            along.add(n.dot(flight) * m.dot(flight))
            across.add(n.dot(x) * m.dot(x))
            out.add(n.dot(y) * m.dot(y))
            alone.add(m.dot(flight))
        }
        #expect(abs(along.mean - 1.0 / 9) < 5 * along.error)
        #expect(abs(across.mean + 1.0 / 9) < 5 * across.error)
        #expect(abs(out.mean + 1.0 / 9) < 5 * out.error)
        #expect(abs(alone.mean) < 5 * alone.error)
    }

    private func pionMode() throws -> DecayTable.Mode {
        let table = DecayTable(card: try standardCards().decays)
        var u = 0.0
        while u < 1 {
            let mode = table.mode(of: 15, u)
            if mode.count == 2 && mode.daughters[0] == -211 { return mode }
            u += 0.005
        }
        throw Diagnostics([])
    }
}

extension FourVector {
    /// A system of this mass at rest.
    fileprivate var atRest: FourVector { FourVector(px: 0, py: 0, pz: 0, energy: mass) }
}
