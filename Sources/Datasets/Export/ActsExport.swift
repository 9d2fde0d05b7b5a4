// SPDX-License-Identifier: GPL-3.0-or-later

/// Writes a dataset as the CSV files that ACTS reads: true hits and the particles that made them, for its digitisation
/// and reconstruction.
///
/// Per event `event%09d-hits.csv` and `event%09d-particles_simulated.csv`, numbered by event number; lengths and times
/// (as c t) in mm, GeV. The columns are those of ACTS's CsvSimHitReader and CsvParticleReader, checked with version 48.1.
///
/// - A hit is the crossing of a sensor by the main particle of a measured hit: place, time and momentum on arrival, and
///   the change of momentum and energy that its share of the energy read out means. The dataset holds no place or
///   momentum of further particles in a merged cluster: those crossings are left out and counted, as noise hits are.
/// - Surfaces are named by `volume << 56 | layer << 36 | module << 8` of the TrackML ids, which for the detector `trackml`
///   are those of ACTS's Generic detector. A hit must lie inside its module. ACTS knows the nominal detector: where the
///   dataset has conditions, a crossing keeps its place and direction in the frame of its module, as built.
/// - Particles are all that are final or were made by the transport, and every one with a hit.
public struct ActsExport {
    /// What was written.
    public struct Summary: Sendable, Equatable {
        public var files: [String] = []
        public var hits = 0
        public var particles = 0
        /// Measured hits without a particle.
        public var noiseHits = 0
        /// Particles behind hits whose main particle is another: their crossings are not in the dataset.
        public var mergedCrossings = 0
    }

    static let identityHeader =
        "particle_id_pv,particle_id_sv,particle_id_part,particle_id_gen,particle_id_subpart"
    static let hitsHeader =
        identityHeader + ",geometry_id,tx,ty,tz,tt,tpx,tpy,tpz,te,deltapx,deltapy,deltapz,deltae,index"
    static let particlesHeader = identityHeader + ",particle_type,process,vx,vy,vz,vt,px,py,pz,m,q"

    /// mm/ns, exact by definition of the metre.
    static let speedOfLight = 299.792458

    private let reader: DatasetReader
    private let modules: ActsModules

    /// Exports into a folder, which is made if it is missing; files of the same names are replaced.
    ///
    /// - Parameter events: positions in the file; nil for all.
    /// - Throws: `badRequest` for events that are not inside and for a detector whose ids ACTS has no room for, `corrupt`
    ///   if the dataset contradicts itself, `inputOutput` if a file cannot be written.
    public static func export(
        _ reader: DatasetReader, to folder: String, events: Range<Int>? = nil
    ) throws(DatasetError) -> Summary {
        let events = try EventFiles.positions(events, in: reader)
        let export = ActsExport(reader: reader, modules: try ActsModules(reader))
        if !FileSystem.exists(folder) { try FileSystem.createFolder(folder) }
        var summary = Summary()
        for position in events {
            let prefix = EventFiles.prefix(folder, event: try reader.number(ofEvent: position))
            let particles = try ActsParticles(reader, event: position)
            try export.writeHits(prefix + "hits.csv", position, particles, &summary)
            summary.files.append(try particles.write(to: prefix + "particles_simulated.csv", &summary))
        }
        return summary
    }

    private func writeHits(
        _ path: String, _ position: Int, _ particles: ActsParticles, _ summary: inout Summary
    ) throws(DatasetError) {
        let rows = try reader.rows("tracker_hits", ofEvent: position)
        let hits = try ActsHits(reader, rows: rows)
        summary.mergedCrossings += try hits.mergedCrossings(reader, rows: rows)
        var csv = CSVWriter(path, header: Self.hitsHeader, isCompressed: false)
        for (hit, index) in hits.pathIndices(particleCount: particles.count).enumerated() {
            let particle = Int(hits.particle[hit])
            if particle < 0 {
                summary.noiseHits += 1
                continue
            }
            guard particle < particles.count else {
                throw DatasetError(
                    .corrupt, path: reader.path,
                    reason: "hit \(hit) of event row \(position) names particle \(particle)")
            }
            guard let crossing = modules.crossing(Int(hits.module[hit]), hits.place(hit), hits.momentum(hit)) else {
                throw DatasetError(
                    .corrupt, path: reader.path,
                    reason: "hit \(hit) of event row \(position) is not inside its module; "
                        + "`eidolon validate` tells what else is wrong")
            }
            particles.identity[particle].write(to: &csv)
            csv.comma()
            csv.integer(Int64(bitPattern: crossing.surface))
            hits.write(crossing, of: hit, mass: particles.mass[particle], to: &csv)
            csv.comma()
            csv.integer(Int64(index))
            csv.endLine()
            summary.hits += 1
        }
        summary.files.append(try csv.close())
    }
}
