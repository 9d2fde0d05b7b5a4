// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// From a hard process to stable particles: radiation, decays of resonances, remnants and underlying event, strings,
/// decays of hadrons.
///
/// Every stage has its own random stream, so that more draws in one leave the others as they are. Energy, momentum,
/// charge and baryon number of a collision are those of its two protons; flavour is that of the hard process in the
/// strings, while the underlying event does not conserve strangeness.
struct CollisionGenerator: Sendable {
    private let energy: Double
    private let hardShower: HardShower
    private let resonances: ResonanceDecays<DipoleShower>
    private let remnants: BeamRemnants
    private let strings: StringFragmentation
    private let hadronDecays: HadronDecays
    private let minimumBias: MinimumBias

    init(cards: GeneratorCards, energy: Double, minimumBias: MinimumBias) {
        self.energy = energy
        self.minimumBias = minimumBias
        let densities = cards.densities
        hardShower = HardShower(card: cards.fragmentation, densities: densities, energy: energy)
        resonances = ResonanceDecays(
            cards: cards, shower: DipoleShower(card: cards.fragmentation, densities: densities))
        remnants = BeamRemnants(energy: energy)
        hadronDecays = HadronDecays(card: cards.decays)
        strings = StringFragmentation(card: cards.fragmentation, masses: hadronDecays.masses)
    }

    /// Fills the scratch's partons and hadrons; the hadrons' list holds every particle of the collision.
    func generate(
        _ process: PreparedProcess, higgsMode: Int?, event number: UInt64, seed: UInt64, scratch: inout GeneratorScratch
    ) {
        var hard = RandomStream(seed: seed, event: number, stage: .hardProcess, identity: 1)
        switch process {
        case .hard(let process):
            process.generate(into: &scratch.hard, using: &hard, scratch: &scratch.amplitudes)
            process.weigh(&scratch.hard, scratch: &scratch.amplitudes)
        case .minimumBias: return
        }
        var decays = RandomStream(seed: seed, event: number, stage: .resonanceDecay, identity: 0)
        scratch.resonances.removeAll()
        resonances.correlateSpins(scratch.hard, using: &decays, scratch: &scratch.resonances)
        complete(higgsMode: higgsMode, event: number, seed: seed, decays: &decays, scratch: &scratch)
    }

    /// Goes on from the hard process in the scratch: its incoming partons, and what it makes.
    func complete(
        higgsMode: Int?, event number: UInt64, seed: UInt64, decays: inout RandomStream,
        scratch: inout GeneratorScratch
    ) {
        var initial = RandomStream(seed: seed, event: number, stage: .shower, identity: 1)
        hardShower.radiate(in: &scratch.hard, using: &initial, scratch: &scratch.shower)
        var radiation = RandomStream(seed: seed, event: number, stage: .shower, identity: 0)
        resonances.decayAll(
            &scratch.hard, higgsMode: higgsMode, decays: &decays, radiation: &radiation,
            scratch: &scratch.resonances, shower: &scratch.shower)
        var soft = RandomStream(seed: seed, event: number, stage: .shower, identity: 2)
        surround(&scratch, using: &soft)
        var strings = RandomStream(seed: seed, event: number, stage: .hadronisation, identity: 0)
        collect(&scratch)
        self.strings.hadronise(
            scratch.hard, into: &scratch.hadrons, using: &strings, scratch: &scratch.hadronisation)
        var late = RandomStream(seed: seed, event: number, stage: .hadronDecay, identity: 0)
        hadronDecays.decayAll(&scratch.hadrons, spins: &scratch.resonances.taus, using: &late)
    }

    /// Underlying event and beam remnants; without the former where it leaves too little for the latter.
    private func surround(_ scratch: inout GeneratorScratch, using stream: inout RandomStream) {
        var outgoing = FourVector.zero
        for i in 2..<scratch.hard.partons.count where scratch.hard.partons[i].state == .outgoing {
            outgoing += scratch.hard.partons[i].momentum
        }
        let largest = max(outgoing.energy + outgoing.pz, outgoing.energy - outgoing.pz)
        minimumBias.generateUnderlyingEvent(
            into: &scratch.soft, available: 0.85 * (energy - largest), using: &stream)
        var soft = FourVector.zero
        for i in scratch.soft.indices {
            let particle = scratch.soft[i]
            soft += FourVector(px: particle.px, py: particle.py, pz: particle.pz, energy: particle.energy)
        }
        if remnants.append(to: &scratch.hard, others: outgoing + soft, using: &stream) { return }
        scratch.soft.removeAll()
        _ = remnants.append(to: &scratch.hard, others: outgoing, using: &stream)
    }

    /// Particles that do not hadronise, and those of the underlying event.
    private func collect(_ scratch: inout GeneratorScratch) {
        scratch.hadrons.removeAll()
        for i in 2..<scratch.hard.partons.count {
            let parton = scratch.hard.partons[i]
            guard parton.state == .outgoing, parton.colour == 0, parton.anticolour == 0 else { continue }
            scratch.hadrons.append(
                Hadron(
                    pdgID: parton.pdgID, mass: parton.mass, momentum: parton.momentum, mother: -1, parton: Int32(i)))
        }
        for i in scratch.soft.indices {
            let particle = scratch.soft[i]
            scratch.hadrons.append(
                Hadron(
                    pdgID: particle.pdgID, mass: particle.mass,
                    momentum: FourVector(
                        px: particle.px, py: particle.py, pz: particle.pz, energy: particle.energy), mother: -1,
                    parton: -1))
        }
    }
}
