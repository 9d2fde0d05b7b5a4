// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// Seconds on the monotonic clock.
func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// Two ways of doing the same work, timed in turns (A B A B ...), so that what else the machine does meets both.
struct PairedTiming {
    /// Best and median time per value of each, in nanoseconds.
    let bestA: Double
    let bestB: Double
    let medianA: Double
    let medianB: Double
    /// Geometric mean of the ratios A / B of neighbouring turns, with its 95 % confidence interval.
    let ratio: Double
    let low: Double
    let high: Double

    init(turns: Int, valuesPerTurn: Int, _ a: () -> Void, _ b: () -> Void) {
        a()
        b()
        var timesA: [Double] = []
        var timesB: [Double] = []
        for _ in 0..<turns {
            let start = now()
            a()
            let middle = now()
            b()
            let end = now()
            timesA.append((middle - start) / Double(valuesPerTurn) * 1e9)
            timesB.append((end - middle) / Double(valuesPerTurn) * 1e9)
        }
        bestA = timesA.min() ?? 0
        bestB = timesB.min() ?? 0
        medianA = timesA.sorted()[turns / 2]
        medianB = timesB.sorted()[turns / 2]
        (ratio, low, high) = Self.interval(zip(timesA, timesB).map { Glibc.log($0 / $1) })
    }

    /// The mean of logarithms of ratios, a tenth trimmed at each end, with a 95 % interval for it from blocks of turns.
    private static func interval(_ logs: [Double]) -> (Double, Double, Double) {
        let blocks = 20
        let size = logs.count / blocks
        let means = (0..<blocks).map { block -> Double in
            let sorted = logs[block * size..<(block + 1) * size].sorted()
            let kept = sorted.dropFirst(size / 10).dropLast(size / 10)
            return kept.reduce(0, +) / Double(kept.count)
        }
        let mean = means.reduce(0, +) / Double(blocks)
        let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(blocks - 1)
        // Student's t for 19 degrees of freedom.
        let half = 2.093 * (variance / Double(blocks)).squareRoot()
        return (Glibc.exp(mean), Glibc.exp(mean - half), Glibc.exp(mean + half))
    }
}
