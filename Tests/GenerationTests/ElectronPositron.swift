// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

@testable import Generation

/// e+e- annihilation to quarks at rest: the final-state shower, the strings and the decays on their own, where data of LEP
/// and SLC say what must come out.
struct ElectronPositron {
    let shower: DipoleShower
    let strings: StringFragmentation
    let decays: HadronDecays
    let energy: Double

    init(energy: Double = 91.2, card change: (inout FragmentationCard) -> Void = { _ in }) throws {
        let cards = try standardCards()
        var card = cards.fragmentation
        change(&card)
        shower = DipoleShower(card: card, densities: cards.densities)
        decays = HadronDecays(card: cards.decays)
        strings = StringFragmentation(card: card, masses: decays.masses)
        self.energy = energy
    }

    struct Scratch: ~Copyable {
        var hard = HardEvent()
        var shower = ShowerScratch()
        var hadronisation = HadronisationScratch()
        var hadrons = Column<Hadron>(capacity: 256)
        var taus = Column<TauSpin>(capacity: 4)
    }

    /// A quark pair of the given flavour after its shower, from its own streams.
    func partons(flavour: Int32, event: UInt64, _ scratch: inout Scratch) {
        scratch.hard.removeAll()
        for side in [1.0, -1.0] {
            scratch.hard.partons.append(
                Parton(
                    pdgID: side > 0 ? -11 : 11, state: .incoming, mother: -1,
                    momentum: FourVector(px: 0, py: 0, pz: 0.5 * side * energy, energy: 0.5 * energy), mass: 0))
        }
        var stream = RandomStream(seed: 91, event: event, stage: .test, identity: 0)
        let mass = QuarkMasses.constituent(flavour)
        let total = FourVector(px: 0, py: 0, pz: 0, energy: energy)
        let (a, b) = PhaseSpaceDecay.two(total, mass: energy, mass, mass, direction: stream.direction())
        var quark = Parton(pdgID: flavour, state: .outgoing, mother: -1, momentum: a, mass: mass)
        quark.colour = scratch.hard.newColour()
        var antiquark = Parton(pdgID: -flavour, state: .outgoing, mother: -1, momentum: b, mass: mass)
        antiquark.anticolour = quark.colour
        scratch.hard.partons.append(quark)
        scratch.hard.partons.append(antiquark)
        shower.radiate(from: 2..<4, in: &scratch.hard, using: &stream, scratch: &scratch.shower)
    }

    /// The same with hadrons and their decays.
    func hadrons(flavour: Int32, event: UInt64, _ scratch: inout Scratch) {
        partons(flavour: flavour, event: event, &scratch)
        scratch.hadrons.removeAll()
        var stream = RandomStream(seed: 91, event: event, stage: .test, identity: 1)
        strings.hadronise(scratch.hard, into: &scratch.hadrons, using: &stream, scratch: &scratch.hadronisation)
        scratch.taus.removeAll()
        decays.decayAll(&scratch.hadrons, spins: &scratch.taus, using: &stream)
    }

    /// Flavour of a Z decay: partial widths of RPP 2024, Gauge and Higgs bosons (u + c 0.116 + 0.1203, b 0.1512 of 0.6991).
    static func flavour(_ u: Double) -> Int32 { u < 0.2163 ? 5 : u < 0.3884 ? 4 : u < 0.6 ? 3 : u < 0.7721 ? 2 : 1 }

    /// Thrust by the exact method for few particles, iterated from several starts.
    static func thrust(_ momenta: [FourVector]) -> Double {
        let sum = momenta.reduce(0) { $0 + $1.momentum }
        var best = 0.0
        let starts = momenta.sorted { $0.momentum > $1.momentum }.prefix(6)
        for start in starts {
            var axis = start
            for _ in 0..<30 {
                var next = FourVector.zero
                for p in momenta {
                    let along = p.px * axis.px + p.py * axis.py + p.pz * axis.pz
                    next += (along >= 0 ? 1 : -1) * p
                }
                axis = next
            }
            best = max(best, axis.momentum / sum)
        }
        return best
    }
}
