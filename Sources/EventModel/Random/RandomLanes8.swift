// SPDX-License-Identifier: GPL-3.0-or-later

/// Eight random streams in lock step: lane i draws the words of `RandomStream` for its own identity, bit for bit.
///
/// Words come in pairs, a whole block per call, so that a lane can be given to another identity between any two calls.
/// Lanes differ in identity alone; seed, event and stage are shared.
@frozen
public struct RandomLanes8: ~Copyable {
    @usableFromInline var key0: UInt32
    @usableFromInline var key1: UInt32
    @usableFromInline var block: SIMD8<UInt64>
    @usableFromInline var word1: SIMD8<UInt64>
    @usableFromInline var word2: SIMD8<UInt64>
    @usableFromInline var word3: SIMD8<UInt64>
    @usableFromInline var calls: UInt32
    @usableFromInline let event: UInt64
    @usableFromInline let stage: RandomStage

    /// - Precondition: `event` < 2⁴⁰ and every identity < 2⁴⁸.
    @inlinable
    public init(seed: UInt64, event: UInt64, stage: RandomStage, identities: SIMD8<UInt64>) {
        key0 = UInt32(truncatingIfNeeded: seed)
        key1 = UInt32(truncatingIfNeeded: seed >> 32)
        block = .zero
        // All lanes' counters have what the first one's have beside the identity.
        let high = identities &>> SIMD8<UInt64>(repeating: 32)
        let common = RandomCounter(event: event, stage: stage, identity: 0)
        precondition((high &>> SIMD8<UInt64>(repeating: 16)).wrappedSum() == 0, "identity does not fit 48 bits")
        word1 = identities & SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
        word2 = high | SIMD8<UInt64>(repeating: UInt64(common.word2))
        word3 = SIMD8<UInt64>(repeating: UInt64(common.word3))
        calls = 0
        self.event = event
        self.stage = stage
    }

    /// Gives a lane to another identity, from the beginning of its stream.
    ///
    /// - Precondition: `identity` < 2⁴⁸.
    @inlinable
    public mutating func restart(lane: Int, identity: UInt64) {
        let counter = RandomCounter(event: event, stage: stage, identity: identity)
        block[lane] = 0
        word1[lane] = UInt64(counter.word1)
        word2[lane] = UInt64(counter.word2)
        word3[lane] = UInt64(counter.word3)
    }

    /// The number of 64-bit words that each lane has drawn since it began.
    @inlinable public var drawn: SIMD8<UInt64> { block &+ block }

    /// The next two words of every lane. Traps after 2³² calls, before any stream is exhausted.
    @inlinable @inline(__always)
    public mutating func nextPair() -> (SIMD8<UInt64>, SIMD8<UInt64>) {
        let words = Philox.words((block, word1, word2, word3), key: (key0, key1))
        block = block &+ SIMD8<UInt64>(repeating: 1)
        calls += 1
        return words
    }

    /// Two independent standard normals per lane, the bits of `RandomStream.normalPair`.
    @inlinable @inline(__always)
    public mutating func normalPair() -> (SIMD8<Double>, SIMD8<Double>) {
        let (first, second) = nextPair()
        return boxMuller(first, second)
    }

    /// Two independent standard normals and a uniform in [0, 1) per lane from one block each, for the lanes that draw;
    /// the others get numbers without meaning and stay where they are. The bits of `RandomStream.normalPairAndUniform`.
    @inlinable @inline(__always)
    public mutating func normalPairAndUniform(
        where draws: SIMD8<UInt64>
    ) -> (SIMD8<Double>, SIMD8<Double>, SIMD8<Double>) {
        let (first, second) = Philox.words((block, word1, word2, word3), key: (key0, key1))
        block = block &+ (draws & SIMD8<UInt64>(repeating: 1))
        calls += 1
        return EventModel.normalPairAndUniform(first, second)
    }
}
