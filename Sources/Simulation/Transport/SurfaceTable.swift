// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Constants of every surface's material, in memory that kernels read without reference counting.
struct SurfaceTable: Sendable {
    private let tables: InteractionTables
    /// One per layer, then one per passive surface, then one of nothing.
    let constants: UnsafeTable<SlabConstants>
    /// The material of each, as its position in the tracker's materials.
    let materials: UnsafeTable<Int32>
    /// The thickness of each in radiation lengths.
    let radiationLengths: UnsafeTable<Double>
    /// The position of nothing.
    let vacuum: Int32

    /// Twenty thicknesses bound the path along a thin passive shell, which leaves it through its curvature.
    private static let longestPassivePath = 20.0

    init(_ index: NavigationIndex) {
        let tracker = index.tracker
        let kinds = tracker.layers.map(\.sensor.slab) + tracker.passive.map(\.slab)
        // A grazing path in a sensor ends at the module's edge.
        let sensors = tracker.layers.map { layer in
            let longest = layer.modules.map { SurfaceTable.extent(tracker.modules[$0]) }.max() ?? 0
            return longest / layer.sensor.slab.thickness
        }
        let passive = [Double](repeating: SurfaceTable.longestPassivePath, count: tracker.passive.count)
        tables = InteractionTables(kinds, longestPaths: sensors + passive, materials: tracker.materials)
        materials = UnsafeTable(kinds.map { Int32($0.material) } + [0])
        radiationLengths = UnsafeTable(
            kinds.map { $0.thickness / tracker.materials[$0.material].radiationLength } + [0])
        vacuum = Int32(kinds.count)
        constants = UnsafeTable(tables.slabs + tables.slabs.prefix(1).map(\.emptied))
    }

    private static func extent(_ module: Module) -> Double {
        2 * (module.halfV + max(module.halfUMinimum, module.halfUMaximum))
    }
}
