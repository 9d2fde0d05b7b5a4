// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Steps to hits.
@Suite struct ReadoutTests {
    static func readOut(
        _ tracker: Tracker, _ event: borrowing GeneratedEvent, into readOut: inout ReadOutEvent,
        _ transported: inout TransportedEvent
    ) {
        TrackerTransport(NavigationIndex(tracker), settings: TransportSettings()).transport(
            event, seed: 11, into: &transported)
        var scratch = ReadoutScratch()
        GeometricReadout(InstalledTracker(ideal: tracker)).read(
            transported, number: event.eventNumber, seed: 11, into: &readOut, scratch: &scratch)
    }

    @Test func cellsShareTheEnergyAndHitsAreQuantisedByThePitch() throws {
        let tracker = try SimulationSupport.tracker("trackml")
        let event = TransportTests.event(1, count: 300, pdgID: 211, pT: 0.3...10)
        var hits = ReadOutEvent()
        var transported = TransportedEvent()
        Self.readOut(tracker, event, into: &hits, &transported)
        #expect(Double(hits.hits.count) > 0.98 * Double(transported.steps.count))
        for i in 0..<hits.hits.count {
            let module = tracker.modules[Int(hits.hits.module[i])]
            let sensor = tracker.layers[Int(module.layer)].sensor
            let cells = Int(hits.cellOffsets[i])..<Int(hits.cellOffsets[i + 1])
            let step = Int(hits.sourceStep[Int(hits.sourceOffsets[i])])
            #expect(!cells.isEmpty)
            var sum = 0.0
            for c in cells {
                sum += hits.cellEnergy[c]
                let width = 2 * max(module.halfUMinimum, module.halfUMaximum)
                #expect(hits.channel0[c] >= 0 && Double(hits.channel0[c]) * sensor.pitchU < width)
                #expect(hits.channel1[c] >= 0 && Double(hits.channel1[c]) * sensor.pitchV < 2 * module.halfV)
                #expect(hits.cellEnergy[c] >= sensor.threshold)
            }
            #expect(abs(sum - hits.hits.energy[i]) < 1e-12 * sum)
            #expect(sum <= transported.steps.deposit[step] * (1 + 1e-12))
            // One channel: its centre is within half a pitch of the path's middle, up to the path's own extent.
            if cells.count == 1 {
                #expect(abs(hits.hits.u[i] - transported.steps.u[step]) < 0.5 * sensor.pitchU + 1e-9)
                #expect(abs(hits.hits.v[i] - transported.steps.v[step]) < 0.5 * sensor.pitchV + 1e-9)
            }
            let d = Vector3(hits.hits.x[i], hits.hits.y[i], hits.hits.z[i]) - module.center
            let height = abs(d.dot(module.w))
            #expect(height < 1e-9)
        }
    }

    /// Pixels at normal incidence resolve pitch/√12.
    @Test func residualsHaveTheWidthOfThePitch() throws {
        let tracker = try SimulationSupport.tracker("trackml")
        let event = TransportTests.event(2, count: 2000, pdgID: 211, pT: 2...20)
        var hits = ReadOutEvent()
        var transported = TransportedEvent()
        Self.readOut(tracker, event, into: &hits, &transported)
        var sum2 = 0.0
        var count = 0.0
        for i in 0..<hits.hits.count {
            let cells = hits.cellOffsets[i + 1] - hits.cellOffsets[i]
            let module = tracker.modules[Int(hits.hits.module[i])]
            guard module.volumeID == 8, cells == 1 else { continue }
            let step = Int(hits.sourceStep[Int(hits.sourceOffsets[i])])
            let residual = hits.hits.v[i] - transported.steps.v[step]
            sum2 += residual * residual
            count += 1
        }
        #expect(count > 300)
        // A single channel along v: the path stays within it, so that the spread is below that of a uniform one.
        let width = (sum2 / count).squareRoot()
        #expect(width < 0.05 / 12.0.squareRoot() * 1.05 && width > 0.004)
    }

    @Test func hitsAreOrderedByModuleAndPlaceNotByParticle() throws {
        let tracker = try SimulationSupport.tracker("trackml")
        let event = TransportTests.event(3, count: 5000, pdgID: 211, pT: 0.3...10)
        var hits = ReadOutEvent()
        var transported = TransportedEvent()
        Self.readOut(tracker, event, into: &hits, &transported)
        let modules = hits.hits.module.array()
        #expect(modules == modules.sorted())
        // Neighbours come from different particles, but for those in the overlap of two modules.
        var same = 0
        for i in 1..<modules.count {
            let a = transported.steps.particle[Int(hits.sourceStep[i])]
            if a == transported.steps.particle[Int(hits.sourceStep[i - 1])] { same += 1 }
        }
        #expect(Double(same) < 0.05 * Double(modules.count), "\(same) of \(modules.count)")
    }

    @Test func smearedSensorsHaveTheirResolution() throws {
        var tracker = try SimulationSupport.tracker("trackml")
        for i in tracker.layers.indices {
            tracker.layers[i].sensor.measurement = .smeared
            tracker.layers[i].sensor.resolutionU = 0.02
            tracker.layers[i].sensor.resolutionV = 0.3
        }
        let event = TransportTests.event(4, count: 500, pdgID: 211, pT: 1...10)
        var hits = ReadOutEvent()
        var transported = TransportedEvent()
        Self.readOut(tracker, event, into: &hits, &transported)
        var u2 = 0.0
        var v2 = 0.0
        for i in 0..<hits.hits.count {
            let step = Int(hits.sourceStep[i])
            u2 += (hits.hits.u[i] - transported.steps.u[step]) * (hits.hits.u[i] - transported.steps.u[step])
            v2 += (hits.hits.v[i] - transported.steps.v[step]) * (hits.hits.v[i] - transported.steps.v[step])
        }
        let count = Double(hits.hits.count)
        // Five standard deviations of a sample deviation: false alarm below 1e-6.
        let tolerance = 5 / (2 * count).squareRoot()
        #expect(abs((u2 / count).squareRoot() / 0.02 - 1) < tolerance)
        #expect(abs((v2 / count).squareRoot() / 0.3 - 1) < tolerance)
        #expect(abs(hits.hits.varianceU[0] - 0.0004) < 1e-12)
    }

    @Test func labelsNameTheParticleAndWeightsSumToOne() throws {
        let tracker = try SimulationSupport.tracker("trackml")
        let event = TransportTests.event(5, count: 200, pdgID: 211, pT: 0.3...10)
        var hits = ReadOutEvent()
        var transported = TransportedEvent()
        Self.readOut(tracker, event, into: &hits, &transported)
        var labels = LabelledEvent()
        var scratch = EventLabeller.Scratch()
        EventLabeller().label(event, transported, hits, into: &labels, scratch: &scratch)
        var sum = 0.0
        for i in 0..<hits.hits.count {
            #expect(labels.hitParticle[i] == transported.steps.particle[Int(hits.sourceStep[i])])
            sum += labels.hitWeight[i]
        }
        #expect(abs(sum - 1) < 1e-12)
        #expect(labels.hitCount.array().reduce(0, +) == Int32(hits.hits.count))
    }

    @Test func aPathAlongAChannelStaysInIt() {
        var walk = ChannelWalk(entry: 10.2, delta: 0, pitch: 0.5, length: 20)
        #expect(walk.channel == 20 && walk.next == .infinity)
        walk = ChannelWalk(entry: 0.1, delta: 1.2, pitch: 0.5, length: 20)
        #expect(walk.channel == 0)
        #expect(abs(walk.next - 0.4 / 1.2) < 1e-12)
        walk.step()
        #expect(walk.channel == 1 && abs(walk.next - 0.9 / 1.2) < 1e-12)
        walk = ChannelWalk(entry: 0.1, delta: -0.05, pitch: 0.5, length: 20)
        #expect(walk.next == .infinity)
    }
}
