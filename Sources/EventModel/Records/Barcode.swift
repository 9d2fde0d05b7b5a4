// SPDX-License-Identifier: GPL-3.0-or-later

/// The truth identity of a particle in TrackML's bit layout.
///
/// Bits 52-63 vertex (collision, from 1), 36-51 primary particle (from 1), 24-35 generation, 12-23 secondary,
/// 0-11 process. Unique within an event; 0 means "no particle" (noise).
@frozen
public struct Barcode: Hashable, Sendable, BitwiseCopyable {
    public let rawValue: UInt64

    @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// - Precondition: every part fits its bits.
    @inlinable
    public init(vertex: Int, primary: Int, generation: Int = 0, secondary: Int = 0, process: Int = 0) {
        precondition(vertex >> 12 == 0 && primary >> 16 == 0 && generation >> 12 == 0)
        precondition(secondary >> 12 == 0 && process >> 12 == 0)
        rawValue =
            UInt64(vertex) << 52 | UInt64(primary) << 36 | UInt64(generation) << 24 | UInt64(secondary) << 12
            | UInt64(process)
    }

    public static let none = Barcode(rawValue: 0)
    /// Largest value of each part.
    public static let maximumVertex = 0xFFF
    public static let maximumPrimary = 0xFFFF

    @inlinable public var vertex: Int { Int(rawValue >> 52) }
    @inlinable public var primary: Int { Int(rawValue >> 36 & 0xFFFF) }
    @inlinable public var generation: Int { Int(rawValue >> 24 & 0xFFF) }
    @inlinable public var secondary: Int { Int(rawValue >> 12 & 0xFFF) }
    @inlinable public var process: Int { Int(rawValue & 0xFFF) }
}
