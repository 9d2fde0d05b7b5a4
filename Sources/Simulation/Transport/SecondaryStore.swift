// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A secondary as it is made, while other particles fly beside its mother.
struct SecondaryRecord: BitwiseCopyable {
    var identity: FlightIdentity
    var px, py, pz, mass: Double
    var pdgID: Int32
    /// Position of the mother among the generated particles and, after these, the secondaries in the order of making.
    var parent: Int32
    /// Position in the store's vertices.
    var vertex: Int32
    /// `ParticleFate` raw value, or `SecondaryStore.waiting`.
    var fate: Int32
}

/// A place where secondaries were made.
struct VertexRecord: BitwiseCopyable {
    var x, y, z, t: Double
    var kind: VertexKind
    /// The particle that came in, counted like `SecondaryRecord.parent`.
    var incoming: Int32
}

/// The secondaries of an event in the order of making, which depends on what flew beside what, and their way into the
/// event's record in an order that does not: that of their identities.
struct SecondaryStore: ~Copyable {
    /// The fate of a secondary that is to be followed and has not begun.
    static let waiting: Int32 = -1
    var records = Column<SecondaryRecord>(capacity: 256)
    var vertices = Column<VertexRecord>(capacity: 64)
    /// Positions of records in the order of identities, and the place of each record in that order.
    private(set) var order = Column<Int32>(capacity: 256)
    private(set) var rank = Column<Int32>(capacity: 256)
    private var starts = Column<Int32>(capacity: 1024)
    private var vertexRow = Column<Int32>(capacity: 64)
    private var barcodes = BarcodeBook()
    /// Number of generated particles.
    private var roots = 0

    mutating func begin(roots count: Int) {
        roots = count
        records.removeAll()
        vertices.removeAll()
    }

    /// Sorts the secondaries: by their root, whose secondaries are few, then by identity.
    mutating func sort() {
        starts.removeAll()
        starts.append(repeating: 0, count: roots + 1)
        for i in 0..<records.count { starts[records[i].identity.root + 1] += 1 }
        for root in 0..<roots { starts[root + 1] += starts[root] }
        order.removeAll()
        order.append(repeating: -1, count: records.count)
        for i in 0..<records.count {
            let identity = records[i].identity
            let first = Int(starts[identity.root])
            // Taken places are those before the first free one.
            var place = first
            while order[place] >= 0 { place += 1 }
            while place > first, records[Int(order[place - 1])].identity.rawValue > identity.rawValue {
                order[place] = order[place - 1]
                place -= 1
            }
            order[place] = Int32(truncatingIfNeeded: i)
        }
        rank.removeAll()
        rank.append(repeating: 0, count: records.count)
        for place in 0..<order.count { rank[Int(order[place])] = Int32(truncatingIfNeeded: place) }
    }

    /// The final position of a particle counted like `SecondaryRecord.parent`; after `sort()`.
    @inline(__always)
    func position(_ particle: Int32) -> Int32 {
        Int(particle) < roots ? particle : Int32(truncatingIfNeeded: roots) + rank[Int(particle) - roots]
    }

    /// Writes secondaries, vertices and fates; after `sort()`.
    mutating func write(_ event: borrowing GeneratedEvent, to output: inout TransportedEvent) {
        vertexRow.removeAll()
        vertexRow.append(repeating: -1, count: vertices.count)
        barcodes.begin(event.particles.barcode)
        for place in 0..<order.count {
            let record = records[Int(order[place])]
            let root = record.identity.root
            let vertex = Int(record.vertex)
            if vertexRow[vertex] < 0 {
                let made = vertices[vertex]
                let collision = event.vertices.collision[Int(event.particles.vertex[root])]
                vertexRow[vertex] = Int32(
                    event.vertices.count
                        + output.vertices.append(
                            x: made.x, y: made.y, z: made.z, t: made.t, kind: made.kind, collision: Int(collision),
                            incoming: Int(position(made.incoming))))
            }
            let barcode = barcodes.next(
                root: event.particles.barcode[root], generation: record.identity.generation,
                kind: vertices[vertex].kind)
            output.secondaries.append(
                pdgID: record.pdgID, status: .secondary, parent: Int(position(record.parent)),
                vertex: Int(vertexRow[vertex]), px: record.px, py: record.py, pz: record.pz, mass: record.mass,
                barcode: barcode)
            output.fate.append(record.fate)
            output.identity.append(record.identity.rawValue)
        }
    }
}
