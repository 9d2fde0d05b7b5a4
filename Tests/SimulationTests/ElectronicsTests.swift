// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Each constant of the electronics by itself: 4050 channels, each crossed in its middle.
@Suite struct ElectronicsTests {
    private static let count = 4050

    private func event(electrons: Double) -> TransportedEvent {
        var event = TransportedEvent()
        for i in 0..<Self.count {
            let (u, v) = (-4 + Double(i % 9) + 0.025, -4 + Double(i / 9 % 9) + 0.025)
            SiliconBench.append(
                to: &event, module: Int32(i / 81), particle: Int32(i), u: u, v: v, deposit: electrons * 3.62e-9)
        }
        return event
    }

    private func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return (mean, variance.squareRoot())
    }

    /// Five standard deviations of a sample's mean and deviation: false alarm below 2e-6.
    private func expect(_ values: [Double], mean: Double, deviation: Double) {
        let found = moments(values)
        let root = Double(values.count).squareRoot()
        #expect(abs(found.mean - mean) < 5 * deviation / root, "\(found.mean) against \(mean)")
        let tolerance = 5 / (2.0.squareRoot() * root)
        #expect(abs(found.deviation / deviation - 1) < tolerance, "\(found.deviation) against \(deviation)")
    }

    /// Without noise the thresholds' own dispersion decides.
    @Test(arguments: [-1.0, 0.5, 1.5])
    func thresholdsHaveTheirDispersion(_ distance: Double) throws {
        let bench = try SiliconBench(modules: 50) {
            $0.threshold = 2000
            $0.thresholdDispersion = 100
        }
        let hits = bench.read(event(electrons: 2000 + 100 * distance))
        let share = Double(hits.hits.count) / Double(Self.count)
        let expected = 1 - GaussianSharing.tail(above: distance)
        let tolerance = 5 * (expected * (1 - expected) / Double(Self.count)).squareRoot()
        #expect(abs(share - expected) < tolerance, "\(share) against \(expected)")
    }

    @Test func chargesHaveTheirNoise() throws {
        let bench = try SiliconBench(modules: 50) { $0.noise = 120 }
        let hits = bench.read(event(electrons: 10_000))
        expect(hits.cellEnergy.array().map { $0 / 3.62e-9 }, mean: 10_000, deviation: 120)
    }

    @Test func gainsHaveTheirDispersion() throws {
        let bench = try SiliconBench(modules: 50) { $0.gainDispersion = 0.05 }
        let hits = bench.read(event(electrons: 10_000))
        expect(hits.cellEnergy.array().map { $0 / 3.62e-9 }, mean: 10_000, deviation: 500)
    }

    @Test func timesHaveTheirResolution() throws {
        var bench = try SiliconBench(modules: 50)
        bench.tracker.layers[0].sensor.resolutionTime = 0.03
        let hits = bench.read(event(electrons: 10_000))
        expect(hits.hits.t.array(), mean: 1, deviation: 0.03)
    }

    /// Noise above a threshold of ten σ falls with scale σ²/threshold, and comes at any time of a bunch crossing around
    /// the arrival of light.
    @Test func noiseBarelyPassesTheThreshold() throws {
        let bench = try SiliconBench(modules: 100) {
            $0.noise = 100
            $0.noiseOccupancy = 2e-5
        }
        let readout = TrackerReadout(bench.tracker)
        var excess: [Double] = []
        for number in 0..<20 {
            let hits = SiliconBench.read(readout, TransportedEvent(), number: UInt64(number))
            excess += hits.cellEnergy.array().map { $0 / 3.62e-9 - 1000 }
            for i in 0..<hits.hits.count {
                let light = (100 + 10 * Double(hits.hits.module[i])) / PhysicalConstants.speedOfLight
                #expect(abs(hits.hits.t[i] - light) < 12.51)
            }
        }
        // The mean of an exponential is its deviation; five of the mean's.
        let found = moments(excess)
        #expect(excess.count > 1300 && excess.allSatisfy { $0 > -1e-9 })
        #expect(abs(found.mean - 10) < 50 / Double(excess.count).squareRoot(), "\(found.mean)")
    }

    /// Numbers from the table are standard normal: 2²⁰ evenly spaced words give their moments but for the tails' error,
    /// and the share beyond 1, 2 and 3 (Abramowitz and Stegun, table 26.1); between its nodes lines run above the curve.
    @Test func normalNumbersAreNormal() {
        let table = NormalTable.table()
        let normals = NormalTable(quantiles: table.pointer)
        var values: [Double] = []
        for i in 0..<(1 << 20) { values.append(normals.number(UInt32(i) << 12 | 0x800)) }
        let found = moments(values)
        #expect(abs(found.mean) < 1e-8 && abs(found.deviation - 1) < 1e-4, "\(found)")
        for (limit, tail) in [(1.0, 0.158655), (2, 0.022750), (3, 0.00134990)] {
            #expect(abs(Double(values.count { $0 > limit }) / 0x1p20 / tail - 1) < 0.005)
            #expect(abs(Double(values.count { $0 < -limit }) / 0x1p20 / tail - 1) < 0.005)
        }
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 + 1e-3 })
        #expect(normals.number(0) < -6 && normals.number(.max) > 6)
    }

    /// Time over threshold stands for the middle of its step above the threshold, ADC counts for theirs above zero; both
    /// stop at their last count.
    @Test(arguments: [(SensorReadout.Encoding.tot, 600.0), (.adc, 500)])
    func countsStandForCharges(_ encoding: SensorReadout.Encoding, _ least: Double) throws {
        let bench = try SiliconBench {
            $0.threshold = 600
            $0.encoding = encoding
            $0.bits = 4
            $0.chargePerCount = 500
        }
        for electrons in stride(from: 710.0, to: 12_000, by: 333) {
            var event = TransportedEvent()
            SiliconBench.append(to: &event, u: 0.025, v: 0.025, deposit: electrons * 3.62e-9)
            let hits = bench.read(event)
            let seen = hits.cellEnergy[0] / 3.62e-9
            let last = encoding == .tot ? 600 + 14.5 * 500 : 15.5 * 500
            #expect(abs(seen - min(electrons, last)) <= 250 + 1e-6, "\(electrons): \(seen)")
            #expect(hits.cellCounts[0] <= 15 && (electrons < 8500 || hits.cellCounts[0] == 15))
            #expect(seen > least)
        }
    }
}
