// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// A worker's memory for transport: eight particles in flight, the secondaries they make, and the steps of an event before
/// they are in order.
public struct TransportScratch: ~Copyable, @unchecked Sendable {
    /// Helices and places among the surfaces.
    let navigation = NavigationLanes()
    private let memory = LaneMemory(columns: 42)

    /// GeV/c, GeV/c², GeV, and squared charges in units of e²; inverses where they are used more often. Neutral
    /// particles, which no slab acts on, have a charge of 1 and photons an inverse mass that is finite.
    var momentum: LaneColumn { memory[0] }
    var inverseMomentum: LaneColumn { memory[1] }
    var mass: LaneColumn { memory[2] }
    var inverseMass: LaneColumn { memory[3] }
    var energy: LaneColumn { memory[4] }
    var charge2: LaneColumn { memory[5] }
    /// 1 for electrons and positrons, else 0.
    var isElectron: LaneColumn { memory[6] }
    /// ln βγ, kept up to date; for photons ln E/m_e.
    var logBetaGamma: LaneColumn { memory[7] }
    /// ns; mm; rad turned about the field.
    var time: LaneColumn { memory[8] }
    var travelled: LaneColumn { memory[9] }
    var turned: LaneColumn { memory[10] }
    /// Of the slab that a lane is in.
    var thickness: LaneColumn { memory[11] }
    var longestPath: LaneColumn { memory[12] }
    var hardScatterings: LaneColumn { memory[13] }
    var hardScale: LaneColumn { memory[14] }
    var screening: LaneColumn { memory[30] }
    var coulomb: LaneColumn { memory[31] }
    var depositCut: LaneColumn { memory[32] }
    var shellConstant: LaneColumn { memory[33] }
    var shellSlope: LaneColumn { memory[34] }
    var xi: LaneColumn { memory[15] }
    var meanConstant: LaneColumn { memory[16] }
    var probableConstant: LaneColumn { memory[17] }
    var densityEffect: LaneColumn { memory[18] }
    /// A uniform number, then Vavilov's λ of the deposit; a normal number for its shells; and the deposit, GeV.
    var fluctuation: LaneColumn { memory[19] }
    var shellNoise: LaneColumn { memory[35] }
    var deposit: LaneColumn { memory[20] }
    /// Path in the slab, mm.
    var pathLength: LaneColumn { memory[21] }
    /// 1 for lanes whose particle a slab acts on, and for those whose particle stopped in one, else 0.
    var crosses: LaneColumn { memory[22] }
    var isStopped: LaneColumn { memory[23] }
    /// Of the slab that a lane is in: interactions per mm. Optical depth and proper time (times c, mm) that are left
    /// until the particle interacts and decays; infinite if it does not.
    var inverseLength: LaneColumn { memory[24] }
    var depthLeft: LaneColumn { memory[25] }
    var properLeft: LaneColumn { memory[26] }
    /// 1 for lanes whose particle interacts in the slab it is in, else 0.
    var collides: LaneColumn { memory[27] }
    /// Energy lost by ionisation since the particle began, GeV.
    var lost: LaneColumn { memory[28] }
    /// Hard scatterings to be expected until the next one; tangents by which those in this slab deflect.
    var hardLeft: LaneColumn { memory[36] }
    var kickX: LaneColumn { memory[37] }
    var kickY: LaneColumn { memory[38] }
    /// How lanes scatter in their slabs, as in `Scattering`, where some do so by large angles.
    var hard: LaneColumn { memory[39] }
    var chi2: LaneColumn { memory[40] }
    var screening2: LaneColumn { memory[41] }
    /// Path in the slab as a multiple of its thickness.
    var paths: LaneColumn { memory[29] }

    /// Position of the particle among the generated ones and the secondaries in the order of making, −1 for a lane without
    /// one; its crossings, species, and whether it is neutral.
    var particle = InlineArray<8, Int32>(repeating: -1)
    var crossings = InlineArray<8, Int32>(repeating: 0)
    var pdgID = InlineArray<8, Int32>(repeating: 0)
    var isNeutral = InlineArray<8, Bool>(repeating: false)
    /// Its identity, the daughters it has made, and the part of its stream of interactions that is spent.
    var identity = InlineArray<8, FlightIdentity>(repeating: FlightIdentity(root: 0))
    var daughters = InlineArray<8, Int32>(repeating: 0)
    var block = InlineArray<8, UInt32>(repeating: 0)
    /// Its row among the interaction lengths, and among the species that decay, −1 for none.
    var interactionRow = InlineArray<8, Int32>(repeating: 0)
    var decayRow = InlineArray<8, Int32>(repeating: -1)
    /// Whether an interaction has ended it.
    var hasInteracted = InlineArray<8, Bool>(repeating: false)

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

    /// Takes the particle from a lane; what is left computes with harmless numbers.
    mutating func idle(lane: Int) {
        particle[lane] = -1
        navigation.stop(lane: lane)
        set(lane: lane, momentum: 1, mass: 1)
        travelled[lane] = 0
        turned[lane] = 0
        lost[lane] = 0
        charge2[lane] = 1
        isElectron[lane] = 0
        isNeutral[lane] = false
        interactionRow[lane] = 0
        depthLeft[lane] = .infinity
        hardLeft[lane] = .infinity
        properLeft[lane] = .infinity
        hasInteracted[lane] = false
    }

    /// Gives a lane its kinematics.
    func set(lane: Int, momentum p: Double, mass m: Double) {
        momentum[lane] = p
        inverseMomentum[lane] = 1 / p
        mass[lane] = m
        energy[lane] = (p * p + m * m).squareRoot()
        let scale = m > 0 ? m : PhysicsConstants.electronMass
        inverseMass[lane] = 1 / scale
        logBetaGamma[lane] = Elementary.log(p / scale)
    }

    /// The stream of what happens to a lane's particle beside scattering and energy loss, from where it was put aside.
    @inline(__always)
    func stream(lane: Int) -> RandomStream {
        RandomStream(
            seed: seed, event: event, stage: .interaction, identity: identity[lane].rawValue, firstBlock: block[lane])
    }
}
