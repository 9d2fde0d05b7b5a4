// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Charge in a sensor and what its electronics make of it.
@Suite struct SiliconTests {
    private func total(_ values: borrowing Column<Double>) -> Double {
        var sum = 0.0
        for i in 0..<values.count { sum += values[i] }
        return sum
    }

    /// Without a threshold no charge is lost, whatever the angle, and whatever the channels.
    @Test func chargeIsConserved() throws {
        let bench = try SiliconBench(field: 3) { $0.threshold = 0 }
        for slopes in [(0.0, 0.0), (0.4, 0.1), (-3.0, 2.0), (0.3, -8.0), (30.0, 1.0)] {
            var event = TransportedEvent()
            SiliconBench.append(to: &event, u: 0.013, v: -0.2, slopeU: slopes.0, slopeV: slopes.1, deposit: 55e-6)
            let hits = bench.read(event)
            let seen = total(hits.cellEnergy)
            #expect(abs(seen / 55e-6 - 1) < 1e-12, "slopes \(slopes)")
        }
        // What falls short of the threshold is lost, nothing else.
        let real = try SiliconBench { $0.threshold = 1000 }
        let event = SiliconBench.spread(81, slopeU: 0.5, slopeV: 0.3)
        let with = real.read(event)
        let without = bench.read(event)
        let most = Double(without.cellEnergy.count - with.cellEnergy.count) * 1000 * 3.62e-9
        #expect(total(with.cellEnergy) < total(without.cellEnergy))
        #expect(total(with.cellEnergy) > 81 * 40e-6 - most - 1e-12)
    }

    /// A straight line covers 1 + thickness tan α / pitch channels on average; the threshold takes what is short of it.
    @Test(arguments: [0.0, 0.2, 0.5, 1.0, 2.0, 5.0])
    func clustersGrowWithTheAngle(_ slope: Double) throws {
        let bench = try SiliconBench(modules: 12) {
            $0.threshold = 1000
            $0.diffusion = 0
        }
        let deposit = 37.5e-6 * (1 + slope * slope).squareRoot()
        let hits = bench.read(SiliconBench.spread(972, slopeV: slope, deposit: deposit))
        #expect(hits.hits.count >= 972)
        var size = 0.0
        var single = 0.0
        for i in 0..<hits.hits.count {
            size += Double(hits.hits.sizeV[i])
            single += Double(hits.hits.sizeU[i])
        }
        // Of 69,000 electrons per mm, the ends of the path that hold less than 1000 are lost.
        let per = 37.5e-6 / 3.62e-9 / SiliconBench.thickness
        let covered = SiliconBench.thickness * slope / SiliconBench.pitch
        let short = 1000 / per * slope / (1 + slope * slope).squareRoot() / SiliconBench.pitch
        let lost = 2 * min(short, 0.5 * covered)
        let expected = 1 + covered - lost
        // Fluctuations make the ends longer or shorter; broken clusters count twice.
        let mean = size / 972
        #expect(abs(mean - expected) < 0.12 + 0.04 * covered, "slope \(slope): \(mean), expected \(expected)")
        #expect(single == Double(hits.hits.count))
    }

    /// The clusters are smallest where the path follows the drift: tan α = 0.106/T × B.
    @Test func clustersAreSmallestAtTheLorentzAngle() throws {
        let field = 3.8
        let bench = try SiliconBench(field: field, modules: 4) {
            $0.threshold = 300
            $0.diffusion = 0.001
        }
        let readout = TrackerReadout(bench.tracker)
        func meanSize(_ slope: Double) -> Double {
            let hits = SiliconBench.read(readout, SiliconBench.spread(324, slopeU: slope))
            var sum = 0.0
            for i in 0..<hits.hits.count { sum += Double(hits.hits.sizeU[i]) }
            return sum / Double(hits.hits.count)
        }
        let slopes = (0...16).map { -0.4 + 0.1 * Double($0) }
        let sizes = slopes.map(meanSize)
        // Centre of the valley: where the two flanks, straight lines, meet.
        let left = line(zip(slopes, sizes).filter { $0.0 < 0.1 })
        let right = line(zip(slopes, sizes).filter { $0.0 > 0.7 })
        let minimum = (right.offset - left.offset) / (left.slope - right.slope)
        #expect(abs(minimum - 0.106 * field) < 0.03, "\(minimum) against \(0.106 * field)")
        #expect(left.slope < -1 && right.slope > 1)
    }

    private func line(_ points: [(Double, Double)]) -> (slope: Double, offset: Double) {
        let n = Double(points.count)
        let x = points.reduce(0) { $0 + $1.0 } / n
        let y = points.reduce(0) { $0 + $1.1 } / n
        let xx = points.reduce(0) { $0 + ($1.0 - x) * ($1.0 - x) }
        let xy = points.reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
        return (xy / xx, y - xy / xx * x)
    }

    /// The Lorentz shift is removed from positions, on either side and for either sign.
    @Test(arguments: [(SensorReadout.Side.outer, 0.106), (.inner, 0.106), (.outer, -0.03)])
    func positionsHaveNoLorentzShift(_ side: SensorReadout.Side, _ tangent: Double) throws {
        let bench = try SiliconBench(field: 3.8, modules: 12) {
            $0.side = side
            $0.lorentzPerTesla = tangent
        }
        let event = SiliconBench.spread(972, slopeU: 0.2)
        let hits = bench.read(event)
        var sum = 0.0
        for i in 0..<hits.hits.count { sum += hits.hits.u[i] - event.steps.u[Int(hits.sourceStep[i])] }
        let shift = 0.5 * SiliconBench.thickness * tangent * 3.8
        #expect(abs(sum / Double(hits.hits.count)) < 0.0012, "the shift itself would be \(shift)")
        #expect(abs(shift) > 0.008)
    }

    /// One pixel resolves pitch/√12 when every crossing gives one pixel; sharing resolves better.
    @Test func resolutionFollowsThePitchAndSharingIsBetter() throws {
        let straight = try SiliconBench(modules: 12) { $0.diffusion = 0 }
        func width(_ bench: SiliconBench, _ slope: Double, size: Int32) -> Double {
            let event = SiliconBench.spread(972, slopeU: slope)
            let hits = bench.read(event)
            var sum2 = 0.0
            var count = 0.0
            for i in 0..<hits.hits.count where hits.hits.sizeU[i] == size {
                let residual = hits.hits.u[i] - event.steps.u[Int(hits.sourceStep[Int(hits.sourceOffsets[i])])]
                sum2 += residual * residual
                count += 1
            }
            #expect(count > 200)
            return (sum2 / count).squareRoot()
        }
        let binary = SiliconBench.pitch / 12.0.squareRoot()
        // The spread of a uniform sample of 972: five standard deviations are 7 %.
        #expect(abs(width(straight, 0, size: 1) / binary - 1) < 0.07)
        // The drift spreads the charge over the width of a channel.
        let sharing = try SiliconBench(field: 3.1, modules: 12) { $0.noise = 100 }
        #expect(width(sharing, 0, size: 2) < 0.5 * binary)
    }

    @Test func theCounterSaturatesAndItsSteps() throws {
        let bench = try SiliconBench {
            $0.encoding = .adc
            $0.bits = 4
            $0.chargePerCount = 1000
        }
        for (electrons, counts) in [(2500.0, Int32(2)), (9999, 9), (15_500, 15), (200_000, 15)] {
            var event = TransportedEvent()
            SiliconBench.append(to: &event, u: 0.025, v: 0.025, deposit: electrons * 3.62e-9)
            let hits = bench.read(event)
            #expect(hits.cellCounts.array() == [counts])
            #expect(abs(hits.cellEnergy[0] - (Double(counts) + 0.5) * 1000 * 3.62e-9) < 1e-15)
        }
        let overThreshold = try SiliconBench {
            $0.encoding = .tot
            $0.bits = 4
            $0.chargePerCount = 1000
        }
        for (electrons, counts) in [(1001.0, Int32(1)), (2001, 2), (200_000, 15)] {
            var event = TransportedEvent()
            SiliconBench.append(to: &event, u: 0.025, v: 0.025, deposit: electrons * 3.62e-9)
            let hits = overThreshold.read(event)
            #expect(hits.cellCounts.array() == [counts])
        }
    }

    /// The pulse 1 − exp(−t/τ) of twice the threshold passes it at τ ln 2.
    @Test func smallChargesAreLate() throws {
        let bench = try SiliconBench { $0.riseTime = 20 }
        var times: [Double] = []
        for electrons in [2000.0, 20_000] {
            var event = TransportedEvent()
            SiliconBench.append(to: &event, u: 0.025, v: 0.025, deposit: electrons * 3.62e-9, time: 3)
            times.append(bench.read(event).hits.t[0])
        }
        #expect(abs(times[0] - 3 - 20 * 0.6931471805599453) < 1e-9)
        #expect(abs(times[1] - 3 + 20 * Elementary.log(0.95)) < 1e-9)
    }

    /// Times count from the arrival of light: 0.3 ns after the collision at 0.1 m, 3.3 ns at 1 m.
    @Test(arguments: [Int32(0), 90])
    func chargeOutsideTheTimeWindowIsLost(_ module: Int32) throws {
        let bench = try SiliconBench(modules: 91) { $0.timeWindow = -12.5...12.5 }
        var event = TransportedEvent()
        let light = (100 + 10 * Double(module)) / PhysicalConstants.speedOfLight
        for (i, late) in [-12.6, -12.4, 0, 12.4, 12.6].enumerated() {
            SiliconBench.append(
                to: &event, module: module, particle: Int32(i), u: Double(i) - 2, deposit: 40e-6, time: light + late)
        }
        #expect(bench.read(event).sourceStep.array() == [1, 2, 3])
    }
}
