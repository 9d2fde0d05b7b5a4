// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Clocks of benchmarks.
enum BenchmarkClock {
    /// Processor time of this thread, ns.
    static func processor() -> Double { read(CLOCK_THREAD_CPUTIME_ID) }

    /// Elapsed time, ns.
    static func wall() -> Double { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    /// Repeats `body`, which returns the units it did, for the given time in ten or more repetitions.
    static func measure(
        _ name: String, unit: String, detail: String = "", seconds: Double, _ body: () -> Int
    ) -> BenchmarkResult {
        _ = body()
        var samples: [Double] = []
        var units = 0
        let began = processor()
        while samples.count < 10 || processor() - began < seconds * 1e9 {
            let start = processor()
            let done = max(body(), 1)
            samples.append((processor() - start) / Double(done))
            units += done
            if processor() - began > 10 * seconds * 1e9 && samples.count >= 3 { break }
        }
        samples.sort()
        return BenchmarkResult(
            name: name, unit: unit, nanoseconds: samples[samples.count / 2], fastest: samples[0],
            slowest: samples[samples.count - 1], units: units, detail: detail)
    }
}
