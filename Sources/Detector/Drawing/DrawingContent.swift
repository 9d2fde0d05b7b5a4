// SPDX-License-Identifier: GPL-3.0-or-later

/// What the views of a drawing share.
struct DrawingContent {
    struct Component {
        var name: String
        var modules: Int
    }
    /// A rectangle in r and z, mm.
    struct Mark: Hashable {
        var radius: ClosedRange<Double>
        var z: ClosedRange<Double>
    }
    let tracker: Tracker
    /// In the order of their innermost radius.
    let components: [Component]
    /// By layer.
    let componentOfLayer: [Int]
    /// mm².
    let area: Double
    /// Largest radius and |z| of any module or passive surface, mm.
    let maximumRadius: Double
    let maximumZ: Double
    /// Whether the half at negative z mirrors the other one, so that drawing one of them is enough.
    let isMirrored: Bool
    /// Whether a sensor stands on the beam line: the beam is what is measured, and pseudorapidity means nothing.
    let isInBeam: Bool

    init(_ tracker: Tracker) {
        self.tracker = tracker
        var found: [(name: String, radius: Double, modules: Int)] = []
        for layer in tracker.layers {
            if let index = found.firstIndex(where: { $0.name == layer.sensor.component }) {
                found[index].radius = min(found[index].radius, layer.radius.lowerBound)
                found[index].modules += layer.modules.count
            } else {
                found.append((layer.sensor.component, layer.radius.lowerBound, layer.modules.count))
            }
        }
        let sorted = found.sorted { ($0.radius, $0.name) < ($1.radius, $1.name) }
        components = sorted.map { Component(name: $0.name, modules: $0.modules) }
        componentOfLayer = tracker.layers.map { layer in
            sorted.firstIndex { $0.name == layer.sensor.component } ?? 0
        }
        area = tracker.modules.reduce(0) { $0 + 2 * ($1.halfUMinimum + $1.halfUMaximum) * $1.halfV }
        var marks: Set<Mark> = []
        var (radius, z) = (1.0, 1.0)
        for layer in tracker.layers {
            marks.insert(Self.rounded(layer.radius, layer.z))
            radius = max(radius, layer.radius.upperBound)
            z = max(z, -layer.z.lowerBound, layer.z.upperBound)
        }
        for surface in tracker.passive {
            let mark = Self.mark(surface)
            marks.insert(Self.rounded(mark.radius, mark.z))
            radius = max(radius, mark.radius.upperBound)
            z = max(z, -mark.z.lowerBound, mark.z.upperBound)
        }
        (maximumRadius, maximumZ) = (radius, z)
        isInBeam = tracker.layers.contains { $0.radius.lowerBound <= 0 }
        isMirrored = marks.allSatisfy {
            marks.contains(Mark(radius: $0.radius, z: (0 - $0.z.upperBound)...(0 - $0.z.lowerBound)))
        }
    }

    /// Distinct rectangles in r and z that a layer's modules fill, and those about the centres of barrel modules
    /// or equal to the former for discs; at most one per 0.01 mm.
    func marks(of layer: Layer) -> (filled: [Mark], centres: [Mark]) {
        var seen: Set<Mark> = []
        var filled: [Mark] = []
        var centres: [Mark] = []
        let half = 0.5 * layer.sensor.slab.thickness
        for module in tracker.modules[layer.modules] {
            let extent = ModuleExtent.extent(module, thickness: layer.sensor.slab.thickness)
            let mark = Self.rounded(extent.radius, extent.z)
            guard seen.insert(mark).inserted else { continue }
            filled.append(mark)
            let radius = (module.center.x * module.center.x + module.center.y * module.center.y).squareRoot()
            centres.append(
                layer.shape == .disc ? mark : Mark(radius: max(0, radius - half)...(radius + half), z: mark.z))
        }
        return (filled, centres)
    }

    static func mark(_ surface: PassiveSurface) -> Mark {
        let half = 0.5 * surface.slab.thickness
        switch surface.shape {
        case .cylinder(let radius, let z): return Mark(radius: max(0, radius - half)...(radius + half), z: z)
        case .disc(let z, let radius): return Mark(radius: radius, z: (z - half)...(z + half))
        }
    }

    private static func rounded(_ radius: ClosedRange<Double>, _ z: ClosedRange<Double>) -> Mark {
        func round(_ value: Double) -> Double { (value * 100).rounded() / 100 + 0 }
        return Mark(
            radius: round(radius.lowerBound)...round(radius.upperBound),
            z: round(z.lowerBound)...round(z.upperBound))
    }
}
