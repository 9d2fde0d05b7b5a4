// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

extension TrackerDescription {
    /// Contradictions between values that are each in range: repeated ids, collisions, gaps, things outside the
    /// tracking volume or inside the beam pipe. Empty for a detector that can be built.
    public func problems() -> [Diagnostic] {
        var found = repeatedIDs() + sensorProblems()
        if moduleCount > Limits.modules {
            found.append(
                boundaryPlace.diagnostic(
                    "too-many", "the detector has \(moduleCount) modules",
                    reason: "at most \(Limits.modules) are supported", remedy: "use fewer or larger modules"))
        }
        var layerCount = barrels.reduce(0) { $0 + $1.layers.count } + discs.reduce(0) { $0 + 2 * $1.positions.count }
        layerCount += planes.reduce(listedLayers.count) { $0 + $1.positions.count }
        if layerCount > Limits.layers {
            found.append(
                boundaryPlace.diagnostic(
                    "too-many", "the detector has \(layerCount) layers",
                    reason: "at most \(Limits.layers) are supported"))
        }
        found += ringProblems()
        guard found.isEmpty else { return found }
        return gaps() + PlacementCheck(self).problems()
    }

    private func repeatedIDs() -> [Diagnostic] {
        var found: [Diagnostic] = []
        var seen: [Int: String] = [:]
        func claim(_ id: Int, _ name: String, _ place: SourcePlace) {
            if let other = seen[id] {
                found.append(
                    place.diagnostic(
                        "duplicate-id", "volume id \(id) of '\(shortened(name))' is taken",
                        reason: "'\(shortened(other))' has it", remedy: "number volumes differently"))
            }
            seen[id] = name
        }
        for barrel in barrels {
            claim(barrel.volumeID, barrel.name, barrel.place)
            var layerIDs: Set<Int> = []
            for layer in barrel.layers where !layerIDs.insert(layer.layerID).inserted {
                found.append(
                    layer.place.diagnostic(
                        "duplicate-id", "layer id \(layer.layerID) stands twice in '\(shortened(barrel.name))'",
                        remedy: "number layers differently"))
            }
        }
        for volume in discs {
            if let id = volume.negativeID { claim(id, volume.name, volume.place) }
            if let id = volume.positiveID { claim(id, volume.name, volume.place) }
        }
        for volume in planes { claim(volume.volumeID, volume.name, volume.place) }
        var listed: Set<Int32> = []
        for layer in listedLayers {
            guard let volume = layer.modules.first?.volumeID, listed.insert(volume).inserted else { continue }
            claim(Int(volume), layer.name, layer.place)
        }
        return found
    }

    private func sensorProblems() -> [Diagnostic] {
        var found: [Diagnostic] = []
        var reported: Set<Int> = []
        func check(_ index: Int, halfU: Double, halfV: Double) {
            let sensor = sensors[index]
            let most = max(2 * halfU / sensor.pitchU, 2 * halfV / sensor.pitchV)
            if most > Limits.channels, reported.insert(index).inserted {
                found.append(
                    sensor.place.diagnostic(
                        "too-many",
                        "a module of '\(shortened(sensor.name))' has over \(Int(Limits.channels)) channels along an axis",
                        remedy: "make the pitch larger or the module smaller"))
            }
            guard sensor.pitchU > 2 * halfU || sensor.pitchV > 2 * halfV else { return }
            guard reported.insert(index).inserted else { return }
            found.append(
                sensor.place.diagnostic(
                    "contradiction", "the pitch of sensor '\(shortened(sensor.name))' exceeds a module's size",
                    reason: "a module would hold no whole channel", remedy: "make the pitch smaller"))
        }
        for layer in barrels.flatMap(\.layers) {
            check(layer.sensor, halfU: layer.halfWidth, halfV: layer.halfLength)
        }
        for volume in discs {
            for ring in volume.rings {
                check(volume.sensor, halfU: max(ring.innerHalfWidth, ring.outerHalfWidth), halfV: ring.halfLength)
            }
        }
        for volume in planes { check(volume.sensor, halfU: volume.halfWidth, halfV: volume.halfLength) }
        for layer in listedLayers {
            for module in layer.modules {
                check(layer.sensor, halfU: max(module.halfUMinimum, module.halfUMaximum), halfV: module.halfV)
            }
        }
        return found
    }

    private func ringProblems() -> [Diagnostic] {
        discs.flatMap(\.rings).filter { $0.radius <= $0.halfLength }.map {
            $0.place.diagnostic(
                "contradiction", "the ring's modules reach the beam axis",
                reason: "radius \($0.radius) is not above half_length \($0.halfLength)",
                remedy: "make the radius larger or the modules shorter")
        }
    }

    private func gaps() -> [Diagnostic] {
        var found: [Diagnostic] = []
        func report(_ gap: String?, _ place: SourcePlace) {
            guard let gap else { return }
            found.append(
                place.diagnostic(
                    "gap", gap, reason: "particles could pass unseen",
                    remedy: "add modules, widen them, or say `allow_gaps: true`"))
        }
        for layer in barrels.flatMap(\.layers) where !layer.allowsGaps { report(Coverage.gap(layer), layer.place) }
        for volume in discs where !volume.allowsGaps {
            for ring in volume.rings { report(Coverage.gap(ring), ring.place) }
            let rings = volume.rings.sorted { $0.radius < $1.radius }
            for (inner, outer) in zip(rings, rings.dropFirst()) { report(Coverage.gap(inner, outer), outer.place) }
        }
        return found
    }
}
