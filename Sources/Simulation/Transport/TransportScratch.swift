// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// A worker's memory for transport: eight particles in flight, and the steps of an event before they are in order.
public struct TransportScratch: ~Copyable, @unchecked Sendable {
    /// Helices and places among the surfaces.
    let navigation = NavigationLanes()
    private let memory = LaneMemory(columns: 24)

    /// GeV/c, GeV/c², GeV, and squared charges in units of e²; inverses where they are used more often.
    var momentum: LaneColumn { memory[0] }
    var inverseMomentum: LaneColumn { memory[1] }
    var mass: LaneColumn { memory[2] }
    var inverseMass: LaneColumn { memory[3] }
    var energy: LaneColumn { memory[4] }
    var charge2: LaneColumn { memory[5] }
    /// 1 for electrons and positrons, else 0.
    var isElectron: LaneColumn { memory[6] }
    /// ln βγ, kept up to date.
    var logBetaGamma: LaneColumn { memory[7] }
    /// ns; mm; rad turned about the field.
    var time: LaneColumn { memory[8] }
    var travelled: LaneColumn { memory[9] }
    var turned: LaneColumn { memory[10] }
    /// Of the slab that a lane is in.
    var thickness: LaneColumn { memory[11] }
    var longestPath: LaneColumn { memory[12] }
    var logRadiationLengths: LaneColumn { memory[13] }
    var scatteringScale: LaneColumn { memory[14] }
    var xi: LaneColumn { memory[15] }
    var meanConstant: LaneColumn { memory[16] }
    var probableConstant: LaneColumn { memory[17] }
    var densityEffect: LaneColumn { memory[18] }
    /// Landau's variable for the deposit, from its mode; and the deposit, GeV.
    var fluctuation: LaneColumn { memory[19] }
    var deposit: LaneColumn { memory[20] }
    /// Path in the slab, mm.
    var pathLength: LaneColumn { memory[21] }
    /// 1 for lanes that are at a slab, and for those whose particle stopped in one, else 0.
    var crosses: LaneColumn { memory[22] }
    var isStopped: LaneColumn { memory[23] }

    /// Position of the particle in the event, −1 for a lane without one, and its crossings.
    var particle = InlineArray<8, Int32>(repeating: -1)
    var crossings = InlineArray<8, Int32>(repeating: 0)
    var steps = StepBuffer()

    public init() {
        for lane in 0..<NavigationLanes.count { idle(lane: lane) }
    }

    /// Takes the particle from a lane; what is left computes with harmless numbers.
    mutating func idle(lane: Int) {
        particle[lane] = -1
        navigation.stop(lane: lane)
        set(lane: lane, momentum: 1, mass: 1)
        charge2[lane] = 1
        isElectron[lane] = 0
    }

    /// Gives a lane its kinematics, with the path so far zero.
    func set(lane: Int, momentum p: Double, mass m: Double) {
        momentum[lane] = p
        inverseMomentum[lane] = 1 / p
        mass[lane] = m
        inverseMass[lane] = 1 / m
        energy[lane] = (p * p + m * m).squareRoot()
        logBetaGamma[lane] = Elementary.log(p / m)
        travelled[lane] = 0
        turned[lane] = 0
    }
}
