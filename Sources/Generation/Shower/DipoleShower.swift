// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A shower of dipoles ordered in transverse momentum, with the recoil inside the decaying system.
///
/// Every end of a colour line radiates (`FinalStateBranching`); the other end of the line takes the recoil, or, where the
/// line leaves the system (b quark of a top decay), the colourless product. Momentum is conserved exactly.
struct DipoleShower: PartonShower {
    let branching: FinalStateBranching

    init(card: FragmentationCard, densities: PartonDensities, beamEnergy: Double = .infinity) {
        branching = FinalStateBranching(
            coupling: ShowerCoupling(atZ: card.showerCoupling), cutoff2: card.showerCutoff * card.showerCutoff,
            densities: densities, beamEnergy: beamEnergy)
    }

    func radiate(
        from products: Range<Int>, in event: inout HardEvent, using stream: inout RandomStream,
        scratch: inout ShowerScratch
    ) {
        guard products.count >= 2, Self.copyColoured(products, &event, &scratch) else { return }
        evolve(&event, from: .infinity, withBeams: false, using: &stream, scratch: &scratch)
    }

    /// Branchings of the scratch's members from a squared scale down to the cutoff.
    func evolve(
        _ event: inout HardEvent, from start2: Double, withBeams: Bool, using stream: inout RandomStream,
        scratch: inout ShowerScratch
    ) {
        scratch.ends.removeAll()
        for i in scratch.members.indices {
            ColourLines.appendEnds(of: scratch.members[i], event, &scratch, withBeams: withBeams)
        }
        var scale2 = start2
        while true {
            let best = hardestTrial(event, below: scale2, using: &stream, scratch: &scratch)
            guard best >= 0 else { return }
            scale2 = scratch.ends[best].trial
            branch(best, &event, withBeams: withBeams, using: &stream, scratch: &scratch)
        }
    }

    /// Position of the end with the highest trial, after drawing the missing ones; -1 if none is above the cutoff.
    @inline(__always)
    func hardestTrial(
        _ event: borrowing HardEvent, below scale2: Double, using stream: inout RandomStream,
        scratch: inout ShowerScratch
    ) -> Int {
        var (best, highest) = (-1, 0.0)
        for i in scratch.ends.indices {
            if scratch.ends[i].trial < 0 {
                branching.drawTrial(&scratch.ends[i], event, below: scale2, using: &stream)
            }
            if scratch.ends[i].trial > highest { (best, highest) = (i, scratch.ends[i].trial) }
        }
        return best
    }

    /// Tries the branching of an end; a rejected one draws its next trial from there.
    func branch(
        _ position: Int, _ event: inout HardEvent, withBeams: Bool, using stream: inout RandomStream,
        scratch: inout ShowerScratch
    ) {
        let end = scratch.ends[position]
        guard let new = branching.attempt(end, &event, using: &stream) else {
            scratch.ends[position].trial = -1
            return
        }
        scratch.members.append(new)
        ColourLines.update(
            afterBranching: end.radiator, new, recoiler: end.recoiler, event, &scratch, withBeams: withBeams)
    }

    /// Makes the scratch's members: coloured products become copies that the shower changes, resonances stay themselves.
    ///
    /// - Returns: false if nothing has colour.
    static func copyColoured(_ products: Range<Int>, _ event: inout HardEvent, _ scratch: inout ShowerScratch) -> Bool {
        scratch.members.removeAll()
        var hasColour = false
        for i in products where event.partons[i].colour != 0 || event.partons[i].anticolour != 0 { hasColour = true }
        guard hasColour else { return false }
        for i in products {
            if event.partons[i].state == .resonance {
                scratch.members.append(Int32(i))
                continue
            }
            var copy = event.partons[i]
            copy.mother = Int32(i)
            event.partons[i].copy = Int32(event.partons.count)
            event.partons[i].state = .showered
            scratch.members.append(Int32(event.partons.count))
            event.partons.append(copy)
        }
        return true
    }
}
