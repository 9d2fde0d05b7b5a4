// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes
import EventModel

extension Navigator {
    /// Tries the surfaces near the pieces of some lanes, which finds the first crossing of each; tells which of these lanes
    /// only the scalar search understands, and how many pairs were tried.
    ///
    /// Candidates of all lanes stand side by side in the vectors, so that a lane with many does not hold up the others.
    @inline(never)
    func tryCandidates(
        _ lanes: borrowing NavigationLanes, _ stationLanes: UInt32
    ) -> (scalarLanes: UInt32, pairCount: Int) {
        lanes.all.bestStep.vector = Lanes(repeating: .infinity)
        eidolon_lanes8_transpose(lanes.all.piece(0).pointer, lanes.all.pieceRows)
        var scalar: UInt32 = 0
        var count = 0
        stationLanes.forEachLane { lane in
            if lanes.all.listCount[lane] >= 0 { return recall(lanes, lane, &count) }
            let first = count
            if !collect(lanes, lane, &count) {
                count = first
                scalar |= 1 << UInt32(lane)
            }
        }
        lanes.pairs.fill(from: count)
        var first = 0
        while first < count {
            scalar |= tryPairs(lanes, first, count)
            first &+= 4
        }
        takeFirst(lanes, count)
        scalar.forEachLane { lanes.all.bestStep[$0] = .nan }
        return (scalar, count)
    }

    /// Finds where the paths and planes of four pairs meet; tells the lanes that meet one at so small an angle that it may
    /// be crossed twice.
    @inline(__always)
    private func tryPairs(_ lanes: borrowing NavigationLanes, _ first: Int, _ count: Int) -> UInt32 {
        let pairs = lanes.pairs
        let zero = FourLanes.zero
        let piece = pairs.loadPieces(lanes.all.pieceRows, first)
        let plane = pairs.loadPlanes(planes, first)
        let x = piece.x - plane.x
        let y = piece.y - plane.y
        let z = piece.z - plane.z
        let off = AxisMotion(plane.wx, plane.wy, plane.wz, piece, x, y, z)
        // Distance from the plane along the helix: d = d₀ + slope t + bend t²/2.
        let slope = off.along + off.parallel
        let size = slope.size
        let bend = piece.curvature * off.across
        let root = (slope * slope - (2 * bend) * off.place).squareRoot()
        let isGrazing = size .<= (5 * bend.size) * (piece.half + 1.0)
        var t = (-2 * off.place) / (slope + root.replacing(with: -root, where: slope .< zero))
        // Far planes are not crossed in the piece; not a number means as much.
        let reach = t.size
        let isInPiece = reach .<= piece.half + 1e-3
        let beyond = (reach - piece.half) * size
        t = zero.replacing(with: t, where: reach .<= piece.half + 1.0)
        // Parts of the path along and across its direction: series good for half of `HelixLanes.shortTurn`.
        let angle = piece.curvature * t
        let q = angle * angle
        let sinc = q * (q * (1 / 120.0) - 1 / 6.0) + 1.0
        let cosc = q * (q * (1 / 720.0) - 1 / 24.0) + 0.5
        var along = t * sinc
        var across = t * (angle * cosc)
        let sine = angle * sinc
        let versine = q * cosc
        // One step of Newton's method: what it leaves is below 1e-10 mm, and so short that it is straight.
        let slopeThere = slope - off.along * versine + off.across * sine
        let step = -off.place(after: t, along, across) / slopeThere
        t += step
        // Only now is it exact enough to tell a surface ahead from the one that a secondary was made on.
        let isAhead = Self.minimumPath - piece.half .< t
        along += step - step * versine
        across += step * sine
        let u = AxisMotion(plane.ux, plane.uy, plane.uz, piece, x, y, z).place(after: t, along, across)
        let v = AxisMotion(plane.vx, plane.vy, plane.vz, piece, x, y, z).place(after: t, along, across)
        let excessU = u.size - (plane.halfWidth + plane.widthSlope * v)
        let excessV = v.size - plane.halfV
        let contains = (excessU .<= zero) .& (excessV .<= zero) .& isInPiece .& isAhead
        // A path that parts from this one by a quarter of the vicinity meets the plane within as much over the slope.
        let room = FourLanes(repeating: 2 * Navigator.vicinity)
        let isNear = (excessU * size .<= room) .& (excessV * size .<= room) .& (beyond .<= room)
        let infinite = FourLanes(repeating: .infinity)
        pairs.store(infinite.replacing(with: t, where: contains), pairs.step, first)
        pairs.store((-infinite).replacing(with: t, where: isNear), pairs.nearStep, first)
        pairs.store(u, pairs.u, first)
        pairs.store(v, pairs.v, first)
        pairs.store(slopeThere.size, pairs.cosine, first)
        var grazing: UInt32 = 0
        isGrazing.laneBits.forEachLane { if first &+ $0 < count { grazing |= 1 << UInt32(pairs.lane[first &+ $0]) } }
        return grazing
    }

    /// Finds the first crossing of each lane.
    @inline(__always)
    private func takeFirst(_ lanes: borrowing NavigationLanes, _ count: Int) {
        let pairs = lanes.pairs
        for pair in 0..<count {
            let lane = pairs.lane[pair]
            var step = pairs.step[pair]
            if _slowPath(pairs.plane[pair] >= Int(moduleCount)) && !isOnDisc(pairs, pair) { step = .infinity }
            let best = lanes.all.bestStep[lane]
            let isFirst = step < best
            lanes.all.bestStep[lane] = isFirst ? step : best
            let winner = lanes.all.bestPair.words[lane]
            lanes.all.bestPair.words[lane] = isFirst ? pair : winner
        }
    }

    /// Whether a crossing with a disc's plane, where u and v are x and y, lies on the disc.
    @inline(never)
    private func isOnDisc(_ pairs: CandidatePairs, _ pair: Int) -> Bool {
        let place = places[pairs.plane[pair] - Int(moduleCount)]
        let radius2 = pairs.u[pair] * pairs.u[pair] + pairs.v[pair] * pairs.v[pair]
        return radius2 >= place.low * place.low && radius2 <= place.high * place.high
    }

    /// Makes lists of what lies behind the lanes' crossings and near their paths.
    @inline(__always)
    func keepWhatIsLeft(_ lanes: borrowing NavigationLanes, _ pairCount: Int) {
        let pairs = lanes.pairs
        for pair in 0..<pairCount where _slowPath(pairs.nearStep[pair] > lanes.all.bestStep[pairs.lane[pair]]) {
            let lane = pairs.lane[pair]
            let kept = Elementary.wholePart(lanes.all.listCount[lane])
            // A lane whose crossing lies beyond its limit keeps nothing.
            guard kept >= 0 else { continue }
            lanes.candidates[NavigationLanes.maximumCandidates &* lane &+ kept] = Int32(
                truncatingIfNeeded: pairs.plane[pair])
            lanes.all.listCount[lane] += 1
        }
    }
}
