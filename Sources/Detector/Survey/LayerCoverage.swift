// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// How hermetic a layer is for straight tracks.
public struct LayerCoverage: Sendable, Equatable, Codable {
    public var layer: String
    /// Fraction of directions towards the layer that cross at least one of its modules.
    public var fraction: Double
    /// Mean number of modules crossed.
    public var crossings: Double
    /// Pseudorapidities towards the ends of the layer, from the centre.
    public var eta: [Double]

    /// Measures a layer with straight lines from the luminous region to points spread evenly over the layer's
    /// length (barrel) or radius (disc), less 2 % at each end, and over azimuth. A layer across the axis, such as a
    /// plane of a beam telescope, is measured with lines nearly along z to the rectangle about its modules.
    ///
    /// - Parameters:
    ///   - lines: number of lines, at least 1.
    ///   - vertices: where they start on the z axis, in turn, mm.
    public init(_ layer: Layer, of tracker: Tracker, lines: Int, vertices: [Double]) {
        let range = layer.shape == .barrel ? layer.z : layer.radius
        let margin = 0.02 * (range.upperBound - range.lowerBound)
        let (low, high) = (range.lowerBound + margin, range.upperBound - margin)
        let middleRadius = 0.5 * (layer.radius.lowerBound + layer.radius.upperBound)
        let middleZ = 0.5 * (layer.z.lowerBound + layer.z.upperBound)
        var reach = 0.0
        for module in tracker.modules[layer.modules] {
            let halfU = max(module.halfUMinimum, module.halfUMaximum)
            reach = max(reach, (halfU * halfU + module.halfV * module.halfV).squareRoot())
        }
        let isPlane = layer.shape == .disc && layer.radius.lowerBound == 0
        let beam = isPlane ? ParallelBeam(layer, of: tracker) : nil
        var (seen, crossed) = (0, 0)
        for index in 0..<lines {
            let golden = 0.6180339887498949 * Double(index)
            let fraction = (Double(index) + 0.5) / Double(lines)
            let place = low + fraction * (high - low)
            let line =
                beam?.line(fraction, golden - golden.rounded(.down))
                ?? StraightLine(
                    radius: layer.shape == .barrel ? middleRadius : place,
                    targetZ: layer.shape == .barrel ? place : middleZ,
                    phi: PhysicalConstants.twoPi * (golden - golden.rounded(.down)),
                    z: vertices.isEmpty ? 0 : vertices[index % vertices.count])
            var count = 0
            for module in tracker.modules[layer.modules]
            where line.passesNear(module.center, within: reach) && line.cosineOfCrossing(module) != nil {
                count += 1
            }
            seen += count > 0 ? 1 : 0
            crossed += count
        }
        self.layer = layer.name
        fraction = Double(seen) / Double(lines)
        crossings = Double(crossed) / Double(lines)
        func etaTowards(_ radius: Double, _ z: Double) -> Double { Elementary.asinh(z / max(radius, 1e-9)) }
        eta =
            layer.shape == .barrel
            ? [etaTowards(middleRadius, layer.z.lowerBound), etaTowards(middleRadius, layer.z.upperBound)]
            : [etaTowards(layer.radius.upperBound, middleZ), etaTowards(layer.radius.lowerBound, middleZ)]
    }
}

/// Lines from far upstream, spread over the rectangle about a layer's modules.
private struct ParallelBeam {
    private var x = (low: Double.infinity, high: -Double.infinity)
    private var y = (low: Double.infinity, high: -Double.infinity)
    private let z: Double
    private let start: Double

    init(_ layer: Layer, of tracker: Tracker) {
        z = 0.5 * (layer.z.lowerBound + layer.z.upperBound)
        start = -100 * tracker.boundaryHalfLength
        for module in tracker.modules[layer.modules] {
            for corner in ModuleExtent.corners(module, thickness: 0) {
                x = (min(x.low, corner.x), max(x.high, corner.x))
                y = (min(y.low, corner.y), max(y.high, corner.y))
            }
        }
    }

    func line(_ first: Double, _ second: Double) -> StraightLine {
        let (px, py) = (x.low + first * (x.high - x.low), y.low + second * (y.high - y.low))
        return StraightLine(
            radius: (px * px + py * py).squareRoot(), targetZ: z, phi: Elementary.atan2(py, px), z: start)
    }
}
