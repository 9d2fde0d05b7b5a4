// SPDX-License-Identifier: GPL-3.0-or-later

/// A four-momentum (px, py, pz, E) in GeV, or a four-position (x, y, z in mm, t in ns times c).
@frozen
public struct FourVector: Sendable, BitwiseCopyable, Equatable {
    public var px: Double
    public var py: Double
    public var pz: Double
    public var energy: Double

    @inlinable
    public init(px: Double, py: Double, pz: Double, energy: Double) {
        self.px = px
        self.py = py
        self.pz = pz
        self.energy = energy
    }

    /// On the shell of `mass`.
    @inlinable
    public init(px: Double, py: Double, pz: Double, mass: Double) {
        let squared = px * px + py * py + pz * pz + mass * mass
        self.init(px: px, py: py, pz: pz, energy: squared.squareRoot())
    }

    public static let zero = FourVector(px: 0, py: 0, pz: 0, energy: 0)

    @inlinable public var pT2: Double { px * px + py * py }
    @inlinable public var pT: Double { pT2.squareRoot() }
    @inlinable public var momentum2: Double { pT2 + pz * pz }
    @inlinable public var momentum: Double { momentum2.squareRoot() }
    /// Invariant mass squared, GeV².
    @inlinable public var mass2: Double { (energy - pz) * (energy + pz) - pT2 }
    /// Invariant mass, GeV; 0 for a space-like vector within rounding.
    @inlinable public var mass: Double { max(mass2, 0).squareRoot() }
    /// Azimuth in (-π, π].
    @inlinable public var phi: Double { Elementary.atan2(py, px) }
    /// Pseudorapidity; ±infinity along the beam.
    @inlinable public var eta: Double { Elementary.asinh(pz / pT) }
    /// Rapidity along the beam.
    @inlinable public var rapidity: Double { 0.5 * Elementary.log((energy + pz) / (energy - pz)) }

    @inlinable
    public static func + (a: FourVector, b: FourVector) -> FourVector {
        FourVector(px: a.px + b.px, py: a.py + b.py, pz: a.pz + b.pz, energy: a.energy + b.energy)
    }
    @inlinable
    public static func - (a: FourVector, b: FourVector) -> FourVector {
        FourVector(px: a.px - b.px, py: a.py - b.py, pz: a.pz - b.pz, energy: a.energy - b.energy)
    }
    @inlinable
    public static func * (a: Double, b: FourVector) -> FourVector {
        FourVector(px: a * b.px, py: a * b.py, pz: a * b.pz, energy: a * b.energy)
    }
    @inlinable public static func += (a: inout FourVector, b: FourVector) { a = a + b }

    /// Minkowski product, (+,-,-,-).
    @inlinable
    public func dot(_ b: FourVector) -> Double { energy * b.energy - px * b.px - py * b.py - pz * b.pz }

    /// This vector, given in the rest frame of `frame`, seen from the frame in which `frame` has its momentum.
    ///
    /// - Precondition: `frame` is time-like with positive energy.
    @inlinable
    public func boosted(from frame: FourVector) -> FourVector {
        let m = frame.mass
        let along = frame.px * px + frame.py * py + frame.pz * pz
        let newEnergy = (frame.energy * energy + along) / m
        let factor = (newEnergy + energy) / (frame.energy + m)
        return FourVector(
            px: px + factor * frame.px, py: py + factor * frame.py, pz: pz + factor * frame.pz, energy: newEnergy)
    }

    /// This vector in the rest frame of `frame`; the inverse of `boosted(from:)`.
    @inlinable
    public func boosted(into frame: FourVector) -> FourVector {
        boosted(from: FourVector(px: -frame.px, py: -frame.py, pz: -frame.pz, energy: frame.energy))
    }
}
