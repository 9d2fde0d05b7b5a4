// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes
import EventModel

extension Navigator {
    /// Tries the candidates of every lane in the stage `station` and moves the lanes to their first crossing; lanes in
    /// the stage `thin` move to the middle of their piece.
    ///
    /// Candidates of all lanes stand side by side in the vectors, so that a lane with many does not hold up the others.
    @inline(__always)
    func tryCandidates(_ lanes: borrowing NavigationLanes) {
        lanes.bestPath.vector = Lanes(repeating: .infinity)
        lanes.grazes.vector = Lanes.zero
        var count = 0
        forEach(LaneStage.station, lanes) { lane in
            for position in 0..<Int(lanes.listCount[lane]) {
                let pair = lanes.pairs
                pair.lane[count] = Int32(lane)
                pair.position[count] = Int32(position)
                pair.gather(count, from: lanes, lane)
                let plane = lanes.candidates[NavigationLanes.maximumCandidates &* lane &+ position]
                pair.rows[count] = UnsafeRawPointer(planes + Int(plane)).assumingMemoryBound(to: Double.self)
                count &+= 1
                if count == NavigationLanes.count {
                    tryPairs(lanes, count)
                    count = 0
                }
            }
        }
        if count > 0 { tryPairs(lanes, count) }
        moveToCrossings(lanes)
    }

    /// Moves the lanes whose crossing lies within their limit.
    @inline(__always)
    private func moveToCrossings(_ lanes: borrowing NavigationLanes) {
        let takesMiddle = lanes.takesMiddle.vector .> Lanes.zero
        let path = lanes.bestPath.vector.replacing(with: lanes.start.vector, where: takesMiddle)
        let isCrossed = (path .<= lanes.limit.vector) .& (lanes.grazes.vector .<= Lanes.zero)
        let x = lanes.foundX.vector.replacing(with: lanes.pointX.vector, where: takesMiddle)
        let y = lanes.foundY.vector.replacing(with: lanes.pointY.vector, where: takesMiddle)
        let z = lanes.foundZ.vector.replacing(with: lanes.pointZ.vector, where: takesMiddle)
        let ux = lanes.foundUX.vector.replacing(with: lanes.pointUX.vector, where: takesMiddle)
        let uy = lanes.foundUY.vector.replacing(with: lanes.pointUY.vector, where: takesMiddle)
        // On a thin cylinder or disc: the cosine to its normal.
        let isAxial = lanes.isAxialFirst.vector .> Lanes.zero
        let radial = (x * ux + y * uy) / (x * x + y * y).squareRoot()
        let thin = radial.replacing(with: lanes.uz.vector, where: isAxial).size
        lanes.cosine.vector.replace(with: thin, where: takesMiddle)
        lanes.path.vector = Lanes.zero.replacing(with: path, where: isCrossed)
        lanes.x.vector.replace(with: x, where: isCrossed)
        lanes.y.vector.replace(with: y, where: isCrossed)
        lanes.z.vector.replace(with: z, where: isCrossed)
        lanes.ux.vector.replace(with: ux, where: isCrossed)
        lanes.uy.vector.replace(with: uy, where: isCrossed)
    }

    /// Finds where up to eight pairs of a lane's path and a candidate's plane meet.
    @inline(__always)
    private func tryPairs(_ lanes: borrowing NavigationLanes, _ count: Int) {
        let pairs = lanes.pairs
        let zero = Lanes.zero
        let one = Lanes(repeating: 1)
        for pair in count..<NavigationLanes.count { pairs.rows[pair] = lanes.noPlane }
        var point = pairs.helix
        let half = pairs.half.vector
        let plane = PlaneLanes(pairs)
        // Distance to the plane along the helix: d = slope t + bend t²/2.
        let distance =
            plane.wx * (plane.x - point.x) + plane.wy * (plane.y - point.y) + plane.wz * (plane.z - point.z)
        let slope = plane.wx * point.ux + plane.wy * point.uy + plane.wz * point.uz
        let bend = point.curvature * (plane.wy * point.ux - plane.wx * point.uy)
        let root = (slope * slope + (2 * bend) * distance).squareRoot()
        let isGrazing = slope.size .<= (5 * bend.size) * (half + 1.0)
        var t = (2 * distance) / (slope + root.replacing(with: -root, where: slope .< zero))
        // Far planes are not crossed in the piece; not a number means as much.
        let isInPiece = t.size .<= half + 1e-3
        let beyond = (t.size - half) * slope.size
        t = zero.replacing(with: t, where: t.size .<= half + 1.0)
        point.advanceShortly(by: t)
        // One step of Newton's method: what it leaves is below 1e-10 mm, and so short that it is straight.
        let left = plane.wx * (plane.x - point.x) + plane.wy * (plane.y - point.y) + plane.wz * (plane.z - point.z)
        let slopeThere = plane.wx * point.ux + plane.wy * point.uy + plane.wz * point.uz
        let step = left / slopeThere
        point.step(by: step)
        let rx = point.x - plane.x
        let ry = point.y - plane.y
        let rz = point.z - plane.z
        let u = rx * plane.ux + ry * plane.uy + rz * plane.uz
        let v = rx * plane.vx + ry * plane.vy + rz * plane.vz
        let excessU = u.size - (plane.halfWidth + plane.widthSlope * v)
        let excessV = v.size - plane.halfV
        let path = pairs.middle.vector + (t + step)
        let contains =
            (excessU .<= zero) .& (excessV .<= zero) .& isInPiece .& (path .> Lanes(repeating: Self.minimumPath))
        // A path that parts from this one by a quarter of the vicinity meets the plane within as much over the slope.
        let reach = Lanes(repeating: 2 * Navigator.vicinity)
        let size = slope.size
        let isNear = (excessU * size .<= reach) .& (excessV * size .<= reach) .& (beyond .<= reach)
        pairs.store(point, u, v, slopeThere.size, path)
        pairs.contains.vector = zero.replacing(with: one, where: contains)
        pairs.isNear.vector = zero.replacing(with: one, where: isNear)
        pairs.grazes.vector = zero.replacing(with: one, where: isGrazing)
        for pair in 0..<count { take(lanes, pair) }
    }

    /// Takes a pair's crossing over to its lane if it is the first so far.
    @inline(__always)
    private func take(_ lanes: borrowing NavigationLanes, _ pair: Int) {
        let pairs = lanes.pairs
        let lane = Int(pairs.lane[pair])
        let position = Int(pairs.position[pair])
        let candidate = NavigationLanes.maximumCandidates &* lane &+ position
        let path = pairs.path[pair]
        // A candidate that is not near needs no place in the list of what is left.
        lanes.triedPath[candidate] = pairs.isNear[pair] != 0 ? path : -1
        if pairs.grazes[pair] != 0 { lanes.grazes[lane] = 1 }
        guard pairs.contains[pair] != 0, path < lanes.bestPath[lane] else { return }
        let plane = lanes.candidates[candidate]
        if plane >= moduleCount {
            let place = places[Int(plane - moduleCount)]
            let radius2 = pairs.x[pair] * pairs.x[pair] + pairs.y[pair] * pairs.y[pair]
            guard radius2 >= place.low * place.low && radius2 <= place.high * place.high else { return }
        }
        lanes.bestPath[lane] = path
        lanes.foundPlane[lane] = plane
        lanes.foundX[lane] = pairs.x[pair]
        lanes.foundY[lane] = pairs.y[pair]
        lanes.foundZ[lane] = pairs.z[pair]
        lanes.foundUX[lane] = pairs.ux[pair]
        lanes.foundUY[lane] = pairs.uy[pair]
        lanes.u[lane] = pairs.u[pair]
        lanes.v[lane] = pairs.v[pair]
        lanes.cosine[lane] = pairs.cosine[pair]
    }

    /// Takes from a lane's list what lies behind its crossing and what is not near its path.
    @inline(__always)
    func keepWhatIsLeft(_ lanes: borrowing NavigationLanes, _ lane: Int) {
        let first = NavigationLanes.maximumCandidates * lane
        let path = lanes.bestPath[lane]
        var kept = 0
        for candidate in first..<first + Int(lanes.listCount[lane]) where lanes.triedPath[candidate] > path {
            lanes.candidates[first + kept] = lanes.candidates[candidate]
            kept &+= 1
        }
        lanes.listCount[lane] = Int32(kept)
    }
}
