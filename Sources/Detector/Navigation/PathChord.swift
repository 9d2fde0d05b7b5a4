// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A short piece of a path as the layers near it see it: its chord, and how far from it a module can matter.
struct PathChord {
    /// Its ends, mm.
    let x, y, z: Double
    let endX, endY, endZ: Double
    /// Modules within this of the chord matter, mm; along z, modules within `reachZ` of the ends' z.
    let reach, reachZ: Double
    /// Azimuth at the start and its change to the end, rad.
    let angle, sweep: Double

    @inline(__always)
    init(
        from start: (x: Double, y: Double, z: Double), to end: (x: Double, y: Double, z: Double), reach: Double,
        reachZ: Double
    ) {
        (x, y, z) = start
        (endX, endY, endZ) = end
        self.reach = reach
        self.reachZ = reachZ
        angle = Elementary.atan2(y, x)
        sweep = angleDifference(from: angle, to: Elementary.atan2(endY, endX))
    }

    /// Smallest distance of the chord from the z axis.
    @inline(__always)
    var distanceFromAxis: Double {
        let dx = endX - x
        let dy = endY - y
        let length2 = dx * dx + dy * dy
        let along = -(x * dx + y * dy)
        if along <= 0 { return (x * x + y * y).squareRoot() }
        if along >= length2 { return (endX * endX + endY * endY).squareRoot() }
        return abs(x * dy - y * dx) / length2.squareRoot()
    }
}

extension Navigator {
    /// Visits the planes of a layer's modules that have a point within the chord's reach, and some others.
    @inline(__always)
    func forEachModule(
        of grid: UnsafePointer<LayerGrid>, near chord: PathChord, _ visit: (Int32) -> Void
    ) {
        let lowZ = min(chord.z, chord.endZ) - chord.reachZ
        let highZ = max(chord.z, chord.endZ) + chord.reachZ
        if lowZ > grid.pointee.maximumZ || highZ < grid.pointee.minimumZ { return }
        // How near the axis the piece comes decides how much azimuth it can sweep; near it every module is tried.
        var low = lowZ
        var high = highZ
        var reach = chord.reach * grid.pointee.anglePerLength
        if grid.pointee.isBarrel {
            guard chord.reach < 0.25 * grid.pointee.minimumRadius else { return forAll(of: grid, visit) }
        } else {
            let near2 = chord.x * chord.x + chord.y * chord.y
            high = max(near2, chord.endX * chord.endX + chord.endY * chord.endY).squareRoot() + chord.reach
            if high < grid.pointee.minimumRadius { return }
            low = chord.distanceFromAxis - chord.reach
            if low > grid.pointee.maximumRadius { return }
            guard low > 0.75 * grid.pointee.minimumRadius, 3 * chord.reach < low else {
                return forAll(of: grid, visit)
            }
            // A third is seen under an angle 2 % larger.
            reach = 1.02 * chord.reach / low
        }
        let scale = grid.pointee.alongScale
        let origin = grid.pointee.alongOrigin
        let bins = ranges + Int(grid.pointee.firstAlongBin)
        let firstRing = bins[clampedBin((low - origin) * scale, grid.pointee.alongBins)].first
        let endRing = bins[clampedBin((high - origin) * scale, grid.pointee.alongBins)].end
        guard firstRing < endRing else { return }
        let firstAngle = chord.angle + min(0, chord.sweep) - reach
        let lastAngle = chord.angle + max(0, chord.sweep) + reach
        for ring in firstRing..<endRing {
            forEachModule(of: rings + Int(grid.pointee.firstRing + ring), firstAngle, lastAngle, visit)
        }
    }

    @inline(__always)
    private func forAll(of grid: UnsafePointer<LayerGrid>, _ visit: (Int32) -> Void) {
        let first = grid.pointee.firstPlane
        for plane in first..<first + grid.pointee.moduleCount { visit(plane) }
    }

    @inline(__always)
    func clampedBin(_ place: Double, _ count: Int32) -> Int {
        // Clamped before the conversion, which would trap on a place far outside.
        Elementary.wholePart(max(0, min(place, Double(count &- 1))))
    }

    /// Visits the modules of a ring between two azimuths.
    @inline(__always)
    private func forEachModule(
        of pointer: UnsafePointer<ModuleRing>, _ firstAngle: Double, _ lastAngle: Double, _ visit: (Int32) -> Void
    ) {
        let ring = pointer.pointee
        var (next, end) = positions(pointer, firstAngle - ring.reach, lastAngle + ring.reach)
        while next < end {
            var position = next
            while position < 0 { position += ring.moduleCount }
            while position >= ring.moduleCount { position -= ring.moduleCount }
            visit(ring.firstPlane + position)
            next += 1
        }
    }

    /// Positions in a ring, modulo its number of modules, of the modules whose regular places may lie between two
    /// azimuths.
    @inline(__always)
    func positions(
        _ ring: UnsafePointer<ModuleRing>, _ firstAngle: Double, _ lastAngle: Double
    ) -> (next: Int32, end: Int32) {
        let first = (firstAngle - ring.pointee.angle) * ring.pointee.perAngle
        let last = (lastAngle - ring.pointee.angle) * ring.pointee.perAngle
        // Positions i with i ≥ first and i ≤ last; azimuths are bounded by a few turns, and so are these.
        let next = Int32(truncatingIfNeeded: Elementary.floor(first)) &+ 1
        let end = Int32(truncatingIfNeeded: Elementary.floor(last)) &+ 1
        return end &- next >= ring.pointee.moduleCount ? (0, ring.pointee.moduleCount) : (next, end)
    }
}
