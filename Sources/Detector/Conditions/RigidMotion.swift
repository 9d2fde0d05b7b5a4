// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Six degrees of freedom: a shift, and small rotations about three axes.
public struct Displacement: Sendable, Equatable {
    /// mm.
    public var shift: Vector3
    /// Angles about the first, the second and the third axis, applied in this order, rad.
    public var rotation: Vector3

    public init(shift: Vector3 = Vector3(0, 0, 0), rotation: Vector3 = Vector3(0, 0, 0)) {
        self.shift = shift
        self.rotation = rotation
    }
}

/// A rotation about a pivot followed by a shift.
struct RigidMotion {
    private let shift: Vector3
    private let pivot: Vector3
    /// Rows of the rotation matrix.
    private let rows: (Vector3, Vector3, Vector3)

    /// The displacement in the frame of the axes, which are orthonormal, about a pivot.
    init(_ displacement: Displacement, pivot: Vector3, axes: (Vector3, Vector3, Vector3)) {
        self.pivot = pivot
        let s = displacement.shift
        shift = s.x * axes.0 + s.y * axes.1 + s.z * axes.2
        let local = RigidMotion.rotation(displacement.rotation)
        // A R Aᵀ, where the columns of A are the axes.
        func image(_ e: Vector3) -> Vector3 {
            let c = Vector3(axes.0.dot(e), axes.1.dot(e), axes.2.dot(e))
            return local.0.dot(c) * axes.0 + local.1.dot(c) * axes.1 + local.2.dot(c) * axes.2
        }
        let (x, y, z) = (image(Vector3(1, 0, 0)), image(Vector3(0, 1, 0)), image(Vector3(0, 0, 1)))
        rows = (Vector3(x.x, y.x, z.x), Vector3(x.y, y.y, z.y), Vector3(x.z, y.z, z.z))
    }

    /// The displacement in the global frame.
    init(_ displacement: Displacement, pivot: Vector3) {
        self.init(displacement, pivot: pivot, axes: (Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)))
    }

    func direction(_ v: Vector3) -> Vector3 { Vector3(rows.0.dot(v), rows.1.dot(v), rows.2.dot(v)) }
    func point(_ p: Vector3) -> Vector3 { pivot + shift + direction(p - pivot) }

    func move(_ module: inout Module) {
        module.center = point(module.center)
        // Directions are made orthonormal again, so that many motions do not add up rounding errors.
        let v = RigidMotion.unit(direction(module.v))
        let u = direction(module.u)
        module.u = RigidMotion.unit(u - u.dot(v) * v)
        module.v = v
        module.w = module.u.cross(v)
    }

    /// Rows of R = R₃ R₂ R₁: the rotation about the first axis comes first.
    private static func rotation(_ angles: Vector3) -> (Vector3, Vector3, Vector3) {
        let (s1, c1) = Elementary.sincos(angles.x)
        let (s2, c2) = Elementary.sincos(angles.y)
        let (s3, c3) = Elementary.sincos(angles.z)
        return (
            Vector3(c3 * c2, c3 * s2 * s1 - s3 * c1, c3 * s2 * c1 + s3 * s1),
            Vector3(s3 * c2, s3 * s2 * s1 + c3 * c1, s3 * s2 * c1 - c3 * s1), Vector3(-s2, c2 * s1, c2 * c1)
        )
    }

    private static func unit(_ v: Vector3) -> Vector3 { (1 / v.dot(v).squareRoot()) * v }
}
