// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Reads the root of a geometry file.
///
/// Every key is asked for even after a mistake, so that all mistakes are reported; the values are trustworthy only
/// when the collector holds none.
struct TrackerDecoder {
    let root: Section
    /// The files that the geometry names.
    let files: GeometryFiles
    var materials = MaterialDecoder(nil)
    var sensors: [SensorDescription] = []

    init(root: Section, files: GeometryFiles) {
        self.root = root
        self.files = files
    }

    mutating func decode() -> TrackerDescription {
        let name = root.text("name")
        let summary = root.text("summary", default: "")
        let volume = root.section("tracking_volume")
        let radius = volume?.number("radius", in: 1...TrackerDescription.Limits.length) ?? 1
        let halfLength = volume?.number("half_length", in: 1...TrackerDescription.Limits.length) ?? 1
        volume?.finish()
        let decoder = FieldDecoder(map: files.fieldMap)
        let field = root.section("field").flatMap { decoder.decode($0, radius: radius, halfLength: halfLength) }
        materials = MaterialDecoder(root.section("materials", required: false))
        let (passive, hasBeamPipe) = decodePassive()
        decodeSensors()
        let barrels = bounded("barrels").map { decodeBarrel($0) }
        let discs = bounded("discs").map { decodeDiscs($0) }
        let planes = bounded("planes").map { decodePlanes($0) }
        let listed = decodeListedLayers()
        if barrels.isEmpty && discs.isEmpty && planes.isEmpty && listed.isEmpty && !root.has("modules") {
            root.report(
                "missing-key", at: "barrels", "the detector has no layers",
                remedy: "describe some under `barrels`, `discs`, `planes` or `modules`")
        }
        root.finish()
        return TrackerDescription(
            name: name, summary: summary, field: field ?? .uniform(0), boundaryRadius: radius,
            boundaryHalfLength: halfLength,
            boundaryPlace: root.place("tracking_volume"), materials: materials.used, sensors: sensors,
            barrels: barrels, discs: discs, planes: planes, listedLayers: listed, passive: passive,
            hasBeamPipe: hasBeamPipe)
    }

    /// A list of groups of bounded length.
    private func bounded(_ key: String) -> [Section] {
        let list = root.sections(key, required: false)
        guard list.count > TrackerDescription.Limits.layers else { return list }
        root.report("too-many", at: key, "more than \(TrackerDescription.Limits.layers) entries stand here")
        return []
    }

    // MARK: Passive material

    private mutating func decodePassive() -> ([PassiveDescription], Bool) {
        var result: [PassiveDescription] = []
        if let pipe = root.section("beam_pipe", required: false) {
            let radius = pipe.number("radius", in: 1e-2...1e4)
            let halfLength = pipe.number("half_length", in: 1...TrackerDescription.Limits.length)
            let (material, thickness) = decodeSlab(pipe)
            pipe.finish()
            result.append(
                PassiveDescription(
                    name: "beam pipe", component: "beam pipe",
                    shape: .cylinder(radius: radius, z: -halfLength...halfLength), material: material,
                    thickness: thickness, place: pipe.place("radius")))
        }
        let hasBeamPipe = !result.isEmpty
        let groups = root.sections("passive", required: false)
        if groups.count > TrackerDescription.Limits.passiveSurfaces {
            root.report(
                "too-many", at: "passive",
                "more than \(TrackerDescription.Limits.passiveSurfaces) entries stand here")
            return (result, hasBeamPipe)
        }
        for group in groups {
            result += decodeSurface(group)
            group.finish()
        }
        return (result, hasBeamPipe)
    }

    /// Material and thickness, the latter in mm or in radiation lengths.
    mutating func decodeSlab(_ group: Section) -> (material: Int, thickness: Double) {
        let material = materials.index(group, "material")
        let thickness = group.number("thickness", in: 1e-4...1e3, inheriting: nil)
        let fraction = group.number("radiation_lengths", in: 1e-7...10, inheriting: nil)
        switch (thickness, fraction) {
        case (.some(let thickness), nil): return (material, thickness)
        case (nil, .some(let fraction)): return (material, fraction * (materials.radiationLength(material) ?? 1))
        case (.some, .some):
            group.report(
                "contradiction", at: "radiation_lengths", "thickness and radiation_lengths both stand here",
                remedy: "keep one of them")
        case (nil, nil):
            group.report(
                "missing-key", at: "thickness", "this key is needed", reason: "a number",
                remedy: "give thickness (mm) or radiation_lengths")
        }
        return (material, 1)
    }

    private mutating func decodeSurface(_ group: Section) -> [PassiveDescription] {
        let name = group.text("name")
        let component = group.text("component", default: name.isEmpty ? "passive" : name)
        let (material, thickness) = decodeSlab(group)
        let limit = TrackerDescription.Limits.length
        let place = group.place
        func made(_ suffix: String, _ shape: PassiveSurface.Shape) -> PassiveDescription {
            PassiveDescription(
                name: name + suffix, component: component, shape: shape, material: material, thickness: thickness,
                place: place)
        }
        if group.has("cylinder"), group.has("disc") {
            group.report(
                "contradiction", at: "disc", "cylinder and disc both stand here", remedy: "write two entries")
            _ = (group.value("cylinder"), group.value("disc"))
        } else if let cylinder = group.section("cylinder", required: false) {
            let radius = cylinder.number("radius", in: 1e-2...limit)
            let range = ordered(cylinder, "z", in: -limit...limit)
            cylinder.finish()
            return [made("", .cylinder(radius: radius, z: range))]
        } else if let disc = group.section("disc", required: false) {
            let range = ordered(disc, "radius", in: 0...limit)
            let mirrored = disc.flag("mirrored", default: false)
            let z = disc.number("z", in: mirrored ? 1e-2...limit : -limit...limit)
            disc.finish()
            guard mirrored else { return [made("", .disc(z: z, radius: range))] }
            return [made(" -", .disc(z: -z, radius: range)), made(" +", .disc(z: z, radius: range))]
        } else {
            group.report(
                "missing-key", at: "cylinder", "the surface has no shape", remedy: "add `cylinder` or `disc`")
        }
        return []
    }

    /// Two numbers, the second greater.
    private func ordered(_ section: Section, _ key: String, in range: ClosedRange<Double>) -> ClosedRange<Double> {
        let faults = section.collector.all.count
        let pair = section.numbers(key, in: range, count: 2)
        if pair[0] < pair[1] { return pair[0]...pair[1] }
        if section.collector.all.count == faults {
            section.report(
                "contradiction", at: key, "the first number is not below the second", remedy: "swap or change them")
        }
        return 0...1
    }
}
