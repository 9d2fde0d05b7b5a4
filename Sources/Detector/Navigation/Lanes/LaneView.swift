// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// What the navigation remembers of its lanes, and computes for them: a view of the memory of `NavigationLanes`.
struct LaneView: @unchecked Sendable {
    fileprivate let base: UnsafeMutablePointer<Double>

    init(base: UnsafeMutablePointer<Double>) { self.base = base }

    @inline(__always)
    private func column(_ k: Int) -> ViewColumn { ViewColumn(pointer: base + NavigationLanes.count * k) }

    /// The columns of `NavigationLanes` of the same names.
    var x: ViewColumn { column(0) }
    var y: ViewColumn { column(1) }
    var z: ViewColumn { column(2) }
    var ux: ViewColumn { column(3) }
    var uy: ViewColumn { column(4) }
    var uz: ViewColumn { column(5) }
    var curvature: ViewColumn { column(6) }
    var limit: ViewColumn { column(7) }
    var path: ViewColumn { column(8) }
    var u: ViewColumn { column(9) }
    var v: ViewColumn { column(10) }
    var cosine: ViewColumn { column(11) }

    /// Where there is a particle.
    var isActive: ViewColumn { column(17) }
    /// 1 if the particle moved towards +z when its place was found, −1 if towards −z.
    var direction: ViewColumn { column(19) }
    /// The rows of the nearest stations that the particle has not left behind, outward and along z; whether it is within
    /// them, and whether there are stations nearer to the axis.
    var radialSlot: ViewColumn { column(20) }
    var axialSlot: ViewColumn { column(21) }
    var isInRadial: ViewColumn { column(22) }
    var isInAxial: ViewColumn { column(23) }
    var isAboveFirst: ViewColumn { column(24) }
    /// The rows of the nearest stations that it can meet, and of the one that comes first.
    var radialTarget: ViewColumn { column(25) }
    var axialTarget: ViewColumn { column(26) }
    var target: ViewColumn { column(27) }
    /// A row of the thin station that it stands on, −1 for none; whether that was reached from the outside, which only the
    /// scalar search understands.
    var standingRow: ViewColumn { column(28) }
    var isOdd: ViewColumn { column(30) }
    /// Direction and curvature on arrival in a station, the path left in it, and whether it is a radial one.
    var arrivalX: ViewColumn { column(31) }
    var arrivalY: ViewColumn { column(32) }
    var arrivalZ: ViewColumn { column(33) }
    var arrivalCurvature: ViewColumn { column(34) }
    var rest: ViewColumn { column(35) }
    var isRestRadial: ViewColumn { column(36) }
    /// Modules and discs near the rest of the path through a station: their number, −1 if unknown, and how many
    /// crossings ago they were found.
    var listCount: ViewColumn { column(37) }
    var listAge: ViewColumn { column(38) }

    /// z along the motion, its value if the particle came straight from the axis, and how it grows at least with the
    /// radius.
    var zAlong: ViewColumn { column(39) }
    var zAtAxis: ViewColumn { column(40) }
    var zPerRadius: ViewColumn { column(41) }
    /// The distance from the axis below which no disc can be met, the largest at z = 0 if it grew on, and how it grows
    /// at most with z along the motion.
    var leastRadius: ViewColumn { column(42) }
    var radiusAtZero: ViewColumn { column(43) }
    var radiusPerZ: ViewColumn { column(44) }
    /// 1 / |uz|, and the same for the transverse direction; distance from the axis; the size of the transverse direction.
    var pathPerZ: ViewColumn { column(45) }
    var pathPerRadius: ViewColumn { column(87) }
    var radius: ViewColumn { column(88) }
    var transverse: ViewColumn { column(89) }
    /// What the rows of the nearest stations say: four columns each.
    var radialBounds: ViewColumn { column(46) }
    var radialHalf: ViewColumn { column(47) }
    var radialEnd: ViewColumn { column(48) }
    var radialRadius: ViewColumn { column(49) }
    var axialBounds: ViewColumn { column(50) }
    var axialHalf: ViewColumn { column(51) }
    var axialEnd: ViewColumn { column(52) }
    var targetLow: ViewColumn { column(54) }
    var targetHigh: ViewColumn { column(55) }
    var targetKind: ViewColumn { column(56) }

    /// The helix at the middle of the piece of path through the nearest station, and half the length of the piece, mm:
    /// eight columns, and the same as rows, one per lane.
    func piece(_ k: Int) -> ViewColumn { column(58 + k) }
    var pieceRows: UnsafeMutablePointer<Double> { column(66).pointer }
    /// Where surfaces near the piece can be: z, radius and azimuth.
    var lowZ: ViewColumn { column(74) }
    var highZ: ViewColumn { column(75) }
    var lowRadius: ViewColumn { column(76) }
    var highRadius: ViewColumn { column(77) }
    var lowAngle: ViewColumn { column(78) }
    var highAngle: ViewColumn { column(79) }
    /// 1 / r of the nearest of them.
    var inverseRadius: ViewColumn { column(80) }
    /// Path from the middle of the piece to the first crossing with a candidate, infinite if there is none, not a number
    /// if the scalar search has to answer; and that candidate's pair.
    var bestStep: ViewColumn { column(81) }
    var bestPair: ViewColumn { column(82) }
}
