// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// A worker's memory for transport: eight particles in flight, the secondaries they make, and the steps of an event before
/// they are in order.
///
/// It is handed on as `inout` even to those who only read: a borrowed value of this size is copied for every call.
public struct TransportScratch: ~Copyable, @unchecked Sendable {
    /// Helices and places among the surfaces.
    let navigation = NavigationLanes()
    private let memory = LaneMemory(columns: 96)

    /// GeV/c, GeV/c², GeV, and squared charges in units of e²; inverses where they are used more often. Neutral
    /// particles, which no slab acts on, have a charge of 1 and photons an inverse mass that is finite: that of a heavy
    /// particle, for whom formulas are short.
    var momentum: LaneColumn { memory[0] }
    var inverseMomentum: LaneColumn { memory[1] }
    var mass: LaneColumn { memory[2] }
    var inverseMass: LaneColumn { memory[3] }
    var energy: LaneColumn { memory[4] }
    var charge2: LaneColumn { memory[5] }
    /// 1 for electrons and positrons, and for charged particles, else 0.
    var isElectron: LaneColumn { memory[6] }
    var isCharged: LaneColumn { memory[7] }
    /// ln βγ, kept up to date; for photons ln E/m_e.
    var logBetaGamma: LaneColumn { memory[8] }
    /// ns; mm; rad turned about the field; surfaces crossed.
    var time: LaneColumn { memory[9] }
    var travelled: LaneColumn { memory[10] }
    var turned: LaneColumn { memory[11] }
    var crossings: LaneColumn { memory[12] }
    /// Optical depth and proper time (times c, mm) that are left until the particle interacts and decays; hard scatterings
    /// and candidates for radiated photons to be expected until the next one. Infinite if it does no such thing.
    var depthLeft: LaneColumn { memory[13] }
    var properLeft: LaneColumn { memory[14] }
    var hardLeft: LaneColumn { memory[15] }
    var radiationLeft: LaneColumn { memory[16] }
    /// Energy lost since the particle began, GeV: by ionisation, and to photons that are not made.
    var lost: LaneColumn { memory[17] }
    var absorbed: LaneColumn { memory[18] }
    /// 1 for lanes whose particle has stopped in a slab, interacts in it, or was ended by an interaction, else 0.
    var isStopped: LaneColumn { memory[20] }
    var collides: LaneColumn { memory[21] }
    var hasInteracted: LaneColumn { memory[22] }
    /// As `Bremsstrahlung` counts candidates for photons, of electrons before their slab.
    var logRange: LaneColumn { memory[23] }
    /// What electrons lose in a slab to photons that are not made, GeV.
    var soft: LaneColumn { memory[69] }
    /// Of lanes in slabs: which of them a slab acts on, paths as multiples of the thickness, and uniform numbers. Of steps:
    /// path, mm, and deposit, GeV.
    var crosses: LaneChoice {
        @inline(__always) get { unsafeBitCast(memory[61].vector, to: LaneChoice.self) }
        @inline(__always) nonmutating set { memory[61].vector = unsafeBitCast(newValue, to: Lanes.self) }
    }
    var paths: LaneColumn { memory[25] }
    var uniform: LaneColumn { memory[26] }
    var pathLength: LaneColumn { memory[27] }
    var deposit: LaneColumn { memory[28] }
    /// Of lanes in slabs: tangents by which they are deflected, two normal numbers at first; where some are scattered by
    /// large angles, what is in `Scattering`.
    var hard: LaneColumn { memory[62] }
    var chi2: LaneColumn { memory[63] }
    var screening2: LaneColumn { memory[64] }
    var kickX: LaneColumn { memory[65] }
    var kickY: LaneColumn { memory[66] }
    /// A lane's next hard scatterings, from the one that `hardDraws[lane]` counts: eight first and eight second normal
    /// numbers, and eight uniform ones.
    @inline(__always)
    func hardNumbers(lane: Int) -> UnsafeMutablePointer<Double> { memory[72 + 3 * lane].pointer }
    /// Position of the particle among the generated ones and the secondaries in the order of making, −1 for a lane without
    /// one; its row among the interaction lengths.
    var particle: UnsafeMutablePointer<Int32> { memory.integers(29) }
    var interactionRow: UnsafeMutablePointer<Int32> { memory.integers(30) }
    /// Where in the interaction lengths the lanes' rows begin, and the position of each lane's slab among the surfaces.
    var tableStart: UnsafeMutablePointer<Int> { words(67) }
    var slabPlace: UnsafeMutablePointer<Int> { words(68) }
    /// Where in a table each lane reads, the rows of the slabs that the lanes are in, and other rows that are turned into
    /// columns.
    var places: LaneColumn { memory[31] }
    var rows: UnsafeMutablePointer<UnsafePointer<Double>?> {
        UnsafeMutableRawPointer(memory[32].pointer).assumingMemoryBound(to: UnsafePointer<Double>?.self)
    }
    var sensorRows: UnsafeMutablePointer<UnsafePointer<Double>?> {
        UnsafeMutableRawPointer(memory[24].pointer).assumingMemoryBound(to: UnsafePointer<Double>?.self)
    }
    /// Four columns of what tables say at the particles' ln βγ, four of another table, those of the lanes' slabs, and those
    /// of the sensors that deposits are computed for.
    var tabulated: UnsafeMutablePointer<Double> { memory[33].pointer }
    var quantiles: UnsafeMutablePointer<Double> { memory[37].pointer }
    var slabs: UnsafeMutablePointer<Double> { memory[41].pointer }
    var sensors: UnsafeMutablePointer<Double> { memory[49].pointer }

    /// Its species, identity, the daughters it has made, the part of its stream of interactions that is spent, and the hard
    /// scatterings that it has had.
    var pdgID = InlineArray<8, Int32>(repeating: 0)
    var identity = InlineArray<8, FlightIdentity>(repeating: FlightIdentity(root: 0))
    var daughters = InlineArray<8, Int32>(repeating: 0)
    var block = InlineArray<8, UInt32>(repeating: 0)
    var hardDraws = InlineArray<8, UInt32>(repeating: 0)
    /// Its row among the species that decay, −1 for none.
    var decayRow = InlineArray<8, Int32>(repeating: -1)

    @inline(__always)
    private func words(_ column: Int) -> UnsafeMutablePointer<Int> {
        UnsafeMutableRawPointer(memory[column].pointer).assumingMemoryBound(to: Int.self)
    }

    var steps = StepBuffer()
    var secondaries = SecondaryStore()
    /// What one interaction or decay makes, and what its short-lived products make in turn.
    var products = SecondaryBuffer()
    var prompt = SecondaryBuffer()
    /// The event in hand.
    var seed: UInt64 = 0
    var event: UInt64 = 0
    var ledger = EnergyLedger()

    public init() {
        for lane in 0..<NavigationLanes.count { idle(lane: lane) }
    }

    mutating func begin(particles: Int, event: UInt64, seed: UInt64) {
        steps.begin(particles: particles)
        secondaries.begin(roots: particles)
        ledger = EnergyLedger()
        self.event = event
        self.seed = seed
    }

    /// Takes the particle from a lane; what is left computes with harmless numbers, those of a fast particle.
    mutating func idle(lane: Int) {
        particle[lane] = -1
        navigation.stop(lane: lane)
        set(lane: lane, momentum: 1, mass: 0.1)
        travelled[lane] = 0
        turned[lane] = 0
        lost[lane] = 0
        absorbed[lane] = 0
        crossings[lane] = 0
        charge2[lane] = 1
        isElectron[lane] = 0
        isCharged[lane] = 1
        interactionRow[lane] = InteractionLengths.none
        tableStart[lane] = 0
        depthLeft[lane] = .infinity
        hardLeft[lane] = .infinity
        radiationLeft[lane] = .infinity
        properLeft[lane] = .infinity
        isStopped[lane] = 0
        hasInteracted[lane] = 0
    }

    /// Gives a lane its kinematics.
    mutating func set(lane: Int, momentum p: Double, mass m: Double) {
        momentum[lane] = p
        inverseMomentum[lane] = 1 / p
        mass[lane] = m
        energy[lane] = (p * p + m * m).squareRoot()
        let scale = m > 0 ? m : PhysicsConstants.electronMass
        inverseMass[lane] = m > 0 ? 1 / m : 1
        logBetaGamma[lane] = Elementary.log(p / scale)
    }

    /// The stream of what happens to a lane's particle beside scattering and energy loss, from where it was put aside.
    @inline(__always)
    mutating func stream(lane: Int) -> RandomStream {
        RandomStream(
            seed: seed, event: event, stage: .interaction, identity: identity[lane].rawValue, firstBlock: block[lane])
    }
}
