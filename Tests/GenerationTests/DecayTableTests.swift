// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Testing

@testable import Generation

@Suite("Tables of decays") struct DecayTableTests {
    /// Every hadron that two string ends can make: all quarks and diquarks with all others, many draws each.
    private func hadrons() throws -> Set<Int32> {
        let selector = HadronSelector(card: try standardCards().fragmentation)
        var stream = RandomStream(seed: 51, event: 0, stage: .test, identity: 0)
        let quarks: [Int32] = [1, 2, 3, 4, 5]
        var diquarks: [Int32] = []
        for a in quarks { for b in quarks where b <= a { diquarks += [1000 * a + 100 * b + 3] } }
        for a in quarks { for b in quarks where b < a { diquarks += [1000 * a + 100 * b + 1] } }
        var found: Set<Int32> = []
        func add(_ first: Int32, _ second: Int32) {
            for _ in 0..<60 {
                if let hadron = selector.hadron(first, second, using: &stream) { found.insert(abs(hadron)) }
            }
            if let hadron = selector.lightest(first, second) { found.insert(abs(hadron)) }
        }
        for a in quarks {
            for b in quarks { add(a, -b) }
            // Strings make diquarks of light quarks; remnants and heavy ends do not hold others.
            for pair in diquarks where pair < 3400 { add(a, pair) }
        }
        return found.filter { ParticleData.species($0) != nil }
    }

    @Test("every unstable hadron of strings, and all it decays to, has a table") func completeness() throws {
        let card = try standardCards().decays
        let known = Set(card.particles.map(\.pdgID))
        var waiting = Array(try hadrons()) + [15]
        #expect(waiting.count > 60)
        var seen = Set(waiting)
        while let pdgID = waiting.popLast() {
            let species = try #require(ParticleData.species(pdgID))
            guard species.properDecayLength <= card.longestDecayLength else { continue }
            #expect(known.contains(pdgID), "\(ParticleData.name(pdgID)) has no decays")
            for particle in card.particles where particle.pdgID == pdgID {
                for daughter in particle.modes.flatMap(\.daughters) where seen.insert(abs(daughter)).inserted {
                    waiting.append(abs(daughter))
                }
            }
        }
    }

    /// Charge and mass are checked by the card's reader; here the lightest masses that generation can draw, so that a mode
    /// is never out of reach, baryon number, and the sum of the ratios.
    @Test("modes conserve charge and baryon number, fit in mass, and sum to one") func modes() throws {
        let card = try standardCards().decays
        let masses = HadronMasses(table: DecayTable(card: card))
        #expect(Set(card.particles.map(\.pdgID)).count == card.particles.count, "a particle has two tables")
        for particle in card.particles {
            let name = ParticleData.name(particle.pdgID)
            #expect(abs(particle.modes.reduce(0) { $0 + $1.branching } - 1) < 1e-12)
            for mode in particle.modes {
                let charge = mode.daughters.reduce(0) { $0 + (ParticleData.charge3($1) ?? 99) }
                #expect(charge == ParticleData.charge3(particle.pdgID))
                let baryon = mode.daughters.reduce(0) { $0 + HadronContent.baryonNumber3($1) }
                #expect(baryon == HadronContent.baryonNumber3(particle.pdgID))
                let least = mode.daughters.reduce(0) { $0 + masses.minimum($1) }
                #expect(least <= masses.central(particle.pdgID), "\(name) to \(mode.daughters)")
                #expect(mode.branching > 0)
                let leptons = mode.daughters.reduce(0) { $0 + lepton($1) }
                #expect(leptons == lepton(particle.pdgID), "\(name) to \(mode.daughters)")
            }
        }
    }

    /// Electron, muon and tau numbers as digits of one number.
    private func lepton(_ pdgID: Int32) -> Int {
        let number = abs(pdgID)
        guard number >= 11 && number <= 16 else { return 0 }
        return (pdgID > 0 ? 1 : -1) * [1, 100, 10_000][Int(number - 11) / 2]
    }

    /// Branching ratios of the largest modes of the review (RPP 2026), 3 % relative.
    @Test(
        "large modes have the measured ratios",
        arguments: [
            ("tau-", "pi- pi0 nu_tau", 0.2549), ("tau-", "pi- nu_tau", 0.1082), ("tau-", "e- nu_ebar nu_tau", 0.1782),
            ("tau-", "pi- pi- pi+ nu_tau", 0.0899), ("tau-", "pi0 pi0 pi- nu_tau", 0.0926),
            ("omega", "pi+ pi- pi0", 0.892), ("phi", "K+ K-", 0.501), ("eta", "gamma gamma", 0.394),
            ("K_S0", "pi+ pi-", 0.692), ("Lambda0", "p pi-", 0.641), ("K+", "mu+ nu_mu", 0.636),
            ("D*+", "D0 pi+", 0.677), ("pi0", "e+ e- gamma", 0.01174), ("J/psi", "mu+ mu-", 0.0596),
            ("Omega-", "Lambda0 K-", 0.677), ("B0", "D*- mu+ nu_mu", 0.0503), ("D0", "K- pi+", 0.0395),
        ])
    func measured(parent: String, products: String, branching: Double) throws {
        let pdgID = try #require(ParticleData.pdgID(named: parent))
        let wanted = products.split(separator: " ").compactMap { ParticleData.pdgID(named: String($0)) }
        let particle = try #require(try standardCards().decays.particles.first { $0.pdgID == pdgID })
        let found = particle.modes.filter { $0.daughters == wanted }.reduce(0) { $0 + $1.branching }
        #expect(abs(found / branching - 1) < 0.03, "\(found)")
    }

    @Test("long-lived particles are left to the detector, or decayed on demand") func longLived() throws {
        var card = try standardCards().decays
        let standard = DecayTable(card: card)
        for pdgID in [Int32(310), 3122, -3312, 130, 211, 13] { #expect(!standard.decays(pdgID)) }
        card.longestDecayLength = 100
        let strange = DecayTable(card: card)
        for pdgID in [Int32(310), 3122, -3312, 3334] { #expect(strange.decays(pdgID)) }
        for pdgID in [Int32(130), 211, 321, 13] { #expect(!strange.decays(pdgID)) }
        card.longestDecayLength = 1e6
        let all = DecayTable(card: card)
        for pdgID in [Int32(130), 211, -321, 13] { #expect(all.decays(pdgID)) }
        for pdgID in [Int32(2212), 22, 11, 12, 2112] { #expect(!all.decays(pdgID)) }
    }

    @Test("impossible values are refused") func refusals() throws {
        let cards = try standardCards()
        func codes(replacing old: String, by new: String) -> [String] {
            var texts = cards.texts
            texts[3] = texts[3].split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.hasPrefix(old) ? new : String($0) }.joined(separator: "\n")
            return GenerationTests.codes { _ = try GeneratorCards(texts: texts) }
        }
        #expect(codes(replacing: "longest_decay_length", by: "longest_decay_length: -1") == ["out-of-range"])
        #expect(codes(replacing: "  w_helicities", by: "  w_helicities: [0.7, 0.3]").count == 1)
        #expect(codes(replacing: "  B0:", by: "  B0: {x: 0.77, y: 1}") == ["out-of-range"])
        #expect(codes(replacing: "  leptons: 0.1086", by: "  leptons: 0.4") == ["out-of-range"])
    }

    /// |V_td|, |V_ts|, |V_tb| = 0.00858, 0.04111, 0.999118 (RPP 2024, eq. 12.27), of which the cards give the other rows.
    @Test("the decays of W bosons and top quarks follow one matrix") func quarkMixing() throws {
        let mixing = try standardCards().processes.mixing
        #expect(abs(mixing.top.down - 0.00858 * 0.00858) < 1e-5)
        #expect(abs(mixing.top.strange - 0.04111 * 0.04111) < 1e-5)
        #expect(abs(mixing.top.bottom - 0.999118 * 0.999118) < 1e-5)
        let pairs = mixing.pairsOfW
        #expect(abs(pairs.reduce(0) { $0 + $1.share } - 1) < 1e-12 && pairs.count == 6)
        for pair in pairs { #expect(abs(pair.share - 0.5 * mixing.squared(pair.up, pair.down)) < 1e-5) }
    }
}

@Suite("Decays in listings") struct DecaySummaryTests {
    @Test("a process shows the decays of its particles") func text() throws {
        let catalogue = ProcessCatalogue(cards: try standardCards())
        #expect(catalogue.decays.map(\.name) == ["top", "W", "Z", "Higgs", "tau"])
        for decay in catalogue.decays {
            #expect(abs(decay.modes.reduce(0) { $0 + $1.branching } - 1) < 1e-12)
            for line in decay.lines { #expect(line.count <= 115, "\(line)") }
        }
        let pairs = try #require(catalogue.text(of: "tt"))
        for part in ["top decays", "W decays", "tau decays", "V-A amplitude", "W helicities 0, L, R 0.687"] {
            #expect(pairs.contains(part), "\(pairs)")
        }
        #expect(!pairs.contains("Higgs decays") && !pairs.contains("Z decays"))
        let higgs = try #require(catalogue.text(of: "ttH"))
        #expect(higgs.contains("Higgs decays") && higgs.contains("Z decays") && higgs.contains("c tau above 10"))
        let jets = try #require(catalogue.text(of: "dijets"))
        for part in ["q Qbar -> q Qbar", "5 light flavours", "pT above 50.0 GeV", "alpha_s^2", "geometric mean"] {
            #expect(jets.contains(part), "\(jets)")
        }
        #expect(higgs.contains("alpha_s^2 alpha^1") && higgs.contains("0.5 times the sum of the transverse masses"))
        let lines = jets.split(separator: "\n").filter { !$0.contains("published") }
        for line in lines { #expect(line.count <= 115, "\(line)") }
        let soft = try #require(catalogue.text(of: "minbias"))
        #expect(!soft.contains("decays"))
    }
}
