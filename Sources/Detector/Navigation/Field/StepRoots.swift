// SPDX-License-Identifier: GPL-3.0-or-later

/// A surface as the zeros of a function of the place.
protocol ZeroSurface {
    func value(_ point: PathPoint) -> Double
    /// The rate of change of `value` along the path.
    func slope(_ point: PathPoint) -> Double
}

struct ZeroPlane: ZeroSurface {
    let center: Vector3
    /// Unit normal.
    let normal: Vector3

    @inline(__always)
    func value(_ point: PathPoint) -> Double {
        normal.x * (point.x - center.x) + normal.y * (point.y - center.y) + normal.z * (point.z - center.z)
    }
    @inline(__always)
    func slope(_ point: PathPoint) -> Double {
        normal.x * point.ux + normal.y * point.uy + normal.z * point.uz
    }
}

/// A cylinder about z: (r² − R²)/2R, which near it is the distance.
struct ZeroCylinder: ZeroSurface {
    let radius2: Double
    /// 1/2R.
    let scale: Double

    init(radius: Double) {
        radius2 = radius * radius
        scale = 0.5 / radius
    }

    @inline(__always)
    func value(_ point: PathPoint) -> Double { scale * (point.x * point.x + point.y * point.y - radius2) }
    @inline(__always)
    func slope(_ point: PathPoint) -> Double { 2 * scale * (point.x * point.ux + point.y * point.uy) }
}

extension FieldStep {
    /// The paths within the step at which a surface is crossed, at most two; infinite where there is none.
    ///
    /// - Parameters:
    ///   - end: the point at the end of the step.
    ///   - isStanding: the step starts on the surface; that is no crossing.
    ///   - reach: how far, in values of the surface's function, the path strays between its ends.
    @inline(__always)
    func crossings<Surface: ZeroSurface>(
        of surface: Surface, end: PathPoint, isStanding: Bool, reach: Double
    ) -> (Double, Double) {
        let atEnd = surface.value(end)
        if isStanding {
            // It comes back only beyond a turning point.
            let slope = surface.slope(start)
            guard slope * atEnd < 0, let turning = turningPath(surface, slope, end) else {
                return (.infinity, .infinity)
            }
            return (solve(surface, from: turning, to: length, surface.value(point(at: turning)), atEnd), .infinity)
        }
        let atStart = surface.value(start)
        if atStart * atEnd <= 0 { return (solve(surface, from: 0, to: length, atStart, atEnd), .infinity) }
        guard min(abs(atStart), abs(atEnd)) <= reach else { return (.infinity, .infinity) }
        let slope = surface.slope(start)
        guard slope * atStart < 0, let turning = turningPath(surface, slope, end) else { return (.infinity, .infinity) }
        let middle = surface.value(point(at: turning))
        guard middle * atStart <= 0 else { return (.infinity, .infinity) }
        return (
            solve(surface, from: 0, to: turning, atStart, middle),
            solve(surface, from: turning, to: length, middle, atEnd)
        )
    }

    /// Path at which the surface's function is extreme, by bisection; nil if it is monotonic.
    @inline(never)
    private func turningPath<Surface: ZeroSurface>(
        _ surface: Surface, _ slope: Double, _ end: PathPoint
    ) -> Double? {
        guard slope * surface.slope(end) < 0 else { return nil }
        var low = 0.0
        var high = length
        for _ in 0..<80 {
            let middle = 0.5 * (low + high)
            if middle <= low || middle >= high { break }
            if surface.slope(point(at: middle)) * slope > 0 { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }

    /// The zero between two paths with values of opposite sign: Newton's method kept within its bracket.
    @inline(__always)
    private func solve<Surface: ZeroSurface>(
        _ surface: Surface, from first: Double, to last: Double, _ atFirst: Double, _ atLast: Double
    ) -> Double {
        var low = first
        var high = last
        var path = first + (last - first) * (atFirst / (atFirst - atLast))
        if !(path >= low && path <= high) { path = 0.5 * (low + high) }
        for _ in 0..<100 {
            let point = point(at: path)
            let value = surface.value(point)
            if value * atLast > 0 { high = path } else { low = path }
            var next = path - value / surface.slope(point)
            if !(next >= low && next <= high) { next = 0.5 * (low + high) }
            let change = abs(next - path)
            path = next
            // What Newton's method leaves is less than the bending within its last step.
            if change * change * curvature < 1e-11 && change < 1e-4 || change < 1e-12 { break }
        }
        return path
    }
}
