// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Constants of every surface's material, in memory that kernels read without reference counting.
struct SurfaceTable: Sendable {
    private let tables: InteractionTables
    /// One per layer: the sensors.
    let sensors: UnsafeTable<SlabConstants>
    /// One per passive surface.
    let passive: UnsafeTable<SlabConstants>
    /// Whether the passive surface is a cylinder (its normal is radial) or a disc (its normal is z).
    let isCylinder: UnsafeTable<Bool>
    let planes: UnsafeTable<ModulePlane>

    init(_ index: NavigationIndex) {
        let tracker = index.tracker
        let slabs = tracker.layers.map(\.sensor.slab) + tracker.passive.map(\.slab)
        tables = InteractionTables(slabs, materials: tracker.materials)
        sensors = UnsafeTable(Array(tables.slabs.prefix(tracker.layers.count)))
        passive = UnsafeTable(Array(tables.slabs.dropFirst(tracker.layers.count)))
        isCylinder = UnsafeTable(
            tracker.passive.map {
                if case .cylinder = $0.shape { true } else { false }
            })
        planes = index.planes
    }
}
