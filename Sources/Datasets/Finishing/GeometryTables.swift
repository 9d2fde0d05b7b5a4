// SPDX-License-Identifier: GPL-3.0-or-later
import Detector

/// The tracker as the columns of `/geometry`.
struct GeometryTables {
    private var columns: [String: [UInt8]] = [:]

    /// The bytes of a column of a `file` table; nil for one that the schema has and this does not know.
    func bytes(_ table: String, _ column: String) -> [UInt8]? { columns[table + "/" + column] }

    init(_ detector: InstalledTracker) {
        addLayers(detector.nominal.layers)
        addModules(detector.nominal.modules)
        addPlacements(detector.nominal.modules, "geometry/modules/")
        addPlacements(detector.asBuilt.modules, "geometry/as_built/")
        addResponse(detector.readout)
        addDefects(detector.readout)
    }

    /// Rows of a `file` table.
    static func rowCount(_ table: String, _ detector: InstalledTracker) -> Int {
        switch table {
        case "geometry/layers": detector.nominal.layers.count
        case "geometry/defects":
            detector.readout.deadRegions.count + detector.readout.deadChannels.count
                + detector.readout.noisyRegions.count
        default: detector.nominal.modules.count
        }
    }

    private mutating func addLayers(_ layers: [Layer]) {
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
    }

    private mutating func addModules(_ modules: [Module]) {
        func module<T: ColumnElement>(_ name: String, _ value: (Module) -> T) {
            columns["geometry/modules/" + name] = Self.bytes(modules, value)
        }
        module("volume_id") { $0.volumeID }
        module("layer_id") { $0.layerID }
        module("module_id") { $0.moduleID }
        module("layer") { $0.layer }
        module("module_minhu") { $0.halfUMinimum }
        module("module_maxhu") { $0.halfUMaximum }
        module("module_hv") { $0.halfV }
    }

    private mutating func addPlacements(_ modules: [Module], _ table: String) {
        func module(_ name: String, _ value: (Module) -> Double) {
            columns[table + name] = Self.bytes(modules, value)
        }
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
    }

    private mutating func addResponse(_ readout: ReadoutConditions) {
        let modules = (0..<readout.modules.count).map { readout.modules.pointer[$0] }
        func module<T: ColumnElement>(_ name: String, _ value: (ModuleConditions) -> T) {
            columns["geometry/as_built/" + name] = Self.bytes(modules, value)
        }
        module("is_dead") { Int8($0.isDead ? 1 : 0) }
        module("noise_factor") { $0.noiseFactor }
        module("leakage_noise") { $0.leakageNoise }
        module("threshold_factor") { $0.thresholdFactor }
        module("gain") { $0.gain }
        module("lorentz_factor") { $0.lorentzFactor }
        module("efficiency") { $0.efficiency }
    }

    /// By module: dead regions, dead channels, noisy regions.
    private mutating func addDefects(_ readout: ReadoutConditions) {
        var defects: [(module: Int32, region: ChannelRegion)] = []
        for index in 0..<readout.modules.count {
            let module = readout.modules.pointer[index]
            for i in module.deadRegions.first..<module.deadRegions.end {
                defects.append((Int32(index), readout.deadRegions.pointer[Int(i)]))
            }
            for i in module.deadChannels.first..<module.deadChannels.end {
                let channel = readout.deadChannels.pointer[Int(i)]
                let (u, v) = (Int32(truncatingIfNeeded: channel), Int32(truncatingIfNeeded: channel >> 32))
                defects.append((Int32(index), ChannelRegion(firstU: u, lastU: u, firstV: v, lastV: v)))
            }
            for i in module.noisyRegions.first..<module.noisyRegions.end {
                defects.append((Int32(index), readout.noisyRegions.pointer[Int(i)]))
            }
        }
        func defect<T: ColumnElement>(_ name: String, _ value: ((module: Int32, region: ChannelRegion)) -> T) {
            columns["geometry/defects/" + name] = Self.bytes(defects, value)
        }
        defect("module") { $0.module }
        defect("first_ch0") { $0.region.firstU }
        defect("last_ch0") { $0.region.lastU }
        defect("first_ch1") { $0.region.firstV }
        defect("last_ch1") { $0.region.lastV }
        defect("occupancy") { $0.region.occupancy }
    }

    private static func bytes<Item, T: ColumnElement>(_ items: [Item], _ value: (Item) -> T) -> [UInt8] {
        let values = items.map(value)
        return values.withUnsafeBytes { Array($0) }
    }
}
