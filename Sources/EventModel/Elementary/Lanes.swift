// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes

/// The bit patterns of `ElementaryLanes`: wrapping 64-bit integer operations, lane by lane.
public protocol LaneBits: Sendable {
    init(every value: UInt64)
    func adding(_ other: Self) -> Self
    func subtracting(_ other: Self) -> Self
    func masked(by other: Self) -> Self
    func united(with other: Self) -> Self
    func flipped(by other: Self) -> Self
    func shiftedUp(by count: UInt64) -> Self
    func shiftedDown(by count: UInt64) -> Self
    /// Whether no lane has a bit of the mask.
    func isClear(_ mask: UInt64) -> Bool
}

/// A number of doubles on which the elementary functions act alike: `Double`, `SIMD4<Double>` or `SIMD8<Double>`.
///
/// Every kernel is written once against this protocol from IEEE operations, so that a lane of a vector holds the same
/// bits as the scalar function. The operations have names of their own because the witnesses must be the concrete
/// operators of the standard library: its generic SIMD operators are loops over lanes.
public protocol ElementaryLanes: Sendable {
    associatedtype Bits: LaneBits
    associatedtype Choice: Sendable

    static var lanes: Int { get }
    init(every value: Double)
    init(bits: Bits)
    var bits: Bits { get }
    /// The value in one lane; a scalar has lane 0 only.
    func value(lane: Int) -> Double
    mutating func set(_ value: Double, lane: Int)

    static func + (a: Self, b: Self) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    static func / (a: Self, b: Self) -> Self
    /// Correctly rounded square root.
    func root() -> Self

    func isBelow(_ other: Self) -> Choice
    func isAtMost(_ other: Self) -> Choice
    static func both(_ a: Choice, _ b: Choice) -> Choice
    static func either(_ a: Choice, _ b: Choice) -> Choice
    /// Whether the choice holds in every lane.
    static func holdsEverywhere(_ choice: Choice) -> Bool
    static func holds(_ choice: Choice, lane: Int) -> Bool
    static func select(_ choice: Choice, _ yes: Self, _ no: Self) -> Self

    /// 2^(j/256) less j at place 44 of its bits, with j the lowest byte.
    static func powersOfTwo(_ index: Bits) -> Self
    /// log c by bits 43...51 of a place, and whether bits 62 and 63 are clear in every lane, see `Elementary.place`.
    static func logarithms(_ place: Bits) -> (values: Self, clear: Bool)
    /// Logarithms of inverses in two parts, by bits 32...40 of an index, see `Elementary.logarithmInParts`.
    static func inverseLogarithms(_ index: Bits) -> (head: Self, tail: Self)
    /// atan(j/64) in two parts, the head a multiple of 2^-50, with j from -64 to 64 the lowest byte.
    static func arcTangents(_ index: Bits) -> (head: Self, tail: Self)
}

extension ElementaryLanes {
    @inlinable @inline(__always) public static func - (a: Self, b: Double) -> Self { a - Self(every: b) }
    @inlinable @inline(__always) public static func + (a: Self, b: Double) -> Self { a + Self(every: b) }
    @inlinable @inline(__always) public static func * (a: Self, b: Double) -> Self { a * Self(every: b) }

    /// Absolute value: the sign bit cleared.
    @inlinable @inline(__always)
    public var size: Self { Self(bits: bits.masked(by: Bits(every: 0x7FFF_FFFF_FFFF_FFFF))) }

    /// The sign bits alone.
    @inlinable @inline(__always)
    var signBits: Bits { bits.masked(by: Bits(every: 0x8000_0000_0000_0000)) }

    /// This value with its sign flipped where `sign` has its top bit set.
    @inlinable @inline(__always)
    func flippingSign(_ sign: Bits) -> Self { Self(bits: bits.flipped(by: sign)) }

    /// The leading 26 bits of the significand: products of two such heads are exact.
    @inlinable @inline(__always)
    var head: Self { Self(bits: bits.masked(by: Bits(every: 0xFFFF_FFFF_F800_0000))) }

    /// Replaces the lanes where `ordinary` does not hold by what `compute` says for that lane.
    ///
    /// Out of line and through memory: scalar code, or halves of vectors in argument registers, would make the
    /// compiler split the vector code around the call.
    @inlinable @inline(__always)
    func repaired(unless ordinary: Choice, _ x: Self, _ compute: (Double) -> Double) -> Self {
        var (result, choice, x) = (self, ordinary, x)
        Self.repair(&result, unless: &choice, &x, compute)
        return result
    }

    /// The same for a function of two values.
    @inlinable @inline(__always)
    func repaired(unless ordinary: Choice, _ x: Self, _ y: Self, _ compute: (Double, Double) -> Double) -> Self {
        var (result, choice, x, y) = (self, ordinary, x, y)
        Self.repair(&result, unless: &choice, &x, &y, compute)
        return result
    }

    @inlinable @inline(never)
    static func repair(
        _ result: inout Self, unless ordinary: inout Choice, _ x: inout Self, _ compute: (Double) -> Double
    ) {
        for lane in 0..<lanes where !holds(ordinary, lane: lane) {
            result.set(compute(x.value(lane: lane)), lane: lane)
        }
    }

    @inlinable @inline(never)
    static func repair(
        _ result: inout Self, unless ordinary: inout Choice, _ x: inout Self, _ y: inout Self,
        _ compute: (Double, Double) -> Double
    ) {
        for lane in 0..<lanes where !holds(ordinary, lane: lane) {
            result.set(compute(x.value(lane: lane), y.value(lane: lane)), lane: lane)
        }
    }
}

extension UInt64: LaneBits {
    @inlinable @inline(__always) public init(every value: UInt64) { self = value }
    @inlinable @inline(__always) public func adding(_ other: UInt64) -> UInt64 { self &+ other }
    @inlinable @inline(__always) public func subtracting(_ other: UInt64) -> UInt64 { self &- other }
    @inlinable @inline(__always) public func masked(by other: UInt64) -> UInt64 { self & other }
    @inlinable @inline(__always) public func united(with other: UInt64) -> UInt64 { self | other }
    @inlinable @inline(__always) public func flipped(by other: UInt64) -> UInt64 { self ^ other }
    @inlinable @inline(__always) public func shiftedUp(by count: UInt64) -> UInt64 { self &<< count }
    @inlinable @inline(__always) public func shiftedDown(by count: UInt64) -> UInt64 { self &>> count }
    @inlinable @inline(__always) public func isClear(_ mask: UInt64) -> Bool { self & mask == 0 }
}

extension Double: ElementaryLanes {
    public typealias Bits = UInt64
    public typealias Choice = Bool

    @inlinable @inline(__always) public static var lanes: Int { 1 }
    @inlinable @inline(__always) public init(every value: Double) { self = value }
    @inlinable @inline(__always) public init(bits: UInt64) { self = Double(bitPattern: bits) }
    @inlinable @inline(__always) public var bits: UInt64 { bitPattern }
    @inlinable @inline(__always) public func value(lane: Int) -> Double { self }
    @inlinable @inline(__always) public mutating func set(_ value: Double, lane: Int) { self = value }
    @inlinable @inline(__always) public func root() -> Double { eidolon_root(self) }
    @inlinable @inline(__always) public func isBelow(_ other: Double) -> Bool { self < other }
    @inlinable @inline(__always) public func isAtMost(_ other: Double) -> Bool { self <= other }
    @inlinable @inline(__always) public static func both(_ a: Bool, _ b: Bool) -> Bool { a && b }
    @inlinable @inline(__always) public static func either(_ a: Bool, _ b: Bool) -> Bool { a || b }
    @inlinable @inline(__always) public static func holdsEverywhere(_ choice: Bool) -> Bool { choice }
    @inlinable @inline(__always) public static func holds(_ choice: Bool, lane: Int) -> Bool { choice }
    @inlinable @inline(__always)
    public static func select(_ choice: Bool, _ yes: Double, _ no: Double) -> Double { choice ? yes : no }

    @inlinable @inline(__always)
    public static func powersOfTwo(_ index: UInt64) -> Double { eidolon_powers_of_two1(index) }
    @inlinable @inline(__always)
    public static func logarithms(_ place: UInt64) -> (values: Double, clear: Bool) {
        var clear: UInt8 = 0
        let values = eidolon_logarithms1(place, &clear)
        return (values, clear != 0)
    }
    @inlinable @inline(__always)
    public static func inverseLogarithms(_ index: UInt64) -> (head: Double, tail: Double) {
        let parts = eidolon_inverse_logarithms1(index)
        return (parts[0], parts[1])
    }
    @inlinable @inline(__always)
    public static func arcTangents(_ index: UInt64) -> (head: Double, tail: Double) {
        let parts = eidolon_arc_tangents1(index)
        return (parts[0], parts[1])
    }
}
