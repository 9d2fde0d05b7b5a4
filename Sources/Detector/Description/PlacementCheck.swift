// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Checks where things stand: one diagnostic for each layer or surface that stands wrongly.
///
/// Layers repeat themselves, so a few rows and one disc of each kind are placed and looked at; `GeometryReport`
/// looks at every module.
struct PlacementCheck {
    private struct Solid {
        var name: String
        var radius: ClosedRange<Double>
        var z: ClosedRange<Double>
        var place: SourcePlace
        var isPassive: Bool

        func overlaps(_ other: Solid) -> Bool {
            radius.lowerBound < other.radius.upperBound && other.radius.lowerBound < radius.upperBound
                && z.lowerBound < other.z.upperBound && other.z.lowerBound < z.upperBound
        }
    }
    private let description: TrackerDescription
    private var solids: [Solid] = []
    private var found: [Diagnostic] = []
    /// What was reported already: equal discs share one place and need one message.
    private var reported: [(code: String, place: SourcePlace)] = []

    init(_ description: TrackerDescription) { self.description = description }

    func problems() -> [Diagnostic] {
        var check = self
        check.addPassive()
        for barrel in description.barrels { for layer in barrel.layers { check.add(layer, of: barrel) } }
        for volume in description.discs { check.add(volume) }
        for volume in description.planes { check.add(volume) }
        check.compare()
        for layer in description.listedLayers { check.compareToBoundary(layer) }
        return check.found
    }

    // MARK: What stands where

    private mutating func addPassive() {
        for surface in description.passive {
            solids.append(solid(surface.name, surface.shape, surface.thickness, surface.place))
        }
    }

    private func solid(
        _ name: String, _ shape: PassiveSurface.Shape, _ thickness: Double, _ place: SourcePlace
    ) -> Solid {
        let half = 0.5 * thickness
        switch shape {
        case .cylinder(let radius, let z):
            return Solid(
                name: name, radius: max(0, radius - half)...(radius + half), z: z, place: place, isPassive: true)
        case .disc(let z, let radius):
            return Solid(name: name, radius: radius, z: (z - half)...(z + half), place: place, isPassive: true)
        }
    }

    /// A tracker of one sample layer.
    private func sample(_ plan: (TrackerDescription, inout [TrackerDescription.PlannedLayer]) -> Void) -> Tracker {
        var copy = description
        (copy.barrels, copy.discs, copy.passive) = ([], [], [])
        var planned: [TrackerDescription.PlannedLayer] = []
        plan(copy, &planned)
        return copy.build(planned)
    }

    private mutating func add(_ layer: BarrelLayerDescription, of barrel: BarrelDescription) {
        var few = layer
        few.support = nil
        few.zCount = min(layer.zCount, 3)
        var sampleBarrel = barrel
        sampleBarrel.layers = [few]
        let tracker = sample { $0.plan(sampleBarrel, into: &$1) }
        let representatives = (0..<few.zCount).flatMap { row in
            (0..<min(12, few.phiCount)).map { row * few.phiCount + $0 }
        }
        reportCollision(tracker, representatives, layer.place)
        let thickness = description.sensors[layer.sensor].thickness
        let radius = ModuleExtent.union(tracker.modules[...], thickness: thickness).radius
        let halfZ = layer.halfExtentZ
        let name = "layer \(layer.layerID) of '\(shortened(barrel.name))'"
        solids.append(Solid(name: name, radius: radius, z: -halfZ...halfZ, place: layer.place, isPassive: false))
        if let support = layer.support {
            guard layer.radius + support.offset > 0 else {
                reportNegativeSupport(support)
                return
            }
            let shape = PassiveSurface.Shape.cylinder(radius: layer.radius + support.offset, z: -halfZ...halfZ)
            solids.append(solid("the support of \(name)", shape, support.thickness, support.place))
        }
    }

    private mutating func add(_ volume: DiscsDescription) {
        guard let innermost = volume.positions.first, let firstRing = volume.rings.first else { return }
        var one = volume
        one.positions = [innermost]
        one.support = nil
        (one.negativeID, one.positiveID) = (nil, 1)
        let tracker = sample { $0.plan(one, into: &$1) }
        var representatives: [Int] = []
        var first = 0
        for ring in volume.rings {
            representatives += (0..<min(12, ring.count)).map { first + $0 }
            first += ring.count
        }
        reportCollision(tracker, representatives, firstRing.place)
        let thickness = description.sensors[volume.sensor].thickness
        let (radius, z) = ModuleExtent.union(tracker.modules[...], thickness: thickness)
        for (id, side) in [(volume.negativeID, -1.0), (volume.positiveID, 1.0)] where id != nil {
            for position in volume.positions {
                let shift = position - innermost
                let (low, high) = (z.lowerBound + shift, z.upperBound + shift)
                let name = "the disc of '\(shortened(volume.name))' at z = \(DecimalText.short(side * position, 3))"
                solids.append(
                    Solid(
                        name: name, radius: radius, z: side > 0 ? low...high : -high...(-low),
                        place: volume.positionsPlace, isPassive: false))
                guard let support = volume.support else { continue }
                let shape = PassiveSurface.Shape.disc(
                    z: side * (position + support.offset), radius: tracker.layers[0].radius)
                solids.append(solid("the support of \(name)", shape, support.thickness, support.place))
            }
        }
    }

    private mutating func add(_ volume: PlanesDescription) {
        let half = 0.5 * description.sensors[volume.sensor].thickness
        let reach = (volume.halfWidth * volume.halfWidth + volume.halfLength * volume.halfLength).squareRoot()
        for (index, z) in volume.positions.enumerated() {
            let name = "plane \(index + 1) of '\(shortened(volume.name))'"
            solids.append(
                Solid(
                    name: name, radius: 0...reach, z: (z - half)...(z + half), place: volume.positionsPlace,
                    isPassive: false))
            guard let support = volume.support else { continue }
            let shape = PassiveSurface.Shape.disc(z: z + support.offset, radius: 0...reach)
            solids.append(solid("the support of \(name)", shape, support.thickness, support.place))
        }
    }

    /// Layers of a table may interlock, so that only the boundary is looked at.
    private mutating func compareToBoundary(_ layer: ListedLayerDescription) {
        let (radius, z) = ModuleExtent.union(
            layer.modules[...], thickness: description.sensors[layer.sensor].thickness)
        let reach = max(-z.lowerBound, z.upperBound)
        guard radius.upperBound > description.boundaryRadius || reach > description.boundaryHalfLength else { return }
        report(
            "outside", layer.place, "\(shortened(layer.name)) leaves the tracking volume",
            reason: "it reaches r = \(DecimalText.short(radius.upperBound, 3)), |z| = "
                + "\(DecimalText.short(reach, 3)) mm",
            remedy: "enlarge tracking_volume")
    }

    // MARK: What is wrong with it

    private mutating func report(
        _ code: String, _ place: SourcePlace, _ problem: String, reason: String? = nil, remedy: String
    ) {
        guard !reported.contains(where: { $0.code == code && $0.place == place }) else { return }
        reported.append((code, place))
        found.append(place.diagnostic(code, problem, reason: reason, remedy: remedy))
    }

    private mutating func reportCollision(_ tracker: Tracker, _ representatives: [Int], _ place: SourcePlace) {
        guard let layer = tracker.layers.first,
            let pair = ModuleCollision.first(among: representatives, in: layer, of: tracker)
        else { return }
        let (a, b) = (tracker.modules[pair.first].moduleID, tracker.modules[pair.second].moduleID)
        report(
            "collision", place, "modules collide in layer '\(shortened(layer.name))'",
            reason: "modules \(a) and \(b) fill the same space",
            remedy: "use fewer or narrower modules, more tilt, or more stagger")
    }

    private mutating func reportNegativeSupport(_ support: SupportDescription) {
        report(
            "contradiction", support.place, "the support would have a negative radius", remedy: "change its offset")
    }

    private mutating func compare() {
        for solid in solids {
            let reach = max(-solid.z.lowerBound, solid.z.upperBound)
            if solid.radius.upperBound > description.boundaryRadius || reach > description.boundaryHalfLength {
                report(
                    "outside", solid.place, "\(solid.name) leaves the tracking volume",
                    reason: "it reaches r = \(DecimalText.short(solid.radius.upperBound, 3)), "
                        + "|z| = \(DecimalText.short(reach, 3)) mm",
                    remedy: "enlarge tracking_volume or move it")
            }
            if let pipe = solids.first, description.hasBeamPipe, solid.place != pipe.place,
                solid.radius.lowerBound < pipe.radius.lowerBound
            {
                report(
                    "inside-beam-pipe", solid.place, "\(solid.name) reaches into the beam pipe",
                    reason: "it begins at r = \(DecimalText.short(solid.radius.lowerBound, 3)) mm, the pipe at "
                        + "\(DecimalText.short(pipe.radius.lowerBound, 3)) mm",
                    remedy: "move it out")
            }
        }
        compareByZ()
    }

    /// Neighbours in z are compared with each other; at most one overlap is reported for each solid, and none where
    /// reaching into the beam pipe was.
    private mutating func compareByZ() {
        let order = solids.indices.sorted { (solids[$0].z.lowerBound, $0) < (solids[$1].z.lowerBound, $1) }
        var firstOverlap: [Int?] = Array(repeating: nil, count: solids.count)
        for (rank, a) in order.enumerated() {
            for b in order[(rank + 1)...] {
                if solids[b].z.lowerBound >= solids[a].z.upperBound { break }
                guard solids[a].overlaps(solids[b]) else { continue }
                let (later, earlier) = (max(a, b), min(a, b))
                firstOverlap[later] = min(firstOverlap[later] ?? earlier, earlier)
            }
        }
        for (later, overlap) in firstOverlap.enumerated() {
            guard let earlier = overlap else { continue }
            let place = solids[later].place
            if reported.contains(where: { $0.code == "inside-beam-pipe" && $0.place == place }) { continue }
            let isMaterial = solids[later].isPassive && solids[earlier].isPassive
            report(
                isMaterial ? "overlapping-material" : "overlapping-layers", place,
                "\(solids[later].name) overlaps \(solids[earlier].name)", reason: "both fill some r and z",
                remedy: "move one of them")
        }
    }
}
