// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// The true side of an event's hits.
struct ActsHits {
    let particle: [Int32]
    let module: [Int32]
    private let x, y, z, time: [Double]
    private let px, py, pz: [Double]
    /// Energy that the main particle left, as read out, GeV.
    private let deposit: [Double]

    init(_ reader: DatasetReader, rows: Range<Int>) throws(DatasetError) {
        func column(_ name: String) throws(DatasetError) -> [Double] {
            try reader.read("tracker_hits/" + name, as: Float.self, rows: rows).map { Double($0) }
        }
        particle = try reader.read("tracker_hits/particle", as: Int32.self, rows: rows)
        module = try reader.read("tracker_hits/module", as: Int32.self, rows: rows)
        x = try column("true_x")
        y = try column("true_y")
        z = try column("true_z")
        time = try column("true_time")
        px = try column("true_px")
        py = try column("true_py")
        pz = try column("true_pz")
        var deposit = try column("energy")
        if reader.has("hit_particles") {
            let offsets = try reader.offsets("hit_particles", outerRows: rows)
            let inside = offsets[0]..<offsets[rows.count]
            let sharing = try reader.read("hit_particles/particle", as: Int32.self, rows: inside)
            let fraction = try reader.read("hit_particles/fraction", as: Float.self, rows: inside)
            for hit in deposit.indices {
                for i in offsets[hit] - offsets[0]..<offsets[hit + 1] - offsets[0] where sharing[i] == particle[hit] {
                    deposit[hit] *= Double(fraction[i])
                }
            }
        }
        self.deposit = deposit
    }

    /// Number of particles behind these hits besides the main ones.
    func mergedCrossings(_ reader: DatasetReader, rows: Range<Int>) throws(DatasetError) -> Int {
        if !reader.has("hit_particles") { return 0 }
        let offsets = try reader.offsets("hit_particles", outerRows: rows)
        return particle.indices.reduce(0) { $0 + max(offsets[$1 + 1] - offsets[$1] - 1, 0) }
    }

    /// The number of each hit on its particle's path, from 0, by time; -1 for noise.
    func pathIndices(particleCount: Int) -> [Int] {
        var index = [Int](repeating: -1, count: particle.count)
        var next = [Int](repeating: 0, count: particleCount)
        let order = particle.indices.sorted { time[$0] != time[$1] ? time[$0] < time[$1] : $0 < $1 }
        for hit in order where particle[hit] >= 0 && Int(particle[hit]) < particleCount {
            index[hit] = next[Int(particle[hit])]
            next[Int(particle[hit])] += 1
        }
        return index
    }

    func place(_ hit: Int) -> Vector3 { Vector3(x[hit], y[hit], z[hit]) }
    func momentum(_ hit: Int) -> Vector3 { Vector3(px[hit], py[hit], pz[hit]) }

    /// Appends `,tx,...,deltae`: the momentum after the sensor has the direction of the one before, and the energy less
    /// the deposit.
    func write(_ crossing: ActsCrossing, of hit: Int, mass: Double, to csv: inout CSVWriter) {
        let (place, p) = (crossing.place, crossing.momentum)
        let square = p.dot(p)
        let energy = (square + mass * mass).squareRoot()
        let after = max(energy - deposit[hit], mass)
        let change = square > 0 ? (max(after * after - mass * mass, 0) / square).squareRoot() - 1 : 0
        let values = [
            place.x, place.y, place.z, time[hit] * ActsExport.speedOfLight, p.x, p.y, p.z, energy, change * p.x,
            change * p.y, change * p.z, after - energy,
        ]
        for value in values {
            csv.comma()
            csv.number(Float(value))
        }
    }
}

/// The particles of an event as ACTS names them.
struct ActsParticles {
    let identity: [ActsIdentity]
    let mass: [Double]
    private let pdgID: [Int32]
    private let isListed: [Bool]
    private let process: [Int64]
    /// vx, vy, vz, vt, px, py, pz, m: columns as written.
    private let columns: [[Float]]
    private let charge: [Float]

    var count: Int { identity.count }

    init(_ reader: DatasetReader, event: Int) throws(DatasetError) {
        let rows = try reader.rows("particles", ofEvent: event)
        func column(_ name: String) throws(DatasetError) -> [Float] {
            try reader.read("particles/" + name, as: Float.self, rows: rows)
        }
        identity = ActsIdentity.all(
            try reader.read("particles/particle_id", as: UInt64.self, rows: rows),
            isGenerated: try reader.read("particles/primary", as: UInt8.self, rows: rows))
        pdgID = try reader.read("particles/pdg_id", as: Int32.self, rows: rows)
        let status = try reader.read("particles/status", as: Int8.self, rows: rows)
        let hits = try reader.read("particles/num_tracker_hits", as: Int32.self, rows: rows)
        isListed = status.indices.map { status[$0] == 1 || status[$0] == 4 || hits[$0] > 0 }
        charge = try column("charge")
        let masses = try column("mass")
        mass = masses.map { Double($0) }
        let time = try column("time").map { Float(Double($0) * ActsExport.speedOfLight) }
        columns = [
            try column("vx"), try column("vy"), try column("vz"), time, try column("px"), try column("py"),
            try column("pz"), masses,
        ]
        process = try Self.processes(reader, event: event, rows: rows)
    }

    /// `ActsExamples::GenerationProcess` of each particle, by the kind of its vertex where vertices are stored.
    private static func processes(
        _ reader: DatasetReader, event: Int, rows: Range<Int>
    ) throws(DatasetError) -> [Int64] {
        guard reader.has("vertices") else { return [Int64](repeating: 0, count: rows.count) }
        let kind = try reader.read("vertices/kind", as: Int8.self, rows: try reader.rows("vertices", ofEvent: event))
        let vertex = try reader.read("particles/vertex", as: Int32.self, rows: rows)
        return vertex.map { row in
            guard kind.indices.contains(Int(row)) else { return 0 }
            return switch VertexKind(rawValue: Int32(kind[Int(row)])) {
            case .decay, .decayInFlight: 1
            case .conversion: 2
            case .bremsstrahlung: 3
            case .hadronicInteraction: 4
            default: 0
            }
        }
    }

    func write(to path: String, _ summary: inout ActsExport.Summary) throws(DatasetError) -> String {
        var csv = CSVWriter(path, header: ActsExport.particlesHeader, isCompressed: false)
        for i in identity.indices where isListed[i] {
            identity[i].write(to: &csv)
            csv.comma()
            csv.integer(Int64(pdgID[i]))
            csv.comma()
            csv.integer(process[i])
            for column in columns {
                csv.comma()
                csv.number(column[i])
            }
            csv.comma()
            csv.number(charge[i])
            csv.endLine()
            summary.particles += 1
        }
        return try csv.close()
    }
}
