// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Objects

/// An event written by hand: particles of given pT, eta and phi.
struct HandMadeEvent: ~Copyable {
    var event = GeneratedEvent()

    init() {
        event.vertices.append(x: 0, y: 0, z: 0, t: 0, kind: .hardCollision, collision: 1)
        event.vertices.append(x: 0, y: 0, z: 9, t: 0, kind: .pileUpCollision, collision: 2)
        event.weights.append(1)
    }

    @discardableResult
    mutating func add(
        _ pdgID: Int32, pT: Double, eta: Double = 0, phi: Double = 0, status: ParticleStatus = .final,
        parent: Int = -1, vertex: Int = 0, mass: Double = 0
    ) -> Int {
        let (sine, cosine) = Elementary.sincos(phi)
        return event.particles.append(
            pdgID: pdgID, status: status, parent: parent, vertex: vertex, px: pT * cosine, py: pT * sine,
            pz: pT * Elementary.sinh(eta), mass: mass,
            barcode: Barcode(vertex: vertex + 1, primary: event.particles.count + 1))
    }

    /// A jet of three pions.
    mutating func addJet(pT: Double, eta: Double, phi: Double) {
        add(211, pT: 0.5 * pT, eta: eta, phi: phi)
        add(-211, pT: 0.3 * pT, eta: eta + 0.1, phi: phi + 0.1)
        add(22, pT: 0.2 * pT, eta: eta - 0.1, phi: phi - 0.1)
    }

    /// A W boson with a charged lepton of this number and its neutrino.
    mutating func addLeptonicW(_ lepton: Int32, pT: Double, eta: Double = 0, phi: Double) {
        let w = add(lepton > 0 ? -24 : 24, pT: 10, status: .hard, mass: 80.4)
        let neutrino: Int32 = lepton > 0 ? -lepton - 1 : -lepton + 1
        if abs(lepton) == 15 {
            let tau = add(lepton, pT: pT, eta: eta, phi: phi, status: .decayed, parent: w, mass: 1.777)
            add(lepton > 0 ? 13 : -13, pT: 0.6 * pT, eta: eta, phi: phi, parent: tau, mass: 0.106)
            add(lepton > 0 ? 16 : -16, pT: 0.4 * pT, eta: eta, phi: phi, parent: tau)
        } else {
            add(lepton, pT: pT, eta: eta, phi: phi, parent: w)
        }
        add(neutrino, pT: 30, eta: 0, phi: phi + 2, parent: w)
    }

    borrowing func passes(_ change: (inout EventSelection) -> Void) -> Bool {
        var selection = EventSelection()
        change(&selection)
        var scratch = EventSelection.Scratch()
        return selection.passes(event, scratch: &scratch)
    }
}
