// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Generation
import TestSupport
import Testing

@testable import Objects

@Suite("Additional flavour of events with top quarks") struct AdditionalFlavourTests {
    /// Where a jet with a heavy hadron hangs.
    enum Origin: CaseIterable {
        case nothing, radiatedByTop, topDecay, weakBoson, higgs
    }

    private func flavour(
        _ hadron: Int32, from origin: Origin, pT: Double = 30, hadronPT: Double = 10, eta: Double = 0,
        withTop: Bool = true
    ) -> Int32 {
        var hand = HandMadeEvent()
        var parent = -1
        if withTop {
            let top = hand.add(6, pT: 50, status: .hard, mass: 172.5)
            switch origin {
            case .nothing: break
            case .radiatedByTop: parent = top
            case .topDecay: parent = hand.add(5, pT: 20, status: .hard, parent: top, mass: 4.8)
            case .weakBoson:
                let boson = hand.add(24, pT: 20, status: .hard, parent: top, mass: 80)
                parent = hand.add(-4, pT: 20, status: .hard, parent: boson, mass: 1.5)
            case .higgs: parent = hand.add(25, pT: 20, status: .hard, mass: 125)
            }
        }
        hand.addJet(pT: pT, eta: eta, phi: 1)
        hand.add(hadron, pT: hadronPT, eta: eta, phi: 1.1, status: .decayed, parent: parent, mass: 5)
        var finder = AdditionalFlavour()
        return finder.find(in: hand.event)
    }

    @Test("is that of hadrons from no decay", arguments: Origin.allCases) func origins(origin: Origin) {
        let isAdditional = origin == .nothing || origin == .radiatedByTop
        #expect(flavour(521, from: origin) == (isAdditional ? 5 : 0))
        #expect(flavour(-421, from: origin) == (isAdditional ? 4 : 0))
        #expect(flavour(-4122, from: origin) == (isAdditional ? 4 : 0))
        #expect(flavour(443, from: origin) == 0 && flavour(553, from: origin) == 0)
        #expect(flavour(321, from: origin) == 0)
    }

    @Test("needs a jet and a hadron within the limits, and a top quark") func limits() {
        #expect(flavour(521, from: .nothing, pT: 19) == 0)
        #expect(flavour(521, from: .nothing, hadronPT: 4.9) == 0)
        #expect(flavour(521, from: .nothing, eta: 2.7) == 0)
        #expect(flavour(521, from: .nothing, withTop: false) == -1)
    }

    @Test("charm hadrons of bottom hadrons do not count, and bottom comes before charm") func order() {
        var hand = HandMadeEvent()
        hand.add(-6, pT: 50, status: .hard, mass: 172.5)
        // Too soft itself, but the mother of a charm hadron.
        let bottom = hand.add(-511, pT: 4, phi: 1, status: .decayed, mass: 5.3)
        hand.add(411, pT: 8, phi: 1, status: .decayed, parent: bottom, mass: 1.9)
        hand.addJet(pT: 40, eta: 0, phi: 1)
        var finder = AdditionalFlavour()
        #expect(finder.find(in: hand.event) == 0)
        hand.addJet(pT: 30, eta: 1, phi: -2)
        hand.add(411, pT: 8, eta: 1, phi: -2, status: .decayed, mass: 1.9)
        #expect(finder.find(in: hand.event) == 4)
        hand.add(511, pT: 8, eta: 1, phi: -2, status: .decayed, mass: 5.3)
        hand.add(411, pT: 8, eta: 1, phi: -2, status: .decayed, mass: 1.9)
        #expect(finder.find(in: hand.event) == 5)
    }

    /// In ttbb the two quarks of the hard process make jets above 20 GeV in most events (0.59);
    /// the shower of tt makes few (0.034, and 0.062 with charm). Five standard errors of either are below 0.04.
    @Test("of the shower of tt, and of ttbb") func generated() throws {
        var shares: [[Double]] = []
        for process in ["tt", "ttbb"] {
            let settings = CollisionSettings(source: .collisions([ProcessChoice(name: process, label: 0)]))
            let cards = try GeneratorCards.load(directory: PackageFolder.root + "/Generators")
            let generator = try EventGenerator(
                settings: settings, cards: cards, plan: try GenerationPlan.make(settings: settings, cards: cards),
                seed: 4)
            var event = GeneratedEvent()
            var scratch = GeneratorScratch()
            var finder = AdditionalFlavour()
            var counts = [0.0, 0, 0, 0, 0, 0]
            for number in 0..<1000 {
                generator.generateSource(event: UInt64(number), into: &event, scratch: &scratch)
                counts[Int(finder.find(in: event))] += 0.001
            }
            shares.append(counts)
        }
        let (inclusive, bottom) = (shares[0], shares[1])
        #expect(inclusive[5] > 0.01 && inclusive[5] < 0.08 && inclusive[4] > inclusive[5])
        #expect(bottom[5] > 0.5)
    }
}
