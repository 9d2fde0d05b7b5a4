// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Hard processes") struct HardProcessTests {
    private func integral(_ process: String, energy: Double) throws -> ProcessIntegral {
        let settings = CollisionSettings(
            centreOfMassEnergy: energy, source: .collisions([ProcessChoice(name: process, label: 0)]))
        let plan = try GenerationPlan.make(settings: settings, cards: standardCards())
        return try #require(plan.integral(of: process))
    }

    /// Pythia 8.318: 563.9 pb at 13.6 TeV with a top mass of 173 GeV; d ln sigma / d m = -2.9 % per GeV (Czakon, Fiedler,
    /// Mitov, arXiv 1303.6254), so 570.6 at 172.6. ttH 0.391 pb (normalised); gg to tttt 8.46 fb at 13 TeV (normalised).
    @Test("cross-sections at leading order") func crossSections() throws {
        let tt = try integral("tt", energy: 13_600)
        #expect(abs(tt.crossSection / 570.6 - 1) < 0.015)
        #expect(abs(tt.gluonShare - 0.878) < 0.01)
        #expect(tt.error / tt.crossSection < 0.002 && tt.efficiency > 0.3)
        let ttH = try integral("ttH", energy: 13_600)
        #expect(abs(ttH.crossSection / 0.391 - 1) < 0.03)
        #expect(abs(ttH.gluonShare - 0.722) < 0.02)
        let tttt = try integral("tttt", energy: 13_000)
        #expect(abs(tttt.crossSection * tttt.gluonShare / 8.46e-3 - 1) < 0.04)
    }

    @Test("the closed formulas are symmetric and have their threshold values") func topPair() throws {
        // At threshold tau1 = tau2 = 1/2, rho = 1: |M|²/(16 pi²) of gluons is 7/24 · (1/2 + 1 - 1) ... computed by hand.
        var point = HardPoint()
        point.count = 2
        for i in 0..<2 {
            point.masses[i] = 172.6
            point.momenta[i] = FourVector(px: 0, py: 0, pz: 0, energy: 172.6)
        }
        point.sHat = 4 * 172.6 * 172.6
        let pi2 = PhysicalConstants.pi * PhysicalConstants.pi
        let amplitudes = TopPairProduction().squaredAmplitudes(at: point)
        #expect(abs(amplitudes.gluons / (16 * pi2 * 7 / 24 * 0.5) - 1) < 1e-9)
        #expect(abs(amplitudes.quarks / (64 * pi2 / 9) - 1) < 1e-9)
        #expect(TopPairProduction().firstFlowProbability(at: point) == 0.5)
    }

    /// Means of the reference samples (Pythia 8.318 for tt and ttH, MadGraph for tttt at 13 TeV), GeV.
    @Test(
        "transverse momenta are near the references",
        arguments: [("tt", 13_600.0, 121.2, 0.03), ("ttH", 13_600, 168.8, 0.05), ("tttt", 13_000, 212.9, 0.05)])
    func topMomenta(process: String, energy: Double, wanted: Double, tolerance: Double) throws {
        let settings = CollisionSettings(
            centreOfMassEnergy: energy, source: .collisions([ProcessChoice(name: process, label: 0)]))
        let cards = try standardCards()
        let plan = try GenerationPlan.make(settings: settings, cards: cards)
        let card = try #require(cards.processes.processes.first { $0.name == process })
        let prepared = try #require(cards.prepare(card, energy: energy, plan: plan))
        var event = HardEvent()
        var (pT, below) = (Moments(), Moments())
        for number in 0..<5000 {
            var stream = RandomStream(seed: 1, event: UInt64(number), stage: .hardProcess, identity: 1)
            switch prepared {
            case .topPair(let process): process.generate(into: &event, using: &stream)
            case .effective(let process): process.generate(into: &event, using: &stream)
            case .minimumBias: Issue.record("no hard process")
            }
            var total = event.partons[0].momentum + event.partons[1].momentum
            var colours: [Int32] = []
            for i in event.partons.indices {
                let parton = event.partons[i]
                // Every colour tag occurs twice: incoming colours count as outgoing anticolours.
                colours += [parton.colour, parton.anticolour].filter { $0 != 0 }
                guard i >= 2 else { continue }
                total = total - parton.momentum
                if abs(parton.pdgID) == 6 {
                    pT.add(parton.momentum.pT)
                    below.add(parton.mass < 172.6 ? 1 : 0)
                }
            }
            #expect(abs(total.energy) < 1e-8 && abs(total.pz) < 1e-8 && abs(total.px) < 1e-8)
            #expect(Dictionary(grouping: colours) { $0 }.values.allSatisfy { $0.count == 2 })
        }
        #expect(abs(pT.mean / wanted - 1) < tolerance, "\(pT.mean)")
        // Half of a Breit-Wigner lies below its mass; the amplitude prefers lighter tops a little.
        #expect(abs(below.mean - 0.5) < 4.4 * below.error + 0.01)
    }

    @Test("a plan is the same when made again, and a foreign or damaged one is refused") func plans() throws {
        let settings = CollisionSettings(source: .collisions([ProcessChoice(name: "tt", label: 0)]))
        let cards = try standardCards()
        let plan = try StandardPlans.of("tt")
        #expect(try GenerationPlan.make(settings: settings, cards: cards) == plan)
        func refused(_ change: (inout GenerationPlan) -> Void) -> [String] {
            var changed = plan
            change(&changed)
            return codes { _ = try EventGenerator(settings: settings, cards: cards, plan: changed, seed: 1) }
        }
        #expect(refused { _ in } == [])
        #expect(refused { $0.numbers = [:] } == ["bad-plan"])
        #expect(refused { $0.numbers["tt.map"]?.removeLast() } == ["bad-plan"])
        #expect(refused { $0.numbers["tt.map"]?[5] = .nan } == ["bad-plan"])
        #expect(refused { $0.numbers["tt.maximumWeight"] = [-1] } == ["bad-plan"])
    }

    @Test("impossible mixes are refused") func badMixes() throws {
        let cards = try standardCards()
        func refused(_ mix: [ProcessChoice], energy: Double = 13_600) -> [String] {
            let settings = CollisionSettings(centreOfMassEnergy: energy, source: .collisions(mix))
            return codes {
                let plan = try GenerationPlan.make(settings: settings, cards: cards)
                _ = try EventGenerator(settings: settings, cards: cards, plan: plan, seed: 1)
            }
        }
        #expect(refused([]) == ["empty-mix"])
        #expect(refused([ProcessChoice(name: "nothing", label: 0)]) == ["unknown-process"])
        #expect(refused([ProcessChoice(name: "tt", fraction: -1, label: 0)]) == ["out-of-range"])
        #expect(refused([ProcessChoice(name: "tt", label: 0, higgsDecay: "bb")]) == ["bad-decay"])
        #expect(refused([ProcessChoice(name: "ttH", label: 0, higgsDecay: "xx")]) == ["bad-decay"])
        #expect(refused([ProcessChoice(name: "tttt", label: 0)], energy: 500) == ["no-phase-space"])
    }
}
