// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A straight piece of string between two coloured ends.
struct StringPiece: BitwiseCopyable {
    /// Coloured end (quark or antidiquark) and anticoloured end (antiquark or diquark).
    var coloured: Int32
    var anticoloured: Int32
    /// Momentum of the piece, and of its coloured end, whose direction is the axis.
    var momentum: FourVector
    var end: FourVector
    /// Partons that the ends come from; -1 for an end made at a gluon.
    var colouredParton: Int32
    var anticolouredParton: Int32
    /// Number of the colour chain it belongs to.
    var chain: Int32

    /// Mass above those of the quarks at the ends.
    var excess: Double {
        momentum.mass - QuarkMasses.constituent(coloured) - QuarkMasses.constituent(anticoloured)
    }
}

/// Memory of the hadronisation.
public struct HadronisationScratch: ~Copyable, Sendable {
    var pieces = Column<StringPiece>(capacity: 64)
    /// Partons of one colour chain in order.
    var chain = Column<Int32>(capacity: 64)
    /// Outgoing parton with a colour tag, and with an anticolour tag.
    var colourOwner = Column<Int32>(capacity: 128)
    var anticolourOwner = Column<Int32>(capacity: 128)
    var used = Column<Bool>(capacity: 128)
    /// Hadrons of one string from its two ends.
    var fromEnds = Column<StringHadron>(capacity: 64)

    public init() {}
}

/// Cuts the colour chains of an event into straight pieces.
///
/// A gluon is a kink: half of its momentum goes to the piece on either side, with a light quark and antiquark made
/// there. Pieces too light to break are joined to a neighbour, so that soft and collinear gluons do not matter.
struct StringBuilder: Sendable {
    let mergingMass: Double
    let selector: HadronSelector

    func build(
        _ event: borrowing HardEvent, into scratch: inout HadronisationScratch, using stream: inout RandomStream
    ) {
        index(event, &scratch)
        scratch.pieces.removeAll()
        var chains: Int32 = 0
        // Open strings begin at ends with colour and no anticolour; what is left are closed loops of gluons.
        for pass in 0..<2 {
            for i in 2..<event.partons.count where event.partons[i].state == .outgoing && !scratch.used[i] {
                let parton = event.partons[i]
                guard parton.colour != 0, pass == 1 || parton.anticolour == 0 else { continue }
                follow(from: i, event, &scratch)
                appendPieces(event, isLoop: pass == 1, chain: chains, &scratch, using: &stream)
                chains += 1
            }
        }
        mergeLight(&scratch)
        shareMomentum(&scratch)
    }

    private func index(_ event: borrowing HardEvent, _ scratch: inout HadronisationScratch) {
        scratch.colourOwner.removeAll()
        scratch.anticolourOwner.removeAll()
        scratch.used.removeAll()
        scratch.colourOwner.append(repeating: -1, count: Int(event.lastColour) + 1)
        scratch.anticolourOwner.append(repeating: -1, count: Int(event.lastColour) + 1)
        scratch.used.append(repeating: false, count: event.partons.count)
        for i in 2..<event.partons.count where event.partons[i].state == .outgoing {
            let parton = event.partons[i]
            if parton.colour != 0 { scratch.colourOwner[Int(parton.colour)] = Int32(i) }
            if parton.anticolour != 0 { scratch.anticolourOwner[Int(parton.anticolour)] = Int32(i) }
        }
    }

    private func follow(from first: Int, _ event: borrowing HardEvent, _ scratch: inout HadronisationScratch) {
        scratch.chain.removeAll()
        var position = first
        while true {
            scratch.used[position] = true
            scratch.chain.append(Int32(position))
            let colour = event.partons[position].colour
            guard colour != 0 else { return }
            let next = Int(scratch.anticolourOwner[Int(colour)])
            guard next >= 0, !scratch.used[next] else { return }
            position = next
        }
    }

    private func appendPieces(
        _ event: borrowing HardEvent, isLoop: Bool, chain: Int32, _ scratch: inout HadronisationScratch,
        using stream: inout RandomStream
    ) {
        let count = scratch.chain.count
        guard count >= 2 else { return }
        let links = isLoop ? count : count - 1
        // Flavour of the break at the first gluon of a loop closes it at the end.
        let closing = isLoop ? selector.lightQuark(using: &stream) : 0
        var flavour = closing
        for link in 0..<links {
            let a = Int(scratch.chain[link])
            let b = Int(scratch.chain[(link + 1) % count])
            let (left, right) = (event.partons[a], event.partons[b])
            let leftShare = left.anticolour != 0 && left.colour != 0 ? 0.5 : 1.0
            let rightShare = right.anticolour != 0 && right.colour != 0 ? 0.5 : 1.0
            let isLast = link == links - 1
            let next: Int32 = isLoop && isLast ? closing : rightShare == 1 ? 0 : selector.lightQuark(using: &stream)
            let leftEnd = leftShare * left.momentum
            scratch.pieces.append(
                StringPiece(
                    coloured: leftShare == 1 ? left.pdgID : flavour,
                    anticoloured: rightShare == 1 ? right.pdgID : -next,
                    momentum: leftEnd + rightShare * right.momentum, end: leftEnd,
                    colouredParton: leftShare == 1 ? Int32(a) : -1, anticolouredParton: rightShare == 1 ? Int32(b) : -1,
                    chain: chain))
            flavour = next
        }
    }

    /// Joins the lightest piece of a chain to the neighbour with which it stays lighter, until all are heavy enough.
    private func mergeLight(_ scratch: inout HadronisationScratch) {
        var position = 0
        while position < scratch.pieces.count {
            let piece = scratch.pieces[position]
            let hasLeft = position > 0 && scratch.pieces[position - 1].chain == piece.chain
            let hasRight = position + 1 < scratch.pieces.count && scratch.pieces[position + 1].chain == piece.chain
            guard piece.excess < mergingMass, hasLeft || hasRight else {
                position += 1
                continue
            }
            var joinsLeft = hasLeft
            if hasLeft && hasRight {
                let left = (scratch.pieces[position - 1].momentum + piece.momentum).mass2
                let right = (scratch.pieces[position + 1].momentum + piece.momentum).mass2
                joinsLeft = left < right
            }
            join(joinsLeft ? position - 1 : position, &scratch)
            // The joined piece, or the one before, may still be light.
            position = max(position - 1, 0)
        }
    }

    private func join(_ first: Int, _ scratch: inout HadronisationScratch) {
        let second = scratch.pieces[first + 1]
        scratch.pieces[first].anticoloured = second.anticoloured
        scratch.pieces[first].anticolouredParton = second.anticolouredParton
        scratch.pieces[first].momentum += second.momentum
        for i in first + 1..<scratch.pieces.count - 1 { scratch.pieces[i] = scratch.pieces[i + 1] }
        scratch.pieces.truncate(to: scratch.pieces.count - 1)
    }

    /// A chain too light for two hadrons takes energy from the heaviest other piece; both keep their common momentum.
    private func shareMomentum(_ scratch: inout HadronisationScratch) {
        for i in scratch.pieces.indices {
            let needed = minimumMass(scratch.pieces[i]) + 0.05
            guard scratch.pieces[i].momentum.mass < needed else { continue }
            var partner = -1
            var largest = 0.0
            for j in scratch.pieces.indices where j != i {
                let total = scratch.pieces[i].momentum + scratch.pieces[j].momentum
                let room = total.mass - needed - scratch.pieces[j].momentum.mass
                // The one that gives with the smallest change: largest room relative to its mass.
                if room > largest {
                    largest = room
                    partner = j
                }
            }
            guard partner >= 0 else { continue }
            let total = scratch.pieces[i].momentum + scratch.pieces[partner].momentum
            let rest = scratch.pieces[i].momentum.boosted(into: total)
            let length = rest.momentum
            let direction =
                length > 0 ? (x: rest.px / length, y: rest.py / length, z: rest.pz / length) : (x: 0, y: 0, z: 1)
            let (a, b) = PhaseSpaceDecay.two(
                total, mass: total.mass, needed, scratch.pieces[partner].momentum.mass, direction: direction)
            scratch.pieces[i].momentum = a
            scratch.pieces[partner].momentum = b
        }
    }

    /// Smallest mass of two hadrons that the piece can become.
    func minimumMass(_ piece: StringPiece) -> Double {
        var smallest = Double.infinity
        for flavour: Int32 in 1...2 {
            guard let a = selector.lightest(piece.coloured, -flavour),
                let b = selector.lightest(flavour, piece.anticoloured)
            else { continue }
            smallest = min(smallest, (ParticleData.mass(a) ?? 0) + (ParticleData.mass(b) ?? 0))
        }
        return smallest.isFinite ? smallest : 0
    }
}
