// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Turns finished events into column bytes; one per worker, with its scratch memory.
public struct EventEncoder: ~Copyable {
    /// What the run knows of an event beside its records.
    public struct Annotations: Sendable {
        /// 0 training, 1 validation, 2 test: a pure function of the event number.
        public var split: Int8
        public init(split: Int8 = 0) {
            self.split = split
        }
    }

    public let layout: DatasetLayout
    let columns: EncoderColumns
    let modules: [Module]
    let charge3: @Sendable (Int32) -> Int32?
    var selection: ParticleSelection

    /// - Parameter charge3: charge of a PDG number in thirds of the elementary charge; nil counts as neutral.
    public init(
        description: DatasetDescription, tracker: Tracker,
        charge3: @escaping @Sendable (Int32) -> Int32? = { ParticleData.charge3($0) }
    ) {
        layout = DatasetLayout(description)
        columns = EncoderColumns(layout)
        modules = tracker.modules
        selection = ParticleSelection(options: description.encoding)
        self.charge3 = charge3
    }

    /// Appends one event; allocates nothing once the batch and the scratch have grown to the size of the events.
    ///
    /// - Precondition: the event's number comes after the last one in the batch, the records belong together, and the
    ///   batch has this encoder's layout.
    public mutating func append(
        _ generated: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent,
        _ readOut: borrowing ReadOutEvent, _ labelled: borrowing LabelledEvent,
        annotations: Annotations = Annotations(), to batch: ColumnBatch
    ) {
        let number = Int64(bitPattern: generated.eventNumber)
        precondition(
            batch.eventCount == 0 && !batch.isOpened || number >= batch.nextEvent,
            "events of a batch must follow each other")
        precondition(
            generated.weights.count == layout.weightCount || generated.weights.isEmpty,
            "the event has another number of weights")
        selection.select(generated, transported, readOut, labelled, charge3: charge3)
        appendEvent(generated, transported, annotations, to: batch)
        appendVertices(generated, transported, to: batch)
        appendParticles(generated, transported, labelled, to: batch)
        appendFailures(generated, transported, to: batch)
        appendHits(generated, transported, readOut, labelled, to: batch)
        appendCells(readOut, to: batch)
        appendHitParticles(generated, transported, readOut, to: batch)
        batch.endEvent(number, hits: readOut.hits.count)
    }

    private func appendEvent(
        _ event: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent, _ annotations: Annotations,
        to batch: ColumnBatch
    ) {
        let c = columns.events
        func one<T: ColumnElement>(_ column: Int, _ value: T) { batch.fill(column, 1) { _ in value } }
        one(c.eventID, Int64(bitPattern: event.eventNumber))
        one(c.processID, Int32(truncatingIfNeeded: event.processIndex))
        one(c.label, Int32(truncatingIfNeeded: event.label))
        one(c.classLabel, Int32(truncatingIfNeeded: event.label))
        event.weights.withUnsafeBuffer { values in
            // An event without weights, of an unusable input record, weighs nothing.
            batch.fill(c.weights, layout.weightCount) { values.isEmpty ? 0 : values[$0] }
        }
        one(c.trials, Int32(clamping: event.trials))
        one(c.additionalFlavour, Int8(clamping: event.additionalFlavour))
        one(c.flags, event.flags.rawValue)
        one(c.split, annotations.split)
        one(c.pileUpCount, Int32(truncatingIfNeeded: event.pileUpCount))
        one(c.pileUpMean, event.pileUpMean)
        let hasVertex = event.vertices.count > 0
        one(c.vx, hasVertex ? event.vertices.x[0] : 0)
        one(c.vy, hasVertex ? event.vertices.y[0] : 0)
        one(c.vz, hasVertex ? event.vertices.z[0] : 0)
        one(c.time, hasVertex ? event.vertices.t[0] : 0)
        one(c.particlesSimulated, Int32(truncatingIfNeeded: event.particles.count + transported.secondaries.count))
        one(c.transportFailures, Int32(truncatingIfNeeded: transported.failedParticle.count))
    }

    private func appendVertices(
        _ event: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent, to batch: ColumnBatch
    ) {
        guard let c = columns.vertices else { return }
        let count = selection.keptVertices.count
        batch.fill(c.counts, 1) { _ in Int32(truncatingIfNeeded: count) }
        appendVertices(event.vertices, c, from: 0, to: selection.keptGeneratedVertices, shift: 0, in: batch)
        appendVertices(
            transported.vertices, c, from: selection.keptGeneratedVertices, to: count, shift: event.vertices.count,
            in: batch)
    }

    /// The kept vertices `from..<to`, which stand in `vertices` at `shift` less.
    private func appendVertices(
        _ vertices: borrowing VertexColumns, _ c: EncoderColumns.Vertices, from: Int, to: Int, shift: Int,
        in batch: ColumnBatch
    ) {
        let count = to - from
        selection.keptVertices.withUnsafeBuffer { kept in
            func double(_ column: Int, _ values: borrowing Column<Double>) {
                values.withUnsafeBuffer { v in batch.fill(column, count) { v[Int(kept[from + $0]) - shift] } }
            }
            double(c.x, vertices.x)
            double(c.y, vertices.y)
            double(c.z, vertices.z)
            double(c.time, vertices.t)
            vertices.kind.withUnsafeBuffer { v in
                batch.fill(c.kind, count) { Int8(truncatingIfNeeded: v[Int(kept[from + $0]) - shift]) }
            }
            vertices.collision.withUnsafeBuffer { v in
                batch.fill(c.collision, count) { v[Int(kept[from + $0]) - shift] }
            }
            vertices.incoming.withUnsafeBuffer { v in
                selection.row.withUnsafeBuffer { row in
                    batch.fill(c.incoming, count) {
                        let incoming = v[Int(kept[from + $0]) - shift]
                        return incoming < 0 ? -1 : row[Int(incoming)]
                    }
                }
            }
        }
    }

    private func appendFailures(
        _ generated: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent, to batch: ColumnBatch
    ) {
        let c = columns.failures
        let count = transported.failedParticle.count
        batch.fill(c.counts, 1) { _ in Int32(truncatingIfNeeded: count) }
        let particle = batch.room(c.particle, count, of: Int32.self)
        let barcode = batch.room(c.particleID, count, of: UInt64.self)
        let reason = batch.room(c.reason, count, of: Int8.self)
        for i in 0..<count {
            let failed = Int(transported.failedParticle[i])
            particle[i] = selection.row[failed]
            barcode[i] = Self.barcode(failed, generated, transported)
            reason[i] = Int8(truncatingIfNeeded: transported.failureReason[i])
        }
        batch.commit(c.particle, count, of: Int32.self)
        batch.commit(c.particleID, count, of: UInt64.self)
        batch.commit(c.reason, count, of: Int8.self)
    }

    /// The barcode of a particle, generated or secondary; 0 for none.
    @inline(__always)
    static func barcode(
        _ particle: Int, _ generated: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent
    ) -> UInt64 {
        if particle < 0 { return 0 }
        let first = generated.particles.count
        return particle < first
            ? generated.particles.barcode[particle] : transported.secondaries.barcode[particle - first]
    }
}
