// SPDX-License-Identifier: GPL-3.0-or-later
import Detector

/// The tracker as the columns of `/geometry/layers` and `/geometry/modules`.
struct GeometryTables {
    private var columns: [String: [UInt8]] = [:]

    /// The bytes of a column of a `file` table; nil for one that the schema has and this does not know.
    func bytes(_ table: String, _ column: String) -> [UInt8]? { columns[table + "/" + column] }

    init(_ tracker: Tracker) {
        let layers = tracker.layers
        func layer<T: ColumnElement>(_ name: String, _ value: (Layer) -> T) {
            columns["geometry/layers/" + name] = Self.bytes(layers, value)
        }
        layer("volume_id") { $0.volumeID }
        layer("layer_id") { $0.layerID }
        layer("shape") { Int8($0.shape == .barrel ? 0 : 1) }
        layer("first_module") { Int32(truncatingIfNeeded: $0.modules.lowerBound) }
        layer("module_count") { Int32(truncatingIfNeeded: $0.modules.count) }
        layer("radius_min") { $0.radius.lowerBound }
        layer("radius_max") { $0.radius.upperBound }
        layer("z_min") { $0.z.lowerBound }
        layer("z_max") { $0.z.upperBound }
        layer("thickness") { $0.sensor.slab.thickness }
        layer("pitch_u") { $0.sensor.pitchU }
        layer("pitch_v") { $0.sensor.pitchV }
        layer("measurement") { Int8($0.sensor.measurement == .quantised ? 0 : 1) }
        layer("resolution_u") { $0.sensor.resolutionU }
        layer("resolution_v") { $0.sensor.resolutionV }
        layer("resolution_time") { $0.sensor.resolutionTime }
        layer("threshold") { $0.sensor.readout.thresholdEnergy }

        let modules = tracker.modules
        func module<T: ColumnElement>(_ name: String, _ value: (Module) -> T) {
            columns["geometry/modules/" + name] = Self.bytes(modules, value)
        }
        module("volume_id") { $0.volumeID }
        module("layer_id") { $0.layerID }
        module("module_id") { $0.moduleID }
        module("layer") { $0.layer }
        module("cx") { $0.center.x }
        module("cy") { $0.center.y }
        module("cz") { $0.center.z }
        module("rot_xu") { $0.u.x }
        module("rot_xv") { $0.v.x }
        module("rot_xw") { $0.w.x }
        module("rot_yu") { $0.u.y }
        module("rot_yv") { $0.v.y }
        module("rot_yw") { $0.w.y }
        module("rot_zu") { $0.u.z }
        module("rot_zv") { $0.v.z }
        module("rot_zw") { $0.w.z }
        module("module_minhu") { $0.halfUMinimum }
        module("module_maxhu") { $0.halfUMaximum }
        module("module_hv") { $0.halfV }
    }

    private static func bytes<Item, T: ColumnElement>(_ items: [Item], _ value: (Item) -> T) -> [UInt8] {
        let values = items.map(value)
        return values.withUnsafeBytes { Array($0) }
    }
}
