// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Every key of a conditions file about the response has its effect on what is read out.
@Suite struct ReadoutUnderConditionsTests {
    private static func readout(_ bench: SiliconBench, _ interval: String) throws -> TrackerReadout {
        let text = "name: test\nintervals:\n  - first_run: 1\n    seed: 1\n" + interval
        let conditions = try DetectorConditions.read(text: text, file: "test")
        return TrackerReadout(try InstalledTracker(bench.tracker, conditions: conditions, run: 3))
    }

    /// Passages in the middle of channels of 50 modules, all with one deposit in electrons.
    private static func passages(_ electrons: Double) -> TransportedEvent {
        var event = TransportedEvent()
        for i in 0..<4050 {
            let (u, v) = (-4 + Double(i % 9) + 0.025, -4 + Double(i / 9 % 9) + 0.025)
            SiliconBench.append(
                to: &event, module: Int32(i / 81), particle: Int32(i), u: u, v: v, deposit: electrons * 3.62e-9)
        }
        return event
    }

    /// The chance of a hit is Φ((q − threshold)/noise) times the efficiency, with factors, leakage current and efficiency
    /// as the conditions have them; the gain acts behind the discriminator. Five standard deviations of a binomial: false
    /// alarms below 1e-6 each.
    @Test(arguments: [
        ("{ threshold: 1.2 }", 2400.0, 120.0, 1.0), ("{ noise: 2 }", 2000, 240, 1),
        ("{ gain: 0.9 }", 2000, 120, 1), ("{ efficiency: 0.8 }", 2000, 120, 0.8),
        ("{ temperature: 20, fluence: 1e16 }", 2000, -1, 1),
    ])
    func factorsAreObeyed(
        entry: String, threshold: Double, noise: Double, efficiency: Double
    ) throws {
        let bench = try SiliconBench(modules: 50) {
            $0.threshold = 2000
            $0.noise = 120
        }
        let readout = try Self.readout(bench, "    peaking_time: 100\n    response:\n      - \(entry)\n")
        var sigma = noise
        if noise < 0 {
            let leakage = LeakageNoise(temperature: 20, fluence: 1e16, peakingTime: 100).electrons(
                volume: 0.05 * 0.05 * 0.15)
            sigma = (120 * 120 + leakage * leakage).squareRoot()
            #expect(sigma > 200)
        }
        for distance in [-1.0, 0.5] {
            let hits = SiliconBench.read(readout, Self.passages(threshold + distance * sigma)).hits.count
            let expected = efficiency * (1 - GaussianSharing.tail(above: distance))
            let tolerance = 5 * (expected * (1 - expected) / 4050).squareRoot()
            #expect(abs(Double(hits) / 4050 - expected) < tolerance, "\(hits) of 4050 against \(expected)")
        }
    }

    /// Dead chips and channels give nothing, the channels beside them what they always do.
    @Test func deadChannelsAreSilent() throws {
        let bench = try SiliconBench(modules: 3)
        // 200 × 200 channels: u = 0.025 is channel 100.
        let readout = try Self.readout(
            bench, "    dead:\n      - { volume: 1, layer: 1, module: 2, channels: { u: [100, 100], v: [90, 100] } }\n")
        func hits(_ u: Double, _ v: Double) -> [Int32] {
            var event = TransportedEvent()
            for module in Int32(0)..<3 { SiliconBench.append(to: &event, module: module, u: u, v: v) }
            return SiliconBench.read(readout, event).hits.module.array()
        }
        #expect(hits(0.025, 0.025) == [0, 2])
        #expect(hits(0.025, -0.475) == [0, 2])
        #expect(hits(0.025, 0.075) == [0, 1, 2] && hits(0.025, -0.525) == [0, 1, 2])
        #expect(hits(0.075, 0.025) == [0, 1, 2] && hits(-0.025, 0.025) == [0, 1, 2])
    }

    /// Channels fire with the probability that is asked, also where it is large, unless they are dead. Five standard
    /// deviations.
    @Test func noisyChannelsFire() throws {
        let bench = try SiliconBench(modules: 3)
        func noisy(_ occupancy: Double) -> String {
            "    noisy:\n      - { volume: 1, layer: 1, module: 3, channels: { u: [7, 7], v: [9, 9] }, "
                + "occupancy: \(occupancy) }\n"
        }
        let event = TransportedEvent()
        for occupancy in [0.02, 0.5, 0.9] {
            let readout = try Self.readout(bench, noisy(occupancy))
            var fired = 0
            for number in UInt64(0)..<2000 {
                let output = SiliconBench.read(readout, event, number: number)
                guard output.hits.count > 0 else { continue }
                fired += 1
                #expect(output.hits.module.array() == [2] && output.sourceStep.count == 0)
                #expect(output.channel0.array() == [7] && output.channel1.array() == [9])
            }
            let deviation = (2000 * occupancy * (1 - occupancy)).squareRoot()
            #expect(abs(Double(fired) - 2000 * occupancy) < 5 * deviation, "\(fired) of 2000 at \(occupancy)")
        }
        let dead = noisy(0.9) + "    dead:\n      - { volume: 1, layer: 1, module: 3, channels: { u: [7, 7] } }\n"
        let readout = try Self.readout(bench, dead)
        #expect((0..<100).allSatisfy { SiliconBench.read(readout, event, number: UInt64($0)).hits.count == 0 })
    }

    /// The factor to the tangent of the Lorentz angle, with its sign: clusters are narrowest on the other side.
    @Test func theDriftIsTurned() throws {
        let bench = try SiliconBench(field: 2, modules: 10) { $0.threshold = 500 }
        func size(_ factor: Double, _ slope: Double) throws -> Double {
            let readout = try Self.readout(bench, "    response:\n      - { lorentz: \(factor) }\n")
            let hits = SiliconBench.read(readout, SiliconBench.spread(800, slopeU: slope))
            return hits.hits.sizeU.array().reduce(0) { $0 + Double($1) } / Double(hits.hits.count)
        }
        let usual = (along: try size(1, 0.2), against: try size(1, -0.2))
        let turned = (along: try size(-1, 0.2), against: try size(-1, -0.2))
        let none = (along: try size(0, 0.2), against: try size(0, -0.2))
        #expect(abs(usual.along - usual.against) > 0.5)
        #expect(abs(turned.against - usual.along) < 0.1 && abs(turned.along - usual.against) < 0.1)
        #expect(abs(none.along - none.against) < 0.1)
    }
}
