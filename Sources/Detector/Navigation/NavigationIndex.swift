// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A shell of radius (or a slab of z) that holds surfaces; between stations there is nothing to cross.
struct Station {
    /// Bounds; for a station of modules with `Navigator.margin` added.
    let lower: Double
    let upper: Double
    /// Extent of a radial station in z, of an axial one in radius.
    let lowAcross: Double
    let highAcross: Double
    /// Whether it is one passive surface and nothing else: then both bounds are its position.
    let isThin: Bool
    /// Whether a passive surface stands among its members.
    let hasPassive: Bool
    /// Its members in `Navigator.members`.
    let firstMember: Int32
    let endMember: Int32

    init(
        lower: Double, upper: Double, lowAcross: Double, highAcross: Double, isThin: Bool, hasPassive: Bool,
        firstMember: Int32, endMember: Int32
    ) {
        self.lower = lower
        self.upper = upper
        self.lowAcross = lowAcross
        self.highAcross = highAcross
        self.isThin = isThin
        self.hasPassive = hasPassive
        self.firstMember = firstMember
        self.endMember = endMember
    }

    /// The end of the tracker's volume.
    init(end: Double) {
        self.init(
            lower: end, upper: end, lowAcross: -.infinity, highAcross: .infinity, isThin: false, hasPassive: false,
            firstMember: 0, endMember: 0)
    }

    /// Seen with z reversed: an axial station, and a radial one.
    var mirrored: Station {
        Station(
            lower: -upper, upper: -lower, lowAcross: lowAcross, highAcross: highAcross, isThin: isThin,
            hasPassive: hasPassive, firstMember: firstMember, endMember: endMember)
    }
    var mirroredAcross: Station {
        Station(
            lower: lower, upper: upper, lowAcross: -highAcross, highAcross: -lowAcross, isThin: isThin,
            hasPassive: hasPassive, firstMember: firstMember, endMember: endMember)
    }
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
    /// A view of this index's memory, valid while the index lives.
    public let navigator: Navigator
    /// The tracker's modules, ring by ring in the order of azimuth, and after them its passive surfaces.
    private let planes: UnsafeTable<ModulePlane>
    private let grids: UnsafeTable<LayerGrid>
    private let rings: UnsafeTable<ModuleRing>
    private let ranges: UnsafeTable<IndexRange>
    private let places: UnsafeTable<PassivePlace>
    private let members: UnsafeTable<Int32>
    /// A field that varies; `tracker` keeps its memory.
    private let field: (sampler: FieldSampler, longestStep: Double)?
    private let radial: UnsafeTable<Station>
    private let axial: UnsafeTable<Station>
    /// The axial ones as a particle meets them that moves towards −z: mirrored, in the opposite order.
    private let axialMirrored: UnsafeTable<Station>
    /// The stations as lanes read them.
    private let stationTable: StationTable

    public init(_ tracker: Tracker) {
        self.tracker = tracker
        if case .grid(let grid) = tracker.field { field = (grid.sampler, grid.longestStep) } else { field = nil }
        var layers = LayerGridBuilder()
        for layer in tracker.layers {
            layers.add(layer, footprints: layer.modules.map { ModuleFootprint(tracker.modules[$0]) })
        }
        grids = UnsafeTable(layers.grids)
        rings = UnsafeTable(layers.rings)
        ranges = UnsafeTable(layers.ranges)
        var stations = StationBuilder(grids: layers.grids, passive: tracker.passive)
        let outward = stations.radial()
        let forward = stations.axial()
        // After the last station stands the end of the volume, which no particle passes by.
        radial = UnsafeTable(outward + [Station(end: tracker.boundaryRadius)])
        axial = UnsafeTable(forward + [Station(end: tracker.boundaryHalfLength)])
        axialMirrored = UnsafeTable(forward.reversed().map(\.mirrored) + [Station(end: tracker.boundaryHalfLength)])
        places = UnsafeTable(stations.places)
        let modules = layers.ringModules.map {
            let module = tracker.modules[$0]
            return ModulePlane(module, surface: $0, isBarrel: tracker.layers[Int(module.layer)].shape == .barrel)
        }
        let passive = stations.places.enumerated().map { i, place in
            ModulePlane(place, surface: modules.count + i, member: tracker.layers.count + i)
        }
        planes = UnsafeTable(modules + passive)
        members = UnsafeTable(stations.members)
        stationTable = StationTable(radial: outward, axial: forward, tracker: tracker, members: stations.members)
        navigator = Navigator(
            planes: planes.pointer, moduleCount: Int32(tracker.modules.count),
            layerCount: Int32(tracker.layers.count), grids: grids.pointer, rings: rings.pointer,
            ranges: ranges.pointer, places: places.pointer, members: members.pointer, radial: radial.pointer,
            radialCount: Int32(radial.count - 1), axial: axial.pointer, axialCount: Int32(axial.count - 1),
            axialMirrored: axialMirrored.pointer, stations: stationTable.view,
            boundaryRadius: tracker.boundaryRadius, boundaryHalfLength: tracker.boundaryHalfLength)
    }

    /// The field along z, tesla, for which the curvature of particles is to be given: the uniform one, or 1 T where the
    /// field varies from place to place and the curvature stands for charge over momentum.
    public var curvatureField: Double {
        if case .uniform(let field) = tracker.field { field } else { 1 }
    }

    /// Moves every lane to its next crossing, or says that it is still pending: along helices where the field is uniform.
    @inline(__always)
    public func next(_ lanes: borrowing NavigationLanes) {
        if field != nil { return nextInField(lanes) }
        navigator.next(lanes)
        lanes.turn.vector = lanes.curvature.vector.size * lanes.path.vector
    }

    /// Kept apart from the helices, whose code is hot.
    @inline(never)
    private func nextInField(_ lanes: borrowing NavigationLanes) { fieldNavigator?.next(lanes) }

    /// For a field that varies from place to place; nil where it is uniform. Valid while this index lives.
    var fieldNavigator: FieldNavigator? {
        guard let field else { return nil }
        return FieldNavigator(navigator, field.sampler, longestStep: field.longestStep)
    }
}
