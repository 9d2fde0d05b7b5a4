// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// An importance map of the unit hypercube: every axis is cut in bins of equal probability and adapted width.
///
/// The grid and its refinement are those of VEGAS (Lepage, J. Comput. Phys. 27 (1978) 192). Made while planning, with
/// IEEE operations and our own functions only; kept in the plan as exact numbers.
struct AdaptiveMap: Sendable {
    static let bins = 40
    let dimensions: Int
    /// bins + 1 edges per axis.
    private(set) var edges: [Double]

    init(dimensions: Int) {
        self.dimensions = dimensions
        edges = (0..<dimensions).flatMap { _ in (0...Self.bins).map { Double($0) / Double(Self.bins) } }
    }

    /// From a plan; nil if the numbers are no map.
    init?(dimensions: Int, edges: [Double]) {
        guard edges.count == dimensions * (Self.bins + 1) else { return nil }
        for axis in 0..<dimensions {
            let base = axis * (Self.bins + 1)
            guard edges[base] == 0, edges[base + Self.bins] == 1 else { return nil }
            for bin in 0..<Self.bins where !(edges[base + bin] < edges[base + bin + 1]) { return nil }
        }
        self.dimensions = dimensions
        self.edges = edges
    }

    /// Moves the edges towards equal shares of the squared weight.
    ///
    /// - Parameter sums: sum of squared weights per bin, axis by axis.
    mutating func refine(_ sums: [Double], damping: Double) {
        for axis in 0..<dimensions {
            let smooth = Self.smoothed(Array(sums[axis * Self.bins..<(axis + 1) * Self.bins]))
            let total = smooth.reduce(0, +)
            guard total > 0 else { continue }
            // Lepage 1978, eq. 17-18.
            let importance = smooth.map { value -> Double in
                let share = value / total
                guard share > 1e-12 else { return 1e-6 }
                guard share < 1 - 1e-12 else { return 1 }
                return Elementary.pow((share - 1) / Elementary.log(share), damping)
            }
            rebin(axis: axis, importance: importance)
        }
    }

    /// Edges as multiples of a millionth: they are short as text and lose nothing.
    mutating func round() {
        let unit = 1e-6
        for axis in 0..<dimensions {
            let base = axis * (Self.bins + 1)
            var last = 0.0
            for edge in 1..<Self.bins {
                let steps = max((edges[base + edge] / unit).rounded(), last + 1)
                last = min(steps, 1 / unit - Double(Self.bins - edge))
                edges[base + edge] = last / 1e6
            }
        }
    }

    private static func smoothed(_ values: [Double]) -> [Double] {
        values.indices.map { bin in
            let low = max(bin - 1, 0)
            let high = min(bin + 1, values.count - 1)
            return values[low...high].reduce(0, +) / Double(high - low + 1)
        }
    }

    private mutating func rebin(axis: Int, importance: [Double]) {
        let base = axis * (Self.bins + 1)
        let old = Array(edges[base...base + Self.bins])
        let each = importance.reduce(0, +) / Double(Self.bins)
        var bin = 0
        var gathered = 0.0
        for edge in 1..<Self.bins {
            let wanted = Double(edge) * each
            while bin < Self.bins - 1 && gathered + importance[bin] < wanted {
                gathered += importance[bin]
                bin += 1
            }
            let fraction = min(max((wanted - gathered) / importance[bin], 0), 1)
            let value = old[bin] + fraction * (old[bin + 1] - old[bin])
            edges[base + edge] = min(max(value, edges[base + edge - 1] + 1e-9), 1 - 1e-9 * Double(Self.bins - edge))
        }
    }
}

/// The map as generation reads it.
struct FixedMap: Sendable {
    private let edges: ConstantTable<Double>

    init(_ map: AdaptiveMap) { edges = ConstantTable(map.edges) }

    /// Position on an axis and the factor of the weight for a uniform number.
    @inline(__always)
    func position(axis: Int, _ u: Double) -> (value: Double, jacobian: Double, bin: Int) {
        let scaled = u * Double(AdaptiveMap.bins)
        let bin = min(Int(scaled), AdaptiveMap.bins - 1)
        let base = axis * (AdaptiveMap.bins + 1) + bin
        let width = edges[base + 1] - edges[base]
        return (edges[base] + (scaled - Double(bin)) * width, width * Double(AdaptiveMap.bins), bin)
    }
}
