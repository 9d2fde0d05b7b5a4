// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The extent of a module's mid-plane in radius, z and azimuth.
struct ModuleFootprint {
    var radius: ClosedRange<Double>
    var z: ClosedRange<Double>
    /// Azimuth of the centre in [-π, π] and half width; half width π if the module stands around the axis.
    var angle: Double
    var halfAngle: Double
    /// Largest distance from the half-plane through the axis and the centre, mm; infinite if the module does not lie on
    /// one side of the axis.
    var halfWidth: Double

    init(_ module: Module) {
        let corners = ModuleFootprint.corners(of: module)
        var low = Double.infinity
        var high = 0.0
        var lowZ = Double.infinity
        var highZ = -Double.infinity
        var halfAngle = 0.0
        let angle = Elementary.atan2(module.center.y, module.center.x)
        var isAroundAxis = true
        var side = 0.0
        var halfWidth = 0.0
        let radial = (x: Elementary.cos(angle), y: Elementary.sin(angle))
        for (i, corner) in corners.enumerated() {
            let next = corners[(i + 1) % 4]
            low = min(low, ModuleFootprint.distanceFromAxis(corner, next))
            high = max(high, (corner.x * corner.x + corner.y * corner.y).squareRoot())
            lowZ = min(lowZ, corner.z)
            highZ = max(highZ, corner.z)
            let delta = angleDifference(from: angle, to: Elementary.atan2(corner.y, corner.x))
            halfAngle = max(halfAngle, abs(delta))
            let isInFront = corner.x * radial.x + corner.y * radial.y > 0
            halfWidth = isInFront ? max(halfWidth, abs(corner.x * radial.y - corner.y * radial.x)) : .infinity
            let turn = corner.x * next.y - corner.y * next.x
            if turn * side < 0 || turn == 0 { isAroundAxis = false }
            side = turn
        }
        if isAroundAxis {
            low = 0
            halfAngle = PhysicalConstants.pi
            halfWidth = .infinity
        }
        // Rounding in the corners must not lose a crossing at the very edge.
        let slack = 1e-9 * (1 + high + max(abs(lowZ), abs(highZ)))
        radius = max(0, low - slack)...(high + slack)
        z = (lowZ - slack)...(highZ + slack)
        self.angle = angle
        self.halfWidth = halfWidth + slack
        self.halfAngle = min(PhysicalConstants.pi, halfAngle + slack / max(low, 1e-6))
    }

    static func corners(of module: Module) -> [Vector3] {
        let bottom = module.center - module.halfV * module.v
        let top = module.center + module.halfV * module.v
        return [
            bottom - module.halfUMinimum * module.u, bottom + module.halfUMinimum * module.u,
            top + module.halfUMaximum * module.u, top - module.halfUMaximum * module.u,
        ]
    }

    /// Smallest distance from the z axis of the segment between two points.
    static func distanceFromAxis(_ a: Vector3, _ b: Vector3) -> Double {
        let dx = b.x - a.x
        let dy = b.y - a.y
        let length2 = dx * dx + dy * dy
        var t = length2 > 0 ? -(a.x * dx + a.y * dy) / length2 : 0
        t = min(1, max(0, t))
        let x = a.x + t * dx
        let y = a.y + t * dy
        return (x * x + y * y).squareRoot()
    }
}
