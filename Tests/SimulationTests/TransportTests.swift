// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Particles through the tracker: what must hold of their steps and of their ends.
@Suite struct TransportTests {
    /// A gun's event of muons or pions over the whole acceptance, from the origin or, with `sigmaZ` in mm, from normal
    /// places along z.
    static func event(
        _ number: UInt64, count: Int, pdgID: Int32 = 13, pT: ClosedRange<Double>, sigmaZ: Double = 0
    ) -> GeneratedEvent {
        var event = GeneratedEvent()
        event.eventNumber = number
        var stream = RandomStream(seed: 7, event: number, stage: .test, identity: 3)
        for i in 0..<count {
            let momentum = pT.lowerBound * Elementary.pow(pT.upperBound / pT.lowerBound, stream.uniform())
            SimulationSupport.append(
                to: &event, pdgID: i % 2 == 0 ? pdgID : -pdgID, pT: momentum, eta: stream.uniform(in: -3...3),
                phi: stream.uniform(in: -Double.pi...Double.pi), mass: InteractionTests.muon,
                from: (0, 0, sigmaZ > 0 ? sigmaZ * stream.normal() : 0))
        }
        return event
    }

    @Test func withoutMaterialEffectsStepsLieOnTheHelix() throws {
        let index = NavigationIndex(try SimulationSupport.tracker("trackml"))
        let transport = TrackerTransport(index, settings: .vacuum)
        let event = Self.event(1, count: 200, pT: 0.3...20)
        var output = TransportedEvent()
        transport.transport(event, seed: 5, into: &output)
        #expect(output.steps.count > 1500)
        var worst = 0.0
        for i in 0..<output.steps.count {
            let particle = Int(output.steps.particle[i])
            let px = event.particles.px[particle]
            let py = event.particles.py[particle]
            let pz = event.particles.pz[particle]
            let p = (px * px + py * py + pz * pz).squareRoot()
            let charge: Double = event.particles.pdgID[particle] > 0 ? -1 : 1
            let helix = Helix(
                x: 0, y: 0, z: 0, ux: px / p, uy: py / p, uz: pz / p,
                curvature: Helix.curvature(charge: charge, momentum: p, fieldZ: 2))
            // The path follows from the time of flight.
            let energy = (p * p + InteractionTests.muon * InteractionTests.muon).squareRoot()
            let point = helix.advanced(by: output.steps.t[i] * PhysicalConstants.speedOfLight * p / energy)
            let dx = point.x - output.steps.x[i]
            let dy = point.y - output.steps.y[i]
            let dz = point.z - output.steps.z[i]
            worst = max(worst, (dx * dx + dy * dy + dz * dz).squareRoot())
            let momentum2 = output.steps.px[i] * output.steps.px[i] + output.steps.py[i] * output.steps.py[i]
            let pT2 = px * px + py * py
            #expect(abs(momentum2 / pT2 - 1) < 1e-11)
        }
        #expect(worst < 1e-7, "micrometres would be 1e-3")
    }

    @Test func stepsLieOnTheirModulesAndEnergyOnlyFalls() throws {
        let tracker = try SimulationSupport.tracker("trackml")
        // A hadron that meets a nucleus within a sensor ends its path there.
        var settings = TransportSettings()
        settings.hadronic = false
        let transport = TrackerTransport(NavigationIndex(tracker), settings: settings)
        let event = Self.event(2, count: 500, pdgID: 211, pT: 0.15...5)
        var output = TransportedEvent()
        transport.transport(event, seed: 5, into: &output)
        #expect(output.fate.count == event.particles.count + output.secondaries.count)
        var last = (particle: Int32(-1), momentum: 0.0, time: 0.0)
        for i in 0..<output.steps.count {
            let module = tracker.modules[Int(output.steps.module[i])]
            let d = Vector3(output.steps.x[i], output.steps.y[i], output.steps.z[i]) - module.center
            let height = abs(d.dot(module.w))
            #expect(height < 1e-9)
            #expect(module.contains(u: output.steps.u[i], v: output.steps.v[i]))
            let p = Vector3(output.steps.px[i], output.steps.py[i], output.steps.pz[i])
            let momentum = p.dot(p).squareRoot()
            if last.particle == output.steps.particle[i] {
                #expect(momentum < last.momentum && output.steps.t[i] > last.time)
            }
            last = (output.steps.particle[i], momentum, output.steps.t[i])
            #expect(output.steps.deposit[i] >= 0 && output.steps.pathLength[i] >= 0.149)
        }
        let left = output.fate.array().filter { $0 == ParticleFate.leftDetector.rawValue }.count
        #expect(left > 400)
    }

    @Test func loopersEndAtTheirLimitAndAreCounted() throws {
        let index = NavigationIndex(try SimulationSupport.tracker("trackml"))
        for turns in [0.5, 1, 3] {
            var settings = TransportSettings()
            settings.maximumTurns = turns
            settings.minimumPT = 0.01
            settings.decays = false
            let transport = TrackerTransport(index, settings: settings)
            var event = GeneratedEvent()
            for i in 0..<20 {
                SimulationSupport.append(
                    to: &event, pdgID: 13, pT: 0.06, eta: 0.05, phi: 0.3 * Double(i), mass: InteractionTests.muon)
            }
            var output = TransportedEvent()
            transport.transport(event, seed: 5, into: &output)
            for fate in output.fate.array() {
                let isKnown =
                    fate == ParticleFate.looperLimit.rawValue || fate == ParticleFate.stopped.rawValue
                #expect(isKnown, "fate \(fate)")
            }
            // Radius 100 mm: a turn is about 630 mm of path, 2.4 ns at β = 0.5.
            let latest = output.steps.t.array().max() ?? 0
            #expect(latest < 6 * turns)
        }
    }

    @Test func particlesThatCannotBeFollowedAreReported() throws {
        var settings = TransportSettings()
        settings.hadronic = false
        settings.decays = false
        let transport = TrackerTransport(
            NavigationIndex(try SimulationSupport.tracker("teaching")), settings: settings)
        var event = GeneratedEvent()
        let mass = InteractionTests.pion
        SimulationSupport.append(to: &event, pdgID: 211, pT: .nan, eta: 0, phi: 0, mass: mass)
        SimulationSupport.append(to: &event, pdgID: 9_999_999, pT: 1, eta: 0, phi: 0, mass: mass)
        SimulationSupport.append(to: &event, pdgID: 211, pT: 1, eta: 0, phi: 0, mass: mass, from: (1e5, 0, 0))
        SimulationSupport.append(to: &event, pdgID: 211, pT: 1, eta: 0, phi: 0, mass: 0)
        SimulationSupport.append(to: &event, pdgID: 12, pT: 1, eta: 0, phi: 0, mass: 0)
        SimulationSupport.append(to: &event, pdgID: 211, pT: 0.01, eta: 0, phi: 0, mass: mass)
        SimulationSupport.append(to: &event, pdgID: 211, pT: 1, eta: 0, phi: 0, mass: mass)
        var output = TransportedEvent()
        transport.transport(event, seed: 5, into: &output)
        #expect(output.failedParticle.array() == [0, 1, 2, 3])
        #expect(
            output.failureReason.array()
                == [
                    TransportFailure.badState, .unknownSpecies, .outsideDetector, .badState,
                ].map(\.rawValue))
        let fates = output.fate.array()
        #expect(fates[4] == ParticleFate.notTransported.rawValue && fates[5] == fates[4])
        #expect(fates[6] == ParticleFate.leftDetector.rawValue)
        #expect(output.steps.count > 0 && output.steps.particle.array().allSatisfy { $0 == 6 })
    }

    /// Common random numbers: neither other particles nor what the worker did before reach a particle's steps.
    @Test func aParticleDependsOnItselfAlone() throws {
        let transport = TrackerTransport(
            NavigationIndex(try SimulationSupport.tracker("trackml")), settings: TransportSettings())
        let event = Self.event(3, count: 50, pdgID: 211, pT: 0.2...5)
        var all = TransportedEvent()
        transport.transport(event, seed: 5, into: &all)
        // The same event with every other particle made invisible.
        var half = Self.event(3, count: 50, pdgID: 211, pT: 0.2...5)
        for i in stride(from: 1, to: 50, by: 2) { half.particles.status[i] = ParticleStatus.decayed.rawValue }
        var some = TransportedEvent()
        transport.transport(Self.event(9, count: 30, pT: 1...2), seed: 8, into: &some)
        transport.transport(half, seed: 5, into: &some)
        // Secondaries stand in other places here and there; `SecondaryTests` follows them.
        let kept = (0..<all.steps.count).filter { all.steps.particle[$0] < 50 && all.steps.particle[$0] % 2 == 0 }
        let same = (0..<some.steps.count).filter { some.steps.particle[$0] < 50 }
        #expect(kept.count == same.count)
        for (i, j) in zip(kept, same) {
            #expect(all.steps.x[i] == some.steps.x[j] && all.steps.deposit[i] == some.steps.deposit[j])
        }
    }

    /// Mean loss over the barrel against the sum of Bethe losses, within the statistics of the path lengths.
    @Test func energyLossAddsUp() throws {
        let tracker = try SimulationSupport.tracker("trackml")
        let transport = TrackerTransport(NavigationIndex(tracker), settings: TransportSettings())
        var event = GeneratedEvent()
        for i in 0..<400 {
            SimulationSupport.append(
                to: &event, pdgID: 13, pT: 10, eta: 0.01, phi: 0.0157 * Double(i), mass: InteractionTests.muon)
        }
        var output = TransportedEvent()
        transport.transport(event, seed: 5, into: &output)
        var lost = 0.0
        var tracks = 0.0
        for i in 0..<output.steps.count {
            let isLast = i + 1 == output.steps.count || output.steps.particle[i + 1] != output.steps.particle[i]
            guard isLast else { continue }
            let p = Vector3(output.steps.px[i], output.steps.py[i], output.steps.pz[i])
            lost += (100 * (1 + 1e-4)).squareRoot() - p.dot(p).squareRoot()
            tracks += 1
        }
        // Before the last sensor: 0.226 X0 of silicon, 21.1 mm at 0.502 MeV/mm, and 2.6 mm of beryllium at 0.36 MeV/mm
        // (Bethe's formula worked out by hand for βγ = 94.6: 2.154 and 1.95 MeV cm²/g) make 11.55 MeV.
        #expect(tracks > 380)
        let mean = lost / tracks / Units.MeV
        #expect(abs(mean - 11.55) < 0.4, "\(mean) MeV")
    }
}
