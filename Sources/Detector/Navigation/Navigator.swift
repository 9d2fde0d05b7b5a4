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
    /// The helix at the crossing; the start where nothing is crossed.
    public var point: Helix

    /// The tracker's volume ends before any surface.
    public static let leaves: Int32 = -1
    /// No surface within the path that was allowed.
    public static let nothing: Int32 = -2
}

/// Where a particle is among the stations; `Navigator.next` keeps it up to date.
@frozen
public struct NavigationCursor: Sendable, BitwiseCopyable {
    /// 2i in the gap below station i, 2i + 1 within it.
    @usableFromInline var radial: Int32
    @usableFromInline var axial: Int32
    /// A thin station the particle stands on, -1 for none: its direction tells which side it is on.
    @usableFromInline var onRadial: Int32 = -1
    @usableFromInline var onAxial: Int32 = -1
    /// The module's plane the particle stands on, -1 for none: it has a crossing at the start.
    @usableFromInline var onPlane: Int32 = -1
    /// Whether that module was the only one near the path through its station, and how much of that path was left, mm.
    @usableFromInline var hasOneModule = false
    @usableFromInline var isInRadial = false
    @usableFromInline var restOfStation = 0.0
    /// The helix at the crossing, before whatever deflected it.
    @usableFromInline var arrival = Helix(x: 0, y: 0, z: 0, ux: 0, uy: 0, uz: 0, curvature: 0)
}

/// Answers "which surface comes next?" for a helix: the same answer as trying every surface of the detector.
///
/// Barrel layers and passive cylinders form radial stations, discs form axial ones. A helix crosses radial stations
/// in the order that its radial motion gives in closed form, and axial ones in the order of z; within a station the
/// modules near the path come from a computed bin. A view of memory that a `NavigationIndex` owns: keep that alive.
public struct Navigator: @unchecked Sendable {
    /// Stations of modules are wider than these by this, mm; above the rounding of every path computed here.
    static let margin = 1e-4
    /// A module or merged surface nearer than this is the one the particle stands on, mm.
    public static let minimumPath = 1e-6
    /// Modules farther than this from a path are not met by one that differs from it by less, mm.
    static let vicinity = 0.3
    /// Longest turn of one piece of path within a layer, rad: a plane is crossed at most twice in it.
    static let pieceTurn = 0.3

    let planes: UnsafePointer<ModulePlane>
    let moduleCount: Int32
    let layerCount: Int32
    let grids: UnsafePointer<LayerGrid>
    let rings: UnsafePointer<ModuleRing>
    let ranges: UnsafePointer<IndexRange>
    let places: UnsafePointer<PassivePlace>
    let members: UnsafePointer<Int32>
    let radial: UnsafePointer<Station>
    let radialCount: Int32
    let axial: UnsafePointer<Station>
    let axialCount: Int32
    let axialMirrored: UnsafePointer<Station>
    let stations: StationRows
    let boundaryRadius: Double
    let boundaryHalfLength: Double

    /// Where a start point stands among the stations.
    public func cursor(at helix: Helix) -> NavigationCursor {
        let radius = (helix.x * helix.x + helix.y * helix.y).squareRoot()
        return NavigationCursor(
            radial: Navigator.slot(of: radius, radial, radialCount),
            axial: Navigator.slot(of: helix.z, axial, axialCount))
    }

    /// Where a radius stands among the radial stations.
    @inline(__always)
    func slot(ofRadius radius: Double) -> Int32 { Navigator.slot(of: radius, radial, radialCount) }

    static func slot(of place: Double, _ stations: UnsafePointer<Station>, _ count: Int32) -> Int32 {
        var low: Int32 = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if stations[Int(middle)].upper < place { low = middle + 1 } else { high = middle }
        }
        guard low < count else { return 2 * low }
        let station = stations[Int(low)]
        return !station.isThin && station.lower <= place ? 2 * low + 1 : 2 * low
    }

    /// The first surface that the helix crosses before `limit` (mm of path), beyond the one it stands on.
    ///
    /// - Parameter cursor: where the helix starts, from `cursor(at:)` or the crossing before; afterwards where the
    ///   crossing is.
    public func next(_ helix: Helix, limit: Double, cursor: inout NavigationCursor) -> Crossing {
        let motion = RadialMotion(helix)
        var best = Crossing(surface: Crossing.nothing, path: limit, u: 0, v: 0, point: helix)
        var radialWalk = RadialWalk(cursor, motion, self)
        var axialWalk = AxialWalk(cursor, helix, self)
        if radialWalk.isInside && !isRestEmpty(cursor, helix, radialWalk.event, isRadial: true) {
            search(radial[radialWalk.station], helix, motion, radialWalk.span, &cursor, &best)
        }
        if axialWalk.isInside && !isRestEmpty(cursor, helix, axialWalk.event, isRadial: false) {
            search(axial[axialWalk.station], helix, motion, axialWalk.span, &cursor, &best)
        }
        cursor.onPlane = -1
        while true {
            if radialWalk.event <= axialWalk.event {
                guard radialWalk.event < best.path else { break }
                switch radialWalk.moveOn(motion, self) {
                case .gap: break
                case .boundary: best = leaving(helix, at: radialWalk.start)
                case .inside:
                    let station = radial[radialWalk.station]
                    let entry = helix.z + helix.uz * radialWalk.start
                    let exit = helix.z + helix.uz * radialWalk.event
                    // Not finite only if the station is never left: then it is searched.
                    if min(entry, exit) > station.highAcross || max(entry, exit) < station.lowAcross { continue }
                    search(station, helix, motion, radialWalk.span, &cursor, &best)
                case .thin(let station):
                    let member = -1 - members[Int(radial[station].firstMember)]
                    let z = helix.z + helix.uz * radialWalk.start
                    if z >= places[Int(member)].low && z <= places[Int(member)].high {
                        best = passive(member, helix, at: radialWalk.start)
                    }
                }
            } else {
                guard axialWalk.event < best.path else { break }
                switch axialWalk.moveOn(self) {
                case .gap: break
                case .boundary: best = leaving(helix, at: axialWalk.start)
                case .inside:
                    let station = axial[axialWalk.station]
                    // The radius stays within the radial slot until the next radial event.
                    if axialWalk.event <= radialWalk.event
                        && isClear(station, radialWalk.slot)
                    {
                        continue
                    }
                    search(station, helix, motion, axialWalk.span, &cursor, &best)
                case .thin(let station):
                    takeDisc(-1 - members[Int(axial[station].firstMember)], helix, axialWalk.start, &best)
                }
            }
        }
        cursor.radial = radialWalk.slot
        cursor.axial = axialWalk.slot
        cursor.onRadial = radialWalk.thinStation(at: best.path)
        cursor.onAxial = axialWalk.thinStation(at: best.path)
        if best.surface >= 0 && best.surface < moduleCount {
            // Within the navigation a module is known by its plane.
            let plane = planes + Int(best.surface)
            cursor.onPlane = best.surface
            cursor.isInRadial = plane.pointee.isBarrel
            cursor.arrival = best.point
            best.surface = plane.pointee.surface
        }
        return best
    }

    /// Whether an axial station has nothing at the radii of a radial slot.
    @inline(__always)
    private func isClear(_ station: Station, _ slot: Int32) -> Bool {
        let i = Int(slot >> 1)
        if slot & 1 == 1 { return radial[i].lower > station.highAcross || radial[i].upper < station.lowAcross }
        let isAbove = i > 0 && radial[i - 1].upper > station.highAcross
        return isAbove || (i < Int(radialCount) && radial[i].lower < station.lowAcross)
    }

    /// Whether nothing is left to meet in the station of the module the particle stands on: that module was the only
    /// one near the path on which it came, and the path it takes now stays near that one.
    @inline(__always)
    private func isRestEmpty(
        _ cursor: NavigationCursor, _ helix: Helix, _ length: Double, isRadial: Bool
    ) -> Bool {
        guard cursor.onPlane >= 0, cursor.hasOneModule, cursor.isInRadial == isRadial else { return false }
        let x = helix.ux - cursor.arrival.ux
        let y = helix.uy - cursor.arrival.uy
        let z = helix.uz - cursor.arrival.uz
        let bend = abs(helix.curvature) + abs(cursor.arrival.curvature)
        // The two paths part by less than this, and the new one is longer by less than a quarter of the vicinity.
        let apart2 = (x * x + y * y + z * z) * length * length
        return apart2 < 0.0625 * Navigator.vicinity * Navigator.vicinity
            && bend * length * length < 0.5 * Navigator.vicinity
            && length - cursor.restOfStation < 0.25 * Navigator.vicinity
    }

    @inline(__always)
    private func leaving(_ helix: Helix, at path: Double) -> Crossing {
        Crossing(surface: Crossing.leaves, path: path, u: 0, v: 0, point: helix)
    }

    @inline(__always)
    private func passive(_ index: Int32, _ helix: Helix, at path: Double) -> Crossing {
        Crossing(surface: moduleCount + index, path: path, u: 0, v: 0, point: helix.advanced(by: path))
    }

    @inline(__always)
    private func takeDisc(_ index: Int32, _ helix: Helix, _ path: Double, _ best: inout Crossing) {
        let place = places[Int(index)]
        let point = helix.advanced(by: path)
        let radius2 = point.x * point.x + point.y * point.y
        if radius2 >= place.low * place.low && radius2 <= place.high * place.high {
            best = Crossing(surface: moduleCount + index, path: path, u: 0, v: 0, point: point)
        }
    }

    /// A passive surface that shares its station with modules.
    @inline(never)
    func searchMerged(
        _ index: Int32, _ helix: Helix, _ motion: RadialMotion, from start: Double, to end: Double,
        _ best: inout Crossing
    ) {
        let place = places[Int(index)]
        let earliest = max(start, Navigator.minimumPath)
        if place.isCylinder {
            let outward = motion.outward(through: place.position, after: earliest)
            let inward = motion.inward(through: place.position, after: earliest)
            for path in [min(outward, inward), max(outward, inward)] where path < end && path < best.path {
                let z = helix.z + helix.uz * path
                if z >= place.low && z <= place.high { best = passive(index, helix, at: path) }
            }
        } else {
            let path = (place.position - helix.z) / helix.uz
            if path > earliest && path < end && path < best.path { takeDisc(index, helix, path, &best) }
        }
    }
}
