// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes
import EventModel

/// The planes of eight pairs in registers; see `ModulePlane`.
struct PlaneLanes {
    let x, y, z, wx, wy, wz, vx, vy, vz, ux, uy, uz, halfV, halfWidth, widthSlope: Lanes

    @inline(__always)
    init(_ pairs: CandidatePairs) {
        eidolon_lanes8_transpose16(pairs.rows, pairs.planes)
        func column(_ k: Int) -> Lanes {
            UnsafeMutableRawPointer(pairs.planes + 8 * k).assumingMemoryBound(to: Lanes.self).pointee
        }
        (x, y, z) = (column(0), column(1), column(2))
        (wx, wy, wz) = (column(3), column(4), column(5))
        (vx, vy, vz) = (column(6), column(7), column(8))
        (ux, uy, uz) = (column(9), column(10), column(11))
        (halfV, halfWidth, widthSlope) = (column(12), column(13), column(14))
    }
}
