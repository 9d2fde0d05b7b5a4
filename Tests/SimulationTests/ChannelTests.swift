// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Channels that fire or do not, clusters, and who made them.
@Suite struct ChannelTests {
    /// A charge q passes a threshold with noise and dispersion with probability Φ((q − threshold)/σ).
    @Test(arguments: [-2.0, -1, 0, 1, 2])
    func efficiencyFollowsTheThreshold(_ distance: Double) throws {
        let bench = try SiliconBench(modules: 50) {
            $0.threshold = 2000
            $0.noise = 120
            $0.thresholdDispersion = 50
        }
        let sigma = 130.0
        var event = TransportedEvent()
        let tried = 4050
        for i in 0..<tried {
            let (u, v) = (-4 + Double(i % 9) + 0.025, -4 + Double(i / 9 % 9) + 0.025)
            SiliconBench.append(
                to: &event, module: Int32(i / 81), particle: Int32(i), u: u, v: v,
                deposit: (2000 + distance * sigma) * 3.62e-9)
        }
        let efficiency = Double(bench.read(event).hits.count) / Double(tried)
        let expected = 1 - GaussianSharing.tail(above: distance)
        // Five standard deviations of a binomial: false alarm below 1e-6 for each.
        let tolerance = 5 * (expected * (1 - expected) / Double(tried)).squareRoot()
        #expect(abs(efficiency - expected) < tolerance, "\(efficiency) against \(expected)")
    }

    /// Thresholds are a fixed pattern: without noise the same channels fire in every event, others with another seed.
    @Test func thresholdsAreAPatternOfTheSeed() throws {
        let bench = try SiliconBench(modules: 4) {
            $0.threshold = 2000
            $0.thresholdDispersion = 100
        }
        let readout = TrackerReadout(bench.tracker)
        var event = TransportedEvent()
        for i in 0..<324 {
            let (u, v) = (-4 + Double(i % 9) + 0.025, -4 + Double(i / 9 % 9) + 0.025)
            SiliconBench.append(
                to: &event, module: Int32(i / 81), particle: Int32(i), u: u, v: v, deposit: 2000 * 3.62e-9)
        }
        func fired(_ number: UInt64, _ seed: UInt64) -> [Int32] {
            let hits = SiliconBench.read(readout, event, number: number, seed: seed)
            return zip(hits.hits.module.array(), hits.channel0.array()).map { $0 * 1000 + $1 }
        }
        let first = fired(0, 5)
        #expect(first.count > 100 && first.count < 224)
        #expect(fired(1, 5) == first && fired(0, 6) != first)
    }

    @Test func inefficientChannelsLoseHits() throws {
        let bench = try SiliconBench(modules: 50) { $0.efficiency = 0.9 }
        var event = TransportedEvent()
        for i in 0..<4050 {
            let (u, v) = (-4 + Double(i % 9) + 0.025, -4 + Double(i / 9 % 9) + 0.025)
            SiliconBench.append(to: &event, module: Int32(i / 81), particle: Int32(i), u: u, v: v)
        }
        let share = Double(bench.read(event).hits.count) / 4050
        // Five standard deviations.
        #expect(abs(share - 0.9) < 5 * (0.09 / 4050).squareRoot())
    }

    /// Noise hits: as many as the occupancy says, without a particle, anywhere on the module.
    @Test func noiseHitsHaveTheirRate() throws {
        let bench = try SiliconBench(modules: 100) { $0.noiseOccupancy = 2e-5 }
        let readout = TrackerReadout(bench.tracker)
        let none = TransportedEvent()
        var count = 0
        var sumU = 0.0
        for number in 0..<20 {
            let hits = SiliconBench.read(readout, none, number: UInt64(number))
            count += hits.cellCounts.count
            for i in 0..<hits.channel0.count { sumU += Double(hits.channel0[i]) }
            #expect(hits.sourceStep.isEmpty && hits.sourceOffsets.count == hits.hits.count + 1)
            for i in 0..<hits.hits.count { #expect(hits.hits.energy[i] >= 1000 * 3.62e-9) }
        }
        // 200 × 200 channels of 100 modules in 20 events; five standard deviations of a Poisson number.
        let expected = 40_000 * 100 * 20 * 2e-5
        #expect(abs(Double(count) - expected) < 5 * expected.squareRoot(), "\(count) of \(expected)")
        #expect(abs(sumU / Double(count) - 99.5) < 5 * 57.7 / Double(count).squareRoot())
    }

    /// The occupancy that is not given is that of the noise above the threshold.
    @Test func noiseMakesItsOwnHits() throws {
        let bench = try SiliconBench(modules: 50) {
            $0.noiseOccupancy = nil
            $0.threshold = 1000
            $0.noise = 250
        }
        let readout = TrackerReadout(bench.tracker)
        var count = 0
        for number in 0..<10 {
            count += SiliconBench.read(readout, TransportedEvent(), number: UInt64(number)).channel0.count
        }
        // Φ(−4) = 3.167e-5 (Abramowitz and Stegun, table 26.1).
        let expected = 40_000 * 50 * 10 * 3.167e-5
        #expect(abs(Double(count) - expected) < 5 * expected.squareRoot(), "\(count) of \(expected)")
    }

    /// Two particles whose charges are each below the threshold of a channel fire it together.
    @Test func chargesAddUpBeforeTheThreshold() throws {
        let bench = try SiliconBench { $0.threshold = 1000 }
        func event(_ electrons: [Double]) -> TransportedEvent {
            var event = TransportedEvent()
            for (i, charge) in electrons.enumerated() {
                SiliconBench.append(
                    to: &event, particle: Int32(i), u: 0.025, v: 0.025, deposit: charge * 3.62e-9, time: 1 + Double(i))
            }
            return event
        }
        #expect(bench.read(event([600])).hits.count == 0)
        #expect(bench.read(event([900])).hits.count == 0)
        let both = bench.read(event([600, 900]))
        #expect(both.hits.count == 1 && both.sourceStep.array() == [0, 1])
        #expect(abs(both.sourceFraction[0] - 0.4) < 1e-12 && abs(both.sourceFraction[1] - 0.6) < 1e-12)
        #expect(both.hits.t[0] == 2, "the time is that of the larger charge")
    }

    /// A long path brings its charge in pieces, of which two may end in one channel: there they are one charge, and the
    /// time is that of the step with most of it, not that of the largest piece.
    @Test func piecesOfAStepInOneChannelAreOneCharge() {
        var scratch = ReadoutScratch()
        func append(_ channel: Int32, _ step: Int32, _ charge: Double) {
            scratch.charges.append(ChannelCharge(channel: channel, step: step, charge: charge))
        }
        scratch.beginModule()
        for (channel, step, charge) in [(7, 2, 300.0), (3, 0, 250), (7, 1, 400), (7, 2, 200), (3, 0, 50), (8, 2, 10)] {
            append(Int32(channel), Int32(step), charge)
        }
        scratch.areOrdered = false
        scratch.sortCharges()
        let charges = (0..<scratch.charges.count).map { scratch.charges[$0] }
        #expect(charges.map(\.channel) == [3, 7, 7, 8])
        #expect(charges.map(\.step) == [0, 1, 2, 2])
        #expect(charges.map(\.charge) == [300, 400, 500, 10])
    }

    /// Two particles in neighbouring pixels make one cluster; its shares are those of their charges. Swapped, it is the
    /// same hit.
    @Test func neighboursMergeAndSwappedParticlesAreTheSame() throws {
        let bench = try SiliconBench(field: 2) { $0.noise = 100 }
        let readout = TrackerReadout(bench.tracker)
        func event(_ order: [Int]) -> TransportedEvent {
            var event = TransportedEvent()
            // Each keeps its own random stream.
            let charges = [(0.025, 0.025, 50e-6, 0.4), (0.075, 0.075, 30e-6, -0.5), (1.0, 1.0, 40e-6, 0.1)]
            for i in order {
                let (u, v, deposit, slope) = charges[i]
                SiliconBench.append(
                    to: &event, particle: Int32(i), u: u, v: v, slopeU: slope, slopeV: slope, deposit: deposit)
            }
            return event
        }
        let there = SiliconBench.read(readout, event([0, 1, 2]))
        let back = SiliconBench.read(readout, event([1, 0, 2]))
        #expect(there.hits.count == 2)
        #expect(there.sourceOffsets.array() == [0, 2, 3])
        #expect(abs(there.sourceFraction[0] - 0.625) < 0.05)
        #expect(there.hits.u.array() == back.hits.u.array() && there.hits.v.array() == back.hits.v.array())
        #expect(there.cellEnergy.array() == back.cellEnergy.array())
        #expect(abs(there.sourceFraction[0] - back.sourceFraction[1]) < 1e-12)
    }

    /// A change in one module leaves the others untouched.
    @Test func modulesAreIndependent() throws {
        let bench = try SiliconBench(modules: 5) {
            $0.noise = 150
            $0.thresholdDispersion = 50
            $0.noiseOccupancy = 1e-4
            $0.gainDispersion = 0.05
        }
        let readout = TrackerReadout(bench.tracker)
        func event(_ skipped: Int32) -> TransportedEvent {
            var event = TransportedEvent()
            for module in Int32(0)..<5 where module != skipped {
                for k in 0..<4 {
                    SiliconBench.append(
                        to: &event, module: module, particle: module * 4 + Int32(k), u: 0.3 * Double(k), slopeU: 0.3,
                        slopeV: 0.7)
                }
            }
            return event
        }
        let whole = SiliconBench.read(readout, event(-1))
        let part = SiliconBench.read(readout, event(2))
        func others(_ hits: borrowing ReadOutEvent) -> [[Double]] {
            (0..<hits.hits.count).filter { hits.hits.module[$0] != 2 }.map {
                [hits.hits.u[$0], hits.hits.v[$0], hits.hits.energy[$0], hits.hits.t[$0]]
            }
        }
        #expect(others(whole) == others(part) && !others(part).isEmpty)
        #expect(whole.hits.count > part.hits.count)
    }

    /// The components of random patterns are those that a flood fill finds.
    @Test func clustersAreConnectedComponents() {
        var stream = RandomStream(seed: 1, event: 0, stage: .test, identity: 8)
        for density in [0.05, 0.2, 0.4, 0.7] {
            var column = Column<FiredChannel>()
            var grid = [[Int]](repeating: [Int](repeating: -1, count: 30), count: 30)
            for u in 0..<30 {
                for v in 0..<30 where stream.uniform() < density {
                    grid[u][v] = column.count
                    let number = Int32(column.count)
                    column.append(
                        FiredChannel(
                            u: Int32(u), v: Int32(v), firstCharge: 0, endCharge: 0, root: number, next: -1,
                            last: number, counts: 0, value: 1, delay: 0, jitter: 0))
                }
            }
            column.withUnsafeMutableBuffer { ClusterFinder(fired: $0).link() }
            let expected = flood(grid, count: column.count)
            #expect((0..<column.count).map { Int(column[$0].root) } == expected)
            for i in 0..<column.count where column[i].next >= 0 {
                #expect(column[i].next > i && column[Int(column[i].next)].root == column[i].root)
            }
        }
    }

    /// The first channel of each channel's component.
    private func flood(_ grid: [[Int]], count: Int) -> [Int] {
        var root = [Int](repeating: -1, count: count)
        for u in 0..<30 {
            for v in 0..<30 where grid[u][v] >= 0 && root[grid[u][v]] < 0 {
                let first = grid[u][v]
                var waiting = [(u, v)]
                root[first] = first
                while let (a, b) = waiting.popLast() {
                    for x in max(a - 1, 0)...min(a + 1, 29) {
                        for y in max(b - 1, 0)...min(b + 1, 29) where grid[x][y] >= 0 && root[grid[x][y]] < 0 {
                            root[grid[x][y]] = first
                            waiting.append((x, y))
                        }
                    }
                }
            }
        }
        return root
    }

    /// Strips, whose pitch spans the module, cluster along u alone.
    @Test func stripsHaveOneRow() throws {
        let bench = try SiliconBench(pitchV: 10)
        let hits = bench.read(SiliconBench.spread(9, slopeU: 1.2, slopeV: 3))
        #expect(hits.hits.count == 9)
        for i in 0..<hits.channel1.count { #expect(hits.channel1[i] == 0) }
        for i in 0..<hits.hits.count { #expect(hits.hits.sizeU[i] >= 3 && hits.hits.sizeV[i] == 1) }
    }

    /// Conditions of a run: dead modules and channels are silent, gains and thresholds are the module's.
    @Test func conditionsAreObeyed() throws {
        let bench = try SiliconBench(modules: 3)
        let text = """
            name: test
            intervals:
              - first_run: 1
                last_run: 9
                seed: 1
                dead:
                  - { volume: 1, layer: 1, module: 1 }
                response:
                  - { volume: 1, layer: 1, module: 2, gain: 0.5 }
            """
        let conditions = try DetectorConditions.read(text: text, file: "test")
        let installed = try InstalledTracker(bench.tracker, conditions: conditions, run: 3)
        var event = TransportedEvent()
        for module in Int32(0)..<3 {
            SiliconBench.append(to: &event, module: module, particle: module, u: 0.025, v: 0.025, deposit: 40e-6)
        }
        let hits = SiliconBench.read(TrackerReadout(installed), event)
        #expect(hits.hits.module.array() == [1, 2])
        #expect(abs(hits.hits.energy[0] - 20e-6) < 1e-12 && abs(hits.hits.energy[1] - 40e-6) < 1e-12)
    }
}
