// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The next surface on a particle's way.
@frozen
public struct Crossing: Sendable, BitwiseCopyable {
    /// A module's position in the tracker, or the number of modules plus a passive surface's position, or one of
    /// the negative values below.
    public var surface: Int32
    /// Path to it, mm.
    public var path: Double
    /// Where it is crossed in the module's frame, mm; 0 for a passive surface.
    public var u: Double
    public var v: Double

    @inlinable
    public init(surface: Int32, path: Double, u: Double = 0, v: Double = 0) {
        self.surface = surface
        self.path = path
        self.u = u
        self.v = v
    }

    /// The tracker's volume ends before any surface.
    public static let leaves: Int32 = -1
    /// No surface within the path that was allowed.
    public static let nothing: Int32 = -2
}

/// Answers "which surface comes next?" for a helix: the same answer as trying every surface of the detector.
///
/// Barrel layers and passive cylinders form radial stations, discs form axial ones. A helix crosses radial stations
/// in the order that its radial motion gives in closed form, and axial ones in the order of z; within a station the
/// modules near the path come from a computed bin. A view of memory that a `NavigationIndex` owns: keep that alive.
public struct Navigator: @unchecked Sendable {
    /// Stations are wider than their surfaces by this, mm; above the rounding of every path computed here.
    static let margin = 1e-4
    /// A crossing nearer than this is the surface the particle stands on, mm.
    public static let minimumPath = 1e-6
    /// Longest turn of one piece of path within a layer, rad: a plane is crossed at most twice in it.
    static let pieceTurn = 0.3

    let modules: UnsafePointer<Module>
    let moduleCount: Int32
    let grids: UnsafePointer<LayerGrid>
    let binStarts: UnsafePointer<Int32>
    let candidates: UnsafePointer<Int32>
    let places: UnsafePointer<PassivePlace>
    let members: UnsafePointer<Int32>
    let radial: UnsafePointer<Station>
    let radialCount: Int
    let axial: UnsafePointer<Station>
    let axialCount: Int
    let boundaryRadius: Double
    let boundaryHalfLength: Double

    /// The first surface that the helix crosses beyond `minimumPath` and before `limit` (mm of path).
    public func next(_ helix: Helix, limit: Double) -> Crossing {
        let motion = RadialMotion(helix)
        var best = Crossing(surface: Crossing.nothing, path: limit)
        var radialCursor = RadialCursor(motion, self)
        var axialCursor = AxialCursor(helix, self)
        while true {
            let isRadial = radialCursor.entry <= axialCursor.entry
            let entry = isRadial ? radialCursor.entry : axialCursor.entry
            guard entry < best.path else { return best }
            if isRadial {
                if radialCursor.station < 0 {
                    // Beyond the last shell only the boundary is left.
                    best = Crossing(surface: Crossing.leaves, path: entry)
                    radialCursor.entry = .infinity
                    continue
                }
                radialCursor.findExit(motion, self)
                search(radial[radialCursor.station], helix, motion, from: entry, to: radialCursor.exit, &best)
                radialCursor.moveOn(motion, self)
            } else {
                if axialCursor.station < 0 {
                    best = Crossing(surface: Crossing.leaves, path: entry)
                    axialCursor.entry = .infinity
                    continue
                }
                search(axial[axialCursor.station], helix, motion, from: entry, to: axialCursor.exit, &best)
                axialCursor.moveOn(helix, self)
            }
        }
    }

    private func search(
        _ station: Station, _ helix: Helix, _ motion: RadialMotion, from start: Double, to end: Double,
        _ best: inout Crossing
    ) {
        for i in station.firstMember..<station.endMember {
            let member = members[Int(i)]
            if member >= 0 {
                searchLayer(grids[Int(member)], helix, from: start, to: min(end, best.path), &best)
            } else {
                searchPassive(Int(-1 - member), helix, motion, from: start, to: min(end, best.path), &best)
            }
        }
    }

    private func searchPassive(
        _ index: Int, _ helix: Helix, _ motion: RadialMotion, from start: Double, to end: Double,
        _ best: inout Crossing
    ) {
        let place = places[index]
        let earliest = max(start, Navigator.minimumPath)
        let surface = moduleCount + Int32(index)
        if place.isCylinder {
            takeCylinder(surface, place, helix, motion.outward(through: place.position, after: earliest), end, &best)
            takeCylinder(surface, place, helix, motion.inward(through: place.position, after: earliest), end, &best)
        } else {
            let path = (place.position - helix.z) / helix.uz
            guard path > earliest, path < end, path < best.path else { return }
            let point = helix.advanced(by: path)
            let radius2 = point.x * point.x + point.y * point.y
            if radius2 >= place.low * place.low && radius2 <= place.high * place.high {
                best = Crossing(surface: surface, path: path)
            }
        }
    }

    @inline(__always)
    private func takeCylinder(
        _ surface: Int32, _ place: PassivePlace, _ helix: Helix, _ path: Double, _ end: Double,
        _ best: inout Crossing
    ) {
        guard path < end, path < best.path else { return }
        let z = helix.z + helix.uz * path
        if z >= place.low && z <= place.high { best = Crossing(surface: surface, path: path) }
    }
}
