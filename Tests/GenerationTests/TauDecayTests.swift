// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Decays of tau leptons") struct TauDecayTests {
    private static let mass = 1.77693

    /// One mode of the τ⁻ by its products.
    private func mode(_ names: String) throws -> DecayTable.Mode {
        let card = try standardCards().decays
        let wanted = names.split(separator: " ").compactMap { ParticleData.pdgID(named: String($0)) }
        let tau = try #require(card.particles.first { $0.pdgID == 15 })
        let position = try #require(tau.modes.firstIndex { $0.daughters == wanted })
        let below = tau.modes[..<position].reduce(0) { $0 + $1.branching }
        return DecayTable(card: card).mode(of: 15, below + 0.5 * tau.modes[position].branching)
    }

    private func masses(_ mode: DecayTable.Mode) -> DecayMasses {
        var masses = DecayMasses(repeating: 0)
        for i in 0..<Int(mode.count) { masses[i] = ParticleData.mass(mode.daughters[i]) ?? 0 }
        return masses
    }

    /// Value of the angle of a polarimeter computed with Dirac matrices: tr[N J (1 - γ5) (P + M)(1 + γ5 s) ...] in NumPy for
    /// a complex current; here one point to nine digits.
    @Test("polarimeter of a complex current") func polarimeter() {
        let a = FourVector(px: 0.36457239618607573, py: 0.29413250, pz: 0.02842223, energy: 0.34558419)
        let b = FourVector(px: 0.5, py: -0.25, pz: 0.75, energy: -0.125)
        let n = FourVector(px: 0.3, py: -0.4, pz: 0, energy: 0.5)
        let found = TauDecays.polarimeter(a, b, neutrino: n)
        let h = (1 / found.energy) * found.spatial
        // A decay to a pure state: |h| = 1 for every current.
        #expect(abs(h.momentum2 - 1) < 1e-12)
        // A real current along one axis in the rest frame of the hadrons gives the vector of a meson of spin 1.
        let real = TauDecays.polarimeter(a, .zero, neutrino: n)
        let direct = (4 * a.dot(n)) * a - (2 * a.dot(a)) * n
        #expect(abs(real.energy - direct.energy) < 1e-12 && abs(real.px - direct.px) < 1e-12)
    }

    /// With full polarisation along z: <cos> of the pion 1/3; of a hadronic system of mass Q the mean of
    /// (M² - 2 Q²)/(M² + 2 Q²)/3; of the electron -1/9; opposite signs for the positive lepton. 20,000 decays each, five
    /// standard errors.
    @Test(
        "angular slopes are the polarisation times the analysing power",
        arguments: [
            "pi- nu_tau", "K- nu_tau", "K*- nu_tau", "pi- pi0 nu_tau", "pi- pi- pi+ nu_tau", "pi0 pi0 pi- nu_tau",
            "e- nu_ebar nu_tau", "mu- nu_mubar nu_tau",
        ])
    func slopes(names: String) throws {
        let mode = try mode(names)
        let taus = TauDecays()
        let products = masses(mode)
        let spin = FourVector(px: 0, py: 0, pz: 1, energy: 0)
        var momenta = DecayMomenta(repeating: .zero)
        var stream = RandomStream(seed: 41, event: UInt64(names.count), stage: .test, identity: 0)
        let isLeptonic = mode.model == .spectator
        for sign in [1.0, -1] {
            var (cosine, expected) = (Moments(), Moments())
            for _ in 0..<20_000 {
                let h = taus.decay(
                    mode, isNegative: sign > 0, mass: Self.mass, masses: products, spin: spin, using: &stream,
                    into: &momenta)
                #expect(h.momentum < 1 + 1e-9)
                if mode.model != .tauVector { #expect(abs(h.momentum2 - 1) < 1e-6) }
                var total = FourVector.zero
                for i in 0..<Int(mode.count) { total += momenta[i] }
                #expect(abs(total.energy - Self.mass) < 1e-9 && total.momentum < 1e-9)
                let neutrino = momenta[Int(mode.count) - 1]
                let system = isLeptonic ? momenta[0] : total - neutrino
                cosine.add(sign * system.pz / system.momentum)
                let ratio = 2 * system.mass2 / (Self.mass * Self.mass)
                let isSpinless = mode.model == .tauMeson
                expected.add(isLeptonic ? -1.0 / 9 : isSpinless ? 1.0 / 3 : (1 - ratio) / (1 + ratio) / 3)
            }
            // The muon's mass lowers its slope by a few per cent.
            let tolerance = 5 * (cosine.error + expected.error) + (isLeptonic ? 0.006 : 0)
            #expect(abs(cosine.mean - expected.mean) < tolerance, "\(names) \(cosine.mean) \(expected.mean)")
        }
    }

    /// Without polarisation nothing has a direction, and both signs are alike: 20,000 decays, five standard errors.
    @Test("unpolarised leptons decay evenly") func unpolarised() throws {
        let mode = try mode("pi- pi- pi+ nu_tau")
        let taus = TauDecays()
        var momenta = DecayMomenta(repeating: .zero)
        var stream = RandomStream(seed: 42, event: 0, stage: .test, identity: 0)
        var (cosine, mass, like) = (Moments(), Moments(), Moments())
        for _ in 0..<20_000 {
            _ = taus.decay(
                mode, isNegative: true, mass: Self.mass, masses: masses(mode), spin: .zero, using: &stream,
                into: &momenta)
            cosine.add(momenta[0].pz / momenta[0].momentum)
            mass.add((momenta[0] + momenta[1] + momenta[2]).mass)
            like.add((momenta[0] + momenta[1]).mass - (momenta[0] + momenta[2]).mass)
        }
        #expect(abs(cosine.mean) < 5 * cosine.error)
        // The a1 peaks near 1.2 GeV; pairs of unlike pions are heavier, at the rho meson's mass.
        #expect(abs(mass.mean - 1.17) < 0.07, "\(mass.mean)")
        #expect(like.mean < -10 * like.error)
    }

    /// Mean π⁻π⁰ mass and share within 0.7-0.85 GeV against the integrated spectrum; 20,000 decays, five standard errors.
    @Test("two pions have the spectrum of the rho meson") func twoPions() throws {
        let mode = try mode("pi- pi0 nu_tau")
        let taus = TauDecays()
        var momenta = DecayMomenta(repeating: .zero)
        var stream = RandomStream(seed: 43, event: 0, stage: .test, identity: 0)
        var (mass, peak, angle) = (Moments(), Moments(), Moments())
        for _ in 0..<20_000 {
            _ = taus.decay(
                mode, isNegative: true, mass: Self.mass, masses: masses(mode), spin: .zero, using: &stream,
                into: &momenta)
            let system = momenta[0] + momenta[1]
            mass.add(system.mass)
            peak.add(system.mass > 0.7 && system.mass < 0.85 ? 1 : 0)
            let pion = UnitVector(of: momenta[0].boosted(into: system))
            let cosine = pion.dot(UnitVector(of: momenta[2].boosted(into: system)))
            // M² cos² + Q² sin²: <cos²> = (3 M² + 2 Q²)/(5 M² + 10 Q²).
            let (m2, q2) = (Self.mass * Self.mass, system.mass2)
            angle.add(cosine * cosine - (3 * m2 + 2 * q2) / (5 * m2 + 10 * q2))
        }
        var (sum, first, inside) = (0.0, 0.0, 0.0)
        for i in 0..<3000 {
            let q = 0.27455 + (Double(i) + 0.5) * 0.0005
            guard q < Self.mass else { break }
            let (x, p) = (q * q / (Self.mass * Self.mass), PhaseSpaceDecay.momentum(q, 0.13957, 0.13498))
            let f = PionFormFactor.value(q * q)
            let value = (1 - x) * (1 - x) * (1 + 2 * x) * p * p * p / (q * q) * (f.re * f.re + f.im * f.im)
            sum += value
            first += value * q
            if q > 0.7 && q < 0.85 { inside += value }
        }
        #expect(abs(mass.mean - first / sum) < 5 * mass.error + 1e-3)
        #expect(abs(peak.mean - inside / sum) < 5 * peak.error + 2e-3)
        #expect(abs(angle.mean) < 5 * angle.error)
    }

    /// From a W boson the negative lepton is left-handed: the pion takes x of its energy with 1 - (2 x - 1), <x> = 1/3
    /// (positive lepton alike); 1/2 without polarisation. Whole chain of W → τ ν in top pairs: 250 pions have an error of
    /// 0.015.
    @Test("tau leptons of W bosons are left-handed") func fromBosons() throws {
        let generator = try collisions([ProcessChoice(name: "tt", label: 0)], seed: 44)
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var share = Moments()
        for number in 0..<12_000 {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            for i in scratch.hadrons.indices {
                let mother = Int(scratch.hadrons[i].mother)
                guard abs(scratch.hadrons[i].pdgID) == 211, mother >= 0,
                    abs(scratch.hadrons[mother].pdgID) == 15, scratch.hadrons[mother].mother < 0
                else { continue }
                let rest = scratch.hadrons[mother].momentum - scratch.hadrons[i].momentum
                // The other product is a neutrino alone.
                guard abs(rest.mass2) < 1e-4 else { continue }
                let boson = Int(scratch.hard.partons[Int(scratch.hadrons[mother].parton)].mother)
                let frame = scratch.hard.partons[boson].momentum
                let tau = scratch.hadrons[mother].momentum.boosted(into: frame)
                share.add(scratch.hadrons[i].momentum.boosted(into: frame).energy / tau.energy)
            }
        }
        #expect(share.count > 200)
        #expect(abs(share.mean - 0.337) < 5 * share.error)
    }
}
