// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Up to eight pairs of a lane's path and a candidate's plane: a view of memory that `NavigationLanes` owns.
struct CandidatePairs: @unchecked Sendable {
    /// The lane, and the candidate's position in its list.
    let lane, position: UnsafeMutablePointer<Int32>
    /// The planes, as sixteen doubles each.
    let rows: UnsafeMutablePointer<UnsafePointer<Double>?>
    /// The planes transposed: one column for each of the sixteen doubles.
    let planes: UnsafeMutablePointer<Double>
    /// The helix at the middle of the lane's piece, which becomes the crossing; the piece's half length and the path
    /// to its middle, mm.
    let x, y, z, ux, uy, uz, curvature, half, middle: LaneColumn
    /// Where the plane is crossed; the path there and |cos| to the normal.
    let u, v, path, cosine: LaneColumn
    /// 1 or 0: the crossing lies on the surface; a path that differs by the vicinity may meet it; the plane is met at
    /// so small an angle that it may be crossed twice.
    let contains, isNear, grazes: LaneColumn

    /// Number of lane columns in which it stands.
    static let columns = 16 + 16

    init(
        _ columns: inout LaneColumns, integers: UnsafeMutablePointer<Int32>,
        rows: UnsafeMutablePointer<UnsafePointer<Double>?>
    ) {
        lane = integers
        position = integers + NavigationLanes.count
        self.rows = rows
        (x, y, z, ux, uy, uz, curvature) = (columns.next(), columns.next(), columns.next(), columns.next(), columns.next(), columns.next(), columns.next())
        (half, middle, u, v, path, cosine) = (columns.next(), columns.next(), columns.next(), columns.next(), columns.next(), columns.next())
        (contains, isNear, grazes) = (columns.next(), columns.next(), columns.next())
        planes = columns.next(16).pointer
    }

    @inline(__always)
    func gather(_ pair: Int, from lanes: borrowing NavigationLanes, _ lane: Int) {
        x[pair] = lanes.pointX[lane]
        y[pair] = lanes.pointY[lane]
        z[pair] = lanes.pointZ[lane]
        ux[pair] = lanes.pointUX[lane]
        uy[pair] = lanes.pointUY[lane]
        uz[pair] = lanes.uz[lane]
        curvature[pair] = lanes.curvature[lane]
        half[pair] = lanes.half[lane]
        middle[pair] = lanes.middle[lane]
    }

    @inline(__always)
    var helix: HelixLanes {
        HelixLanes(
            x: x.vector, y: y.vector, z: z.vector, ux: ux.vector, uy: uy.vector, uz: uz.vector,
            curvature: curvature.vector)
    }

    @inline(__always)
    func store(_ point: HelixLanes, _ u: Lanes, _ v: Lanes, _ cosine: Lanes, _ path: Lanes) {
        x.vector = point.x
        y.vector = point.y
        z.vector = point.z
        ux.vector = point.ux
        uy.vector = point.uy
        self.u.vector = u
        self.v.vector = v
        self.cosine.vector = cosine
        self.path.vector = path
    }
}
