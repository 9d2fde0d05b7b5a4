// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Carries the charged final particles of an event through the tracker: helices between surfaces, material
/// interactions on them, a step for every sensor crossed.
///
/// Shared by all workers; it owns the tables that its kernels read.
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
        fieldZ = tracker.fieldZ
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
        _ event: borrowing GeneratedEvent, seed: UInt64, into output: inout TransportedEvent
    ) {
        output.removeAll()
        for i in 0..<event.particles.count {
            var fate = ParticleFate.notTransported
            if event.particles.status[i] == ParticleStatus.final.rawValue {
                fate = transport(particle: i, of: event, seed: seed, into: &output)
            }
            output.fate.append(fate.rawValue)
        }
    }

    private func transport(
        particle i: Int, of event: borrowing GeneratedEvent, seed: UInt64, into output: inout TransportedEvent
    ) -> ParticleFate {
        guard let charge3 = ParticleData.charge3(event.particles.pdgID[i]) else {
            return fail(i, .unknownSpecies, &output)
        }
        if charge3 == 0 { return .notTransported }
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
        guard pT2 >= settings.minimumPT * settings.minimumPT, pz * pz <= sinhLimit2 * pT2 else {
            return .notTransported
        }
        guard x * x + y * y < boundaryRadius2, abs(z) < boundaryHalfLength else {
            return fail(i, .outsideDetector, &output)
        }
        let charge = Double(charge3) / 3
        let helix = Helix(
            x: x, y: y, z: z, ux: px / momentum, uy: py / momentum, uz: pz / momentum,
            curvature: Helix.curvature(charge: charge, momentum: momentum, fieldZ: fieldZ))
        var flight = Flight(
            helix: helix, momentum: momentum, mass: mass, charge: charge,
            isElectron: abs(event.particles.pdgID[i]) == 11, time: event.vertices.t[vertex],
            stream: RandomStream(seed: seed, event: event.eventNumber, stage: .transport, identity: UInt64(i)))
        let fate = fly(&flight, particle: Int32(i), into: &output.steps)
        return fate == .failed ? fail(i, .tooManySteps, &output) : fate
    }

    private func fail(_ i: Int, _ reason: TransportFailure, _ output: inout TransportedEvent) -> ParticleFate {
        output.failedParticle.append(Int32(i))
        output.failureReason.append(reason.rawValue)
        return .failed
    }
}
