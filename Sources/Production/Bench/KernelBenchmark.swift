// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Times random draws and elementary functions as the stages call them.
enum KernelBenchmark {
    static func randomDraws(_ seconds: Double) -> [BenchmarkResult] {
        var stream = RandomStream(seed: 1, event: 0, stage: .test, identity: 0)
        var buffered = BufferedStream(seed: 1, event: 0, stage: .test, identity: 1)
        var sum = 0.0
        let results = [
            BenchmarkClock.measure("random", unit: "uniform", seconds: seconds) {
                for _ in 0..<10_000 { sum += stream.uniform() }
                return 10_000
            },
            BenchmarkClock.measure("random", unit: "normal, eight blocks at a time", seconds: seconds) {
                for _ in 0..<10_000 { sum += buffered.normal() }
                return 10_000
            },
        ]
        // The sum is used, so that the draws cannot be left out.
        return sum.isNaN ? [] : results
    }

    static func elementaryFunctions(_ seconds: Double) -> [BenchmarkResult] {
        let xs = (0..<4096).map { 0.001 + Double($0) * 0.01 }
        var sum = 0.0
        func one(_ name: String, _ function: (Double) -> Double) -> BenchmarkResult {
            BenchmarkClock.measure("elementary", unit: name, seconds: seconds / 4) {
                for x in xs { sum += function(x) }
                return xs.count
            }
        }
        let results = [
            one("sine", Elementary.sin), one("logarithm", Elementary.log), one("exponential", { Elementary.exp(-$0) }),
            one("arctangent", { Elementary.atan2($0, 1) }),
        ]
        return sum.isNaN ? [] : results
    }
}
