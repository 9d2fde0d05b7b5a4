// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@Suite struct RandomStreamTests {
    /// The three vectors of Random123 1.14 for philox4x32-10 (file kat_vectors), which Benchmarks/Kernels/reference.py
    /// reproduces by an implementation of its own.
    @Test func knownAnswers() {
        let all = UInt32.max
        #expect(
            philox4x32(counter: (0, 0, 0, 0), key: (0, 0)) == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        #expect(
            philox4x32(counter: (all, all, all, all), key: (all, all))
                == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        #expect(
            philox4x32(
                counter: (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: (0xa409_3822, 0x299f_31d0))
                == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    @Test("a stream is the blocks of its counter, the draw block in word 0")
    func streamIsCounterMode() {
        let counter = RandomCounter(event: 0x12_3456_789A, stage: .transport, identity: 0xBCDE_F012_3456)
        var stream = RandomStream(
            seed: 0x1122_3344_5566_7788, event: 0x12_3456_789A, stage: .transport, identity: 0xBCDE_F012_3456)
        for block in UInt32(0)..<100 {
            let words = philox4x32(
                counter: (block, counter.word1, counter.word2, counter.word3), key: (0x5566_7788, 0x1122_3344))
            #expect(stream.next() == UInt64(words.0) | UInt64(words.1) << 32)
            #expect(stream.next() == UInt64(words.2) | UInt64(words.3) << 32)
        }
    }

    /// Unpacking what was packed recovers event, stage and identity: no two streams share a counter.
    @Test func packingIsInjective() {
        var source = RandomStream(seed: 3, event: 0, stage: .test, identity: 0)
        for round in 0..<20_000 {
            // Sizes of every order, and the ends of the ranges.
            let event = round == 0 ? (1 << 40) - 1 : source.next() >> (24 + source.integer(below: 40))
            let identity = round == 1 ? (1 << 48) - 1 : source.next() >> (16 + source.integer(below: 48))
            let stages = RandomStage.allCases
            let stage = stages[Int(source.integer(below: UInt64(stages.count)))]
            let counter = RandomCounter(event: event, stage: stage, identity: identity)
            #expect(UInt64(counter.word1) | UInt64(counter.word2 & 0xFFFF) << 32 == identity)
            #expect(UInt8((counter.word2 >> 16) & 0xFF) == stage.rawValue)
            #expect(UInt64(counter.word2 >> 24) | UInt64(counter.word3) << 8 == event)
        }
        #expect(Set(RandomStage.allCases.map(\.rawValue)).count == RandomStage.allCases.count)
    }

    @Test func eventsBeyondFortyBitsTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = RandomCounter(event: 1 << 40, stage: .test, identity: 0)
        }
        await #expect(processExitsWith: .failure) {
            _ = RandomCounter(event: 0, stage: .test, identity: 1 << 48)
        }
    }

    @Test func countsItsDraws() {
        var stream = RandomStream(seed: 1, event: 1, stage: .test, identity: 1)
        #expect(stream.drawn == 0)
        _ = stream.next()
        #expect(stream.drawn == 1)
        _ = stream.uniform()
        #expect(stream.drawn == 2)
        _ = stream.normalPair()
        #expect(stream.drawn == 4)
        _ = stream.exponential()
        _ = stream.normal()
        #expect(stream.drawn == 7)
        _ = stream.normal()
        #expect(stream.drawn == 7)
        _ = stream.poisson(mean: 3)
        #expect(stream.drawn == 8)
    }

    @Test func uniformsAreTheTopBits() {
        var words = RandomStream(seed: 9, event: 2, stage: .test, identity: 7)
        var stream = RandomStream(seed: 9, event: 2, stage: .test, identity: 7)
        for _ in 0..<1000 {
            let word = words.next()
            let uniform = stream.uniform()
            #expect(uniform == Double(word >> 11) * 0x1p-53)
            #expect(uniform >= 0 && uniform < 1)
        }
        #expect(stream.integer(below: 0) == 0)
        #expect(stream.integer(below: 1) == 0)
    }

    @Test("eight lanes draw what eight scalar streams draw, also after a lane is restarted")
    func lanesEqualScalars() {
        let identities = SIMD8<UInt64>(0, 1, 2, 77, 1 << 32, (1 << 48) - 1, 12345, 5)
        var lanes = RandomLanes8(seed: 0xFEDC_BA98_7654_3210, event: 4242, stage: .transport, identities: identities)
        func stream(_ identity: UInt64) -> RandomStream {
            RandomStream(seed: 0xFEDC_BA98_7654_3210, event: 4242, stage: .transport, identity: identity)
        }
        var blocks: [(SIMD8<UInt64>, SIMD8<UInt64>)] = []
        for _ in 0..<50 { blocks.append(lanes.nextPair()) }
        for lane in 0..<8 {
            var scalar = stream(identities[lane])
            for block in blocks {
                #expect(block.0[lane] == scalar.next())
                #expect(block.1[lane] == scalar.next())
            }
        }
        #expect(lanes.drawn[3] == 100)
        lanes.restart(lane: 3, identity: 999)
        #expect(lanes.drawn[3] == 0)
        var restarted = stream(999)
        for _ in 0..<20 {
            let pair = lanes.normalPair()
            let scalar = restarted.normalPair()
            #expect(pair.0[3] == scalar.0 && pair.1[3] == scalar.1)
        }
        #expect(lanes.drawn[3] == restarted.drawn)
    }

    @Test("lanes that do not draw stay where they are, and the block's bits are shared out as documented")
    func lanesDrawNormalsAndAUniform() {
        let identities = SIMD8<UInt64>(0, 1, 2, 77, 1 << 32, (1 << 48) - 1, 12345, 5)
        var lanes = RandomLanes8(seed: 3, event: 4242, stage: .test, identities: identities)
        var rounds: [(SIMD8<Double>, SIMD8<Double>, SIMD8<Double>)] = []
        for round in 0..<40 {
            var draws = SIMD8<UInt64>.zero
            for lane in 0..<8 where (round + lane) % 3 != 0 { draws[lane] = .max }
            rounds.append(lanes.normalPairAndUniform(where: draws))
        }
        for lane in 0..<8 {
            var stream = RandomStream(seed: 3, event: 4242, stage: .test, identity: identities[lane])
            var twin = RandomStream(seed: 3, event: 4242, stage: .test, identity: identities[lane])
            for (round, drawn) in rounds.enumerated() where (round + lane) % 3 != 0 {
                #expect(twin.normalPairAndUniform() == (drawn.0[lane], drawn.1[lane], drawn.2[lane]))
                let (a, b) = (stream.next(), stream.next())
                let bits = (a & 0x3F_FFFF) << 22 | (b & 0xFF_FFFC) >> 2
                #expect(drawn.2[lane] == Double(bits) * 0x1p-44)
                // Box and Muller: the radius from the upper 42 bits, whatever the angle.
                let radius2 = -2 * Elementary.log((Double((a & ~0x3F_FFFF) >> 11) + 1) * 0x1p-53)
                let sum = drawn.0[lane] * drawn.0[lane] + drawn.1[lane] * drawn.1[lane]
                #expect(abs(sum - radius2) <= 1e-13 * radius2)
            }
            #expect(lanes.drawn[lane] == stream.drawn)
        }
    }

    @Test("eight blocks of one stream at once have the bits of eight draws, from any block on")
    func eightBlocksAtOnce() {
        for firstBlock in [0, 3, 8, UInt32.max - 8] {
            var stream = RandomStream(
                seed: 5, event: 9, stage: .hardScattering, identity: (1 << 48) - 3, firstBlock: firstBlock)
            var twin = RandomStream(
                seed: 5, event: 9, stage: .hardScattering, identity: (1 << 48) - 3, firstBlock: firstBlock)
            let eight = stream.eightNormalPairsAndUniforms()
            for i in 0..<8 {
                #expect(twin.normalPairAndUniform() == (eight.0[i], eight.1[i], eight.2[i]))
            }
            #expect(stream.nextFreeBlock == twin.nextFreeBlock)
        }
    }

    /// The same golden in every build and on every processor.
    @Test func goldenBits() {
        var stream = RandomStream(seed: 20_260_101, event: 31, stage: .test, identity: 17)
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ word: UInt64) { hash = (hash ^ word) &* 0x0000_0100_0000_01B3 }
        for index in 0..<2000 {
            add(stream.next())
            add(stream.normal().bitPattern)
            add(stream.exponential().bitPattern)
            add(UInt64(stream.poisson(mean: Double(index) * 0.31)))
            add(UInt64(stream.binomial(trials: index, probability: 0.37)))
            add(stream.gamma(shape: 0.1 + Double(index) * 0.01).bitPattern)
            add(UInt64(stream.negativeBinomial(mean: 20, shape: 1.7)))
        }
        #expect(hash == 11_880_685_658_867_366_218, "golden of the random streams: \(hash)")
    }
}
