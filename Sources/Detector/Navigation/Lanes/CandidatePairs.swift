// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Up to eight pairs of a lane's path and a candidate's plane: a view of memory that `NavigationLanes` owns.
struct CandidatePairs: @unchecked Sendable {
    private let base: UnsafeMutablePointer<Double>
    /// Number of lane columns in which it stands.
    static let columns = 34

    @inline(__always)
    init(_ memory: borrowing LaneMemory, first: Int) { base = memory[first].pointer }

    @inline(__always)
    private func column(_ k: Int) -> LaneColumn { LaneColumn(base: base + 8 * k) }

    /// The helix at the middle of the lane's piece, which becomes the crossing; the piece's half length and the path
    /// to its middle, mm.
    var x: LaneColumn { column(0) }
    var y: LaneColumn { column(1) }
    var z: LaneColumn { column(2) }
    var ux: LaneColumn { column(3) }
    var uy: LaneColumn { column(4) }
    var uz: LaneColumn { column(5) }
    var curvature: LaneColumn { column(6) }
    var half: LaneColumn { column(7) }
    var middle: LaneColumn { column(8) }
    /// Where the plane is crossed; the path there and |cos| to the normal.
    var u: LaneColumn { column(9) }
    var v: LaneColumn { column(10) }
    var path: LaneColumn { column(11) }
    var cosine: LaneColumn { column(12) }
    /// 1 or 0: the crossing lies on the surface; a path that differs by the vicinity may meet it; the plane is met at
    /// so small an angle that it may be crossed twice.
    var contains: LaneColumn { column(13) }
    var isNear: LaneColumn { column(14) }
    var grazes: LaneColumn { column(15) }
    /// The planes transposed: one column for each of the sixteen doubles.
    var planes: UnsafeMutablePointer<Double> { base + 8 * 16 }
    /// The planes, as sixteen doubles each.
    var rows: UnsafeMutablePointer<UnsafePointer<Double>?> {
        UnsafeMutableRawPointer(base + 8 * 32).assumingMemoryBound(to: UnsafePointer<Double>?.self)
    }
    /// The lane, and the candidate's position in its list.
    var lane: UnsafeMutablePointer<Int32> {
        UnsafeMutableRawPointer(base + 8 * 33).assumingMemoryBound(to: Int32.self)
    }
    var position: UnsafeMutablePointer<Int32> { lane + NavigationLanes.count }

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
