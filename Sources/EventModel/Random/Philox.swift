// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes

/// Constants of Philox 4x32 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11, table 2
/// and section 3.3): two multipliers, and the Weyl increments of the key (golden ratio and √3 - 1).
@usableFromInline
enum Philox {
    @inlinable @inline(__always) static var multiplier0: UInt64 { 0xD251_1F53 }
    @inlinable @inline(__always) static var multiplier1: UInt64 { 0xCD9E_8D57 }
    @inlinable @inline(__always) static var increment0: UInt32 { 0x9E37_79B9 }
    @inlinable @inline(__always) static var increment1: UInt32 { 0xBB67_AE85 }

    /// The two 64-bit words of one block of one stream. Out of line: a draw is then a few instructions where it stands.
    @inlinable @inline(never)
    static func words(
        _ block: UInt32, _ prefix: RandomCounter, _ key0: UInt32, _ key1: UInt32
    ) -> (UInt64, UInt64) {
        let r = philox4x32(counter: (block, prefix.word1, prefix.word2, prefix.word3), key: (key0, key1))
        return (UInt64(r.0) | UInt64(r.1) &<< 32, UInt64(r.2) | UInt64(r.3) &<< 32)
    }

    /// Ten rounds on the counters of eight streams; each lane holds a 32-bit word with anything above it.
    ///
    /// Returns the two 64-bit words of each lane's block.
    @inlinable @inline(__always)
    static func words(
        _ counter: (SIMD8<UInt64>, SIMD8<UInt64>, SIMD8<UInt64>, SIMD8<UInt64>), key: (UInt32, UInt32)
    ) -> (SIMD8<UInt64>, SIMD8<UInt64>) {
        // Written out: a loop would move everything from register to register. Keys, too, may have anything above 32 bits.
        var (c, k) = (counter, (SIMD4<UInt64>(repeating: UInt64(key.0)), SIMD4<UInt64>(repeating: UInt64(key.1))))
        advance(&c, &k)
        advance(&c, &k)
        advance(&c, &k)
        advance(&c, &k)
        advance(&c, &k)
        advance(&c, &k)
        advance(&c, &k)
        advance(&c, &k)
        advance(&c, &k)
        advance(&c, &k)
        let low = SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
        let half = SIMD8<UInt64>(repeating: 32)
        return ((c.0 & low) | (c.1 &<< half), (c.2 & low) | (c.3 &<< half))
    }

    /// One round on eight counters, and the keys of the next.
    @inlinable @inline(__always)
    static func advance(
        _ c: inout (SIMD8<UInt64>, SIMD8<UInt64>, SIMD8<UInt64>, SIMD8<UInt64>),
        _ k: inout (SIMD4<UInt64>, SIMD4<UInt64>)
    ) {
        let half = SIMD8<UInt64>(repeating: 32)
        let p0 = eidolon_words8_multiply_low(c.0, SIMD8<UInt64>(repeating: multiplier0))
        let p1 = eidolon_words8_multiply_low(c.2, SIMD8<UInt64>(repeating: multiplier1))
        c.0 = (p1 &>> half) ^ c.1 ^ SIMD8<UInt64>(lowHalf: k.0, highHalf: k.0)
        c.1 = p1
        c.2 = (p0 &>> half) ^ c.3 ^ SIMD8<UInt64>(lowHalf: k.1, highHalf: k.1)
        c.3 = p0
        k.0 &+= SIMD4<UInt64>(repeating: UInt64(increment0))
        k.1 &+= SIMD4<UInt64>(repeating: UInt64(increment1))
    }
}

/// Philox 4x32-10: ten rounds on one counter block.
@inlinable @inline(__always)
public func philox4x32(
    counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
) -> (UInt32, UInt32, UInt32, UInt32) {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = key
    for _ in 0..<10 {
        let p0 = UInt64(c0) &* Philox.multiplier0
        let p1 = UInt64(c2) &* Philox.multiplier1
        c0 = UInt32(truncatingIfNeeded: p1 &>> 32) ^ c1 ^ k0
        c1 = UInt32(truncatingIfNeeded: p1)
        c2 = UInt32(truncatingIfNeeded: p0 &>> 32) ^ c3 ^ k1
        c3 = UInt32(truncatingIfNeeded: p0)
        k0 &+= Philox.increment0
        k1 &+= Philox.increment1
    }
    return (c0, c1, c2, c3)
}
