// SPDX-License-Identifier: GPL-3.0-or-later

/// A plane with a bounded part, as kernels read it: two cache lines of doubles, what is needed first in front.
///
/// Sixteen doubles long, so that eight of them are transposed into vectors at once (`NavigationLanes`).
@frozen
public struct ModulePlane: Sendable, BitwiseCopyable {
    public let center: Vector3
    /// Normal of the plane.
    public let w: Vector3
    public let v: Vector3
    public let u: Vector3
    /// Half length along v, mm.
    public let halfV: Double
    /// Half width at v = 0, mm, and its growth with v: a trapezoid, or a rectangle without growth.
    public let halfWidth: Double
    public let widthSlope: Double
    /// Position of the module in the tracker, or the number of modules plus a passive surface's.
    public let surface: Int32
    /// Twice the position of the layer, or the number of layers plus a passive surface's position; plus one in barrels.
    let memberCode: Int32

    init(_ module: Module, surface: Int, isBarrel: Bool) {
        center = module.center
        w = module.w
        v = module.v
        u = module.u
        halfV = module.halfV
        halfWidth = 0.5 * (module.halfUMinimum + module.halfUMaximum)
        widthSlope = (module.halfUMaximum - module.halfUMinimum) / (2 * module.halfV)
        self.surface = Int32(surface)
        memberCode = 2 * module.layer + (isBarrel ? 1 : 0)
    }

    /// The plane of a disc at z, without bounds: u is x and v is y. For a cylinder it means nothing.
    init(_ place: PassivePlace, surface: Int, member: Int) {
        center = Vector3(0, 0, place.isCylinder ? 0 : place.position)
        w = Vector3(0, 0, 1)
        v = Vector3(0, 1, 0)
        u = Vector3(1, 0, 0)
        halfV = .infinity
        halfWidth = .infinity
        widthSlope = 0
        self.surface = Int32(surface)
        memberCode = Int32(2 * member) + (place.isCylinder ? 1 : 0)
    }

    /// Position of the layer in the tracker, or the number of layers plus a passive surface's position.
    @inline(__always) var member: Int32 { memberCode >> 1 }
    /// Whether the module belongs to a barrel, or the passive surface is a cylinder.
    @inline(__always) var isBarrel: Bool { memberCode & 1 == 1 }

    @inlinable @inline(__always)
    public func contains(u: Double, v: Double) -> Bool {
        abs(v) <= halfV && abs(u) <= halfWidth + widthSlope * v
    }

    /// The largest half width, mm.
    @inlinable @inline(__always)
    public var halfU: Double { halfWidth + abs(widthSlope) * halfV }
}
