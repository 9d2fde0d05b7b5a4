// SPDX-License-Identifier: GPL-3.0-or-later

/// What a tracker consists of, layer by layer: a table for people and a stable JSON form (`Codable`).
public struct GeometrySummary: Sendable, Equatable, Codable {
    public struct LayerEntry: Sendable, Equatable, Codable {
        public var name: String
        public var shape: String
        public var component: String
        public var volumeID: Int
        public var layerID: Int
        public var modules: Int
        /// Extents of the modules' mid-planes, mm: least and greatest.
        public var radius: [Double]
        public var z: [Double]
        /// Distinct module sizes, mm: half width at the v = -half length end, at the other end, half length.
        public var halfSizes: [[Double]]
        public var pitch: [Double]
        public var thickness: Double
        public var measurement: String
        /// Sum of the modules' areas, mm², and of their channels.
        public var area: Double
        public var channels: Double
        /// Of one module and of the layer's support, at normal incidence.
        public var moduleRadiationLengths: Double
        public var supportRadiationLengths: Double
    }
    public struct PassiveEntry: Sendable, Equatable, Codable {
        public var name: String
        public var shape: String
        public var radius: [Double]
        public var z: [Double]
        public var material: String
        public var thickness: Double
        /// At normal incidence.
        public var radiationLengths: Double
    }
    public var name: String
    /// What the field is, and its component along z at the origin, tesla.
    public var field: String
    public var fieldZ: Double
    public var boundaryRadius: Double
    public var boundaryHalfLength: Double
    public var modules: Int
    /// mm².
    public var area: Double
    public var channels: Double
    public var layers: [LayerEntry]
    public var passive: [PassiveEntry]

    public init(_ tracker: Tracker) {
        name = tracker.name
        field = tracker.field.summary
        fieldZ = tracker.field.zAtOrigin
        boundaryRadius = tracker.boundaryRadius
        boundaryHalfLength = tracker.boundaryHalfLength
        modules = tracker.modules.count
        passive = tracker.passive.map { Self.entry($0, tracker) }
        let supports = passive
        layers = tracker.layers.map { layer in
            let support = supports.first { $0.name == "\(layer.name) support" }
            return Self.entry(layer, tracker, support: support?.radiationLengths ?? 0)
        }
        area = layers.reduce(0) { $0 + $1.area }
        channels = layers.reduce(0) { $0 + $1.channels }
    }

    private static func entry(_ layer: Layer, _ tracker: Tracker, support: Double) -> LayerEntry {
        var area = 0.0
        var sizes: [[Double]] = []
        for module in tracker.modules[layer.modules] {
            area += 2 * (module.halfUMinimum + module.halfUMaximum) * module.halfV
            let size = [module.halfUMinimum, module.halfUMaximum, module.halfV]
            if sizes.count < 100 && !sizes.contains(size) { sizes.append(size) }
        }
        let sensor = layer.sensor
        return LayerEntry(
            name: layer.name, shape: layer.shape.rawValue, component: sensor.component,
            volumeID: Int(layer.volumeID), layerID: Int(layer.layerID), modules: layer.modules.count,
            radius: [layer.radius.lowerBound, layer.radius.upperBound], z: [layer.z.lowerBound, layer.z.upperBound],
            halfSizes: sizes, pitch: [sensor.pitchU, sensor.pitchV], thickness: sensor.slab.thickness,
            measurement: sensor.measurement.rawValue, area: area, channels: area / (sensor.pitchU * sensor.pitchV),
            moduleRadiationLengths: sensor.slab.thickness / tracker.materials[sensor.slab.material].radiationLength,
            supportRadiationLengths: support)
    }

    private static func entry(_ surface: PassiveSurface, _ tracker: Tracker) -> PassiveEntry {
        let material = tracker.materials[surface.slab.material]
        var entry = PassiveEntry(
            name: surface.name, shape: "cylinder", radius: [], z: [], material: material.name,
            thickness: surface.slab.thickness, radiationLengths: surface.slab.thickness / material.radiationLength)
        switch surface.shape {
        case .cylinder(let radius, let z): (entry.radius, entry.z) = ([radius], [z.lowerBound, z.upperBound])
        case .disc(let z, let radius):
            (entry.shape, entry.radius, entry.z) = ("disc", [radius.lowerBound, radius.upperBound], [z])
        }
        return entry
    }

    // MARK: Text

    /// The table that `geometry show` prints.
    public var text: String {
        let volume = "r < \(DecimalText.short(boundaryRadius, 1)), |z| < \(DecimalText.short(boundaryHalfLength, 1)) mm"
        let total =
            "\(modules) modules in \(layers.count) layers, \(DecimalText.fixed(area * 1e-6, 2)) m² of sensors, "
            + "\(DecimalText.fixed(channels * 1e-6, 1)) million channels"
        return "\(name): \(total)\nfield \(field), tracking volume \(volume)\n\n"
            + layerTable + "\n" + passiveTable
    }

    private var layerTable: String {
        var table = TextTable([
            "layer", "volume", "id", "modules", "r (mm)", "z (mm)", "module (mm)", "pitch (mm)", "t (mm)",
            "sensor X/X0", "support X/X0",
        ])
        for layer in layers {
            let size = layer.halfSizes.map { size in
                let widths = size[0] == size[1] ? [size[0]] : [size[0], size[1]]
                return widths.map { DecimalText.short(2 * $0, 2) }.joined(separator: "/")
                    + "×\(DecimalText.short(2 * size[2], 2))"
            }
            let shown = size.count > 1 ? "\(size[0]) (+\(size.count - 1))" : size.joined()
            table.add([
                layer.name, "\(layer.volumeID)", "\(layer.layerID)", "\(layer.modules)",
                Self.range(layer.radius), Self.range(layer.z), shown,
                layer.pitch.map { DecimalText.short($0, 4) }.joined(separator: "×"),
                DecimalText.short(layer.thickness, 3), DecimalText.fixed(layer.moduleRadiationLengths, 5),
                DecimalText.fixed(layer.supportRadiationLengths, 5),
            ])
        }
        return table.text
    }

    private var passiveTable: String {
        var table = TextTable(["passive material", "shape", "r (mm)", "z (mm)", "material", "t (mm)", "X/X0"])
        for entry in passive {
            table.add([
                entry.name, entry.shape, Self.range(entry.radius), Self.range(entry.z), entry.material,
                DecimalText.short(entry.thickness, 3), DecimalText.fixed(entry.radiationLengths, 5),
            ])
        }
        return table.text
    }

    private static func range(_ bounds: [Double]) -> String {
        bounds.map { DecimalText.fixed($0, 1) }.joined(separator: " to ")
    }
}
