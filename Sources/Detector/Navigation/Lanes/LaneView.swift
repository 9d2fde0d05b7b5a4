// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// What the navigation remembers of its lanes, and computes for them: a view of the memory of `NavigationLanes`. As
/// vectors its columns are four lanes long, the registers of most processors.
struct LaneView: @unchecked Sendable {
    fileprivate let base: UnsafeMutablePointer<Double>

    init(base: UnsafeMutablePointer<Double>) { self.base = base }

    @inline(__always)
    private func column(_ k: Int) -> FourColumn { FourColumn(pointer: base + NavigationLanes.count * k) }

    /// The columns of `NavigationLanes` of the same names.
    var x: FourColumn { column(0) }
    var y: FourColumn { column(1) }
    var z: FourColumn { column(2) }
    var ux: FourColumn { column(3) }
    var uy: FourColumn { column(4) }
    var uz: FourColumn { column(5) }
    var curvature: FourColumn { column(6) }
    var limit: FourColumn { column(7) }
    var path: FourColumn { column(8) }
    var u: FourColumn { column(9) }
    var v: FourColumn { column(10) }
    var cosine: FourColumn { column(11) }

    /// Where there is a particle.
    var isActive: FourColumn { column(17) }
    /// 1 if the particle moved towards +z when its place was found, −1 if towards −z.
    var direction: FourColumn { column(19) }
    /// The rows of the nearest stations that the particle has not left behind, outward and along z; whether it is within
    /// them, and whether there are stations nearer to the axis.
    var radialSlot: FourColumn { column(20) }
    var axialSlot: FourColumn { column(21) }
    var isInRadial: FourColumn { column(22) }
    var isInAxial: FourColumn { column(23) }
    var isAboveFirst: FourColumn { column(24) }
    /// The rows of the nearest stations that it can meet, and of the one that comes first.
    var radialTarget: FourColumn { column(25) }
    var axialTarget: FourColumn { column(26) }
    var target: FourColumn { column(27) }
    /// A row of the thin station that it stands on, −1 for none; whether that was reached from the outside, which only the
    /// scalar search understands.
    var standingRow: FourColumn { column(28) }
    var isOdd: FourColumn { column(30) }
    /// Direction and curvature on arrival in a station, the path left in it, and whether it is a radial one.
    var arrivalX: FourColumn { column(31) }
    var arrivalY: FourColumn { column(32) }
    var arrivalZ: FourColumn { column(33) }
    var arrivalCurvature: FourColumn { column(34) }
    var rest: FourColumn { column(35) }
    var isRestRadial: FourColumn { column(36) }
    /// Modules and discs near the rest of the path through a station: their number, −1 if unknown, and how many
    /// crossings ago they were found.
    var listCount: FourColumn { column(37) }
    var listAge: FourColumn { column(38) }

    /// z along the motion, its value if the particle came straight from the axis, and how it grows at least with the
    /// radius.
    var zAlong: FourColumn { column(39) }
    var zAtAxis: FourColumn { column(40) }
    var zPerRadius: FourColumn { column(41) }
    /// The distance from the axis below which no disc can be met, the largest at z = 0 if it grew on, and how it grows
    /// at most with z along the motion.
    var leastRadius: FourColumn { column(42) }
    var radiusAtZero: FourColumn { column(43) }
    var radiusPerZ: FourColumn { column(44) }
    /// 1 / |uz|, and the same for the transverse direction; distance from the axis; the size of the transverse direction.
    var pathPerZ: FourColumn { column(45) }
    var pathPerRadius: FourColumn { column(87) }
    var radius: FourColumn { column(88) }
    var transverse: FourColumn { column(89) }
    /// What the rows of the nearest stations say: four columns each.
    var radialBounds: FourColumn { column(46) }
    var radialHalf: FourColumn { column(47) }
    var radialEnd: FourColumn { column(48) }
    var radialRadius: FourColumn { column(49) }
    var axialBounds: FourColumn { column(50) }
    var axialHalf: FourColumn { column(51) }
    var axialEnd: FourColumn { column(52) }
    var targetLow: FourColumn { column(54) }
    var targetHigh: FourColumn { column(55) }
    var targetKind: FourColumn { column(56) }

    /// The helix at the middle of the piece of path through the nearest station, and half the length of the piece, mm:
    /// eight columns, and the same as rows, one per lane.
    func piece(_ k: Int) -> FourColumn { column(58 + k) }
    var pieceRows: UnsafeMutablePointer<Double> { column(66).pointer }
    /// Where surfaces near the piece can be: z, radius and azimuth.
    var lowZ: FourColumn { column(74) }
    var highZ: FourColumn { column(75) }
    var lowRadius: FourColumn { column(76) }
    var highRadius: FourColumn { column(77) }
    var lowAngle: FourColumn { column(78) }
    var highAngle: FourColumn { column(79) }
    /// 1 / r of the nearest of them.
    var inverseRadius: FourColumn { column(80) }
    /// Path from the middle of the piece to the first crossing with a candidate, infinite if there is none, not a number
    /// if the scalar search has to answer; and that candidate's pair.
    var bestStep: FourColumn { column(81) }
    var bestPair: FourColumn { column(82) }
}
