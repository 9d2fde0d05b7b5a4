// SPDX-License-Identifier: GPL-3.0-or-later

/// Writes a dataset as the CSV files of the TrackML challenge.
///
/// Per event `event%09d-{hits,cells,particles,truth}.csv`, numbered by event number, and one `detectors.csv`;
/// millimetres and GeV. Listed are the charged particles that are final or made by the transport, and every particle
/// with a hit. Columns follow LAL/trackml-library; `module_t` is the thickness of the sensor.
public struct TrackMLExport: Sendable {
    /// What is exported.
    public struct Options: Sendable {
        /// Positions of the events in the file; nil for all.
        public var events: Range<Int>?
        public var isCompressed: Bool
        /// Replaces an earlier export in the folder.
        public var force: Bool
        public init(events: Range<Int>? = nil, isCompressed: Bool = false, force: Bool = false) {
            self.events = events
            self.isCompressed = isCompressed
            self.force = force
        }
    }

    static let hitsHeader = "hit_id,x,y,z,volume_id,layer_id,module_id"
    static let cellsHeader = "hit_id,ch0,ch1,value"
    static let particlesHeader = "particle_id,vx,vy,vz,px,py,pz,q,nhits"
    static let truthHeader = "hit_id,particle_id,tx,ty,tz,tpx,tpy,tpz,weight"
    static let detectorsHeader =
        "volume_id,layer_id,module_id,cx,cy,cz,rot_xu,rot_xv,rot_xw,rot_yu,rot_yv,rot_yw,rot_zu,rot_zv,rot_zw,"
        + "module_t,module_minhu,module_maxhu,module_hv,pitch_u,pitch_v"

    /// Exports into a folder, which is made if it is missing.
    ///
    /// - Parameter progress: called after every event with the number of events done.
    /// - Returns: the files written, in order.
    /// - Throws: `badRequest` for events that are not inside, `exists` if the folder holds an earlier export, `corrupt` if
    ///   the dataset contradicts itself, `inputOutput` if a file cannot be written.
    @discardableResult
    public static func export(
        _ reader: DatasetReader, to folder: String, options: Options = Options(),
        progress: (Int) -> Void = { _ in }
    ) throws(DatasetError) -> [String] {
        let events = try EventFiles.positions(options.events, in: reader)
        try EventFiles.prepare(folder, force: options.force, isOwn: EventFiles.isTable)
        var files = [try detectors(reader, folder, options)]
        for position in events {
            let prefix = EventFiles.prefix(folder, event: try reader.number(ofEvent: position))
            let hits = try reader.rows("tracker_hits", ofEvent: position)
            files.append(try writeHits(reader, prefix, hits, options))
            files.append(try writeCells(reader, prefix, hits, options))
            files.append(try writeParticles(reader, prefix, position, options))
            files.append(try writeTruth(reader, prefix, hits, options))
            progress(position - events.lowerBound + 1)
        }
        return files
    }

    private static func writeHits(
        _ reader: DatasetReader, _ prefix: String, _ rows: Range<Int>, _ options: Options
    ) throws(DatasetError) -> String {
        let x = try reader.read("tracker_hits/x", as: Float.self, rows: rows)
        let y = try reader.read("tracker_hits/y", as: Float.self, rows: rows)
        let z = try reader.read("tracker_hits/z", as: Float.self, rows: rows)
        let volume = try reader.read("tracker_hits/volume_id", as: Int32.self, rows: rows)
        let layer = try reader.read("tracker_hits/layer_id", as: Int32.self, rows: rows)
        let module = try reader.read("tracker_hits/module_id", as: Int32.self, rows: rows)
        var csv = CSVWriter(prefix + "hits.csv", header: hitsHeader, isCompressed: options.isCompressed)
        for i in x.indices {
            csv.integer(Int64(i + 1))
            csv.comma()
            csv.number(x[i])
            csv.comma()
            csv.number(y[i])
            csv.comma()
            csv.number(z[i])
            csv.comma()
            csv.integer(Int64(volume[i]))
            csv.comma()
            csv.integer(Int64(layer[i]))
            csv.comma()
            csv.integer(Int64(module[i]))
            csv.endLine()
        }
        return try csv.close()
    }

    private static func writeCells(
        _ reader: DatasetReader, _ prefix: String, _ hits: Range<Int>, _ options: Options
    ) throws(DatasetError) -> String {
        var csv = CSVWriter(prefix + "cells.csv", header: cellsHeader, isCompressed: options.isCompressed)
        if reader.has("tracker_cells") {
            let offsets = try reader.offsets("tracker_cells", outerRows: hits)
            let rows = offsets[0]..<offsets[hits.count]
            let ch0 = try reader.read("tracker_cells/ch0", as: Int32.self, rows: rows)
            let ch1 = try reader.read("tracker_cells/ch1", as: Int32.self, rows: rows)
            let value = try reader.read("tracker_cells/value", as: Float.self, rows: rows)
            for hit in 0..<hits.count {
                for i in offsets[hit] - rows.lowerBound..<offsets[hit + 1] - rows.lowerBound {
                    csv.integer(Int64(hit + 1))
                    csv.comma()
                    csv.integer(Int64(ch0[i]))
                    csv.comma()
                    csv.integer(Int64(ch1[i]))
                    csv.comma()
                    csv.number(value[i])
                    csv.endLine()
                }
            }
        }
        return try csv.close()
    }

    private static func writeParticles(
        _ reader: DatasetReader, _ prefix: String, _ position: Int, _ options: Options
    ) throws(DatasetError) -> String {
        let rows = try reader.rows("particles", ofEvent: position)
        let barcode = try reader.read("particles/particle_id", as: UInt64.self, rows: rows)
        let status = try reader.read("particles/status", as: Int8.self, rows: rows)
        let charge = try reader.read("particles/charge", as: Float.self, rows: rows)
        let hits = try reader.read("particles/num_tracker_hits", as: Int32.self, rows: rows)
        var columns: [[Float]] = []
        for name in ["vx", "vy", "vz", "px", "py", "pz"] {
            columns.append(try reader.read("particles/" + name, as: Float.self, rows: rows))
        }
        var csv = CSVWriter(prefix + "particles.csv", header: particlesHeader, isCompressed: options.isCompressed)
        for i in barcode.indices {
            let isListed = hits[i] > 0 || ((status[i] == 1 || status[i] == 4) && charge[i] != 0)
            if !isListed { continue }
            csv.integer(Int64(bitPattern: barcode[i]))
            for column in columns {
                csv.comma()
                csv.number(column[i])
            }
            csv.comma()
            csv.integer(charge[i].magnitude < 100 ? Int64(charge[i].rounded()) : 0)
            csv.comma()
            csv.integer(Int64(hits[i]))
            csv.endLine()
        }
        return try csv.close()
    }

    private static func writeTruth(
        _ reader: DatasetReader, _ prefix: String, _ rows: Range<Int>, _ options: Options
    ) throws(DatasetError) -> String {
        let barcode = try reader.read("tracker_hits/particle_id", as: UInt64.self, rows: rows)
        let weight = try reader.read("tracker_hits/weight", as: Double.self, rows: rows)
        var columns: [[Float]] = []
        for name in ["true_x", "true_y", "true_z", "true_px", "true_py", "true_pz"] {
            columns.append(try reader.read("tracker_hits/" + name, as: Float.self, rows: rows))
        }
        var csv = CSVWriter(prefix + "truth.csv", header: truthHeader, isCompressed: options.isCompressed)
        for i in barcode.indices {
            csv.integer(Int64(i + 1))
            csv.comma()
            csv.integer(Int64(bitPattern: barcode[i]))
            for column in columns {
                csv.comma()
                csv.number(column[i])
            }
            csv.comma()
            csv.number(weight[i])
            csv.endLine()
        }
        return try csv.close()
    }

    private static func detectors(
        _ reader: DatasetReader, _ folder: String, _ options: Options
    ) throws(DatasetError) -> String {
        var identity: [[Int32]] = []
        for name in ["volume_id", "layer_id", "module_id"] {
            identity.append(try reader.read("geometry/modules/" + name, as: Int32.self))
        }
        func columns(_ names: [String]) throws(DatasetError) -> [[Double]] {
            var columns: [[Double]] = []
            for name in names { columns.append(try reader.read("geometry/modules/" + name, as: Double.self)) }
            return columns
        }
        let frame = try columns([
            "cx", "cy", "cz", "rot_xu", "rot_xv", "rot_xw", "rot_yu", "rot_yv", "rot_yw", "rot_zu", "rot_zv", "rot_zw",
        ])
        let outline = try columns(["module_minhu", "module_maxhu", "module_hv"])
        let layer = try reader.read("geometry/modules/layer", as: Int32.self)
        let thickness = try reader.read("geometry/layers/thickness", as: Double.self)
        let pitchU = try reader.read("geometry/layers/pitch_u", as: Double.self)
        let pitchV = try reader.read("geometry/layers/pitch_v", as: Double.self)
        var csv = CSVWriter(folder + "/detectors.csv", header: detectorsHeader, isCompressed: options.isCompressed)
        for i in layer.indices {
            let l = Int(layer[i])
            if l < 0 || l >= thickness.count {
                throw DatasetError(.corrupt, path: reader.path, reason: "module \(i) names layer \(l)")
            }
            csv.integer(Int64(identity[0][i]))
            for column in identity.dropFirst() {
                csv.comma()
                csv.integer(Int64(column[i]))
            }
            for value in frame.map({ $0[i] }) + [thickness[l]] + outline.map({ $0[i] }) + [pitchU[l], pitchV[l]] {
                csv.comma()
                csv.number(value)
            }
            csv.endLine()
        }
        return try csv.close()
    }
}
