// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

extension TrackerDescription {
    /// Places every module. The same description gives the same bits everywhere.
    ///
    /// Layers are ordered by volume id, then layer id; the modules of a barrel layer by z, then azimuth, those of a
    /// disc by ring, then azimuth; module ids count from 1.
    public func build() -> Tracker {
        var planned: [PlannedLayer] = []
        for volume in barrels { plan(volume, into: &planned) }
        for volume in discs { plan(volume, into: &planned) }
        for volume in planes { plan(volume, into: &planned) }
        for layer in listedLayers { plan(layer, into: &planned) }
        return build(planned)
    }

    /// Places the modules of some planned layers.
    func build(_ plans: [PlannedLayer]) -> Tracker {
        var planned = plans
        planned.sort { ($0.layer.volumeID, $0.layer.layerID) < ($1.layer.volumeID, $1.layer.layerID) }

        var modules: [Module] = []
        var layers: [Layer] = []
        var surfaces = passive.map {
            PassiveSurface(
                name: $0.name, shape: $0.shape, slab: MaterialSlab(material: $0.material, thickness: $0.thickness),
                component: $0.component)
        }
        for plan in planned {
            var layer = plan.layer
            let first = modules.count
            switch plan.content {
            case .barrel(let description):
                layer.mounting = .staves(count: description.phiCount)
                place(description, layer, Int32(layers.count), into: &modules)
            case .disc(let rings, let z, let side):
                layer.mounting = .rings(rings.map(\.count))
                place(rings, z, side, layer, Int32(layers.count), into: &modules)
            case .placed(let placed):
                for var module in placed {
                    module.layer = Int32(layers.count)
                    modules.append(module)
                }
            }
            layer.modules = first..<modules.count
            (layer.radius, layer.z) = ModuleExtent.union(modules[layer.modules])
            layers.append(layer)
            if let support = plan.support { surfaces.append(surface(support, layer, plan)) }
        }
        return Tracker(
            name: name, materials: materials, layers: layers, modules: modules, passive: surfaces,
            field: field.build(radius: boundaryRadius, halfLength: boundaryHalfLength), boundaryRadius: boundaryRadius,
            boundaryHalfLength: boundaryHalfLength)
    }

    /// A layer whose modules are still to be placed.
    struct PlannedLayer {
        enum Content {
            case barrel(BarrelLayerDescription)
            case disc([RingDescription], z: Double, side: Double)
            case placed([Module])
        }
        var layer: Layer
        var content: Content
        var support: SupportDescription?
        var place: SourcePlace
    }

    private func sensor(_ index: Int) -> Sensor {
        let sensor = sensors[index]
        var result = Sensor(
            slab: MaterialSlab(material: sensor.material, thickness: sensor.thickness), pitchU: sensor.pitchU,
            pitchV: sensor.pitchV, measurement: sensor.measurement, resolutionU: sensor.resolutionU,
            resolutionV: sensor.resolutionV, resolutionTime: sensor.resolutionTime, readout: sensor.readout,
            component: sensor.component)
        (result.chipsU, result.chipsV) = (sensor.chipsU, sensor.chipsV)
        return result
    }

    func plan(_ volume: BarrelDescription, into planned: inout [PlannedLayer]) {
        for (index, layer) in volume.layers.enumerated() {
            planned.append(
                PlannedLayer(
                    layer: Layer(
                        name: "\(volume.name) \(index + 1)", shape: .barrel, volumeID: Int32(volume.volumeID),
                        layerID: Int32(layer.layerID), modules: 0..<0, radius: 0...0, z: 0...0,
                        sensor: sensor(layer.sensor)),
                    content: .barrel(layer), support: layer.support, place: layer.place))
        }
    }

    func plan(_ volume: DiscsDescription, into planned: inout [PlannedLayer]) {
        let last = volume.positions.count - 1
        for (id, side) in [(volume.negativeID, -1.0), (volume.positiveID, 1.0)] {
            guard let id else { continue }
            for (index, z) in volume.positions.enumerated() {
                let rank = side < 0 ? last - index : index
                planned.append(
                    PlannedLayer(
                        layer: Layer(
                            name: "\(volume.name) \(side < 0 ? "-" : "+")\(index + 1)", shape: .disc,
                            volumeID: Int32(id), layerID: Int32(volume.firstLayerID + rank * volume.layerIDStep),
                            modules: 0..<0, radius: 0...0, z: 0...0, sensor: sensor(volume.sensor)),
                        content: .disc(volume.rings, z: z, side: side), support: volume.support,
                        place: volume.positionsPlace))
            }
        }
    }

    func plan(_ volume: PlanesDescription, into planned: inout [PlannedLayer]) {
        for index in volume.positions.indices {
            let module = volume.module(index)
            planned.append(
                PlannedLayer(
                    layer: Layer(
                        name: "\(volume.name) \(index + 1)", shape: .disc, volumeID: module.volumeID,
                        layerID: module.layerID, modules: 0..<0, radius: 0...0, z: 0...0,
                        sensor: sensor(volume.sensor)),
                    content: .placed([module]), support: volume.support, place: volume.positionsPlace))
        }
    }

    private func plan(_ layer: ListedLayerDescription, into planned: inout [PlannedLayer]) {
        guard let first = layer.modules.first else { return }
        planned.append(
            PlannedLayer(
                layer: Layer(
                    name: layer.name, shape: layer.shape, volumeID: first.volumeID, layerID: first.layerID,
                    modules: 0..<0, radius: 0...0, z: 0...0, sensor: sensor(layer.sensor)),
                content: .placed(layer.modules), support: nil, place: layer.place))
    }

    private func place(
        _ description: BarrelLayerDescription, _ layer: Layer, _ layerIndex: Int32, into modules: inout [Module]
    ) {
        let directions = (0..<description.phiCount).map { index -> (Vector3, Vector3) in
            let phi = azimuth(index, description.phiStart, description.phiCount)
            let (sinePhi, cosinePhi) = Elementary.sincos(phi)
            let (sineNormal, cosineNormal) = Elementary.sincos(phi + description.tilt)
            return (Vector3(cosinePhi, sinePhi, 0), Vector3(cosineNormal, sineNormal, 0))
        }
        for row in 0..<description.zCount {
            let z = (Double(row) - 0.5 * Double(description.zCount - 1)) * description.rowPitch
            let shift = description.zCount > 1 ? alternating(row, description.zStagger) : 0
            for index in 0..<description.phiCount {
                let radius = description.radius + shift + alternating(index, description.phiStagger)
                let (radial, normal) = directions[index]
                modules.append(
                    Module(
                        volumeID: layer.volumeID, layerID: layer.layerID,
                        moduleID: Int32(row * description.phiCount + index + 1), layer: layerIndex,
                        center: Vector3(radius * radial.x, radius * radial.y, z),
                        u: Vector3(-normal.y, normal.x, 0), v: Vector3(0, 0, 1), w: normal,
                        halfUMinimum: description.halfWidth, halfUMaximum: description.halfWidth,
                        halfV: description.halfLength))
            }
        }
    }

    private func place(
        _ rings: [RingDescription], _ z: Double, _ side: Double, _ layer: Layer, _ layerIndex: Int32,
        into modules: inout [Module]
    ) {
        var moduleID: Int32 = 0
        for ring in rings {
            for index in 0..<ring.count {
                let (sine, cosine) = Elementary.sincos(azimuth(index, ring.phiStart, ring.count))
                let subShift = index % 4 == 0 ? ring.subStagger : index % 4 == 3 ? -ring.subStagger : 0
                let distance = z + ring.offset + alternating(index, ring.stagger) + subShift
                moduleID += 1
                modules.append(
                    Module(
                        volumeID: layer.volumeID, layerID: layer.layerID, moduleID: moduleID, layer: layerIndex,
                        center: Vector3(ring.radius * cosine, ring.radius * sine, side * distance),
                        u: Vector3(side * sine, -(side * cosine), 0), v: Vector3(cosine, sine, 0),
                        w: Vector3(0, 0, side), halfUMinimum: ring.innerHalfWidth, halfUMaximum: ring.outerHalfWidth,
                        halfV: ring.halfLength))
            }
        }
    }

    private func azimuth(_ index: Int, _ start: Double, _ count: Int) -> Double {
        -PhysicalConstants.pi + (Double(index) + start) * (PhysicalConstants.twoPi / Double(count))
    }

    private func alternating(_ index: Int, _ stagger: Double) -> Double {
        index % 2 == 0 ? 0.5 * stagger : -0.5 * stagger
    }

    private func surface(_ support: SupportDescription, _ layer: Layer, _ plan: PlannedLayer) -> PassiveSurface {
        let shape: PassiveSurface.Shape
        switch plan.content {
        case .barrel(let barrel): shape = .cylinder(radius: barrel.radius + support.offset, z: layer.z)
        case .disc(_, let z, let side): shape = .disc(z: side * (z + support.offset), radius: layer.radius)
        case .placed: shape = .disc(z: layer.z.lowerBound + support.offset, radius: layer.radius)
        }
        return PassiveSurface(
            name: "\(layer.name) support", shape: shape,
            slab: MaterialSlab(material: support.material, thickness: support.thickness),
            component: layer.sensor.component)
    }
}
