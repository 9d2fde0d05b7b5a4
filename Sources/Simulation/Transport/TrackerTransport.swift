// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Carries the charged final particles of an event through the tracker: helices between surfaces, material
/// interactions on them, a step for every sensor crossed.
///
/// Eight particles fly at a time, each in a lane of its own, so that a processor's vectors are full; a lane takes the
/// next particle as soon as its own has ended. Shared by all workers; it owns the tables that its kernels read.
public final class TrackerTransport: Sendable {
    public let settings: TransportSettings
    public let index: NavigationIndex
    let surfaces: SurfaceTable
    let landau = LandauDistribution()
    let moduleCount: Int32
    let fieldZ: Double
    let boundaryRadius2: Double
    let boundaryHalfLength: Double
    /// sinh² of the largest |pseudorapidity|.
    private let sinhLimit2: Double

    public init(_ index: NavigationIndex, settings: TransportSettings) {
        self.settings = settings
        self.index = index
        let tracker = index.tracker
        surfaces = SurfaceTable(index)
        moduleCount = Int32(tracker.modules.count)
        fieldZ = index.curvatureField
        boundaryRadius2 = tracker.boundaryRadius * tracker.boundaryRadius
        boundaryHalfLength = tracker.boundaryHalfLength
        let sinh = Elementary.sinh(settings.maximumAbsEta)
        sinhLimit2 = sinh * sinh
    }

    /// Transports every particle of `event`; what `output` held before is forgotten.
    ///
    /// Each particle draws from its own stream, (seed, event, transport, position in the event), so that neither
    /// other particles nor the detector they see can change its numbers.
    public func transport(
        _ event: borrowing GeneratedEvent, seed: UInt64, scratch: inout TransportScratch,
        into output: inout TransportedEvent
    ) {
        output.removeAll()
        let count = event.particles.count
        output.fate.append(repeating: ParticleFate.notTransported.rawValue, count: count)
        scratch.steps.begin(particles: count)
        var random = RandomLanes8(
            seed: seed, event: event.eventNumber, stage: .transport, identities: SIMD8<UInt64>(repeating: 0))
        var queue = 0
        var flying = 0
        for lane in 0..<NavigationLanes.count where board(lane, event, &queue, &scratch, &random, &output) {
            flying += 1
        }
        while flying > 0 {
            fly(&scratch, &random)
            for lane in 0..<NavigationLanes.count {
                let fate = end(of: lane, scratch)
                guard fate != .notTransported else { continue }
                land(lane, fate, &scratch, &output)
                if !board(lane, event, &queue, &scratch, &random, &output) { flying -= 1 }
            }
        }
        output.sortFailures()
        scratch.steps.write(to: &output.steps)
    }

    /// Puts the next particle that is to be followed on a lane; false if there is none.
    private func board(
        _ lane: Int, _ event: borrowing GeneratedEvent, _ queue: inout Int, _ scratch: inout TransportScratch,
        _ random: inout RandomLanes8, _ output: inout TransportedEvent
    ) -> Bool {
        while queue < event.particles.count {
            let i = queue
            queue += 1
            guard event.particles.status[i] == ParticleStatus.final.rawValue else { continue }
            if board(lane, particle: i, event, &scratch, &output) {
                random.restart(lane: lane, identity: UInt64(i))
                return true
            }
        }
        return false
    }

    private func board(
        _ lane: Int, particle i: Int, _ event: borrowing GeneratedEvent, _ scratch: inout TransportScratch,
        _ output: inout TransportedEvent
    ) -> Bool {
        guard let charge3 = ParticleData.charge3(event.particles.pdgID[i]) else {
            return fail(i, .unknownSpecies, &output)
        }
        if charge3 == 0 { return false }
        let px = event.particles.px[i]
        let py = event.particles.py[i]
        let pz = event.particles.pz[i]
        let mass = event.particles.mass[i]
        let vertex = Int(event.particles.vertex[i])
        let momentum = (px * px + py * py + pz * pz).squareRoot()
        let x = event.vertices.x[vertex]
        let y = event.vertices.y[vertex]
        let z = event.vertices.z[vertex]
        guard momentum.isFinite, mass.isFinite, x.isFinite, y.isFinite, z.isFinite, momentum > 0, mass > 0 else {
            return fail(i, .badState, &output)
        }
        let pT2 = px * px + py * py
        // |η| ≤ limit is |pz| ≤ sinh(limit) pT.
        guard pT2 >= settings.minimumPT * settings.minimumPT, pz * pz <= sinhLimit2 * pT2 else { return false }
        guard x * x + y * y < boundaryRadius2, abs(z) < boundaryHalfLength else {
            return fail(i, .outsideDetector, &output)
        }
        let charge = Double(charge3) / 3
        let helix = Helix(
            x: x, y: y, z: z, ux: px / momentum, uy: py / momentum, uz: pz / momentum,
            curvature: Helix.curvature(charge: charge, momentum: momentum, fieldZ: fieldZ))
        scratch.navigation.start(lane: lane, helix, in: index.navigator)
        scratch.set(lane: lane, momentum: momentum, mass: mass)
        scratch.charge2[lane] = charge * charge
        scratch.isElectron[lane] = abs(event.particles.pdgID[i]) == 11 ? 1 : 0
        scratch.time[lane] = event.vertices.t[vertex]
        scratch.particle[lane] = Int32(i)
        scratch.crossings[lane] = 0
        return true
    }

    /// Notes the end of a lane's particle.
    private func land(
        _ lane: Int, _ fate: ParticleFate, _ scratch: inout TransportScratch, _ output: inout TransportedEvent
    ) {
        let particle = Int(scratch.particle[lane])
        output.fate[particle] = fate.rawValue
        if fate == .failed { _ = fail(particle, .tooManySteps, &output) }
        scratch.idle(lane: lane)
    }

    private func fail(_ i: Int, _ reason: TransportFailure, _ output: inout TransportedEvent) -> Bool {
        output.fate[i] = ParticleFate.failed.rawValue
        output.failedParticle.append(Int32(i))
        output.failureReason.append(reason.rawValue)
        return false
    }
}

extension TransportedEvent {
    /// Puts failures in the order of their particles; there are few.
    mutating func sortFailures() {
        for i in 1..<max(failedParticle.count, 1) {
            var j = i
            while j > 0 && failedParticle[j - 1] > failedParticle[j] {
                (failedParticle[j - 1], failedParticle[j]) = (failedParticle[j], failedParticle[j - 1])
                (failureReason[j - 1], failureReason[j]) = (failureReason[j], failureReason[j - 1])
                j -= 1
            }
        }
    }
}
