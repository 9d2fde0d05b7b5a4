// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Lund strings") struct StringTests {
    private let strings: StringFragmentation
    private let builder: StringBuilder

    init() throws {
        let cards = try standardCards()
        strings = StringFragmentation(card: cards.fragmentation, masses: HadronDecays(card: cards.decays).masses)
        builder = StringBuilder(
            joiningMass: cards.fragmentation.joiningMass, selector: HadronSelector(card: cards.fragmentation))
    }

    /// A string of the given flavours at its ends and gluons in between, or a closed one of gluons only.
    private func fill(_ event: inout HardEvent, _ flavours: [Int32], using stream: inout RandomStream) {
        event.removeAll()
        for _ in 0..<2 {
            event.partons.append(Parton(pdgID: 22, state: .incoming, mother: -1, momentum: .zero, mass: 0))
        }
        let isClosed = flavours[0] == 21
        let first = event.newColour()
        var line = first
        for (position, flavour) in flavours.enumerated() {
            let mass = QuarkMasses.constituent(flavour)
            let (x, y, z) = stream.direction()
            let p = 3 + 40 * stream.uniform() * stream.uniform()
            var parton = Parton(
                pdgID: flavour, state: .outgoing, mother: -1,
                momentum: FourVector(px: p * x, py: p * y, pz: p * z, mass: mass), mass: mass)
            // From the coloured end to the anticoloured one.
            if position > 0 || isClosed { parton.anticolour = line }
            let isLast = position == flavours.count - 1
            if !isLast || isClosed {
                if position > 0 || isClosed { line = isLast ? first : event.newColour() }
                parton.colour = line
            }
            event.partons.append(parton)
        }
    }

    @Test(
        "momentum, charge and baryon number are kept and hadrons are on their shells",
        arguments: [
            [2, -2], [5, 21, -1], [1, 21, 21, 21, -3], [4, 21, 2101], [-2203, 21, 21, -2], [21, 21, 21], [21, 21],
            [3, 21, 21, 21, 21, 21, 21, 21, -5],
        ] as [[Int32]])
    func conservation(flavours: [Int32]) {
        var event = HardEvent()
        var hadrons = Column<Hadron>(capacity: 64)
        var scratch = HadronisationScratch()
        let isDiquark: (Int32) -> Bool = { abs($0) > 1000 }
        let charge: Int32 = flavours.reduce(Int32(0)) { sum, flavour in
            if isDiquark(flavour) {
                let (a, b) = (abs(flavour) / 1000, abs(flavour) / 100 % 10)
                let pair = Self.charge3(a) + Self.charge3(b)
                return sum + (flavour > 0 ? pair : -pair)
            }
            return sum + (flavour == 21 ? 0 : flavour > 0 ? Self.charge3(flavour) : -Self.charge3(-flavour))
        }
        let baryon: Int32 = flavours.reduce(Int32(0)) { sum, flavour in
            let content: Int32 = flavour == 21 ? 0 : isDiquark(flavour) ? 2 : 1
            return sum + (flavour > 0 ? content : -content)
        }
        var count = Moments()
        for number: UInt64 in 0..<400 {
            var stream = RandomStream(seed: 21, event: number, stage: .test, identity: UInt64(flavours.count))
            fill(&event, flavours, using: &stream)
            hadrons.removeAll()
            strings.hadronise(event, into: &hadrons, using: &stream, scratch: &scratch)
            var sum = FourVector.zero
            var (foundCharge, foundBaryon): (Int32, Int32) = (0, 0)
            for i in hadrons.indices {
                let hadron = hadrons[i]
                sum += hadron.momentum
                foundCharge += ParticleData.charge3(hadron.pdgID) ?? 99
                foundBaryon += HadronContent.baryonNumber3(hadron.pdgID)
                let shell: Double = abs(hadron.momentum.mass2 - hadron.mass * hadron.mass)
                #expect(shell < 1e-9 * hadron.momentum.energy * hadron.momentum.energy + 1e-9)
            }
            let total = event.outgoingSum()
            let difference = sum - total
            let size: Double = abs(difference.px) + abs(difference.py) + abs(difference.pz) + abs(difference.energy)
            #expect(size < 1e-9 * total.energy)
            #expect(foundCharge == charge)
            #expect(foundBaryon == baryon)
            expectEnds(hadrons, event, isClosed: flavours[0] == 21)
            count.add(Double(hadrons.count))
        }
        #expect(count.mean > 2.5)
    }

    /// Hadrons come from the parton at their end of the string, the most energetic gluon of a closed one.
    private func expectEnds(_ hadrons: borrowing Column<Hadron>, _ event: borrowing HardEvent, isClosed: Bool) {
        var hardest = 2
        for i in 2..<event.partons.count
        where event.partons[i].momentum.energy > event.partons[hardest].momentum.energy { hardest = i }
        let ends = isClosed ? [hardest, hardest] : [2, event.partons.count - 1]
        let parents = (0..<hadrons.count).map { Int(hadrons[$0].parton) }
        #expect(parents.allSatisfy { ends.contains($0) })
        #expect(parents.contains(ends[0]) && parents.contains(ends[1]))
    }

    private static func charge3(_ quark: Int32) -> Int32 { quark % 2 == 0 ? 2 : -1 }

    /// A gluon of vanishing energy, or collinear with its neighbour, leaves a string as it is: the numbers of hadrons
    /// agree within 4.4 standard errors of 3000 strings.
    @Test("soft and collinear gluons do not matter") func infrared() {
        var scratch = HadronisationScratch()
        var hadrons = Column<Hadron>(capacity: 64)
        func mean(_ momenta: [FourVector]) -> Moments {
            var event = HardEvent()
            var count = Moments()
            for number: UInt64 in 0..<3000 {
                var stream = RandomStream(seed: 22, event: number, stage: .test, identity: UInt64(momenta.count))
                event.removeAll()
                for _ in 0..<2 {
                    event.partons.append(Parton(pdgID: 22, state: .incoming, mother: -1, momentum: .zero, mass: 0))
                }
                for (position, momentum) in momenta.enumerated() {
                    let flavour: Int32 = position == 0 ? 2 : position == momenta.count - 1 ? -2 : 21
                    var parton = Parton(
                        pdgID: flavour, state: .outgoing, mother: -1, momentum: momentum, mass: momentum.mass)
                    if position > 0 { parton.anticolour = event.lastColour }
                    if position < momenta.count - 1 { parton.colour = event.newColour() }
                    event.partons.append(parton)
                }
                hadrons.removeAll()
                strings.hadronise(event, into: &hadrons, using: &stream, scratch: &scratch)
                count.add(Double(hadrons.count))
            }
            return count
        }
        let (forward, backward) = (
            FourVector(px: 0, py: 0, pz: 45, mass: 0.33), FourVector(px: 0, py: 0, pz: -45, mass: 0.33)
        )
        let straight = mean([forward, backward])
        let soft = mean([forward, FourVector(px: 0.02, py: 0, pz: 0, mass: 0), backward])
        let collinear = mean([0.6 * forward, 0.4 * forward, backward])
        for other in [soft, collinear] {
            let error = (straight.error * straight.error + other.error * other.error).squareRoot()
            #expect(abs(other.mean - straight.mean) < 4.4 * error + 0.02, "\(other.mean) for \(straight.mean)")
        }
        // A hard gluon adds to the length of the string.
        let kinked = mean([forward, FourVector(px: 20, py: 0, pz: 0, mass: 0), backward])
        #expect(kinked.mean > straight.mean + 1)
    }
}
