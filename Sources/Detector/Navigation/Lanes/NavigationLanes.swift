// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Eight particles on their way through a tracker, one per lane: their helices, their places among the stations, and
/// the crossings that `Navigator.next(_:)` found last.
///
/// Lanes are independent: what happens in one never depends on another, so that a particle's path has the same bits
/// whatever flies beside it.
public struct NavigationLanes: ~Copyable, @unchecked Sendable {
    public static let count = 8
    /// No crossing was found in this round: ask again.
    public static let pending: Int32 = -3
    /// Modules near the path through one station; where there are more, the scalar search takes over.
    static let maximumCandidates = 6

    private let memory = LaneMemory(columns: 90 + CandidatePairs.columns)

    /// The helices, as in `Helix`. A crossing moves them to its point; between two calls the owner may change the
    /// direction and the curvature.
    public var x: LaneColumn { memory[0] }
    public var y: LaneColumn { memory[1] }
    public var z: LaneColumn { memory[2] }
    public var ux: LaneColumn { memory[3] }
    public var uy: LaneColumn { memory[4] }
    public var uz: LaneColumn { memory[5] }
    public var curvature: LaneColumn { memory[6] }
    /// Longest path to the next crossing, mm.
    public var limit: LaneColumn { memory[7] }
    /// Path to the crossing, mm; 0 where there is none.
    public var path: LaneColumn { memory[8] }
    /// The crossing in the module's frame, mm, and |cos| of the angle between path and surface normal.
    public var u: LaneColumn { memory[9] }
    public var v: LaneColumn { memory[10] }
    public var cosine: LaneColumn { memory[11] }
    /// Angle turned about the field on the way to the crossing, rad.
    public var turn: LaneColumn { memory[12] }
    /// What was crossed, as in `Crossing`, or `pending`; `Crossing.nothing` in lanes without a particle.
    public var surface: UnsafeMutablePointer<Int32> { memory.integers(13) }
    /// Position of the layer that was crossed, or the number of layers plus a passive surface's position.
    public var member: UnsafeMutablePointer<Int32> { memory.integers(14) }
    /// The lanes that have crossed a module in this round, and their number.
    public var sensorLanes: UnsafeMutablePointer<Int32> { memory.integers(15) }
    public var sensorCount: UnsafeMutablePointer<Int32> { memory.integers(16) }

    /// The surface of a lane about which nothing is known yet.
    var unknownSurface: UnsafeMutablePointer<Int32> { memory.integers(18) }
    /// The plane that the particle stands on, −1 for none.
    var onPlane: UnsafeMutablePointer<Int32> { memory.integers(29) }
    /// `maximumCandidates` planes per lane: surfaces near the rest of a station.
    var candidates: UnsafeMutablePointer<Int32> { memory.integers(83) }
    /// The longest step that the change of the field allows, mm.
    var stepLength: UnsafeMutablePointer<Double> { memory[86].pointer }
    var pairs: CandidatePairs { CandidatePairs(memory, first: 90) }

    /// What only the navigation knows.
    var all: LaneView { LaneView(base: memory[0].pointer) }

    public init() {
        for lane in 0..<NavigationLanes.count { stop(lane: lane) }
    }

    /// Puts a particle on a lane.
    public func start(lane: Int, _ helix: Helix, in navigator: Navigator) {
        put(lane: lane, helix)
        all.isActive.words[lane] = -1
        unknownSurface[lane] = NavigationLanes.pending
        stepLength[lane] = .infinity
        all.standingRow.words[lane] = -1
        onPlane[lane] = -1
        place(lane: lane, navigator.cursor(at: helix), navigator)
    }

    /// Takes the particle from a lane.
    public func stop(lane: Int) {
        all.isActive.words[lane] = 0
        unknownSurface[lane] = Crossing.nothing
        surface[lane] = Crossing.nothing
        path[lane] = 0
        turn[lane] = 0
        // An idle lane computes with harmless numbers.
        put(lane: lane, Helix(x: 1, y: 0, z: 0, ux: 1, uy: 0, uz: 0.1, curvature: 0))
        cosine[lane] = 1
        all.radialSlot.words[lane] = 0
        all.axialSlot.words[lane] = 0
        all.direction[lane] = 1
        all.listCount[lane] = -1
    }

    func put(lane: Int, _ helix: Helix) {
        x[lane] = helix.x
        y[lane] = helix.y
        z[lane] = helix.z
        ux[lane] = helix.ux
        uy[lane] = helix.uy
        uz[lane] = helix.uz
        curvature[lane] = helix.curvature
    }

    /// The helix of a lane.
    public func helix(lane: Int) -> Helix {
        Helix(
            x: x[lane], y: y[lane], z: z[lane], ux: ux[lane], uy: uy[lane], uz: uz[lane], curvature: curvature[lane])
    }

    /// Takes the slots of a cursor over; what is near is unknown.
    func place(lane: Int, _ cursor: NavigationCursor, _ navigator: Navigator) {
        let stations = navigator.stations
        let isForward = uz[lane] >= 0
        let axial = isForward ? cursor.axial : 2 * navigator.axialCount - cursor.axial
        all.radialSlot.words[lane] = stations.firstRadial(isForward: isForward) + Int(cursor.radial >> 1)
        all.axialSlot.words[lane] = stations.firstAxial(isForward: isForward) + Int(axial >> 1)
        all.isInRadial.words[lane] = -Int(cursor.radial & 1)
        all.isInAxial.words[lane] = -Int(axial & 1)
        all.isAboveFirst.words[lane] = cursor.radial > 0 ? -1 : 0
        all.isOdd.words[lane] = cursor.onRadial >= 0 && cursor.radial == 2 * cursor.onRadial ? -1 : 0
        all.direction[lane] = isForward ? 1 : -1
        all.listCount[lane] = -1
    }
}
