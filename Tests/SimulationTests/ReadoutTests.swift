// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Steps to hits in whole events.
@Suite struct ReadoutTests {
    static func readOut(
        _ tracker: Tracker, _ event: borrowing GeneratedEvent, into readOut: inout ReadOutEvent,
        _ transported: inout TransportedEvent
    ) {
        TrackerTransport(NavigationIndex(tracker), settings: TransportSettings()).transport(
            event, seed: 11, into: &transported)
        var scratch = ReadoutScratch()
        TrackerReadout(tracker).read(
            transported, number: event.eventNumber, seed: 11, into: &readOut, scratch: &scratch)
    }

    @Test func cellsLieOnTheirModuleAndAddUpToTheHit() throws {
        let tracker = try SimulationSupport.tracker("trackml")
        let event = TransportTests.event(1, count: 300, pdgID: 211, pT: 0.3...10)
        var hits = ReadOutEvent()
        var transported = TransportedEvent()
        Self.readOut(tracker, event, into: &hits, &transported)
        #expect(Double(hits.hits.count) > 0.97 * Double(transported.steps.count))
        for i in 0..<hits.hits.count {
            let module = tracker.modules[Int(hits.hits.module[i])]
            let sensor = tracker.layers[Int(module.layer)].sensor
            let grid = ChannelGrid(module, sensor)
            let cells = Int(hits.cellOffsets[i])..<Int(hits.cellOffsets[i + 1])
            #expect(!cells.isEmpty)
            var sum = 0.0
            var previous: (Int32, Int32) = (-1, -1)
            for c in cells {
                sum += hits.cellEnergy[c]
                let channel = (hits.channel0[c], hits.channel1[c])
                #expect(channel > previous, "cells stand in the order of their channels")
                previous = channel
                #expect(channel.0 >= 0 && Int(channel.0) < grid.u && channel.1 >= 0 && Int(channel.1) < grid.v)
                let least = (sensor.readout.threshold - 6 * sensor.readout.thresholdDispersion) - 135
                #expect(hits.cellEnergy[c] > least * sensor.readout.pairEnergy)
                #expect(hits.cellCounts[c] > 0 && hits.cellCounts[c] <= 255)
            }
            #expect(abs(sum - hits.hits.energy[i]) < 1e-12 * sum)
            let sources = Int(hits.sourceOffsets[i])..<Int(hits.sourceOffsets[i + 1])
            var shares = 0.0
            for s in sources { shares += hits.sourceFraction[s] }
            #expect(sources.isEmpty || abs(shares - 1) < 1e-12)
            let d = Vector3(hits.hits.x[i], hits.hits.y[i], hits.hits.z[i]) - module.center
            let height = abs(d.dot(module.w))
            #expect(height < 1e-9 && module.contains(u: hits.hits.u[i], v: hits.hits.v[i]))
        }
    }

    @Test func hitsAreOrderedByModuleAndChannelNotByParticle() throws {
        let tracker = try SimulationSupport.tracker("trackml")
        let event = TransportTests.event(3, count: 3000, pdgID: 211, pT: 0.3...10)
        var hits = ReadOutEvent()
        var transported = TransportedEvent()
        Self.readOut(tracker, event, into: &hits, &transported)
        var same = 0
        for i in 1..<hits.hits.count {
            let (a, b) = (Int(hits.cellOffsets[i - 1]), Int(hits.cellOffsets[i]))
            let before = (hits.hits.module[i - 1], hits.channel0[a], hits.channel1[a])
            #expect(before < (hits.hits.module[i], hits.channel0[b], hits.channel1[b]))
            let (s, t) = (hits.sourceOffsets[i - 1], hits.sourceOffsets[i])
            guard s < t && t < hits.sourceOffsets[i + 1] else { continue }
            let particle = transported.steps.particle[Int(hits.sourceStep[Int(s)])]
            if particle == transported.steps.particle[Int(hits.sourceStep[Int(t)])] { same += 1 }
        }
        // Neighbours come from different particles, but for overlaps of modules and clusters that broke.
        #expect(Double(same) < 0.08 * Double(hits.hits.count), "\(same) of \(hits.hits.count)")
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

    /// The variances describe the errors: for every kind of sensor, axis and size the pulls have a width of 1 within
    /// 10 %, and no offset. Two thousand hits or more each: the sample's width is known to about 2 %. Left out are
    /// clusters of several particles, those that broke in two (2 of 10,000), secondaries, which come from anywhere, and
    /// pulls beyond six, at most half a per cent.
    @Test func pullsHaveUnitWidth() throws {
        let tracker = try SimulationSupport.tracker("trackml")
        // From the luminous region for which positions are calibrated.
        let event = TransportTests.event(2, count: 6000, pdgID: 211, pT: 0.5...10, sigmaZ: 50)
        var hits = ReadOutEvent()
        var transported = TransportedEvent()
        Self.readOut(tracker, event, into: &hits, &transported)
        var pulls: [String: PullSums] = [:]
        var clusters: [Int32: Int] = [:]
        for i in 0..<hits.sourceStep.count { clusters[hits.sourceStep[i], default: 0] += 1 }
        for i in 0..<hits.hits.count {
            guard hits.sourceOffsets[i + 1] == hits.sourceOffsets[i] + 1 else { continue }
            let step = Int(hits.sourceStep[Int(hits.sourceOffsets[i])])
            guard clusters[Int32(step)] == 1, transported.steps.particle[step] < event.particles.count else { continue }
            let name = tracker.layers[Int(tracker.modules[Int(hits.hits.module[i])].layer)].sensor.component
            let u = (hits.hits.u[i] - transported.steps.u[step]) / hits.hits.varianceU[i].squareRoot()
            let v = (hits.hits.v[i] - transported.steps.v[step]) / hits.hits.varianceV[i].squareRoot()
            pulls["\(name) u \(min(hits.hits.sizeU[i], 3))", default: PullSums()].add(u)
            pulls["\(name) v \(min(hits.hits.sizeV[i], 3))", default: PullSums()].add(v)
        }
        var tested = 0
        for (key, sums) in pulls.sorted(by: { $0.key < $1.key }) where sums.count >= 1500 {
            tested += 1
            #expect(abs(sums.width - 1) < 0.1, "\(key): width \(sums.width) of \(sums.count)")
            #expect(abs(sums.mean) < 0.1, "\(key): mean \(sums.mean)")
            #expect(sums.outside < 0.005 * sums.count, "\(key): \(sums.outside) of \(sums.count) far off")
        }
        #expect(tested >= 9, "\(pulls.mapValues(\.count))")
        for size in 1...3 {
            #expect(pulls["pixel u \(size)"].map { $0.count > 1500 } == true, "pixels of size \(size)")
        }
    }

    struct PullSums {
        var count = 0.0
        var sum = 0.0
        var sum2 = 0.0
        /// Far from any other: a few of a thousand, whose squares would be most of the sum.
        var outside = 0.0
        mutating func add(_ x: Double) {
            guard abs(x) < 6 else {
                outside += 1
                return
            }
            count += 1
            sum += x
            sum2 += x * x
        }
        var mean: Double { sum / count }
        var width: Double { (sum2 / count).squareRoot() }
    }

    @Test func labelsNameTheParticleWithTheLargestShareAndWeightsSumToOne() throws {
        let tracker = try SimulationSupport.tracker("trackml")
        // A dense jet.
        var event = GeneratedEvent()
        event.eventNumber = 5
        var stream = RandomStream(seed: 7, event: 5, stage: .test, identity: 3)
        for _ in 0..<400 {
            SimulationSupport.append(
                to: &event, pdgID: 211, pT: 2 + 8 * stream.uniform(), eta: 0.1 * stream.uniform(),
                phi: 0.1 * stream.uniform(), mass: 0.13957)
        }
        var hits = ReadOutEvent()
        var transported = TransportedEvent()
        Self.readOut(tracker, event, into: &hits, &transported)
        var labels = LabelledEvent()
        var scratch = EventLabeller.Scratch()
        EventLabeller().label(event, transported, hits, into: &labels, scratch: &scratch)
        var sum = 0.0
        var shared = 0
        for i in 0..<hits.hits.count {
            var shares: [Int32: Double] = [:]
            for s in Int(hits.sourceOffsets[i])..<Int(hits.sourceOffsets[i + 1]) {
                shares[transported.steps.particle[Int(hits.sourceStep[s])], default: 0] += hits.sourceFraction[s]
            }
            if shares.count > 1 { shared += 1 }
            let best = shares.max { ($0.value, $1.key) < ($1.value, $0.key) }
            #expect(labels.hitParticle[i] == best?.key ?? -1)
            sum += labels.hitWeight[i]
        }
        #expect(shared > 20, "clusters of several particles: \(shared)")
        #expect(abs(sum - 1) < 1e-12)
        #expect(labels.hitCount.array().reduce(0, +) == labels.hitParticle.array().reduce(0) { $0 + ($1 >= 0 ? 1 : 0) })
    }

    /// Of two particles with equal shares the first in the event has the hit.
    @Test func equalSharesGoToTheFirstParticle() {
        var generated = GeneratedEvent()
        var transported = TransportedEvent()
        var hits = ReadOutEvent()
        for _ in 0..<2 {
            SimulationSupport.append(to: &generated, pdgID: 13, pT: 1, eta: 0, phi: 0, mass: 0.1)
        }
        for particle in [Int32(1), 0] { SiliconBench.append(to: &transported, particle: particle) }
        hits.hits.append(
            module: 0, place: (0, 0, 0), time: 0, u: 0, v: 0, varianceU: 1, varianceV: 1, energy: 1, sizeU: 1, sizeV: 1)
        hits.sourceOffsets.append(0)
        for step in [Int32(0), 1] {
            hits.sourceStep.append(step)
            hits.sourceFraction.append(0.5)
        }
        hits.sourceOffsets.append(2)
        var labels = LabelledEvent()
        var scratch = EventLabeller.Scratch()
        EventLabeller().label(generated, transported, hits, into: &labels, scratch: &scratch)
        #expect(labels.hitParticle[0] == 0 && labels.hitStep[0] == 1)
    }
}
