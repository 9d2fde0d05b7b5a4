// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// What becomes of particles that have come to rest in a slab.
///
/// Positive ones decay; negative hadrons are captured by nuclei at once, negative muons decay or are captured, whichever
/// is first; positrons annihilate where photons of 0.511 MeV are followed. What else stops stays, and so do negative
/// hadrons while nuclear interactions are switched off and muons while decays are.
extension TrackerTransport {
    /// Ends a lane's particle; `stopped` if it stays where it is.
    @inline(never)
    func endAtRest(
        _ lane: Int, _ scratch: inout TransportScratch, _ output: inout TransportedEvent
    ) -> ParticleFate {
        let pdgID = scratch.pdgID[lane]
        if pdgID == 13 { return endMuon(lane, &scratch, &output) }
        if pdgID == -11 { return annihilate(lane, &scratch) }
        let charge3 = ParticleData.charge3(pdgID) ?? 0
        if charge3 > 0 { return decayAtRest(lane, &scratch, &output) }
        return settings.hadronic && charge3 < 0 ? captureHadron(lane, &scratch) : .stopped
    }

    private func decayAtRest(
        _ lane: Int, _ scratch: inout TransportScratch, _ output: inout TransportedEvent
    ) -> ParticleFate {
        guard scratch.decayRow[lane] >= 0 else { return .stopped }
        let time = scratch.time[lane] + scratch.properLeft[lane] * (1 / PhysicalConstants.speedOfLight)
        let x = scratch.navigation.x[lane]
        let y = scratch.navigation.y[lane]
        let z = scratch.navigation.z[lane]
        let atRest = Momentum(x: 0, y: 0, z: 0)
        return decay(lane, atRest, x: x, y: y, z: z, t: time, &scratch, &output) ? .decayed : .stopped
    }

    private func endMuon(
        _ lane: Int, _ scratch: inout TransportScratch, _ output: inout TransportedEvent
    ) -> ParticleFate {
        guard scratch.decayRow[lane] >= 0 else { return .stopped }
        let material = index.tracker.materials[Int(stoppingMaterial(lane, &scratch))]
        var stream = scratch.stream(lane: lane)
        let rate = MuonCapture.rate(atomicNumber: material.atomicMass * material.ratioZA)
        let wait = stream.exponential() / rate
        scratch.block[lane] = stream.nextFreeBlock
        if wait * PhysicalConstants.speedOfLight >= scratch.properLeft[lane] {
            return decayAtRest(lane, &scratch, &output)
        }
        scratch.products.removeAll()
        MuonCapture.capture(
            mass: scratch.mass[lane], atomicMass: material.atomicMass, &stream, into: &scratch.products)
        return end(lane, .captureAtRest, after: wait, &stream, &scratch)
    }

    private func captureHadron(_ lane: Int, _ scratch: inout TransportScratch) -> ParticleFate {
        let material = Int(stoppingMaterial(lane, &scratch))
        var stream = scratch.stream(lane: lane)
        scratch.products.removeAll()
        let outcome = models.hadrons.pointer[material].captureAtRest(
            scratch.pdgID[lane], mass: scratch.mass[lane], &stream, into: &scratch.products)
        return outcome == nil ? .stopped : end(lane, .captureAtRest, after: 0, &stream, &scratch)
    }

    private func annihilate(_ lane: Int, _ scratch: inout TransportScratch) -> ParticleFate {
        guard settings.conversions, scratch.mass[lane] >= settings.secondaryKineticEnergy else { return .stopped }
        var stream = scratch.stream(lane: lane)
        scratch.products.removeAll()
        PositronAnnihilation.atRest(&stream, into: &scratch.products)
        return end(lane, .annihilation, after: 0, &stream, &scratch)
    }

    private func stoppingMaterial(_ lane: Int, _ scratch: inout TransportScratch) -> Int32 {
        surfaces.materials.pointer[Int(scratch.navigation.member[lane])]
    }

    /// Ends a lane's particle in products that are below the threshold more often than not: those leave no record.
    private func end(
        _ lane: Int, _ kind: VertexKind, after wait: Double, _ stream: inout RandomStream,
        _ scratch: inout TransportScratch
    ) -> ParticleFate {
        let vertex = VertexRecord(
            x: scratch.navigation.x[lane], y: scratch.navigation.y[lane], z: scratch.navigation.z[lane],
            t: scratch.time[lane] + wait, kind: kind, incoming: scratch.particle[lane])
        let absorbed = scratch.products.removeAll { products, i in
            decays.isPrompt(products.pdgID[i])
                || products.energy(i) - products.mass[i] >= settings.secondaryKineticEnergy
        }
        let emitted = emit(lane, at: vertex, &stream, &scratch)
        scratch.ledger.absorbed += absorbed
        scratch.ledger.nuclear += scratch.mass[lane] - absorbed - emitted
        return .interacted
    }
}
