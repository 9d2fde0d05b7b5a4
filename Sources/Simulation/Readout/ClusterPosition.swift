// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// How the position along one axis follows from a cluster of some size under some angle, in channels.
struct PositionResponse: Sendable, BitwiseCopyable {
    /// Displacement from the middle of the cluster per asymmetry of its outer rows.
    var slope: Double
    /// Mean squared error.
    var variance: Double

    /// Sizes 1, 2 and larger are told apart.
    static let groups = 3
    static let bins = 16
    /// Responses of one axis of one layer.
    static let perAxis = groups * bins

    /// Position of the response for a cluster of `size` channels where a straight track from the centre of the
    /// detector covers `width` of them.
    @inline(__always)
    static func index(size: Int, width: Double) -> Int {
        (min(size, groups) - 1) * bins + (size < groups ? bin(ofWidth: width) : bin(ofExcess: Double(size) - width))
    }

    /// Quarters of a channel up to 2, then wide bins: there the cluster is a part of one that broke.
    @inline(__always)
    private static func bin(ofWidth width: Double) -> Int {
        if width < 2 { return Elementary.wholePart(4 * width) }
        return width < 3 ? 8 : min(9 + Elementary.wholePart(0.25 * (width - 3)), bins - 1)
    }

    /// Quarters of a channel for clusters as long as expected or longer; those much shorter broke.
    @inline(__always)
    private static func bin(ofExcess excess: Double) -> Int {
        if excess >= -1 { return min(4 + Elementary.wholePart(4 * (excess + 1)), bins - 1) }
        if excess >= -2 { return 3 }
        return excess >= -4 ? 2 : excess >= -10 ? 1 : 0
    }
}

/// Position and variance of a cluster along one axis: in channels from the edge of the module.
struct AxisEstimate {
    let position: Double
    let variance: Double
}

extension ClusterShape {
    /// The middle of the cluster along u and v, in channels from the edge.
    var middleU: Double { 0.5 * (Double(firstU) + Double(lastU) + 1) }
    var middleV: Double { 0.5 * (Double(firstV) + Double(lastV) + 1) }

    /// (last − first)/(last + first) of the charges of the outer rows; 0 for one row.
    @inline(__always)
    static func asymmetry(_ first: Double, _ last: Double) -> Double {
        first + last > 0 ? (last - first) / (last + first) : 0
    }
    var asymmetryU: Double { ClusterShape.asymmetry(chargeFirstU, chargeLastU) }
    var asymmetryV: Double { ClusterShape.asymmetry(chargeFirstV, chargeLastV) }
}

extension TrackerReadout {
    /// How many channels along u and v are covered by a straight track from the centre of the detector through the
    /// middle of a cluster: what is known of its angle before there are tracks.
    @inline(__always)
    func expectedWidths(
        _ shape: ClusterShape, _ module: UnsafePointer<Module>, _ constants: UnsafePointer<ModuleConstants>,
        _ sensor: UnsafePointer<SensorConstants>
    ) -> (u: Double, v: Double) {
        let u = shape.middleU * sensor.pointee.pitchU - constants.pointee.halfU
        let v = shape.middleV * sensor.pointee.pitchV - constants.pointee.halfV
        // The components of the place in the module's frame are those of the direction from the centre.
        let alongU = module.pointee.center.dot(module.pointee.u) + u
        let alongV = module.pointee.center.dot(module.pointee.v) + v
        let alongW = module.pointee.center.dot(module.pointee.w)
        let height = abs(alongW) > 1e-3 ? alongW : 1e-3
        let inverse = 1 / height
        let thickness = sensor.pointee.thickness
        let side = sensor.pointee.side
        let slopeU = alongU * inverse - side * constants.pointee.nominalDriftU
        let slopeV = alongV * inverse - side * constants.pointee.nominalDriftV
        return (
            min(thickness * abs(slopeU) * sensor.pointee.inversePitchU, 1e4),
            min(thickness * abs(slopeV) * sensor.pointee.inversePitchV, 1e4)
        )
    }

    /// The measured position of a cluster along u and v, in channels from the edge, before the Lorentz shift is removed.
    ///
    /// Analogue: the middle of the cluster, moved towards the outer row with more charge. The charge of the outer rows
    /// grows with the length of the path in them, so that the move is their asymmetry times a slope, which depends on
    /// the size and on the expected width (the "head and tail" of R. Turchetta, NIM A335 (1993) 44, and the generic
    /// algorithm of CMS, JINST 9 (2014) P10009); slopes and variances are those that `PositionCalibration` finds.
    @inline(__always)
    func estimate(
        _ shape: ClusterShape, widths: (u: Double, v: Double), layer: Int, _ sensor: UnsafePointer<SensorConstants>
    ) -> (u: AxisEstimate, v: AxisEstimate) {
        let base = responses.pointer + layer * 2 * PositionResponse.perAxis
        let u = base[PositionResponse.index(size: shape.sizeU, width: widths.u)]
        let v =
            base[PositionResponse.perAxis + PositionResponse.index(size: shape.sizeV, width: widths.v)]
        if sensor.pointee.usesSharing {
            return (
                AxisEstimate(position: shape.middleU + u.slope * shape.asymmetryU, variance: u.variance),
                AxisEstimate(position: shape.middleV + v.slope * shape.asymmetryV, variance: v.variance)
            )
        }
        let inverse = 1 / shape.charge
        return (
            AxisEstimate(position: shape.sumU * inverse + 0.5, variance: u.variance),
            AxisEstimate(position: shape.sumV * inverse + 0.5, variance: v.variance)
        )
    }
}
