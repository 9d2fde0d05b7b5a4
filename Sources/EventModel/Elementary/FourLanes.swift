// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes

extension SIMD4: LaneBits where Scalar == UInt64 {
    @inlinable @inline(__always) public init(every value: UInt64) { self.init(repeating: value) }
    @inlinable @inline(__always) public func adding(_ other: Self) -> Self { self &+ other }
    @inlinable @inline(__always) public func subtracting(_ other: Self) -> Self { self &- other }
    @inlinable @inline(__always) public func masked(by other: Self) -> Self { self & other }
    @inlinable @inline(__always) public func united(with other: Self) -> Self { self | other }
    @inlinable @inline(__always) public func flipped(by other: Self) -> Self { self ^ other }
    @inlinable @inline(__always)
    public func shiftedUp(by count: UInt64) -> Self { self &<< SIMD4<UInt64>(repeating: count) }
    @inlinable @inline(__always)
    public func shiftedDown(by count: UInt64) -> Self { self &>> SIMD4<UInt64>(repeating: count) }
    @inlinable @inline(__always)
    public func isClear(_ mask: UInt64) -> Bool { eidolon_words4_clear(self, mask) != 0 }
}

extension SIMD4: ElementaryLanes where Scalar == Double {
    public typealias Bits = SIMD4<UInt64>
    public typealias Choice = SIMDMask<SIMD4<Int64>>

    @inlinable @inline(__always) public static var lanes: Int { 4 }
    @inlinable @inline(__always) public init(every value: Double) { self.init(repeating: value) }
    @inlinable @inline(__always)
    public init(bits: SIMD4<UInt64>) { self = unsafeBitCast(bits, to: SIMD4<Double>.self) }
    @inlinable @inline(__always)
    public var bits: SIMD4<UInt64> { unsafeBitCast(self, to: SIMD4<UInt64>.self) }
    @inlinable @inline(__always) public func value(lane: Int) -> Double { self[lane] }
    @inlinable @inline(__always) public mutating func set(_ value: Double, lane: Int) { self[lane] = value }
    @inlinable @inline(__always) public static func + (a: Self, b: Self) -> Self { eidolon_lanes4_add(a, b) }
    @inlinable @inline(__always) public static func - (a: Self, b: Self) -> Self { eidolon_lanes4_subtract(a, b) }
    @inlinable @inline(__always) public static func * (a: Self, b: Self) -> Self { eidolon_lanes4_multiply(a, b) }
    @inlinable @inline(__always) public static func / (a: Self, b: Self) -> Self { eidolon_lanes4_divide(a, b) }
    @inlinable @inline(__always) public func root() -> Self { eidolon_lanes4_root(self) }
    @inlinable @inline(__always) public func isBelow(_ other: Self) -> Choice { self .< other }
    @inlinable @inline(__always) public func isAtMost(_ other: Self) -> Choice { self .<= other }
    @inlinable @inline(__always) public static func both(_ a: Choice, _ b: Choice) -> Choice { a .& b }
    @inlinable @inline(__always) public static func either(_ a: Choice, _ b: Choice) -> Choice { a .| b }
    @inlinable @inline(__always)
    public static func holdsEverywhere(_ choice: Choice) -> Bool {
        eidolon_words4_all(unsafeBitCast(choice, to: SIMD4<UInt64>.self)) != 0
    }
    @inlinable @inline(__always) public static func holds(_ choice: Choice, lane: Int) -> Bool { choice[lane] }
    @inlinable @inline(__always)
    public static func select(_ choice: Choice, _ yes: Self, _ no: Self) -> Self {
        no.replacing(with: yes, where: choice)
    }

    @inlinable @inline(__always)
    public static func powersOfTwo(_ index: Bits) -> Self { eidolon_powers_of_two4(index) }
    @inlinable @inline(__always)
    public static func logarithms(_ place: Bits) -> (values: Self, clear: Bool) {
        var clear: UInt8 = 0
        let values = eidolon_logarithms4(place, &clear)
        return (values, clear != 0)
    }
    @inlinable @inline(__always)
    public static func inverseLogarithms(_ index: Bits) -> (head: Self, tail: Self) {
        let parts = eidolon_inverse_logarithms4(index)
        return (eidolon_heads4(parts), eidolon_tails4(parts))
    }
    @inlinable @inline(__always)
    public static func arcTangents(_ index: Bits) -> (head: Self, tail: Self) {
        let parts = eidolon_arc_tangents4(index)
        return (eidolon_heads4(parts), eidolon_tails4(parts))
    }
}

/// Arithmetic with one number for all lanes, ahead of the standard library's loops over lanes.
extension SIMD4 where Scalar == Double {
    @inlinable @inline(__always) public static func + (a: Self, b: Double) -> Self { a + Self(repeating: b) }
    @inlinable @inline(__always) public static func + (a: Double, b: Self) -> Self { Self(repeating: a) + b }
    @inlinable @inline(__always) public static func - (a: Self, b: Double) -> Self { a - Self(repeating: b) }
    @inlinable @inline(__always) public static func - (a: Double, b: Self) -> Self { Self(repeating: a) - b }
    @inlinable @inline(__always) public static func * (a: Self, b: Double) -> Self { a * Self(repeating: b) }
    @inlinable @inline(__always) public static func * (a: Double, b: Self) -> Self { Self(repeating: a) * b }
    @inlinable @inline(__always) public static func / (a: Self, b: Double) -> Self { a / Self(repeating: b) }
    @inlinable @inline(__always) public static func / (a: Double, b: Self) -> Self { Self(repeating: a) / b }
    @inlinable @inline(__always) public static func += (a: inout Self, b: Self) { a = a + b }
    @inlinable @inline(__always) public static func += (a: inout Self, b: Double) { a = a + b }
    @inlinable @inline(__always) public static func -= (a: inout Self, b: Self) { a = a - b }
    @inlinable @inline(__always) public static func -= (a: inout Self, b: Double) { a = a - b }
    @inlinable @inline(__always) public static func *= (a: inout Self, b: Self) { a = a * b }
    @inlinable @inline(__always) public static func *= (a: inout Self, b: Double) { a = a * b }
    @inlinable @inline(__always) public static func /= (a: inout Self, b: Self) { a = a / b }
    @inlinable @inline(__always) public static func /= (a: inout Self, b: Double) { a = a / b }
    /// The sign of every lane flipped, that of zero too.
    @inlinable @inline(__always) public static prefix func - (a: Self) -> Self { Self(repeating: -0.0) - a }
    /// Square roots, correctly rounded, as one vector operation.
    @inlinable @inline(__always) public func squareRoot() -> Self { eidolon_lanes4_root(self) }

    /// As the library's, which chooses lane by lane.
    @inlinable @inline(__always)
    public func replacing(with other: Self, where choice: Choice) -> Self {
        eidolon_lanes4_select(unsafeBitCast(choice, to: Bits.self), other, self)
    }
    @inlinable @inline(__always)
    public mutating func replace(with other: Self, where choice: Choice) {
        self = replacing(with: other, where: choice)
    }
}
