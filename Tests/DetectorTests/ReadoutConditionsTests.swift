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

    /// Gains and thresholds spread from module to module by what is asked, independently, and never below a tenth: means,
    /// deviations and the correlation of 18,728 modules within 5 standard errors, a false alarm in 3 × 10⁵.
    @Test func responsesSpread() throws {
        let (tracker, readout) = try readout(
            "    seed: 7\n    response:\n      - { gain: 0.8, gain_spread: 0.05, threshold: 1.2, threshold_spread: 0.03 }\n"
        )
        let count = Double(tracker.modules.count)
        var sums = (gain: 0.0, threshold: 0.0, gain2: 0.0, threshold2: 0.0, both: 0.0)
        for i in tracker.modules.indices {
            let conditions = readout.modules.pointer[i]
            let gain = (conditions.gain / 0.8 - 1) / 0.05
            let threshold = (conditions.thresholdFactor / 1.2 - 1) / 0.03
            sums.gain += gain
            sums.threshold += threshold
            sums.gain2 += gain * gain
            sums.threshold2 += threshold * threshold
            sums.both += gain * threshold
        }
        let error = 5 / count.squareRoot()
        #expect(abs(sums.gain / count) < error && abs(sums.threshold / count) < error)
        #expect(abs(sums.gain2 / count - 1) < 1.5 * error && abs(sums.threshold2 / count - 1) < 1.5 * error)
        #expect(abs(sums.both / count) < error)
        withExtendedLifetime(readout) {}
        let (_, wide) = try self.readout("    response:\n      - { gain_spread: 1 }\n")
        let gains = (0..<wide.modules.count).map { wide.modules.pointer[$0].gain }
        // One in five draws is below the floor.
        #expect(gains.min() == 0.1 && gains.count { $0 == 0.1 } > gains.count / 8)
        withExtendedLifetime(wide) {}
    }

    /// An entry's temperature and fluence stand for the interval's in its modules, one without the other too.
    @Test func environmentsDifferFromPlaceToPlace() throws {
        let (tracker, readout) = try readout(
            """
                temperature: 10
                fluence: 1e14
                response:
                  - { volume: 8, temperature: -10 }
                  - { volume: 8, layer: 2, fluence: 4e14 }

            """)
        func noise(_ temperature: Double, _ fluence: Double, _ volume: Double) -> Double {
            LeakageNoise(temperature: temperature, fluence: fluence, peakingTime: 25).electrons(volume: volume)
        }
        let pixel = 0.05 * 0.05 * 0.15
        for (position, wanted) in [
            (position(tracker, 8, 2, 1), noise(-10, 4e14, pixel)),
            (position(tracker, 8, 4, 1), noise(-10, 1e14, pixel)),
            (position(tracker, 7, 2, 1), noise(10, 1e14, pixel)),
            (position(tracker, 13, 2, 1), noise(10, 1e14, 0.08 * 1.2 * 0.25)),
        ] {
            #expect(abs(readout.modules.pointer[position].leakageNoise / wanted - 1) < 1e-12)
        }
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
        var highest: UInt64 = 0
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
                #expect(key & 0xFFFF_FFFF < 336 && key >> 32 < 1440, "channels exist")
                highest = max(highest, key >> 32)
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
        #expect(highest > 1000, "along v there are more channels than along u")
        expect(dead, of: barrel, 0.1)
        expect(chips, of: barrel * 8, 0.05)
        expect(channels, of: barrel * 483_840, 1e-5)
        expect(noisy, of: discs * 483_840, 2e-5)
        withExtendedLifetime(readout) {}
    }

    /// What is noisy has the occupancy that was asked, and no channel that does not exist; what is dead is another draw
    /// than what is noisy.
    @Test func noisyModulesChipsAndChannels() throws {
        let (tracker, readout) = try readout(
            """
                noisy:
                  - { volume: 8, layer: 2, module: 7, occupancy: 0.3 }
                  - { volume: 8, layer: 2, module: 8, chips: [5], occupancy: 0.4 }
                  - { volume: 8, layer: 2, module: 9, channels: { u: [10, 20], v: [1400, 5000] }, occupancy: 0.5 }

            """, chips: "    chips: [2, 4]\n")
        func region(_ number: Int) -> ChannelRegion {
            let range = readout.modules.pointer[position(tracker, 8, 2, number)].noisyRegions
            #expect(range.end == range.first + 1)
            return readout.noisyRegions.pointer[Int(range.first)]
        }
        #expect(region(7) == ChannelRegion(firstU: 0, lastU: 335, firstV: 0, lastV: 1439, occupancy: 0.3))
        #expect(region(8) == ChannelRegion(firstU: 168, lastU: 335, firstV: 720, lastV: 1079, occupancy: 0.4))
        #expect(region(9) == ChannelRegion(firstU: 10, lastU: 20, firstV: 1400, lastV: 1439, occupancy: 0.5))
        #expect(!readout.view.isDead(module: position(tracker, 8, 2, 8), u: 200, v: 800))
        withExtendedLifetime(readout) {}
        for share in ["module_fraction: 0.5", "chip_fraction: 0.5"] {
            let (_, both) = try self.readout(
                "    dead:\n      - { \(share) }\n    noisy:\n      - { \(share), occupancy: 0.1 }\n",
                chips: "    chips: [1, 1]\n")
            let modules = (0..<both.modules.count).map { both.modules.pointer[$0] }
            let agree = modules.count { ($0.isDead || !$0.deadRegions.isEmpty) == !$0.noisyRegions.isEmpty }
            // Half of them, within five standard deviations.
            let count = Double(modules.count)
            #expect(abs(Double(agree) - 0.5 * count) < 2.5 * count.squareRoot(), "\(share): \(agree)")
            withExtendedLifetime(both) {}
        }
    }

    /// What a file leaves out is what the documentation says, and positions are measured where modules should be.
    @Test func defaultsAndNominalPlaces() throws {
        let conditions = try ConditionsTests.read("  - alignment:\n      - { shift: [0, 0, 1] }\n")
        let interval = conditions.intervals[0]
        #expect(interval.environment == .init(temperature: 20, fluence: 0, peakingTime: 25))
        #expect(interval.runs == 0...Int(Int32.max) && interval.seed == 0 && interval.beamSpot == nil)
        let tracker = try GeometrySupport.tracker("teaching")
        let installed = try InstalledTracker(tracker, conditions: conditions, run: 0)
        #expect(installed.nominal.modules == tracker.modules && installed.nominal.layers == tracker.layers)
        #expect(installed.asBuilt.modules != tracker.modules)
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
