// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

extension EventEncoder {
    func appendParticles(
        _ generated: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent,
        _ labelled: borrowing LabelledEvent, to batch: ColumnBatch
    ) {
        let first = generated.particles.count
        precondition(transported.fate.count == first + transported.secondaries.count, "a fate for every particle")
        precondition(labelled.hitCount.count == transported.fate.count, "a number of hits for every particle")
        let count = selection.kept.count
        batch.fill(columns.particles.counts, 1) { _ in Int32(truncatingIfNeeded: count) }
        appendKinematics(generated.particles, from: 0, to: selection.keptGenerated, shift: 0, in: batch)
        appendKinematics(transported.secondaries, from: selection.keptGenerated, to: count, shift: first, in: batch)
        appendOrigin(generated, transported, to: batch)
        appendOutcome(transported, labelled, to: batch)
    }

    /// What the kept particles `from..<to` have in their own record, where they stand at `shift` less.
    private func appendKinematics(
        _ particles: borrowing ParticleColumns, from: Int, to: Int, shift: Int, in batch: ColumnBatch
    ) {
        let c = columns.particles
        let count = to - from
        let px = batch.room(c.px, count, of: Float.self)
        let py = batch.room(c.py, count, of: Float.self)
        let pz = batch.room(c.pz, count, of: Float.self)
        let energy = batch.room(c.energy, count, of: Float.self)
        let mass = batch.room(c.mass, count, of: Float.self)
        let charge = batch.room(c.charge, count, of: Float.self)
        let pdgID = batch.room(c.pdgID, count, of: Int32.self)
        let status = batch.room(c.status, count, of: Int8.self)
        let parent = batch.room(c.parent, count, of: Int32.self)
        let particleID = batch.room(c.particleID, count, of: UInt64.self)
        let primary = batch.room(c.primary, count, of: UInt8.self)
        let isPrimary: UInt8 = shift == 0 ? 1 : 0
        for i in 0..<count {
            let p = Int(selection.kept[from + i]) - shift
            let (x, y, z, m) = (particles.px[p], particles.py[p], particles.pz[p], particles.mass[p])
            px[i] = Float(x)
            py[i] = Float(y)
            pz[i] = Float(z)
            energy[i] = Float((x * x + y * y + z * z + m * m).squareRoot())
            mass[i] = Float(m)
            charge[i] = Float(charge3(particles.pdgID[p]) ?? 0) / 3
            pdgID[i] = particles.pdgID[p]
            status[i] = Int8(truncatingIfNeeded: particles.status[p])
            let mother = particles.parent[p]
            parent[i] = mother < 0 ? -1 : selection.row[Int(mother)]
            particleID[i] = particles.barcode[p]
            primary[i] = isPrimary
        }
        batch.commit(c.px, count, of: Float.self)
        batch.commit(c.py, count, of: Float.self)
        batch.commit(c.pz, count, of: Float.self)
        batch.commit(c.energy, count, of: Float.self)
        batch.commit(c.mass, count, of: Float.self)
        batch.commit(c.charge, count, of: Float.self)
        batch.commit(c.pdgID, count, of: Int32.self)
        batch.commit(c.status, count, of: Int8.self)
        batch.commit(c.parent, count, of: Int32.self)
        batch.commit(c.particleID, count, of: UInt64.self)
        batch.commit(c.primary, count, of: UInt8.self)
    }

    /// Where the kept particles come from.
    private func appendOrigin(
        _ generated: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent, to batch: ColumnBatch
    ) {
        let c = columns.particles
        let count = selection.kept.count
        let first = generated.particles.count
        let firstVertex = generated.vertices.count
        let storesVertices = columns.vertices != nil
        let vx = batch.room(c.vx, count, of: Float.self)
        let vy = batch.room(c.vy, count, of: Float.self)
        let vz = batch.room(c.vz, count, of: Float.self)
        let time = batch.room(c.time, count, of: Float.self)
        let vertexRow = batch.room(c.vertex, count, of: Int32.self)
        let collision = batch.room(c.vertexPrimary, count, of: UInt16.self)
        for i in 0..<count {
            let p = Int(selection.kept[i])
            let v = Int(p < first ? generated.particles.vertex[p] : transported.secondaries.vertex[p - first])
            if v < firstVertex {
                vx[i] = Float(generated.vertices.x[v])
                vy[i] = Float(generated.vertices.y[v])
                vz[i] = Float(generated.vertices.z[v])
                time[i] = Float(generated.vertices.t[v])
                collision[i] = UInt16(truncatingIfNeeded: generated.vertices.collision[v])
            } else {
                let w = v - firstVertex
                vx[i] = Float(transported.vertices.x[w])
                vy[i] = Float(transported.vertices.y[w])
                vz[i] = Float(transported.vertices.z[w])
                time[i] = Float(transported.vertices.t[w])
                collision[i] = UInt16(truncatingIfNeeded: transported.vertices.collision[w])
            }
            vertexRow[i] = storesVertices ? selection.vertexRow[v] : -1
        }
        batch.commit(c.vx, count, of: Float.self)
        batch.commit(c.vy, count, of: Float.self)
        batch.commit(c.vz, count, of: Float.self)
        batch.commit(c.time, count, of: Float.self)
        batch.commit(c.vertex, count, of: Int32.self)
        batch.commit(c.vertexPrimary, count, of: UInt16.self)
    }

    /// What became of the kept particles.
    private func appendOutcome(
        _ transported: borrowing TransportedEvent, _ labelled: borrowing LabelledEvent, to batch: ColumnBatch
    ) {
        let count = selection.kept.count
        selection.kept.withUnsafeBuffer { kept in
            transported.fate.withUnsafeBuffer { fate in
                batch.fill(columns.particles.fate, count) { Int8(truncatingIfNeeded: fate[Int(kept[$0])]) }
            }
            labelled.hitCount.withUnsafeBuffer { hits in
                batch.fill(columns.particles.hits, count) { hits[Int(kept[$0])] }
            }
        }
    }
}
