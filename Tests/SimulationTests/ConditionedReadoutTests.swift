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

    /// A module that stands turned is read out in the frame in which it stands: the same passage in that frame makes the
    /// same hit as on the module in its place.
    @Test(arguments: ["[0.1, 0, 0]", "[0, -0.15, 0]", "[0.1, 0.15, 0.2]"])
    func aTurnedModuleSeesDirectionsInItsOwnFrame(_ rotation: String) throws {
        let bench = try SiliconBench(field: 0, modules: 5) { $0.threshold = 500 }
        let text = "name: test\nintervals:\n  - first_run: 1\n    alignment:\n      - { rotation: \(rotation) }\n"
        let conditions = try DetectorConditions.read(text: text, file: "test")
        let installed = try InstalledTracker(bench.tracker, conditions: conditions, run: 3)
        let straight = SiliconBench.spread(405, slopeU: 0.2, slopeV: -0.3)
        var turned = SiliconBench.spread(405, slopeU: 0.2, slopeV: -0.3)
        for i in 0..<turned.steps.count {
            let module = installed.asBuilt.modules[Int(turned.steps.module[i])]
            let p = 0.2 * module.u - 0.3 * module.v + module.w
            (turned.steps.px[i], turned.steps.py[i], turned.steps.pz[i]) = (p.x, p.y, p.z)
        }
        let expected = bench.read(straight)
        let found = SiliconBench.read(TrackerReadout(installed), turned)
        #expect(found.hits.count == expected.hits.count && found.hits.count > 400)
        #expect(found.hits.sizeU.array() == expected.hits.sizeU.array())
        #expect(found.hits.sizeV.array() == expected.hits.sizeV.array())
        let (u, v, energy) = (found.hits.u.array(), found.hits.v.array(), found.hits.energy.array())
        for i in 0..<min(found.hits.count, expected.hits.count) {
            #expect(abs(u[i] - expected.hits.u[i]) < 1e-9 && abs(v[i] - expected.hits.v[i]) < 1e-9)
            #expect(abs(energy[i] - expected.hits.energy[i]) < 1e-9 * expected.hits.energy[i])
        }
    }
}
