// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Testing

@testable import Detector

/// Tables of modules, and geometries made of them.
@Suite struct ImportTests {
    /// The fixture's surfaces in the columns that ACTS's tracking-geometry writer makes.
    static func actsTable() throws -> String {
        var text = "geometry_id,volume_id,boundary_id,layer_id,module_id,extra_id,cx,cy,cz,rot_xu,rot_xv,rot_xw,"
        text += "rot_yu,rot_yv,rot_yw,rot_zu,rot_zv,rot_zw,bounds_type,bound_param0,bound_param1,bound_param2,"
        text += "bound_param3,bound_param4,bound_param5,bound_param6,module_t,pitch_u,pitch_v\n"
        text += "504403158265495552,7,0,0,0,0,0,0,0,1,0,0,0,1,0,0,0,1,3,1,2,3,4,-1,-1,-1,0,-1,-1\n"
        for surface in try TrackMLGeometryTests.reference() {
            let (c, u, v) = (surface.center, surface.u, surface.v)
            let w = u.cross(v)
            let half = surface.halfSizes
            let bounds =
                half[0] == half[1]
                ? "6,\(-half[0]),\(-half[2]),\(half[0]),\(half[2])" : "7,\(half[0]),\(half[1]),\(half[2]),0"
            let thickness = surface.ids[0] < 10 ? 0.15 : (surface.ids[0] < 15 ? 0.25 : 0.35)
            let ids = surface.ids
            text +=
                "1,\(ids[0]),0,\(ids[1]),\(ids[2]),0,\(c.x),\(c.y),\(c.z),\(u.x),\(v.x),\(w.x),\(u.y),\(v.y),\(w.y),"
            text += "\(u.z),\(v.z),\(w.z),\(bounds),-1,-1,-1,\(thickness),-1,-1\n"
        }
        return text
    }

    private static func files(_ modules: String?) -> GeometryFiles {
        GeometryFiles(modules: modules.map { GeometryFiles.File(path: "t.csv", text: $0) })
    }

    static func tracker(_ table: ModuleTable) throws -> Tracker {
        let made = GeometryImport(table, name: "imported", source: "surfaces.csv", fieldZ: 2)
        return try TrackerDescription.read(text: made.yaml, file: "imported.yaml", files: Self.files(made.csv)).build()
    }

    private static func largest(_ v: Vector3) -> Double { max(abs(v.x), abs(v.y), abs(v.z)) }

    /// ACTS's Generic detector, imported, is `trackml.yaml`: every module within a micrometre.
    @Test func theGenericDetectorOfACTSIsTrackML() throws {
        let imported = try Self.tracker(ModuleTable.read(text: Self.actsTable(), file: "surfaces.csv"))
        let described = try GeometrySupport.tracker("trackml")
        #expect(imported.modules.count == 18_728 && imported.layers.count == described.layers.count)
        var (distance, turn, size, others) = (0.0, 0.0, 0.0, 0)
        for (a, b) in zip(imported.modules, described.modules) {
            if (a.volumeID, a.layerID, a.moduleID, a.layer) != (b.volumeID, b.layerID, b.moduleID, b.layer) {
                others += 1
            }
            distance = max(distance, Self.largest(a.center - b.center))
            turn = max(turn, Self.largest(a.u - b.u), Self.largest(a.v - b.v), Self.largest(a.w - b.w))
            size = max(size, abs(a.halfUMinimum - b.halfUMinimum), abs(a.halfUMaximum - b.halfUMaximum))
            size = max(size, abs(a.halfV - b.halfV))
        }
        #expect(others == 0)
        #expect(distance < 1e-3 && size < 1e-3, "mm")
        #expect(turn < 1e-6)
        #expect(imported.layers.map(\.shape) == described.layers.map(\.shape))
        #expect(imported.layers.map(\.sensor.slab.thickness) == described.layers.map(\.sensor.slab.thickness))
        #expect(GeometryAudit(imported).orthonormalAxes().passed)
    }

    /// A table that Eidolon writes is read back without loss, and its detector can be flown through.
    @Test func aTableOfTrackMLIsReadBackExactly() throws {
        let described = try GeometrySupport.tracker("trackml")
        let rows = described.modules.map { module in
            let sensor = described.layers[Int(module.layer)].sensor
            var bare = module
            bare.layer = 0
            return ModuleTable.Row(
                module: bare, thickness: sensor.slab.thickness, pitchU: sensor.pitchU, pitchV: sensor.pitchV, line: 0)
        }
        let table = try ModuleTable.read(text: ModuleTable(rows: rows).csv, file: "detectors.csv")
        let imported = try Self.tracker(table)
        var worst = 0.0
        for (a, b) in zip(imported.modules, described.modules) {
            worst = max(worst, Self.largest(a.center - b.center), Self.largest(a.u - b.u), Self.largest(a.w - b.w))
        }
        #expect(worst < 1e-12)
        #expect(imported.layers.map(\.sensor.pitchV) == described.layers.map(\.sensor.pitchV))
        #expect(NavigationTests.crossings(NavigationIndex(imported), helices: 200, seed: 48) > 1000)
    }

    static let header = ModuleTable.columns.joined(separator: ",")
    static let row = "8,2,1,32,0,0,0,0,1,1,0,0,0,1,0,0.15,8,8,36,0.05,0.05"

    @Test(arguments: [
        ("", "empty-file 1 -"), ("volume_id,layer_id\n", "missing-key 1 module_id"),
        (header + "\n", "empty-file 2 -"), (header + ",cx\n" + row, "duplicate-key 1 cx"),
        (header + "\n" + row + ",5", "wrong-length 2 -"),
        (header + "\n" + row + "\n" + row, "duplicate-id 3 module_id"),
        (header + "\n" + row.replacing(",32,", with: ",nan,"), "wrong-type 2 cx"),
        (header + "\n" + row.replacing(",32,", with: ",1e300,"), "out-of-range 2 cx"),
        (header + "\n" + row.replacing(",32,", with: ",,"), "wrong-type 2 cx"),
        (header + "\n" + row.replacing("8,2,1,", with: "8,2,1.5,"), "wrong-type 2 module_id"),
        (header + "\n" + row.replacing("8,2,1,", with: "8,-2,1,"), "out-of-range 2 layer_id"),
        (header + "\n" + row.replacing(",0.15,", with: ",0,"), "out-of-range 2 module_t"),
        (header + "\n" + row.replacing(",0,0,1,1,0,0,", with: ",0,0,1,1,0,1,"), "contradiction 2 rot_xu"),
        (header + "\n" + row.replacing(",8,8,36,", with: ",8,-8,36,"), "out-of-range 2 module_maxhu"),
        (header + "\n" + String(repeating: "9", count: 1_000_000), "wrong-length 2 -"),
    ])
    func badTablesAreRefusedWithLineAndColumn(text: String, wanted: String) {
        do {
            _ = try ModuleTable.read(text: text, file: "bad.csv")
            Issue.record("the table was read")
        } catch {
            let first = error.all.first.map { "\($0.code) \($0.line ?? 0) \($0.key ?? "-")" }
            #expect(first == wanted)
            #expect(error.all.allSatisfy { $0.file == "bad.csv" && $0.problem.utf8.count < 300 })
        }
    }

    @Test func boundsThatAreNoModuleAreRefused() throws {
        let lines = try Self.actsTable().split(separator: "\n").prefix(3).map(String.init)
        #expect(lines[2].contains(",6,"))
        for (bounds, wanted) in [(",11,", "unsupported"), (",1,", "unsupported"), (",6.5,", "wrong-type")] {
            let text = lines[0] + "\n" + lines[2].replacing(",6,", with: bounds) + "\n"
            #expect(
                ConditionsTests.mistakes { _ = try ModuleTable.read(text: text, file: "t") }.contains("\(wanted) 2"))
        }
    }

    /// Damaged tables are read or refused, never a crash; what is read can be made a geometry or is refused again.
    @Test func damagedTablesAreRefusedOrRead() throws {
        let lines = try Self.actsTable().split(separator: "\n").prefix(60)
        let text = lines.joined(separator: "\n")
        var random = DescriptionFuzzTests.Splitter(state: 6)
        var refused = 0
        for round in 0..<1500 {
            var damaged = text
            switch round % 3 {
            case 0: damaged = String(text.prefix(Int.random(in: 0..<text.count, using: &random)))
            case 1:
                var fields = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                let junk = DescriptionFuzzTests.junk
                fields[Int.random(in: 0..<fields.count, using: &random)] =
                    junk[Int.random(in: 0..<junk.count, using: &random)]
                damaged = fields.joined(separator: ",")
            default:
                var bytes = Array(text.utf8)
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0..<128, using: &random)
                damaged = String(decoding: bytes, as: UTF8.self)
            }
            guard let table = try? ModuleTable.read(text: damaged, file: "damaged.csv") else {
                refused += 1
                continue
            }
            _ = try? Self.tracker(table)
        }
        #expect(refused > 300 && refused < 1500)
    }

    @Test func listedModulesNeedTheirTableAndSensors() throws {
        let table = Self.header + "\n" + Self.row + "\n"
        let text = """
            name: listed
            field: { uniform: 1 }
            tracking_volume: { radius: 100, half_length: 100 }
            sensors:
              pixel: { thickness: 0.15, pitch: [0.05, 0.05] }
            modules:
              file: t.csv
              layers:
                - { volume: 8, sensor: pixel }

            """
        func codes(_ text: String, _ table: String?) -> [String] {
            ConditionsTests.mistakes {
                _ = try TrackerDescription.read(text: text, file: "listed.yaml", files: Self.files(table))
            }
        }
        #expect(codes(text, table).isEmpty)
        #expect(codes(text, nil) == ["missing-file 7"])
        #expect(codes(text, "a,b\n").first == "missing-key 1")
        #expect(codes(text.replacing("volume: 8", with: "volume: 8, layer: 3"), table).contains("unknown-element 9"))
        #expect(codes(text.replacing("radius: 100", with: "radius: 30"), table) == ["outside 9"])
        let tracker = try TrackerDescription.read(text: text, file: "listed.yaml", files: Self.files(table)).build()
        #expect(tracker.layers[0].shape == .barrel && tracker.modules[0].w == Vector3(1, 0, 0))
    }
}
