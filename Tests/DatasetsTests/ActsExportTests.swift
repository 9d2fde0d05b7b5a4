// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Foundation
import Testing

@testable import Datasets

/// What the export for ACTS writes; that ACTS reads and reconstructs it is shown by
/// Benchmarks/Peers/acts_reconstruction.py.
@Suite struct ActsExportTests {
    private struct Table {
        let columns: [String]
        let rows: [[String: Double]]

        init(_ path: String) throws {
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            let columns = lines[0].split(separator: ",").map(String.init)
            self.columns = columns
            rows = try lines.dropFirst().map { line in
                let values = try line.split(separator: ",").map { try #require(Double($0)) }
                try #require(values.count == columns.count)
                return Dictionary(uniqueKeysWithValues: zip(columns, values))
            }
        }

        /// Of a row, the five numbers of its particle.
        static func identity(_ row: [String: Double]) -> [Double] {
            ["pv", "sv", "part", "gen", "subpart"].map { row["particle_id_" + $0]! }
        }
    }

    @Test func filesAreThoseOfACTS() throws {
        let run = try FakeRun(events: 3, firstEvent: 7)
        let reader = try DatasetReader(path: try run.make())
        let summary = try ActsExport.export(reader, to: run.folder + "/acts")
        #expect(summary.files.count == 6)
        #expect(try FileManager.default.contentsOfDirectory(atPath: run.folder + "/acts").count == 6)
        let empty = try Table(run.folder + "/acts/event000000007-hits.csv")
        #expect(empty.rows.isEmpty)
        #expect(
            empty.columns.joined(separator: ",")
                == "particle_id_pv,particle_id_sv,particle_id_part,particle_id_gen,particle_id_subpart,geometry_id,"
                + "tx,ty,tz,tt,tpx,tpy,tpz,te,deltapx,deltapy,deltapz,deltae,index")
        let particles = try Table(run.folder + "/acts/event000000008-particles_simulated.csv")
        #expect(
            particles.columns.joined(separator: ",")
                == "particle_id_pv,particle_id_sv,particle_id_part,particle_id_gen,particle_id_subpart,particle_type,"
                + "process,vx,vy,vz,vt,px,py,pz,m,q")
        // Two events with tracks, and three hits of noise in each. Every fifth hit has a second source, which is another
        // particle's where a track begins.
        #expect(summary.noiseHits == 6)
        #expect(summary.sharedHits > 0)
        #expect(try summary.hits == reader.rowCount("tracker_hits/x") - 6 + summary.sharedHits)
        #expect(try summary.hits == reader.rowCount("hit_particles/particle"))
    }

    /// A merged cluster has a row for each particle behind it: on its surface, with the share of the energy that
    /// `/hit_particles` gives it; those besides the main one stand where the cluster was measured.
    @Test func everyParticleOfAClusterIsWritten() throws {
        let run = try FakeRun(events: 12)
        let reader = try DatasetReader(path: try run.make())
        let summary = try ActsExport.export(reader, to: run.folder + "/acts")
        var shared = 0
        for position in 0..<12 {
            let prefix = EventFiles.prefix(run.folder + "/acts", event: try reader.number(ofEvent: position))
            let written = try Table(prefix + "hits.csv").rows
            let rows = try reader.rows("tracker_hits", ofEvent: position)
            func column(_ name: String) throws -> [Double] {
                try reader.read("tracker_hits/" + name, as: Float.self, rows: rows).map { Double($0) }
            }
            let main = try reader.read("tracker_hits/particle", as: Int32.self, rows: rows)
            let energy = try column("energy")
            let measured = try ["x", "y", "z"].map { try column($0) }
            let crossing = try ["true_x", "true_y", "true_z"].map { try column($0) }
            let offsets = try reader.offsets("hit_particles", outerRows: rows)
            let inside = offsets[0]..<offsets[rows.count]
            let particle = try reader.read("hit_particles/particle", as: Int32.self, rows: inside)
            let fraction = try reader.read("hit_particles/fraction", as: Float.self, rows: inside)
            var next = 0
            for hit in main.indices where main[hit] >= 0 {
                let shares = offsets[hit] - offsets[0]..<offsets[hit + 1] - offsets[0]
                let isMain = { (share: Int) in particle[share] == main[hit] }
                let surface = written[next]["geometry_id"]
                for share in shares.filter(isMain) + shares.filter({ !isMain($0) }) {
                    let row = written[next]
                    next += 1
                    #expect(row["geometry_id"] == surface)
                    shared += isMain(share) ? 0 : 1
                    let place = (isMain(share) ? crossing : measured).map { $0[hit] }
                    for (name, x) in zip(["tx", "ty", "tz"], place) {
                        #expect(abs((row[name] ?? .nan) - x) < 1e-3, "\(name) of hit \(hit)")
                    }
                    let loss = energy[hit] * Double(fraction[share])
                    #expect(abs((row["deltae"] ?? .nan) + loss) < 1e-3 * loss + 2e-7 * (row["te"] ?? 0))
                }
            }
            #expect(next == written.count)
        }
        #expect(shared == summary.sharedHits && shared > 10)
    }

    /// What a further particle of a cluster is given is exact on a helix: momentum and time, forwards and backwards, for
    /// arcs of up to half a turn, in any field and in none.
    @Test func arrivalsAreThoseOfHelices() {
        let mass = 0.13957
        for (curvature, slope, path) in [
            (0.0, 0.3, 400.0), (6e-4, 0.3, 400), (-6e-4, -2.0, 700), (6e-3, 0.1, 500), (-6e-3, 0.2, 300),
            (6e-4, 0, -300), (6e-4, 5, 1e-4),
        ] {
            let size = 0.8
            let across = 1 / (1 + slope * slope).squareRoot()
            let helix = Helix(
                x: 12, y: -7, z: 30, ux: 0.6 * across, uy: 0.8 * across, uz: slope * across, curvature: curvature)
            let end = helix.advanced(by: path)
            let state = ActsState(
                place: Vector3(helix.x, helix.y, helix.z),
                momentum: size * Vector3(helix.ux, helix.uy, helix.uz), time: 1.5)
            let arrival = ActsArrival(from: state, mass: mass, at: Vector3(end.x, end.y, end.z))
            let wanted = size * Vector3(end.ux, end.uy, end.uz)
            let lack = arrival.momentum - wanted
            #expect(lack.dot(lack).squareRoot() < 1e-7, "curvature \(curvature), slope \(slope), path \(path)")
            let time = 1.5 + path * (size * size + mass * mass).squareRoot() / size / 299.792458
            #expect(abs(arrival.time - time) < 1e-7, "curvature \(curvature), slope \(slope), path \(path)")
        }
    }

    @Test func hitsAreCrossingsOfListedParticles() throws {
        let run = try FakeRun(events: 6)
        let reader = try DatasetReader(path: try run.make())
        _ = try ActsExport.export(reader, to: run.folder + "/acts")
        var secondaries = 0
        for position in 0..<6 {
            let prefix = EventFiles.prefix(run.folder + "/acts", event: try reader.number(ofEvent: position))
            let particles = try Table(prefix + "particles_simulated.csv")
            let masses = Dictionary(
                uniqueKeysWithValues: particles.rows.map { (Table.identity($0), $0["m"]!) })
            #expect(masses.count == particles.rows.count, "no two particles have one identity")
            secondaries += particles.rows.count { $0["particle_id_gen"]! == 1 && $0["particle_id_subpart"]! == 1 }
            var paths: [[Double]: [(index: Double, time: Double)]] = [:]
            for hit in try Table(prefix + "hits.csv").rows {
                let mass = try #require(masses[Table.identity(hit)])
                let p = ["tpx", "tpy", "tpz"].map { hit[$0]! }
                let square = p.reduce(0) { $0 + $1 * $1 }
                #expect(abs(hit["te"]! / (square + mass * mass).squareRoot() - 1) < 1e-6)
                // What is lost of the energy is lost along the flight.
                #expect(hit["deltae"]! < 0 && hit["deltae"]! > -2e-4)
                let along = zip(p, ["deltapx", "deltapy", "deltapz"]).reduce(0) { $0 + $1.0 * hit[$1.1]! }
                #expect(abs(along / hit["te"]! - hit["deltae"]!) < 1e-3 * abs(hit["deltae"]!) + 1e-8)
                paths[Table.identity(hit), default: []].append((hit["index"]!, hit["tt"]!))
            }
            for path in paths.values {
                let ordered = path.sorted { $0.index < $1.index }
                #expect(ordered.map(\.index) == (0..<path.count).map { Double($0) })
                #expect(ordered.map(\.time) == ordered.map(\.time).sorted())
            }
        }
        #expect(secondaries == 5, "one of each event with tracks")
    }

    @Test func surfacesAreNumberedAsACTSNumbersThem() {
        // Module 1 of layer 2 of volume 8, as Acts::GeometryIdentifier(volume: 8, layer: 2, sensitive: 1) prints.
        #expect(ActsGeometryID.of(volume: 8, layer: 2, module: 1) == 576_460_889_742_377_216)
        #expect(ActsGeometryID.of(volume: 255, layer: 4095, module: 1_048_575) != nil)
        for (volume, layer, module) in [(0, 2, 1), (256, 2, 1), (8, 0, 1), (8, 4096, 1), (8, 2, 0), (8, 2, 1_048_576)] {
            #expect(ActsGeometryID.of(volume: Int32(volume), layer: Int32(layer), module: Int32(module)) == nil)
        }
    }

    @Test func identifiersThatDoNotFit() throws {
        let run = try FakeRun(events: 2, firstVolume: 300)
        let reader = try DatasetReader(path: try run.make())
        let error = datasetError { _ = try ActsExport.export(reader, to: run.folder + "/acts") }
        #expect(error?.code == .badRequest)
        #expect(error?.reason.contains("volume 300") == true)
        #expect(!FileManager.default.fileExists(atPath: run.folder + "/acts"), "nothing half-written")
    }

    @Test func secondariesOfOneParticleAreToldApart() {
        func barcode(_ generation: Int, _ secondary: Int, _ primary: Int = 5) -> UInt64 {
            Barcode(vertex: 2, primary: primary, generation: generation, secondary: secondary).rawValue
        }
        let barcodes = [
            barcode(0, 0), barcode(2, 0, 6), barcode(1, 1), barcode(1, 2), barcode(300, 0), barcode(0, 0, 7),
        ]
        let found = ActsIdentity.all(barcodes, isGenerated: [1, 1, 0, 0, 0, 0])
        #expect(found[0] == ActsIdentity(vertex: 2, particle: 5, generation: 0, subParticle: 0))
        #expect(found[1] == ActsIdentity(vertex: 2, particle: 6, generation: 0, subParticle: 0), "a decay's product")
        #expect(found[2] == ActsIdentity(vertex: 2, particle: 5, generation: 1, subParticle: 1))
        #expect(found[3] == ActsIdentity(vertex: 2, particle: 5, generation: 1, subParticle: 2))
        #expect(found[4] == ActsIdentity(vertex: 2, particle: 5, generation: 255, subParticle: 3))
        #expect(found[5] == ActsIdentity(vertex: 2, particle: 7, generation: 1, subParticle: 1), "not the generator's")
    }
}
