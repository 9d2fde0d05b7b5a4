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
    /// Points of phase space that were tried for it, and amplitudes computed.
    public var tries = 0
    public var amplitudes = 0
    /// Spins of the top quarks and antiquarks; none for processes without.
    public var topSpins = TopSpins()
    /// Named weights over the nominal one (see `EventWeights`).
    var weightRatios = Column<Double>(capacity: 32)
    /// Channel, point of phase space and partons of the hard process.
    var channel = 0
    var point = HardPoint()
    var pair = PartonPair(first: 0, second: 0, swapped: false, one: 1, two: 2, factor: 1)

    public init() {}

    mutating func removeAll() {
        partons.removeAll()
        lastColour = 0
        scale = 0
        weight = 1
        tries = 0
        amplitudes = 0
        weightRatios.removeAll()
        topSpins.clear()
    }

    mutating func newColour() -> Int32 {
        lastColour += 1
        return lastColour
    }
}
