// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Modules listed one by one, as in the `detectors.csv` of TrackML and of ACTS.
public struct ModuleTable: Sendable, Equatable {
    /// One module with the properties of its sensor.
    public struct Row: Sendable, Equatable {
        /// Ids and placement; `layer` is not yet known.
        public var module: Module
        /// mm.
        public var thickness: Double
        /// Distances of channels, mm; nil where the file gives none.
        public var pitchU: Double?
        public var pitchV: Double?
        /// In the file, from 1.
        public var line: Int
    }

    /// In the order of volume, layer and module ids.
    public var rows: [Row]

    /// Bounds on what is read.
    public enum Limits {
        /// Largest file, bytes: it becomes part of plans.
        public static let fileSize = 32 << 20
        public static let modules = 200_000
        /// Mistakes after which reading ends.
        public static let mistakes = 50
        public static let volumeID = 4095
        public static let layerID = 4095
        public static let moduleID = 0x1F_FFFF
        /// mm.
        public static let coordinate = 1e5
        public static let halfSize = 1e-2...1e4
        public static let thickness = 1e-3...100.0
        public static let pitch = 1e-4...1e4
    }

    /// The rows of each layer, contiguous.
    var layers: [Range<Int>] {
        var result: [Range<Int>] = []
        for index in rows.indices {
            let module = rows[index].module
            if let last = result.last, rows[last.lowerBound].module.volumeID == module.volumeID,
                rows[last.lowerBound].module.layerID == module.layerID
            {
                result[result.count - 1] = last.lowerBound..<(index + 1)
            } else {
                result.append(index..<(index + 1))
            }
        }
        return result
    }

    // MARK: Text

    static let columns = [
        "volume_id", "layer_id", "module_id", "cx", "cy", "cz", "rot_xu", "rot_xv", "rot_xw", "rot_yu", "rot_yv",
        "rot_yw", "rot_zu", "rot_zv", "rot_zw", "module_t", "module_minhu", "module_maxhu", "module_hv", "pitch_u",
        "pitch_v",
    ]

    /// The table as TrackML's `detectors.csv`, every number exact; pitches that are not known are -1.
    public var csv: String {
        var text = ModuleTable.columns.joined(separator: ",") + "\n"
        for row in rows {
            let m = row.module
            text += "\(m.volumeID),\(m.layerID),\(m.moduleID)"
            for number in [
                m.center.x, m.center.y, m.center.z, m.u.x, m.v.x, m.w.x, m.u.y, m.v.y, m.w.y, m.u.z, m.v.z, m.w.z,
                row.thickness, m.halfUMinimum, m.halfUMaximum, m.halfV, row.pitchU ?? -1, row.pitchV ?? -1,
            ] {
                text += ",\(number)"
            }
            text += "\n"
        }
        return text
    }
}
