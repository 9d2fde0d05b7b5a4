// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

/// Independence of streams whose counters differ little; see `Deviation` for the probability of a false alarm.
@Suite struct RandomQualityTests {
    @Test func uniformsFillTheirIntervalEvenly() {
        var stream = RandomStream(seed: 21, event: 0, stage: .test, identity: 0)
        let bins = 4096
        let draws = 1_000_000
        var counts = [Int](repeating: 0, count: bins)
        for _ in 0..<draws { counts[Int(stream.uniform() * Double(bins))] += 1 }
        let expected = [Double](repeating: Double(draws) / Double(bins), count: bins)
        #expect(Deviation.chiSquared(observed: counts, expected: expected) < Deviation.limit)
    }

    @Test func everyBitIsFair() {
        var stream = RandomStream(seed: 22, event: 0, stage: .test, identity: 0)
        let draws = 200_000
        var ones = [Int](repeating: 0, count: 64)
        for _ in 0..<draws {
            let word = stream.next()
            for bit in 0..<64 { ones[bit] += Int((word >> UInt64(bit)) & 1) }
        }
        // Sixty-four tests at 5.7 standard deviations: 8e-7 together.
        for count in ones {
            #expect(abs(Double(count) - Double(draws) / 2) < 5.7 * (Double(draws) / 4).squareRoot())
        }
    }

    /// Neighbouring streams in each coordinate of the counter, and in the seed.
    @Test(arguments: ["identity", "event", "stage", "seed"])
    func neighboursAreUncorrelated(_ coordinate: String) {
        func stream(_ index: UInt64) -> RandomStream {
            switch coordinate {
            case "identity": return RandomStream(seed: 5, event: 9, stage: .test, identity: index)
            case "event": return RandomStream(seed: 5, event: index, stage: .test, identity: 3)
            case "stage":
                let stages = RandomStage.allCases
                return RandomStream(
                    seed: 5, event: index / 13, stage: stages[Int(index) % stages.count], identity: index / 1000)
            default: return RandomStream(seed: index, event: 9, stage: .test, identity: 3)
            }
        }
        let pairs = 100_000
        var sum = 0.0
        var cells = [Int](repeating: 0, count: 256)
        for index in 0..<UInt64(pairs) {
            var first = stream(2 * index)
            var second = stream(2 * index + 1)
            let a = first.uniform()
            let b = second.uniform()
            sum += (a - 0.5) * (b - 0.5)
            cells[Int(a * 16) * 16 + Int(b * 16)] += 1
        }
        // Each product has variance 1/144.
        #expect(abs(sum) < Deviation.limit * (Double(pairs) / 144).squareRoot())
        let expected = [Double](repeating: Double(pairs) / 256, count: 256)
        #expect(Deviation.chiSquared(observed: cells, expected: expected) < Deviation.limit)
    }

    /// The mutation that the design names: two particles that share a draw are seen at once.
    @Test func sharedDrawsWouldBeSeen() {
        let pairs = 1000
        var sum = 0.0
        for index in 0..<UInt64(pairs) {
            var first = RandomStream(seed: 5, event: 9, stage: .test, identity: index)
            var second = RandomStream(seed: 5, event: 9, stage: .test, identity: index)
            sum += (first.uniform() - 0.5) * (second.uniform() - 0.5)
        }
        #expect(abs(sum) > Deviation.limit * (Double(pairs) / 144).squareRoot())
    }
}
