// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// The conditions of a run reach the charge and the electronics of each module.
@Suite struct ConditionedReadoutTests {
    /// A bench under conditions of which the entries are given.
    private func readOut(
        _ entries: String, field: Double = 0, modules: Int = 2, _ event: borrowing TransportedEvent,
        _ change: (inout SensorReadout) -> Void = { _ in }
    ) throws -> (hits: [Hit], leakage: Double) {
        let bench = try SiliconBench(field: field, modules: modules, change)
        let text = "name: test\nintervals:\n  - first_run: 1\n    last_run: 9\n    seed: 1\n" + entries
        let conditions = try DetectorConditions.read(text: text, file: "test")
        let installed = try InstalledTracker(bench.tracker, conditions: conditions, run: 3)
        let output = SiliconBench.read(TrackerReadout(installed), event)
        let hits = (0..<output.hits.count).map { i in
            Hit(
                module: output.hits.module[i], channel: output.channel0[Int(output.cellOffsets[i])],
                u: output.hits.u[i], electrons: output.hits.energy[i] / 3.62e-9,
                step: Int(output.sourceStep[Int(output.sourceOffsets[i])]))
        }
        return (hits, installed.readout.modules.pointer[0].leakageNoise)
    }

    private struct Hit {
        let module, channel: Int32
        let u, electrons: Double
        let step: Int
    }

    /// Channels crossed in their middle, 81 of each module.
    private func event(_ modules: Int, electrons: Double) -> TransportedEvent {
        var event = TransportedEvent()
        for i in 0..<81 * modules {
            let (u, v) = (-4 + Double(i % 9) + 0.025, -4 + Double(i / 9 % 9) + 0.025)
            SiliconBench.append(
                to: &event, module: Int32(i / 81), particle: Int32(i), u: u, v: v, deposit: electrons * 3.62e-9)
        }
        return event
    }

    @Test func deadChannelsAreSilent() throws {
        let entries = "    dead:\n      - { volume: 1, layer: 1, module: 1, channels: { u: [0, 99] } }\n"
        let hits = try readOut(entries, event(2, electrons: 10_000)).hits
        // Four of nine rows lie below channel 100.
        #expect(hits.filter { $0.module == 0 }.count == 45 && hits.filter { $0.module == 1 }.count == 81)
        #expect(hits.allSatisfy { $0.module == 1 || $0.channel >= 100 })
    }

    @Test(arguments: [(2400.0, 81), (2600, 162)])
    func thresholdsAreTheModules(_ electrons: Double, _ count: Int) throws {
        let entries = "    response:\n      - { volume: 1, layer: 1, module: 1, threshold: 2.5 }\n"
        #expect(try readOut(entries, event(2, electrons: electrons)).hits.count == count)
    }

    /// Noise of the electronics and of the leakage current add in quadrature. Five standard deviations of a sample's.
    @Test(arguments: [true, false])
    func noiseIsTheModules(_ isIrradiated: Bool) throws {
        let entries =
            "    response:\n      - { volume: 1, noise: 1.5"
            + (isIrradiated ? ", temperature: 20, fluence: 1.0e15 }\n" : " }\n")
        let (hits, leakage) = try readOut(entries, modules: 50, event(50, electrons: 20_000)) { $0.noise = 100 }
        #expect(hits.count == 4050 && (leakage > 50) == isIrradiated, "\(leakage)")
        let mean = hits.reduce(0) { $0 + $1.electrons } / 4050
        let variance = hits.reduce(0) { $0 + ($1.electrons - mean) * ($1.electrons - mean) } / 4050
        let expected = (150 * 150 + leakage * leakage).squareRoot()
        #expect(abs(variance.squareRoot() / expected - 1) < 5 / 8100.0.squareRoot())
    }

    /// Half the Lorentz angle displaces clusters by half of what is corrected for.
    @Test func lorentzAnglesAreTheModules() throws {
        let entries = "    response:\n      - { volume: 1, lorentz: 0.5 }\n"
        let event = SiliconBench.spread(972, slopeU: 0.2)
        let hits = try readOut(entries, field: 3.8, modules: 12, event).hits
        let mean = hits.reduce(0) { $0 + $1.u - event.steps.u[$1.step] } / Double(hits.count)
        let expected = -0.5 * 0.5 * SiliconBench.thickness * 0.106 * 3.8
        #expect(abs(mean - expected) < 0.003, "\(mean) against \(expected) mm")
    }
}
