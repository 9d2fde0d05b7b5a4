// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes
import EventModel

/// Pairs of a lane's piece of path and a candidate's plane, a lane's pairs one after the other; tried four at a time.
/// A view of memory that `NavigationLanes` owns.
struct CandidatePairs: @unchecked Sendable {
    private let base: UnsafeMutablePointer<Double>
    /// All lanes' longest lists, and what may be written beyond.
    private static let capacity = 64
    /// Number of lane columns in which it stands.
    static let columns = 7 * capacity / NavigationLanes.count + 12

    @inline(__always)
    init(_ memory: borrowing LaneMemory, first: Int) { base = memory[first].pointer }

    @inline(__always)
    private func numbers(_ k: Int) -> UnsafeMutablePointer<Double> { base + Self.capacity * k }
    @inline(__always)
    private func words(_ k: Int) -> UnsafeMutablePointer<Int> {
        UnsafeMutableRawPointer(base + Self.capacity * k).assumingMemoryBound(to: Int.self)
    }

    /// The lane and the plane.
    var lane: UnsafeMutablePointer<Int> { words(0) }
    var plane: UnsafeMutablePointer<Int> { words(1) }
    /// Path from the middle of the lane's piece to where the surface is crossed, mm, infinite if it is not; what lies
    /// before every piece instead where the path does not even come near the surface.
    var step: UnsafeMutablePointer<Double> { numbers(2) }
    var nearStep: UnsafeMutablePointer<Double> { numbers(3) }
    /// Where the plane is crossed, and |cos| to the normal.
    var u: UnsafeMutablePointer<Double> { numbers(4) }
    var v: UnsafeMutablePointer<Double> { numbers(5) }
    var cosine: UnsafeMutablePointer<Double> { numbers(6) }

    @inline(__always)
    func store(_ vector: FourLanes, _ column: UnsafeMutablePointer<Double>, _ first: Int) {
        UnsafeMutableRawPointer(column + first).assumingMemoryBound(to: FourLanes.self).pointee = vector
    }

    /// Fills up the last four pairs with copies of the first pair.
    @inline(__always)
    func fill(from count: Int) {
        for pair in count..<count &+ 3 {
            lane[pair] = lane[0]
            plane[pair] = plane[0]
        }
    }

    /// Four planes in registers, see `ModulePlane`, from where their columns are written.
    @inline(__always)
    func loadPlanes(_ planes: UnsafePointer<ModulePlane>, _ first: Int) -> PlaneFour {
        let table = UnsafeRawPointer(planes).assumingMemoryBound(to: Double.self)
        let columns = numbers(7) + 32
        eidolon_lanes4_rows(table, plane + first, PlaneFour.columns, Int32(PlaneFour.columns), columns, 4)
        return PlaneFour(columns: columns)
    }

    /// Four pieces in registers, from rows of eight doubles.
    @inline(__always)
    func loadPieces(_ rows: UnsafeMutablePointer<Double>, _ first: Int) -> PieceFour {
        let columns = numbers(7)
        eidolon_lanes4_rows(rows, lane + first, 8, 8, columns, 4)
        return PieceFour(columns: columns)
    }
}

/// The planes of four pairs.
struct PlaneFour {
    let x, y, z, wx, wy, wz, vx, vy, vz, ux, uy, uz, halfV, halfWidth, widthSlope: FourLanes

    /// Number of doubles in a plane.
    static let columns = 16

    @inline(__always)
    init(columns: UnsafeMutablePointer<Double>) {
        func column(_ k: Int) -> FourLanes {
            UnsafeMutableRawPointer(columns + 4 * k).assumingMemoryBound(to: FourLanes.self).pointee
        }
        (x, y, z) = (column(0), column(1), column(2))
        (wx, wy, wz) = (column(3), column(4), column(5))
        (vx, vy, vz) = (column(6), column(7), column(8))
        (ux, uy, uz) = (column(9), column(10), column(11))
        (halfV, halfWidth, widthSlope) = (column(12), column(13), column(14))
    }
}

/// The helices of four pairs at the middle of their pieces, and half the pieces' lengths.
struct PieceFour {
    let x, y, z, ux, uy, uz, curvature, half: FourLanes

    @inline(__always)
    init(columns: UnsafeMutablePointer<Double>) {
        func column(_ k: Int) -> FourLanes {
            UnsafeMutableRawPointer(columns + 4 * k).assumingMemoryBound(to: FourLanes.self).pointee
        }
        (x, y, z) = (column(0), column(1), column(2))
        (ux, uy, uz) = (column(3), column(4), column(5))
        (curvature, half) = (column(6), column(7))
    }
}

/// How far helices move along an axis: by its parts along and across their directions in the transverse plane, and along
/// the field.
struct AxisMotion {
    let place, along, across, parallel: FourLanes

    /// - Parameters: the axis; the pieces, and their middles from the plane's centre.
    @inline(__always)
    init(
        _ ax: FourLanes, _ ay: FourLanes, _ az: FourLanes, _ piece: PieceFour, _ x: FourLanes, _ y: FourLanes,
        _ z: FourLanes
    ) {
        place = ax * x + ay * y + az * z
        along = ax * piece.ux + ay * piece.uy
        across = ay * piece.ux - ax * piece.uy
        parallel = az * piece.uz
    }

    /// After a path, given with its parts along and across the direction at the start.
    @inline(__always)
    func place(after path: FourLanes, _ pathAlong: FourLanes, _ pathAcross: FourLanes) -> FourLanes {
        (place + parallel * path) + (along * pathAlong + across * pathAcross)
    }
}
