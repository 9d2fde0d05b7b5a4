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

/// A hadron of a string in the string's rest frame.
struct StringHadron: BitwiseCopyable {
    var pdgID: Int32
    var mass: Double
    var momentum: FourVector
    /// Parton at the end of the string from whose side the hadron was split off.
    var parton: Int32
}

/// The Lund string model (Andersson et al., Phys. Rep. 97 (1983) 31) with gluons as kinks of the world sheet
/// (Sjöstrand, Nucl. Phys. B 248 (1984) 469).
///
/// Hadrons are split off from both ends in random order until too little mass is left; the last two take it all.
/// A hadron belongs to many partons of its string; as its origin counts the parton at the end from whose side it was
/// split off, which shares its flavour for the first one, and its rank from there for the others.
struct StringFragmentation: Hadronisation {
    private let selector: HadronSelector
    private let lund: LundFunction
    private let builder: StringBuilder
    private let masses: HadronMasses
    private let transverseWidth: Double
    private let stopMass: Double
    /// Masses of the next quark counted in the mass at which a string is finished, and relative spread of that mass.
    private static let (stopQuarks, stopSpread) = (2.0, 0.2)
    /// Below this mass above the quarks' a string breaks into two hadrons at once, GeV.
    private static let smallExcess = 1.0
    private static let maximumTries = 20

    init(card: FragmentationCard, masses: HadronMasses) {
        selector = HadronSelector(card: card)
        lund = LundFunction(card: card)
        builder = StringBuilder(joiningMass: card.joiningMass, selector: selector)
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
            if !fragment(piece, &scratch, using: &stream) { breakInTwo(piece, &scratch.found, using: &stream) }
            for j in scratch.found.indices {
                let hadron = scratch.found[j]
                hadrons.append(
                    Hadron(
                        pdgID: hadron.pdgID, mass: hadron.mass, momentum: hadron.momentum.boosted(from: piece.momentum),
                        mother: -1, parton: hadron.parton))
            }
        }
    }

    /// Fills `found`; false if the string is too light or no try fits.
    private func fragment(
        _ piece: StringPiece, _ scratch: inout HadronisationScratch, using stream: inout RandomStream
    ) -> Bool {
        guard piece.excess > Self.smallExcess else { return false }
        let range = Int(piece.first)..<Int(piece.first + piece.count)
        for i in range { scratch.momenta[i] = scratch.momenta[i].boosted(into: piece.momentum) }
        if scratch.sheet.build(scratch.momenta, range) {
            for _ in 0..<Self.maximumTries {
                if iterate(piece, scratch.sheet, &scratch.found, using: &stream) { return true }
            }
        }
        // A straight string in place of one whose kinks fit no hadrons.
        let first = scratch.momenta[range.lowerBound]
        let mass = piece.momentum.mass
        let other = FourVector(px: -first.px, py: -first.py, pz: -first.pz, energy: mass - first.energy)
        scratch.sheet.low.removeAll()
        guard other.energy > 0, other.mass2 > 0, let region = StringRegion(partons: first, other) else { return false }
        scratch.sheet.low.append(region)
        for _ in 0..<Self.maximumTries {
            if iterate(piece, scratch.sheet, &scratch.found, using: &stream) { return true }
        }
        return false
    }

    /// One try; false if the rest does not fit two hadrons.
    private func iterate(
        _ piece: StringPiece, _ sheet: borrowing StringSheet, _ found: inout Column<StringHadron>,
        using stream: inout RandomStream
    ) -> Bool {
        found.removeAll()
        var plus = StringEnd(isPlus: true, flavour: piece.coloured, parton: piece.colouredParton)
        var minus = StringEnd(isPlus: false, flavour: piece.anticoloured, parton: piece.anticolouredParton)
        var rest = FourVector(px: 0, py: 0, pz: 0, energy: piece.momentum.mass)
        while true {
            let fromPlus = stream.next() & 1 == 0
            guard
                let (pdgID, partner) = hadron(
                    at: fromPlus ? plus.flavour : minus.flavour, isColoured: fromPlus, using: &stream)
            else { return false }
            let quarks = QuarkMasses.constituent(plus.flavour) + QuarkMasses.constituent(minus.flavour)
            let limit =
                (stopMass + quarks + Self.stopQuarks * QuarkMasses.constituent(partner))
                * (1 + Self.stopSpread * (2 * stream.uniform() - 1))
            let mass2 = rest.mass2
            guard mass2 > 0, rest.energy > 0 else { return false }
            if mass2 < limit * limit {
                return finish(
                    sheet, plus, minus, rest, first: pdgID, partner: partner, firstIsPlus: fromPlus, &found,
                    using: &stream)
            }
            let momentum =
                fromPlus
                ? split(sheet, &plus, pdgID, partner, &found, using: &stream)
                : split(sheet, &minus, pdgID, partner, &found, using: &stream)
            guard let momentum else { return false }
            rest = rest - momentum
        }
    }

    /// Takes one hadron from an end.
    private func split(
        _ sheet: borrowing StringSheet, _ end: inout StringEnd, _ pdgID: Int32, _ partner: Int32,
        _ found: inout Column<StringHadron>, using stream: inout RandomStream
    ) -> FourVector? {
        let mass = masses.sample(pdgID, using: &stream)
        let (kx, ky) = stream.normalPair()
        let (breakX, breakY) = (transverseWidth * kx, transverseWidth * ky)
        let (px, py) = (end.px + breakX, end.py + breakY)
        let mT2 = mass * mass + px * px + py * py
        let z = lund.sample(mT2: mT2, end: end.flavour, using: &stream)
        guard
            let momentum = end.step(sheet, mass: mass, mT2: mT2, z: z, breakX: breakX, breakY: breakY),
            Self.isPhysical(momentum, mass)
        else { return nil }
        found.append(StringHadron(pdgID: pdgID, mass: mass, momentum: momentum, parton: end.parton))
        end.flavour = -partner
        return momentum
    }

    /// On its mass shell with positive energy. Where a string folds back on itself a break may lie outside it.
    @inline(__always)
    private static func isPhysical(_ momentum: FourVector, _ mass: Double) -> Bool {
        let energy = momentum.energy
        return energy > 0 && abs(momentum.mass2 - mass * mass) < 1e-10 * energy * energy + 1e-10
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
        _ sheet: borrowing StringSheet, _ plus: StringEnd, _ minus: StringEnd, _ rest: FourVector, first: Int32,
        partner: Int32, firstIsPlus: Bool, _ found: inout Column<StringHadron>, using stream: inout RandomStream
    ) -> Bool {
        let other =
            firstIsPlus
            ? selector.hadron(-partner, minus.flavour, using: &stream)
            : selector.hadron(plus.flavour, -partner, using: &stream)
        guard let other, let axis = axis(sheet, plus, minus, rest) else { return false }
        let (left, right) = firstIsPlus ? (first, other) : (other, first)
        let (a, b) = (masses.sample(left, using: &stream), masses.sample(right, using: &stream))
        let mass = rest.mass
        guard a + b < mass else { return false }
        let (kx, ky) = stream.normalPair()
        let px = transverseWidth * kx + 0.5 * (plus.px - minus.px)
        let py = transverseWidth * ky + 0.5 * (plus.py - minus.py)
        let p = PhaseSpaceDecay.momentum(mass, a, b)
        let along2 = p * p - px * px - py * py
        guard along2 > 0 else { return false }
        // Either order along the string; the reverse one is suppressed by the area law, exp(-b lambda).
        let lambda = 2 * mass * along2.squareRoot()
        let reverse = stream.uniform() * (1 + Elementary.exp(min(lund.b * lambda, 50))) < 1
        let hadron = axis.rotated(
            FourVector(
                px: px, py: py, pz: (reverse ? -1 : 1) * along2.squareRoot(), energy: (p * p + a * a).squareRoot())
        ).boosted(from: rest)
        guard Self.isPhysical(hadron, a), Self.isPhysical(rest - hadron, b) else { return false }
        found.append(StringHadron(pdgID: left, mass: a, momentum: hadron, parton: plus.parton))
        found.append(StringHadron(pdgID: right, mass: b, momentum: rest - hadron, parton: minus.parton))
        return true
    }

    /// Direction of what is left of the string, in its rest frame: that of its light-like momenta from either end.
    private func axis(
        _ sheet: borrowing StringSheet, _ plus: StringEnd, _ minus: StringEnd, _ rest: FourVector
    ) -> Frame? {
        func joined(_ a: StringEnd, _ b: StringEnd) -> FourVector? {
            let end = sheet.last - b.l
            if a.k == end {
                return a.left > b.used ? (a.left - b.used) * sheet.eaten(a.k, fromPlus: a.isPlus) : nil
            }
            guard a.k < end else { return nil }
            var sum = a.left * sheet.eaten(a.k, fromPlus: a.isPlus)
            for k in a.k + 1..<end { sum += sheet.eaten(k, fromPlus: a.isPlus) }
            return sum + (1 - b.used) * sheet.eaten(end, fromPlus: a.isPlus)
        }
        guard let forward = joined(plus, minus), let backward = joined(minus, plus) else { return nil }
        return Frame(along: forward.boosted(into: rest) - backward.boosted(into: rest))
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
            let rest = FourVector(px: 0, py: 0, pz: 0, energy: mass)
            let (one, two) = PhaseSpaceDecay.two(rest, mass: mass, a, b, direction: stream.direction())
            found.append(StringHadron(pdgID: left, mass: a, momentum: one, parton: piece.colouredParton))
            found.append(StringHadron(pdgID: right, mass: b, momentum: two, parton: piece.anticolouredParton))
            return
        }
    }
}
