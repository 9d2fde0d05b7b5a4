// SPDX-License-Identifier: GPL-3.0-or-later

extension Navigator {
    /// Finds the first module of a layer that the helix crosses between two paths.
    func searchLayer(
        _ gridPointer: UnsafePointer<LayerGrid>, _ helix: Helix, from start: Double, to end: Double,
        _ standing: Int32, _ best: inout Crossing
    ) {
        guard end > start else { return }
        let grid = gridPointer.pointee
        // Pieces of bounded turn; most paths through a layer are one.
        let turn = (end - start) * abs(helix.curvature)
        var near = helix.advanced(by: start)
        if turn <= Navigator.pieceTurn {
            searchPiece(grid, near, near.advanced(by: end - start), from: start, to: end, standing, &best)
            return
        }
        let length = Navigator.pieceTurn / abs(helix.curvature)
        var from = start
        while from < end {
            let to = min(from + length, end)
            let far = helix.advanced(by: to)
            let before = best.path
            searchPiece(grid, near, far, from: from, to: to, from == 0 ? standing : -1, &best)
            if best.path < before { return }
            near = far
            from = to
        }
    }

    /// Looks at the modules near one short piece of the helix.
    private func searchPiece(
        _ grid: LayerGrid, _ near: Helix, _ far: Helix, from start: Double, to end: Double,
        _ standing: Int32, _ best: inout Crossing
    ) {
        if min(near.z, far.z) > grid.maximumZ || max(near.z, far.z) < grid.minimumZ { return }
        let length = end - start
        // A piece turns by at most 0.3 rad, so that it stays within this of its chord.
        let sagitta = 0.126 * length * length * abs(near.curvature) + 1e-9
        let piece = Piece(near: near, far: far, start: start, end: end, sagitta: sagitta, standing: standing)
        // How near the axis the piece comes decides how much azimuth it can sweep; near it every module is tried.
        var alongNear = near.z
        var alongFar = far.z
        var reach = sagitta * grid.anglePerLength
        if grid.isBarrel {
            guard sagitta < 0.25 * grid.minimumRadius else {
                testAll(grid, piece, &best)
                return
            }
        } else {
            let closest = chordDistance(near, far) - sagitta
            let farthest = max(near.x * near.x + near.y * near.y, far.x * far.x + far.y * far.y).squareRoot() + sagitta
            if closest > grid.maximumRadius || farthest < grid.minimumRadius { return }
            guard closest > 0.75 * grid.minimumRadius, closest > 0 else {
                testAll(grid, piece, &best)
                return
            }
            alongNear = max(closest, grid.minimumRadius)
            alongFar = min(farthest, grid.maximumRadius)
            reach = sagitta / closest
        }
        let from = (min(alongNear, alongFar) - grid.alongOrigin) * grid.alongScale
        let to = (max(alongNear, alongFar) - grid.alongOrigin) * grid.alongScale
        let bins = ranges + Int(grid.firstAlongBin)
        let firstRing = bins[clampedBin(from, grid.alongBins)].first
        let endRing = bins[clampedBin(to, grid.alongBins)].end
        guard firstRing < endRing else { return }
        let angleNear = diamondAngle(near.x, near.y)
        let sweep = diamondDifference(from: angleNear, to: diamondAngle(far.x, far.y))
        let firstAngle = min(angleNear, angleNear + sweep) - reach
        let lastAngle = max(angleNear, angleNear + sweep) + reach
        for ring in firstRing..<endRing {
            testRing(rings + Int(grid.firstRing + ring), firstAngle, lastAngle, piece, &best)
        }
    }

    @inline(never)
    private func testAll(_ grid: LayerGrid, _ piece: Piece, _ best: inout Crossing) {
        for module in grid.firstModule..<grid.firstModule + grid.moduleCount { test(module, piece, &best) }
    }

    @inline(__always)
    private func clampedBin(_ place: Double, _ count: Int32) -> Int {
        // Clamped before the conversion, which would trap on a place far outside.
        Int(max(0, min(place, Double(count - 1))))
    }

    /// Tests the modules of a ring between two azimuths.
    @inline(__always)
    private func testRing(
        _ pointer: UnsafePointer<ModuleRing>, _ firstAngle: Double, _ lastAngle: Double, _ piece: Piece,
        _ best: inout Crossing
    ) {
        let ring = pointer.pointee
        let bins = ranges + Int(ring.firstAngleBin)
        var firstBin = floorBin(firstAngle * ring.angleScale)
        var lastBin = floorBin(lastAngle * ring.angleScale)
        var next: Int32 = 0
        var end = ring.moduleCount
        if 2 * (lastBin - firstBin) < ring.angleBins {
            // Turns are counted, so that positions stay in order across the +x axis.
            var shift: Int32 = 0
            if firstBin < 0 {
                firstBin += ring.angleBins
                shift = -ring.moduleCount
            } else if firstBin >= ring.angleBins {
                firstBin -= ring.angleBins
                shift = ring.moduleCount
            }
            next = bins[Int(firstBin)].first + shift
            shift = 0
            if lastBin < 0 {
                lastBin += ring.angleBins
                shift = -ring.moduleCount
            } else if lastBin >= ring.angleBins {
                lastBin -= ring.angleBins
                shift = ring.moduleCount
            }
            end = bins[Int(lastBin)].end + shift
        }
        while next < end {
            var position = next
            if position < 0 { position += ring.moduleCount }
            if position >= ring.moduleCount { position -= ring.moduleCount }
            test(ringModules[Int(ring.firstModule + position)], piece, &best)
            next += 1
        }
    }

    /// Smallest distance of the chord between two points from the z axis.
    @inline(__always)
    private func chordDistance(_ a: Helix, _ b: Helix) -> Double {
        let dx = b.x - a.x
        let dy = b.y - a.y
        let length2 = dx * dx + dy * dy
        let along = -(a.x * dx + a.y * dy)
        if along <= 0 { return (a.x * a.x + a.y * a.y).squareRoot() }
        if along >= length2 { return (b.x * b.x + b.y * b.y).squareRoot() }
        return abs(a.x * dy - a.y * dx) / length2.squareRoot()
    }

    /// Updates `best` if the piece crosses this module first.
    @inline(__always)
    private func test(_ index: Int32, _ piece: Piece, _ best: inout Crossing) {
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
            guard min(abs(near), abs(far)) <= piece.sagitta else { return }
            testTwoCrossings(index, piece, &best)
            return
        }
        // The chord's crossing must come near the module before the exact one is worth finding. Everything is multiplied
        // by the change of distance, to spare the division; the arc stays within a sagitta of its chord, which at
        // grazing incidence moves the crossing by sagitta / sin.
        let change = abs(near - far)
        let fraction = abs(near)
        let slack = piece.sagitta * (change + (piece.end - piece.start))
        let x = (piece.near.x - c.x) * change + fraction * (piece.far.x - piece.near.x)
        let y = (piece.near.y - c.y) * change + fraction * (piece.far.y - piece.near.y)
        let z = (piece.near.z - c.z) * change + fraction * (piece.far.z - piece.near.z)
        let v = module.pointee.v
        let localV = x * v.x + y * v.y + z * v.z
        if abs(localV) > module.pointee.halfV * change + slack { return }
        let u = module.pointee.u
        let localU = x * u.x + y * u.y + z * u.z
        if abs(localU) > module.pointee.halfU * change + slack { return }
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
            if abs(change) * abs(point.curvature) < 1e-8 && abs(change) < 1e-3 {
                // So small a step is straight: what its curvature adds is below rounding.
                point.x += change * point.ux
                point.y += change * point.uy
                point.z += change * point.uz
                let turn = change * point.curvature
                (point.ux, point.uy) = (point.ux - turn * point.uy, point.uy + turn * point.ux)
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

/// A short piece of a helix between two of its points.
struct Piece {
    let near: Helix
    let far: Helix
    let start: Double
    let end: Double
    let sagitta: Double
    /// Module that the near end stands on, -1 for none.
    let standing: Int32
}
