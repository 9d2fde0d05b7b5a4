// SPDX-License-Identifier: GPL-3.0-or-later

/// One random stream that draws eight blocks at a time: for a consumer of many numbers, such as a particle in transport.
///
/// It has the counter of `RandomStream` and shares its independence between identities; the order in which blocks turn
/// into normals and uniforms is its own. Normals and uniforms are refilled separately, sixteen at a time, each refill
/// taking the next eight draw blocks of the stream.
@frozen
public struct BufferedStream: ~Copyable {
    @usableFromInline let key0: UInt32
    @usableFromInline let key1: UInt32
    @usableFromInline let prefix: RandomCounter
    @usableFromInline var block: UInt32 = 0
    @usableFromInline var normalsLeft = 0
    @usableFromInline var uniformsLeft = 0
    @usableFromInline var normals = InlineArray<16, Double>(repeating: 0)
    @usableFromInline var uniforms = InlineArray<16, Double>(repeating: 0)

    /// - Precondition: `event` < 2⁴⁰ and `identity` < 2⁴⁸.
    @inlinable
    public init(seed: UInt64, event: UInt64, stage: RandomStage, identity: UInt64) {
        key0 = UInt32(truncatingIfNeeded: seed)
        key1 = UInt32(truncatingIfNeeded: seed >> 32)
        prefix = RandomCounter(event: event, stage: stage, identity: identity)
    }

    /// Standard normal (Box and Muller 1958), exact to rounding, within ±8.58.
    @inlinable @inline(__always)
    public mutating func normal() -> Double {
        if normalsLeft == 0 { refillNormals() }
        normalsLeft &-= 1
        return normals[normalsLeft]
    }

    /// Uniform in [0, 1): the top 53 bits, never 1.
    @inlinable @inline(__always)
    public mutating func uniform() -> Double {
        if uniformsLeft == 0 { refillUniforms() }
        uniformsLeft &-= 1
        return uniforms[uniformsLeft]
    }

    /// The two words of each of the next eight blocks.
    @inlinable @inline(__always)
    mutating func nextBlocks() -> (SIMD8<UInt64>, SIMD8<UInt64>) {
        let lanes = SIMD8<UInt64>(0, 1, 2, 3, 4, 5, 6, 7)
        let counter = (
            SIMD8<UInt64>(repeating: UInt64(block)) &+ lanes, SIMD8<UInt64>(repeating: UInt64(prefix.word1)),
            SIMD8<UInt64>(repeating: UInt64(prefix.word2)), SIMD8<UInt64>(repeating: UInt64(prefix.word3))
        )
        // Traps when the stream is exhausted.
        block += 8
        return Philox.words(counter, key: (key0, key1))
    }

    @usableFromInline @inline(never)
    mutating func refillNormals() {
        let (first, second) = nextBlocks()
        let (a, b): (SIMD8<Double>, SIMD8<Double>) = boxMuller(first, second)
        for lane in 0..<8 {
            normals[2 * lane] = a[lane]
            normals[2 * lane + 1] = b[lane]
        }
        normalsLeft = 16
    }

    @usableFromInline @inline(never)
    mutating func refillUniforms() {
        let (first, second) = nextBlocks()
        let a = SIMD8<Double>(integers: first.shiftedDown(by: 11)) * 0x1p-53
        let b = SIMD8<Double>(integers: second.shiftedDown(by: 11)) * 0x1p-53
        for lane in 0..<8 {
            uniforms[2 * lane] = a[lane]
            uniforms[2 * lane + 1] = b[lane]
        }
        uniformsLeft = 16
    }
}
