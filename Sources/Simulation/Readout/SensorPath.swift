// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// The straight path of a particle through a sensor, in the module's frame.
struct SensorPath {
    /// Where it crosses the mid-plane, mm.
    let u: Double
    let v: Double
    /// Displacement along u and v per displacement along the normal.
    let slopeU: Double
    let slopeV: Double
    /// Heights above the mid-plane between which it is inside the sensor, mm.
    let low: Double
    let high: Double

    /// The path through (u, v) at the mid-plane along a direction given by its components in the module's frame; a
    /// grazing path is cut where it leaves the rectangle of half sides `halfU`, `halfV`.
    @inline(__always)
    init(
        u: Double, v: Double, alongU: Double, alongV: Double, alongW: Double, thickness: Double, halfU: Double,
        halfV: Double
    ) {
        // A path in the module's plane is taken for one that is nearly so.
        let least = 1e-9 * (abs(alongU) + abs(alongV)) + 1e-300
        let normal = abs(alongW) > least ? alongW : least
        let inverse = 1 / normal
        self.u = min(max(u, -halfU), halfU)
        self.v = min(max(v, -halfV), halfV)
        slopeU = alongU * inverse
        slopeV = alongV * inverse
        var range = (-0.5 * thickness, 0.5 * thickness)
        SensorPath.cut(&range, self.u, slopeU, halfU)
        SensorPath.cut(&range, self.v, slopeV, halfV)
        (low, high) = range
    }

    /// Length inside the sensor, mm.
    @inline(__always)
    var length: Double { (high - low) * (1 + slopeU * slopeU + slopeV * slopeV).squareRoot() }

    @inline(__always)
    private static func cut(_ range: inout (Double, Double), _ place: Double, _ slope: Double, _ half: Double) {
        let size = abs(slope)
        if size * range.1 > half - place || size * range.1 > half + place
            || -size * range.0 > half - place || -size * range.0 > half + place
        {
            let (up, down) = slope > 0 ? (half - place, half + place) : (half + place, half - place)
            range.1 = min(range.1, up / size)
            range.0 = max(range.0, -down / size)
        }
    }
}
