// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes
import EventModel

/// The modules and discs of a station near a lane's piece of path.
extension Navigator {
    /// Adds them to the pairs, behind the first `count`; false if the scalar search has to answer: there are too many, or a
    /// cylinder stands among modules.
    ///
    /// Near means within `vicinity` of the piece, so that what was found stays complete when the particle is deflected a
    /// little on one of them. Not among them is the plane that the particle stands on: one met at an angle is not met
    /// twice.
    @inline(__always)
    func collect(_ lanes: borrowing NavigationLanes, _ lane: Int, _ count: inout Int) -> Bool {
        let standing = lanes.onPlane[lane]
        guard standing < 0 || leaves(lanes, lane, standing) else { return false }
        let first = count
        let range = stations.members[lanes.all.target.words[lane]]
        for i in range.first..<range.end {
            let member = members[Int(i)]
            if member < 0 {
                guard !places[Int(-1 - member)].isCylinder else { return false }
                add(lanes, lane, moduleCount - 1 - member, isFirst: 1, &count)
            } else if !collect(lanes, lane, grids + Int(member), standing, limit: first, &count) {
                return false
            }
            guard count &- first <= NavigationLanes.maximumCandidates else { return false }
        }
        lanes.all.listAge[lane] = 0
        return true
    }

    /// Adds the surfaces that were found near the rest of a station before.
    @inline(__always)
    func recall(_ lanes: borrowing NavigationLanes, _ lane: Int, _ count: inout Int) {
        let first = NavigationLanes.maximumCandidates &* lane
        for candidate in first..<first &+ Elementary.wholePart(lanes.all.listCount[lane]) {
            add(lanes, lane, lanes.candidates[candidate], isFirst: 1, &count)
        }
    }

    /// Writes a pair, which counts if `isFirst` is 1: no choice that would be hard to foresee.
    @inline(__always)
    private func add(
        _ lanes: borrowing NavigationLanes, _ lane: Int, _ plane: Int32, isFirst counts: Int, _ count: inout Int
    ) {
        let pairs = lanes.pairs
        pairs.lane[count] = lane
        pairs.plane[count] = Int(plane)
        eidolon_prefetch_two_lines(planes + Int(plane))
        count &+= counts
    }

    /// Whether the path through the station leaves the plane that the particle stands on at such an angle that it does
    /// not come back to it.
    @inline(__always)
    private func leaves(_ lanes: borrowing NavigationLanes, _ lane: Int, _ standing: Int32) -> Bool {
        let w = planes[Int(standing)].w
        let ux = lanes.all.piece(3)[lane]
        let uy = lanes.all.piece(4)[lane]
        let slope = abs(w.x * ux + w.y * uy + w.z * lanes.all.piece(5)[lane])
        let bend = abs(lanes.curvature[lane] * (w.y * ux - w.x * uy))
        return slope > 5 * bend * (lanes.all.piece(7)[lane] + 1)
    }

    @inline(__always)
    private func collect(
        _ lanes: borrowing NavigationLanes, _ lane: Int, _ grid: UnsafePointer<LayerGrid>, _ standing: Int32,
        limit first: Int, _ count: inout Int
    ) -> Bool {
        let isBarrel = grid.pointee.isBarrel
        let low = isBarrel ? lanes.all.lowZ[lane] : lanes.all.lowRadius[lane]
        let high = isBarrel ? lanes.all.highZ[lane] : lanes.all.highRadius[lane]
        if low > grid.pointee.alongMaximum || high < grid.pointee.alongMinimum { return true }
        let scale = grid.pointee.alongScale
        let origin = grid.pointee.alongOrigin
        let bins = ranges + Int(grid.pointee.firstAlongBin)
        var ring = bins[clampedBin((low - origin) * scale, grid.pointee.alongBins)].first
        let endRing = bins[clampedBin((high - origin) * scale, grid.pointee.alongBins)].end
        let lowAngle = lanes.all.lowAngle[lane]
        let highAngle = lanes.all.highAngle[lane]
        let inverseRadius = lanes.all.inverseRadius[lane]
        while ring < endRing {
            let modules = rings + Int(grid.pointee.firstRing &+ ring)
            let reach = modules.pointee.reach(inverseRadius: inverseRadius)
            let (next, end) = positions(modules, lowAngle - reach, highAngle + reach)
            let number = end &- next
            // Hardly ever more than two.
            var position = next
            repeat {
                let one = modules.pointee.firstPlane &+ around(modules, position)
                let two = modules.pointee.firstPlane &+ around(modules, position &+ 1)
                let left = end &- position
                add(lanes, lane, one, isFirst: left > 0 && one != standing ? 1 : 0, &count)
                add(lanes, lane, two, isFirst: left > 1 && two != standing ? 1 : 0, &count)
                guard count &- first <= NavigationLanes.maximumCandidates else { return false }
                position &+= 2
            } while _slowPath(number > 2) && position < end
            ring &+= 1
        }
        return true
    }

    /// A position in a ring counted from its first module.
    @inline(__always)
    private func around(_ ring: UnsafePointer<ModuleRing>, _ position: Int32) -> Int32 {
        let count = ring.pointee.moduleCount
        var result = position
        while _slowPath(result < 0) { result &+= count }
        while _slowPath(result >= count) { result &-= count }
        return result
    }
}
