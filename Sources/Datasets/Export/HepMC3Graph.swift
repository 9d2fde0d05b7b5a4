// SPDX-License-Identifier: GPL-3.0-or-later
import CHepMC3

/// The particles of an event and the vertices between them, as HepMC3 wants them: every particle begins at one vertex and
/// ends at one at most, and something enters every vertex.
struct HepMC3Graph {
    private(set) var vertices: [eidolon_hepmc3_vertex] = []
    private(set) var particles: [eidolon_hepmc3_particle] = []
    private let columns: Columns
    /// By row of the dataset, -1 for what is left out.
    private var vertexOfRow: [Int32]
    private var particleOfRow: [Int32]
    /// By row of a particle: the vertex where it ends without one of the dataset's own.
    private var endOfRow: [Int32]

    private static let speedOfLight = 299.792458

    /// What is read of the dataset.
    private struct Columns {
        let pdgID, parent, vertex: [Int32]
        let status: [Int8]
        let isGenerated: [UInt8]
        let px, py, pz, energy, mass: [Float]
        let x, y, z, time: [Double]
        let kind: [Int8]
        let incoming: [Int32]

        init(_ reader: DatasetReader, _ event: Int) throws(DatasetError) {
            let rows = try reader.rows("particles", ofEvent: event)
            pdgID = try reader.read("particles/pdg_id", as: Int32.self, rows: rows)
            parent = try reader.read("particles/parent", as: Int32.self, rows: rows)
            vertex = try reader.read("particles/vertex", as: Int32.self, rows: rows)
            status = try reader.read("particles/status", as: Int8.self, rows: rows)
            isGenerated = try reader.read("particles/primary", as: UInt8.self, rows: rows)
            px = try reader.read("particles/px", as: Float.self, rows: rows)
            py = try reader.read("particles/py", as: Float.self, rows: rows)
            pz = try reader.read("particles/pz", as: Float.self, rows: rows)
            energy = try reader.read("particles/energy", as: Float.self, rows: rows)
            mass = try reader.read("particles/mass", as: Float.self, rows: rows)
            let places = try reader.rows("vertices", ofEvent: event)
            x = try reader.read("vertices/x", as: Double.self, rows: places)
            y = try reader.read("vertices/y", as: Double.self, rows: places)
            z = try reader.read("vertices/z", as: Double.self, rows: places)
            time = try reader.read("vertices/time", as: Double.self, rows: places)
            kind = try reader.read("vertices/kind", as: Int8.self, rows: places)
            incoming = try reader.read("vertices/incoming", as: Int32.self, rows: places)
        }
    }

    /// Reads an event of a dataset.
    ///
    /// - Throws: `corrupt` if rows refer to others that are not there.
    init(_ reader: DatasetReader, event: Int) throws(DatasetError) {
        columns = try Columns(reader, event)
        let (count, places) = (columns.pdgID.count, columns.x.count)
        let isSound =
            columns.vertex.allSatisfy { $0 >= 0 && $0 < places }
            && columns.parent.enumerated().allSatisfy {
                $0.element >= -1 && $0.element < count && $0.element != $0.offset
            }
            && columns.incoming.allSatisfy { $0 >= -1 && $0 < count }
        guard isSound else {
            throw DatasetError(
                .corrupt, path: reader.path, reason: "event row \(event) refers to rows that are not there")
        }
        vertexOfRow = [Int32](repeating: -1, count: places)
        particleOfRow = [Int32](repeating: -1, count: count)
        endOfRow = [Int32](repeating: -1, count: count)
    }

    /// Makes vertices and particles.
    mutating func connect(beamEnergy: Double) {
        for row in columns.pdgID.indices where columns.isGenerated[row] == 1 {
            particleOfRow[row] = Int32(particles.count)
            particles.append(
                eidolon_hepmc3_particle(
                    pdg_id: columns.pdgID[row], status: status(row), production_vertex: -1, end_vertex: -1,
                    px: Double(columns.px[row]), py: Double(columns.py[row]), pz: Double(columns.pz[row]),
                    energy: Double(columns.energy[row]), mass: Double(columns.mass[row])))
        }
        // Ends that the dataset names come first: they have places of their own.
        for row in columns.x.indices {
            let ended = Int(columns.incoming[row])
            // What happened in the detector is no part of the generated event.
            guard columns.kind[row] <= 4, ended >= 0, particleOfRow[ended] >= 0,
                particles[Int(particleOfRow[ended])].end_vertex < 0
            else { continue }
            particles[Int(particleOfRow[ended])].end_vertex = vertex(ofRow: row)
        }
        for row in columns.pdgID.indices where particleOfRow[row] >= 0 {
            particles[Int(particleOfRow[row])].production_vertex = production(row)
        }
        feedVertices(beamEnergy: beamEnergy)
    }

    private func status(_ row: Int) -> Int32 {
        switch columns.status[row] {
        case 2: 2
        case 3: [6, 23, 24, 25].contains(abs(columns.pdgID[row])) ? 22 : 23
        default: 1
        }
    }

    private mutating func vertex(ofRow row: Int) -> Int32 {
        if vertexOfRow[row] < 0 {
            vertexOfRow[row] = Int32(vertices.count)
            vertices.append(copy(row))
        }
        return vertexOfRow[row]
    }

    private func copy(_ row: Int) -> eidolon_hepmc3_vertex {
        eidolon_hepmc3_vertex(
            status: 0, has_position: 1, x: columns.x[row], y: columns.y[row], z: columns.z[row],
            t: columns.time[row] * Self.speedOfLight)
    }

    /// Where a particle begins: the dataset's vertex, or, for a daughter at the place where its mother began, one in
    /// between.
    private mutating func production(_ row: Int) -> Int32 {
        let place = Int(columns.vertex[row])
        let parent = Int(columns.parent[row])
        guard parent >= 0, particleOfRow[parent] >= 0, columns.incoming[place] != columns.parent[row],
            particles[Int(particleOfRow[parent])].end_vertex < 0 || endOfRow[parent] >= 0
        else { return vertex(ofRow: place) }
        if endOfRow[parent] < 0 {
            endOfRow[parent] = Int32(vertices.count)
            vertices.append(copy(place))
            particles[Int(particleOfRow[parent])].end_vertex = endOfRow[parent]
        }
        return endOfRow[parent]
    }

    /// Gives an incoming particle to every vertex that has none.
    private mutating func feedVertices(beamEnergy: Double) {
        var isEntered = [Bool](repeating: false, count: vertices.count)
        for particle in particles where particle.end_vertex >= 0 { isEntered[Int(particle.end_vertex)] = true }
        let isCollision = columns.x.indices.filter { vertexOfRow[$0] >= 0 && columns.kind[$0] <= 1 }.map {
            Int(vertexOfRow[$0])
        }
        var sources: [eidolon_hepmc3_particle] = []
        func source(_ pdgID: Int32, _ vertex: Int, pz: Double, energy: Double, mass: Double) -> eidolon_hepmc3_particle
        {
            eidolon_hepmc3_particle(
                pdg_id: pdgID, status: 4, production_vertex: -1, end_vertex: Int32(vertex), px: 0, py: 0, pz: pz,
                energy: energy, mass: mass)
        }
        let protonMass = 0.93827208816
        let momentum = max(beamEnergy * beamEnergy - protonMass * protonMass, 0).squareRoot()
        for vertex in isCollision where !isEntered[vertex] {
            sources.append(source(2212, vertex, pz: momentum, energy: beamEnergy, mass: protonMass))
            sources.append(source(2212, vertex, pz: -momentum, energy: beamEnergy, mass: protonMass))
            isEntered[vertex] = true
        }
        for vertex in vertices.indices where !isEntered[vertex] {
            sources.append(source(0, vertex, pz: 0, energy: 0, mass: 0))
        }
        particles = sources + particles
    }
}
