// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A parton, resonance or lepton of a hard collision.
public struct Parton: Sendable, BitwiseCopyable {
    /// What becomes of it.
    @frozen
    public enum State: UInt8, Sendable, BitwiseCopyable {
        /// Comes from a beam.
        case incoming
        /// Decays to other entries.
        case resonance
        /// Ends in a string if it has colour, in the record otherwise.
        case outgoing
        /// Replaced by the shower's partons; kept for the record.
        case showered
    }
    public var pdgID: Int32
    public var state: State
    /// Tags of colour lines, 0 for none. The line of an outgoing colour ends at the outgoing anticolour of the same tag.
    public var colour: Int32 = 0
    public var anticolour: Int32 = 0
    /// Position of the mother, -1 for none.
    public var mother: Int32
    /// Momentum in the frame of the beams, and mass.
    public var momentum: FourVector
    public var mass: Double
    /// The shower's own entry for this parton, -1 for none; links a decay product to what it became.
    public var copy: Int32 = -1
    /// Position in the record of a file that this came from, -1 for none; copies keep it.
    public var origin: Int32 = -1

    public init(pdgID: Int32, state: State, mother: Int32, momentum: FourVector, mass: Double) {
        self.pdgID = pdgID
        self.state = state
        self.mother = mother
        self.momentum = momentum
        self.mass = mass
    }
}

/// A hard collision before hadrons: the first two entries are the partons from the beams along +z and -z.
public struct HardEvent: ~Copyable, Sendable {
    public var partons = Column<Parton>(capacity: 128)
    /// Last colour tag given out.
    public var lastColour: Int32 = 0
    /// Factorisation scale, GeV.
    public var scale = 0.0
    /// Weight relative to an ordinary event: 1, or more for a point above the maximum weight.
    public var weight = 1.0

    public init() {}

    mutating func removeAll() {
        partons.removeAll()
        lastColour = 0
        scale = 0
        weight = 1
    }

    mutating func newColour() -> Int32 {
        lastColour += 1
        return lastColour
    }
}

/// How colour runs from the incoming partons to pairs of quarks and antiquarks in the limit of many colours.
enum ColourFlow {
    /// Gives colours to two incoming partons (entries 0 and 1) and to the quarks and antiquarks among the others.
    ///
    /// Two gluons: the first gluon's colour goes to a quark, the second one's anticolour to an antiquark and the line
    /// between them is shared, or the other way round. Further pairs: each quark's line ends at the antiquark of the
    /// pair before.
    static func assign(_ event: inout HardEvent, firstFlow: Bool, using stream: inout RandomStream) {
        var quarks = InlineArray<2, Int>(repeating: -1)
        var antiquarks = InlineArray<2, Int>(repeating: -1)
        var (quarkCount, antiquarkCount) = (0, 0)
        for i in 2..<event.partons.count {
            let pdgID = event.partons[i].pdgID
            if pdgID >= 1 && pdgID <= 6 && quarkCount < 2 {
                quarks[quarkCount] = i
                quarkCount += 1
            } else if pdgID <= -1 && pdgID >= -6 && antiquarkCount < 2 {
                antiquarks[antiquarkCount] = i
                antiquarkCount += 1
            }
        }
        let swaps = stream.next()
        if quarkCount == 2 && swaps & 1 == 1 { (quarks[0], quarks[1]) = (quarks[1], quarks[0]) }
        if antiquarkCount == 2 && swaps & 2 == 2 { (antiquarks[0], antiquarks[1]) = (antiquarks[1], antiquarks[0]) }
        let (first, last) = incoming(&event, firstFlow: firstFlow)
        event.partons[quarks[0]].colour = first
        if quarkCount == 2 {
            let between = event.newColour()
            event.partons[quarks[1]].colour = between
            event.partons[antiquarks[0]].anticolour = between
            event.partons[antiquarks[1]].anticolour = last
        } else {
            event.partons[antiquarks[0]].anticolour = last
        }
    }

    /// Colours of the incoming partons; returns the line for a quark and the one for an antiquark.
    private static func incoming(_ event: inout HardEvent, firstFlow: Bool) -> (Int32, Int32) {
        if event.partons[0].pdgID == 21 {
            let (one, two) = firstFlow ? (0, 1) : (1, 0)
            let (a, shared, b) = (event.newColour(), event.newColour(), event.newColour())
            event.partons[one].colour = a
            event.partons[one].anticolour = shared
            event.partons[two].colour = shared
            event.partons[two].anticolour = b
            return (a, b)
        }
        let quark = event.partons[0].pdgID > 0 ? 0 : 1
        let (a, b) = (event.newColour(), event.newColour())
        event.partons[quark].colour = a
        event.partons[1 - quark].anticolour = b
        return (a, b)
    }
}
