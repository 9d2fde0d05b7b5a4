// SPDX-License-Identifier: GPL-3.0-or-later

/// What a particle in a record is.
@frozen
public enum ParticleStatus: Int32, Sendable, BitwiseCopyable {
    /// Leaves the generator alive: the transport's input.
    case final = 1
    /// Decayed by the generator at a later vertex of the record.
    case decayed = 2
    /// A parton or resonance of the hard process, kept for labels; its daughters follow.
    case hard = 3
    /// Made by the transport (decay in flight, material interaction).
    case secondary = 4
}

/// How a vertex came to be.
@frozen
public enum VertexKind: Int32, Sendable, BitwiseCopyable {
    case hardCollision = 0
    case pileUpCollision = 1
    case gun = 2
    case file = 3
    case decay = 4
    /// Decay in flight in the detector.
    case decayInFlight = 5
    case bremsstrahlung = 6
    case conversion = 7
    case hadronicInteraction = 8
    case deltaRay = 9
    /// Scattering of a photon by an electron (Compton).
    case comptonScattering = 10
    /// Capture of a negative particle at rest by a nucleus.
    case captureAtRest = 11
    /// Of a positron with an electron, in flight or at rest.
    case annihilation = 12
}

/// Particles of one event, one column per quantity; all columns have equal length.
public struct ParticleColumns: ~Copyable, Sendable {
    /// PDG Monte Carlo number.
    public var pdgID = Column<Int32>(capacity: 256)
    /// `ParticleStatus` raw value.
    public var status = Column<Int32>(capacity: 256)
    /// Position of the mother in this record, -1 for none.
    public var parent = Column<Int32>(capacity: 256)
    /// Position of the production vertex in the event's vertices.
    public var vertex = Column<Int32>(capacity: 256)
    /// Momentum at production, GeV/c.
    public var px = Column<Double>(capacity: 256)
    public var py = Column<Double>(capacity: 256)
    public var pz = Column<Double>(capacity: 256)
    /// Mass on this particle's shell, GeV/c²; resonances have their sampled mass.
    public var mass = Column<Double>(capacity: 256)
    /// `Barcode` raw value, unique within the event.
    public var barcode = Column<UInt64>(capacity: 256)

    public init() {}
    @inlinable public var count: Int { pdgID.count }

    @inlinable
    public mutating func removeAll() {
        pdgID.removeAll()
        status.removeAll()
        parent.removeAll()
        vertex.removeAll()
        px.removeAll()
        py.removeAll()
        pz.removeAll()
        mass.removeAll()
        barcode.removeAll()
    }

    /// Appends a particle and returns its position.
    @inlinable @discardableResult
    public mutating func append(
        pdgID: Int32, status: ParticleStatus, parent: Int, vertex: Int, px: Double, py: Double, pz: Double,
        mass: Double, barcode: Barcode
    ) -> Int {
        self.pdgID.append(pdgID)
        self.status.append(status.rawValue)
        self.parent.append(Int32(truncatingIfNeeded: parent))
        self.vertex.append(Int32(truncatingIfNeeded: vertex))
        self.px.append(px)
        self.py.append(py)
        self.pz.append(pz)
        self.mass.append(mass)
        self.barcode.append(barcode.rawValue)
        return count - 1
    }
}

/// Vertices of one event; all columns have equal length.
public struct VertexColumns: ~Copyable, Sendable {
    /// Position in mm, time in ns.
    public var x = Column<Double>(capacity: 64)
    public var y = Column<Double>(capacity: 64)
    public var z = Column<Double>(capacity: 64)
    public var t = Column<Double>(capacity: 64)
    /// `VertexKind` raw value.
    public var kind = Column<Int32>(capacity: 64)
    /// Collision the vertex belongs to: 1 the hard scatter (or gun, file), 2... pile-up.
    public var collision = Column<Int32>(capacity: 64)
    /// Position of the particle that came in, -1 for a collision. It ended here, unless it only radiated or was scattered.
    public var incoming = Column<Int32>(capacity: 64)

    public init() {}
    @inlinable public var count: Int { x.count }

    @inlinable
    public mutating func removeAll() {
        x.removeAll()
        y.removeAll()
        z.removeAll()
        t.removeAll()
        kind.removeAll()
        collision.removeAll()
        incoming.removeAll()
    }

    /// Appends a vertex and returns its position.
    @inlinable @discardableResult
    public mutating func append(
        x: Double, y: Double, z: Double, t: Double, kind: VertexKind, collision: Int, incoming: Int = -1
    ) -> Int {
        self.x.append(x)
        self.y.append(y)
        self.z.append(z)
        self.t.append(t)
        self.kind.append(kind.rawValue)
        self.collision.append(Int32(truncatingIfNeeded: collision))
        self.incoming.append(Int32(truncatingIfNeeded: incoming))
        return count - 1
    }
}

/// The generator's output: the input of the transport. One value per worker, cleared and filled per event.
public struct GeneratedEvent: ~Copyable, Sendable {
    /// The event's number in the plan; with the plan it determines everything below.
    public var eventNumber: UInt64 = 0
    /// Index of the process in the plan's mix.
    public var processIndex = 0
    /// Class label of the process.
    public var label = 0
    /// Named weights, in the plan's order; the first is the nominal one, in pb.
    public var weights = Column<Double>(capacity: 8)
    /// Points of phase space that were tried until the hard process was accepted; 0 where there is none.
    public var trials = 0
    /// Heaviest flavour of the jets beside those of the decays of top quarks, W, Z and Higgs bosons: 5, 4, or 0 for
    /// lighter ones; -1 where it is not known or there is no top quark.
    public var additionalFlavour: Int32 = -1
    /// Bits set when something about the event is out of the ordinary (`EventFlags`).
    public var flags: EventFlags = []
    /// Pile-up collisions overlaid.
    public var pileUpCount = 0
    /// Poisson mean the pile-up was drawn from.
    public var pileUpMean = 0.0
    /// Vertex 0 is the primary (hard) vertex.
    public var vertices = VertexColumns()
    public var particles = ParticleColumns()

    public init() {}

    public mutating func removeAll() {
        eventNumber = 0
        processIndex = 0
        label = 0
        weights.removeAll()
        trials = 0
        additionalFlavour = -1
        flags = []
        pileUpCount = 0
        pileUpMean = 0
        vertices.removeAll()
        particles.removeAll()
    }
}

/// What was unusual about an event; stored with it.
@frozen
public struct EventFlags: OptionSet, Sendable, BitwiseCopyable {
    public let rawValue: UInt32
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// The input record could not be used: the event is empty and keeps its number.
    public static let badInput = EventFlags(rawValue: 1 << 0)
    /// At least one particle could not be transported to its end.
    public static let transportFailure = EventFlags(rawValue: 1 << 1)
    /// More collisions or primaries than the barcode can number; the surplus was dropped and counted.
    public static let truncated = EventFlags(rawValue: 1 << 2)
    /// The event's weight exceeded the maximum used for unweighting.
    public static let overweight = EventFlags(rawValue: 1 << 3)
    /// The transport made secondaries beyond its limits on generations and daughters, which were not followed.
    public static let limitedSecondaries = EventFlags(rawValue: 1 << 4)
}
