// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A string between a coloured and an anticoloured end, with gluons as kinks in between.
struct StringPiece: BitwiseCopyable {
    /// Coloured end (quark or antidiquark) and anticoloured end (antiquark or diquark).
    var coloured: Int32
    var anticoloured: Int32
    var momentum: FourVector
    /// Range of the partons' momenta from the coloured to the anticoloured end.
    var first: Int32
    var count: Int32
    /// Partons that the ends come from; both ends of a closed string come from the gluon where it was cut.
    var colouredParton: Int32
    var anticolouredParton: Int32

    /// Mass above those of the quarks at the ends.
    var excess: Double {
        momentum.mass - QuarkMasses.constituent(coloured) - QuarkMasses.constituent(anticoloured)
    }
}

/// Memory of the hadronisation.
public struct HadronisationScratch: ~Copyable, Sendable {
    var pieces = Column<StringPiece>(capacity: 64)
    /// Momenta of the partons of all strings, in order.
    var momenta = Column<FourVector>(capacity: 128)
    /// Partons of one colour chain in order.
    var chain = Column<Int32>(capacity: 64)
    /// Outgoing parton with a colour tag, and with an anticolour tag.
    var colourOwner = Column<Int32>(capacity: 128)
    var anticolourOwner = Column<Int32>(capacity: 128)
    var used = Column<Bool>(capacity: 128)
    var sheet = StringSheet()
    /// Hadrons of one string.
    var found = Column<StringHadron>(capacity: 64)

    public init() {}
}

/// Makes strings of the colour chains of an event.
///
/// Partons whose masses together hardly exceed their own are joined first, so that soft and collinear gluons do not
/// matter. A closed string of gluons is cut at its most energetic gluon by a pair of light quarks.
struct StringBuilder: Sendable {
    let joiningMass: Double
    let selector: HadronSelector

    func build(
        _ event: borrowing HardEvent, into scratch: inout HadronisationScratch, using stream: inout RandomStream
    ) {
        index(event, &scratch)
        scratch.pieces.removeAll()
        scratch.momenta.removeAll()
        // Open strings begin at ends with colour and no anticolour; what is left are closed loops of gluons.
        for pass in 0..<2 {
            for i in 2..<event.partons.count where event.partons[i].state == .outgoing && !scratch.used[i] {
                let parton = event.partons[i]
                guard parton.colour != 0, pass == 1 || parton.anticolour == 0 else { continue }
                follow(from: i, event, &scratch)
                append(event, isLoop: pass == 1, &scratch, using: &stream)
            }
        }
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

    private func append(
        _ event: borrowing HardEvent, isLoop: Bool, _ scratch: inout HadronisationScratch,
        using stream: inout RandomStream
    ) {
        let count = scratch.chain.count
        guard count >= 2 else { return }
        let first = scratch.momenta.count
        var (start, cut) = (0, Int32(0))
        if isLoop {
            cut = selector.lightQuark(using: &stream)
            for i in 1..<count
            where event.partons[Int(scratch.chain[i])].momentum.energy
                > event.partons[Int(scratch.chain[start])].momentum.energy
            { start = i }
        }
        var total = FourVector.zero
        for offset in 0..<count {
            let momentum = event.partons[Int(scratch.chain[(start + offset) % count])].momentum
            total += momentum
            scratch.momenta.append(isLoop && offset == 0 ? 0.5 * momentum : momentum)
        }
        if isLoop { scratch.momenta.append(scratch.momenta[first]) }
        let (a, b) = (Int(scratch.chain[start]), Int(scratch.chain[isLoop ? start : count - 1]))
        var piece = StringPiece(
            coloured: isLoop ? cut : event.partons[a].pdgID, anticoloured: isLoop ? -cut : event.partons[b].pdgID,
            momentum: total, first: Int32(first), count: Int32(scratch.momenta.count - first),
            colouredParton: Int32(a), anticolouredParton: Int32(b))
        join(&piece, &scratch)
        scratch.pieces.append(piece)
    }

    /// Joins the two neighbours with the smallest mass above their own until all are heavy enough.
    private func join(_ piece: inout StringPiece, _ scratch: inout HadronisationScratch) {
        let first = Int(piece.first)
        while piece.count > 2 {
            let last = first + Int(piece.count) - 1
            var (best, smallest) = (-1, joiningMass)
            for i in first..<last {
                let a = i == first ? scratch.momenta[i] : 0.5 * scratch.momenta[i]
                let b = i + 1 == last ? scratch.momenta[i + 1] : 0.5 * scratch.momenta[i + 1]
                let excess = (a + b).mass - (i == first ? a.mass : 0) - (i + 1 == last ? b.mass : 0)
                if excess < smallest { (best, smallest) = (i, excess) }
            }
            guard best >= 0 else { return }
            scratch.momenta[best] += scratch.momenta[best + 1]
            for i in best + 1..<last { scratch.momenta[i] = scratch.momenta[i + 1] }
            scratch.momenta.truncate(to: last)
            piece.count -= 1
        }
    }

    /// A string too light for two hadrons takes energy from another; both keep their common momentum.
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
            let old = scratch.pieces[partner].momentum
            let total = scratch.pieces[i].momentum + old
            let rest = scratch.pieces[i].momentum.boosted(into: total)
            let length = rest.momentum
            let direction =
                length > 0 ? (x: rest.px / length, y: rest.py / length, z: rest.pz / length) : (x: 0, y: 0, z: 1)
            let (a, b) = PhaseSpaceDecay.two(
                total, mass: total.mass, needed, old.mass, direction: direction)
            scratch.pieces[i].momentum = a
            scratch.pieces[partner].momentum = b
            let first = Int(scratch.pieces[partner].first)
            for k in first..<first + Int(scratch.pieces[partner].count) {
                scratch.momenta[k] = scratch.momenta[k].boosted(into: old).boosted(from: b)
            }
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
