// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Turns the coloured partons of an event into hadrons.
///
/// This is the seam for another hadronisation: all outgoing partons with colour become hadrons with the same total
/// momentum, charge and baryon number.
protocol Hadronisation: Sendable {
    func hadronise(
        _ event: borrowing HardEvent, into hadrons: inout Column<Hadron>, using stream: inout RandomStream,
        scratch: inout HadronisationScratch)
}

/// A hadron of a string in light-cone variables of the string's rest frame.
struct StringHadron: BitwiseCopyable {
    var pdgID: Int32
    var mass: Double
    var px, py, plus, minus: Double
    var parton: Int32
}

/// The Lund string model for straight strings (Andersson et al., Phys. Rep. 97 (1983) 31; Sjöstrand, Nucl. Phys. B 248
/// (1984) 469, for joining the two ends).
struct StringFragmentation: Hadronisation {
    private let selector: HadronSelector
    private let lund: LundFunction
    private let builder: StringBuilder
    private let masses: HadronMasses
    private let transverseWidth: Double
    private let stopMass: Double
    private static let maximumTries = 25

    init(card: FragmentationCard, masses: HadronMasses) {
        selector = HadronSelector(card: card)
        lund = LundFunction(card: card)
        builder = StringBuilder(mergingMass: card.mergingMass, selector: selector)
        self.masses = masses
        transverseWidth = card.transverseWidth / 2.0.squareRoot()
        stopMass = card.stopMass
    }

    func hadronise(
        _ event: borrowing HardEvent, into hadrons: inout Column<Hadron>, using stream: inout RandomStream,
        scratch: inout HadronisationScratch
    ) {
        builder.build(event, into: &scratch, using: &stream)
        for i in scratch.pieces.indices {
            let piece = scratch.pieces[i]
            var isDone = false
            for _ in 0..<Self.maximumTries where !isDone {
                isDone = fragment(piece, &scratch.fromEnds, using: &stream)
            }
            if !isDone { breakInTwo(piece, &scratch.fromEnds, using: &stream) }
            append(scratch.fromEnds, of: piece, to: &hadrons)
        }
    }

    /// The state of a string that is being eaten from both ends.
    private struct Remainder {
        var coloured, anticoloured: Int32
        var colouredParton, anticolouredParton: Int32
        /// Transverse momenta of the ends.
        var leftX = 0.0, leftY = 0.0, rightX = 0.0, rightY = 0.0
        var plus, minus: Double
        var mass2: Double {
            let (x, y) = (leftX + rightX, leftY + rightY)
            return plus * minus - x * x - y * y
        }
    }

    /// One try; false if the rest does not fit two hadrons.
    private func fragment(
        _ piece: StringPiece, _ found: inout Column<StringHadron>, using stream: inout RandomStream
    ) -> Bool {
        found.removeAll()
        let mass = piece.momentum.mass
        var rest = Remainder(
            coloured: piece.coloured, anticoloured: piece.anticoloured, colouredParton: piece.colouredParton,
            anticolouredParton: piece.anticolouredParton, plus: mass, minus: mass)
        let spread = 0.8 + 0.4 * stream.uniform()
        while true {
            let ends = QuarkMasses.constituent(rest.coloured) + QuarkMasses.constituent(rest.anticoloured)
            let limit = ends + stopMass * spread
            let mass2 = rest.mass2
            guard mass2 > 0 else { return false }
            if mass2 < limit * limit { return finish(&rest, &found, using: &stream) }
            guard step(&rest, &found, using: &stream) else { return false }
        }
    }

    /// Takes one hadron from a random end.
    private func step(
        _ rest: inout Remainder, _ found: inout Column<StringHadron>, using stream: inout RandomStream
    ) -> Bool {
        let fromLeft = stream.next() & 1 == 0
        let end = fromLeft ? rest.coloured : rest.anticoloured
        guard let (pdgID, partner) = hadron(at: end, isColoured: fromLeft, using: &stream) else { return false }
        let mass = masses.sample(pdgID, using: &stream)
        let (kx, ky) = stream.normalPair()
        let (breakX, breakY) = (transverseWidth * kx, transverseWidth * ky)
        let px = (fromLeft ? rest.leftX : rest.rightX) + breakX
        let py = (fromLeft ? rest.leftY : rest.rightY) + breakY
        let mT2 = mass * mass + px * px + py * py
        let z = lund.sample(mT2: mT2, end: end, using: &stream)
        let along = z * (fromLeft ? rest.plus : rest.minus)
        let against = mT2 / along
        guard against < (fromLeft ? rest.minus : rest.plus) else { return false }
        var hadron = StringHadron(pdgID: pdgID, mass: mass, px: px, py: py, plus: 0, minus: 0, parton: -1)
        if fromLeft {
            (hadron.plus, hadron.minus, hadron.parton) = (along, against, rest.colouredParton)
            rest.coloured = -partner
            rest.colouredParton = -1
            (rest.leftX, rest.leftY) = (-breakX, -breakY)
        } else {
            (hadron.plus, hadron.minus, hadron.parton) = (against, along, rest.anticolouredParton)
            rest.anticoloured = -partner
            rest.anticolouredParton = -1
            (rest.rightX, rest.rightY) = (-breakX, -breakY)
        }
        rest.plus -= hadron.plus
        rest.minus -= hadron.minus
        found.append(hadron)
        return true
    }

    /// A hadron of an end and a new flavour, and that new flavour as the hadron's other constituent.
    private func hadron(
        at end: Int32, isColoured: Bool, using stream: inout RandomStream
    ) -> (pdgID: Int32, partner: Int32)? {
        for _ in 0..<100 {
            let drawn = selector.partner(allowingDiquark: !HadronSelector.isDiquark(end), using: &stream)
            // Partners are anticoloured; an anticoloured end needs the opposite.
            let partner = isColoured ? drawn : -drawn
            let pdgID =
                isColoured
                ? selector.hadron(end, partner, using: &stream) : selector.hadron(partner, end, using: &stream)
            if let pdgID { return (pdgID, partner) }
        }
        return nil
    }

    /// The last break: two hadrons that take all that is left.
    private func finish(
        _ rest: inout Remainder, _ found: inout Column<StringHadron>, using stream: inout RandomStream
    ) -> Bool {
        let hasDiquark = HadronSelector.isDiquark(rest.coloured) || HadronSelector.isDiquark(rest.anticoloured)
        let partner = selector.partner(allowingDiquark: !hasDiquark, using: &stream)
        guard let left = selector.hadron(rest.coloured, partner, using: &stream),
            let right = selector.hadron(-partner, rest.anticoloured, using: &stream)
        else { return false }
        let (leftMass, rightMass) = (masses.sample(left, using: &stream), masses.sample(right, using: &stream))
        let (kx, ky) = stream.normalPair()
        let (ax, ay) = (rest.leftX + transverseWidth * kx, rest.leftY + transverseWidth * ky)
        let (bx, by) = (rest.rightX - transverseWidth * kx, rest.rightY - transverseWidth * ky)
        let a2 = leftMass * leftMass + ax * ax + ay * ay
        let b2 = rightMass * rightMass + bx * bx + by * by
        let product = rest.plus * rest.minus
        guard product > 0, rest.plus > 0, a2.squareRoot() + b2.squareRoot() < product.squareRoot() else { return false }
        let lambda = max((product - a2 - b2) * (product - a2 - b2) - 4 * a2 * b2, 0).squareRoot()
        // Either order along the string; the reverse one is suppressed by the area law.
        let reverse = stream.uniform() * (1 + Elementary.exp(min(lund.b * lambda, 50))) < 1
        let share = (product + a2 - b2 + (reverse ? -lambda : lambda)) / (2 * product)
        guard share > 0, share < 1 else { return false }
        let plus = share * rest.plus
        found.append(
            StringHadron(
                pdgID: left, mass: leftMass, px: ax, py: ay, plus: plus, minus: a2 / plus, parton: rest.colouredParton))
        let other = rest.plus - plus
        found.append(
            StringHadron(
                pdgID: right, mass: rightMass, px: bx, py: by, plus: other, minus: b2 / other,
                parton: rest.anticolouredParton))
        return true
    }

    /// A string too light for the iteration: two hadrons, isotropic in its rest frame.
    private func breakInTwo(
        _ piece: StringPiece, _ found: inout Column<StringHadron>, using stream: inout RandomStream
    ) {
        found.removeAll()
        let mass = piece.momentum.mass
        for attempt in 0..<60 {
            let partner: Int32 = attempt < 40 ? -selector.lightQuark(using: &stream) : -(1 + Int32(attempt & 1))
            let usesLightest = attempt >= 40
            let left =
                usesLightest
                ? selector.lightest(piece.coloured, partner) : selector.hadron(piece.coloured, partner, using: &stream)
            let right =
                usesLightest
                ? selector.lightest(-partner, piece.anticoloured)
                : selector.hadron(-partner, piece.anticoloured, using: &stream)
            guard let left, let right else { continue }
            let a = usesLightest ? masses.minimum(left) : masses.sample(left, using: &stream)
            let b = usesLightest ? masses.minimum(right) : masses.sample(right, using: &stream)
            guard a + b < mass else { continue }
            appendPair(piece, left, a, right, b, mass, &found, using: &stream)
            return
        }
    }

    private func appendPair(
        _ piece: StringPiece, _ left: Int32, _ a: Double, _ right: Int32, _ b: Double, _ mass: Double,
        _ found: inout Column<StringHadron>, using stream: inout RandomStream
    ) {
        let p = PhaseSpaceDecay.momentum(mass, a, b)
        let direction = stream.direction()
        let (x, y, z) = (p * direction.x, p * direction.y, p * direction.z)
        let (ea, eb) = ((p * p + a * a).squareRoot(), (p * p + b * b).squareRoot())
        found.append(
            StringHadron(
                pdgID: left, mass: a, px: x, py: y, plus: ea + z, minus: ea - z, parton: piece.colouredParton))
        found.append(
            StringHadron(
                pdgID: right, mass: b, px: -x, py: -y, plus: eb - z, minus: eb + z, parton: piece.anticolouredParton))
    }

    private func append(
        _ found: borrowing Column<StringHadron>, of piece: StringPiece, to hadrons: inout Column<Hadron>
    ) {
        let axis = Frame(along: piece.end.boosted(into: piece.momentum))
        for i in found.indices {
            let hadron = found[i]
            let inString = FourVector(
                px: hadron.px, py: hadron.py, pz: 0.5 * (hadron.plus - hadron.minus),
                energy: 0.5 * (hadron.plus + hadron.minus))
            hadrons.append(
                Hadron(
                    pdgID: hadron.pdgID, mass: hadron.mass,
                    momentum: axis.rotated(inString).boosted(from: piece.momentum), mother: -1, parton: hadron.parton))
        }
    }
}
