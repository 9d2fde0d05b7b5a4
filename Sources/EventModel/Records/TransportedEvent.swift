// SPDX-License-Identifier: GPL-3.0-or-later

/// How the transport of a particle ended.
@frozen
public enum ParticleFate: Int32, Sendable, BitwiseCopyable, CaseIterable {
    /// Not followed: not final, without any interaction that is switched on, or outside the recipe's thresholds.
    case notTransported = 0
    /// Left the tracker's volume.
    case leftDetector = 1
    /// Ran out of energy in material.
    case stopped = 2
    /// Reached the limit of turns or of path length.
    case looperLimit = 3
    /// Could not be followed further: counted and reported with its reason.
    case failed = 4
    /// Decayed in flight or at rest.
    case decayed = 5
    /// Ended in an interaction with material, in flight or at rest.
    case interacted = 6
    /// Made by the transport with less than it follows: its energy counts as absorbed where it was made.
    case absorbed = 7
}

/// Why a particle could not be transported to its end.
@frozen
public enum TransportFailure: Int32, Sendable, BitwiseCopyable, CaseIterable {
    /// Momentum, mass or position is not a finite number, or the momentum is zero.
    case badState = 1
    /// More surface crossings than the limit.
    case tooManySteps = 2
    /// The species is not in the particle table.
    case unknownSpecies = 3
    /// Produced outside the tracker's volume.
    case outsideDetector = 4
    /// More particles in the event than random streams can be told apart for.
    case tooManyParticles = 5
}

/// The passage of a particle through one sensor; the columns have equal length.
///
/// Steps stand in the order of their particles, and for one particle in the order of its path.
public struct StepColumns: ~Copyable, Sendable {
    /// Position of the module in the tracker's modules.
    public var module = Column<Int32>(capacity: 1024)
    /// Position of the particle: generated particles first, then the transport's secondaries.
    public var particle = Column<Int32>(capacity: 1024)
    /// Where the path crosses the sensor's mid-plane, global frame, mm.
    public var x = Column<Double>(capacity: 1024)
    public var y = Column<Double>(capacity: 1024)
    public var z = Column<Double>(capacity: 1024)
    /// Time of the crossing, ns.
    public var t = Column<Double>(capacity: 1024)
    /// Momentum on arrival, before this sensor's material, GeV/c.
    public var px = Column<Double>(capacity: 1024)
    public var py = Column<Double>(capacity: 1024)
    public var pz = Column<Double>(capacity: 1024)
    /// The crossing in the module's frame, mm.
    public var u = Column<Double>(capacity: 1024)
    public var v = Column<Double>(capacity: 1024)
    /// Length of the path inside the sensor, mm.
    public var pathLength = Column<Double>(capacity: 1024)
    /// Energy deposited in the sensor, GeV.
    public var deposit = Column<Double>(capacity: 1024)

    public init() {}
    @inlinable public var count: Int { module.count }

    public mutating func removeAll() {
        module.removeAll()
        particle.removeAll()
        x.removeAll()
        y.removeAll()
        z.removeAll()
        t.removeAll()
        px.removeAll()
        py.removeAll()
        pz.removeAll()
        u.removeAll()
        v.removeAll()
        pathLength.removeAll()
        deposit.removeAll()
    }
}

/// The transport's output: the input of the readout.
public struct TransportedEvent: ~Copyable, Sendable {
    public var steps = StepColumns()
    /// Particles made by the transport; their positions continue those of the generated particles, in `parent` too.
    public var secondaries = ParticleColumns()
    /// Vertices made by the transport; their positions continue those of the generated vertices.
    public var vertices = VertexColumns()
    /// `ParticleFate` raw value of every particle, generated and secondary.
    public var fate = Column<Int32>(capacity: 256)
    /// Identity of every secondary for random streams, below 2⁴⁸: the generated particle it stems from and its place among
    /// the descendants. It depends neither on other particles nor on what happens to its kin elsewhere.
    public var identity = Column<UInt64>(capacity: 256)
    /// Where the energy of the particles that were followed has gone.
    public var ledger = EnergyLedger()
    /// Particles that failed, and the `TransportFailure` raw value of each.
    public var failedParticle = Column<Int32>(capacity: 8)
    public var failureReason = Column<Int32>(capacity: 8)

    public init() {}

    public mutating func removeAll() {
        steps.removeAll()
        secondaries.removeAll()
        vertices.removeAll()
        fate.removeAll()
        identity.removeAll()
        ledger = EnergyLedger()
        failedParticle.removeAll()
        failureReason.removeAll()
    }

    /// Puts failures in the order of their particles; there are few.
    public mutating func sortFailures() {
        for i in 1..<max(failedParticle.count, 1) {
            var j = i
            while j > 0 && failedParticle[j - 1] > failedParticle[j] {
                (failedParticle[j - 1], failedParticle[j]) = (failedParticle[j], failedParticle[j - 1])
                (failureReason[j - 1], failureReason[j]) = (failureReason[j], failureReason[j - 1])
                j -= 1
            }
        }
    }
}
