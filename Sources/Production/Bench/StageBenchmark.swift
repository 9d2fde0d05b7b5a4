// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Datasets
import Detector
import EventModel
import Foundation
import Simulation

/// Times the stages of the chain on fixed events, one thread.
public enum StageBenchmark {
    public static let names =
        ["random", "elementary", "generation", "pile-up"] + flights.map(\.name) + ["field", "readout", "encoding"]

    /// The transport of one species, and what else the recipe says: without what makes secondaries, for comparison.
    private static let flights: [(name: String, species: String, unit: String, settings: String)] = [
        ("transport", "pi+", "charged pion, 0.5-10 GeV", ""),
        (
            "transport-without-secondaries", "pi+", "charged pion, 0.5-10 GeV",
            "simulation: {hadronic: false, decays: false, bremsstrahlung: false, conversions: false}"
        ),
        ("transport-electrons", "e-", "electron, 0.5-10 GeV", ""),
        ("transport-photons", "gamma", "photon, 0.5-10 GeV", ""),
    ]

    /// - Parameter seconds: processor time of measuring per benchmark.
    public static func run(
        _ names: [String], seconds: Double, resources: ResourceDirectories
    ) throws(Diagnostics) -> [BenchmarkResult] {
        var results: [BenchmarkResult] = []
        for name in names {
            switch name {
            case "random": results += KernelBenchmark.randomDraws(seconds)
            case "elementary": results += KernelBenchmark.elementaryFunctions(seconds)
            case "generation":
                results.append(
                    try generation(
                        "generation", "processes: [{process: tt}]", "top pair to stable particles", seconds, resources))
            case "pile-up":
                results.append(
                    try generation(
                        "pile-up", "processes: [{process: minbias}]", "minimum-bias collision", seconds, resources))
            default:
                if let flight = flights.first(where: { $0.name == name }) {
                    let source = gun(flight.species) + "\n" + flight.settings
                    results.append(try transport(name, source, flight.unit, seconds, resources))
                } else {
                    results.append(try stage(name, seconds, resources))
                }
            }
        }
        return results
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
        var result = BenchmarkClock.measure(name, unit: unit, seconds: seconds) {
            for _ in 0..<20 {
                worker.generate(number)
                particles += worker.generated.particles.count
                number += 1
            }
            return 20
        }
        result.detail = "\(particles / max(Int(number), 1)) particles on average"
        return result
    }

    /// 1000 particles, pT 0.5-10 GeV log-uniform, |eta| < 3: for charged pions, the kind of event of the comparison with
    /// Fatras.
    private static func gun(_ species: String) -> String {
        "gun: {species: [\(species)]\(species == "gamma" ? "" : ", charge: both"), particles: 1000, "
            + "pT_GeV: {distribution: log-uniform, min: 0.5, max: 10}, eta: {distribution: uniform, min: -3, max: 3}}"
    }

    private static func transport(
        _ name: String, _ source: String, _ unit: String, _ seconds: Double, _ resources: ResourceDirectories
    ) throws(Diagnostics) -> BenchmarkResult {
        let worker = EventWorker(try chain(source, resources))
        worker.generate(0)
        worker.simulate()
        var hits = 0
        var secondaries = 0
        var particles = 0
        var result = BenchmarkClock.measure(name, unit: unit, seconds: seconds) {
            worker.simulate()
            hits += worker.transported.steps.count
            secondaries += worker.transported.secondaries.count
            particles += 1000
            return 1000
        }
        let perParticle = 1 / Double(max(particles, 1))
        let hitsEach = Double(hits) * perParticle
        result.detail = String(
            format: "%.2f hits and %.2f secondaries per particle, %.0f ns per hit", hitsEach,
            Double(secondaries) * perParticle, result.nanoseconds / hitsEach)
        return result
    }

    private static func stage(
        _ name: String, _ seconds: Double, _ resources: ResourceDirectories
    ) throws(Diagnostics) -> BenchmarkResult {
        let chain = try chain(gun("pi+"), resources)
        let worker = EventWorker(chain)
        let batch = ColumnBatch(layout: DatasetLayout(chain.description))
        worker.generate(0)
        worker.simulate()
        worker.readAndLabel()
        switch name {
        case "field": return field(seconds, chain, worker)
        case "readout":
            return BenchmarkClock.measure(name, unit: "hit, read out and labelled", seconds: seconds) {
                worker.readAndLabel()
                return worker.readOut.hits.count
            }
        default:
            return BenchmarkClock.measure(name, unit: "hit, encoded with its particles", seconds: seconds) {
                batch.removeAll()
                worker.encode(into: batch)
                return worker.readOut.hits.count
            }
        }
    }

    /// The same particles in the field of a coil with its fringe, and on helices.
    private static func field(_ seconds: Double, _ chain: EventChain, _ worker: EventWorker) -> BenchmarkResult {
        var tracker = chain.detector.asBuilt
        let coil = Solenoid(
            radius: 1.15 * tracker.boundaryRadius, halfLength: 0.87 * tracker.boundaryHalfLength, centre: 2)
        tracker.field = .solenoid(coil, radius: tracker.boundaryRadius, halfLength: tracker.boundaryHalfLength)
        let transport = TrackerTransport(NavigationIndex(tracker), settings: chain.plan.simulation)
        var scratch = TransportScratch()
        var output = TransportedEvent()
        let helices = BenchmarkClock.measure("helices", unit: "", seconds: 0.5 * seconds) {
            worker.simulate()
            return 1000
        }
        var result = BenchmarkClock.measure("field", unit: "charged pion, 0.5-10 GeV", seconds: 0.5 * seconds) {
            transport.transport(worker.generated, seed: chain.plan.seed, scratch: &scratch, into: &output)
            return 1000
        }
        result.detail = String(
            format: "the field of a coil with its fringe; %.2f times the time on helices",
            result.nanoseconds / helices.nanoseconds)
        return result
    }
}
