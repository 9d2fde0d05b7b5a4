// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The shower of a hard collision: branchings of the incoming and the outgoing partons in one falling sequence of pT.
///
/// Outgoing partons with colour (top quarks before they decay, and those the incoming ones radiated) take part with the
/// colour lines of the hard process. Where the hard process has light coloured partons of its own, its scale is the largest
/// pT of the shower; where it has heavy resonances only, the incoming partons radiate up to the limit of phase space with
/// the factor M²/(M² + pT²), M being the scale of the process.
struct HardShower: Sendable {
    private let initial: InitialStateBranching
    private let final: DipoleShower
    private let primordialKT: Double

    init(card: FragmentationCard, densities: PartonDensities, energy: Double) {
        initial = InitialStateBranching(
            coupling: ShowerCoupling(atZ: card.initialCoupling), densities: densities, beamEnergy: 0.5 * energy,
            regularisation2: card.initialRegularisation * card.initialRegularisation,
            cutoff2: card.initialCutoff * card.initialCutoff)
        final = DipoleShower(card: card, densities: densities, beamEnergy: 0.5 * energy)
        primordialKT = card.primordialKT
    }

    /// Adds radiation to an event that holds incoming partons and the particles of the hard process only.
    func radiate(in event: inout HardEvent, using stream: inout RandomStream, scratch: inout ShowerScratch) {
        let hasLight = collectMembers(&event, &scratch)
        let scale2 = event.scale * event.scale
        scratch.ends.removeAll()
        for i in scratch.members.indices {
            ColourLines.appendEnds(of: scratch.members[i], event, &scratch, withBeams: true)
        }
        evolve(
            &event, initialStart2: hasLight ? scale2 : .infinity, finalStart2: scale2,
            damping2: hasLight ? .infinity : scale2, using: &stream, scratch: &scratch)
        kick(&event, using: &stream)
    }

    /// Members: all outgoing partons with colour. Returns whether one of them is light.
    private func collectMembers(_ event: inout HardEvent, _ scratch: inout ShowerScratch) -> Bool {
        scratch.members.removeAll()
        var hasLight = false
        for i in 2..<event.partons.count where event.partons[i].colour != 0 || event.partons[i].anticolour != 0 {
            if event.partons[i].state == .resonance {
                scratch.members.append(Int32(i))
                continue
            }
            hasLight = true
            var copy = event.partons[i]
            copy.mother = Int32(i)
            event.partons[i].copy = Int32(event.partons.count)
            event.partons[i].state = .showered
            scratch.members.append(Int32(event.partons.count))
            event.partons.append(copy)
        }
        return hasLight
    }

    private func evolve(
        _ event: inout HardEvent, initialStart2: Double, finalStart2: Double, damping2: Double,
        using stream: inout RandomStream, scratch: inout ShowerScratch
    ) {
        var sides = (InitialStateBranching.Trial(), InitialStateBranching.Trial())
        var (initialScale2, finalScale2) = (initialStart2, finalStart2)
        while true {
            if sides.0.scale2 < 0 { sides.0 = initial.drawTrial(0, event, below: initialScale2, using: &stream) }
            if sides.1.scale2 < 0 { sides.1 = initial.drawTrial(1, event, below: initialScale2, using: &stream) }
            let best = final.hardestTrial(event, below: finalScale2, using: &stream, scratch: &scratch)
            let finalTrial2 = best >= 0 ? scratch.ends[best].trial : 0
            let side = sides.0.scale2 >= sides.1.scale2 ? 0 : 1
            let trial = side == 0 ? sides.0 : sides.1
            let highest = max(finalTrial2, trial.scale2)
            guard highest > 0 else { return }
            initialScale2 = min(initialScale2, highest)
            finalScale2 = min(finalScale2, highest)
            if finalTrial2 >= trial.scale2 {
                let changesBeam = scratch.ends[best].recoilIsIncoming
                final.branch(best, &event, withBeams: true, using: &stream, scratch: &scratch)
                if changesBeam { sides = (InitialStateBranching.Trial(), InitialStateBranching.Trial()) }
                continue
            }
            if side == 0 { sides.0.scale2 = -1 } else { sides.1.scale2 = -1 }
            let new = initial.attempt(trial, side: side, damping2: damping2, &event, using: &stream)
            guard let new else {
                // A heavy quark that finds no room for its mother stays as it is.
                if trial.kind == .threshold { if side == 0 { sides.0.scale2 = 0 } else { sides.1.scale2 = 0 } }
                continue
            }
            sides = (InitialStateBranching.Trial(), InitialStateBranching.Trial())
            scratch.members.append(new)
            renewEnds(new, event, &scratch)
        }
    }

    /// After initial-state radiation: ends on lines of the incoming partons are new, those between outgoing ones stay, since
    /// their invariants do.
    private func renewEnds(_ new: Int32, _ event: borrowing HardEvent, _ scratch: inout ShowerScratch) {
        for i in scratch.ends.indices where scratch.ends[i].recoilIsIncoming {
            let end = scratch.ends[i]
            scratch.ends[i].recoiler = ColourLines.partner(
                of: end.radiator, isColourSide: end.isColourSide, event, scratch, withBeams: true)
            scratch.ends[i].trial = -1
        }
        ColourLines.appendEnds(of: new, event, &scratch, withBeams: true)
    }

    /// Motion of partons in the protons: the system of all outgoing particles gets a transverse momentum and keeps its
    /// mass and rapidity.
    private func kick(_ event: inout HardEvent, using stream: inout RandomStream) {
        let (kx, ky) = stream.normalPair()
        let sigma = primordialKT / 2.0.squareRoot()
        let (px, py) = (sigma * kx, sigma * ky)
        let old = event.partons[0].momentum + event.partons[1].momentum
        let stretch = ((old.mass2 + px * px + py * py) / old.mass2).squareRoot()
        let new = FourVector(px: px, py: py, pz: stretch * old.pz, energy: stretch * old.energy)
        for i in 2..<event.partons.count where event.partons[i].state != .showered {
            event.partons[i].momentum = event.partons[i].momentum.boosted(into: old).boosted(from: new)
        }
    }
}
