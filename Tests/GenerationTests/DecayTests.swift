// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Testing

@testable import Generation

@Suite("Decays") struct DecayTests {
    /// Decays one particle at rest many times.
    private func decay(_ pdgID: Int32, times: Int, _ visit: (borrowing Column<Hadron>) -> Void) throws {
        let decays = HadronDecays(card: try standardCards().decays)
        let mass = try #require(ParticleData.mass(pdgID))
        var hadrons = Column<Hadron>()
        var spins = Column<TauSpin>()
        for number in 0..<times {
            var stream = RandomStream(seed: 5, event: UInt64(number), stage: .test, identity: UInt64(abs(pdgID)))
            hadrons.removeAll()
            hadrons.append(
                Hadron(
                    pdgID: pdgID, mass: mass, momentum: FourVector(px: 1, py: -2, pz: 3, mass: mass), mother: -1,
                    parton: -1))
            spins.removeAll()
            decays.decayAll(&hadrons, spins: &spins, using: &stream)
            visit(hadrons)
        }
    }

    @Test("every mode of every particle keeps momentum, charge and baryon number, with both signs")
    func conservation() throws {
        for particle in try standardCards().decays.particles {
            let signs: [Int32] = ParticleData.antiparticle(particle.pdgID) == particle.pdgID ? [1] : [1, -1]
            for sign in signs {
                let pdgID = sign * particle.pdgID
                try decay(pdgID, times: 60) { hadrons in
                    var total = FourVector.zero
                    var (charge, baryon): (Int32, Int32) = (0, 0)
                    for i in hadrons.indices where !hadrons[i].isDecayed {
                        total += hadrons[i].momentum
                        charge += ParticleData.charge3(hadrons[i].pdgID) ?? 99
                        baryon += HadronContent.baryonNumber3(hadrons[i].pdgID)
                        #expect(abs(hadrons[i].momentum.mass2 - hadrons[i].mass * hadrons[i].mass) < 1e-9)
                    }
                    let wanted = hadrons[0].momentum
                    #expect(abs(total.energy - wanted.energy) < 1e-10 && abs(total.pz - wanted.pz) < 1e-10)
                    #expect(charge == ParticleData.charge3(pdgID) && baryon == HadronContent.baryonNumber3(pdgID))
                }
            }
        }
    }

    /// chi2 of 50,000 tau decays over all modes against the card; the 1e-5 quantile for 22 degrees is 62.
    @Test("branching fractions are those of the card") func branching() throws {
        let card = try #require(try standardCards().decays.particles.first { $0.pdgID == 15 })
        let table = DecayTable(card: try standardCards().decays)
        var counts = [Double](repeating: 0, count: card.modes.count)
        let trials = 50_000
        var stream = RandomStream(seed: 2, event: 0, stage: .test, identity: 1)
        for _ in 0..<trials {
            let mode = table.mode(of: -15, stream.uniform())
            let daughters = (0..<Int(mode.count)).map { mode.daughters[$0] }
            let position = try #require(card.modes.firstIndex { $0.daughters == daughters })
            counts[position] += 1
        }
        let chi2 = zip(counts, card.modes).reduce(0.0) { sum, pair in
            let expected = pair.1.branching * Double(trials)
            return sum + (pair.0 - expected) * (pair.0 - expected) / expected
        }
        #expect(card.modes.count == 23)
        #expect(chi2 < 62)
        // Measured: 17.82 % to electrons (RPP 2026).
        #expect(abs(counts[1] / Double(trials) - 0.1782) < 0.01)
    }

    /// Mean proper decay length of 20,000 decays: standard error 0.7 %, 4.4 of them.
    @Test(
        "lifetimes are exponential with the table's mean",
        arguments: [(Int32(511), 0.4531), (-521, 0.4908), (421, 0.1230), (15, 0.0870), (4122, 0.0608)])
    func lifetimes(pdgID: Int32, decayLength: Double) throws {
        var (length, beyond) = (Moments(), Moments())
        try decay(pdgID, times: 20_000) { hadrons in
            let particle = hadrons[0]
            let proper = particle.endZ * particle.mass / particle.momentum.pz
            length.add(proper)
            beyond.add(proper > decayLength ? 1 : 0)
            // The flight is along the momentum at less than the speed of light.
            #expect(abs(particle.endX * particle.momentum.pz - particle.endZ * particle.momentum.px) < 1e-9)
            #expect(particle.endT * PhysicalConstants.speedOfLight > particle.endZ)
        }
        #expect(abs(length.mean / decayLength - 1) < 4.4 / 20_000.0.squareRoot() + 0.002)
        #expect(abs(beyond.mean - Elementary.exp(-1)) < 4.4 * beyond.error + 0.001)
    }

    /// B mesons decay to 4.81 charged particles (Pythia 8.318; K0S and Lambda stable), within 3 %: the standard error of
    /// 5000 decays is 0.6 %. D0 2.56 ± 0.05 and D+ 2.16 ± 0.16 with K0S decayed (MARK III, Phys. Lett. B 263 (1991) 135),
    /// less 0.3 and 0.4 from K0S; 15 %.
    @Test(
        "charged multiplicities of decays",
        arguments: [
            (Int32(511), 4.81, 0.03), (521, 4.81, 0.03), (531, 4.81, 0.03), (421, 2.26, 0.15), (411, 1.9, 0.15),
        ])
    func multiplicities(pdgID: Int32, wanted: Double, tolerance: Double) throws {
        var charged = Moments()
        try decay(pdgID, times: 5000) { hadrons in
            var count = 0.0
            for i in hadrons.indices where !hadrons[i].isDecayed && ParticleData.charge3(hadrons[i].pdgID) != 0 {
                count += 1
            }
            charged.add(count)
        }
        #expect(abs(charged.mean / wanted - 1) < tolerance, "\(charged.mean)")
    }

    @Test("a Breit-Wigner has its median at the mass and half its area within one width") func breitWigner() {
        let top = BreitWigner(mass: 172.6, width: 1.42)
        #expect(abs(top.sample(0.5, from: 10, to: 1e6) - 172.6) < 0.01)
        // In m² the half width at half maximum is m Γ: m = 172.6 ± Γ/2 bounds half of the area.
        #expect(abs(top.share(from: 172.6 - 0.71, to: 172.6 + 0.71) - 0.5) < 0.005)
        var stream = RandomStream(seed: 1, event: 0, stage: .test, identity: 2)
        var inside = Moments()
        for _ in 0..<20_000 {
            let m = top.sample(stream.uniform(), from: 150, to: 195)
            #expect(m >= 150 && m <= 195)
            inside.add(abs(m - 172.6) < 0.71 ? 1 : 0)
        }
        #expect(abs(inside.mean - 0.5 / top.share(from: 150, to: 195)) < 4.4 * inside.error + 0.005)
    }

    /// Isotropic two-body and flat three-body phase space: the Dalitz plot of equal massless products is flat.
    @Test("phase space is flat") func phaseSpace() {
        var stream = RandomStream(seed: 4, event: 0, stage: .test, identity: 3)
        let parent = FourVector(px: 0, py: 0, pz: 0, energy: 2)
        var momenta = DecayMomenta(repeating: .zero)
        var energy = Moments()
        for _ in 0..<40_000 {
            PhaseSpaceDecay.generate(
                parent, mass: 2, masses: DecayMasses(repeating: 0), count: 3, using: &stream, into: &momenta)
            for i in 0..<3 { energy.add(momenta[i].energy * momenta[i].energy) }
        }
        // x = 2E/M has the density 2x on (0,1): <E²> = (M/2)² / 2; the three energies of an event are correlated.
        #expect(abs(energy.mean - 0.5) < 4.4 * 1.8 * energy.error)
    }

    @Test("a card whose modes break charge or mass is refused") func badCard() throws {
        var texts = try standardCards().texts
        let good = texts[3]
        texts[3] = good + "  - name: \"rho0\"\n    modes:\n      - {br: 1, to: \"pi+ pi0\"}\n"
        #expect(codes { _ = try GeneratorCards(texts: texts) } == ["contradiction"])
        texts[3] = good + "  - name: \"pi0\"\n    modes:\n      - {br: 1, to: \"J/psi\"}\n"
        #expect(codes { _ = try GeneratorCards(texts: texts) } == ["contradiction"])
        texts[3] = good + "  - name: \"pi0\"\n    modes:\n      - {br: 1, to: \"no such thing\"}\n"
        #expect(codes { _ = try GeneratorCards(texts: texts) } == ["unknown-species"])
        texts[3] = good + "nonsense: 1\n"
        #expect(!codes { _ = try GeneratorCards(texts: texts) }.isEmpty)
        #expect(codes { _ = try GeneratorCards(texts: []) } == ["missing-card"])
    }
}
