// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes
import EventModel

extension Navigator {
    /// Lists the planes of the modules and discs of a station near a lane's piece of path; false if the scalar search has to answer:
    /// near the axis, where there are too many, or for a cylinder among modules.
    ///
    /// Near means within `vicinity` of the piece, so that the list stays complete when the particle is deflected a
    /// little on one of them.
    @inline(__always)
    func collect(_ lanes: borrowing NavigationLanes, _ lane: Int, _ station: UnsafePointer<Station>) -> Bool {
        let piece = LanePiece(lanes, lane)
        guard piece.isFarFromAxis, piece.standing < 0 || leaves(lanes, lane) else { return false }
        var count: Int32 = 0
        for i in station.pointee.firstMember..<station.pointee.endMember {
            let member = members[Int(i)]
            if member < 0 {
                guard !places[Int(-1 - member)].isCylinder, count < NavigationLanes.maximumCandidates else {
                    return false
                }
                lanes.candidates[NavigationLanes.maximumCandidates &* lane &+ Int(count)] = moduleCount - 1 - member
                count &+= 1
            } else if !collect(lanes, lane, grids + Int(member), piece, &count) {
                return false
            }
        }
        lanes.listCount[lane] = count
        lanes.listAge[lane] = 0
        return true
    }

    /// Whether the path through the station leaves the plane that the particle stands on at such an angle that it does
    /// not come back to it.
    @inline(__always)
    private func leaves(_ lanes: borrowing NavigationLanes, _ lane: Int) -> Bool {
        let w = planes[Int(lanes.onPlane[lane])].w
        let ux = lanes.pointUX[lane]
        let uy = lanes.pointUY[lane]
        let slope = abs(w.x * ux + w.y * uy + w.z * lanes.uz[lane])
        let bend = abs(lanes.curvature[lane] * (w.y * ux - w.x * uy))
        return slope > 5 * bend * (lanes.half[lane] + 1)
    }

    @inline(__always)
    private func collect(
        _ lanes: borrowing NavigationLanes, _ lane: Int, _ grid: UnsafePointer<LayerGrid>, _ piece: LanePiece,
        _ count: inout Int32
    ) -> Bool {
        let low: Double
        let high: Double
        if grid.pointee.isBarrel {
            low = piece.z - piece.reachZ
            high = piece.z + piece.reachZ
            if low > grid.pointee.maximumZ || high < grid.pointee.minimumZ { return true }
        } else {
            low = piece.radius - piece.reachRadius
            high = piece.radius + piece.reachRadius
            if low > grid.pointee.maximumRadius || high < grid.pointee.minimumRadius { return true }
        }
        let scale = grid.pointee.alongScale
        let origin = grid.pointee.alongOrigin
        let bins = ranges + Int(grid.pointee.firstAlongBin)
        let firstRing = bins[clampedBin((low - origin) * scale, grid.pointee.alongBins)].first
        let endRing = bins[clampedBin((high - origin) * scale, grid.pointee.alongBins)].end
        var ring = firstRing
        while ring < endRing {
            let modules = rings + Int(grid.pointee.firstRing + ring)
            var (next, end) = positions(
                modules, piece.angle - piece.reachAngle, piece.angle + piece.reachAngle)
            while next < end {
                var position = next
                while position < 0 { position += modules.pointee.moduleCount }
                while position >= modules.pointee.moduleCount { position -= modules.pointee.moduleCount }
                let plane = modules.pointee.firstPlane + position
                if plane != piece.standing {
                    guard count < NavigationLanes.maximumCandidates else { return false }
                    lanes.candidates[NavigationLanes.maximumCandidates &* lane &+ Int(count)] = plane
                    eidolon_prefetch_two_lines(planes + Int(plane))
                    count &+= 1
                }
                next &+= 1
            }
            ring &+= 1
        }
        return true
    }
}

/// The surroundings of a piece of path through a station, seen from its middle.
struct LanePiece {
    let radius, z: Double
    /// Azimuth.
    let angle: Double
    /// How far from the middle a surface near the piece can begin.
    let reachZ, reachRadius, reachAngle: Double
    /// Whether the piece stays so far from the axis that the angle means something.
    let isFarFromAxis: Bool
    /// The plane that the particle stands on, −1 for none: planes met at an angle are not met twice.
    let standing: Int32

    @inline(__always)
    init(_ lanes: borrowing NavigationLanes, _ lane: Int) {
        let x = lanes.pointX[lane]
        let y = lanes.pointY[lane]
        let ux = lanes.pointUX[lane]
        let uy = lanes.pointUY[lane]
        let half = lanes.half[lane]
        let sagitta = 0.5 * abs(lanes.curvature[lane]) * half * half + 1e-9
        z = lanes.pointZ[lane]
        let transverse = half * (ux * ux + uy * uy).squareRoot() + sagitta
        radius = (x * x + y * y).squareRoot()
        let least = radius - transverse
        isFarFromAxis = least > 0.5 * radius
        let inverse = 1 / (isFarFromAxis ? radius * least : 1)
        // A point at (least, across) from the axis is seen under an angle below across / least.
        let across = half * abs(x * uy - y * ux) + (sagitta + Navigator.vicinity) * radius
        reachAngle = across * inverse
        let drift = across * across * inverse
        reachRadius =
            half * abs(x * ux + y * uy) * least * inverse + sagitta + Navigator.vicinity + 0.5 * drift * inverse * least
        reachZ = half * abs(lanes.uz[lane]) + Navigator.vicinity
        angle = lanes.pointAngle[lane]
        standing = lanes.onPlane[lane]
    }
}
