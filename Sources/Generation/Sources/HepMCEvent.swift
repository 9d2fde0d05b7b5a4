// SPDX-License-Identifier: GPL-3.0-or-later
import CHepMC3
import EventModel

/// Memory of one worker for events of HepMC3 files.
struct HepMCScratch: ~Copyable, Sendable {
    let record = HepMCRecord()
    var builder = HepMCEventBuilder.Scratch()
}

/// Turns an event of a HepMC3 file into a record of ours.
///
/// Recorded are the final particles (status 1), hadrons and leptons that fly before they decay (status decayed), and as
/// status hard the last copies of top quarks, W, Z and Higgs bosons and the partons and leptons that the file marks as
/// outgoing of its hard process (status 23). All others are left out; the parent of a particle is its nearest recorded
/// ancestor as long as every vertex between them has one incoming particle. Positions and times are those of the file.
struct HepMCEventBuilder {
    struct Options: Sendable, Equatable {
        /// Hadrons with a longer proper decay length are long-lived, mm: K0S, Lambda, Sigma, Xi, Omega, and longer ones.
        static let longLived = 10.0
        /// Long-lived hadrons that the generator has decayed are final, and their descendants are left out.
        var undoesLongLived = false
        /// Largest |eta| of final particles; their ancestors stay.
        var maximumEta = Double.infinity
    }

    /// Memory that is used again.
    struct Scratch: ~Copyable, Sendable {
        var incoming = Column<Int32>(capacity: 1024)
        var incomingCount = Column<Int32>(capacity: 1024)
        var vertexRecord = Column<Int32>(capacity: 1024)
        var isCopied = Column<Bool>(capacity: 1024)
        var isDropped = Column<Bool>(capacity: 1024)
        var record = Column<Int32>(capacity: 1024)
        var generation = Column<Int32>(capacity: 1024)
        /// By particle: its nearest recorded ancestor, -1 for none.
        var ancestor = Column<Int32>(capacity: 1024)
        /// By vertex: the first at its place, -1 while it is not known; and those passed on the way to one.
        var firstVertex = Column<Int32>(capacity: 1024)
        var passed = Column<Int32>(capacity: 64)

        mutating func prepare(particles: Int, vertices: Int) {
            incoming.removeAll()
            incomingCount.removeAll()
            vertexRecord.removeAll()
            isCopied.removeAll()
            isDropped.removeAll()
            record.removeAll()
            generation.removeAll()
            ancestor.removeAll()
            firstVertex.removeAll()
            incoming.append(repeating: -1, count: vertices)
            incomingCount.append(repeating: 0, count: vertices)
            vertexRecord.append(repeating: -1, count: vertices)
            isCopied.append(repeating: false, count: particles)
            isDropped.append(repeating: false, count: particles)
            record.append(repeating: -1, count: particles)
            generation.append(repeating: 0, count: particles)
            ancestor.append(repeating: -1, count: particles)
            firstVertex.append(repeating: -1, count: vertices)
        }
    }

    /// The place of a collision in the file, and where it is put: mm and ns.
    struct Place {
        var x = 0.0, y = 0.0, z = 0.0, t = 0.0
    }

    private let particles: UnsafeBufferPointer<eidolon_hepmc3_particle>
    private let vertices: UnsafeBufferPointer<eidolon_hepmc3_vertex>
    private let options: Options
    private let collision: Int
    private var shift = Place()
    private var primary = Place()
    private var primaryVertex = 0
    private var lastPrimary = 0
    private var maximumSlope2 = Double.infinity

    init(_ source: HepMCRecord, options: Options, collision: Int) {
        particles = source.particles
        vertices = source.vertices
        self.options = options
        self.collision = collision
        if options.maximumEta < 20 {
            let slope = Elementary.sinh(options.maximumEta)
            maximumSlope2 = slope * slope
        }
    }

    /// Where the collision is in the file: the end of its first beam particle, or its first vertex.
    private var foundPlace: Place {
        let beam = particles.first { $0.status == 4 && $0.end_vertex >= 0 }
        guard let position = beam.map({ Int($0.end_vertex) }) ?? vertices.indices.first else { return Place() }
        return place(position)
    }

    private func place(_ vertex: Int) -> Place {
        let v = vertices[vertex]
        return Place(x: v.x, y: v.y, z: v.z, t: v.t / PhysicalConstants.speedOfLight)
    }

    /// Appends the event's vertices and particles.
    ///
    /// - Parameter wanted: where the collision is to be; nil for where it is in the file.
    /// - Returns: false if there are more particles than the barcodes can number.
    mutating func append(
        to event: inout GeneratedEvent, at wanted: Place?, kind: VertexKind, scratch: inout Scratch
    ) -> Bool {
        scratch.prepare(particles: particles.count, vertices: vertices.count)
        primary = foundPlace
        let found = primary
        if let wanted {
            shift = Place(x: wanted.x - found.x, y: wanted.y - found.y, z: wanted.z - found.z, t: wanted.t - found.t)
        }
        let place = wanted ?? found
        primaryVertex = event.vertices.append(
            x: place.x, y: place.y, z: place.z, t: place.t, kind: kind, collision: collision)
        connect(&scratch)
        var isComplete = true
        for i in particles.indices {
            findAncestor(of: i, &scratch)
            guard let status = status(i, &scratch) else { continue }
            if !record(i, status, &event, &scratch) { isComplete = false }
        }
        return isComplete
    }

    /// Who ends at each vertex, and which particles have a later copy.
    private func connect(_ scratch: inout Scratch) {
        for i in particles.indices {
            let end = Int(particles[i].end_vertex)
            guard end >= 0 else { continue }
            scratch.incomingCount[end] += 1
            if scratch.incoming[end] < 0 { scratch.incoming[end] = Int32(i) }
        }
        for i in particles.indices {
            guard let mother = mother(i, scratch), particles[mother].pdg_id == particles[i].pdg_id else { continue }
            scratch.isCopied[mother] = true
        }
    }

    /// The one particle that ends where this one begins.
    private func mother(_ i: Int, _ scratch: borrowing Scratch) -> Int? {
        let start = Int(particles[i].production_vertex)
        guard start >= 0, scratch.incomingCount[start] == 1 else { return nil }
        return Int(scratch.incoming[start])
    }

    /// What a particle is recorded as; nil for one that is left out.
    private func status(_ i: Int, _ scratch: inout Scratch) -> ParticleStatus? {
        let particle = particles[i]
        if let mother = mother(i, scratch), scratch.isDropped[mother] {
            scratch.isDropped[i] = true
            return nil
        }
        if particle.status == 1 { return isInside(particle) ? .final : nil }
        guard particle.end_vertex >= 0, particle.status != 4 else { return nil }
        let number = abs(particle.pdg_id)
        if options.undoesLongLived, particle.status == 2, let species = ParticleData.species(particle.pdg_id),
            species.properDecayLength > Options.longLived
        {
            scratch.isDropped[i] = true
            return isInside(particle) ? .final : nil
        }
        switch number {
        case 6, 23, 24, 25: return scratch.isCopied[i] ? nil : .hard
        case 1...5, 11...16, 21,
            22 where particle.status == 23:
            return .hard
        case 13, 15, 100...: return flies(particle) && !scratch.isCopied[i] ? .decayed : nil
        default: return nil
        }
    }

    private func isInside(_ particle: eidolon_hepmc3_particle) -> Bool {
        let pT2 = particle.px * particle.px + particle.py * particle.py
        return maximumSlope2 == .infinity || particle.pz * particle.pz <= maximumSlope2 * pT2
    }

    private func flies(_ particle: eidolon_hepmc3_particle) -> Bool {
        guard particle.production_vertex >= 0 else { return false }
        let (a, b) = (vertices[Int(particle.production_vertex)], vertices[Int(particle.end_vertex)])
        return a.x != b.x || a.y != b.y || a.z != b.z
    }

    private mutating func record(
        _ i: Int, _ status: ParticleStatus, _ event: inout GeneratedEvent, _ scratch: inout Scratch
    ) -> Bool {
        lastPrimary += 1
        guard lastPrimary <= Barcode.maximumPrimary else { return false }
        let particle = particles[i]
        let parent = Int(scratch.ancestor[i])
        var generation = 0
        if parent >= 0 {
            let isDecay = event.particles.status[Int(scratch.record[parent])] == ParticleStatus.decayed.rawValue
            generation = min(Int(scratch.generation[parent]) + (isDecay ? 1 : 0), 4095)
        }
        let vertex = recordVertex(Int(particle.production_vertex), &event, &scratch)
        // Final particles lie on the mass shell of their species; others have the mass of the file.
        let tableMass = status == .final ? ParticleData.mass(particle.pdg_id) : nil
        let position = event.particles.append(
            pdgID: particle.pdg_id, status: status, parent: parent >= 0 ? Int(scratch.record[parent]) : -1,
            vertex: vertex, px: particle.px, py: particle.py, pz: particle.pz,
            mass: tableMass ?? max(particle.mass, 0),
            barcode: Barcode(vertex: collision, primary: lastPrimary, generation: generation))
        scratch.record[i] = Int32(position)
        scratch.generation[i] = Int32(generation)
        return true
    }

    /// To be called for every particle in its turn: the mother's ancestor is known then.
    private func findAncestor(of i: Int, _ scratch: inout Scratch) {
        guard let mother = mother(i, scratch), mother < i else { return }
        scratch.ancestor[i] = scratch.record[mother] >= 0 ? Int32(mother) : scratch.ancestor[mother]
    }

    /// The record's vertex for one of the file: an earlier one where particles that are left out begin and end at one
    /// place.
    private func recordVertex(_ vertex: Int, _ event: inout GeneratedEvent, _ scratch: inout Scratch) -> Int {
        let first = firstAtSamePlace(vertex, &scratch)
        guard first >= 0, !isSamePlace(place(first), primary) else { return primaryVertex }
        if scratch.vertexRecord[first] >= 0 { return Int(scratch.vertexRecord[first]) }
        let here = place(first)
        let ended = scratch.incomingCount[first] == 1 ? Int(scratch.record[Int(scratch.incoming[first])]) : -1
        let result = event.vertices.append(
            x: here.x + shift.x, y: here.y + shift.y, z: here.z + shift.z, t: here.t + shift.t,
            kind: ended >= 0 ? .decay : .file, collision: collision, incoming: ended)
        scratch.vertexRecord[first] = Int32(result)
        return result
    }

    private func firstAtSamePlace(_ vertex: Int, _ scratch: inout Scratch) -> Int {
        var result = vertex
        scratch.passed.removeAll()
        while result >= 0, scratch.incomingCount[result] == 1 {
            if scratch.firstVertex[result] >= 0 {
                result = Int(scratch.firstVertex[result])
                break
            }
            let incoming = Int(scratch.incoming[result])
            let start = Int(particles[incoming].production_vertex)
            guard scratch.record[incoming] < 0, start >= 0, start != result, isSamePlace(place(start), place(result))
            else { break }
            scratch.passed.append(Int32(result))
            result = start
        }
        for i in scratch.passed.indices { scratch.firstVertex[Int(scratch.passed[i])] = Int32(result) }
        return result
    }

    private func isSamePlace(_ a: Place, _ b: Place) -> Bool { a.x == b.x && a.y == b.y && a.z == b.z && a.t == b.t }
}
