// SPDX-License-Identifier: GPL-3.0-or-later

/// The single checks of a report, each over every module.
struct GeometryAudit {
    let tracker: Tracker
    /// Region that each layer's modules fill, thickness included.
    private let regions: [(radius: ClosedRange<Double>, z: ClosedRange<Double>)]

    init(_ tracker: Tracker) {
        self.tracker = tracker
        regions = tracker.layers.map { layer in
            ModuleExtent.union(tracker.modules[layer.modules], thickness: layer.sensor.slab.thickness)
        }
    }

    func uniqueIDs() -> GeometryReport.Check {
        struct Identity: Hashable {
            var volume: Int32
            var layer: Int32
            var module: Int32
        }
        var seen: Set<Identity> = []
        var repeated = 0
        for module in tracker.modules {
            let identity = Identity(volume: module.volumeID, layer: module.layerID, module: module.moduleID)
            if !seen.insert(identity).inserted { repeated += 1 }
        }
        return GeometryReport.Check(
            name: "unique-ids", passed: repeated == 0,
            detail: repeated == 0
                ? "\(tracker.modules.count) modules have ids of their own"
                : "\(repeated) modules share the id of another")
    }

    func orthonormalAxes() -> GeometryReport.Check {
        var worst = 0.0
        for module in tracker.modules {
            let missing = module.u.cross(module.v) - module.w
            worst = max(
                worst, missing.dot(missing).squareRoot(), abs(module.u.dot(module.v)), abs(module.u.dot(module.u) - 1),
                abs(module.v.dot(module.v) - 1))
        }
        return GeometryReport.Check(
            name: "axes", passed: worst < 1e-12,
            detail: "modules' axes are right-handed and orthonormal to \(worst < 1e-12 ? "1e-12" : "\(worst)")")
    }

    func insideTrackingVolume() -> GeometryReport.Check {
        var (radius, z) = (0.0, 0.0)
        for region in regions {
            radius = max(radius, region.radius.upperBound)
            z = max(z, -region.z.lowerBound, region.z.upperBound)
        }
        for surface in tracker.passive {
            let region = Self.region(surface)
            radius = max(radius, region.radius.upperBound)
            z = max(z, -region.z.lowerBound, region.z.upperBound)
        }
        return GeometryReport.Check(
            name: "inside-tracking-volume", passed: radius <= tracker.boundaryRadius && z <= tracker.boundaryHalfLength,
            detail: "the detector reaches r = \(DecimalText.fixed(radius, 1)) of "
                + "\(DecimalText.fixed(tracker.boundaryRadius, 1)), |z| = \(DecimalText.fixed(z, 1)) of "
                + "\(DecimalText.fixed(tracker.boundaryHalfLength, 1)) mm")
    }

    // MARK: Collisions

    func collisionsWithinLayers() -> GeometryReport.Check {
        var (pairs, layers, isIncomplete) = (0, 0, false)
        var example = ""
        for layer in tracker.layers {
            let result = ModuleCollision.all(in: [layer], of: tracker)
            isIncomplete = isIncomplete || result.isIncomplete
            guard let pair = result.pairs.first else { continue }
            if layers == 0 { example = describe(pair) }
            pairs += result.pairs.count
            layers += 1
        }
        return collisionCheck("collisions-within-layers", pairs, isIncomplete, example, "in \(layers) layers")
    }

    func collisionsBetweenLayers() -> GeometryReport.Check {
        var (pairs, regionsThatOverlap, isIncomplete) = (0, 0, false)
        var example = ""
        for (i, first) in tracker.layers.enumerated() {
            for (j, second) in tracker.layers.enumerated().dropFirst(i + 1)
            where Self.overlap(regions[i], regions[j]) {
                regionsThatOverlap += 1
                let result = ModuleCollision.all(in: [first, second], of: tracker)
                isIncomplete = isIncomplete || result.isIncomplete
                let between = result.pairs.filter {
                    tracker.modules[$0.first].layer != tracker.modules[$0.second].layer
                }
                if let pair = between.first, pairs == 0 { example = describe(pair) }
                pairs += between.count
            }
        }
        return collisionCheck(
            "collisions-between-layers", pairs, isIncomplete, example,
            "(\(regionsThatOverlap) pairs of layers share some r and z)")
    }

    private func collisionCheck(
        _ name: String, _ pairs: Int, _ isIncomplete: Bool, _ example: String, _ where: String
    ) -> GeometryReport.Check {
        if pairs > 0 {
            let least = isIncomplete ? "at least " : ""
            return GeometryReport.Check(
                name: name, passed: false, detail: "\(least)\(pairs) pairs of modules collide \(`where`), \(example)")
        }
        return GeometryReport.Check(
            name: name, passed: !isIncomplete,
            detail: isIncomplete ? "too many modules stand close together to compare them all" : "no modules collide")
    }

    private func describe(_ pair: ModuleCollision.Result.Pair) -> String {
        func name(_ index: Int) -> String {
            let module = tracker.modules[index]
            return "\(module.moduleID) of '\(tracker.layers[Int(module.layer)].name)'"
        }
        return "such as \(name(pair.first)) and \(name(pair.second))"
    }

    // MARK: Passive material

    func modulesInPassiveMaterial() -> GeometryReport.Check {
        var (count, example) = (0, "")
        for surface in tracker.passive {
            let material = Self.region(surface)
            for (index, layer) in tracker.layers.enumerated() where Self.overlap(material, regions[index]) {
                for module in tracker.modules[layer.modules] {
                    let extent = ModuleExtent.extent(module, thickness: layer.sensor.slab.thickness)
                    guard Self.overlap(material, extent) else { continue }
                    if count == 0 { example = ", such as \(module.moduleID) of '\(layer.name)' in '\(surface.name)'" }
                    count += 1
                }
            }
        }
        return GeometryReport.Check(
            name: "modules-clear-of-material", passed: count == 0,
            detail: count == 0 ? "no module touches passive material" : "\(count) modules touch it\(example)")
    }

    func overlappingPassiveMaterial() -> GeometryReport.Check {
        var (count, example) = (0, "")
        for (i, first) in tracker.passive.enumerated() {
            for second in tracker.passive[(i + 1)...] where Self.overlap(Self.region(first), Self.region(second)) {
                if count == 0 { example = ", such as '\(first.name)' and '\(second.name)'" }
                count += 1
            }
        }
        return GeometryReport.Check(
            name: "passive-material-apart", passed: count == 0,
            detail: count == 0
                ? "\(tracker.passive.count) passive surfaces stand apart" : "\(count) pairs overlap\(example)")
    }

    private typealias Region = (radius: ClosedRange<Double>, z: ClosedRange<Double>)

    private static func region(_ surface: PassiveSurface) -> Region {
        let half = 0.5 * surface.slab.thickness
        switch surface.shape {
        case .cylinder(let radius, let z): return (max(0, radius - half)...(radius + half), z)
        case .disc(let z, let radius): return (radius, (z - half)...(z + half))
        }
    }

    private static func overlap(_ a: Region, _ b: Region) -> Bool {
        a.radius.lowerBound < b.radius.upperBound && b.radius.lowerBound < a.radius.upperBound
            && a.z.lowerBound < b.z.upperBound && b.z.lowerBound < a.z.upperBound
    }
}
