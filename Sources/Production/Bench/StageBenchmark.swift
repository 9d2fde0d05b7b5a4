// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Datasets
import EventModel
import Foundation

/// One figure: processor time per natural unit.
public struct BenchmarkResult: Codable, Sendable {
    public var name: String
    public var unit: String
    /// Processor time of one thread, nanoseconds per unit: the median of the repetitions and their range.
    public var nanoseconds: Double
    public var fastest: Double
    public var slowest: Double
    public var units: Int
    public var detail: String
}

/// Times the stages of the chain on fixed events, one thread.
public enum StageBenchmark {
    public static let names = ["random", "elementary", "generation", "pile-up", "transport", "readout", "encoding"]

    public static func run(
        _ names: [String], seconds: Double, resources: ResourceDirectories
    ) throws(Diagnostics) -> [BenchmarkResult] {
        var results: [BenchmarkResult] = []
        for name in names {
            switch name {
            case "random": results += randomDraws(seconds)
            case "elementary": results += elementaryFunctions(seconds)
            case "generation":
                results.append(
                    try generation(
                        "generation", "processes: [{process: tt}]", "top pair to stable particles", seconds, resources))
            case "pile-up":
                results.append(
                    try generation(
                        "pile-up", "processes: [{process: minbias}]", "minimum-bias collision", seconds, resources))
            default: results.append(try stage(name, seconds, resources))
            }
        }
        return results
    }

    public static func table(_ results: [BenchmarkResult]) -> String {
        var text = "benchmark       ns per unit      range                unit\n"
        for r in results {
            text +=
                r.name.padding(toLength: 16, withPad: " ", startingAt: 0)
                + String(format: "%10.1f   %9.1f - %9.1f      ", r.nanoseconds, r.fastest, r.slowest) + r.unit
                + (r.detail.isEmpty ? "" : "  (\(r.detail))") + "\n"
        }
        return text
    }

    /// Processor time of this thread, ns.
    static func clock() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    /// Repeats `body`, which returns the units it did, for the given time in ten or more repetitions.
    static func measure(
        _ name: String, unit: String, detail: String = "", seconds: Double, _ body: () -> Int
    ) -> BenchmarkResult {
        _ = body()
        var samples: [Double] = []
        var units = 0
        let began = clock()
        while samples.count < 10 || clock() - began < seconds * 1e9 {
            let start = clock()
            let done = max(body(), 1)
            samples.append((clock() - start) / Double(done))
            units += done
            if clock() - began > 10 * seconds * 1e9 && samples.count >= 3 { break }
        }
        samples.sort()
        return BenchmarkResult(
            name: name, unit: unit, nanoseconds: samples[samples.count / 2], fastest: samples[0],
            slowest: samples[samples.count - 1], units: units, detail: detail)
    }

    private static func randomDraws(_ seconds: Double) -> [BenchmarkResult] {
        var stream = RandomStream(seed: 1, event: 0, stage: .test, identity: 0)
        var buffered = BufferedStream(seed: 1, event: 0, stage: .test, identity: 1)
        var sum = 0.0
        let results = [
            measure("random", unit: "uniform", seconds: seconds) {
                for _ in 0..<10_000 { sum += stream.uniform() }
                return 10_000
            },
            measure("random", unit: "normal, eight blocks at a time", seconds: seconds) {
                for _ in 0..<10_000 { sum += buffered.normal() }
                return 10_000
            },
        ]
        return sum.isNaN ? [] : results
    }

    private static func elementaryFunctions(_ seconds: Double) -> [BenchmarkResult] {
        let xs = (0..<4096).map { 0.001 + Double($0) * 0.01 }
        var sum = 0.0
        func one(_ name: String, _ function: (Double) -> Double) -> BenchmarkResult {
            measure("elementary", unit: name, seconds: seconds / 4) {
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

    private static func chain(_ source: String, _ resources: ResourceDirectories) throws(Diagnostics) -> EventChain {
        let text = "seed: 1\nevents: 1000000\ndetector: trackml\n\(source)\n"
        let loaded = try RecipeLoader(geometryDirectories: resources.geometries).load(text: text, file: "benchmark")
        return try EventChain(resources.plan(loaded, cards: resources.cards()))
    }

    private static func generation(
        _ name: String, _ source: String, _ unit: String, _ seconds: Double, _ resources: ResourceDirectories
    ) throws(Diagnostics) -> BenchmarkResult {
        let worker = EventWorker(try chain(source, resources))
        var number: UInt64 = 0
        var particles = 0
        let result = measure(name, unit: unit, seconds: seconds) {
            for _ in 0..<20 {
                worker.generate(number)
                particles += worker.generated.particles.count
                number += 1
            }
            return 20
        }
        var described = result
        described.detail = "\(particles / max(Int(number), 1)) particles on average"
        return described
    }

    /// 1000 charged pions, pT 0.5-10 GeV log-uniform, |eta| < 3: the particles of the comparison with Fatras.
    private static let pions =
        "gun: {species: [pi+], charge: both, particles: 1000, "
        + "pT_GeV: {distribution: log-uniform, min: 0.5, max: 10}, eta: {distribution: uniform, min: -3, max: 3}}"

    private static func stage(
        _ name: String, _ seconds: Double, _ resources: ResourceDirectories
    ) throws(Diagnostics) -> BenchmarkResult {
        let chain = try chain(pions, resources)
        let worker = EventWorker(chain)
        let batch = ColumnBatch(layout: DatasetLayout(chain.description))
        worker.generate(0)
        worker.simulate()
        worker.readAndLabel()
        switch name {
        case "transport":
            var hits = 0
            var particles = 0
            var result = measure(name, unit: "charged pion, 0.5-10 GeV", seconds: seconds) {
                worker.simulate()
                hits += worker.transported.steps.count
                particles += 1000
                return 1000
            }
            let perParticle = Double(hits) / Double(max(particles, 1))
            result.detail = String(
                format: "%.2f hits per particle, %.0f ns per hit", perParticle, result.nanoseconds / perParticle)
            return result
        case "readout":
            return measure(name, unit: "hit, read out and labelled", seconds: seconds) {
                worker.readAndLabel()
                return worker.readOut.hits.count
            }
        default:
            return measure(name, unit: "hit, encoded with its particles", seconds: seconds) {
                batch.removeAll()
                worker.encode(into: batch)
                return worker.readOut.hits.count
            }
        }
    }
}

extension Estimate.Costs {
    /// Costs of one thread, measured by `eidolon bench` on one core of a server of 2023 and rounded up.
    public static let measured = Estimate.Costs(
        event: Estimate.Cost(seconds: 20e-6, bytes: 400), hardCollision: Estimate.Cost(seconds: 3e-3, bytes: 150_000),
        pileUpCollision: Estimate.Cost(seconds: 0.6e-3, bytes: 30_000),
        particle: Estimate.Cost(seconds: 12e-6, bytes: 1800), memory: 60e6, memoryPerThread: 60e6)
}
