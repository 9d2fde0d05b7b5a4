// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A shell of radius (or a slab of z) that holds surfaces; between stations there is nothing to cross.
struct Station {
    /// Bounds; for a station of modules with `Navigator.margin` added.
    let lower: Double
    let upper: Double
    /// Extent of a radial station in z, of an axial one in radius; without bounds where passive surfaces belong to it.
    let lowAcross: Double
    let highAcross: Double
    /// Whether it is one passive surface and nothing else: then both bounds are its position.
    let isThin: Bool
    /// Whether a passive surface stands among its members.
    let hasPassive: Bool
    /// Its members in `Navigator.members`.
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
    /// The tracker's modules as kernels read them.
    public let planes: UnsafeTable<ModulePlane>
    private let grids: UnsafeTable<LayerGrid>
    private let rings: UnsafeTable<ModuleRing>
    private let ranges: UnsafeTable<IndexRange>
    private let ringModules: UnsafeTable<Int32>
    private let places: UnsafeTable<PassivePlace>
    private let members: UnsafeTable<Int32>
    private let radial: UnsafeTable<Station>
    private let axial: UnsafeTable<Station>

    public init(_ tracker: Tracker) {
        self.tracker = tracker
        planes = UnsafeTable(
            tracker.modules.map { ModulePlane($0, isBarrel: tracker.layers[Int($0.layer)].shape == .barrel) })
        var layers = LayerGridBuilder()
        for layer in tracker.layers {
            layers.add(layer, footprints: layer.modules.map { ModuleFootprint(tracker.modules[$0]) })
        }
        grids = UnsafeTable(layers.grids)
        rings = UnsafeTable(layers.rings)
        ranges = UnsafeTable(layers.ranges)
        ringModules = UnsafeTable(layers.ringModules)
        var stations = StationBuilder(grids: layers.grids, passive: tracker.passive)
        radial = UnsafeTable(stations.radial())
        axial = UnsafeTable(stations.axial())
        places = UnsafeTable(stations.places)
        members = UnsafeTable(stations.members)
    }

    /// Valid while this index lives.
    public var navigator: Navigator {
        Navigator(
            planes: planes.pointer, moduleCount: Int32(planes.count), grids: grids.pointer, rings: rings.pointer,
            ranges: ranges.pointer, ringModules: ringModules.pointer, places: places.pointer,
            members: members.pointer, radial: radial.pointer, radialCount: Int32(radial.count), axial: axial.pointer,
            axialCount: Int32(axial.count), boundaryRadius: tracker.boundaryRadius,
            boundaryHalfLength: tracker.boundaryHalfLength)
    }
}
