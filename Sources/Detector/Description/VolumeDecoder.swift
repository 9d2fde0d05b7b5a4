// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

extension TrackerDecoder {
    private static var length: ClosedRange<Double> { 1e-2...1e4 }
    private static var shift: ClosedRange<Double> { -1e3...1e3 }
    private static var counts: ClosedRange<Int> { 1...100_000 }
    private static var identifiers: ClosedRange<Int> { 0...4095 }

    /// Keys that a barrel gives for all its layers and that a layer may give for itself.
    private struct BarrelDefaults {
        var phiCount: Int?
        var phiOverlap: Double?
        var zCount: Int?
        var halfWidth: Double?
        var halfLength: Double?
        var tilt = 0.0
        var zOverlap = 0.0
        var zStagger = 0.0
        var phiStagger = 0.0
        var phiStart = 0.5
        var allowsGaps = false
        var sensor: Int?
        var support: SupportDescription?

        func overridden(by section: Section) -> BarrelDefaults {
            var result = self
            result.zCount = section.integer("z_count", in: TrackerDecoder.counts, inheriting: zCount)
            result.halfWidth = section.number("half_width", in: TrackerDecoder.length, inheriting: halfWidth)
            result.halfLength = section.number("half_length", in: TrackerDecoder.length, inheriting: halfLength)
            result.tilt = section.number("tilt", in: -1.5...1.5, default: tilt)
            result.zOverlap = section.number("z_overlap", in: TrackerDecoder.shift, default: zOverlap)
            result.zStagger = section.number("z_stagger", in: TrackerDecoder.shift, default: zStagger)
            result.phiStagger = section.number("phi_stagger", in: TrackerDecoder.shift, default: phiStagger)
            result.phiStart = section.number("phi_start", in: -1...1, default: phiStart)
            result.allowsGaps = section.flag("allow_gaps", default: allowsGaps)
            let count = section.integer("phi_count", in: TrackerDecoder.counts, inheriting: nil)
            let overlap = section.number("phi_overlap", in: TrackerDecoder.shift, inheriting: nil)
            if count != nil && overlap != nil {
                section.report(
                    "contradiction", at: "phi_overlap", "phi_count and phi_overlap both stand here",
                    reason: "the one follows from the other", remedy: "keep one of them")
            }
            if count != nil || overlap != nil { (result.phiCount, result.phiOverlap) = (count, overlap) }
            return result
        }
    }

    mutating func decodeBarrel(_ section: Section) -> BarrelDescription {
        let name = section.text("name")
        let volumeID = section.integer("id", in: Self.identifiers)
        var defaults = BarrelDefaults().overridden(by: section)
        defaults.sensor = section.has("sensor") ? sensorIndex(section, default: nil) : nil
        _ = section.value("sensor")
        defaults.support = decodeSupport(section)
        var groups = section.sections("layers")
        if groups.count > TrackerDescription.Limits.layers {
            section.report("too-many", at: "layers", "more than \(TrackerDescription.Limits.layers) layers stand here")
            groups = []
        } else if groups.isEmpty && section.has("layers") {
            section.report("missing-key", at: "layers", "the barrel has no layers", remedy: "add some")
        }
        var layers: [BarrelLayerDescription] = []
        for group in groups { layers.append(decodeLayer(group, defaults)) }
        section.finish()
        return BarrelDescription(name: name, volumeID: volumeID, layers: layers, place: section.place("id"))
    }

    private mutating func decodeLayer(_ section: Section, _ defaults: BarrelDefaults) -> BarrelLayerDescription {
        let layerID = section.integer("id", in: Self.identifiers)
        let radius = section.number("radius", in: Self.length)
        var values = defaults.overridden(by: section)
        values.sensor = sensorIndex(section, default: defaults.sensor)
        values.support = section.has("support") ? decodeSupport(section) : values.support
        _ = section.value("support")
        // Asking again for what neither the barrel nor the layer gives reports it as missing.
        let halfWidth = values.halfWidth ?? section.number("half_width", in: Self.length)
        let halfLength = values.halfLength ?? section.number("half_length", in: Self.length)
        let zCount = values.zCount ?? section.integer("z_count", in: Self.counts)
        var layer = BarrelLayerDescription(
            layerID: layerID, radius: radius, phiCount: 1, zCount: zCount, halfWidth: halfWidth,
            halfLength: halfLength, tilt: values.tilt, zOverlap: values.zOverlap, zStagger: values.zStagger,
            phiStagger: values.phiStagger, phiStart: values.phiStart, sensor: values.sensor ?? 0,
            support: values.support, allowsGaps: values.allowsGaps, place: section.place("radius"))
        if let overlap = values.phiOverlap {
            layer.phiCount = Coverage.phiCount(layer, overlap: overlap)
        } else {
            layer.phiCount = values.phiCount ?? section.integer("phi_count", in: Self.counts)
        }
        section.finish()
        if layer.rowPitch <= 0 {
            section.report(
                "contradiction", at: "z_overlap", "the overlap is as long as the module",
                reason: "rows would not advance along z", remedy: "make it smaller than twice half_length")
        }
        return layer
    }

    mutating func decodeSupport(_ section: Section) -> SupportDescription? {
        guard let group = section.section("support", required: false) else { return nil }
        let (material, thickness) = decodeSlab(group)
        let offset = group.number("offset", in: Self.shift)
        group.finish()
        return SupportDescription(material: material, thickness: thickness, offset: offset, place: group.place)
    }

    // MARK: Discs

    mutating func decodeDiscs(_ section: Section) -> DiscsDescription {
        let name = section.text("name")
        let ids = section.section("id")
        let negative = ids?.integer("negative", in: Self.identifiers, inheriting: nil)
        let positive = ids?.integer("positive", in: Self.identifiers, inheriting: nil)
        ids?.finish()
        if let ids, negative == nil, positive == nil, !ids.has("negative"), !ids.has("positive") {
            section.report(
                "missing-key", at: "id", "neither side has an id", remedy: "give `negative`, `positive` or both")
        }
        let sensor = sensorIndex(section, default: nil)
        let support = decodeSupport(section)
        let numbering = section.section("layer_ids", required: false)
        let first = numbering?.integer("first", in: Self.identifiers) ?? 1
        let step = numbering?.integer("step", in: 1...100) ?? 1
        numbering?.finish()
        let positions = decodePositions(section)
        let groups = section.sections("rings")
        if groups.count > 1000 || (groups.isEmpty && section.has("rings")) {
            section.report("wrong-length", at: "rings", "a disc has 1 to 1000 rings")
        }
        let rings = groups.prefix(1000).map { decodeRing($0) }
        let allowsGaps = section.flag("allow_gaps", default: false)
        let place = section.place("id")
        section.finish()
        if first + step * max(positions.count - 1, 0) > Self.identifiers.upperBound {
            section.report("out-of-range", at: "layer_ids", "layer ids would exceed \(Self.identifiers.upperBound)")
        }
        return DiscsDescription(
            name: name, negativeID: negative, positiveID: positive, positions: positions, rings: rings,
            firstLayerID: first, layerIDStep: step, sensor: sensor, support: support, allowsGaps: allowsGaps,
            place: place, positionsPlace: section.place("z"))
    }

    private func decodePositions(_ section: Section) -> [Double] {
        let faults = section.collector.all.count
        let positions = section.numbers("z", in: 1e-2...TrackerDescription.Limits.length)
        guard section.collector.all.count == faults else { return [] }
        if positions.isEmpty || positions.count > TrackerDescription.Limits.layers / 2 {
            section.report(
                "wrong-length", at: "z", "1 to \(TrackerDescription.Limits.layers / 2) positions are wanted",
                reason: "\(positions.count) are there")
            return []
        }
        if zip(positions, positions.dropFirst()).contains(where: { $0 >= $1 }) {
            section.report(
                "contradiction", at: "z", "the positions do not increase", reason: "each |z| is one disc",
                remedy: "sort them and drop repeated ones")
        }
        return positions
    }

    private func decodeRing(_ section: Section) -> RingDescription {
        let (inner, outer) = decodeHalfWidths(section)
        let ring = RingDescription(
            radius: section.number("radius", in: Self.length), count: section.integer("count", in: Self.counts),
            innerHalfWidth: inner, outerHalfWidth: outer,
            halfLength: section.number("half_length", in: Self.length),
            stagger: section.number("stagger", in: Self.shift, default: 0),
            subStagger: section.number("sub_stagger", in: Self.shift, default: 0),
            offset: section.number("offset", in: Self.shift, default: 0),
            phiStart: section.number("phi_start", in: -1...1, default: 0.5), place: section.place("radius"))
        section.finish()
        return ring
    }

    /// One half width for a rectangle, or two in a list, inner and outer, for a trapezoid.
    private func decodeHalfWidths(_ section: Section) -> (Double, Double) {
        if let node = section.value("half_width"), case .list = node.content {
            let pair = section.numbers("half_width", in: Self.length, count: 2)
            return (pair[0], pair[1])
        }
        let width = section.number("half_width", in: Self.length)
        return (width, width)
    }
}
