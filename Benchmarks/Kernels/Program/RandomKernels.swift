// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import PhiloxPeer

/// The random streams beside the same algorithm in C, and the costs of draws that have no peer.
struct RandomKernels {
    static let blocks = 512
    let words: UnsafeMutablePointer<UInt64>
    let sink: UnsafeMutablePointer<Double>

    init() {
        words = .allocate(capacity: 16 * Self.blocks)
        words.initialize(repeating: 0, count: 16 * Self.blocks)
        sink = .allocate(capacity: 64)
        sink.initialize(repeating: 0, count: 64)
    }

    static let identity: UInt64 = 0x1234_5678_9ABC
    static var peer: philox_peer_stream {
        let counter = RandomCounter(event: 77, stage: .test, identity: identity)
        return philox_peer_stream(
            key0: 42, key1: 0, word1: counter.word1, word2: counter.word2, word3: counter.word3, block: 0, spare: 0,
            has_spare: 0)
    }

    /// Both words of consecutive blocks into memory.
    @inline(never)
    func swiftBlocks() {
        let counter = RandomCounter(event: 77, stage: .test, identity: Self.identity)
        for block in 0..<Self.blocks {
            let r = philox4x32(
                counter: (UInt32(truncatingIfNeeded: block), counter.word1, counter.word2, counter.word3), key: (42, 0))
            words[2 * block] = UInt64(r.0) | UInt64(r.1) << 32
            words[2 * block + 1] = UInt64(r.2) | UInt64(r.3) << 32
        }
    }

    @inline(never)
    func peerBlocks() {
        var stream = Self.peer
        philox_peer_blocks(&stream, Self.blocks, words)
    }

    /// Uniforms drawn one at a time and added.
    @inline(never)
    func swiftSum() {
        var stream = RandomStream(seed: 42, event: 77, stage: .test, identity: Self.identity)
        var sum = 0.0
        for _ in 0..<2 * Self.blocks { sum += stream.uniform() }
        sink[0] = sum
    }

    @inline(never)
    func peerSum() {
        var stream = Self.peer
        sink[0] = philox_peer_sum(&stream, 2 * Self.blocks)
    }

    @inline(never)
    func scalarNormals() {
        var stream = RandomStream(seed: 42, event: 77, stage: .test, identity: Self.identity)
        var sum = 0.0
        for _ in 0..<2 * Self.blocks { sum += stream.normal() }
        sink[0] = sum
    }

    private func lanes() -> RandomLanes8 {
        RandomLanes8(seed: 42, event: 77, stage: .test, identities: [0, 1, 2, 3, 4, 5, 6, 7])
    }

    @inline(never)
    func laneWords() {
        var lanes = lanes()
        let out = UnsafeMutableRawPointer(words).assumingMemoryBound(to: SIMD8<UInt64>.self)
        for block in 0..<Self.blocks / 8 { (out[2 * block], out[2 * block + 1]) = lanes.nextPair() }
    }

    @inline(never)
    func laneNormals() {
        var lanes = lanes()
        let out = UnsafeMutableRawPointer(words).assumingMemoryBound(to: SIMD8<Double>.self)
        for block in 0..<Self.blocks / 8 { (out[2 * block], out[2 * block + 1]) = lanes.normalPair() }
    }

    @inline(never)
    func poisson(mean: Double) {
        var stream = RandomStream(seed: 42, event: 77, stage: .test, identity: Self.identity)
        var sum = 0
        for _ in 0..<2 * Self.blocks { sum += stream.poisson(mean: mean) }
        sink[0] = Double(sum)
    }
}
