// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A direction in space.
public struct UnitVector: Sendable, BitwiseCopyable, Equatable {
    public var x, y, z: Double

    @inline(__always)
    public init(x: Double, y: Double, z: Double) {
        self.x = x
        self.y = y
        self.z = z
    }

    /// Direction of a momentum; along z for one at rest.
    @inline(__always)
    init(of momentum: FourVector) {
        let length = momentum.momentum
        guard length > 0 else {
            self.init(x: 0, y: 0, z: 1)
            return
        }
        self.init(x: momentum.px / length, y: momentum.py / length, z: momentum.pz / length)
    }

    /// Evenly distributed on the sphere; two draws.
    @inline(__always)
    static func isotropic(using stream: inout RandomStream) -> UnitVector {
        let (x, y, z) = stream.direction()
        return UnitVector(x: x, y: y, z: z)
    }

    @inline(__always) func dot(_ b: UnitVector) -> Double { x * b.x + y * b.y + z * b.z }
    @inline(__always) static prefix func - (a: UnitVector) -> UnitVector { UnitVector(x: -a.x, y: -a.y, z: -a.z) }

    @inline(__always)
    func cross(_ b: UnitVector) -> UnitVector {
        UnitVector(x: y * b.z - z * b.y, y: z * b.x - x * b.z, z: x * b.y - y * b.x)
    }

    /// A direction at a right angle to this one.
    @inline(__always)
    func perpendicular() -> UnitVector {
        // The smallest component is left out.
        if abs(z) < 0.6 {
            let length = (x * x + y * y).squareRoot()
            return UnitVector(x: -y / length, y: x / length, z: 0)
        }
        let length = (y * y + z * z).squareRoot()
        return UnitVector(x: 0, y: -z / length, z: y / length)
    }

    /// At an angle of the given cosine to this one, with a random azimuth; one draw.
    @inline(__always)
    func tilted(cosine: Double, using stream: inout RandomStream) -> UnitVector {
        let first = perpendicular()
        let second = cross(first)
        let (s, c) = Elementary.sincos(PhysicalConstants.twoPi * stream.uniform())
        let sine = max(1 - cosine * cosine, 0).squareRoot()
        let (a, b) = (sine * c, sine * s)
        return UnitVector(
            x: cosine * x + a * first.x + b * second.x, y: cosine * y + a * first.y + b * second.y,
            z: cosine * z + a * first.z + b * second.z)
    }

    /// Turned by the smallest rotation that takes `from` to `to` (Rodrigues' formula).
    @inline(__always)
    func turned(from: UnitVector, to: UnitVector) -> UnitVector {
        let cosine = from.dot(to)
        guard cosine > -1 + 1e-12 else {
            // Half a turn about any axis at a right angle.
            return halfTurn(about: from.perpendicular())
        }
        let axis = from.cross(to)
        let across = axis.cross(self)
        let along = axis.dot(self) / (1 + cosine)
        return UnitVector(
            x: cosine * x + across.x + along * axis.x, y: cosine * y + across.y + along * axis.y,
            z: cosine * z + across.z + along * axis.z)
    }

    /// Turned by half a turn about an axis.
    @inline(__always)
    func halfTurn(about axis: UnitVector) -> UnitVector {
        let along = 2 * dot(axis)
        return UnitVector(x: along * axis.x - x, y: along * axis.y - y, z: along * axis.z - z)
    }

    /// A momentum in this direction.
    @inline(__always)
    func momentum(_ p: Double, mass: Double) -> FourVector {
        FourVector(px: p * x, py: p * y, pz: p * z, energy: (p * p + mass * mass).squareRoot())
    }
}
