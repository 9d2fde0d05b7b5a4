// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A half line that starts on the z axis.
struct StraightLine {
    /// Unit direction.
    let direction: Vector3
    let cosinePhi: Double
    let sinePhi: Double
    /// Sine of the polar angle, positive.
    let transverse: Double
    /// Where it starts, mm.
    let z: Double

    init(eta: Double, phi: Double, z: Double) {
        self.init(transverse: 1 / Elementary.cosh(eta), longitudinal: Elementary.tanh(eta), phi: phi, z: z)
    }

    /// A line through a point at radius `radius` and `targetZ`, mm.
    init(radius: Double, targetZ: Double, phi: Double, z: Double) {
        let length = (radius * radius + (targetZ - z) * (targetZ - z)).squareRoot()
        self.init(transverse: radius / length, longitudinal: (targetZ - z) / length, phi: phi, z: z)
    }

    private init(transverse: Double, longitudinal: Double, phi: Double, z: Double) {
        (sinePhi, cosinePhi) = Elementary.sincos(phi)
        direction = Vector3(transverse * cosinePhi, transverse * sinePhi, longitudinal)
        self.transverse = transverse
        self.z = z
    }

    /// Path in the material of a passive surface, mm; nil where the line misses it.
    func path(through surface: PassiveSurface) -> Double? {
        switch surface.shape {
        case .cylinder(let radius, let range):
            let crossing = z + radius / transverse * direction.z
            return range.contains(crossing) ? surface.slab.thickness / transverse : nil
        case .disc(let discZ, let range):
            let path = (discZ - z) / direction.z
            guard path > 0, path < .infinity else { return nil }
            return range.contains(path * transverse) ? surface.slab.thickness / abs(direction.z) : nil
        }
    }

    /// Whether the line enters the region of a layer; false only when it certainly does not.
    func mayCross(_ layer: Layer) -> Bool {
        let slope = direction.z / transverse
        let a = z + layer.radius.lowerBound * slope
        let b = z + layer.radius.upperBound * slope
        return max(a, b) >= layer.z.lowerBound - 1e-6 && min(a, b) <= layer.z.upperBound + 1e-6
    }

    /// Whether a point is within some distance of the half plane that holds the line and the z axis.
    @inline(__always)
    func passesNear(_ point: Vector3, within distance: Double) -> Bool {
        abs(point.y * cosinePhi - point.x * sinePhi) <= distance
            && point.x * cosinePhi + point.y * sinePhi >= -distance
    }

    /// Cosine of the angle to the normal where the line crosses a module; nil where it misses it.
    @inline(__always)
    func cosineOfCrossing(_ module: Module) -> Double? {
        let cosine = direction.dot(module.w)
        guard cosine != 0 else { return nil }
        let toCenter = Vector3(module.center.x, module.center.y, module.center.z - z)
        let path = toCenter.dot(module.w) / cosine
        guard path > 0 else { return nil }
        let local = path * direction - toCenter
        return module.contains(u: local.dot(module.u), v: local.dot(module.v)) ? abs(cosine) : nil
    }
}
