// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// A worker's memory for transport: eight particles in flight, and the steps of an event before they are in order.
public struct TransportScratch: ~Copyable, @unchecked Sendable {
    /// Helices and places among the surfaces.
    let navigation = NavigationLanes()
    private let memory = LaneMemory(columns: 24)

    /// GeV/c, GeV/c², GeV, and squared charges in units of e²; inverses where they are used more often.
    let momentum, inverseMomentum, mass, inverseMass, energy, charge2: LaneColumn
    /// 1 for electrons and positrons, else 0.
    let isElectron: LaneColumn
    /// ln βγ, kept up to date.
    let logBetaGamma: LaneColumn
    /// ns; mm; rad turned about the field.
    let time, travelled, turned: LaneColumn
    /// Of the slab that a lane is in.
    let thickness, longestPath, logRadiationLengths, scatteringScale, xi: LaneColumn
    let meanConstant, probableConstant, densityEffect: LaneColumn
    /// Landau's variable for the deposit, from its mode; and the deposit, GeV.
    let fluctuation, deposit: LaneColumn
    /// Path in the slab, mm.
    let pathLength: LaneColumn
    /// 1 for lanes that are at a slab, and for those whose particle stopped in one, else 0.
    let crosses, isStopped: LaneColumn

    /// Position of the particle in the event, −1 for a lane without one, and its crossings.
    var particle = InlineArray<8, Int32>(repeating: -1)
    var crossings = InlineArray<8, Int32>(repeating: 0)
    var steps = StepBuffer()

    public init() {
        var columns = memory.columns
        (momentum, inverseMomentum, mass, inverseMass) = (columns.next(), columns.next(), columns.next(), columns.next())
        (energy, charge2, isElectron, logBetaGamma) = (columns.next(), columns.next(), columns.next(), columns.next())
        (time, travelled, turned) = (columns.next(), columns.next(), columns.next())
        (thickness, longestPath, logRadiationLengths) = (columns.next(), columns.next(), columns.next())
        (scatteringScale, xi, meanConstant, probableConstant) = (columns.next(), columns.next(), columns.next(), columns.next())
        densityEffect = columns.next()
        (fluctuation, deposit, pathLength) = (columns.next(), columns.next(), columns.next())
        (crosses, isStopped) = (columns.next(), columns.next())
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
