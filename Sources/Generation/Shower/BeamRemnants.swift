// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// What is left of the two protons: partons that end the colour lines of the incoming ones and take the rest of the
/// energy and momentum.
///
/// Gluon: a valence quark and a diquark. Valence quark (u, d): a diquark. Other quarks and antiquarks: the companion
/// from the sea and a proton. Energy and momentum of the whole collision are those of the beams.
struct BeamRemnants: Sendable {
    let energy: Double

    /// Appends the remnants of both beams.
    ///
    /// - Parameter others: sum of the momenta of all other particles: outgoing partons and the underlying event.
    /// - Returns: false, with nothing appended, if too little energy is left.
    func append(to event: inout HardEvent, others: FourVector, using stream: inout RandomStream) -> Bool {
        let rest = FourVector(px: 0, py: 0, pz: 0, energy: energy) - others
        let first = pieces(of: event.partons[0], beam: 0, using: &stream)
        let second = pieces(of: event.partons[1], beam: 1, using: &stream)
        guard rest.energy > 0, rest.mass2 > 0, rest.mass > first.mass + second.mass + 100 else { return false }
        let (a, b) = PhaseSpaceDecay.two(
            rest, mass: rest.mass, first.mass, second.mass, direction: (x: 0, y: 0, z: 1))
        append(first, a, &event, using: &stream)
        append(second, b, &event, using: &stream)
        return true
    }

    private struct Pieces {
        var coloured: Parton
        /// The second piece; its number is 0 if there is none.
        var other: Parton
        /// Mass of the system of both.
        var mass: Double
    }

    private func pieces(of incoming: Parton, beam: Int32, using stream: inout RandomStream) -> Pieces {
        func piece(_ pdgID: Int32) -> Parton {
            let mass = abs(pdgID) == 2212 ? ParticleData.mass(2212) ?? 0 : QuarkMasses.constituent(pdgID)
            return Parton(pdgID: pdgID, state: .outgoing, mother: beam, momentum: .zero, mass: mass)
        }
        let takesUp = stream.uniform() < 2.0 / 3
        // SU(6): the ud pair left by a u quark has spin 0 in three of four cases.
        let upDown: Int32 = stream.uniform() < 0.75 ? 2101 : 2103
        var coloured: Parton
        var other = piece(0)
        switch incoming.pdgID {
        case 21:
            coloured = piece(takesUp ? upDown : 2203)
            coloured.anticolour = incoming.colour
            other = piece(takesUp ? 2 : 1)
            other.colour = incoming.anticolour
        case 1, 2:
            coloured = piece(incoming.pdgID == 2 ? upDown : 2203)
            coloured.anticolour = incoming.colour
        default:
            coloured = piece(-incoming.pdgID)
            coloured.anticolour = incoming.colour
            coloured.colour = incoming.anticolour
            other = piece(2212)
        }
        // Half a GeV of internal motion.
        let mass = other.pdgID == 0 ? coloured.mass : coloured.mass + other.mass + 0.5
        return Pieces(coloured: coloured, other: other, mass: mass)
    }

    private func append(
        _ pieces: Pieces, _ momentum: FourVector, _ event: inout HardEvent, using stream: inout RandomStream
    ) {
        var coloured = pieces.coloured
        guard pieces.other.pdgID != 0 else {
            coloured.momentum = momentum
            event.partons.append(coloured)
            return
        }
        var other = pieces.other
        (coloured.momentum, other.momentum) = PhaseSpaceDecay.two(
            momentum, mass: pieces.mass, coloured.mass, other.mass, direction: stream.direction())
        event.partons.append(coloured)
        event.partons.append(other)
    }
}
