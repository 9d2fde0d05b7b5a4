// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A particle of a file's record, as far as the decays of resonances there go.
struct GivenProduct: BitwiseCopyable {
    var pdgID: Int32
    /// Position in the record of the resonance it comes from, -1 for none.
    var mother: Int32
    var colour: Int32
    var anticolour: Int32
    var momentum: FourVector
    var mass: Double
    /// It decays, in the file or by our own rules.
    var isResonance: Bool
    var hasProducts = false
}

extension ResonanceDecays {
    /// Decays a resonance as a file has it: with the momenta of its products in its rest frame.
    ///
    /// - Returns: false if the file leaves the decay to us.
    func decayAsGiven(_ position: Int, _ event: inout HardEvent, _ scratch: borrowing ResonanceScratch) -> Bool {
        let parent = event.partons[position]
        guard parent.origin >= 0, Int(parent.origin) < scratch.given.count else { return false }
        let original = scratch.given[Int(parent.origin)]
        guard original.hasProducts else { return false }
        for i in scratch.given.indices where scratch.given[i].mother == parent.origin {
            let product = scratch.given[i]
            let momentum = product.momentum.boosted(into: original.momentum).boosted(from: parent.momentum)
            var parton = Parton(
                pdgID: product.pdgID, state: product.isResonance ? .resonance : .outgoing, mother: Int32(position),
                momentum: momentum, mass: product.mass)
            // Lines that go through the resonance have the tags it has by now.
            parton.colour = product.colour == original.colour ? parent.colour : product.colour
            parton.anticolour = product.anticolour == original.anticolour ? parent.anticolour : product.anticolour
            parton.origin = Int32(i)
            event.partons.append(parton)
        }
        return true
    }
}
