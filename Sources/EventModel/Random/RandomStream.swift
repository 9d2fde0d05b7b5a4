// SPDX-License-Identifier: GPL-3.0-or-later

/// One independent random stream: Philox 4x32-10 in counter mode.
///
/// Key: the 64-bit seed. Counter, from the high end: event number 40 bits, stage 8, identity 48, draw block 32.
@frozen
public struct RandomStream: ~Copyable {
    @usableFromInline var key0: UInt32
    @usableFromInline var key1: UInt32
    @usableFromInline var c1: UInt32
    @usableFromInline var c2: UInt32
    @usableFromInline var c3: UInt32
    @usableFromInline var block: UInt32
    @usableFromInline var spare: UInt64
    @usableFromInline var hasSpare: Bool

    /// - Precondition: `event` < 2⁴⁰ and `identity` < 2⁴⁸.
    @inlinable
    public init(seed: UInt64, event: UInt64, stage: RandomStage, identity: UInt64) {
        precondition(event >> 40 == 0, "event number does not fit 40 bits")
        precondition(identity >> 48 == 0, "identity does not fit 48 bits")
        key0 = UInt32(truncatingIfNeeded: seed)
        key1 = UInt32(truncatingIfNeeded: seed >> 32)
        c1 = UInt32(truncatingIfNeeded: identity)
        c2 = UInt32(truncatingIfNeeded: identity >> 32) | UInt32(stage.rawValue) << 16
            | UInt32(truncatingIfNeeded: event & 0xFF) << 24
        c3 = UInt32(truncatingIfNeeded: event >> 8)
        block = 0
        spare = 0
        hasSpare = false
    }

    /// The next 64 random bits.
    @inlinable
    public mutating func next() -> UInt64 {
        if hasSpare {
            hasSpare = false
            return spare
        }
        let r = philox4x32(counter: (block, c1, c2, c3), key: (key0, key1))
        precondition(block != .max, "random stream exhausted")
        block &+= 1
        spare = UInt64(r.2) | UInt64(r.3) << 32
        hasSpare = true
        return UInt64(r.0) | UInt64(r.1) << 32
    }

    /// Uniform in [0, 1): the top 53 bits.
    @inlinable public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Uniform in (0, 1]: for logarithms.
    @inlinable public mutating func uniformPositive() -> Double { Double((next() >> 11) + 1) * 0x1p-53 }

    @inlinable
    public mutating func uniform(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// Uniform integer in 0..<bound (multiply-shift; bias below bound / 2⁶⁴).
    @inlinable
    public mutating func integer(below bound: UInt64) -> UInt64 { next().multipliedFullWidth(by: bound).high }

    /// Exponential with mean 1.
    @inlinable public mutating func exponential() -> Double { -Elementary.log(uniformPositive()) }

    /// Standard normal.
    @inlinable
    public mutating func normal() -> Double {
        let radius = (-2 * Elementary.log(uniformPositive())).squareRoot()
        return radius * Elementary.cos(PhysicalConstants.twoPi * uniform())
    }

    /// Two independent standard normals (Box and Muller 1958).
    @inlinable
    public mutating func normalPair() -> (Double, Double) {
        let radius = (-2 * Elementary.log(uniformPositive())).squareRoot()
        let (sine, cosine) = Elementary.sincos(PhysicalConstants.twoPi * uniform())
        return (radius * cosine, radius * sine)
    }

    /// Poisson number with the given mean (0...1e6).
    public mutating func poisson(mean: Double) -> Int {
        // Sum of exponential waiting times; replaced by a constant-time method for large means.
        var n = 0
        var sum = exponential()
        while sum <= mean {
            n += 1
            sum += exponential()
        }
        return n
    }
}

/// Philox 4x32-10 (Salmon, Moraes, Dror, Shaw, SC'11): ten rounds on one counter block.
@inlinable @inline(__always)
public func philox4x32(
    counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
) -> (UInt32, UInt32, UInt32, UInt32) {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = key
    for _ in 0..<10 {
        let p0 = UInt64(c0) &* 0xD251_1F53
        let p1 = UInt64(c2) &* 0xCD9E_8D57
        (c0, c1, c2, c3) = (
            UInt32(truncatingIfNeeded: p1 >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: p1),
            UInt32(truncatingIfNeeded: p0 >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: p0)
        )
        k0 &+= 0x9E37_79B9
        k1 &+= 0xBB67_AE85
    }
    return (c0, c1, c2, c3)
}
