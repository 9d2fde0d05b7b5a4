// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A shell of radius (or a slab of z) that holds surfaces; between stations there is nothing to cross.
struct Station {
    /// Bounds with `Navigator.margin` added.
    let lower: Double
    let upper: Double
    /// Its members in `NavigationView.members`.
    let firstMember: Int32
    let endMember: Int32
}

/// A passive surface as the navigation sees it: a cylinder or a disc at `position`, from `low` to `high`.
struct PassivePlace {
    let isCylinder: Bool
    let position: Double
    let low: Double
    let high: Double
}

/// What the navigation looks up while a particle flies: computed once from a tracker, never changed, shared by all
/// workers. It owns the memory; `navigator` is the view that kernels copy freely.
public final class NavigationIndex: Sendable {
    /// The tracker the index was made from.
    public let tracker: Tracker
    private let modules: UnsafeTable<Module>
    private let grids: UnsafeTable<LayerGrid>
    private let binStarts: UnsafeTable<Int32>
    private let candidates: UnsafeTable<Int32>
    private let places: UnsafeTable<PassivePlace>
    private let members: UnsafeTable<Int32>
    private let radial: UnsafeTable<Station>
    private let axial: UnsafeTable<Station>

    public init(_ tracker: Tracker) {
        self.tracker = tracker
        var builder = NavigationBuilder(tracker)
        builder.build()
        modules = UnsafeTable(tracker.modules)
        grids = UnsafeTable(builder.grids)
        binStarts = UnsafeTable(builder.binStarts)
        candidates = UnsafeTable(builder.candidates)
        places = UnsafeTable(builder.places)
        members = UnsafeTable(builder.members)
        radial = UnsafeTable(builder.radial)
        axial = UnsafeTable(builder.axial)
    }

    /// Valid while this index lives.
    public var navigator: Navigator {
        Navigator(
            modules: modules.pointer, moduleCount: Int32(modules.count), grids: grids.pointer,
            binStarts: binStarts.pointer, candidates: candidates.pointer, places: places.pointer,
            members: members.pointer, radial: radial.pointer, radialCount: radial.count, axial: axial.pointer,
            axialCount: axial.count, boundaryRadius: tracker.boundaryRadius,
            boundaryHalfLength: tracker.boundaryHalfLength)
    }
}

/// Collects the tables of a navigation index.
struct NavigationBuilder {
    let tracker: Tracker
    private(set) var grids: [LayerGrid] = []
    private(set) var binStarts: [Int32] = []
    private(set) var candidates: [Int32] = []
    private(set) var places: [PassivePlace] = []
    private(set) var members: [Int32] = []
    private(set) var radial: [Station] = []
    private(set) var axial: [Station] = []

    init(_ tracker: Tracker) { self.tracker = tracker }

    mutating func build() {
        for layer in tracker.layers { addGrid(layer) }
        binStarts.append(Int32(candidates.count))
        places = tracker.passive.map { surface in
            switch surface.shape {
            case .cylinder(let radius, let z):
                PassivePlace(isCylinder: true, position: radius, low: z.lowerBound, high: z.upperBound)
            case .disc(let z, let radius):
                PassivePlace(isCylinder: false, position: z, low: radius.lowerBound, high: radius.upperBound)
            }
        }
        radial = stations(
            layers: tracker.layers.indices.filter { grids[$0].isBarrel }.map {
                ($0, grids[$0].minimumRadius, grids[$0].maximumRadius)
            }, passive: places.indices.filter { places[$0].isCylinder }.map { ($0, places[$0].position) })
        axial = stations(
            layers: tracker.layers.indices.filter { !grids[$0].isBarrel }.map {
                ($0, grids[$0].minimumZ, grids[$0].maximumZ)
            }, passive: places.indices.filter { !places[$0].isCylinder }.map { ($0, places[$0].position) })
    }

    /// Merges what overlaps into stations, in rising order.
    private mutating func stations(
        layers: [(Int, Double, Double)], passive: [(Int, Double)]
    ) -> [Station] {
        var items = layers.map { (member: Int32($0.0), low: $0.1, high: $0.2) }
        // Passive members are stored as −1 − index.
        items += passive.map { (member: Int32(-1 - $0.0), low: $0.1, high: $0.1) }
        items.sort { ($0.low, $0.high, $0.member) < ($1.low, $1.high, $1.member) }
        var result: [Station] = []
        var i = 0
        while i < items.count {
            var high = items[i].high
            var j = i + 1
            while j < items.count, items[j].low - Navigator.margin <= high + 2 * Navigator.margin {
                high = max(high, items[j].high)
                j += 1
            }
            let first = Int32(members.count)
            members += items[i..<j].map(\.member)
            result.append(
                Station(
                    lower: items[i].low - Navigator.margin, upper: high + Navigator.margin,
                    firstMember: first, endMember: Int32(members.count)))
            i = j
        }
        return result
    }

    private mutating func addGrid(_ layer: Layer) {
        let footprints = layer.modules.map { ModuleFootprint(tracker.modules[$0]) }
        let isBarrel = layer.shape == .barrel
        func extent(_ f: ModuleFootprint) -> ClosedRange<Double> { isBarrel ? f.z : f.radius }
        let low = footprints.map { extent($0).lowerBound }.min() ?? 0
        let high = footprints.map { extent($0).upperBound }.max() ?? 0
        let count = Double(max(footprints.count, 1))
        let meanAngle = footprints.reduce(0) { $0 + 2 * $1.halfAngle } / count
        let meanAlong = footprints.reduce(0) { $0 + extent($1).upperBound - extent($1).lowerBound } / count
        // Bins of a third of a module with margins of a quarter: lists of about four modules.
        let angleBins = max(1, min(4096, Int((12 / max(meanAngle, 1e-3)).rounded(.up))))
        let alongBins = max(1, min(4096, Int((3 * (high - low) / max(meanAlong, 1e-3)).rounded(.up))))
        let angleScale = Double(angleBins) / 4
        let alongScale = high > low ? Double(alongBins) / (high - low) : 0
        let grid = LayerGrid(
            isBarrel: isBarrel, minimumRadius: footprints.map(\.radius.lowerBound).min() ?? 0,
            maximumRadius: footprints.map(\.radius.upperBound).max() ?? 0,
            minimumZ: footprints.map(\.z.lowerBound).min() ?? 0, maximumZ: footprints.map(\.z.upperBound).max() ?? 0,
            firstModule: Int32(layer.modules.lowerBound), moduleCount: Int32(layer.modules.count),
            angleScale: angleScale, angleBins: Int32(angleBins), alongScale: alongScale, alongOrigin: low,
            alongBins: Int32(alongBins), angleMargin: meanAngle / 4, alongMargin: meanAlong / 4,
            firstBin: Int32(binStarts.count))
        grids.append(grid)
        fill(grid, footprints, extent)
    }

    /// Lists in each bin the modules that come within the margins of it.
    private mutating func fill(
        _ grid: LayerGrid, _ footprints: [ModuleFootprint], _ extent: (ModuleFootprint) -> ClosedRange<Double>
    ) {
        let angleBins = Int(grid.angleBins)
        let alongBins = Int(grid.alongBins)
        var lists = [[Int32]](repeating: [], count: angleBins * alongBins)
        for (i, footprint) in footprints.enumerated() {
            let reach = footprint.halfAngle + grid.angleMargin
            let firstAngle = Int(((footprint.angle - reach) * grid.angleScale).rounded(.down))
            let lastAngle = min(
                firstAngle + angleBins - 1, Int(((footprint.angle + reach) * grid.angleScale).rounded(.down)))
            let span = extent(footprint)
            let from = (span.lowerBound - grid.alongMargin - grid.alongOrigin) * grid.alongScale
            let to = (span.upperBound + grid.alongMargin - grid.alongOrigin) * grid.alongScale
            let firstAlong = max(0, min(alongBins - 1, Int(from.rounded(.down))))
            let lastAlong = max(0, min(alongBins - 1, Int(to.rounded(.down))))
            for angle in firstAngle...max(firstAngle, lastAngle) {
                let wrapped = ((angle % angleBins) + angleBins) % angleBins
                for along in firstAlong...lastAlong {
                    lists[wrapped * alongBins + along].append(grid.firstModule + Int32(i))
                }
            }
        }
        for list in lists {
            binStarts.append(Int32(candidates.count))
            candidates += list
        }
    }
}
