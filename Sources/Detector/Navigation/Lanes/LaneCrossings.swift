// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// What becomes of the lanes and of their places among the stations after a round.
extension Navigator {
    /// Moves the lanes to their crossings, and those that meet nothing beyond their station.
    @inline(__always)
    func move(_ lanes: LaneView, _ round: LaneRound) -> LaneEnds {
        let piece = round.piece
        let stages = round.stages
        let zero = Lanes.zero
        let infinite = Lanes(repeating: .infinity)
        let best = lanes.bestStep.vector
        // Not a number, of lanes that are left to the scalar search, is neither.
        let meets = stages.isStation .& (best .< infinite)
        let passes = stages.passes .| (stages.isStation .& (infinite .<= best))
        let path = piece.middle + zero.replacing(with: best, where: meets)
        let isWithin = path .<= lanes.limit.vector
        let stands = meets .& isWithin
        let isCrossed = stages.isThin .| stands

        var point = piece.point
        let step = zero.replacing(with: best, where: stands)
        point.advanceShortly(by: step)
        // On a thin cylinder or disc: the cosine to its normal.
        let radial = (point.x * point.ux + point.y * point.uy) / piece.radius
        let thinCosine = radial.replacing(with: point.uz, where: piece.isAxial).size
        lanes.path.vector = zero.replacing(with: path, where: isCrossed)
        lanes.x.vector.replace(with: point.x, where: isCrossed)
        lanes.y.vector.replace(with: point.y, where: isCrossed)
        lanes.z.vector.replace(with: point.z, where: isCrossed)
        lanes.ux.vector.replace(with: point.ux, where: isCrossed)
        lanes.uy.vector.replace(with: point.uy, where: isCrossed)
        lanes.cosine.vector.replace(with: thinCosine, where: stages.isThin)
        lanes.u.vector.replace(with: zero, where: stages.isThin)
        lanes.v.vector.replace(with: zero, where: stages.isThin)
        // Of no consequence in lanes that do not stand in a station.
        lanes.arrivalX.vector = point.ux
        lanes.arrivalY.vector = point.uy
        lanes.arrivalZ.vector = point.uz
        lanes.arrivalCurvature.vector = point.curvature
        lanes.rest.vector = piece.half - step
        lanes.isRestRadial.choice = .!piece.isAxial
        lanes.listAge.vector += 1.0

        changePlace(lanes, piece.isAxial, isBeyond: stages.isThin .| passes, stands: stands, stages.isThin)
        return LaneEnds(
            thin: stages.isThin.laneBits, standing: stands.laneBits,
            ending: stages.endingLanes | (meets .& .!isWithin).laneBits, leaving: stages.leavingLanes)
    }

    /// Where the lanes are among the stations: beyond the nearest, or within it.
    @inline(__always)
    private func changePlace(
        _ lanes: LaneView, _ isAxial: LaneChoice, isBeyond: LaneChoice, stands: LaneChoice,
        _ isThin: LaneChoice
    ) {
        let slot = lanes.target.incremented(where: isBeyond)
        let moved = isBeyond .| stands
        let movedAxial = moved .& isAxial
        let movedRadial = moved .& .!isAxial
        lanes.radialSlot.vector.replace(with: slot, where: movedRadial)
        lanes.axialSlot.vector.replace(with: slot, where: movedAxial)
        lanes.isInRadial.choice = ((lanes.isInRadial.choice .& .!movedRadial) .| (stands .& .!isAxial))
        lanes.isInAxial.choice = ((lanes.isInAxial.choice .& .!movedAxial) .| (stands .& isAxial))
        lanes.isAboveFirst.choice = (lanes.isAboveFirst.choice .| movedRadial)
        lanes.listCount.vector = Lanes(repeating: -1).replacing(with: Lanes.zero, where: stands)
        let none = Lanes(bits: SIMD8<UInt64>(repeating: .max))
        lanes.standingRow.vector.replace(with: none, where: stands)
        lanes.standingRow.vector.replace(with: lanes.target.vector, where: isThin)
    }

    /// Says what the lanes have come to.
    @inline(__always)
    func nameSurfaces(_ lanes: borrowing NavigationLanes, _ ends: LaneEnds) {
        for lane in 0..<NavigationLanes.count { lanes.surface[lane] = lanes.unknownSurface[lane] }
        ends.thin.forEachLane { lane in
            let row = stations.rows + lanes.all.target.words[lane]
            lanes.surface[lane] = row.pointee.surface
            lanes.member[lane] = row.pointee.member
            lanes.onPlane[lane] = -1
        }
        lanes.sensorCount[0] = 0
        ends.standing.forEachLane { standInStation(lanes, $0) }
        ends.ending.forEachLane { lanes.surface[$0] = Crossing.nothing }
        ends.leaving.forEachLane { lanes.surface[$0] = Crossing.leaves }
    }

    /// The lane stands on the first of its candidates that it met.
    @inline(__always)
    private func standInStation(_ lanes: borrowing NavigationLanes, _ lane: Int) {
        let pairs = lanes.pairs
        let pair = lanes.all.bestPair.words[lane]
        let plane = planes + pairs.plane[pair]
        lanes.cosine[lane] = pairs.cosine[pair]
        let surface = plane.pointee.surface
        lanes.surface[lane] = surface
        lanes.member[lane] = plane.pointee.member
        if surface < moduleCount {
            lanes.onPlane[lane] = Int32(truncatingIfNeeded: pairs.plane[pair])
            lanes.u[lane] = pairs.u[pair]
            lanes.v[lane] = pairs.v[pair]
            crossSensor(lanes, lane)
        } else {
            lanes.onPlane[lane] = -1
            lanes.u[lane] = 0
            lanes.v[lane] = 0
        }
    }

    @inline(__always)
    private func crossSensor(_ lanes: borrowing NavigationLanes, _ lane: Int) {
        lanes.sensorLanes[Int(lanes.sensorCount[0])] = Int32(lane)
        lanes.sensorCount[0] += 1
    }

    /// The scalar search's answer for one lane, from an exact place among the stations.
    @inline(never)
    func askScalar(_ lanes: borrowing NavigationLanes, _ lane: Int) {
        let helix = lanes.helix(lane: lane)
        var cursor = cursor(at: helix)
        (cursor.onRadial, cursor.onAxial) = stations.thinStations(row: lanes.all.standingRow.words[lane])
        cursor.onPlane = lanes.onPlane[lane]
        let crossing = next(helix, limit: lanes.limit[lane], cursor: &cursor)
        lanes.surface[lane] = crossing.surface
        guard crossing.surface >= 0 else { return }
        lanes.put(lane: lane, crossing.point)
        lanes.path[lane] = crossing.path
        lanes.u[lane] = crossing.u
        lanes.v[lane] = crossing.v
        lanes.place(lane: lane, cursor, self)
        lanes.all.standingRow.words[lane] = stations.row(thinRadial: cursor.onRadial, thinAxial: cursor.onAxial)
        lanes.onPlane[lane] = cursor.onPlane
        if crossing.surface < moduleCount { crossSensor(lanes, lane) }
        let point = crossing.point
        let plane = planes + Int(crossing.surface < moduleCount ? cursor.onPlane : crossing.surface)
        lanes.member[lane] = plane.pointee.member
        if crossing.surface >= moduleCount && plane.pointee.isBarrel {
            let radius = (point.x * point.x + point.y * point.y).squareRoot()
            lanes.cosine[lane] = abs(point.x * point.ux + point.y * point.uy) / radius
        } else {
            let w = plane.pointee.w
            lanes.cosine[lane] = abs(w.x * point.ux + w.y * point.uy + w.z * point.uz)
        }
        guard crossing.surface < moduleCount, cursor.hasOneModule else { return }
        // Nothing else is near the rest of the station.
        lanes.all.listCount[lane] = 0
        lanes.all.listAge[lane] = 1
        lanes.all.isRestRadial.words[lane] = cursor.isInRadial ? -1 : 0
        lanes.all.arrivalX[lane] = point.ux
        lanes.all.arrivalY[lane] = point.uy
        lanes.all.arrivalZ[lane] = point.uz
        lanes.all.arrivalCurvature[lane] = point.curvature
        lanes.all.rest[lane] = cursor.restOfStation
    }
}
