// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// What a layer or a passive surface can put in the way of a straight line, as `MatterAhead` reads it: one row each.
///
/// A path in a slab is its thickness over the cosine c to the normal; `thickness` holds as many slabs as a line can
/// cross at once. All extents are a little wider than the surfaces.
struct MatterRows {
    /// Cylinders and barrel layers, planes and disc layers.
    private(set) var radial: [RadialRow] = []
    private(set) var axial: [AxialRow] = []

    /// For c ≥ turn (r dr/ds) / r − slide across / r − tilt |uz|, at the smallest radius of the way through the row.
    struct RadialRow {
        var material: Int
        /// mm.
        var radius, z: ClosedRange<Double>
        var turn, slide, tilt: Double
        /// Nothing is known where the cosine between the way and the radius, seen along z, is below this.
        var leastCosine: Double
        /// Smallest c.
        var least: Double
        /// By class of directions, mm.
        var thickness: [Double]
    }

    /// For c ≥ upright |uz| − lean `transverse`.
    struct AxialRow {
        var material: Int
        var radius, z: ClosedRange<Double>
        var upright, lean: Double
        var least: Double
        var thickness: [Double]
    }

    /// Classes of directions by |cot θ|, which is below ½, 1, 2, 4, 8, 16, 32, or anything.
    static let classes = 8
    /// Ways through layers of a barrel are bounded if they are at most 37° from the radius.
    static let leastCosine = 0.8
    /// mm: above the rounding of all places computed here, and of those that navigation finds.
    static let slack = 1e-4
    /// Paths in modules end at their edges; c may be anything.
    private static let leastCosineInModules = 1e-9

    /// The class of a direction.
    @inline(__always)
    static func directionClass(cotangent: Double) -> Int {
        // The power of two at or below it.
        let exponent = Int(truncatingIfNeeded: cotangent.bitPattern &>> 52) &- 1021
        return max(0, min(classes - 1, exponent))
    }

    /// The largest |cot θ| of a class, and the largest |tan θ|; a little more.
    static func steepest(_ direction: Int) -> (cotangent: Double, tangent: Double) {
        let power = Double(sign: .plus, exponent: direction - 1, significand: 1) * (1 + 1e-6)
        return (direction == classes - 1 ? .infinity : power, direction == 0 ? .infinity : 2.000_004 / power)
    }

    init(_ tracker: Tracker) {
        for layer in tracker.layers where !layer.modules.isEmpty {
            let faces = layer.modules.map { ModuleFace(tracker.modules[$0]) }
            if layer.shape == .barrel { addBarrel(layer, faces) } else { addDisc(layer, faces) }
        }
        for surface in tracker.passive {
            let thickness = [Double](repeating: surface.slab.thickness, count: MatterRows.classes)
            let least = 1 / SurfaceTable.longestPassivePath
            switch surface.shape {
            case .cylinder(let radius, let z):
                radial.append(
                    RadialRow(
                        material: surface.slab.material, radius: radius...radius, z: MatterRows.widened(z), turn: 1,
                        slide: 0, tilt: 0, leastCosine: 0, least: least, thickness: thickness))
            case .disc(let z, let radius):
                axial.append(
                    AxialRow(
                        material: surface.slab.material, radius: MatterRows.widened(radius), z: z...z, upright: 1,
                        lean: 0, least: least, thickness: thickness))
            }
        }
    }

    private mutating func addBarrel(_ layer: Layer, _ faces: [ModuleFace]) {
        let (radius, z) = MatterRows.extent(faces)
        let overlap = ModuleOverlap(faces, isBarrel: true)
        let depth = radius.upperBound - radius.lowerBound
        let leastCosine = MatterRows.leastCosine
        // r dφ/dr is the tangent of the angle between the way and the radius.
        let sweep = (1 - leastCosine * leastCosine).squareRoot() / leastCosine * depth / radius.lowerBound
        let hasHole = radius.lowerBound > 0
        let cosine = faces.reduce(1) { min($0, 1 / (1 + $1.turn * $1.turn).squareRoot()) }
        let across = faces.reduce(1) { min($0, $1.normalAcross) }
        radial.append(
            RadialRow(
                material: layer.sensor.slab.material, radius: radius, z: z, turn: across * cosine,
                slide: across * max(0, 1 - cosine * cosine).squareRoot(), tilt: faces.reduce(0) { max($0, $1.normalZ) },
                leastCosine: leastCosine, least: MatterRows.leastCosineInModules,
                thickness: (0..<MatterRows.classes).map { direction in
                    let along = depth / leastCosine * MatterRows.steepest(direction).cotangent
                    let most = overlap.most(along: along) { _ in hasHole ? sweep : .infinity }
                    return Double(most) * layer.sensor.slab.thickness
                }))
    }

    private mutating func addDisc(_ layer: Layer, _ faces: [ModuleFace]) {
        let (radius, z) = MatterRows.extent(faces)
        let overlap = ModuleOverlap(faces, isBarrel: false)
        axial.append(
            AxialRow(
                material: layer.sensor.slab.material, radius: radius, z: z,
                upright: faces.reduce(1) { min($0, $1.normalZ) }, lean: faces.reduce(0) { max($0, $1.normalAcross) },
                least: MatterRows.leastCosineInModules,
                thickness: (0..<MatterRows.classes).map { direction in
                    let across = (z.upperBound - z.lowerBound) * MatterRows.steepest(direction).tangent
                    // Places d apart and no nearer to the axis than r are seen from there at 2 asin(d/2r) at most.
                    let most = overlap.most(along: across) { $0 > 0 && across <= $0 ? 1.05 * across / $0 : .infinity }
                    return Double(most) * layer.sensor.slab.thickness
                }))
    }

    private static func extent(_ faces: [ModuleFace]) -> (radius: ClosedRange<Double>, z: ClosedRange<Double>) {
        var radius = faces[0].radius
        var z = faces[0].z
        for face in faces {
            radius =
                min(radius.lowerBound, face.radius.lowerBound)...max(radius.upperBound, face.radius.upperBound)
            z = min(z.lowerBound, face.z.lowerBound)...max(z.upperBound, face.z.upperBound)
        }
        return (widened(radius), widened(z))
    }

    private static func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
        range.lowerBound - slack...range.upperBound + slack
    }
}
