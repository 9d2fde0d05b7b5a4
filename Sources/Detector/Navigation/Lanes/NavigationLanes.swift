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

    private let memory = LaneMemory(columns: 87 + CandidatePairs.columns)

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
    /// Direction and curvature on arrival in a station, and the path left in it.
    var arrivalX: LaneColumn { memory[12] }
    var arrivalY: LaneColumn { memory[13] }
    var arrivalZ: LaneColumn { memory[14] }
    var arrivalCurvature: LaneColumn { memory[15] }
    var rest: LaneColumn { memory[16] }
    /// Bounds of the nearest stations outward and along z.
    var radialLower: LaneColumn { memory[17] }
    var radialUpper: LaneColumn { memory[18] }
    var axialNear: LaneColumn { memory[19] }
    var axialFar: LaneColumn { memory[20] }
    /// 1 or 0: within the radial or the axial station; the rest of a path runs in a radial station.
    var isInRadial: LaneColumn { memory[21] }
    var isInAxial: LaneColumn { memory[22] }
    var isRestRadial: LaneColumn { memory[23] }
    /// |uz|, z counted along the motion, distance from the axis, half the slope of its square; how z grows with it at
    /// least, and it with z at most.
    var along: LaneColumn { memory[24] }
    var zAlong: LaneColumn { memory[25] }
    var radius: LaneColumn { memory[26] }
    var slope: LaneColumn { memory[27] }
    var zPerRadius: LaneColumn { memory[28] }
    var radiusPerZ: LaneColumn { memory[29] }
    /// 1 or 0: what was near the rest of a station on arrival still is all that is.
    var isClose: LaneColumn { memory[30] }
    /// The piece of path through the nearest station: its start, middle and half length, mm.
    var start: LaneColumn { memory[31] }
    var middle: LaneColumn { memory[32] }
    var half: LaneColumn { memory[33] }
    /// 1 or 0: the station lies along z; the lane is out of the ordinary; another station begins within the piece.
    var isAxialFirst: LaneColumn { memory[34] }
    var isHard: LaneColumn { memory[35] }
    var isConflict: LaneColumn { memory[36] }
    /// At the middle of the piece, z for a radial station and the radius for an axial one, and how far it reaches.
    var across: LaneColumn { memory[37] }
    var acrossReach: LaneColumn { memory[38] }
    /// The middle of the piece, its azimuth; 1 or 0: it is the crossing.
    var pointX: LaneColumn { memory[39] }
    var pointY: LaneColumn { memory[40] }
    var pointZ: LaneColumn { memory[41] }
    var pointUX: LaneColumn { memory[42] }
    var pointUY: LaneColumn { memory[43] }
    var pointAngle: LaneColumn { memory[44] }
    var takesMiddle: LaneColumn { memory[45] }
    /// The first crossing with a candidate, and 1 or 0: one of the planes was met at too small an angle.
    var foundX: LaneColumn { memory[46] }
    var foundY: LaneColumn { memory[47] }
    var foundZ: LaneColumn { memory[48] }
    var foundUX: LaneColumn { memory[49] }
    var foundUY: LaneColumn { memory[50] }
    var bestPath: LaneColumn { memory[51] }
    var grazes: LaneColumn { memory[52] }
    /// What was crossed, as in `Crossing`, or `pending`; `Crossing.nothing` in lanes without a particle.
    public var surface: UnsafeMutablePointer<Int32> { memory.integers(53) }
    /// Position of the layer that was crossed, or the number of layers plus a passive surface's position.
    public var member: UnsafeMutablePointer<Int32> { memory.integers(54) }
    /// 1 for a lane with a particle.
    var isActive: UnsafeMutablePointer<Int32> { memory.integers(55) }
    /// Slots as in `NavigationCursor`, but stations that the particle cannot meet any more are passed over; the axial one
    /// is counted along the motion.
    var radialSlot: UnsafeMutablePointer<Int32> { memory.integers(56) }
    var axialSlot: UnsafeMutablePointer<Int32> { memory.integers(57) }
    /// The nearest station on either way that it can meet, as its number.
    var radialTarget: UnsafeMutablePointer<Int32> { memory.integers(58) }
    var axialTarget: UnsafeMutablePointer<Int32> { memory.integers(59) }
    /// The thin station or the plane that it stands on, −1 for none.
    var onRadial: UnsafeMutablePointer<Int32> { memory.integers(60) }
    var onAxial: UnsafeMutablePointer<Int32> { memory.integers(61) }
    var onPlane: UnsafeMutablePointer<Int32> { memory.integers(62) }
    /// 1 if the particle moved towards +z when the slots were found.
    var isForward: UnsafeMutablePointer<Int32> { memory.integers(63) }
    /// Modules and discs near the rest of the path through a station: their number, −1 if unknown, and how many
    /// crossings ago they were found.
    var listCount: UnsafeMutablePointer<Int32> { memory.integers(64) }
    var listAge: UnsafeMutablePointer<Int32> { memory.integers(65) }
    /// Lanes by what they do in this round, as in `LaneStage`, and their numbers.
    var staged: UnsafeMutablePointer<Int32> { memory.integers(66) }
    var stagedCount: UnsafeMutablePointer<Int32> { memory.integers(69) }
    /// The lanes that have crossed a module in this round, and their number.
    public var sensorLanes: UnsafeMutablePointer<Int32> { memory.integers(70) }
    public var sensorCount: UnsafeMutablePointer<Int32> { memory.integers(71) }
    /// `maximumCandidates` planes per lane.
    var candidates: UnsafeMutablePointer<Int32> { memory.integers(72) }
    /// Path to the plane of every candidate; −1 where the path does not come near the surface.
    var triedPath: UnsafeMutablePointer<Double> { memory[75].pointer }
    /// Sixteen zeros: the plane that is never crossed.
    var noPlane: UnsafePointer<Double> { UnsafePointer(memory[81].pointer) }
    var pairs: CandidatePairs { CandidatePairs(memory, first: 87) }

    /// Angle turned about the field on the way to the crossing, rad.
    public var turn: LaneColumn { memory[83] }
    /// The longest step that the change of the field allows, mm.
    var stepLength: UnsafeMutablePointer<Double> { memory[84].pointer }

    /// The plane of the first crossing with a candidate.
    var foundPlane: UnsafeMutablePointer<Int32> { memory.integers(85) }
    /// What z would be, counted along the motion, if the particle came straight from the axis.
    var zAtAxis: LaneColumn { memory[86] }

    public init() {
        for lane in 0..<NavigationLanes.count { stop(lane: lane) }
    }

    /// Puts a particle on a lane.
    public func start(lane: Int, _ helix: Helix, in navigator: Navigator) {
        put(lane: lane, helix)
        isActive[lane] = 1
        stepLength[lane] = .infinity
        onRadial[lane] = -1
        onAxial[lane] = -1
        onPlane[lane] = -1
        place(lane: lane, navigator.cursor(at: helix), navigator)
    }

    /// Takes the particle from a lane.
    public func stop(lane: Int) {
        isActive[lane] = 0
        surface[lane] = Crossing.nothing
        path[lane] = 0
        turn[lane] = 0
        // An idle lane computes with harmless numbers.
        put(lane: lane, Helix(x: 1, y: 0, z: 0, ux: 1, uy: 0, uz: 0.1, curvature: 0))
        cosine[lane] = 1
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
        let movesForward = uz[lane] >= 0
        radialSlot[lane] = cursor.radial
        axialSlot[lane] = movesForward ? cursor.axial : 2 * navigator.axialCount - cursor.axial
        isForward[lane] = movesForward ? 1 : 0
        listCount[lane] = -1
    }
}
