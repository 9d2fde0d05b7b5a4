// SPDX-License-Identifier: GPL-3.0-or-later
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
        // Two events with tracks, and three hits of noise in each.
        #expect(summary.noiseHits == 6)
        #expect(try summary.hits == reader.rowCount("tracker_hits/x") - 6)
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
