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

    private static let columnCount = 52 + NavigationLanes.maximumCandidates + CandidatePairs.columns
    private let memory: LaneMemory
    private let integers: UnsafeMutablePointer<Int32>

    /// The helices, as in `Helix`. A crossing moves them to its point; between two calls the owner may change the
    /// direction and the curvature.
    public let x, y, z, ux, uy, uz, curvature: LaneColumn
    /// Longest path to the next crossing, mm.
    public let limit: LaneColumn
    /// Path to the crossing, mm; 0 where there is none.
    public let path: LaneColumn
    /// The crossing in the module's frame, mm, and |cos| of the angle between path and surface normal.
    public let u, v, cosine: LaneColumn
    /// What was crossed, as in `Crossing`, or `pending`; `Crossing.nothing` in lanes without a particle.
    public let surface: UnsafeMutablePointer<Int32>
    /// Position of the layer that was crossed, or the number of layers plus a passive surface's position.
    public let member: UnsafeMutablePointer<Int32>

    /// Direction and curvature on arrival in a station, and the path left in it.
    let arrivalX, arrivalY, arrivalZ, arrivalCurvature, rest: LaneColumn
    /// Of the path to the nearest station: bounds of the radial and the axial one.
    let radialLower, radialUpper, axialNear, axialFar: LaneColumn
    /// 1 or 0: within the radial or the axial station; the rest of a path runs in a radial station.
    let isInRadial, isInAxial, isRestRadial: LaneColumn
    /// What a round hands from one of its parts to the next.
    let radius, slope, zPerRadius, radiusPerZ, isClose, start, middle, half, isAxialFirst, isHard, isConflict, takesMiddle: LaneColumn
    let pointX, pointY, pointZ, pointUX, pointUY, pointAngle: LaneColumn
    let foundX, foundY, foundZ, foundUX, foundUY, bestPath, grazes: LaneColumn
    /// Sixteen zeros: the plane that is never crossed.
    let noPlane: UnsafePointer<Double>
    let pairs: CandidatePairs
    private let rows: UnsafeMutablePointer<UnsafePointer<Double>?>

    /// 1 for a lane with a particle.
    let isActive: UnsafeMutablePointer<Int32>
    /// Slots as in `NavigationCursor`, but stations that the particle cannot meet any more are passed over; the nearest
    /// station on either way that it can meet, as its number.
    let radialSlot, axialSlot, radialTarget, axialTarget, onRadial, onAxial, onPlane: UnsafeMutablePointer<Int32>
    /// 1 if the particle moved towards +z when the slots were found.
    let isForward: UnsafeMutablePointer<Int32>
    /// Modules and discs near the rest of the path through a station: their number, −1 if unknown, and how many
    /// crossings ago they were found.
    let listCount, listAge, candidates: UnsafeMutablePointer<Int32>
    /// Path to the plane of every candidate; −1 where the path does not come near the surface.
    let triedPath: UnsafeMutablePointer<Double>
    /// What a lane does in this round, as in `LaneStage`.
    let stage: UnsafeMutablePointer<Int32>

    public init() {
        let memory = LaneMemory(columns: NavigationLanes.columnCount)
        var columns = memory.columns
        (x, y, z, ux, uy, uz, curvature) = (columns.next(), columns.next(), columns.next(), columns.next(), columns.next(), columns.next(), columns.next())
        (limit, path, u, v, cosine) = (columns.next(), columns.next(), columns.next(), columns.next(), columns.next())
        (arrivalX, arrivalY, arrivalZ, arrivalCurvature) = (columns.next(), columns.next(), columns.next(), columns.next())
        rest = columns.next()
        (radialLower, radialUpper, axialNear, axialFar) = (columns.next(), columns.next(), columns.next(), columns.next())
        (isInRadial, isInAxial, isRestRadial) = (columns.next(), columns.next(), columns.next())
        (zPerRadius, radiusPerZ) = (columns.next(), columns.next())
        (radius, slope, isClose, start, middle, half) = (
            columns.next(), columns.next(), columns.next(), columns.next(), columns.next(), columns.next()
        )
        (isAxialFirst, isHard, isConflict, takesMiddle) = (columns.next(), columns.next(), columns.next(), columns.next())
        (pointX, pointY, pointZ, pointUX, pointUY) = (columns.next(), columns.next(), columns.next(), columns.next(), columns.next())
        pointAngle = columns.next()
        (foundX, foundY, foundZ, foundUX, foundUY) = (columns.next(), columns.next(), columns.next(), columns.next(), columns.next())
        (bestPath, grazes) = (columns.next(), columns.next())
        noPlane = UnsafePointer(columns.next(2).pointer)
        let lanes = NavigationLanes.count
        let lists = lanes * NavigationLanes.maximumCandidates
        triedPath = columns.next(NavigationLanes.maximumCandidates).pointer
        let size = 16 * lanes + lists
        integers = .allocate(capacity: size)
        integers.initialize(repeating: 0, count: size)
        let base = integers
        (surface, isActive, radialSlot, axialSlot) = (base, base + lanes, base + 2 * lanes, base + 3 * lanes)
        (onRadial, onAxial, onPlane) = (base + 4 * lanes, base + 5 * lanes, base + 6 * lanes)
        (isForward, listCount, listAge) = (base + 7 * lanes, base + 8 * lanes, base + 9 * lanes)
        (member, stage) = (base + 10 * lanes, base + 11 * lanes)
        (radialTarget, axialTarget) = (base + 14 * lanes, base + 15 * lanes)
        candidates = base + 16 * lanes
        rows = .allocate(capacity: lanes)
        rows.initialize(repeating: noPlane, count: lanes)
        pairs = CandidatePairs(&columns, integers: base + 12 * lanes, rows: rows)
        self.memory = memory
        for lane in 0..<lanes { stop(lane: lane) }
    }

    deinit {
        integers.deallocate()
        rows.deallocate()
    }

    /// Puts a particle on a lane.
    public func start(lane: Int, _ helix: Helix, in navigator: Navigator) {
        put(lane: lane, helix)
        isActive[lane] = 1
        onRadial[lane] = -1
        onAxial[lane] = -1
        onPlane[lane] = -1
        place(lane: lane, navigator.cursor(at: helix))
    }

    /// Takes the particle from a lane.
    public func stop(lane: Int) {
        isActive[lane] = 0
        surface[lane] = Crossing.nothing
        path[lane] = 0
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
    func place(lane: Int, _ cursor: NavigationCursor) {
        radialSlot[lane] = cursor.radial
        axialSlot[lane] = cursor.axial
        isForward[lane] = uz[lane] >= 0 ? 1 : 0
        listCount[lane] = -1
    }
}
