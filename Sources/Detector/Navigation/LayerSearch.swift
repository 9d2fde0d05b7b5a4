// SPDX-License-Identifier: GPL-3.0-or-later

extension Navigator {
    /// Finds the first module of a layer that the helix crosses between two paths.
    func searchLayer(
        _ grid: LayerGrid, _ helix: Helix, from start: Double, to end: Double, _ best: inout Crossing
    ) {
        guard end > start else { return }
        // Pieces of bounded turn; most paths through a layer are one.
        let turn = (end - start) * abs(helix.curvature)
        var near = helix.advanced(by: start)
        if turn <= Navigator.pieceTurn {
            searchPiece(grid, helix, near, helix.advanced(by: end), from: start, to: end, &best)
            return
        }
        let length = Navigator.pieceTurn / abs(helix.curvature)
        var from = start
        while from < end {
            let to = min(from + length, end)
            let far = helix.advanced(by: to)
            let before = best.path
            searchPiece(grid, helix, near, far, from: from, to: to, &best)
            if best.path < before { return }
            near = far
            from = to
        }
    }

    /// Looks at the modules near one short piece of the helix.
    private func searchPiece(
        _ grid: LayerGrid, _ helix: Helix, _ near: Helix, _ far: Helix, from start: Double, to end: Double,
        _ best: inout Crossing
    ) {
        if min(near.z, far.z) > grid.maximumZ || max(near.z, far.z) < grid.minimumZ { return }
        let length = end - start
        // A piece turns by at most 0.3 rad, so that it stays within this of its chord.
        let sagitta = 0.126 * length * length * abs(helix.curvature) + 1e-9
        let piece = Piece(helix: helix, near: near, far: far, start: start, end: end, sagitta: sagitta)
        let closest = chordDistance(near, far) - sagitta
        let nearRadius2 = near.x * near.x + near.y * near.y
        let farRadius2 = far.x * far.x + far.y * far.y
        let farthest = max(nearRadius2, farRadius2).squareRoot() + sagitta
        if closest > grid.maximumRadius || farthest < grid.minimumRadius { return }
        if closest < 0.25 * grid.minimumRadius || grid.minimumRadius < 1 {
            for module in grid.firstModule..<grid.firstModule + grid.moduleCount { test(module, piece, &best) }
            return
        }
        let angleNear = diamondAngle(near.x, near.y)
        let sweep = 0.5 * diamondDifference(from: angleNear, to: diamondAngle(far.x, far.y))
        let halfAngle = abs(sweep) + sagitta / closest
        let alongNear = grid.isBarrel ? near.z : max(closest, grid.minimumRadius)
        let alongFar = grid.isBarrel ? far.z : min(farthest, grid.maximumRadius)
        let middleAlong = 0.5 * (alongNear + alongFar)
        let halfAlong = 0.5 * abs(alongFar - alongNear)
        let angle = (angleNear + sweep) * grid.angleScale
        let along = (middleAlong - grid.alongOrigin) * grid.alongScale
        if halfAngle <= grid.angleMargin && halfAlong <= grid.alongMargin {
            testBin(grid, Int(angle.rounded(.down)), Int(along.rounded(.down)), piece, &best)
            return
        }
        let angleReach = min(halfAngle * grid.angleScale, 0.5 * Double(grid.angleBins))
        let alongReach = halfAlong * grid.alongScale
        let firstAngle = Int((angle - angleReach).rounded(.down))
        let lastAngle = min(Int((angle + angleReach).rounded(.down)), firstAngle + Int(grid.angleBins) - 1)
        let firstAlong = clampedAlong(grid, Int((along - alongReach).rounded(.down)))
        let lastAlong = clampedAlong(grid, Int((along + alongReach).rounded(.down)))
        for i in firstAngle...lastAngle {
            for j in firstAlong...lastAlong { testBin(grid, i, j, piece, &best) }
        }
    }

    @inline(__always)
    private func clampedAlong(_ grid: LayerGrid, _ bin: Int) -> Int { max(0, min(Int(grid.alongBins) - 1, bin)) }

    @inline(__always)
    private func testBin(_ grid: LayerGrid, _ angle: Int, _ along: Int, _ piece: Piece, _ best: inout Crossing) {
        let bins = Int(grid.angleBins)
        let wrapped = angle < 0 ? angle + bins : (angle >= bins ? angle - bins : angle)
        let bin = Int(grid.firstBin) + wrapped * Int(grid.alongBins) + clampedAlong(grid, along)
        var i = Int(binStarts[bin])
        let last = Int(binStarts[bin + 1])
        while i < last {
            test(candidates[i], piece, &best)
            i += 1
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
        let module = modules + Int(index)
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
        // The chord's crossing must come near the module before the exact one is worth finding.
        let t = near / (near - far)
        let x = piece.near.x + t * (piece.far.x - piece.near.x) - c.x
        let y = piece.near.y + t * (piece.far.y - piece.near.y) - c.y
        let z = piece.near.z + t * (piece.far.z - piece.near.z) - c.z
        let slope = abs(near - far)
        let length = piece.end - piece.start
        // The arc is within a sagitta of its chord; at grazing incidence the crossing moves by sagitta / sin.
        let slack = piece.sagitta * (1 + length / max(slope, 1e-12))
        let v = module.pointee.v
        let localV = x * v.x + y * v.y + z * v.z
        if abs(localV) > module.pointee.halfV + slack { return }
        let u = module.pointee.u
        let localU = x * u.x + y * u.y + z * u.z
        if abs(localU) > max(module.pointee.halfUMinimum, module.pointee.halfUMaximum) + slack { return }
        solve(index, piece, from: piece.start, to: piece.end, near, far, &best)
    }

    /// Both ends lie on one side of the plane: finds the extremum between them and the crossings around it.
    @inline(never)
    private func testTwoCrossings(_ index: Int32, _ piece: Piece, _ best: inout Crossing) {
        let module = modules[Int(index)]
        let slopeNear = module.w.dot(Vector3(piece.near.ux, piece.near.uy, piece.near.uz))
        let slopeFar = module.w.dot(Vector3(piece.far.ux, piece.far.uy, piece.far.uz))
        guard slopeNear * slopeFar < 0 else { return }
        var low = piece.start
        var high = piece.end
        for _ in 0..<80 {
            let middle = 0.5 * (low + high)
            if middle <= low || middle >= high { break }
            let slope = module.w.dot(direction(piece.helix, middle))
            if slope * slopeNear > 0 { low = middle } else { high = middle }
        }
        let turning = 0.5 * (low + high)
        let near = distance(module, piece.helix, piece.start)
        let middle = distance(module, piece.helix, turning)
        let far = distance(module, piece.helix, piece.end)
        guard near * middle <= 0 else { return }
        let before = best.path
        solve(index, piece, from: piece.start, to: turning, near, middle, &best)
        if best.path == before { solve(index, piece, from: turning, to: piece.end, middle, far, &best) }
    }

    /// Finds the one crossing of the plane between two paths with distances of opposite sign, by Newton's method
    /// kept within its bracket, and takes it if it lies on the module.
    @inline(__always)
    private func solve(
        _ index: Int32, _ piece: Piece, from start: Double, to end: Double, _ atStart: Double, _ atEnd: Double,
        _ best: inout Crossing
    ) {
        let module = modules + Int(index)
        let w = module.pointee.w
        let c = module.pointee.center
        var low = start
        var high = end
        var path = start + (end - start) * (atStart / (atStart - atEnd))
        if !(path >= low && path <= high) { path = 0.5 * (low + high) }
        var point = piece.helix
        for _ in 0..<100 {
            point = piece.helix.advanced(by: path)
            let value = w.x * (point.x - c.x) + w.y * (point.y - c.y) + w.z * (point.z - c.z)
            let slope = w.x * point.ux + w.y * point.uy + w.z * point.uz
            if value * atEnd > 0 { high = path } else { low = path }
            var next = path - value / slope
            if !(next >= low && next <= high) { next = 0.5 * (low + high) }
            let change = abs(next - path)
            path = next
            // One more Newton step from here would change the last digits only.
            if change < 1e-7 { break }
        }
        guard path > Navigator.minimumPath, path < best.path else { return }
        point = piece.helix.advanced(by: path)
        let x = point.x - c.x
        let y = point.y - c.y
        let z = point.z - c.z
        let localU = x * module.pointee.u.x + y * module.pointee.u.y + z * module.pointee.u.z
        let localV = x * module.pointee.v.x + y * module.pointee.v.y + z * module.pointee.v.z
        if module.pointee.contains(u: localU, v: localV) {
            best = Crossing(surface: index, path: path, u: localU, v: localV)
        }
    }

    @inline(__always)
    private func distance(_ module: Module, _ helix: Helix, _ path: Double) -> Double {
        let point = helix.advanced(by: path)
        return module.w.dot(Vector3(point.x, point.y, point.z) - module.center)
    }

    @inline(__always)
    private func direction(_ helix: Helix, _ path: Double) -> Vector3 {
        let point = helix.advanced(by: path)
        return Vector3(point.ux, point.uy, point.uz)
    }
}

/// A short piece of a helix between two of its points.
struct Piece {
    let helix: Helix
    let near: Helix
    let far: Helix
    let start: Double
    let end: Double
    let sagitta: Double
}
