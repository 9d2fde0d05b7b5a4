// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Answers "which surface comes next?" for particles in a field that varies from place to place.
///
/// It fills the same lanes as `Navigator.next(_:)`, where `curvature` is −c q/p in rad/(mm T): the curvature in 1 T. A
/// particle's path is made of steps (`FieldStep`), each about as long as the way to the next station, and within each
/// every surface that it can touch is tried. A view of memory that a `NavigationIndex` owns: keep that alive.
public struct FieldNavigator: @unchecked Sendable {
    /// Largest error of a step by its estimate, mm; a path of 1 m in the fringe of a solenoid is then true to 0.1 µm
    /// (`FieldStepTests`).
    public static let tolerance = 6e-5

    let navigator: Navigator
    let sampler: FieldSampler
    let longestStep: Double
    let boundary: ZeroCylinder

    @inline(__always)
    init(_ navigator: Navigator, _ sampler: FieldSampler, longestStep: Double) {
        self.navigator = navigator
        self.sampler = sampler
        self.longestStep = longestStep
        boundary = ZeroCylinder(radius: navigator.boundaryRadius)
    }

    /// Moves every lane to its next crossing.
    public func next(_ lanes: borrowing NavigationLanes) {
        lanes.sensorCount[0] = 0
        for lane in 0..<NavigationLanes.count where lanes.all.isActive.words[lane] != 0 { next(lanes, lane) }
    }

    private func next(_ lanes: borrowing NavigationLanes, _ lane: Int) {
        var point = PathPoint(
            x: lanes.x[lane], y: lanes.y[lane], z: lanes.z[lane], ux: lanes.ux[lane], uy: lanes.uy[lane],
            uz: lanes.uz[lane])
        let rotation = lanes.curvature[lane]
        let limit = lanes.limit[lane]
        var travelled = 0.0
        var turned = 0.0
        var standing = lanes.onPlane[lane]
        var surface = Crossing.nothing
        while travelled < limit {
            let step = step(from: point, rotation, longest: limit - travelled, &lanes.stepLength[lane])
            let found = search(step, standing: standing)
            travelled += found.path
            turned += step.length > 0 ? step.turn * (found.path / step.length) : 0
            if found.plane >= 0 {
                take(found, lanes, lane)
                surface = lanes.surface[lane]
                break
            }
            if found.plane == Crossing.leaves {
                surface = Crossing.leaves
                break
            }
            point = found.point.normalised
            standing = found.isBeyondStanding ? -1 : standing
        }
        if surface == Crossing.nothing {
            // The lane stands at the end of its path.
            lanes.x[lane] = point.x
            lanes.y[lane] = point.y
            lanes.z[lane] = point.z
            lanes.ux[lane] = point.ux
            lanes.uy[lane] = point.uy
            lanes.uz[lane] = point.uz
        }
        lanes.surface[lane] = surface
        lanes.path[lane] = min(travelled, limit)
        lanes.turn[lane] = turned
    }

    /// Puts a lane on the surface that it has come to.
    @inline(__always)
    private func take(_ found: FieldCrossing, _ lanes: borrowing NavigationLanes, _ lane: Int) {
        let point = found.point.normalised
        let plane = navigator.planes + Int(found.plane)
        lanes.x[lane] = point.x
        lanes.y[lane] = point.y
        lanes.z[lane] = point.z
        lanes.ux[lane] = point.ux
        lanes.uy[lane] = point.uy
        lanes.uz[lane] = point.uz
        lanes.u[lane] = found.u
        lanes.v[lane] = found.v
        lanes.onPlane[lane] = found.plane
        lanes.surface[lane] = plane.pointee.surface
        lanes.member[lane] = plane.pointee.member
        if plane.pointee.surface < navigator.moduleCount {
            lanes.sensorLanes[Int(lanes.sensorCount[0])] = Int32(lane)
            lanes.sensorCount[0] += 1
        }
        if plane.pointee.surface >= navigator.moduleCount && plane.pointee.isBarrel {
            let radius = (point.x * point.x + point.y * point.y).squareRoot()
            lanes.cosine[lane] = abs(point.x * point.ux + point.y * point.uy) / radius
        } else {
            lanes.cosine[lane] = abs(plane.pointee.w.dot(point.direction))
        }
    }

    /// A step about as long as the way to the next station, within the tolerance.
    ///
    /// - Parameter proposal: the length that the tolerance allows, from the step before; afterwards for the one after.
    @inline(__always)
    func step(
        from point: PathPoint, _ rotation: Double, longest: Double, _ proposal: inout Double
    ) -> FieldStep {
        let field = rotation == 0 ? Vector3(0, 0, 0) : sampler.value(x: point.x, y: point.y, z: point.z)
        let omega = rotation * field
        let curvature = omega.dot(omega).squareRoot()
        var length = min(longest, WayToStation(point, omega).length(in: navigator))
        if rotation != 0 { length = min(length, longestStep, proposal) }
        if length * curvature > FieldStep.longestTurn { length = FieldStep.longestTurn / curvature }
        while true {
            let step = FieldStep(point, rotation: rotation, field: field, length: length, sampler)
            // The error grows with the fourth power of the length.
            let ratio = FieldNavigator.tolerance / max(step.error, 1e-30)
            let allowed = 0.9 * length * ratio.squareRoot().squareRoot()
            proposal = max(allowed, FieldNavigator.shortestStep)
            let isShort = step.turn <= 1.2 * FieldStep.longestTurn
            if step.error <= FieldNavigator.tolerance && isShort || length <= FieldNavigator.shortestStep {
                return step
            }
            length = max(FieldNavigator.shortestStep, min(isShort ? allowed : 0.5 * length, 0.7 * length))
        }
    }

    /// mm; no field changes within less.
    private static let shortestStep = 1e-2
}
