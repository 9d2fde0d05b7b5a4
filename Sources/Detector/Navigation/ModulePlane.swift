// SPDX-License-Identifier: GPL-3.0-or-later

/// A module as kernels read it: two cache lines, what is needed first in front.
@frozen
public struct ModulePlane: Sendable, BitwiseCopyable {
    public let center: Vector3
    /// Normal of the plane.
    public let w: Vector3
    public let v: Vector3
    public let u: Vector3
    /// Half length along v; half width at v = -halfV and at v = +halfV, mm.
    public let halfV: Double
    public let halfUMinimum: Double
    public let halfUMaximum: Double
    /// Position of the layer in the tracker.
    public let layer: Int32
    /// Whether the layer is a barrel layer.
    public let isBarrel: Bool

    init(_ module: Module, isBarrel: Bool) {
        center = module.center
        w = module.w
        v = module.v
        u = module.u
        halfV = module.halfV
        halfUMinimum = module.halfUMinimum
        halfUMaximum = module.halfUMaximum
        layer = module.layer
        self.isBarrel = isBarrel
    }

    @inlinable @inline(__always)
    public func contains(u: Double, v: Double) -> Bool {
        if abs(v) > halfV { return false }
        let slope = (halfUMaximum - halfUMinimum) / (2 * halfV)
        return abs(u) <= halfUMinimum + slope * (v + halfV)
    }

    /// Larger of the half widths, mm.
    @inlinable @inline(__always)
    public var halfU: Double { max(halfUMinimum, halfUMaximum) }
}
