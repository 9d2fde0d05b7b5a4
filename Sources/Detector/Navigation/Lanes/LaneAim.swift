// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes
import EventModel

/// How the lanes begin a round.
struct LaneAim {
    let helix: HelixLanes
    let motion: RadialMotionLanes
    /// The motion is such that only the scalar search understands it.
    let isOdd: LaneChoice
}

/// Which stations the lanes may come to next.
extension Navigator {
    /// Computes what the stations are compared with, and leaves those where nothing is left to meet.
    @inline(__always)
    func prepareAim(_ lanes: LaneView) -> LaneAim {
        let helix = HelixLanes(lanes)
        let motion = RadialMotionLanes(helix)
        let zero = Lanes.zero
        let radius = motion.radius2.squareRoot()
        let direction = lanes.direction.vector
        let zAlong = helix.z * direction
        let alongZ = helix.uz.size
        let transverse = motion.transverse2.squareRoot()
        let inverse = 1 / (transverse * alongZ)
        let zPerRadius = alongZ * alongZ * inverse
        let radiusPerZ = motion.transverse2 * inverse
        lanes.pathPerZ.vector = transverse * inverse
        lanes.pathPerRadius.vector = alongZ * inverse
        lanes.radius.vector = radius
        lanes.transverse.vector = transverse
        lanes.zAlong.vector = zAlong
        lanes.zPerRadius.vector = zPerRadius
        // The way to a radius is at least the difference of radii, inward motion or not.
        lanes.zAtAxis.vector = zAlong - radius * zPerRadius
        lanes.radiusPerZ.vector = radiusPerZ
        lanes.radiusAtZero.vector = radius - zAlong * radiusPerZ
        let isInward = motion.b .< zero
        // Inward, no disc is out of reach.
        lanes.leastRadius.vector = radius.replacing(with: zero, where: isInward)
        leaveEmptyRests(lanes, helix, motion, radius)
        let isReversed = helix.uz * direction .< zero
        let isOdd = (isInward .& lanes.isAboveFirst.choice) .| isReversed .| lanes.isOdd.choice
        return LaneAim(helix: helix, motion: motion, isOdd: isOdd)
    }

    /// The rest of a station still has the surfaces near it that were found on arrival if the path after a deflection
    /// stays near the one before: where there are none the lane leaves the station, where that is uncertain the surfaces
    /// are found again.
    @inline(__always)
    private func leaveEmptyRests(
        _ lanes: LaneView, _ helix: HelixLanes, _ motion: RadialMotionLanes, _ radius: Lanes
    ) {
        let dx = helix.ux - lanes.arrivalX.vector
        let dy = helix.uy - lanes.arrivalY.vector
        let dz = helix.uz - lanes.arrivalZ.vector
        let apart2 = dx * dx + dy * dy + dz * dz
        // Cosine of the path to the station's normal, times the radius; a radial one grows on the way out.
        let isRadial = lanes.isRestRadial.choice
        let slope = (helix.uz * radius).size.replacing(with: motion.b, where: isRadial)
        let rest = lanes.rest.vector
        let rest2 = rest * rest
        // So small a deflection makes the path through the rest longer by less than its own length.
        let isSmall = (100 * apart2) * motion.radius2 .<= slope * slope
        let bend = helix.curvature.size * rest * radius
        let change = (helix.curvature - lanes.arrivalCurvature.vector).size * rest2
        let isStraight = (bend .<= 0.3 * slope) .& (change .<= Lanes(repeating: 0.06 * Navigator.vicinity))
        let isNear = (4 * apart2) * rest2 .<= Lanes(repeating: 0.0625 * Navigator.vicinity * Navigator.vicinity)
        let isRecent = lanes.listAge.vector .<= Lanes(repeating: 2)
        let isKnown = isSmall .& isStraight .& isNear .& isRecent
        let count = lanes.listCount.vector
        let isInside = lanes.isInRadial.choice .| lanes.isInAxial.choice
        let isEmpty = count .<= Lanes.zero
        let leaves = isInside .& isKnown .& isEmpty .& (Lanes.zero .<= count)
        let leavesRadial = leaves .& isRadial
        let leavesAxial = leaves .& .!isRadial
        lanes.radialSlot.vector = lanes.radialSlot.incremented(where: leavesRadial)
        lanes.axialSlot.vector = lanes.axialSlot.incremented(where: leavesAxial)
        lanes.isInRadial.choice = (lanes.isInRadial.choice .& .!leavesRadial)
        lanes.isInAxial.choice = (lanes.isInAxial.choice .& .!leavesAxial)
        lanes.listCount.vector = Lanes(repeating: -1).replacing(with: count, where: isKnown .& .!isEmpty)
    }

    /// For all lanes, finds the nearest station on each of the two ways, outward and along z, passing over those that the
    /// particle cannot meet from here.
    @inline(__always)
    func aim(_ lanes: LaneView) {
        for lane in 0..<NavigationLanes.count {
            let slot = lanes.radialSlot.words[lane]
            let met = outwardMet(lanes, lane, slot) | UInt32(truncatingIfNeeded: lanes.isInRadial.words[lane] & 1)
            lanes.radialTarget.words[lane] =
                met != 0 ? slot &+ met.trailingZeroBitCount : farRadial(lanes, lane)
        }
        for lane in 0..<NavigationLanes.count {
            let slot = lanes.axialSlot.words[lane]
            let met = alongMet(lanes, lane, slot) | UInt32(truncatingIfNeeded: lanes.isInAxial.words[lane] & 1)
            lanes.axialTarget.words[lane] =
                met != 0 ? slot &+ met.trailingZeroBitCount : farAxial(lanes, lane)
        }
    }

    /// Reads four doubles of every lane's row, from the one at `first` on, into four columns.
    @inline(__always)
    func loadRows(_ row: ViewColumn, from first: Int, to columns: ViewColumn) {
        let table = UnsafeRawPointer(stations.rows).assumingMemoryBound(to: Double.self) + first
        let step = Int32(NavigationLanes.count)
        eidolon_lanes4_rows(table, row.words, StationRow.columns, 4, columns.pointer, step)
        eidolon_lanes4_rows(table, row.words + 4, StationRow.columns, 4, columns.pointer + 4, step)
    }

    /// Which of four stations outward can be met, the lowest bit for the one at `row`: a station is out of reach if it
    /// ends below the z that the particle has at least when it gets there.
    @inline(__always)
    private func outwardMet(_ lanes: LaneView, _ lane: Int, _ row: Int) -> UInt32 {
        let z =
            FourLanes(stations.place, row) * FourLanes(repeating: lanes.zPerRadius[lane])
            + FourLanes(repeating: lanes.zAtAxis[lane])
        return (FourLanes(stations.high, row) .< z).laneBits ^ 15
    }

    /// The same along z: a station is out of reach if it ends below the particle's radius, or begins above the radius
    /// that the particle has at most when it gets there.
    @inline(__always)
    private func alongMet(_ lanes: LaneView, _ lane: Int, _ row: Int) -> UInt32 {
        let radius =
            FourLanes(stations.place, row) * FourLanes(repeating: lanes.radiusPerZ[lane])
            + FourLanes(repeating: lanes.radiusAtZero[lane])
        let isAbove = radius .< FourLanes(stations.low, row)
        let isBelow = FourLanes(stations.high, row) .< FourLanes(repeating: lanes.leastRadius[lane])
        return (isAbove .| isBelow).laneBits ^ 15
    }

    /// Where four stations are not enough: those that end below the particle's z are passed over for good.
    @inline(never)
    private func farRadial(_ lanes: LaneView, _ lane: Int) -> Int {
        var row = lanes.radialSlot.words[lane]
        while stations.high[row] < lanes.zAlong[lane] { row += 1 }
        lanes.radialSlot.words[lane] = row
        while true {
            let met = outwardMet(lanes, lane, row)
            if met != 0 { return row + met.trailingZeroBitCount }
            row += 4
        }
    }

    /// The same along z for stations that end below the particle's radius.
    @inline(never)
    private func farAxial(_ lanes: LaneView, _ lane: Int) -> Int {
        var row = lanes.axialSlot.words[lane]
        while stations.high[row] < lanes.leastRadius[lane] { row += 1 }
        lanes.axialSlot.words[lane] = row
        while true {
            let met = alongMet(lanes, lane, row)
            if met != 0 { return row + met.trailingZeroBitCount }
            row += 4
        }
    }
}

extension SIMD4 where Scalar == Double {
    /// Four neighbours in a table.
    @inline(__always)
    fileprivate init(_ table: UnsafePointer<Double>, _ first: Int) {
        self = UnsafeRawPointer(table + first).loadUnaligned(as: FourLanes.self)
    }
}
