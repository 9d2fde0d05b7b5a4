// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Times random draws and elementary functions as the stages call them.
enum KernelBenchmark {
    static func randomDraws(_ seconds: Double) -> [BenchmarkResult] {
        var stream = RandomStream(seed: 1, event: 0, stage: .test, identity: 0)
        var lanes = RandomLanes8(seed: 1, event: 0, stage: .test, identities: [0, 1, 2, 3, 4, 5, 6, 7])
        let all = SIMD8<UInt64>(repeating: .max)
        var sum = 0.0
        let results = [
            BenchmarkClock.measure("random", unit: "uniform", seconds: seconds) {
                for _ in 0..<10_000 { sum += stream.uniform() }
                return 10_000
            },
            BenchmarkClock.measure("random", unit: "two normals and a uniform, in eight lanes", seconds: seconds) {
                for _ in 0..<1000 {
                    let (first, second, uniform) = lanes.normalPairAndUniform(where: all)
                    sum += first[0] + second[1] + uniform[2]
                }
                return 8000
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
