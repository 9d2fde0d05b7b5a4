// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Planes across z with one rectangular module each, such as those of a beam telescope.
public struct PlanesDescription: Sendable, Equatable {
    public var name: String
    public var volumeID: Int
    /// Increasing, mm; layer ids count from 1.
    public var positions: [Double]
    /// Half sizes along u (x) and v (y), mm.
    public var halfWidth: Double
    public var halfLength: Double
    /// Angle by which u is turned from x, rad.
    public var turn: Double
    /// Position in the description's sensors.
    public var sensor: Int
    public var support: SupportDescription?
    public var place: SourcePlace
    /// Where `positions` was written.
    public var positionsPlace: SourcePlace

    /// The module of a plane; its normal is z.
    func module(_ index: Int) -> Module {
        let (sine, cosine) = Elementary.sincos(turn)
        return Module(
            volumeID: Int32(volumeID), layerID: Int32(index + 1), moduleID: 1, layer: 0,
            center: Vector3(0, 0, positions[index]), u: Vector3(cosine, sine, 0), v: Vector3(-sine, cosine, 0),
            w: Vector3(0, 0, 1), halfUMinimum: halfWidth, halfUMaximum: halfWidth, halfV: halfLength)
    }
}

/// A layer whose modules a table lists one by one.
public struct ListedLayerDescription: Sendable, Equatable {
    public var name: String
    /// In the order of their ids.
    public var modules: [Module]
    /// Position in the description's sensors.
    public var sensor: Int
    public var place: SourcePlace

    /// A barrel if the normals lie across z rather than along it.
    var shape: Layer.Shape {
        let along = modules.reduce(0.0) { $0 + abs($1.w.z) }
        return along < 0.5 * Double(modules.count) ? .barrel : .disc
    }
}

extension TrackerDecoder {
    mutating func decodePlanes(_ section: Section) -> PlanesDescription {
        let name = section.text("name")
        let volumeID = section.integer("id", in: 0...4095)
        let sensor = sensorIndex(section, default: nil)
        let support = decodeSupport(section)
        let limit = TrackerDescription.Limits.length
        let faults = section.collector.all.count
        let positions = section.numbers("z", in: -limit...limit)
        if section.collector.all.count == faults {
            if positions.isEmpty || positions.count > TrackerDescription.Limits.layers {
                section.report(
                    "wrong-length", at: "z", "1 to \(TrackerDescription.Limits.layers) positions are wanted",
                    reason: "\(positions.count) are there")
            } else if zip(positions, positions.dropFirst()).contains(where: { $0 >= $1 }) {
                section.report("contradiction", at: "z", "the positions do not increase", remedy: "sort them")
            }
        }
        let planes = PlanesDescription(
            name: name, volumeID: volumeID, positions: positions,
            halfWidth: section.number("half_width", in: 1e-2...1e4),
            halfLength: section.number("half_length", in: 1e-2...1e4),
            turn: section.number("turn", in: -3.15...3.15, default: 0), sensor: sensor, support: support,
            place: section.place("id"), positionsPlace: section.place("z"))
        section.finish()
        return planes
    }

    /// The layers of the table that `modules` names; each has the sensor of the last entry that speaks of it.
    mutating func decodeListedLayers() -> [ListedLayerDescription] {
        guard let section = root.section("modules", required: false) else { return [] }
        let file = section.text("file")
        var groups = section.sections("layers")
        if groups.count > 2 * TrackerDescription.Limits.layers {
            section.report("too-many", at: "layers", "too many entries stand here")
            groups = []
        }
        var entries: [(volume: Int, layer: Int?, sensor: Int, section: Section)] = []
        for group in groups {
            let volume = group.integer("volume", in: 0...4095)
            let layer = group.optionalInteger("layer", in: 0...4095)
            entries.append((volume, layer, sensorIndex(group, default: nil), group))
            group.finish()
        }
        section.finish()
        guard let table = file.isEmpty ? nil : moduleTable(section) else { return [] }
        var unused = Set(entries.indices)
        var layers: [ListedLayerDescription] = []
        for range in table.layers {
            let module = table.rows[range.lowerBound].module
            let matching = entries.indices.filter {
                entries[$0].volume == Int(module.volumeID)
                    && (entries[$0].layer == nil || entries[$0].layer == Int(module.layerID))
            }
            unused.subtract(matching)
            let entry = matching.last.map { entries[$0] }
            if entry == nil && !groups.isEmpty {
                section.report(
                    "missing-key", at: "layers", "volume \(module.volumeID), layer \(module.layerID) has no sensor",
                    remedy: "add `{ volume: \(module.volumeID), sensor: NAME }`")
            }
            layers.append(
                ListedLayerDescription(
                    name: "volume \(module.volumeID) layer \(module.layerID)",
                    modules: table.rows[range].map(\.module), sensor: entry?.sensor ?? 0,
                    place: section.place("layers")))
        }
        for index in unused.sorted() {
            entries[index].section.report(
                "unknown-element", at: "volume", "the table of modules has no such layer", remedy: "delete the entry")
        }
        return layers
    }

    /// The table, whose text came with the geometry.
    private func moduleTable(_ section: Section) -> ModuleTable? {
        guard let modules = files.modules else {
            section.report("missing-file", at: "file", "the table of modules was not read")
            return nil
        }
        do throws(Diagnostics) {
            return try ModuleTable.read(text: modules.text, file: modules.path)
        } catch {
            for mistake in error.all { section.collector.report(mistake) }
            return nil
        }
    }
}
