// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The first surface that a step crosses.
struct FieldCrossing {
    /// The plane as the navigation knows it, passive surfaces after the modules; or a negative value of `Crossing`.
    var plane: Int32
    /// Path within the step, mm; where nothing is crossed, its length.
    var path: Double
    var u = 0.0
    var v = 0.0
    var point: PathPoint
    /// Whether the end of the step is no longer on the surface on which it starts.
    var isBeyondStanding = true
}

/// A step with what every surface near it wants to know.
private struct SearchedStep {
    let step: FieldStep
    let end: PathPoint
    /// The step stays within this of its chord, mm.
    let sagitta: Double
    /// Bounds of the step.
    let lowRadius, highRadius, lowZ, highZ: Double
    let standing: Int32

    @inline(__always)
    init(_ step: FieldStep, standing: Int32) {
        self.step = step
        self.standing = standing
        end = step.point(at: step.length)
        // h²/8 of the greatest curvature, which may be a little larger between the points where it was asked.
        sagitta = 0.14 * step.length * step.length * step.curvature + 1e-7
        let start = step.start
        let near2 = start.x * start.x + start.y * start.y
        let far2 = end.x * end.x + end.y * end.y
        highRadius = max(near2, far2).squareRoot() + sagitta
        let dx = end.x - start.x
        let dy = end.y - start.y
        let length2 = dx * dx + dy * dy
        let along = -(start.x * dx + start.y * dy)
        var low2 = min(near2, far2)
        if along > 0 && along < length2 {
            let turn = start.x * dy - start.y * dx
            low2 = turn * turn / length2
        }
        lowRadius = low2.squareRoot() - sagitta
        lowZ = min(start.z, end.z) - sagitta
        highZ = max(start.z, end.z) + sagitta
    }
}

extension FieldNavigator {
    /// Finds the first surface that a step crosses, or where it leaves the volume.
    ///
    /// - Parameter standing: the plane that the step starts on, −1 for none.
    @inline(__always)
    func search(_ step: FieldStep, standing: Int32) -> FieldCrossing {
        let searched = SearchedStep(step, standing: standing)
        var best = FieldCrossing(plane: Crossing.nothing, path: step.length, point: searched.end)
        var i = Int(Navigator.slot(of: searched.lowRadius, navigator.radial, navigator.radialCount) >> 1)
        while i < Int(navigator.radialCount) && navigator.radial[i].lower <= searched.highRadius {
            let station = navigator.radial + i
            if searched.lowZ <= station.pointee.highAcross && searched.highZ >= station.pointee.lowAcross {
                search(station, isRadial: true, searched, &best)
            }
            i += 1
        }
        i = Int(Navigator.slot(of: searched.lowZ, navigator.axial, navigator.axialCount) >> 1)
        while i < Int(navigator.axialCount) && navigator.axial[i].lower <= searched.highZ {
            let station = navigator.axial + i
            if searched.lowRadius <= station.pointee.highAcross && searched.highRadius >= station.pointee.lowAcross {
                search(station, isRadial: false, searched, &best)
            }
            i += 1
        }
        findExit(searched, &best)
        if standing >= 0 && best.plane == Crossing.nothing {
            best.isBeyondStanding = !isOn(standing, searched.end)
        }
        return best
    }

    /// Whether a point lies on a surface within rounding: then its value there has no sign.
    private func isOn(_ index: Int32, _ point: PathPoint) -> Bool {
        let plane = navigator.planes + Int(index)
        if index >= navigator.moduleCount && plane.pointee.isBarrel {
            let radius = navigator.places[Int(index - navigator.moduleCount)].position
            return abs(ZeroCylinder(radius: radius).value(point)) < 1e-9
        }
        return abs(ZeroPlane(center: plane.pointee.center, normal: plane.pointee.w).value(point)) < 1e-9
    }

    private func search(
        _ station: UnsafePointer<Station>, isRadial: Bool, _ searched: SearchedStep, _ best: inout FieldCrossing
    ) {
        for i in station.pointee.firstMember..<station.pointee.endMember {
            let member = navigator.members[Int(i)]
            if member < 0 {
                crossPassive(-1 - member, searched, &best)
            } else {
                let grid = navigator.grids + Int(member)
                let chord = clipped(searched, grid)
                navigator.forEachModule(of: grid, near: chord) { crossModule($0, searched, &best) }
            }
        }
    }

    /// The part of a step's chord that can touch a layer.
    @inline(__always)
    private func clipped(_ searched: SearchedStep, _ grid: UnsafePointer<LayerGrid>) -> PathChord {
        let start = searched.step.start
        let dx = searched.end.x - start.x
        let dy = searched.end.y - start.y
        let dz = searched.end.z - start.z
        let reach = searched.sagitta + 1e-6
        var first = 0.0
        var last = 1.0
        if grid.pointee.isBarrel {
            // |r + t d| between the layer's radii: the ends of the part without the rest of the chord.
            let a = dx * dx + dy * dy
            let b = start.x * dx + start.y * dy
            let near2 = start.x * start.x + start.y * start.y
            let outer = grid.pointee.maximumRadius + reach
            let inner = max(0, grid.pointee.minimumRadius - reach)
            let beyond = b * b + a * (outer * outer - near2)
            let within = b * b + a * (inner * inner - near2)
            if a > 0 && beyond >= 0 {
                let root = beyond.squareRoot()
                first = max(first, (-b - root) / a)
                last = min(last, (root - b) / a)
            }
            if a > 0 && within > 0 {
                let root = within.squareRoot()
                let enters = (-b - root) / a
                let leaves = (root - b) / a
                if enters <= first { first = max(first, leaves) }
                if leaves >= last { last = min(last, max(enters, first)) }
            }
        } else if abs(dz) > 1e-9 {
            let low = (grid.pointee.minimumZ - reach - start.z) / dz
            let high = (grid.pointee.maximumZ + reach - start.z) / dz
            first = max(first, min(low, high))
            last = min(last, max(low, high))
        }
        // What rounding may have taken off.
        first = max(0, min(first - 1e-9, 1))
        last = max(first, min(last + 1e-9, 1))
        return PathChord(
            from: (start.x + first * dx, start.y + first * dy, start.z + first * dz),
            to: (start.x + last * dx, start.y + last * dy, start.z + last * dz), reach: reach, reachZ: reach)
    }

    @inline(__always)
    private func crossModule(_ index: Int32, _ searched: SearchedStep, _ best: inout FieldCrossing) {
        let plane = navigator.planes + Int(index)
        let isStanding = index == searched.standing
        guard isStanding || mayCross(plane, searched) else { return }
        let surface = ZeroPlane(center: plane.pointee.center, normal: plane.pointee.w)
        let (first, second) = searched.step.crossings(
            of: surface, end: searched.end, isStanding: isStanding, reach: searched.sagitta)
        if !accept(first, index, plane, searched.step, &best) { _ = accept(second, index, plane, searched.step, &best) }
    }

    /// Takes a crossing of a module's plane if it is the first and lies on the module.
    @inline(__always)
    private func accept(
        _ path: Double, _ index: Int32, _ plane: UnsafePointer<ModulePlane>, _ step: FieldStep,
        _ best: inout FieldCrossing
    ) -> Bool {
        guard path > Navigator.minimumPath, path < best.path || path == best.path && best.plane < 0 else {
            return false
        }
        let point = step.point(at: path)
        let d = point.position - plane.pointee.center
        let u = d.dot(plane.pointee.u)
        let v = d.dot(plane.pointee.v)
        guard plane.pointee.contains(u: u, v: v) else { return false }
        best = FieldCrossing(plane: index, path: path, u: u, v: v, point: point)
        return true
    }

    /// Whether a step can cross a module: its chord's crossing with the plane comes near it, or an end is near the
    /// plane. What is within the sagitta of the chord crosses the plane, at grazing incidence, within the sagitta over
    /// the sine from the chord's crossing.
    @inline(__always)
    private func mayCross(_ plane: UnsafePointer<ModulePlane>, _ searched: SearchedStep) -> Bool {
        let w = plane.pointee.w
        let near = searched.step.start.position - plane.pointee.center
        let far = searched.end.position - plane.pointee.center
        let atNear = w.dot(near)
        let atFar = w.dot(far)
        let reach = searched.sagitta
        if atNear * atFar > 0 { return min(abs(atNear), abs(atFar)) <= reach }
        let change = abs(atNear - atFar)
        let slack = reach * (change + searched.step.length)
        let at = change * near + abs(atNear) * (far - near)
        return abs(at.dot(plane.pointee.v)) <= plane.pointee.halfV * change + slack
            && abs(at.dot(plane.pointee.u)) <= plane.pointee.halfU * change + slack
    }

    @inline(__always)
    private func crossPassive(_ index: Int32, _ searched: SearchedStep, _ best: inout FieldCrossing) {
        let place = navigator.places[Int(index)]
        let plane = navigator.moduleCount + index
        let isStanding = plane == searched.standing
        let paths: (Double, Double)
        if place.isCylinder {
            paths = searched.step.crossings(
                of: ZeroCylinder(radius: place.position), end: searched.end, isStanding: isStanding,
                reach: reach(at: place.position, searched))
        } else {
            let surface = ZeroPlane(center: Vector3(0, 0, place.position), normal: Vector3(0, 0, 1))
            paths = searched.step.crossings(
                of: surface, end: searched.end, isStanding: isStanding, reach: searched.sagitta)
        }
        if !acceptPassive(paths.0, plane, place, searched.step, &best) {
            _ = acceptPassive(paths.1, plane, place, searched.step, &best)
        }
    }

    /// How far the distance from a cylinder strays from that at the ends of a step.
    @inline(__always)
    private func reach(at radius: Double, _ searched: SearchedStep) -> Double {
        // The chord's own dip towards the axis, and the sagitta; (r² − R²)/2R is steeper than r by r/R.
        let ratio = max(1, searched.highRadius / radius)
        return ratio * (searched.highRadius - max(0, searched.lowRadius)) + ratio * searched.sagitta
    }

    @inline(__always)
    private func acceptPassive(
        _ path: Double, _ plane: Int32, _ place: PassivePlace, _ step: FieldStep, _ best: inout FieldCrossing
    ) -> Bool {
        guard path > Navigator.minimumPath, path < best.path || path == best.path && best.plane < 0 else {
            return false
        }
        let point = step.point(at: path)
        let across = place.isCylinder ? point.z : (point.x * point.x + point.y * point.y).squareRoot()
        guard across >= place.low && across <= place.high else { return false }
        best = FieldCrossing(plane: plane, path: path, point: point)
        return true
    }

    /// The end of the volume, if it comes before any surface.
    @inline(__always)
    private func findExit(_ searched: SearchedStep, _ best: inout FieldCrossing) {
        if searched.highRadius >= navigator.boundaryRadius {
            leave(boundary, searched, reach(at: navigator.boundaryRadius, searched), &best)
        }
        let half = navigator.boundaryHalfLength
        if searched.highZ >= half {
            leave(
                ZeroPlane(center: Vector3(0, 0, half), normal: Vector3(0, 0, 1)), searched, searched.sagitta, &best)
        }
        if searched.lowZ <= -half {
            leave(
                ZeroPlane(center: Vector3(0, 0, -half), normal: Vector3(0, 0, -1)), searched, searched.sagitta, &best)
        }
    }

    /// - Parameter wall: with values that are negative inside.
    private func leave<Wall: ZeroSurface>(
        _ wall: Wall, _ searched: SearchedStep, _ reach: Double, _ best: inout FieldCrossing
    ) {
        let (path, _) = searched.step.crossings(of: wall, end: searched.end, isStanding: false, reach: reach)
        // A particle that starts on the wall and moves out has left.
        let hasLeft = wall.value(searched.step.start) >= 0 && wall.slope(searched.step.start) > 0
        let first = hasLeft ? 0 : path
        if first < best.path || first == best.path && best.plane < 0 {
            best = FieldCrossing(plane: Crossing.leaves, path: first, point: searched.step.point(at: first))
        }
    }
}
