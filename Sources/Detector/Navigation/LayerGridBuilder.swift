// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds the rings of layers and computes their bins.
struct LayerGridBuilder {
    private(set) var grids: [LayerGrid] = []
    private(set) var rings: [ModuleRing] = []
    private(set) var ranges: [IndexRange] = []
    private(set) var ringModules: [Int32] = []
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
                // The chord of a path in a barrel layer dips below the layer by less than a quarter of its radius.
                anglePerLength: innermost > 0 ? 1 / (0.75 * innermost) : .infinity,
                minimumZ: footprints.map(\.z.lowerBound).min() ?? 0,
                maximumZ: footprints.map(\.z.upperBound).max() ?? 0, firstModule: Int32(layer.modules.lowerBound),
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
        let bins = max(1, min(8192, sorted.count * LayerGridBuilder.binsPerModule))
        let table = angleTable(sorted.map(\.footprint), bins: bins)
        rings.append(
            ModuleRing(
                firstModule: Int32(ringModules.count), moduleCount: Int32(sorted.count),
                angleScale: Double(table.count) / 4, angleBins: Int32(table.count), firstAngleBin: place(table)))
        ringModules += sorted.map { Int32($0.index) }
    }

    /// The modules that reach into each bin of azimuth. Falls back to one bin with all of them if they do not follow
    /// each other in order.
    private func angleTable(_ footprints: [ModuleFootprint], bins: Int) -> [IndexRange] {
        let count = footprints.count
        let all = [IndexRange(first: 0, end: Int32(count))]
        let scale = Double(bins) / 4
        // Unwrapped: module i of turn k is i + k count, at angle + 4 k; the middle turn of three is kept.
        var first = [Int](repeating: Int.max, count: bins)
        var end = [Int](repeating: Int.min, count: bins)
        for turn in -1...1 {
            for (i, footprint) in footprints.enumerated() {
                let angle = footprint.angle + 4 * Double(turn)
                let from = Int(((angle - footprint.halfAngle) * scale).rounded(.down))
                let to = Int(((angle + footprint.halfAngle) * scale).rounded(.down))
                guard to >= 0, from < bins else { continue }
                for bin in max(0, from)...min(bins - 1, to) {
                    first[bin] = min(first[bin], i + turn * count)
                    end[bin] = max(end[bin], i + turn * count + 1)
                }
            }
        }
        for bin in 0..<bins where first[bin] == .max {
            // Nothing here: the position of the next module in azimuth.
            let next = footprints.firstIndex { $0.angle * scale > Double(bin) } ?? count
            first[bin] = next
            end[bin] = next
        }
        for bin in 0..<bins {
            let previous = bin == 0 ? bins - 1 : bin - 1
            let shift = bin == 0 ? count : 0
            if first[bin] < first[previous] - shift || end[bin] < end[previous] - shift { return all }
            if end[bin] - first[bin] > count { return all }
        }
        return zip(first, end).map { IndexRange(first: Int32($0), end: Int32($1)) }
    }
}
