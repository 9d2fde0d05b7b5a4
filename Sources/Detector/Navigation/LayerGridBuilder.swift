// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Finds the rings of layers and computes their bins.
struct LayerGridBuilder {
    private(set) var grids: [LayerGrid] = []
    private(set) var rings: [ModuleRing] = []
    private(set) var ranges: [IndexRange] = []
    /// The modules of all rings, in the order of the planes that the navigation reads.
    private(set) var ringModules: [Int] = []
    /// Where a table of ranges already stands, so that rings of one pattern share it.
    private var known: [[IndexRange]: Int32] = [:]

    /// Modules of one ring have centres that differ by less than this along z or r, mm; alignment shifts are smaller,
    /// the distance of rings is larger. A wrong guess costs speed, not correctness.
    private static let ringTolerance = 1.5
    /// Bins per module: fine enough that the bins add few modules to those that a path can reach.
    private static let binsPerModule = 8

    mutating func add(_ layer: Layer, footprints: [ModuleFootprint]) {
        let isBarrel = layer.shape == .barrel
        func extent(_ i: Int) -> ClosedRange<Double> { isBarrel ? footprints[i].z : footprints[i].radius }
        func middle(_ i: Int) -> Double { 0.5 * (extent(i).lowerBound + extent(i).upperBound) }
        let firstRing = Int32(rings.count)
        let firstPlane = Int32(ringModules.count)
        var ringExtents: [ClosedRange<Double>] = []
        let sorted = footprints.indices.sorted { (middle($0), $0) < (middle($1), $1) }
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, middle(sorted[end]) - middle(sorted[start]) < LayerGridBuilder.ringTolerance {
                end += 1
            }
            let ring = Array(sorted[start..<end])
            addRing(ring.map { ($0 + layer.modules.lowerBound, footprints[$0]) })
            ringExtents.append(
                ring.map { extent($0).lowerBound }.min()!...ring.map { extent($0).upperBound }.max()!)
            start = end
        }
        let low = ringExtents.map(\.lowerBound).min() ?? 0
        let high = ringExtents.map(\.upperBound).max() ?? 0
        let bins = high > low ? max(1, min(4096, ringExtents.count * LayerGridBuilder.binsPerModule)) : 1
        let scale = high > low ? Double(bins) / (high - low) : 0
        let table = alongTable(ringExtents, origin: low, scale: scale, bins: bins)
        let innermost = footprints.map(\.radius.lowerBound).min() ?? 0
        grids.append(
            LayerGrid(
                isBarrel: isBarrel, minimumRadius: innermost,
                maximumRadius: footprints.map(\.radius.upperBound).max() ?? 0,
                // The chord of a path in a barrel layer dips below the layer by less than a quarter of its radius; a
                // third is seen under an angle 2 % larger.
                anglePerLength: innermost > 0 ? 1.02 / (0.75 * innermost) : .infinity,
                minimumZ: footprints.map(\.z.lowerBound).min() ?? 0,
                maximumZ: footprints.map(\.z.upperBound).max() ?? 0, firstPlane: firstPlane,
                moduleCount: Int32(layer.modules.count), alongOrigin: low,
                alongScale: table.count == 1 ? 0 : scale, alongBins: Int32(table.count), firstAlongBin: place(table),
                firstRing: firstRing))
    }

    private mutating func place(_ table: [IndexRange]) -> Int32 {
        if let position = known[table] { return position }
        let position = Int32(ranges.count)
        known[table] = position
        ranges += table
        return position
    }

    /// The rings that reach into each bin along z or r.
    private func alongTable(
        _ extents: [ClosedRange<Double>], origin: Double, scale: Double, bins: Int
    ) -> [IndexRange] {
        let all = [IndexRange(first: 0, end: Int32(extents.count))]
        var first = [Int](repeating: Int.max, count: bins)
        var end = [Int](repeating: 0, count: bins)
        for (i, extent) in extents.enumerated() {
            let from = Int(((extent.lowerBound - origin) * scale).rounded(.down))
            let to = Int(((extent.upperBound - origin) * scale).rounded(.down))
            for bin in max(0, min(bins - 1, from))...max(0, min(bins - 1, to)) {
                first[bin] = min(first[bin], i)
                end[bin] = max(end[bin], i + 1)
            }
        }
        // An empty bin takes the position between its neighbours.
        for bin in 1..<max(bins, 1) where first[bin] == .max {
            first[bin] = end[bin - 1]
            end[bin] = end[bin - 1]
        }
        for bin in 1..<max(bins, 1) where first[bin] < first[bin - 1] || end[bin] < end[bin - 1] { return all }
        return zip(first, end).map { IndexRange(first: Int32($0), end: Int32($1)) }
    }

    private mutating func addRing(_ modules: [(index: Int, footprint: ModuleFootprint)]) {
        let sorted = modules.sorted { ($0.footprint.angle, $0.index) < ($1.footprint.angle, $1.index) }
        let pitch = PhysicalConstants.twoPi / Double(sorted.count)
        // The regular ring that fits best in the middle of the largest deviations; unwrapped from the first module.
        var deviations: [Double] = []
        for (i, module) in sorted.enumerated() {
            deviations.append(module.footprint.angle - sorted[0].footprint.angle - Double(i) * pitch)
        }
        let origin = sorted[0].footprint.angle + 0.5 * (deviations.min()! + deviations.max()!)
        var reach = 0.0
        var deviation = 0.0
        for (i, module) in sorted.enumerated() {
            let off = abs(module.footprint.angle - (origin + Double(i) * pitch))
            reach = max(reach, off + module.footprint.halfAngle)
            deviation = max(deviation, off)
        }
        rings.append(
            ModuleRing(
                angle: origin, reach: reach, deviation: deviation,
                width: sorted.map(\.footprint.halfWidth).max()!, perAngle: 1 / pitch,
                firstPlane: Int32(ringModules.count), moduleCount: Int32(sorted.count)))
        ringModules += sorted.map(\.index)
    }
}
