// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Makes a geometry of a table of modules: a file in YAML that refers to a table beside it.
///
/// What such tables do not hold is written down with a remark, to be changed by hand: the field, material without
/// readout, the measurement, and the pitches where the table has none.
public struct GeometryImport: Sendable {
    /// Text of the geometry file and of its table of modules.
    public let yaml: String
    public let csv: String
    /// What had to be assumed, one sentence each.
    public let remarks: [String]

    /// Pitch where a table has none, mm.
    static let assumedPitch = 0.05

    /// - Parameters:
    ///   - name: name of the geometry, and of its files.
    ///   - source: where the table comes from, for a remark.
    ///   - fieldZ: tesla.
    public init(_ table: ModuleTable, name: String, source: String, fieldZ: Double) {
        var sensors: [(name: String, row: ModuleTable.Row)] = []
        var layerLines = ""
        for layer in table.layers {
            let row = table.rows[layer.lowerBound]
            let module = row.module
            let known = sensors.first {
                $0.row.module.volumeID == module.volumeID && $0.row.thickness == row.thickness
                    && $0.row.pitchU == row.pitchU && $0.row.pitchV == row.pitchV
            }
            let sensor: String
            if let known {
                sensor = known.name
            } else {
                let count = sensors.filter { $0.row.module.volumeID == module.volumeID }.count
                sensor = "volume \(module.volumeID)" + (count > 0 ? " \(count + 1)" : "")
                sensors.append((sensor, row))
            }
            layerLines += "    - { volume: \(module.volumeID), layer: \(module.layerID), sensor: \(sensor) }\n"
        }
        let lacksPitch = sensors.contains { $0.row.pitchU == nil || $0.row.pitchV == nil }
        var remarks = [
            "the field is \(NumberText.write(fieldZ)) T along z, and there is no material but that of the sensors: "
                + "add beam_pipe, passive and supports"
        ]
        if lacksPitch {
            remarks.append(
                "the table has no pitches: \(GeometryImport.assumedPitch) mm is assumed; change `pitch`")
        }
        self.remarks = remarks
        csv = table.csv
        yaml = GeometryImport.text(
            name: name, source: source, fieldZ: fieldZ, extent: GeometryImport.extent(table), sensors: sensors,
            layers: layerLines, remarks: remarks)
    }

    private static func text(
        name: String, source: String, fieldZ: Double, extent: (radius: Double, z: Double),
        sensors: [(name: String, row: ModuleTable.Row)], layers: String, remarks: [String]
    ) -> String {
        var text = "# Imported from \(plain(source)).\n"
        for remark in remarks { text += "# Assumed: \(remark).\n" }
        text +=
            "name: \(name)\nsummary: Modules of \(plain(source))\n\nfield:\n  uniform: \(NumberText.write(fieldZ))\n\n"
        text += "tracking_volume:\n  radius: \(NumberText.write(extent.radius))\n"
        text += "  half_length: \(NumberText.write(extent.z))\n\nsensors:\n"
        for sensor in sensors {
            let (u, v) = (sensor.row.pitchU ?? assumedPitch, sensor.row.pitchV ?? assumedPitch)
            text += "  \(sensor.name):\n    thickness: \(NumberText.write(sensor.row.thickness))\n"
            text += "    pitch: [\(NumberText.write(u)), \(NumberText.write(v))]\n"
        }
        return text + "\nmodules:\n  file: \(name).csv\n  layers:\n" + layers
    }

    /// Letters, digits and simple punctuation, for a remark that is YAML.
    private static func plain(_ text: String) -> String {
        let kept = text.unicodeScalars.prefix(80).map { scalar -> Character in
            let isPlain =
                scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789._-/".unicodeScalars.contains(scalar))
            return isPlain ? Character(scalar) : "_"
        }
        return kept.isEmpty ? "a table" : String(kept)
    }

    /// Radius and half length that hold all modules with 2 % to spare, whole millimetres.
    private static func extent(_ table: ModuleTable) -> (radius: Double, z: Double) {
        var (radius, z) = (1.0, 1.0)
        for row in table.rows {
            let extent = ModuleExtent.extent(row.module, thickness: row.thickness)
            radius = max(radius, extent.radius.upperBound)
            z = max(z, -extent.z.lowerBound, extent.z.upperBound)
        }
        let limit = TrackerDescription.Limits.length
        return (min(limit, (1.02 * radius + 1).rounded(.up)), min(limit, (1.02 * z + 1).rounded(.up)))
    }
}
