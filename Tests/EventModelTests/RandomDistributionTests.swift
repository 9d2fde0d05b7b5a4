// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Glibc
import Testing

/// Distributions against their exact forms; see `Deviation` for the probability of a false alarm.
@Suite struct RandomDistributionTests {
    private static func stream(_ identity: UInt64) -> RandomStream {
        RandomStream(seed: 11, event: 5, stage: .test, identity: identity)
    }

    private static func logFactorial(_ n: Int) -> Double { Double(Glibc.lgamma(Float80(n + 1)).0) }

    /// χ² of 200,000 draws against a probability mass function on 0...
    private static func deviation(
        _ identity: UInt64, upTo largest: Int, _ mass: (Int) -> Double, _ draw: (inout RandomStream) -> Int
    ) -> Double {
        var stream = stream(identity)
        let draws = 200_000
        var counts = [Int](repeating: 0, count: largest + 2)
        for _ in 0..<draws { counts[min(draw(&stream), largest + 1)] += 1 }
        var expected = (0...largest).map { mass($0) * Double(draws) }
        expected.append(max(Double(draws) - expected.reduce(0, +), 0))
        return Deviation.chiSquared(observed: counts, expected: expected)
    }

    @Test("Poisson numbers have the exact distribution", arguments: [0.5, 5, 9.99, 10, 60, 200, 1000])
    func poisson(_ mean: Double) {
        let mass = { Glibc.exp(Double($0) * Glibc.log(mean) - mean - Self.logFactorial($0)) }
        let largest = Int(mean + 8 * mean.squareRoot()) + 10
        let deviation = Self.deviation(UInt64(mean * 100), upTo: largest, mass) { $0.poisson(mean: mean) }
        #expect(deviation < Deviation.limit)
        // The test can fail: draws of a mean 1.5 % off do not pass.
        let wrong = Self.deviation(UInt64(mean * 100), upTo: largest, mass) { $0.poisson(mean: mean * 1.015) }
        #expect(mean < 10 || wrong > Deviation.limit)
    }

    @Test func poissonEdges() {
        var stream = Self.stream(1)
        #expect((0..<100).allSatisfy { _ in stream.poisson(mean: 0) == 0 })
        let large = stream.poisson(mean: 1e9)
        #expect(abs(Double(large) - 1e9) < 5 * 1e9.squareRoot())
        // Constant time: two words a try, about 1.2 tries.
        let before = stream.drawn
        for _ in 0..<1000 { _ = stream.poisson(mean: 1e6) }
        #expect(stream.drawn - before < 3000)
    }

    @Test(
        "binomial numbers have the exact distribution",
        arguments: [(10, 0.3), (1, 0.5), (40, 0.5), (1000, 0.004), (1000, 0.3), (500, 0.9), (100_000, 0.01)])
    func binomial(_ trials: Int, _ p: Double) {
        let mass = { (k: Int) -> Double in
            if k > trials { return 0 }
            let ways = Self.logFactorial(trials) - Self.logFactorial(k) - Self.logFactorial(trials - k)
            return Glibc.exp(ways + Double(k) * Glibc.log(p) + Double(trials - k) * Glibc.log1p(-p))
        }
        let mean = Double(trials) * p
        let largest = min(trials, Int(mean + 9 * mean.squareRoot()) + 10)
        let deviation = Self.deviation(UInt64(trials), upTo: largest, mass) {
            $0.binomial(trials: trials, probability: p)
        }
        #expect(deviation < Deviation.limit)
    }

    @Test func binomialEdges() {
        var stream = Self.stream(2)
        #expect(stream.binomial(trials: 0, probability: 0.5) == 0)
        #expect(stream.binomial(trials: 50, probability: 0) == 0)
        #expect(stream.binomial(trials: 50, probability: 1) == 50)
    }

    @Test("negative binomial numbers have the exact distribution", arguments: [(3.0, 0.7), (30.0, 2.5)])
    func negativeBinomial(_ mean: Double, _ shape: Double) {
        let p = mean / (mean + shape)
        let mass = { (k: Int) -> Double in
            let ways = Glibc.lgamma(Double(k) + shape).0 - Glibc.lgamma(shape).0 - Self.logFactorial(k)
            return Glibc.exp(ways + Double(k) * Glibc.log(p) + shape * Glibc.log1p(-p))
        }
        let deviation = Self.deviation(3, upTo: 400, mass) { $0.negativeBinomial(mean: mean, shape: shape) }
        #expect(deviation < Deviation.limit)
    }

    @Test("gamma numbers have the right mean, variance and third moment", arguments: [0.3, 1, 2.5, 40])
    func gamma(_ shape: Double) {
        var stream = Self.stream(UInt64(shape * 10))
        let n = 200_000
        let values = (0..<n).map { _ in stream.gamma(shape: shape) }
        // Raw moments of the gamma distribution: E x^m = Γ(shape + m) / Γ(shape).
        func moment(_ m: Int) -> Double { (0..<m).reduce(1) { $0 * (shape + Double($1)) } }
        for m in 1...3 {
            let mean = values.reduce(0) { $0 + Glibc.pow($1, Double(m)) } / Double(n)
            let variance = (moment(2 * m) - moment(m) * moment(m)) / Double(n)
            #expect(abs(mean - moment(m)) < Deviation.limit * variance.squareRoot(), "moment \(m)")
        }
    }

    @Test func gammaOfShapeOneHalfIsHalfASquaredNormal() {
        var stream = Self.stream(4)
        let values = (0..<100_000).map { _ in stream.gamma(shape: 0.5) }
        let statistic = Deviation.kolmogorov(values) { Glibc.erf($0.squareRoot()) }
        #expect(statistic < Deviation.kolmogorovLimit)
    }

    @Test func exponentials() {
        var stream = Self.stream(6)
        let values = (0..<200_000).map { _ in stream.exponential() }
        #expect(Deviation.kolmogorov(values) { 1 - Glibc.exp(-$0) } < Deviation.kolmogorovLimit)
    }

    @Test func normals() {
        var stream = Self.stream(7)
        let n = 1_000_000
        let values = (0..<n).map { _ in stream.normal() }
        // Moments 1 to 6 of a standard normal and their variances.
        let doubleFactorials: [Double] = [1, 1, 3, 15, 105, 945, 10_395]
        for m in 1...6 {
            let mean = values.reduce(0) { $0 + Glibc.pow($1, Double(m)) } / Double(n)
            let exact = m % 2 == 0 ? doubleFactorials[m / 2] : 0
            let variance = (doubleFactorials[m] - exact * exact) / Double(n)
            #expect(abs(mean - exact) < Deviation.limit * variance.squareRoot(), "moment \(m)")
        }
        let sample = Array(values.prefix(200_000))
        #expect(Deviation.kolmogorov(sample) { 0.5 * Glibc.erfc(-$0 / 2.0.squareRoot()) } < Deviation.kolmogorovLimit)
        #expect(Deviation.kolmogorov(sample) { 0.5 * Glibc.erfc(-$0 / 2.2.squareRoot()) } > Deviation.kolmogorovLimit)
        // Pairs are uncorrelated, and so are their squares.
        var (product, squares) = (0.0, 0.0)
        for i in stride(from: 0, to: n, by: 2) {
            product += values[i] * values[i + 1]
            squares += (values[i] * values[i] - 1) * (values[i + 1] * values[i + 1] - 1)
        }
        #expect(abs(product) < Deviation.limit * (Double(n) / 2).squareRoot())
        #expect(abs(squares) < Deviation.limit * 2 * (Double(n) / 2).squareRoot())
    }

    /// Tails in 32 million normals from the lanes: beyond 4, 4.5 and 5 standard deviations of either side.
    @Test func normalTails() {
        var lanes = RandomLanes8(seed: 12, event: 0, stage: .test, identities: [0, 1, 2, 3, 4, 5, 6, 7])
        let limits = [4.0, 4.5, 5.0]
        var beyond = [[0, 0], [0, 0], [0, 0]]
        let calls = 2_000_000
        for _ in 0..<calls {
            let (a, b, _) = lanes.normalPairAndUniform(where: SIMD8<UInt64>(repeating: .max))
            for pair in [a, b] where pair.max() > 4 || pair.min() < -4 {
                for lane in 0..<8 {
                    for (index, limit) in limits.enumerated() where abs(pair[lane]) > limit {
                        beyond[index][pair[lane] < 0 ? 0 : 1] += 1
                    }
                }
            }
        }
        for (index, limit) in limits.enumerated() {
            let expected = Double(calls) * 16 * 0.5 * Glibc.erfc(limit / 2.0.squareRoot())
            for count in beyond[index] {
                #expect(abs(Double(count) - expected) < Deviation.limit * expected.squareRoot(), "beyond \(limit)")
            }
        }
    }
}
