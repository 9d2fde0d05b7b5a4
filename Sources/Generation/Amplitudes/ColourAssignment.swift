// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

extension RecursionProgram {
    /// Gives colour lines to the partons of an event as a colour flow connects them.
    ///
    /// The event's first two entries are the incoming partons, the others the final ones in the amplitude's order. An
    /// upper index belongs to an outgoing antiquark or incoming quark (or gluon): the field that the amplitude absorbs.
    func assignColours(_ event: inout HardEvent, flow: Int, swapped: Bool) {
        let partners = flows.flows[flow]
        for position in 0..<externals {
            let partner = Int(partners[position])
            guard partner >= 0 else { continue }
            let line = event.newColour()
            // The line enters with an incoming quark's colour or leaves as an outgoing antiquark's anticolour.
            let source = entry(position, swapped)
            if particles[position].isIncoming {
                event.partons[source].colour = line
            } else {
                event.partons[source].anticolour = line
            }
            let sink = entry(partner, swapped)
            if particles[partner].isIncoming {
                event.partons[sink].anticolour = line
            } else {
                event.partons[sink].colour = line
            }
        }
    }

    private func entry(_ position: Int, _ swapped: Bool) -> Int { swapped && position < 2 ? 1 - position : position }

    /// Chooses a colour flow with the probability of its squared partial amplitude, for uniform `u`.
    static func chooseFlow(_ weights: borrowing InlineArray<32, Double>, count: Int, _ u: Double) -> Int {
        var total = 0.0
        for flow in 0..<count { total += weights[flow] }
        var left = u * total
        for flow in 0..<count {
            left -= weights[flow]
            if left < 0 { return flow }
        }
        return count - 1
    }
}
