// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Which particles and vertices of an event are written, and in which rows.
///
/// Rows keep the order of the record. Kept are the particles that pass the thresholds, all that contributed to a hit
/// or failed, and the ancestors of all these, so that no reference points to nothing.
struct ParticleSelection: ~Copyable {
    private let options: EncodingOptions
    /// |pz| / pT at the largest |eta|.
    private let maximumSlope: Double
    private let writesAll: Bool
    /// Row of each particle, generated first, then secondary; -1 if it is not written.
    var row = Column<Int32>(capacity: 1024)
    /// Row of each vertex, generated first, then secondary; -1 if it is not written.
    var vertexRow = Column<Int32>(capacity: 256)
    /// The particles that are written, ascending, and how many of them are generated ones.
    var kept = Column<Int32>(capacity: 1024)
    var keptGenerated = 0
    /// The vertices that are written, ascending, and how many of them are generated ones.
    var keptVertices = Column<Int32>(capacity: 256)
    var keptGeneratedVertices = 0
    private var pending = Column<Int32>(capacity: 64)

    init(options: EncodingOptions) {
        self.options = options
        maximumSlope = options.maximumAbsoluteEta.map { Elementary.sinh($0) } ?? .infinity
        writesAll = options.keepsNeutral && options.minimumPT <= 0 && options.maximumAbsoluteEta == nil
    }

    /// Selects; `row`, `kept` and their kin describe this event until the next call.
    mutating func select(
        _ generated: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent,
        _ readOut: borrowing ReadOutEvent, _ labelled: borrowing LabelledEvent, charge3: (Int32) -> Int32?
    ) {
        let total = generated.particles.count + transported.secondaries.count
        let vertexTotal = generated.vertices.count + transported.vertices.count
        row.removeAll()
        vertexRow.removeAll()
        row.append(repeating: writesAll ? 0 : -1, count: total)
        vertexRow.append(repeating: writesAll ? 0 : -1, count: vertexTotal)
        if !writesAll { mark(generated, transported, readOut, labelled, charge3: charge3) }
        number(generatedCount: generated.particles.count, generatedVertices: generated.vertices.count)
    }

    /// Marks with 0 what is written.
    private mutating func mark(
        _ generated: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent,
        _ readOut: borrowing ReadOutEvent, _ labelled: borrowing LabelledEvent, charge3: (Int32) -> Int32?
    ) {
        let first = generated.particles.count
        for i in 0..<first where passes(generated.particles, i, charge3) { row[i] = 0 }
        for i in 0..<transported.secondaries.count where passes(transported.secondaries, i, charge3) {
            row[first + i] = 0
        }
        for i in 0..<labelled.hitParticle.count where labelled.hitParticle[i] >= 0 {
            row[Int(labelled.hitParticle[i])] = 0
        }
        for i in 0..<readOut.sourceStep.count {
            row[Int(transported.steps.particle[Int(readOut.sourceStep[i])])] = 0
        }
        for i in 0..<transported.failedParticle.count { row[Int(transported.failedParticle[i])] = 0 }

        pending.removeAll()
        for i in 0..<row.count where row[i] == 0 { pending.append(Int32(i)) }
        while pending.count > 0 {
            let particle = Int(pending[pending.count - 1])
            pending.truncate(to: pending.count - 1)
            let isSecondary = particle >= first
            let local = isSecondary ? particle - first : particle
            let parent = isSecondary ? transported.secondaries.parent[local] : generated.particles.parent[local]
            keep(parent)
            let vertex = isSecondary ? transported.secondaries.vertex[local] : generated.particles.vertex[local]
            if vertex >= 0 { keepVertex(Int(vertex), generated, transported) }
        }
        for i in 0..<generated.vertices.count where generated.vertices.incoming[i] < 0 { vertexRow[i] = 0 }
    }

    private mutating func keep(_ particle: Int32) {
        if particle >= 0, row[Int(particle)] < 0 {
            row[Int(particle)] = 0
            pending.append(particle)
        }
    }

    private mutating func keepVertex(
        _ vertex: Int, _ generated: borrowing GeneratedEvent, _ transported: borrowing TransportedEvent
    ) {
        if vertexRow[vertex] == 0 { return }
        vertexRow[vertex] = 0
        let first = generated.vertices.count
        keep(vertex < first ? generated.vertices.incoming[vertex] : transported.vertices.incoming[vertex - first])
    }

    private func passes(_ particles: borrowing ParticleColumns, _ i: Int, _ charge3: (Int32) -> Int32?) -> Bool {
        if options.keepsHardProcess && particles.status[i] == ParticleStatus.hard.rawValue { return true }
        if !options.keepsNeutral && (charge3(particles.pdgID[i]) ?? 0) == 0 { return false }
        let px = particles.px[i]
        let py = particles.py[i]
        let pT = (px * px + py * py).squareRoot()
        return pT >= options.minimumPT && abs(particles.pz[i]) <= maximumSlope * pT
    }

    /// Turns marks into rows.
    private mutating func number(generatedCount: Int, generatedVertices: Int) {
        kept.removeAll()
        keptGenerated = 0
        for i in 0..<row.count where row[i] == 0 {
            row[i] = Int32(truncatingIfNeeded: kept.count)
            kept.append(Int32(truncatingIfNeeded: i))
            if i < generatedCount { keptGenerated += 1 }
        }
        keptVertices.removeAll()
        keptGeneratedVertices = 0
        for i in 0..<vertexRow.count where vertexRow[i] == 0 {
            vertexRow[i] = Int32(truncatingIfNeeded: keptVertices.count)
            keptVertices.append(Int32(truncatingIfNeeded: i))
            if i < generatedVertices { keptGeneratedVertices += 1 }
        }
    }
}
