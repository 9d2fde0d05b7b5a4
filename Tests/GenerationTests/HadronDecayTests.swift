// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Decays of hadrons") struct HadronDecayTests {
    private func mode(_ parent: String, _ products: String) throws -> DecayTable.Mode {
        var card = try standardCards().decays
        card.longestDecayLength = 1e6
        let pdgID = try #require(ParticleData.pdgID(named: parent))
        let wanted = products.split(separator: " ").compactMap { ParticleData.pdgID(named: String($0)) }
        let particle = try #require(card.particles.first { $0.pdgID == pdgID })
        let position = try #require(particle.modes.firstIndex { $0.daughters == wanted })
        let below = particle.modes[..<position].reduce(0) { $0 + $1.branching }
        return DecayTable(card: card).mode(of: pdgID, below + 0.5 * particle.modes[position].branching)
    }

    private func masses(_ mode: DecayTable.Mode) -> DecayMasses {
        var masses = DecayMasses(repeating: 0)
        for i in 0..<Int(mode.count) { masses[i] = ParticleData.mass(mode.daughters[i]) ?? 0 }
        return masses
    }

    /// The lepton that stands next to the parent: the neutrino for b̄ quarks, the charged antilepton for c quarks.
    @Test("models follow from the products") func models() throws {
        #expect(try mode("B0", "D- e+ nu_e").model == .pseudoscalar)
        #expect(try mode("D0", "K- mu+ nu_mu").model == .pseudoscalar)
        let vector = try mode("B0", "D*- mu+ nu_mu")
        #expect(vector.model == .spectator && vector.first == 2 && vector.second == 1)
        let charm = try mode("D0", "K*- e+ nu_e")
        #expect(charm.model == .spectator && charm.first == 1 && charm.second == 2)
        let baryon = try mode("Lambda_b0", "Lambda_c+ e- nu_ebar")
        #expect(baryon.model == .spectator && baryon.first == 2 && baryon.second == 1)
        let tau = try mode("tau-", "mu- nu_mubar nu_tau")
        #expect(tau.model == .spectator && tau.first == 1 && tau.second == 0)
        let muon = try mode("mu-", "e- nu_ebar nu_mu")
        #expect(muon.model == .spectator && muon.first == 1 && muon.second == 0)
        #expect(try mode("pi0", "e+ e- gamma").model == .dalitz)
        #expect(try mode("eta", "mu+ mu- gamma").model == .dalitz)
        #expect(try mode("omega", "pi+ pi- pi0").model == .vectorToPions)
        #expect(try mode("K_L0", "pi- e+ nu_e").model == .pseudoscalar)
        #expect(try mode("tau-", "pi0 pi0 pi- nu_tau").model == .tauThreePions)
        #expect(try mode("J/psi", "mu+ mu-").model == .phaseSpace)
    }

    /// Michel's spectrum of the muon's electron, 2 x² (3 - 2 x), x = 2 E/m: means 7/10 and 8/15 of x and x², and of the
    /// electron antineutrino 12 x² (1 - x): 3/5 and 2/5. 30,000 decays, five standard errors.
    @Test("muons decay with Michel's spectrum") func michel() throws {
        let mode = try mode("mu-", "e- nu_ebar nu_mu")
        let mass = 0.105658
        let parent = FourVector(px: 0, py: 0, pz: 0, energy: mass)
        var momenta = DecayMomenta(repeating: .zero)
        var (electron, square, neutrino) = (Moments(), Moments(), Moments())
        var stream = RandomStream(seed: 52, event: 0, stage: .test, identity: 0)
        for _ in 0..<30_000 {
            SpectatorDecay.generate(
                parent, mass: mass, masses: DecayMasses(repeating: 0), mode, using: &stream, into: &momenta)
            let x = 2 * momenta[0].energy / mass
            electron.add(x)
            square.add(x * x)
            neutrino.add(2 * momenta[1].energy / mass)
        }
        #expect(abs(electron.mean - 0.7) < 5 * electron.error)
        #expect(abs(square.mean - 8.0 / 15) < 5 * square.error)
        #expect(abs(neutrino.mean - 0.6) < 5 * neutrino.error)
    }

    /// P → P' e ν: sin² of the lepton's angle in the frame of the pair, and dΓ/dq² ~ p³ f²; 20,000 decays, five standard errors.
    @Test("semileptonic decays of pseudoscalars", arguments: [("B0", "D- e+ nu_e"), ("D0", "K- e+ nu_e")])
    func pseudoscalar(parent: String, products: String) throws {
        let mode = try mode(parent, products)
        let number = try #require(ParticleData.pdgID(named: parent))
        let mass = try #require(ParticleData.mass(number))
        let daughters = masses(mode)
        let momentum = FourVector(px: 2, py: 1, pz: -5, mass: mass)
        var momenta = DecayMomenta(repeating: .zero)
        var stream = RandomStream(seed: 53, event: UInt64(mass), stage: .test, identity: 0)
        var (cosine, q2) = (Moments(), Moments())
        for _ in 0..<20_000 {
            PseudoscalarDecay.generate(
                momentum, mass: mass, masses: daughters, mode, using: &stream, into: &momenta)
            let pair = momenta[1] + momenta[2]
            let lepton = UnitVector(of: momenta[1].boosted(into: pair))
            let c = lepton.dot(UnitVector(of: momenta[0].boosted(into: pair)))
            cosine.add(c * c)
            q2.add(pair.mass2)
        }
        #expect(abs(cosine.mean - 0.2) < 5 * cosine.error)
        var (sum, first) = (0.0, 0.0)
        let largest = (mass - daughters[0]) * (mass - daughters[0])
        for i in 0..<2000 {
            let s = largest * (Double(i) + 0.5) / 2000
            let p = PhaseSpaceDecay.momentum(mass, s.squareRoot(), daughters[0])
            let form = 1 / (1 - s / (mode.pole * mode.pole))
            sum += p * p * p * form * form
            first += s * p * p * p * form * form
        }
        #expect(abs(q2.mean - first / sum) < 5 * q2.error, "\(q2.mean) \(first / sum)")
    }

    /// Shares of pairs below 5, 20 and 60 MeV against the integrated spectrum of Kroll and Wada; 20,000 decays.
    @Test("Dalitz pairs of neutral pions") func dalitz() throws {
        let mass = 0.1349768
        let electron = 0.000510999
        let parent = FourVector(px: 1, py: 0, pz: 3, mass: mass)
        var momenta = DecayMomenta(repeating: .zero)
        var stream = RandomStream(seed: 54, event: 0, stage: .test, identity: 0)
        let cuts = [0.005, 0.020, 0.060]
        var below = [Moments(), Moments(), Moments()]
        for _ in 0..<20_000 {
            DalitzDecay.generate(parent, mass: mass, lepton: electron, using: &stream, into: &momenta)
            let m = (momenta[0] + momenta[1]).mass
            for i in 0..<3 { below[i].add(m < cuts[i] ? 1 : 0) }
            let total = momenta[0] + momenta[1] + momenta[2]
            #expect(abs(total.energy - parent.energy) < 1e-12)
            #expect(abs(momenta[2].mass2) < 1e-12)
        }
        var (sum, parts) = (0.0, [0.0, 0.0, 0.0])
        let span = Elementary.log(mass / (2 * electron))
        for i in 0..<20_000 {
            let m = 2 * electron * Elementary.exp(span * (Double(i) + 0.5) / 20_000)
            let (x, r) = (m * m / (mass * mass), 4 * electron * electron / (m * m))
            let form = 1 / (1 - m * m / (0.7753 * 0.7753))
            let value = (1 - x) * (1 - x) * (1 - x) * (1 + 0.5 * r) * (1 - r).squareRoot() * form * form
            sum += value
            for j in 0..<3 where m < cuts[j] { parts[j] += value }
        }
        for i in 0..<3 { #expect(abs(below[i].mean - parts[i] / sum) < 5 * below[i].error) }
    }

    /// Weighted against unweighted phase space: the mean of |p1 × p2|² is <w²>/<w>. 20,000 decays, five standard errors.
    @Test("omega mesons decay in a P wave") func omega() throws {
        let mode = try mode("omega", "pi+ pi- pi0")
        let (mass, daughters) = (0.78266, masses(mode))
        let parent = FourVector(px: 0, py: 0, pz: 0, energy: mass)
        var momenta = DecayMomenta(repeating: .zero)
        var stream = RandomStream(seed: 55, event: 0, stage: .test, identity: 0)
        var (weighted, flat, square) = (Moments(), Moments(), Moments())
        for _ in 0..<20_000 {
            VectorToPionsDecay.generate(parent, mass: mass, masses: daughters, using: &stream, into: &momenta)
            weighted.add(momenta[0].crossProduct(momenta[1]).momentum2)
            PhaseSpaceDecay.generate(parent, mass: mass, masses: daughters, count: 3, using: &stream, into: &momenta)
            let w = momenta[0].crossProduct(momenta[1]).momentum2
            flat.add(w)
            square.add(w * w)
        }
        let error = weighted.error + square.error / flat.mean + flat.error * square.mean / (flat.mean * flat.mean)
        #expect(abs(weighted.mean - square.mean / flat.mean) < 5 * error)
        #expect(weighted.mean > flat.mean + 20 * flat.error)
    }

    /// χ = x²/(2 (1 + x²)): 0.185 for B0, 0.499 for B_s0 (RPP 2026: 0.1849, 0.4993), none for B+. 60,000 mesons, five standard
    /// errors; and the share of the oscillated in two windows of the proper time.
    @Test("neutral B mesons oscillate", arguments: [(Int32(511), 0.1849), (-531, 0.4993), (521, 0)])
    func mixing(pdgID: Int32, share: Double) throws {
        let mixing = NeutralMesonMixing(card: try standardCards().decays)
        var stream = RandomStream(seed: 56, event: UInt64(abs(pdgID)), stage: .test, identity: 0)
        var (mixed, early, late, time) = (Moments(), Moments(), Moments(), Moments())
        for _ in 0..<60_000 {
            let (t, isMixed) = mixing.decay(pdgID, using: &stream)
            let value = isMixed ? 1.0 : 0
            mixed.add(value)
            time.add(t)
            if abs(pdgID) == 511 && t < 0.4 { early.add(value) }
            // Half a period of B0 ends at π/0.766 = 4.1 lifetimes.
            if abs(pdgID) == 511 && abs(t - 4.1) < 0.3 { late.add(value) }
        }
        #expect(abs(mixed.mean - share) < 5 * mixed.error + 1e-3)
        #expect(abs(time.mean - 1) < 5 * time.error + 0.004)
        if abs(pdgID) == 511 { #expect(early.mean < 0.03 && late.mean > 0.97) }
    }

    /// A mixed meson shows in its leptons: B0 to negative ones with χ; 30,000 decays.
    @Test("leptons of oscillated mesons have the other charge") func wrongSign() throws {
        let decays = HadronDecays(card: try standardCards().decays)
        let mass = try #require(ParticleData.mass(511))
        var hadrons = Column<Hadron>()
        var spins = Column<TauSpin>()
        var wrong = Moments()
        for number in 0..<30_000 {
            var stream = RandomStream(seed: 57, event: UInt64(number), stage: .test, identity: 0)
            hadrons.removeAll()
            spins.removeAll()
            hadrons.append(
                Hadron(
                    pdgID: 511, mass: mass, momentum: FourVector(px: 0, py: 0, pz: 20, mass: mass), mother: -1,
                    parton: -1))
            decays.decayAll(&hadrons, spins: &spins, using: &stream)
            for i in hadrons.indices where hadrons[i].mother == 0 && [11, 13].contains(abs(hadrons[i].pdgID)) {
                wrong.add(hadrons[i].pdgID > 0 ? 1 : 0)
            }
        }
        #expect(wrong.count > 4000)
        #expect(abs(wrong.mean - 0.1849) < 5 * wrong.error)
    }
}
