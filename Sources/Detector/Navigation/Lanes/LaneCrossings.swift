// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// What becomes of a lane's place among the stations after a round.
extension Navigator {
    /// Nothing was met: the lane goes on beyond the station.
    @inline(__always)
    func pass(_ lanes: borrowing NavigationLanes, _ lane: Int) {
        lanes.surface[lane] = NavigationLanes.pending
        leaveStation(lanes, lane)
    }

    @inline(__always)
    private func leaveStation(_ lanes: borrowing NavigationLanes, _ lane: Int) {
        lanes.listCount[lane] = -1
        if lanes.isAxialFirst[lane] == 0 {
            lanes.radialSlot[lane] = 2 * (lanes.radialTarget[lane] + 1)
        } else {
            lanes.axialSlot[lane] = 2 * (lanes.axialTarget[lane] + 1)
        }
    }

    /// A passive surface was crossed that is a station of its own.
    @inline(__always)
    func standOnThin(_ lanes: borrowing NavigationLanes, _ lane: Int) {
        let isAxial = lanes.isAxialFirst[lane] != 0
        let station = isAxial ? lanes.axialTarget[lane] : lanes.radialTarget[lane]
        let isForward = lanes.isForward[lane] != 0
        let stations = isAxial ? (isForward ? axial : axialMirrored) : radial
        let member = members[Int(stations[Int(station)].firstMember)]
        lanes.surface[lane] = moduleCount - 1 - member
        lanes.member[lane] = layerCount - 1 - member
        lanes.u[lane] = 0
        lanes.v[lane] = 0
        lanes.onPlane[lane] = -1
        lanes.onRadial[lane] = isAxial ? -1 : station
        lanes.onAxial[lane] = isAxial ? (isForward ? station : axialCount - 1 - station) : -1
        leaveStation(lanes, lane)
    }

    /// The candidates of a station were tried: the lane stands on the first that it met, or passes.
    @inline(__always)
    func standInStation(_ lanes: borrowing NavigationLanes, _ lane: Int) {
        let path = lanes.bestPath[lane]
        if lanes.grazes[lane] != 0 { return askScalar(lanes, lane) }
        guard path < .infinity else { return pass(lanes, lane) }
        guard path <= lanes.limit[lane] else {
            lanes.surface[lane] = Crossing.nothing
            return
        }
        keepWhatIsLeft(lanes, lane)
        let isAxial = lanes.isAxialFirst[lane] != 0
        if isAxial {
            lanes.axialSlot[lane] = 2 * lanes.axialTarget[lane] + 1
        } else {
            lanes.radialSlot[lane] = 2 * lanes.radialTarget[lane] + 1
        }
        lanes.isRestRadial[lane] = isAxial ? 0 : 1
        // Not before: the scalar search asks what the particle stands on.
        lanes.onPlane[lane] = lanes.foundPlane[lane]
        let plane = planes + Int(lanes.onPlane[lane])
        lanes.surface[lane] = plane.pointee.surface
        lanes.member[lane] = plane.pointee.member
        if plane.pointee.surface < moduleCount {
            crossSensor(lanes, lane)
        } else {
            lanes.onPlane[lane] = -1
            lanes.u[lane] = 0
            lanes.v[lane] = 0
        }
        lanes.onRadial[lane] = -1
        lanes.onAxial[lane] = -1
        lanes.listAge[lane] += 1
        arrive(lanes, lane, rest: lanes.middle[lane] + lanes.half[lane] - path)
    }

    @inline(__always)
    private func crossSensor(_ lanes: borrowing NavigationLanes, _ lane: Int) {
        lanes.sensorLanes[Int(lanes.sensorCount[0])] = Int32(lane)
        lanes.sensorCount[0] += 1
    }

    @inline(__always)
    private func arrive(_ lanes: borrowing NavigationLanes, _ lane: Int, rest: Double) {
        lanes.arrivalX[lane] = lanes.ux[lane]
        lanes.arrivalY[lane] = lanes.uy[lane]
        lanes.arrivalZ[lane] = lanes.uz[lane]
        lanes.arrivalCurvature[lane] = lanes.curvature[lane]
        lanes.rest[lane] = rest
    }

    /// The scalar search's answer for one lane, from an exact place among the stations.
    @inline(never)
    func askScalar(_ lanes: borrowing NavigationLanes, _ lane: Int) {
        let helix = lanes.helix(lane: lane)
        var cursor = cursor(at: helix)
        cursor.onRadial = lanes.onRadial[lane]
        cursor.onAxial = lanes.onAxial[lane]
        cursor.onPlane = lanes.onPlane[lane]
        let crossing = next(helix, limit: lanes.limit[lane], cursor: &cursor)
        lanes.surface[lane] = crossing.surface
        guard crossing.surface >= 0 else { return }
        lanes.put(lane: lane, crossing.point)
        lanes.path[lane] = crossing.path
        lanes.u[lane] = crossing.u
        lanes.v[lane] = crossing.v
        lanes.place(lane: lane, cursor, self)
        lanes.onRadial[lane] = cursor.onRadial
        lanes.onAxial[lane] = cursor.onAxial
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
        lanes.listCount[lane] = 0
        lanes.listAge[lane] = 1
        lanes.isRestRadial[lane] = cursor.isInRadial ? 1 : 0
        arrive(lanes, lane, rest: cursor.restOfStation)
    }
}
