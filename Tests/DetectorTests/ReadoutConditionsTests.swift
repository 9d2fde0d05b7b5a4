// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Testing

@testable import Detector

/// How modules answer under conditions.
@Suite struct ReadoutConditionsTests {
    private func readout(_ interval: String, chips: String = "") throws -> (Tracker, ReadoutConditions) {
        let text = try GeometrySupport.text("trackml").replacing(
            "    pitch: [0.05, 0.05]\n", with: "    pitch: [0.05, 0.05]\n" + chips)
        let tracker = try TrackerDescription.read(text: text, file: "trackml.yaml").build()
        let installed = try ConditionsTests.installed(tracker, interval)
        return (tracker, installed.readout)
    }

    private func position(_ tracker: Tracker, _ volume: Int, _ layer: Int, _ module: Int) -> Int {
        ModuleSelection(volume: volume, layer: layer, module: module).positions(in: tracker)[0]
    }

    @Test func factorsMultiplyInTheOrderOfTheFile() throws {
        let (tracker, readout) = try readout(
            """
                response:
                  - { noise: 1.5, threshold: 1.1, gain: 0.9, lorentz: 0.8, efficiency: 0.99 }
                  - { volume: 8, layer: 2, noise: 2, threshold: 1.2, gain: 0.5, lorentz: -1, efficiency: 0.5 }

            """)
        let inner = readout.modules.pointer[position(tracker, 8, 2, 5)]
        #expect(inner.noiseFactor == 3 && inner.thresholdFactor == 1.1 * 1.2 && inner.gain == 0.45)
        #expect(inner.lorentzFactor == -0.8 && inner.efficiency == 0.495 && !inner.isDead)
        let outer = readout.modules.pointer[position(tracker, 13, 4, 5)]
        #expect(outer.noiseFactor == 1.5 && outer.efficiency == 0.99 && outer.leakageNoise == 0)
        withExtendedLifetime(readout) {}
    }

    @Test func deadModulesChipsAndChannelsAreFound() throws {
        let (tracker, readout) = try readout(
            """
                dead:
                  - { volume: 8, layer: 2, module: 7 }
                  - { volume: 8, layer: 2, module: 8, chips: [0, 5] }
                  - { volume: 8, layer: 2, module: 9, channels: { u: [10, 20], v: [1400, 5000] } }

            """, chips: "    chips: [2, 4]\n")
        let view = readout.view
        let module = position(tracker, 8, 2, 7)
        #expect(view.isDead(module: module, u: 0, v: 0) && readout.modules.pointer[module].isDead)
        // 16.8 mm × 72 mm at 50 µm: 336 × 1440 channels, chips of 168 × 360.
        let chips = position(tracker, 8, 2, 8)
        #expect(view.isDead(module: chips, u: 167, v: 359) && !view.isDead(module: chips, u: 168, v: 0))
        #expect(!view.isDead(module: chips, u: 167, v: 360) && view.isDead(module: chips, u: 335, v: 1079))
        #expect(!view.isDead(module: chips, u: 335, v: 1080) && !view.isDead(module: chips, u: 167, v: 1079))
        let channels = position(tracker, 8, 2, 9)
        #expect(view.isDead(module: channels, u: 10, v: 1439) && !view.isDead(module: channels, u: 9, v: 1439))
        #expect(!view.isDead(module: channels, u: 21, v: 1400) && !view.isDead(module: channels, u: 15, v: 1399))
        let neighbour = position(tracker, 8, 2, 10)
        #expect(!view.isDead(module: neighbour, u: 15, v: 1410))
        withExtendedLifetime(readout) {}
    }

    @Test func chipsTileTheModule() throws {
        let tracker = try GeometrySupport.tracker("trackml")
        var sensor = tracker.layers[0].sensor
        (sensor.chipsU, sensor.chipsV) = (3, 7)
        let grid = ChannelGrid(tracker.modules[0], sensor)
        #expect(grid.u == 336 && grid.v == 1440 && grid.chipCount == 21)
        let chips = (0..<grid.chipCount).map { grid.chip($0) }
        #expect(chips.map(\.channelCount).reduce(0, +) == grid.channelCount)
        #expect(chips.allSatisfy { $0.lastU < 336 && $0.lastV < 1440 && $0.channelCount >= 112 * 205 })
    }

    /// Drawn defects have their shares; 5 standard deviations of the binomial each, a false alarm in 5 × 10⁵ runs.
    @Test func drawnDefectsHaveTheirShares() throws {
        let (tracker, readout) = try readout(
            """
                seed: 9
                dead:
                  - { volume: 8, module_fraction: 0.1, chip_fraction: 0.05, channel_fraction: 1e-5 }
                noisy:
                  - { volume: 9, channel_fraction: 2e-5, occupancy: 0.25 }

            """, chips: "    chips: [2, 4]\n")
        var (dead, chips, channels, noisy) = (0.0, 0.0, 0.0, 0.0)
        let view = readout.view
        for (i, module) in tracker.modules.enumerated() {
            let conditions = readout.modules.pointer[i]
            dead += conditions.isDead ? 1 : 0
            chips += Double(conditions.deadRegions.end - conditions.deadRegions.first)
            channels += Double(conditions.deadChannels.end - conditions.deadChannels.first)
            noisy += Double(conditions.noisyRegions.end - conditions.noisyRegions.first)
            if module.volumeID != 8 && module.volumeID != 9 { #expect(conditions == ModuleConditions()) }
            for k in conditions.deadChannels.first..<conditions.deadChannels.end {
                let key = readout.deadChannels.pointer[Int(k)]
                #expect(view.isDead(module: i, u: Int32(key & 0xFFFF_FFFF), v: Int32(key >> 32)))
            }
            for k in conditions.noisyRegions.first..<conditions.noisyRegions.end {
                let region = readout.noisyRegions.pointer[Int(k)]
                #expect(region.occupancy == 0.25 && region.channelCount == 1)
            }
        }
        func expect(_ count: Double, of total: Double, _ share: Double) {
            let wanted = total * share
            let deviation = abs(count - wanted) / (wanted * (1 - share)).squareRoot()
            #expect(deviation < 5)
        }
        let barrel = Double(ModuleSelection(volume: 8).positions(in: tracker).count)
        let discs = Double(ModuleSelection(volume: 9).positions(in: tracker).count)
        expect(dead, of: barrel, 0.1)
        expect(chips, of: barrel * 8, 0.05)
        expect(channels, of: barrel * 483_840, 1e-5)
        expect(noisy, of: discs * 483_840, 2e-5)
        withExtendedLifetime(readout) {}
    }

    /// A larger share keeps what was dead and adds to it.
    @Test func aLargerShareContainsTheSmaller() throws {
        let (_, few) = try readout("    dead:\n      - { module_fraction: 0.01 }\n")
        let (_, many) = try readout("    dead:\n      - { module_fraction: 0.05 }\n")
        let both = (0..<few.modules.count).filter { few.modules.pointer[$0].isDead }
        #expect(!both.isEmpty && both.allSatisfy { many.modules.pointer[$0].isDead })
    }

    /// Current of 1 cm³ at 20 °C and 10¹⁴ cm⁻² is α Φ = 3.99 mA (Moll 1999); it halves roughly every 7 °C; 1 nA makes
    /// 107 electrons of noise at 1 µs: √(2 × 0.924 × 10⁻⁹ × 10⁻⁶ / 1.602 × 10⁻¹⁹).
    @Test func leakageNoiseFollowsItsFormulas() throws {
        let warm = LeakageNoise(temperature: 20, fluence: 1e14, peakingTime: 1000)
        #expect(abs(warm.current(volume: 1000) / 3.99e-3 - 1) < 1e-12)
        let volume = 1e-9 / warm.current(volume: 1)
        #expect(abs(warm.electrons(volume: volume) - 107.37) < 0.05)
        // (258.15/293.15)² exp(-1.21 (1/258.15 - 1/293.15) / (2 × 8.617 × 10⁻⁵)) = 0.0302, by another route.
        let cold = LeakageNoise(temperature: -15, fluence: 1e14, peakingTime: 1000)
        #expect(abs(cold.current(volume: 1000) / 3.99e-3 - 0.03016) < 1e-4)
        let (tracker, readout) = try readout("    temperature: -15\n    fluence: 1e15\n    peaking_time: 25\n")
        let pixel = readout.modules.pointer[position(tracker, 8, 2, 5)].leakageNoise
        let strip = readout.modules.pointer[position(tracker, 17, 2, 5)].leakageNoise
        let volumes = (0.12 * 10.8 * 0.35) / (0.05 * 0.05 * 0.15)
        #expect(abs(strip / pixel - volumes.squareRoot()) < 1e-9)
        #expect(pixel > 5 && pixel < 20)
        withExtendedLifetime(readout) {}
    }
}
