// SPDX-License-Identifier: GPL-3.0-or-later

/// One independent random stream: Philox 4x32-10 in counter mode.
///
/// Key: the 64-bit seed. Counter, from the high end: event number 40 bits, stage 8, identity 48, draw block 32, which is
/// injective, so that streams never overlap. A block yields two 64-bit words; a stream has 2³³ of them and traps when
/// they are spent.
@frozen
public struct RandomStream: ~Copyable {
    @usableFromInline var key0: UInt32
    @usableFromInline var key1: UInt32
    @usableFromInline var prefix: RandomCounter
    @usableFromInline var block: UInt32
    @usableFromInline var hasSpare: Bool
    @usableFromInline var hasSpareNormal: Bool
    @usableFromInline var spare: UInt64
    @usableFromInline var spareNormal: Double

    /// - Parameter firstBlock: where the stream begins; `nextFreeBlock` of a stream that was put aside goes on with it.
    /// - Precondition: `event` < 2⁴⁰ and `identity` < 2⁴⁸.
    @inlinable
    public init(seed: UInt64, event: UInt64, stage: RandomStage, identity: UInt64, firstBlock: UInt32 = 0) {
        key0 = UInt32(truncatingIfNeeded: seed)
        key1 = UInt32(truncatingIfNeeded: seed >> 32)
        prefix = RandomCounter(event: event, stage: stage, identity: identity)
        block = firstBlock
        hasSpare = false
        hasSpareNormal = false
        spare = 0
        spareNormal = 0
    }

    /// The number of 64-bit words drawn so far.
    @inlinable public var drawn: UInt64 { 2 * UInt64(block) - (hasSpare ? 1 : 0) }

    /// The first block that nothing has been drawn from.
    @inlinable public var nextFreeBlock: UInt32 { block }

    /// The next 64 random bits.
    @inlinable @inline(__always)
    public mutating func next() -> UInt64 {
        if hasSpare {
            hasSpare = false
            return spare
        }
        let (first, second) = nextBlock()
        spare = second
        hasSpare = true
        return first
    }

    /// The next two words, one block where the stream stands at its beginning.
    @inlinable
    public mutating func nextPair() -> (UInt64, UInt64) {
        if hasSpare {
            let first = spare
            let (second, third) = nextBlock()
            spare = third
            return (first, second)
        }
        return nextBlock()
    }

    @inlinable @inline(__always)
    mutating func nextBlock() -> (UInt64, UInt64) {
        let words = Philox.words(block, prefix, key0, key1)
        // Adding traps when the stream is exhausted.
        block += 1
        return words
    }

    /// Uniform in [0, 1): the top 53 bits, never 1.
    @inlinable @inline(__always) public mutating func uniform() -> Double { Double(next() &>> 11) * 0x1p-53 }

    /// Uniform in (0, 1]: for logarithms.
    @inlinable @inline(__always)
    public mutating func uniformPositive() -> Double { Double((next() &>> 11) &+ 1) * 0x1p-53 }

    /// Uniform between the bounds; rounding can reach the upper one.
    @inlinable
    public mutating func uniform(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// Uniform integer in 0..<bound by multiplying and shifting; the bias is below bound / 2⁶⁴. 0 for a bound of 0.
    @inlinable
    public mutating func integer(below bound: UInt64) -> UInt64 { next().multipliedFullWidth(by: bound).high }

    /// Exponential with mean 1.
    @inlinable public mutating func exponential() -> Double { -Elementary.log(uniformPositive()) }

    /// Standard normal: one of a pair, the other kept for the next call. Two words for two normals.
    @inlinable
    public mutating func normal() -> Double {
        if hasSpareNormal {
            hasSpareNormal = false
            return spareNormal
        }
        let (first, second) = normalPair()
        spareNormal = second
        hasSpareNormal = true
        return first
    }

    /// Two independent standard normals from two words (Box and Muller 1958), exact to rounding, within ±8.58.
    @inlinable
    public mutating func normalPair() -> (Double, Double) {
        let (first, second) = nextPair()
        return boxMuller(first, second)
    }
}

extension RandomStream {
    /// Two independent standard normals, within ±8.57, and a uniform in [0, 1) of 44 bits from two words.
    @inlinable
    public mutating func normalPairAndUniform() -> (Double, Double, Double) {
        let (first, second) = nextPair()
        return EventModel.normalPairAndUniform(first, second)
    }

    /// What the next eight calls of `normalPairAndUniform` give of a stream from which only whole blocks were drawn.
    ///
    /// - Precondition: no word of a block is left.
    @inlinable
    public mutating func eightNormalPairsAndUniforms() -> (SIMD8<Double>, SIMD8<Double>, SIMD8<Double>) {
        precondition(!hasSpare, "half a block is left")
        let first = SIMD8<UInt64>(repeating: UInt64(block)) &+ SIMD8<UInt64>(0, 1, 2, 3, 4, 5, 6, 7)
        block += 8
        let words = Philox.words(
            (
                first, SIMD8<UInt64>(repeating: UInt64(prefix.word1)), SIMD8<UInt64>(repeating: UInt64(prefix.word2)),
                SIMD8<UInt64>(repeating: UInt64(prefix.word3))
            ), key: (key0, key1))
        return EventModel.normalPairAndUniform(words.0, words.1)
    }
}

/// The part of the counter that names a stream: words 1 to 3 of a Philox block, word 0 being the draw block.
@frozen
public struct RandomCounter: Sendable, BitwiseCopyable, Equatable {
    /// Identity, bits 0...31.
    public var word1: UInt32
    /// Identity, bits 32...47, then the stage in 8 bits, then bits 0...7 of the event number.
    public var word2: UInt32
    /// Event number, bits 8...39.
    public var word3: UInt32

    /// - Precondition: `event` < 2⁴⁰ and `identity` < 2⁴⁸.
    @inlinable
    public init(event: UInt64, stage: RandomStage, identity: UInt64) {
        precondition(event >> 40 == 0, "event number does not fit 40 bits")
        precondition(identity >> 48 == 0, "identity does not fit 48 bits")
        let stageBits = UInt32(stage.rawValue) &<< 16
        let eventBits = UInt32(truncatingIfNeeded: event & 0xFF) &<< 24
        word1 = UInt32(truncatingIfNeeded: identity)
        word2 = UInt32(truncatingIfNeeded: identity &>> 32) | stageBits | eventBits
        word3 = UInt32(truncatingIfNeeded: event &>> 8)
    }
}
