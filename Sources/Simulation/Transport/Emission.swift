// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// How the products of decays and interactions become particles.
extension TrackerTransport {
    /// Takes the products in `scratch.products`, made by a lane's particle at a vertex, into the store of secondaries.
    ///
    /// Those that decay on the spot are replaced by what they decay to. Those below the thresholds are recorded and
    /// absorbed; those beyond the limits of identities are counted.
    ///
    /// - Parameters:
    ///   - first: the first product that is taken.
    ///   - recordsAbsorbed: whether those below the thresholds are recorded and not only counted.
    /// - Returns: their energy, GeV.
    @discardableResult
    func emit(
        _ lane: Int, from first: Int = 0, at vertex: VertexRecord, recordsAbsorbed: Bool = true,
        _ stream: inout RandomStream, _ scratch: inout TransportScratch
    ) -> Double {
        var place: Int32 = -1
        var energy = 0.0
        for i in first..<scratch.products.count {
            let pdgID = scratch.products.pdgID[i]
            let momentum = scratch.products.momentum(i)
            let mass = scratch.products.mass[i]
            let row = decays.row(of: pdgID)
            if row >= 0, decays.properLength(row) < DecayTable.promptLength {
                scratch.prompt.removeAll()
                let frame = MovingFrame(momentum, mass: mass)
                if decays.decay(pdgID, row: row, frame: frame, &stream, into: &scratch.prompt) {
                    for j in 0..<scratch.prompt.count {
                        energy += emit(
                            lane, scratch.prompt.pdgID[j], scratch.prompt.momentum(j), scratch.prompt.mass[j],
                            at: vertex, recordsAbsorbed, &place, &scratch)
                    }
                    continue
                }
            }
            energy += emit(lane, pdgID, momentum, mass, at: vertex, recordsAbsorbed, &place, &scratch)
        }
        return energy
    }

    private func emit(
        _ lane: Int, _ pdgID: Int32, _ momentum: Momentum, _ mass: Double, at vertex: VertexRecord,
        _ recordsAbsorbed: Bool, _ place: inout Int32, _ scratch: inout TransportScratch
    ) -> Double {
        let energy = (momentum.squared + mass * mass).squareRoot()
        if !recordsAbsorbed && energy - mass < settings.secondaryKineticEnergy {
            scratch.ledger.absorbed += energy
            return energy
        }
        scratch.daughters[lane] += 1
        guard scratch.identity[lane].generation < Int32(settings.maximumGenerations),
            let identity = scratch.identity[lane].daughter(scratch.daughters[lane])
        else {
            scratch.ledger.overflow += energy
            scratch.ledger.overflowCount += 1
            return energy
        }
        if place < 0 {
            place = Int32(truncatingIfNeeded: scratch.secondaries.vertices.count)
            scratch.secondaries.vertices.append(vertex)
        }
        let fate = firstFate(pdgID, mass, energy, &scratch.ledger)
        scratch.secondaries.records.append(
            SecondaryRecord(
                identity: identity, px: momentum.x, py: momentum.y, pz: momentum.z, mass: mass, pdgID: pdgID,
                parent: scratch.particle[lane], vertex: place, fate: fate))
        scratch.steps.addParticle()
        return energy
    }

    /// Whether a secondary is followed, and where its energy goes if not.
    private func firstFate(
        _ pdgID: Int32, _ mass: Double, _ energy: Double, _ ledger: inout EnergyLedger
    ) -> Int32 {
        guard let charge3 = ParticleData.charge3(pdgID), energy - mass >= settings.secondaryKineticEnergy else {
            let isNeutrino = abs(pdgID) == 12 || abs(pdgID) == 14 || abs(pdgID) == 16
            if isNeutrino { ledger.unseen += energy } else { ledger.absorbed += energy }
            return (isNeutrino ? ParticleFate.notTransported : .absorbed).rawValue
        }
        guard canAct(pdgID, charge3) else {
            ledger.unseen += energy
            return ParticleFate.notTransported.rawValue
        }
        return SecondaryStore.waiting
    }
}
