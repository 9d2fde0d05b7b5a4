// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// What a round found out about a lane before its modules are tried.
enum LaneStage {
    /// No particle, or its crossing is already known.
    static let settled = 0
    /// Nothing to cross in the nearest station.
    static let passes = 1
    /// A thin passive surface is crossed at the middle of the piece.
    static let thin = 2
    /// The modules of the nearest station have to be tried.
    static let station = 3
    /// Out of the ordinary: the scalar search answers.
    static let hard = 4
    static let count = 5
}

extension Navigator {
    /// Moves every lane to its next crossing, or says that it is still pending.
    ///
    /// A round takes each lane to its nearest station and through it. What is ordinary (outward motion, small turns,
    /// one station at a time, planes met at an angle) is computed for all lanes together; the rest goes to the scalar
    /// `next(_:limit:cursor:)`, lane by lane.
    public func next(_ lanes: borrowing NavigationLanes) {
        var helix = HelixLanes(lanes)
        let motion = RadialMotionLanes(helix)
        findWhatIsLeft(lanes, helix, motion)
        for lane in 0..<NavigationLanes.count { aim(lanes, lane) }
        findPieces(lanes, &helix, motion)
        lanes.sensorCount[0] = 0
        for stage in 0..<LaneStage.count { lanes.stagedCount[stage] = 0 }
        for lane in 0..<NavigationLanes.count {
            let stage = classify(lanes, lane)
            let place = lanes.stagedCount[stage]
            lanes.staged[NavigationLanes.count &* stage &+ Int(place)] = Int32(lane)
            lanes.stagedCount[stage] = place &+ 1
        }
        tryCandidates(lanes)
        forEach(LaneStage.passes, lanes) { pass(lanes, $0) }
        forEach(LaneStage.thin, lanes) { standOnThin(lanes, $0) }
        forEach(LaneStage.station, lanes) { standInStation(lanes, $0) }
        forEach(LaneStage.hard, lanes) { askScalar(lanes, $0) }
    }

    /// The lanes of a stage. Lists instead of a choice per lane: what a lane does is hard to foresee for a processor.
    @inline(__always)
    func forEach(_ stage: Int, _ lanes: borrowing NavigationLanes, _ body: (Int) -> Void) {
        for i in 0..<Int(lanes.stagedCount[stage]) { body(Int(lanes.staged[NavigationLanes.count &* stage &+ i])) }
    }

    /// Whether the rest of a station still has the surfaces near it that were found on arrival: the path after a
    /// deflection stays near the one before.
    @inline(__always)
    private func findWhatIsLeft(
        _ lanes: borrowing NavigationLanes, _ helix: HelixLanes, _ motion: RadialMotionLanes
    ) {
        let dx = helix.ux - lanes.arrivalX.vector
        let dy = helix.uy - lanes.arrivalY.vector
        let dz = helix.uz - lanes.arrivalZ.vector
        let apart2 = dx * dx + dy * dy + dz * dz
        let radius = motion.radius2.squareRoot()
        // Inward, no disc is out of reach.
        lanes.radius.vector = radius.replacing(with: Lanes.zero, where: motion.b .< Lanes.zero)
        let transverse = (helix.ux * helix.ux + helix.uy * helix.uy).squareRoot()
        let alongZ = helix.uz.size
        lanes.along.vector = alongZ
        lanes.zAlong.vector = helix.z.replacing(with: -helix.z, where: helix.uz .< Lanes.zero)
        let zPerRadius = alongZ / transverse
        lanes.zPerRadius.vector = zPerRadius
        // The way to a radius is at least the difference of radii, inward motion or not.
        lanes.zAtAxis.vector = lanes.zAlong.vector - radius * zPerRadius
        lanes.radiusPerZ.vector = transverse / alongZ
        // Cosine of the path to the station's normal, times the radius; a radial one grows on the way out.
        let along = (helix.uz * radius).size
        let isRadial = lanes.isRestRadial.vector .> Lanes.zero
        let slope = along.replacing(with: motion.b, where: isRadial)
        lanes.slope.vector = motion.b
        // So small a deflection makes the path through the rest longer by less than its own length.
        let rest = lanes.rest.vector
        let rest2 = rest * rest
        let isSmall = (100 * apart2) * motion.radius2 .<= slope * slope
        let bend = helix.curvature.size * rest * radius
        let change = (helix.curvature - lanes.arrivalCurvature.vector).size * rest2
        let isStraight = (bend .<= 0.3 * slope) .& (change .<= Lanes(repeating: 0.06 * Navigator.vicinity))
        let isNear = (4 * apart2) * rest2 .<= Lanes(repeating: 0.0625 * Navigator.vicinity * Navigator.vicinity)
        lanes.isClose.vector = Lanes.zero.replacing(
            with: Lanes(repeating: 1), where: isSmall .& isStraight .& isNear)
    }

    /// Finds the nearest station on each of the two ways, outward and along z, and passes over those that the particle
    /// cannot meet any more: barrels that end before its z and discs that end below its radius.
    @inline(__always)
    private func aim(_ lanes: borrowing NavigationLanes, _ lane: Int) {
        guard lanes.isActive[lane] != 0 else { return }
        var radialSlot = lanes.radialSlot[lane]
        var axialSlot = lanes.axialSlot[lane]
        let isForward = lanes.uz[lane] >= 0
        lanes.isHard[lane] = 0
        if lanes.slope[lane] < 0 && radialSlot > 0 || isForward != (lanes.isForward[lane] != 0) {
            lanes.isHard[lane] = 1
            return
        }
        if (radialSlot | axialSlot) & 1 == 1 && lanes.listCount[lane] >= 0 {
            if lanes.isClose[lane] == 0 || lanes.listAge[lane] > 2 {
                lanes.listCount[lane] = -1
            } else if lanes.listCount[lane] == 0 {
                lanes.listCount[lane] = -1
                if radialSlot & 1 == 1 {
                    radialSlot += 1
                } else {
                    axialSlot += 1
                }
            }
        }
        // Outward from a thin surface that it reached from either side.
        if lanes.slope[lane] >= 0 { radialSlot = max(radialSlot, 2 * (lanes.onRadial[lane] + 1)) }
        lanes.radialSlot[lane] = radialSlot
        lanes.axialSlot[lane] = axialSlot
        aimOutward(lanes, lane, isForward ? radial : radialMirrored)
        aimAlong(lanes, lane, isForward ? axial : axialMirrored)
    }

    /// Outward, a station is out of reach for good if it ends below the particle's z, and from here if it ends below the
    /// z that the particle has at least when it gets there.
    @inline(__always)
    private func aimOutward(
        _ lanes: borrowing NavigationLanes, _ lane: Int, _ stations: UnsafePointer<Station>
    ) {
        let slot = lanes.radialSlot[lane]
        var next = stations + Int(slot >> 1)
        lanes.isInRadial[lane] = Double(slot & 1)
        if slot & 1 == 0 {
            let z = lanes.zAlong[lane]
            while next.pointee.highAcross < z { next += 1 }
            lanes.radialSlot[lane] = Int32(truncatingIfNeeded: 2 &* (next - stations))
            let perRadius = lanes.zPerRadius[lane]
            let atAxis = lanes.zAtAxis[lane]
            while next.pointee.highAcross < atAxis + next.pointee.lower * perRadius { next += 1 }
        }
        lanes.radialLower[lane] = next.pointee.lower
        lanes.radialUpper[lane] = next.pointee.upper
        lanes.radialTarget[lane] = Int32(truncatingIfNeeded: next - stations)
    }

    /// Along z, a station is out of reach for good if it ends below the particle's radius, and from here if it begins
    /// above the radius that the particle has at most when it gets there.
    @inline(__always)
    private func aimAlong(
        _ lanes: borrowing NavigationLanes, _ lane: Int, _ stations: UnsafePointer<Station>
    ) {
        let slot = lanes.axialSlot[lane]
        var next = stations + Int(slot >> 1)
        lanes.isInAxial[lane] = Double(slot & 1)
        if slot & 1 == 0 {
            let radius = lanes.radius[lane]
            while next.pointee.highAcross < radius { next += 1 }
            lanes.axialSlot[lane] = Int32(truncatingIfNeeded: 2 &* (next - stations))
            let perZ = lanes.radiusPerZ[lane]
            let atZero = radius - lanes.zAlong[lane] * perZ
            while next.pointee.lowAcross > atZero + next.pointee.upper * perZ { next += 1 }
        }
        lanes.axialNear[lane] = next.pointee.lower
        lanes.axialFar[lane] = next.pointee.upper
        lanes.axialTarget[lane] = Int32(truncatingIfNeeded: next - stations)
    }

    /// Finds the piece of path through the nearest station and moves the helices to its middle.
    @inline(__always)
    private func findPieces(
        _ lanes: borrowing NavigationLanes, _ helix: inout HelixLanes, _ motion: RadialMotionLanes
    ) {
        let zero = Lanes.zero
        let infinite = Lanes(repeating: .infinity)
        let isInRadial = lanes.isInRadial.vector .> zero
        let isInAxial = lanes.isInAxial.vector .> zero
        let lower = motion.outward(through: lanes.radialLower.vector)
        let upper = motion.outward(through: lanes.radialUpper.vector)
        let radialStart = lower.replacing(with: zero, where: isInRadial)
        let inverse = 1 / lanes.along.vector
        let near = (lanes.axialNear.vector - lanes.zAlong.vector) * inverse
        let far = (lanes.axialFar.vector - lanes.zAlong.vector) * inverse
        let axialStart = near.replacing(with: zero, where: isInAxial .| (near .< zero))
        let isAxial = axialStart .< radialStart
        let start = radialStart.replacing(with: axialStart, where: isAxial)
        let end = upper.replacing(with: far, where: isAxial)
        let other = axialStart.replacing(with: radialStart, where: isAxial)
        let middle = 0.5 * (start + end)
        helix.advance(by: middle)
        let turned = (helix.curvature * end).size
        let bent = (helix.curvature * (end - start)).size
        let b = helix.x * helix.ux + helix.y * helix.uy
        // Beyond its farthest point a path comes back to discs that were passed over.
        let isOrdinary =
            (turned .<= Lanes(repeating: HelixLanes.largestTurn)) .& (start .<= end) .& (end .< infinite)
            .& (.!isAxial .| (b .>= zero)) .& (bent .<= Lanes(repeating: HelixLanes.shortTurn))
        let one = Lanes(repeating: 1)
        lanes.isHard.vector = one.replacing(with: lanes.isHard.vector, where: isOrdinary)
        lanes.isConflict.vector = zero.replacing(with: one, where: other .< end)
        lanes.isAxialFirst.vector = zero.replacing(with: one, where: isAxial)
        lanes.start.vector = start
        lanes.middle.vector = middle
        let half = 0.5 * (end - start)
        lanes.half.vector = half
        let radius = (helix.x * helix.x + helix.y * helix.y).squareRoot()
        lanes.across.vector = helix.z.replacing(with: radius, where: isAxial)
        // A radius changes by less than the path and its sagitta.
        let reach = half * lanes.along.vector
        lanes.acrossReach.vector = reach.replacing(
            with: half + half * half * helix.curvature.size, where: isAxial)
        lanes.pointX.vector = helix.x
        lanes.pointY.vector = helix.y
        lanes.pointZ.vector = helix.z
        lanes.pointUX.vector = helix.ux
        lanes.pointUY.vector = helix.uy
        lanes.pointAngle.vector = Elementary.atan2(helix.y, helix.x)
    }

    /// Decides what a lane has to do with the station it comes to.
    @inline(__always)
    private func classify(_ lanes: borrowing NavigationLanes, _ lane: Int) -> Int {
        lanes.takesMiddle[lane] = 0
        guard lanes.isActive[lane] != 0 else { return LaneStage.settled }
        if lanes.isHard[lane] != 0 { return LaneStage.hard }
        let start = lanes.start[lane]
        if start > lanes.limit[lane] { return settle(lanes, lane, Crossing.nothing) }
        let isAxial = lanes.isAxialFirst[lane] != 0
        let target = isAxial ? lanes.axialTarget[lane] : lanes.radialTarget[lane]
        if target == (isAxial ? axialCount : radialCount) { return settle(lanes, lane, Crossing.leaves) }
        let stations = isAxial ? (lanes.isForward[lane] != 0 ? axial : axialMirrored) : radial
        let station = stations + Int(target)
        let across = lanes.across[lane]
        let reach = lanes.acrossReach[lane]
        let isHit = across - reach <= station.pointee.highAcross && across + reach >= station.pointee.lowAcross
        guard isHit else { return LaneStage.passes }
        if station.pointee.isThin {
            lanes.takesMiddle[lane] = 1
            return LaneStage.thin
        }
        if lanes.isConflict[lane] != 0 { return LaneStage.hard }
        if lanes.listCount[lane] < 0 && !collect(lanes, lane, station) { return LaneStage.hard }
        return lanes.listCount[lane] == 0 ? LaneStage.passes : LaneStage.station
    }

    @inline(__always)
    private func settle(_ lanes: borrowing NavigationLanes, _ lane: Int, _ surface: Int32) -> Int {
        lanes.surface[lane] = surface
        lanes.path[lane] = lanes.start[lane]
        return LaneStage.settled
    }
}
