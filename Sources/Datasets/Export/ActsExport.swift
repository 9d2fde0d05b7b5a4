// SPDX-License-Identifier: GPL-3.0-or-later

/// Writes a dataset as the CSV files that ACTS reads: true hits and the particles that made them, for its digitisation
/// and reconstruction.
///
/// Per event `event%09d-hits.csv` and `event%09d-particles_simulated.csv`, numbered by event number; lengths and times
/// (as c t) in mm, GeV. The columns are those of ACTS's CsvSimHitReader and CsvParticleReader, checked with version 48.1.
///
/// - A hit is the crossing of a sensor by a particle: place, time and momentum on arrival, and the change of momentum and
///   energy that its share of the energy read out means. A merged cluster gives a row for each of its particles, the main
///   one first. The dataset holds place and momentum of the main one; a further one is put where the cluster was measured,
///   with time and momentum carried there by `ActsArrival`. Hits of noise have no particle: they are left out and counted.
/// - Surfaces are named by `volume << 56 | layer << 36 | module << 8` of the TrackML ids, which for the detector `trackml`
///   are those of ACTS's Generic detector. A hit must lie inside its module. ACTS knows the nominal detector: where the
///   dataset has conditions, a crossing keeps its place and direction in the frame of its module, as built.
/// - Particles are all that are final or were made by the transport, and every one behind a hit.
public struct ActsExport {
    /// What was written.
    public struct Summary: Sendable, Equatable {
        public var files: [String] = []
        public var hits = 0
        public var particles = 0
        /// Measured hits without a particle.
        public var noiseHits = 0
        /// Of `hits`, those of further particles in clusters whose main particle is another.
        public var sharedHits = 0
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

    /// Exports into a folder, which is made if it is missing.
    ///
    /// - Parameters:
    ///   - events: positions in the file; nil for all.
    ///   - force: replaces an earlier export in the folder.
    /// - Throws: `badRequest` for events that are not inside and for a detector whose ids ACTS has no room for, `exists`
    ///   if the folder holds an earlier export, `corrupt` if the dataset contradicts itself, `inputOutput` if a file cannot
    ///   be written.
    public static func export(
        _ reader: DatasetReader, to folder: String, events: Range<Int>? = nil, force: Bool = false
    ) throws(DatasetError) -> Summary {
        let events = try EventFiles.positions(events, in: reader)
        let export = ActsExport(reader: reader, modules: try ActsModules(reader))
        try EventFiles.prepare(folder, force: force, isOwn: EventFiles.isTable)
        var summary = Summary()
        for position in events {
            let prefix = EventFiles.prefix(folder, event: try reader.number(ofEvent: position))
            let particles = try ActsParticles(reader, event: position)
            let hits = try ActsHits(reader, event: position, particles, export.modules)
            try export.writeHits(prefix + "hits.csv", position, particles, hits, &summary)
            summary.files.append(try particles.write(to: prefix + "particles_simulated.csv", hits, &summary))
        }
        return summary
    }

    private func writeHits(
        _ path: String, _ position: Int, _ particles: ActsParticles, _ hits: ActsHits, _ summary: inout Summary
    ) throws(DatasetError) {
        var csv = CSVWriter(path, header: Self.hitsHeader, isCompressed: false)
        let indices = hits.pathIndices(particleCount: particles.count)
        for (row, passage) in hits.passages.enumerated() {
            guard let crossing = modules.crossing(passage) else {
                throw DatasetError(
                    .corrupt, path: reader.path,
                    reason: "hit \(passage.hit) of event row \(position) is not inside its module; "
                        + "`eidolon validate` tells what else is wrong")
            }
            particles.identity[passage.particle].write(to: &csv)
            csv.comma()
            csv.integer(Int64(bitPattern: crossing.surface))
            passage.write(crossing, mass: particles.mass[passage.particle], to: &csv)
            csv.comma()
            csv.integer(Int64(indices[row]))
            csv.endLine()
        }
        summary.hits += hits.passages.count
        summary.sharedHits += hits.passages.count { !$0.isMain }
        summary.noiseHits += hits.noise
        summary.files.append(try csv.close())
    }
}
