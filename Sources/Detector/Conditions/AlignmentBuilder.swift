// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Moves the modules of a tracker to where they were built.
///
/// Displacements act from the inside out: the module in its own frame (u, v, w) about its centre; then the stave or
/// ring, the half layer, the layer, the half volume and the volume along and about global axes through the mean of
/// their modules' nominal centres; then the detector about the origin. On each level what is drawn comes first, then the entries in their order.
struct AlignmentBuilder {
    private let nominal: Tracker
    private let interval: DetectorConditions.Interval
    private var modules: [Module]
    private var problems: [Diagnostic] = []

    /// The tracker as built.
    ///
    /// - Throws: entries that select nothing, and modules that leave the tracking volume.
    static func asBuilt(_ tracker: Tracker, _ interval: DetectorConditions.Interval) throws(Diagnostics) -> Tracker {
        var builder = AlignmentBuilder(tracker, interval)
        for level in ModuleSelection.Level.allCases.reversed() {
            builder.draw(level)
            builder.displace(level)
        }
        var result = tracker
        result.modules = builder.modules
        for index in result.layers.indices {
            let range = result.layers[index].modules
            (result.layers[index].radius, result.layers[index].z) = ModuleExtent.union(result.modules[range])
        }
        if builder.problems.isEmpty { builder.checkBoundary(result) }
        guard builder.problems.isEmpty else { throw Diagnostics(builder.problems) }
        return result
    }

    private init(_ tracker: Tracker, _ interval: DetectorConditions.Interval) {
        nominal = tracker
        self.interval = interval
        modules = tracker.modules
    }

    // MARK: Entries

    private mutating func displace(_ level: ModuleSelection.Level) {
        for entry in interval.alignment where entry.selection.level == level {
            let positions = entry.selection.positions(in: nominal)
            if positions.isEmpty {
                problems.append(entry.selection.nothingSelected())
                continue
            }
            move(positions, by: entry.displacement, level)
        }
    }

    private mutating func move(_ positions: [Int], by displacement: Displacement, _ level: ModuleSelection.Level) {
        if level == .module {
            for position in positions {
                let module = nominal.modules[position]
                let motion = RigidMotion(
                    displacement, pivot: module.center, axes: (module.u, module.v, module.w))
                motion.move(&modules[position])
            }
            return
        }
        let motion = RigidMotion(displacement, pivot: level == .detector ? Vector3(0, 0, 0) : centre(positions))
        for position in positions { motion.move(&modules[position]) }
    }

    private func centre(_ positions: [Int]) -> Vector3 {
        var sum = Vector3(0, 0, 0)
        for position in positions { sum = sum + nominal.modules[position].center }
        return (1 / Double(max(1, positions.count))) * sum
    }

    // MARK: Draws

    private mutating func draw(_ level: ModuleSelection.Level) {
        let sigmas = interval.misalignment
        switch level {
        case .detector:
            if let sigma = sigmas.detector { move(Array(modules.indices), sigma, .detectorDisplacement, level) }
        case .volume:
            guard let sigma = sigmas.volume else { return }
            for layers in groups(of: nominal.layers, by: { $0.volumeID }) {
                let volume = layers[0].volumeID
                move(layers.flatMap(\.modules), sigma, .volumeDisplacement, level, volume: volume)
            }
        case .halfVolume:
            guard let sigma = sigmas.halfVolume else { return }
            for layers in groups(of: nominal.layers, by: { $0.volumeID }) {
                drawHalves(ModuleSelection(volume: Int(layers[0].volumeID)), sigma, .halfVolumeDisplacement, level)
            }
        case .halfLayer:
            guard let sigma = sigmas.halfLayer else { return }
            for layer in nominal.layers {
                let selection = ModuleSelection(volume: Int(layer.volumeID), layer: Int(layer.layerID))
                drawHalves(selection, sigma, .halfLayerDisplacement, level)
            }
        case .layer:
            guard let sigma = sigmas.layer else { return }
            for layer in nominal.layers {
                move(
                    Array(layer.modules), sigma, .layerDisplacement, level, volume: layer.volumeID,
                    layer: layer.layerID)
            }
        case .part:
            for layer in nominal.layers {
                if let sigma = sigma(ofPartsOf: layer) { drawParts(layer, sigma) }
            }
        case .module:
            guard let sigma = sigmas.module else { return }
            for (position, module) in nominal.modules.enumerated() {
                move(
                    [position], sigma, .moduleDisplacement, level, volume: module.volumeID, layer: module.layerID,
                    number: module.moduleID)
            }
        }
    }

    private mutating func drawHalves(
        _ selection: ModuleSelection, _ sigma: Displacement, _ draw: ConditionsDraw, _ level: ModuleSelection.Level
    ) {
        for half in ModuleSelection.Half.allCases {
            var selection = selection
            selection.half = half
            let positions = selection.positions(in: nominal)
            if positions.isEmpty { continue }
            move(
                positions, sigma, draw, level, volume: Int32(selection.volume ?? 0),
                layer: Int32(selection.layer ?? 0), number: Int32(half.rawValue))
        }
    }

    private func sigma(ofPartsOf layer: Layer) -> Displacement? {
        switch layer.mounting {
        case .single: nil
        case .staves: interval.misalignment.stave
        case .rings: interval.misalignment.ring
        }
    }

    private mutating func drawParts(_ layer: Layer, _ sigma: Displacement) {
        var parts: [[Int]] = []
        for position in layer.modules {
            let part = layer.mounting.part(of: position - layer.modules.lowerBound)
            while parts.count <= part { parts.append([]) }
            parts[part].append(position)
        }
        for (number, positions) in parts.enumerated() where !positions.isEmpty {
            move(
                positions, sigma, .partDisplacement, .part, volume: layer.volumeID, layer: layer.layerID,
                number: Int32(number))
        }
    }

    private mutating func move(
        _ positions: [Int], _ sigma: Displacement, _ draw: ConditionsDraw, _ level: ModuleSelection.Level,
        volume: Int32 = 0, layer: Int32 = 0, number: Int32 = 0
    ) {
        var stream = draw.stream(seed: interval.seed, volume: volume, layer: layer, number: number)
        let (dx, dy) = stream.normalPair()
        let (dz, ax) = stream.normalPair()
        let (ay, az) = stream.normalPair()
        let displacement = Displacement(
            shift: Vector3(sigma.shift.x * dx, sigma.shift.y * dy, sigma.shift.z * dz),
            rotation: Vector3(sigma.rotation.x * ax, sigma.rotation.y * ay, sigma.rotation.z * az))
        move(positions, by: displacement, level)
    }

    /// Layers of equal keys, in the order of their first ones.
    private func groups(of layers: [Layer], by key: (Layer) -> Int32) -> [[Layer]] {
        var keys: [Int32] = []
        for layer in layers where !keys.contains(key(layer)) { keys.append(key(layer)) }
        return keys.map { wanted in layers.filter { key($0) == wanted } }
    }

    // MARK: Checks

    private mutating func checkBoundary(_ tracker: Tracker) {
        let outside = tracker.layers.filter { layer in
            let half = 0.5 * layer.sensor.slab.thickness
            let reach = max(-layer.z.lowerBound, layer.z.upperBound) + half
            return layer.radius.upperBound + half > tracker.boundaryRadius || reach > tracker.boundaryHalfLength
        }
        guard let first = outside.first else { return }
        let others = outside.count > 1 ? " and \(outside.count - 1) others" : ""
        let reach = max(-first.z.lowerBound, first.z.upperBound)
        problems.append(
            interval.place.diagnostic(
                "outside", "displaced modules leave the tracking volume, of layer '\(shortened(first.name))'\(others)",
                reason: "they reach r = \(DecimalText.short(first.radius.upperBound, 3)), |z| = "
                    + "\(DecimalText.short(reach, 3)) mm",
                remedy: "displace them less, or enlarge the geometry's tracking_volume"))
    }
}
