// SPDX-License-Identifier: GPL-3.0-or-later

/// The way through the nearest station on the inward or outward motion and along z, and a little farther.
///
/// A guide for the length of a step and no more: whatever the step passes is searched, so that an estimate to second
/// order in the path is enough.
struct WayToStation {
    private let z, uz, radius2: Double
    /// r² = ρ² + 2 b s + a s² to second order.
    private let a, b: Double

    /// A particle so near the end of a station aims at the next one, mm.
    private static let skin = 1e-3

    @inline(__always)
    init(_ point: PathPoint, _ omega: Vector3) {
        let bend = omega.cross(point.direction)
        z = point.z
        uz = point.uz
        radius2 = point.x * point.x + point.y * point.y
        b = point.x * point.ux + point.y * point.uy
        a = point.ux * point.ux + point.uy * point.uy + point.x * bend.x + point.y * bend.y
    }

    @inline(__always)
    func length(in navigator: Navigator) -> Double {
        let radius = radius2.squareRoot()
        var way = Double.infinity
        if b < 0 { way = inward(radius, navigator) }
        if way == .infinity { way = outward(radius, navigator) }
        return 1.01 * min(way, along(navigator)) + 0.1
    }

    /// The path on which the radius falls through the station below; infinite if it turns back before.
    @inline(__always)
    private func inward(_ radius: Double, _ navigator: Navigator) -> Double {
        let slot = navigator.slot(ofRadius: radius - WayToStation.skin)
        let i = slot & 1 == 1 ? slot >> 1 : (slot >> 1) - 1
        guard i >= 0 else { return .infinity }
        let target = navigator.radial[Int(i)].lower
        let d = radius2 - target * target
        let discriminant = b * b - a * d
        return discriminant >= 0 ? d / (discriminant.squareRoot() - b) : .infinity
    }

    @inline(__always)
    private func outward(_ radius: Double, _ navigator: Navigator) -> Double {
        var i = Int(navigator.slot(ofRadius: radius + WayToStation.skin) >> 1)
        // Stations that the path passes beyond their ends are no aims.
        while i < Int(navigator.radialCount) {
            let path = outward(through: navigator.radial[i].upper)
            let z = z + uz * path
            if !(z < navigator.radial[i].lowAcross || z > navigator.radial[i].highAcross) { return path }
            i += 1
        }
        return outward(through: navigator.boundaryRadius)
    }

    @inline(__always)
    private func outward(through radius: Double) -> Double {
        let d = radius * radius - radius2
        let discriminant = b * b + a * d
        guard discriminant >= 0 else { return .infinity }
        let root = discriminant.squareRoot()
        let path = b > 0 ? d / (b + root) : (root - b) / a
        return path > 0 ? path : .infinity
    }

    @inline(__always)
    private func along(_ navigator: Navigator) -> Double {
        let isForward = uz >= 0
        let z = isForward ? z : -z
        let inverse = 1 / abs(uz)
        guard inverse < .infinity else { return .infinity }
        let stations = isForward ? navigator.axial : navigator.axialMirrored
        let count = navigator.axialCount
        var i = Int(Navigator.slot(of: z + WayToStation.skin, stations, count) >> 1)
        while i < Int(count) {
            let path = (stations[i].upper - z) * inverse
            let across2 = radius2 + path * (2 * b + path * a)
            let low = max(0, stations[i].lowAcross)
            if across2 >= low * low && across2 <= stations[i].highAcross * stations[i].highAcross { return path }
            i += 1
        }
        return (navigator.boundaryHalfLength - z) * inverse
    }
}
