// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

@testable import Generation

/// A pair of quarks at rest in its frame, and single steps of the shower on it.
struct QuarkPair: ~Copyable {
    let shower: DipoleShower
    let energy: Double
    var event = HardEvent()
    var scratch = ShowerScratch()

    init(energy: Double, cutoff: Double) throws {
        let cards = try standardCards()
        var card = cards.fragmentation
        card.showerCutoff = cutoff
        shower = DipoleShower(card: card, densities: cards.densities)
        self.energy = energy
    }

    mutating func reset(flavour: Int32) {
        event.removeAll()
        scratch.members.removeAll()
        scratch.ends.removeAll()
        let mass = QuarkMasses.constituent(flavour)
        let total = FourVector(px: 0, py: 0, pz: 0, energy: energy)
        let (a, b) = PhaseSpaceDecay.two(total, mass: energy, mass, mass, direction: (x: 0.6, y: 0, z: 0.8))
        for _ in 0..<2 {
            event.partons.append(Parton(pdgID: 22, state: .incoming, mother: -1, momentum: total, mass: 0))
        }
        var quark = Parton(pdgID: flavour, state: .outgoing, mother: -1, momentum: a, mass: mass)
        quark.colour = event.newColour()
        var antiquark = Parton(pdgID: -flavour, state: .outgoing, mother: -1, momentum: b, mass: mass)
        antiquark.anticolour = quark.colour
        event.partons.append(quark)
        event.partons.append(antiquark)
        for position: Int32 in [2, 3] { scratch.members.append(position) }
        for position: Int32 in [2, 3] { ColourLines.appendEnds(of: position, event, &scratch, withBeams: false) }
    }

    /// A down quark, its antiquark and a gluon (positions 2 to 4) of 30 GeV each at 120 degrees from each other.
    mutating func resetToThreeJets() {
        event.removeAll()
        scratch.members.removeAll()
        scratch.ends.removeAll()
        let total = FourVector(px: 0, py: 0, pz: 0, energy: 90)
        for _ in 0..<2 {
            event.partons.append(Parton(pdgID: 22, state: .incoming, mother: -1, momentum: total, mass: 0))
        }
        let lines = (event.newColour(), event.newColour())
        for (position, flavour) in [Int32(1), -1, 21].enumerated() {
            let (x, z) = Elementary.sincos(PhysicalConstants.twoPi * Double(position) / 3)
            let mass = flavour == 21 ? 0 : QuarkMasses.constituent(1)
            var parton = Parton(
                pdgID: flavour, state: .outgoing, mother: -1,
                momentum: FourVector(px: 30 * x, py: 0, pz: 30 * z, mass: mass), mass: mass)
            if flavour != -1 { parton.colour = flavour == 1 ? lines.0 : lines.1 }
            if flavour != 1 { parton.anticolour = flavour == -1 ? lines.1 : lines.0 }
            event.partons.append(parton)
            scratch.members.append(Int32(position + 2))
        }
        for position: Int32 in 2...4 { ColourLines.appendEnds(of: position, event, &scratch, withBeams: false) }
    }

    /// Goes on to the next branching; its squared scale, nil if the shower has ended.
    mutating func advance(from scale2: Double, using stream: inout RandomStream) -> Double? {
        var scale2 = scale2
        while true {
            let best = shower.hardestTrial(event, below: scale2, using: &stream, scratch: &scratch)
            guard best >= 0 else { return nil }
            scale2 = scratch.ends[best].trial
            let before = event.partons.count
            shower.branch(best, &event, withBeams: false, using: &stream, scratch: &scratch)
            if event.partons.count > before { return scale2 }
        }
    }
}

extension HardEvent {
    /// Sum of the momenta of what leaves the collision.
    borrowing func outgoingSum() -> FourVector {
        var sum = FourVector.zero
        for i in 2..<partons.count where partons[i].state == .outgoing || partons[i].state == .resonance {
            sum += partons[i].momentum
        }
        return sum
    }

    /// Lines that begin or end nowhere: every tag must flow from an incoming colour or outgoing anticolour to an
    /// outgoing colour or incoming anticolour.
    borrowing func brokenLines() -> Int {
        var balance = [Int](repeating: 0, count: Int(lastColour) + 1)
        for i in partons.indices where partons[i].state != .showered {
            let sign = partons[i].state == .incoming ? -1 : 1
            balance[Int(partons[i].colour)] += sign
            balance[Int(partons[i].anticolour)] -= sign
        }
        return balance.dropFirst().filter { $0 != 0 }.count
    }

    /// Quarks less antiquarks of each flavour, incoming ones counted against outgoing ones.
    borrowing func flavourBalance() -> [Int] {
        var balance = [Int](repeating: 0, count: 7)
        for i in partons.indices where partons[i].state != .showered && abs(partons[i].pdgID) <= 6 {
            let sign = (partons[i].state == .incoming ? -1 : 1) * (partons[i].pdgID > 0 ? 1 : -1)
            balance[Int(abs(partons[i].pdgID))] += sign
        }
        return balance
    }
}
