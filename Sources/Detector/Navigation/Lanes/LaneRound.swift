// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// What a round found out about a lane before its modules are tried.
enum LaneStage {
    /// No particle, or its crossing is already known.
    static let settled: Int32 = 0
    /// Nothing to cross in the nearest station.
    static let passes: Int32 = 1
    /// A thin passive surface is crossed at the middle of the piece.
    static let thin: Int32 = 2
    /// The modules of the nearest station have to be tried.
    static let station: Int32 = 3
    /// Out of the ordinary: the scalar search answers.
    static let hard: Int32 = 4
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
        for lane in 0..<NavigationLanes.count { lanes.stage[lane] = classify(lanes, lane) }
        tryCandidates(lanes)
        for lane in 0..<NavigationLanes.count {
            switch lanes.stage[lane] {
            case LaneStage.passes: pass(lanes, lane)
            case LaneStage.thin: standOnThin(lanes, lane)
            case LaneStage.station: standInStation(lanes, lane)
            case LaneStage.hard: askScalar(lanes, lane)
            default: break
            }
        }
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
        lanes.zPerRadius.vector = helix.uz / transverse
        lanes.radiusPerZ.vector = transverse / helix.uz.size
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
        let z = lanes.z[lane]
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
                    axialSlot += isForward ? 1 : -1
                }
            }
        }
        // Outward from a thin surface that it reached from either side.
        if lanes.slope[lane] >= 0 { radialSlot = max(radialSlot, 2 * (lanes.onRadial[lane] + 1)) }
        lanes.radialSlot[lane] = radialSlot
        lanes.axialSlot[lane] = axialSlot
        aimOutward(lanes, lane, isForward, z)
        if isForward { aimForward(lanes, lane, z) } else { aimBackward(lanes, lane, z) }
    }

    /// Outward, a station is out of reach for good if it ends below the particle's z, and from here if it ends below the
    /// z that the particle has at least when it gets there.
    @inline(__always)
    private func aimOutward(_ lanes: borrowing NavigationLanes, _ lane: Int, _ isForward: Bool, _ z: Double) {
        let slot = lanes.radialSlot[lane]
        var next = Int(slot >> 1)
        lanes.isInRadial[lane] = Double(slot & 1)
        if slot & 1 == 0 {
            let count = Int(radialCount)
            while next < count && (isForward ? radial[next].highAcross < z : radial[next].lowAcross > z) { next += 1 }
            lanes.radialSlot[lane] = Int32(2 * next)
            let radius = lanes.radius[lane]
            let perRadius = lanes.zPerRadius[lane]
            while next < count {
                let there = z + (radial[next].lower - radius) * perRadius
                guard isForward ? radial[next].highAcross < there : radial[next].lowAcross > there else { break }
                next += 1
            }
            lanes.radialLower[lane] = next == count ? boundaryRadius : radial[next].lower
        }
        lanes.radialUpper[lane] = next == Int(radialCount) ? boundaryRadius : radial[next].upper
        lanes.radialTarget[lane] = Int32(next)
    }

    /// Along z, a station is out of reach for good if it ends below the particle's radius, and from here if it begins
    /// above the radius that the particle has at most when it gets there.
    @inline(__always)
    private func aimForward(_ lanes: borrowing NavigationLanes, _ lane: Int, _ z: Double) {
        let slot = lanes.axialSlot[lane]
        var next = Int(slot >> 1)
        lanes.isInAxial[lane] = Double(slot & 1)
        if slot & 1 == 0 {
            let count = Int(axialCount)
            let radius = lanes.radius[lane]
            while next < count && axial[next].highAcross < radius { next += 1 }
            lanes.axialSlot[lane] = Int32(2 * next)
            let perZ = lanes.radiusPerZ[lane]
            while next < count && axial[next].lowAcross > radius + (axial[next].upper - z) * perZ { next += 1 }
            lanes.axialNear[lane] = next == count ? boundaryHalfLength : axial[next].lower
        }
        lanes.axialFar[lane] = next == Int(axialCount) ? boundaryHalfLength : axial[next].upper
        lanes.axialTarget[lane] = Int32(next)
    }

    @inline(__always)
    private func aimBackward(_ lanes: borrowing NavigationLanes, _ lane: Int, _ z: Double) {
        let slot = lanes.axialSlot[lane]
        lanes.isInAxial[lane] = Double(slot & 1)
        // From a gap the station below it comes next; −1 is the end of the volume.
        var next = Int(slot >> 1) - 1 + Int(slot & 1)
        if slot & 1 == 0 {
            let radius = lanes.radius[lane]
            while next >= 0 && axial[next].highAcross < radius { next -= 1 }
            lanes.axialSlot[lane] = Int32(2 * (next + 1))
            let perZ = lanes.radiusPerZ[lane]
            while next >= 0 && axial[next].lowAcross > radius + (z - axial[next].lower) * perZ { next -= 1 }
            lanes.axialNear[lane] = next < 0 ? -boundaryHalfLength : axial[next].upper
        }
        lanes.axialFar[lane] = next < 0 ? -boundaryHalfLength : axial[next].lower
        lanes.axialTarget[lane] = Int32(next)
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
        let inverse = 1 / helix.uz
        let near = (lanes.axialNear.vector - helix.z) * inverse
        let far = (lanes.axialFar.vector - helix.z) * inverse
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
        lanes.half.vector = 0.5 * (end - start)
        lanes.pointX.vector = helix.x
        lanes.pointY.vector = helix.y
        lanes.pointZ.vector = helix.z
        lanes.pointUX.vector = helix.ux
        lanes.pointUY.vector = helix.uy
        lanes.pointAngle.vector = Elementary.atan2(helix.y, helix.x)
    }

    /// Decides what a lane has to do with the station it comes to.
    @inline(__always)
    private func classify(_ lanes: borrowing NavigationLanes, _ lane: Int) -> Int32 {
        lanes.takesMiddle[lane] = 0
        guard lanes.isActive[lane] != 0 else { return LaneStage.settled }
        if lanes.isHard[lane] != 0 { return LaneStage.hard }
        let start = lanes.start[lane]
        if start > lanes.limit[lane] { return settle(lanes, lane, Crossing.nothing) }
        let half = lanes.half[lane]
        let x = lanes.pointX[lane]
        let y = lanes.pointY[lane]
        var isHit: Bool
        var station: UnsafePointer<Station>
        let isAxial = lanes.isAxialFirst[lane] != 0
        if isAxial {
            let target = lanes.axialTarget[lane]
            if target < 0 || target == axialCount { return settle(lanes, lane, Crossing.leaves) }
            station = axial + Int(target)
            let radius2 = x * x + y * y
            let reach = half + half * half * abs(lanes.curvature[lane])
            let high = station.pointee.highAcross + reach
            let low = station.pointee.lowAcross - reach
            isHit = radius2 <= high * high && (low <= 0 || radius2 >= low * low)
        } else {
            let target = lanes.radialTarget[lane]
            if target == radialCount { return settle(lanes, lane, Crossing.leaves) }
            station = radial + Int(target)
            let z = lanes.pointZ[lane]
            let reach = half * abs(lanes.uz[lane])
            isHit = z - reach <= station.pointee.highAcross && z + reach >= station.pointee.lowAcross
        }
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
    private func settle(_ lanes: borrowing NavigationLanes, _ lane: Int, _ surface: Int32) -> Int32 {
        lanes.surface[lane] = surface
        lanes.path[lane] = lanes.start[lane]
        return LaneStage.settled
    }
}
