// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Shower of hard collisions") struct HardShowerTests {
    private let cards: GeneratorCards
    private let shower: HardShower

    init() throws {
        cards = try standardCards()
        shower = HardShower(card: cards.fragmentation, densities: cards.densities, energy: 13_600)
    }

    /// Two outgoing partons at rest in the collision of two incoming ones with momentum fractions x1 and x2.
    private func fill(
        _ event: inout HardEvent, _ incoming: (Int32, Int32), _ outgoing: (Int32, Int32), mass: Double, x1: Double,
        x2: Double, using stream: inout RandomStream
    ) {
        event.removeAll()
        let (e1, e2) = (6800 * x1, 6800 * x2)
        event.partons.append(
            Parton(
                pdgID: incoming.0, state: .incoming, mother: -1, momentum: FourVector(px: 0, py: 0, pz: e1, energy: e1),
                mass: 0))
        event.partons.append(
            Parton(
                pdgID: incoming.1, state: .incoming, mother: -1,
                momentum: FourVector(px: 0, py: 0, pz: -e2, energy: e2),
                mass: 0))
        let total = event.partons[0].momentum + event.partons[1].momentum
        let (a, b) = PhaseSpaceDecay.two(total, mass: total.mass, mass, mass, direction: stream.direction())
        let state: Parton.State = mass > 100 ? .resonance : .outgoing
        event.partons.append(Parton(pdgID: outgoing.0, state: state, mother: -1, momentum: a, mass: mass))
        event.partons.append(Parton(pdgID: outgoing.1, state: state, mother: -1, momentum: b, mass: mass))
        event.scale = (mass * mass + 0.25 * a.pT2 + 0.25 * b.pT2).squareRoot()
        let lines = (event.newColour(), event.newColour(), event.newColour(), event.newColour())
        func set(_ i: Int, _ colour: Int32, _ anticolour: Int32) {
            event.partons[i].colour = colour
            event.partons[i].anticolour = anticolour
        }
        if incoming.0 == 21 {
            set(0, lines.0, lines.1)
            if outgoing.0 == 21 {
                set(1, lines.2, lines.3)
                set(2, lines.0, lines.3)
                set(3, lines.2, lines.1)
            } else {
                set(1, lines.1, lines.2)
                set(2, lines.0, 0)
                set(3, 0, lines.2)
            }
        } else {
            set(0, lines.0, 0)
            set(1, 0, lines.1)
            set(2, lines.0, 0)
            set(3, 0, lines.1)
        }
    }

    @Test(
        "momentum to 1e-9, colour lines, flavours and mass shells hold",
        arguments: [
            (Int32(21), Int32(21), Int32(6), Int32(-6)), (2, -2, 6, -6), (5, -5, 6, -6), (4, -4, 6, -6),
            (21, 21, 21, 21),
            (1, -1, 5, -5), (21, 21, 5, -5),
        ])
    func conservation(first: Int32, second: Int32, third: Int32, fourth: Int32) throws {
        var event = HardEvent()
        var scratch = ShowerScratch()
        var (emitted, heavy) = (0.0, 0.0)
        for number: UInt64 in 0..<300 {
            var stream = RandomStream(seed: 12, event: number, stage: .test, identity: 0)
            let mass = abs(third) == 6 ? 172.5 : QuarkMasses.constituent(third)
            let (x1, x2) = (0.05 + 0.2 * stream.uniform(), 0.03 + 0.05 * stream.uniform())
            fill(&event, (first, second), (third, fourth), mass: mass, x1: x1, x2: x2, using: &stream)
            let before = event.flavourBalance()
            #expect(event.brokenLines() == 0)
            shower.radiate(in: &event, using: &stream, scratch: &scratch)
            let incoming = event.partons[0].momentum + event.partons[1].momentum
            let outgoing = event.outgoingSum()
            // The kick of the partons' motion changes momenta of the whole: its mass stays.
            let difference: Double = abs(outgoing.mass - incoming.mass)
            #expect(difference < 1e-9 * incoming.mass)
            let rapidity: Double = outgoing.rapidity - incoming.rapidity
            #expect(abs(rapidity) < 1e-9)
            #expect(event.brokenLines() == 0)
            #expect(event.flavourBalance() == before)
            #expect(event.partons[0].momentum.energy >= 6800 * x1 * (1 - 1e-12))
            #expect(event.partons[0].momentum.energy <= 0.86 * 6800 && event.partons[1].momentum.energy <= 0.86 * 6800)
            emitted += Double(event.partons.count - 4)
            for i in 2..<event.partons.count where event.partons[i].state != .showered {
                let parton = event.partons[i]
                let shell: Double = abs(parton.momentum.mass2 - parton.mass * parton.mass)
                #expect(shell < 1e-9 * parton.momentum.energy * parton.momentum.energy + 1e-9)
            }
            if abs(event.partons[0].pdgID) >= 4, event.partons[0].pdgID != 21 { heavy += 1 }
        }
        #expect(emitted / 300 > 3)
        // Heavy quarks of the proton are traced to gluons unless a branching has no room.
        #expect(heavy / 300 < 0.1, "\(heavy)")
    }

    /// The mass of two top quarks changes by their own radiation only; without it, it stays to rounding.
    @Test("recoil of initial-state radiation keeps the mass of the hard system") func recoil() throws {
        var card = cards.fragmentation
        // No radiation of outgoing partons above the largest pT possible.
        card.showerCutoff = 10_000
        let shower = HardShower(card: card, densities: cards.densities, energy: 13_600)
        var event = HardEvent()
        var scratch = ShowerScratch()
        var transverse = Moments()
        for number: UInt64 in 0..<500 {
            var stream = RandomStream(seed: 13, event: number, stage: .test, identity: 0)
            fill(&event, (21, 21), (6, -6), mass: 172.5, x1: 0.08, x2: 0.03, using: &stream)
            let mass = (event.partons[2].momentum + event.partons[3].momentum).mass
            shower.radiate(in: &event, using: &stream, scratch: &scratch)
            let system = event.partons[2].momentum + event.partons[3].momentum
            #expect(abs(system.mass - mass) < 1e-9 * mass)
            transverse.add(system.pT)
        }
        // A tenth to a sixth of the system's mass of 666 GeV.
        #expect(transverse.mean > 60 && transverse.mean < 110, "\(transverse.mean)")
    }
}
