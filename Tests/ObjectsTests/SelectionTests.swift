// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Objects

@Suite("Criteria of a selection on events made by hand") struct SelectionTests {
    @Test("numbers of jets, their limits and HT") func jets() {
        var made = HandMadeEvent()
        made.addJet(pT: 100, eta: 0, phi: 0)
        made.addJet(pT: 60, eta: 1.5, phi: 2)
        made.addJet(pT: 40, eta: -2.9, phi: -2)
        made.addJet(pT: 20, eta: 0.5, phi: -1)
        #expect(made.passes { $0.jets = 2...2 })
        #expect(!made.passes { $0.jets = 3...9 })
        #expect(!made.passes { $0.jets = 0...1 })
        #expect(
            made.passes {
                $0.jetFinder.minimumPT = 15; $0.jets = 3...3
            })
        #expect(
            made.passes {
                $0.jetFinder.maximumAbsEta = 4; $0.jets = 3...3
            })
        // Three pions in a cone of 0.14 lose little: the vector sum is below the scalar one.
        #expect(made.passes { $0.scalarSum = 158...160 })
        #expect(!made.passes { $0.scalarSum = 161...1000 })
        #expect(!made.passes { $0.scalarSum = 0...150 })
    }

    @Test("b jets have a bottom hadron of pT above 5 GeV within the radius") func bottomJets() {
        for (pT, phi, found) in [(30.0, 0.2, true), (30, 0.5, false), (4, 0.1, false)] {
            var made = HandMadeEvent()
            made.addJet(pT: 100, eta: 0, phi: 0)
            made.addJet(pT: 100, eta: 0, phi: 2.5)
            made.add(-511, pT: pT, eta: 0.1, phi: phi, status: .decayed, mass: 5.28)
            #expect(made.passes { $0.bottomJets = 1...1 } == found)
            #expect(made.passes { $0.bottomJets = 0...0 } != found)
        }
        // Across the cut of the azimuth.
        var made = HandMadeEvent()
        made.addJet(pT: 100, eta: 0, phi: 3.1)
        made.add(511, pT: 30, eta: 0, phi: -3.1, status: .decayed, mass: 5.28)
        #expect(made.passes { $0.bottomJets = 1...1 })
    }

    @Test("leptons are prompt, also by way of a tau, and are no jets") func leptons() {
        var made = HandMadeEvent()
        made.addLeptonicW(-11, pT: 50, phi: 0)
        made.addLeptonicW(15, pT: 40, phi: 2)
        made.add(13, pT: 60, phi: -2)
        let pion = made.add(-211, pT: 90, phi: -1, status: .decayed)
        made.add(13, pT: 70, phi: -1, parent: pion)
        #expect(made.passes { $0.leptons = 2...2 })
        // That of the tau has 24 GeV.
        #expect(
            made.passes {
                $0.leptonPT = 25; $0.leptons = 1...1
            })
        // The two muons that are not prompt are jets; the electron is none.
        #expect(made.passes { $0.jets = 2...2 })
        #expect(made.passes { $0.leptonicW = 2...2 } && !made.passes { $0.leptonicW = 3...9 })
        var forward = HandMadeEvent()
        forward.addLeptonicW(-11, pT: 50, eta: 2.7, phi: 0)
        #expect(
            forward.passes { $0.leptons = 0...0 }
                && forward.passes {
                    $0.leptonAbsEta = 3; $0.leptons = 1...1
                })
        // A lepton that radiated is its own mother.
        var radiated = HandMadeEvent()
        let w = radiated.add(24, pT: 10, status: .hard, mass: 80.4)
        let before = radiated.add(-13, pT: 50, status: .hard, parent: w)
        radiated.add(-13, pT: 45, parent: before)
        #expect(radiated.passes { $0.leptons = 1...1 })
    }

    @Test("a same-sign pair; three leptons hold one") func sameSign() {
        for (signs, found) in [
            ([1, -1], false), ([1, 1], true), ([-1, -1], true), ([1, -1, 1], true), ([1], false),
        ] {
            var made = HandMadeEvent()
            for (i, sign) in signs.enumerated() {
                made.addLeptonicW(Int32(sign * (i % 2 == 0 ? 11 : 13)), pT: 30, phi: Double(i))
            }
            #expect(made.passes { $0.needsSameSignPair = true } == found, "\(signs)")
        }
    }

    @Test("missing transverse momentum is that of the neutrinos") func missing() {
        var made = HandMadeEvent()
        made.add(12, pT: 30, phi: 0)
        made.add(-14, pT: 40, phi: 0.5 * Double.pi)
        made.add(211, pT: 500, phi: 1)
        #expect(made.passes { $0.missingPT = 49.999...50.001 })
        #expect(!made.passes { $0.missingPT = 51...1000 } && !made.passes { $0.missingPT = 0...49 })
    }

    @Test("decays of the Higgs boson", arguments: HiggsDecay.allCases) func higgs(decay: HiggsDecay) {
        let daughters: [HiggsDecay: [Int32]] = [
            .bb: [5, -5], .WW: [24, -24], .gg: [21, 21], .tautau: [15, -15], .cc: [4, -4], .ZZ: [23, 23],
            .gammagamma: [22, 22], .Zgamma: [23, 22], .mumu: [13, -13],
        ]
        var made = HandMadeEvent()
        let higgs = made.add(25, pT: 50, status: .hard, mass: 125.2)
        for daughter in daughters[decay] ?? [] { made.add(daughter, pT: 60, status: .hard, parent: higgs) }
        for other in HiggsDecay.allCases { #expect(made.passes { $0.higgsDecay = other } == (other == decay)) }
        let none = HandMadeEvent()
        #expect(!none.passes { $0.higgsDecay = decay })
    }

    @Test("windows of invariant masses, wanted and vetoed") func masses() {
        var made = HandMadeEvent()
        let z = made.add(23, pT: 10, status: .hard, mass: 91.2)
        // Back to back at eta 0: twice the pT.
        made.add(11, pT: 45.6, phi: 0, parent: z)
        made.add(-11, pT: 45.6, phi: Double.pi, parent: z)
        made.addLeptonicW(-13, pT: 45.6, phi: Double.pi)
        made.addJet(pT: 50, eta: 0, phi: 1.5)
        made.addJet(pT: 50, eta: 0, phi: 1.5 + Double.pi)
        func window(_ objects: MassWindow.Objects, _ need: MassWindow.Need, _ range: ClosedRange<Double>) -> Bool {
            made.passes { $0.masses = [MassWindow(objects: objects, need: need, range: range)] }
        }
        #expect(window(.leptonPair, .some, 91...92) && !window(.leptonPair, .none, 91...92))
        #expect(!window(.leptonPair, .some, 93...200) && window(.leptonPair, .none, 93...200))
        #expect(window(.jetPair, .some, 98...102) && !window(.bottomJetPair, .some, 0...1000))
        #expect(window(.bottomJetPair, .none, 0...1000))
        #expect(window(.all, .some, 230...240) && !window(.all, .some, 0...150))
    }

    @Test("pile-up and unusable records do not count") func pileUp() {
        var made = HandMadeEvent()
        made.addJet(pT: 100, eta: 0, phi: 0)
        made.add(211, pT: 80, phi: 2, vertex: 1)
        #expect(made.passes { $0.jets = 1...1 })
        made.event.flags.insert(.badInput)
        #expect(!made.passes { _ in })
        let empty = HandMadeEvent()
        #expect(empty.passes { _ in } && !empty.passes { $0.jets = 1...9 })
    }

    @Test("jets are ordered, and their momenta are the sums of their particles") func order() {
        var made = HandMadeEvent()
        for i in 0..<7 { made.addJet(pT: 30 + Double(i * 17 % 7) * 10, eta: -2 + 0.6 * Double(i), phi: Double(i)) }
        var objects = ParticleObjects()
        objects.find(in: made.event, jetFinder: JetFinder(), leptonPT: 10, leptonAbsEta: 2.5)
        #expect(objects.jets.count == 7)
        var total = FourVector.zero
        for i in objects.jets.indices {
            if i > 0 { #expect(objects.jets[i].pT <= objects.jets[i - 1].pT) }
            #expect(objects.jets[i].constituents == 3)
            total += objects.jets[i].momentum
        }
        var all = FourVector.zero
        for i in 0..<made.event.particles.count { all += made.event.momentum(ofParticle: i) }
        #expect(abs(total.energy - all.energy) < 1e-9 && abs(total.px - all.px) < 1e-9)
    }
}
