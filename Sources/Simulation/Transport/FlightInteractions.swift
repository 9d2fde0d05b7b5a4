// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// What happens to single particles in slabs beside scattering and ionisation.
extension TrackerTransport {
    /// A lane's electron has come to candidates for photons in the slab it crosses. Photons below the threshold of
    /// secondaries are absorbed there and leave no record.
    @inline(never)
    func radiate(_ lane: Int, _ scratch: inout TransportScratch) {
        let material = Int(surfaces.materials.pointer[Int(scratch.navigation.member[lane])])
        let model = models.bremsstrahlung.pointer + material
        var stream = scratch.stream(lane: lane)
        scratch.products.removeAll()
        var last = momentum(lane, &scratch)
        var radiates = false
        while scratch.radiationLeft[lane] < 0 {
            let outcome = model.pointee.radiate(
                last, logRange: scratch.logRange[lane], threshold: settings.secondaryKineticEnergy, &stream,
                into: &scratch.products)
            last = outcome.momentum
            radiates = radiates || outcome.radiates
            scratch.ledger.absorbed += outcome.absorbed
            scratch.radiationLeft[lane] += stream.exponential()
        }
        if radiates { setMomentum(lane, last, &scratch) }
        if scratch.products.count > 0 {
            emit(lane, at: place(lane, .bremsstrahlung, &scratch), &stream, &scratch)
        }
        scratch.block[lane] = stream.nextFreeBlock
        if scratch.energy[lane] - scratch.mass[lane] <= settings.stoppingKineticEnergy { scratch.isStopped[lane] = 1 }
    }

    /// The optical depth of a lane's particle is used up: it interacts where it is.
    @inline(never)
    func collide(_ lane: Int, _ scratch: inout TransportScratch) {
        var stream = scratch.stream(lane: lane)
        scratch.products.removeAll()
        let member = Int(scratch.navigation.member[lane])
        let material = Int(surfaces.materials.pointer[member])
        switch scratch.interactionRow[lane] {
        case InteractionLengths.photon: convert(lane, material, &stream, &scratch)
        case InteractionLengths.positron: annihilateInFlight(lane, &stream, &scratch)
        default: meetNucleus(lane, material, &stream, &scratch)
        }
        scratch.block[lane] = stream.nextFreeBlock
    }

    /// A photon becomes a pair, or is scattered by an electron; either way it ends, and what comes of it begins.
    private func convert(
        _ lane: Int, _ material: Int, _ stream: inout RandomStream, _ scratch: inout TransportScratch
    ) {
        let photon = momentum(lane, &scratch)
        let rates = models.photons.pointer[material].inverseLengths(energy: scratch.energy[lane])
        let isPair = stream.uniform() * (rates.conversion + rates.compton) < rates.conversion
        if isPair {
            models.photons.pointer[material].convert(photon, &stream, into: &scratch.products)
        } else {
            ComptonScattering.scatter(photon, &stream, into: &scratch.products)
        }
        end(lane, isPair ? .conversion : .comptonScattering, &stream, &scratch)
    }

    /// A positron meets an electron. Photons below the threshold of secondaries leave no record.
    private func annihilateInFlight(
        _ lane: Int, _ stream: inout RandomStream, _ scratch: inout TransportScratch
    ) {
        PositronAnnihilation.inFlight(momentum(lane, &scratch), &stream, into: &scratch.products)
        end(lane, .annihilation, recordsAbsorbed: false, &stream, &scratch)
    }

    /// A hadron meets a nucleus: it is scattered and flies on, or ends in what the collision makes. What neither it nor
    /// the products carry away is the nucleus's.
    private func meetNucleus(
        _ lane: Int, _ material: Int, _ stream: inout RandomStream, _ scratch: inout TransportScratch
    ) {
        let pdgID = scratch.pdgID[lane]
        let mass = scratch.mass[lane]
        let outcome = models.hadrons.pointer[material].collide(
            pdgID, momentum(lane, &scratch), mass: mass, &stream, into: &scratch.products)
        let isScattered =
            outcome.kind != .inelastic && scratch.products.count > 0 && scratch.products.pdgID[0] == pdgID
            && scratch.products.energy(0) - mass > settings.stoppingKineticEnergy
        guard isScattered else { return end(lane, .hadronicInteraction, &stream, &scratch) }
        let before = scratch.energy[lane]
        setMomentum(lane, scratch.products.momentum(0), &scratch)
        let emitted = emit(lane, from: 1, at: place(lane, .hadronicInteraction, &scratch), &stream, &scratch)
        scratch.ledger.nuclear += before - scratch.energy[lane] - emitted
        scratch.depthLeft[lane] = stream.exponential()
    }

    /// Ends a lane's particle in an interaction that has left its products in `scratch.products`.
    private func end(
        _ lane: Int, _ kind: VertexKind, recordsAbsorbed: Bool = true, _ stream: inout RandomStream,
        _ scratch: inout TransportScratch
    ) {
        let emitted = emit(
            lane, at: place(lane, kind, &scratch), recordsAbsorbed: recordsAbsorbed, &stream, &scratch)
        scratch.ledger.nuclear += scratch.energy[lane] - emitted
        scratch.hasInteracted[lane] = 1
    }

    /// A lane's place as a vertex.
    private func place(
        _ lane: Int, _ kind: VertexKind, _ scratch: inout TransportScratch
    ) -> VertexRecord {
        VertexRecord(
            x: scratch.navigation.x[lane], y: scratch.navigation.y[lane], z: scratch.navigation.z[lane],
            t: scratch.time[lane], kind: kind, incoming: scratch.particle[lane])
    }

    /// A lane's momentum.
    private func momentum(_ lane: Int, _ scratch: inout TransportScratch) -> Momentum {
        let p = scratch.momentum[lane]
        return Momentum(
            x: scratch.navigation.ux[lane] * p, y: scratch.navigation.uy[lane] * p,
            z: scratch.navigation.uz[lane] * p)
    }

    /// Gives a lane's particle another momentum.
    private func setMomentum(_ lane: Int, _ momentum: Momentum, _ scratch: inout TransportScratch) {
        let size = momentum.size
        let inverse = 1 / size
        scratch.navigation.ux[lane] = momentum.x * inverse
        scratch.navigation.uy[lane] = momentum.y * inverse
        scratch.navigation.uz[lane] = momentum.z * inverse
        scratch.navigation.curvature[lane] *= scratch.momentum[lane] * inverse
        scratch.set(lane: lane, momentum: size, mass: scratch.mass[lane])
    }
}
