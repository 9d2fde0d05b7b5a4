// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Where charge goes on its way through the sensor: formulas worked out apart from the code.
@Suite struct SharingTests {
    /// Share of the energy of an event's cells on one side of a row of channels.
    private func share(_ hits: borrowing ReadOutEvent, where isMeant: (Int32) -> Bool) -> Double {
        var part = 0.0
        var sum = 0.0
        for i in 0..<hits.cellEnergy.count {
            sum += hits.cellEnergy[i]
            if isMeant(hits.channel0[i]) { part += hits.cellEnergy[i] }
        }
        return part / sum
    }

    /// A perpendicular track at a distance x from the edge of its channel leaves ∫₀¹ Φ(−x/σ√s) ds of its charge in the
    /// neighbour, σ being the width after the whole thickness: that charge drifts from depth s with σ√s. So does one
    /// along the drift in a field, with σ larger by √(1/cos) for the longer way and 1/cos for the angle of arrival.
    @Test(arguments: [0.0, 0.003, 0.006, 0.009], [0.0, 8])
    func diffusionSharesAsTheNormalDistribution(_ distance: Double, _ field: Double) throws {
        let bench = try SiliconBench(field: field, modules: 12) {
            $0.threshold = 0
            $0.diffusion = 0.01
        }
        let tangent = 0.106 * field
        let shift = 0.5 * SiliconBench.thickness * tangent
        var event = TransportedEvent()
        for i in 0..<972 {
            let (u, v) = (-4 + Double(i % 9) - distance - shift, -4 + Double(i / 9 % 9) + 0.025)
            SiliconBench.append(
                to: &event, module: Int32(i / 81), particle: Int32(i), u: u, v: v, slopeU: tangent)
        }
        // The edge at 0 is the lower one of channel 100; edges are 20 channels per mm apart.
        let seen = share(bench.read(event)) { $0 % 20 == 0 }
        let inverseCosine = (1 + tangent * tangent).squareRoot()
        let sigma = 0.01 * (SiliconBench.thickness / 0.3 * inverseCosine).squareRoot() * inverseCosine
        var expected = 0.0
        for i in 0..<2000 {
            expected += GaussianSharing.tail(above: distance / (sigma * ((Double(i) + 0.5) / 2000).squareRoot())) / 2000
        }
        // Fluctuations along the path change a track's share by a third of itself: 1 % of the mean. Seven of them.
        #expect(abs(seen / expected - 1) < 0.07, "\(seen) against \(expected)")
    }

    /// An inclined track within one channel, whose ends are as near to the edges: what drifts furthest diffuses most.
    @Test(arguments: SensorReadout.Side.allCases)
    func theEndFarFromTheElectrodesIsBlurredMore(_ side: SensorReadout.Side) throws {
        let bench = try SiliconBench(modules: 4) {
            $0.threshold = 0
            $0.diffusion = 0.01
            $0.side = side
        }
        var event = TransportedEvent()
        for i in 0..<324 {
            let (u, v) = (-4 + Double(i % 9) + 0.025, -4 + Double(i / 9 % 9) + 0.025)
            SiliconBench.append(
                to: &event, module: Int32(i / 81), particle: Int32(i), u: u, v: v,
                slopeU: 0.042 / SiliconBench.thickness)
        }
        let hits = bench.read(event)
        let low = share(hits) { $0 % 20 == 19 }
        let high = share(hits) { $0 % 20 == 1 }
        #expect(side == .outer ? low > 3 * high : high > 3 * low, "\(low) below, \(high) above")
    }

    /// Electrons that drift along d are deflected along −d × B: with the field along u towards −v if they drift along w,
    /// towards +v on the other side, so that clusters are short for tracks along −v in both cases.
    @Test(arguments: SensorReadout.Side.allCases)
    func theLorentzForceActsAcrossTheField(_ side: SensorReadout.Side) throws {
        let field = 3.8
        var bench = try SiliconBench(field: field, modules: 4) {
            $0.threshold = 300
            $0.diffusion = 0.001
            $0.side = side
        }
        for i in bench.tracker.modules.indices {
            bench.tracker.modules[i].u = Vector3(0, 0, 1)
            bench.tracker.modules[i].v = Vector3(0, -1, 0)
        }
        let readout = TrackerReadout(bench.tracker)
        func meanSize(_ slopeV: Double) -> Double {
            // v runs along −y.
            let hits = SiliconBench.read(readout, SiliconBench.spread(324, slopeU: -slopeV))
            var sum = 0.0
            for i in 0..<hits.hits.count { sum += Double(hits.hits.sizeV[i]) }
            return sum / Double(hits.hits.count)
        }
        let short = meanSize(-0.106 * field)
        let long = meanSize(0.106 * field)
        // Over twice the angle the line is 0.15 × 0.806/0.05 = 2.4 channels long.
        #expect(short < 1.3 && long > 2.8, "\(short) and \(long) channels")
    }

    /// A track along the edge of the module leaves half of its charge beside the channels.
    @Test(arguments: [(5.0, 0.0), (-5, 0), (0.025, 5), (0.025, -5)])
    func chargeBesideTheModuleIsLost(_ u: Double, _ v: Double) throws {
        let bench = try SiliconBench {
            $0.threshold = 0
            $0.diffusion = 0.005
        }
        var event = TransportedEvent()
        SiliconBench.append(to: &event, u: u, v: v, deposit: 40e-6)
        let hits = bench.read(event)
        var sum = 0.0
        for i in 0..<hits.cellEnergy.count { sum += hits.cellEnergy[i] }
        #expect(abs(sum / 20e-6 - 1) < 1e-3)
        // The last row and the first channel of the next one are not neighbours, nor are the first and the last.
        #expect(hits.hits.count == 1 && hits.hits.sizeU[0] <= 2 && hits.hits.sizeV[0] <= 2)
    }

    /// The charges of the channels under a grazing track differ as Landau's law says: 51 µm of silicon have ξ = 0.91 keV
    /// (RPP 2024 eq. 34.12), a most probable loss of 14 ξ, and 68 % of losses within ± 2.7 ξ: 0.19 of it. Neighbours share
    /// charge, which takes from that.
    @Test func chargesFluctuateAlongThePath() throws {
        let bench = try SiliconBench(modules: 12) {
            $0.threshold = 0
            $0.diffusion = 0.001
        }
        let hits = bench.read(SiliconBench.spread(972, slopeV: 5, deposit: 14.5e-6 * 15))
        var charges: [Double] = []
        for i in 0..<hits.hits.count {
            let cells = Int(hits.cellOffsets[i])..<Int(hits.cellOffsets[i + 1])
            guard cells.count > 8 else { continue }
            for c in cells.dropFirst(2).dropLast(2) { charges.append(hits.cellEnergy[c]) }
        }
        charges.sort()
        #expect(charges.count > 5000)
        let median = charges[charges.count / 2]
        let half = 0.5 * (charges[charges.count * 84 / 100] - charges[charges.count * 16 / 100])
        #expect(half / median > 0.12 && half / median < 0.26, "\(half / median)")
        #expect(abs(median / 13.5e-6 - 1) < 0.1, "\(median)")
    }

    /// Channels at the end of one row and at the beginning of the next have neighbouring numbers, and do not touch.
    @Test func clustersDoNotReachAroundTheModule() throws {
        let bench = try SiliconBench()
        var event = TransportedEvent()
        SiliconBench.append(to: &event, particle: 0, u: 0.025, v: 4.975)
        SiliconBench.append(to: &event, particle: 1, u: 0.075, v: -4.975)
        let hits = bench.read(event)
        #expect(hits.hits.count == 2)
        #expect(hits.channel0.array() == [100, 101] && hits.channel1.array() == [199, 0])
    }

    /// Clusters do not end at the borders of chips, which share a sensor.
    @Test func clustersCrossChips() throws {
        var bench = try SiliconBench { $0.diffusion = 0.005 }
        bench.tracker.layers[0].sensor.chipsU = 2
        bench.tracker.layers[0].sensor.chipsV = 2
        var event = TransportedEvent()
        SiliconBench.append(to: &event, u: 0, v: 0)
        let hits = bench.read(event)
        #expect(hits.hits.count == 1 && hits.hits.sizeU[0] == 2 && hits.hits.sizeV[0] == 2)
    }

    /// Long paths are spread in pieces; none of the charge is lost or counted twice, and no step twice.
    @Test func longPathsAreWholeAndInOrder() throws {
        let bench = try SiliconBench { $0.threshold = 0 }
        for slopes in [(20.0, 20.0), (0.5, 60), (60, -0.5), (-25, 30)] {
            var event = TransportedEvent()
            for particle in Int32(0)..<2 {
                SiliconBench.append(
                    to: &event, particle: particle, u: 0.013 + 0.1 * Double(particle), v: -0.02, slopeU: slopes.0,
                    slopeV: slopes.1, deposit: 900e-6)
            }
            let hits = bench.read(event)
            var sum = 0.0
            for i in 0..<hits.cellEnergy.count { sum += hits.cellEnergy[i] }
            #expect(abs(sum / 1800e-6 - 1) < 1e-12)
            for i in 0..<hits.hits.count {
                let cells = Int(hits.cellOffsets[i])..<Int(hits.cellOffsets[i + 1])
                let places = cells.map { (hits.channel0[$0], hits.channel1[$0]) }
                #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
                let sources = Int(hits.sourceOffsets[i])..<Int(hits.sourceOffsets[i + 1])
                #expect(Set(sources.map { hits.sourceStep[$0] }).count == sources.count)
            }
        }
    }
}
