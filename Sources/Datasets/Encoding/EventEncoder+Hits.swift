// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

extension EventEncoder {
    func appendHits(
        _ generated: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent,
        _ readOut: borrowing ReadOutEvent, _ labelled: borrowing LabelledEvent, to batch: ColumnBatch
    ) {
        let c = columns.hits
        let count = readOut.hits.count
        precondition(labelled.hitParticle.count == count && labelled.hitStep.count == count, "a label for every hit")
        precondition(labelled.hitWeight.count == count, "a weight for every hit")
        batch.fill(c.counts, 1) { _ in Int32(truncatingIfNeeded: count) }
        func float(_ column: Int, _ values: borrowing Column<Double>) {
            values.withUnsafeBuffer { v in
                precondition(v.count == count, "the columns of the hits differ in length")
                batch.fill(column, count) { Float(v[$0]) }
            }
        }
        float(c.x, readOut.hits.x)
        float(c.y, readOut.hits.y)
        float(c.z, readOut.hits.z)
        float(c.time, readOut.hits.t)
        float(c.u, readOut.hits.u)
        float(c.v, readOut.hits.v)
        float(c.varianceU, readOut.hits.varianceU)
        float(c.varianceV, readOut.hits.varianceV)
        float(c.energy, readOut.hits.energy)
        precondition(readOut.hits.sizeU.count == count && readOut.hits.sizeV.count == count, "a size for every hit")
        readOut.hits.sizeU.withUnsafeBuffer { v in batch.fill(c.sizeU, count) { v[$0] } }
        readOut.hits.sizeV.withUnsafeBuffer { v in batch.fill(c.sizeV, count) { v[$0] } }
        labelled.hitWeight.withUnsafeBuffer { w in batch.fill(c.weight, count) { w[$0] } }
        appendPlaces(readOut, to: batch)
        appendTruth(generated, transported, readOut, labelled, to: batch)
    }

    private func appendPlaces(_ readOut: borrowing ReadOutEvent, to batch: ColumnBatch) {
        let c = columns.hits
        let count = readOut.hits.count
        readOut.hits.module.withUnsafeBuffer { module in
            modules.withUnsafeBufferPointer { modules in
                batch.fill(c.module, count) { module[$0] }
                let volume = batch.room(c.volumeID, count, of: Int32.self)
                let layer = batch.room(c.layerID, count, of: Int32.self)
                let number = batch.room(c.moduleID, count, of: Int32.self)
                for i in 0..<count {
                    let m = Int(module[i])
                    precondition(m >= 0 && m < modules.count, "a hit on a module that does not exist")
                    volume[i] = modules[m].volumeID
                    layer[i] = modules[m].layerID
                    number[i] = modules[m].moduleID
                }
                batch.commit(c.volumeID, count, of: Int32.self)
                batch.commit(c.layerID, count, of: Int32.self)
                batch.commit(c.moduleID, count, of: Int32.self)
            }
        }
    }

    private func appendTruth(
        _ generated: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent,
        _ readOut: borrowing ReadOutEvent, _ labelled: borrowing LabelledEvent, to batch: ColumnBatch
    ) {
        let c = columns.hits
        let count = readOut.hits.count
        let particle = batch.room(c.particle, count, of: Int32.self)
        let particleID = batch.room(c.particleID, count, of: UInt64.self)
        for i in 0..<count {
            let p = Int(labelled.hitParticle[i])
            particle[i] = p < 0 ? -1 : selection.row[p]
            particleID[i] = Self.barcode(p, generated, transported)
        }
        batch.commit(c.particle, count, of: Int32.self)
        batch.commit(c.particleID, count, of: UInt64.self)
        labelled.hitStep.withUnsafeBuffer { step in
            /// The value of the hit's step, or for noise the measured one.
            func place(_ column: Int, _ truth: borrowing Column<Double>, _ measured: borrowing Column<Double>) {
                truth.withUnsafeBuffer { truth in
                    measured.withUnsafeBuffer { measured in
                        batch.fill(column, count) { Float(step[$0] < 0 ? measured[$0] : truth[Int(step[$0])]) }
                    }
                }
            }
            func momentum(_ column: Int, _ truth: borrowing Column<Double>) {
                truth.withUnsafeBuffer { truth in
                    batch.fill(column, count) { Float(step[$0] < 0 ? 0 : truth[Int(step[$0])]) }
                }
            }
            place(c.trueX, transported.steps.x, readOut.hits.x)
            place(c.trueY, transported.steps.y, readOut.hits.y)
            place(c.trueZ, transported.steps.z, readOut.hits.z)
            place(c.trueTime, transported.steps.t, readOut.hits.t)
            momentum(c.truePx, transported.steps.px)
            momentum(c.truePy, transported.steps.py)
            momentum(c.truePz, transported.steps.pz)
        }
    }

    func appendCells(_ readOut: borrowing ReadOutEvent, to batch: ColumnBatch) {
        guard let c = columns.cells else { return }
        let hits = readOut.hits.count
        if hits == 0 { return }
        precondition(readOut.cellOffsets.count == hits + 1, "one cell offset more than hits")
        let count = Int(readOut.cellOffsets[hits])
        precondition(
            readOut.channel0.count == count && readOut.channel1.count == count && readOut.cellEnergy.count == count
                && readOut.cellCounts.count == count,
            "the cells end where the offsets say")
        readOut.cellOffsets.withUnsafeBuffer { offsets in
            batch.fill(c.counts, hits) { Int32(truncatingIfNeeded: offsets[$0 + 1] - offsets[$0]) }
        }
        readOut.channel0.withUnsafeBuffer { v in batch.fill(c.ch0, count) { v[$0] } }
        readOut.channel1.withUnsafeBuffer { v in batch.fill(c.ch1, count) { v[$0] } }
        readOut.cellEnergy.withUnsafeBuffer { v in batch.fill(c.value, count) { Float(v[$0]) } }
        readOut.cellCounts.withUnsafeBuffer { v in batch.fill(c.adc, count) { v[$0] } }
    }

    /// One row per hit and particle: the shares of steps of one particle are added.
    func appendHitParticles(
        _ generated: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent,
        _ readOut: borrowing ReadOutEvent, to batch: ColumnBatch
    ) {
        guard let c = columns.hitParticles else { return }
        let hits = readOut.hits.count
        if hits == 0 { return }
        precondition(readOut.sourceOffsets.count == hits + 1, "one source offset more than hits")
        let most = readOut.sourceStep.count
        let counts = batch.room(c.counts, hits, of: Int32.self)
        let particle = batch.room(c.particle, most, of: Int32.self)
        let particleID = batch.room(c.particleID, most, of: UInt64.self)
        let fraction = batch.room(c.fraction, most, of: Float.self)
        var written = 0
        for hit in 0..<hits {
            let first = written
            for source in Int(readOut.sourceOffsets[hit])..<Int(readOut.sourceOffsets[hit + 1]) {
                let p = Int(transported.steps.particle[Int(readOut.sourceStep[source])])
                let row = selection.row[p]
                var place = first
                while place < written && particle[place] != row { place += 1 }
                if place == written {
                    particle[place] = row
                    particleID[place] = Self.barcode(p, generated, transported)
                    fraction[place] = 0
                    written += 1
                }
                fraction[place] += Float(readOut.sourceFraction[source])
            }
            counts[hit] = Int32(truncatingIfNeeded: written - first)
        }
        batch.commit(c.counts, hits, of: Int32.self)
        batch.commit(c.particle, written, of: Int32.self)
        batch.commit(c.particleID, written, of: UInt64.self)
        batch.commit(c.fraction, written, of: Float.self)
    }
}
