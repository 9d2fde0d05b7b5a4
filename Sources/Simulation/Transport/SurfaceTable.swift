// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Constants of every surface's material, in memory that kernels read without reference counting.
struct SurfaceTable: Sendable {
    /// One per layer: the sensors.
    let sensors: UnsafeTable<SlabConstants>
    /// One per passive surface.
    let passive: UnsafeTable<SlabConstants>
    /// Whether the passive surface is a cylinder (its normal is radial) or a disc (its normal is z).
    let isCylinder: UnsafeTable<Bool>
    let modules: UnsafeTable<Module>

    init(_ tracker: Tracker) {
        func constants(_ slab: MaterialSlab) -> SlabConstants { SlabConstants(slab, tracker.materials[slab.material]) }
        sensors = UnsafeTable(tracker.layers.map { constants($0.sensor.slab) })
        passive = UnsafeTable(tracker.passive.map { constants($0.slab) })
        isCylinder = UnsafeTable(
            tracker.passive.map {
                if case .cylinder = $0.shape { true } else { false }
            })
        modules = UnsafeTable(tracker.modules)
    }
}
