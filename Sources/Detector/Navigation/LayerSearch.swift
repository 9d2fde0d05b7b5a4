// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A short piece of a helix between two of its points, with what every layer near it wants to know.
struct Piece {
    let near: Helix
    let far: Helix
    /// Paths of the two points from the start of the helix, mm.
    let start: Double
    let end: Double
    /// The piece stays within this of its chord, mm.
    let sagitta: Double
    /// Where modules count as near: within a sagitta and `Navigator.vicinity`.
    let chord: PathChord
    /// Plane that the near end stands on, -1 for none.
    let standing: Int32
    /// - Precondition: the piece turns by at most 0.35 rad.
    @inline(__always)
    init(near: Helix, far: Helix, start: Double, end: Double, standing: Int32) {
        self.near = near
        self.far = far
        self.start = start
        self.end = end
        self.standing = standing
        let length = end - start
        // 1 − cos(θ/2) < 0.126 θ² there.
        sagitta = 0.126 * length * length * abs(near.curvature) + 1e-9
        chord = PathChord(
            from: (near.x, near.y, near.z), to: (far.x, far.y, far.z), reach: sagitta + Navigator.vicinity,
            reachZ: Navigator.vicinity)
    }
}

extension Navigator {
    /// Finds the first surface of a station that the helix crosses within a span of its path.
    @inline(__always)
    func search(
        _ station: Station, _ helix: Helix, _ motion: RadialMotion, _ span: (start: Double, end: Double),
        _ cursor: inout NavigationCursor, _ best: inout Crossing
    ) {
        let end = min(span.end, best.path)
        guard end > span.start else { return }
        let standing = cursor.onPlane
        let before = best.path
        var nearby: Int32 = 0
        let near = span.start == 0 ? helix : helix.advanced(by: span.start)
        // Pieces of bounded turn; most spans are one.
        if (end - span.start) * abs(helix.curvature) <= Navigator.pieceTurn {
            let far = near.advanced(by: end - span.start)
            let piece = Piece(near: near, far: far, start: span.start, end: end, standing: standing)
            for i in station.firstMember..<station.endMember where members[Int(i)] >= 0 {
                searchLayer(grids + Int(members[Int(i)]), piece, &nearby, &best)
            }
            // The only module near a path through the whole station: what it meets after a small deflection is known.
            cursor.hasOneModule =
                nearby == 1 && best.path < before && end == span.end && standing < 0 && !station.hasPassive
            cursor.restOfStation = end - best.path
        } else {
            searchPieces(station, helix, near, span.start, end, standing, &best)
        }
        guard station.hasPassive else { return }
        for i in station.firstMember..<station.endMember where members[Int(i)] < 0 {
            searchMerged(-1 - members[Int(i)], helix, motion, from: span.start, to: end, &best)
        }
    }

    @inline(never)
    private func searchPieces(
        _ station: Station, _ helix: Helix, _ first: Helix, _ start: Double, _ end: Double, _ standing: Int32,
        _ best: inout Crossing
    ) {
        let length = Navigator.pieceTurn / abs(helix.curvature)
        var near = first
        var from = start
        var nearby: Int32 = 0
        while from < end && from < best.path {
            let to = min(from + length, end)
            let far = helix.advanced(by: to)
            let piece = Piece(near: near, far: far, start: from, end: to, standing: from == 0 ? standing : -1)
            for i in station.firstMember..<station.endMember where members[Int(i)] >= 0 {
                searchLayer(grids + Int(members[Int(i)]), piece, &nearby, &best)
            }
            near = far
            from = to
        }
    }

    /// Looks at the modules of a layer near a piece.
    @inline(__always)
    private func searchLayer(
        _ grid: UnsafePointer<LayerGrid>, _ piece: Piece, _ nearby: inout Int32, _ best: inout Crossing
    ) {
        forEachModule(of: grid, near: piece.chord) { test($0, piece, &nearby, &best) }
    }

    /// Updates `best` if the piece crosses this module first; counts it in `nearby` unless every point of it is farther
    /// than `piece.chord.reach` from the piece's chord.
    @inline(__always)
    private func test(_ index: Int32, _ piece: Piece, _ nearby: inout Int32, _ best: inout Crossing) {
        if index == piece.standing {
            testReturn(index, piece, &best)
            return
        }
        let module = planes + Int(index)
        let w = module.pointee.w
        let c = module.pointee.center
        let near = w.x * (piece.near.x - c.x) + w.y * (piece.near.y - c.y) + w.z * (piece.near.z - c.z)
        let far = w.x * (piece.far.x - c.x) + w.y * (piece.far.y - c.y) + w.z * (piece.far.z - c.z)
        if near * far > 0 {
            // Both ends on one side: the piece can only touch the plane if it turns back within the sagitta.
            let distance = min(abs(near), abs(far))
            guard distance <= piece.chord.reach else { return }
            let radius = piece.end - piece.start + piece.chord.reach
            let v = module.pointee.v
            let localV = v.x * (piece.near.x - c.x) + v.y * (piece.near.y - c.y) + v.z * (piece.near.z - c.z)
            if abs(localV) > module.pointee.halfV + radius { return }
            let u = module.pointee.u
            let localU = u.x * (piece.near.x - c.x) + u.y * (piece.near.y - c.y) + u.z * (piece.near.z - c.z)
            if abs(localU) > module.pointee.halfU + radius { return }
            nearby &+= 1
            if distance <= piece.sagitta { testTwoCrossings(index, piece, &best) }
            return
        }
        // The chord's crossing must come near the module before the exact one is worth finding. Everything is multiplied
        // by the change of distance, to spare the division. What is within `reach` of the chord crosses the plane, at
        // grazing incidence, within reach / sin of the chord's crossing.
        let change = abs(near - far)
        let fraction = abs(near)
        let slack = piece.chord.reach * (change + (piece.end - piece.start))
        let x = (piece.near.x - c.x) * change + fraction * (piece.far.x - piece.near.x)
        let y = (piece.near.y - c.y) * change + fraction * (piece.far.y - piece.near.y)
        let z = (piece.near.z - c.z) * change + fraction * (piece.far.z - piece.near.z)
        let v = module.pointee.v
        let localV = x * v.x + y * v.y + z * v.z
        if abs(localV) > module.pointee.halfV * change + slack { return }
        let u = module.pointee.u
        let localU = x * u.x + y * u.y + z * u.z
        if abs(localU) > module.pointee.halfU * change + slack { return }
        // A path that ends near the plane might come back to it when it is deflected.
        nearby &+= abs(far) <= piece.chord.reach ? 2 : 1
        solve(index, piece, from: piece.start, to: piece.end, near, far, &best)
    }

    /// Both ends lie on one side of the plane: finds the extremum between them and the crossings around it.
    @inline(never)
    private func testTwoCrossings(_ index: Int32, _ piece: Piece, _ best: inout Crossing) {
        let module = planes[Int(index)]
        guard let turning = turningPath(module, piece) else { return }
        let near = distance(module, piece, piece.start)
        let middle = distance(module, piece, turning)
        guard near * middle <= 0 else { return }
        let before = best.path
        solve(index, piece, from: piece.start, to: turning, near, middle, &best)
        if best.path == before {
            solve(index, piece, from: turning, to: piece.end, middle, distance(module, piece, piece.end), &best)
        }
    }

    /// The near end stands on this module: the path can only come back to it beyond its farthest point.
    @inline(__always)
    private func testReturn(_ index: Int32, _ piece: Piece, _ best: inout Crossing) {
        let module = planes + Int(index)
        let slope = module.pointee.w.dot(Vector3(piece.near.ux, piece.near.uy, piece.near.uz))
        let far = module.pointee.w.dot(Vector3(piece.far.x, piece.far.y, piece.far.z) - module.pointee.center)
        if slope * far < 0, let turning = turningPath(module.pointee, piece) {
            solve(index, piece, from: turning, to: piece.end, distance(module.pointee, piece, turning), far, &best)
        }
    }

    /// Path at which the distance from the plane is extreme within the piece, by bisection; nil if it is monotonic.
    private func turningPath(_ module: ModulePlane, _ piece: Piece) -> Double? {
        let slopeNear = module.w.dot(Vector3(piece.near.ux, piece.near.uy, piece.near.uz))
        let slopeFar = module.w.dot(Vector3(piece.far.ux, piece.far.uy, piece.far.uz))
        guard slopeNear * slopeFar < 0 else { return nil }
        var low = piece.start
        var high = piece.end
        for _ in 0..<80 {
            let middle = 0.5 * (low + high)
            if middle <= low || middle >= high { break }
            let slope = module.w.dot(direction(piece, middle))
            if slope * slopeNear > 0 { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }

    /// Finds the one crossing of the plane between two paths with distances of opposite sign, by Newton's method
    /// kept within its bracket, and takes it if it lies on the module.
    @inline(__always)
    private func solve(
        _ index: Int32, _ piece: Piece, from start: Double, to end: Double, _ atStart: Double, _ atEnd: Double,
        _ best: inout Crossing
    ) {
        let module = planes + Int(index)
        let w = module.pointee.w
        let c = module.pointee.center
        var low = start
        var high = end
        // The chord's crossing, bettered by the parabola through both ends with the slope at the start.
        let length = end - start
        var path = start + length * (atStart / (atStart - atEnd))
        if start == piece.start {
            let slope = w.x * piece.near.ux + w.y * piece.near.uy + w.z * piece.near.uz
            let bend = (atEnd - atStart - slope * length) / (length * length)
            let t = path - start
            path -= (atStart + t * (slope + t * bend)) / (slope + 2 * t * bend)
        }
        if !(path >= low && path <= high) { path = 0.5 * (low + high) }
        var point = piece.near
        for _ in 0..<100 {
            point = piece.near.advanced(by: path - piece.start)
            let value = w.x * (point.x - c.x) + w.y * (point.y - c.y) + w.z * (point.z - c.z)
            let slope = w.x * point.ux + w.y * point.uy + w.z * point.uz
            if value * atEnd > 0 { high = path } else { low = path }
            var next = path - value / slope
            if !(next >= low && next <= high) { next = 0.5 * (low + high) }
            let change = next - path
            path = next
            if change * change * abs(point.curvature) < 1e-10 && abs(change) < 1e-2 {
                // So small a step is straight to 1e-10 mm, and what Newton's method has left is as little.
                point.x += change * point.ux
                point.y += change * point.uy
                point.z += change * point.uz
                let turn = change * point.curvature
                let shrink = 1 - 0.5 * turn * turn
                (point.ux, point.uy) = (
                    shrink * point.ux - turn * point.uy, shrink * point.uy + turn * point.ux
                )
                break
            }
        }
        guard path > Navigator.minimumPath, path < best.path else { return }
        let x = point.x - c.x
        let y = point.y - c.y
        let z = point.z - c.z
        let localU = x * module.pointee.u.x + y * module.pointee.u.y + z * module.pointee.u.z
        let localV = x * module.pointee.v.x + y * module.pointee.v.y + z * module.pointee.v.z
        if module.pointee.contains(u: localU, v: localV) {
            best = Crossing(surface: index, path: path, u: localU, v: localV, point: point)
        }
    }

    @inline(__always)
    private func distance(_ module: ModulePlane, _ piece: Piece, _ path: Double) -> Double {
        let point = piece.near.advanced(by: path - piece.start)
        return module.w.dot(Vector3(point.x, point.y, point.z) - module.center)
    }

    @inline(__always)
    private func direction(_ piece: Piece, _ path: Double) -> Vector3 {
        let point = piece.near.advanced(by: path - piece.start)
        return Vector3(point.ux, point.uy, point.uz)
    }
}
