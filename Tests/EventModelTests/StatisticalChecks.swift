// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import Testing

/// Statistical tests in units of standard deviations of a normal distribution.
///
/// Each fails, for a sound generator, with the probability of a normal deviate beyond `Deviation.limit`: 5 one-sided,
/// 2.9e-7. The seeds are fixed, so that a failure is a change of the numbers drawn.
enum Deviation {
    static let limit = 5.0

    /// χ² of counts against expectations as a normal deviate (Wilson and Hilferty 1931); bins expecting fewer than 10
    /// are merged with their neighbours.
    static func chiSquared(observed: [Int], expected: [Double]) -> Double {
        var sum = 0.0
        var bins = 0
        var (pendingCount, pendingMean) = (0.0, 0.0)
        for (count, mean) in zip(observed, expected) {
            pendingCount += Double(count)
            pendingMean += mean
            if pendingMean >= 10 {
                sum += (pendingCount - pendingMean) * (pendingCount - pendingMean) / pendingMean
                bins += 1
                (pendingCount, pendingMean) = (0, 0)
            }
        }
        if pendingMean > 0 {
            sum += (pendingCount - pendingMean) * (pendingCount - pendingMean) / pendingMean
            bins += 1
        }
        let degrees = Double(max(bins - 1, 1))
        let spread = 2 / (9 * degrees)
        return (Glibc.pow(sum / degrees, 1.0 / 3) - (1 - spread)) / Glibc.sqrt(spread)
    }

    /// Kolmogorov's statistic √n D; 3.2 is exceeded with probability 2.6e-9, 2.8 with 3.1e-7.
    static func kolmogorov(_ sample: [Double], _ distribution: (Double) -> Double) -> Double {
        let sorted = sample.sorted()
        let n = Double(sorted.count)
        var largest = 0.0
        for (index, value) in sorted.enumerated() {
            let probability = distribution(value)
            largest = max(largest, probability - Double(index) / n, Double(index + 1) / n - probability)
        }
        return largest * Glibc.sqrt(n)
    }
    static let kolmogorovLimit = 2.8
}
