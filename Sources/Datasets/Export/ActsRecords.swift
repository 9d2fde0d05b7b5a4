// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// The particles of an event as ACTS names them.
struct ActsParticles {
    let identity: [ActsIdentity]
    let mass: [Double]
    private let pdgID: [Int32]
    /// Final ones and those that the transport made.
    private let isAlive: [Bool]
    private let process: [Int64]
    /// vx, vy, vz, vt, px, py, pz, m: columns as written.
    private let columns: [[Float]]
    private let charge: [Float]

    var count: Int { identity.count }

    /// Where a particle begins.
    func birth(_ particle: Int) -> ActsState {
        func vector(_ first: Int) -> Vector3 {
            Vector3(
                Double(columns[first][particle]), Double(columns[first + 1][particle]),
                Double(columns[first + 2][particle]))
        }
        return ActsState(
            place: vector(0), momentum: vector(4), time: Double(columns[3][particle]) / ActsExport.speedOfLight)
    }

    init(_ reader: DatasetReader, event: Int) throws(DatasetError) {
        let rows = try reader.rows("particles", ofEvent: event)
        func column(_ name: String) throws(DatasetError) -> [Float] {
            try reader.read("particles/" + name, as: Float.self, rows: rows)
        }
        identity = ActsIdentity.all(
            try reader.read("particles/particle_id", as: UInt64.self, rows: rows),
            isGenerated: try reader.read("particles/primary", as: UInt8.self, rows: rows))
        pdgID = try reader.read("particles/pdg_id", as: Int32.self, rows: rows)
        let status = try reader.read("particles/status", as: Int8.self, rows: rows).map { Int32($0) }
        isAlive = status.map { $0 == ParticleStatus.final.rawValue || $0 == ParticleStatus.secondary.rawValue }
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
            case .hadronicInteraction, .captureAtRest: 4
            default: 0
            }
        }
    }

    /// Writes those that are alive or left a hit.
    func write(
        to path: String, _ hits: ActsHits, _ summary: inout ActsExport.Summary
    ) throws(DatasetError) -> String {
        var isListed = isAlive
        for passage in hits.passages { isListed[passage.particle] = true }
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
