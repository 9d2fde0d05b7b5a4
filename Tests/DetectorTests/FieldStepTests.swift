// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Detector

/// Steps in a field: against helices where it is uniform, and against a fine integration where it is not.
@Suite struct FieldStepTests {
    /// Follows a path of steps as the navigation chooses them, without surfaces; at every end and in the middle of every
    /// step it is compared with the reference.
    private func greatestError(
        _ helix: Helix, in field: MagneticField, length: Double, reference step: Double
    ) throws -> Double {
        let grid: FieldGrid = try #require({ if case .grid(let grid) = field { grid } else { nil } }())
        let empty = Tracker(
            name: "empty", materials: [], layers: [], modules: [], passive: [], field: field, boundaryRadius: 1100,
            boundaryHalfLength: 3050)
        let index = NavigationIndex(empty)
        let navigator = try #require(index.fieldNavigator)
        let reference = ReferencePath(helix, in: .grid(grid), length: length + step, step: step)
        var point = reference.points[0]
        var travelled = 0.0
        var proposal = Double.infinity
        var worst = 0.0
        while travelled < length {
            let step = navigator.step(from: point, helix.curvature, longest: length - travelled, &proposal)
            for fraction in [0.3, 0.5, 0.8, 1] {
                let here = step.point(at: fraction * step.length)
                let d = here.position - reference.point(at: travelled + fraction * step.length).position
                worst = max(worst, d.dot(d).squareRoot())
                let norm = abs(here.direction.dot(here.direction) - 1)
                #expect(norm < 1e-7)
            }
            point = step.point(at: step.length).normalised
            travelled += step.length
        }
        return worst
    }

    /// −c q/p for unit charge, rad/(mm T).
    private func rotation(_ momentum: Double) -> Double {
        Helix.curvature(charge: 1, momentum: momentum, fieldZ: 1)
    }

    private func start(_ stream: inout RandomStream, _ momentum: Double, z: ClosedRange<Double>) -> Helix {
        let cosine = stream.uniform(in: -0.95...0.95)
        let sine = (1 - cosine * cosine).squareRoot()
        let (s, c) = Elementary.sincos(stream.uniform(in: -3...3))
        return Helix(
            x: stream.uniform(in: -100...100), y: stream.uniform(in: -100...100), z: stream.uniform(in: z),
            ux: sine * c, uy: sine * s, uz: cosine, curvature: rotation(momentum))
    }

    /// 0.1 µm after a metre against a reference whose own error is a thousand times smaller, in the fringe of a solenoid
    /// and around its centre, at the ends of steps and within them.
    @Test(arguments: [0.1, 0.2, 0.5, 1, 2, 10.0])
    func followsTheFringeToATenthOfAMicrometre(momentum: Double) throws {
        let field = MagneticField.grid(FieldSupport.solenoid.tabulated(radius: 1100, halfLength: 3050))
        var stream = RandomStream(seed: 61, event: 0, stage: .test, identity: 1)
        var worst = 0.0
        for n in 0..<40 {
            let helix = start(&stream, momentum, z: n < 20 ? -500...500 : 1900...2300)
            let error = try greatestError(helix, in: field, length: 1000, reference: min(1, 2 * momentum))
            worst = max(worst, error)
        }
        #expect(worst < 1e-4, "\(worst) mm at \(momentum) GeV")
    }

    /// A Cartesian table of the same field.
    @Test func followsACartesianMap() throws {
        let solenoid = FieldSupport.solenoid
        let across = FieldAxis(origin: -1120, spacing: 70, count: 33)
        let along = FieldAxis(origin: -3100, spacing: 62, count: 101)
        let grid = FieldGrid(x: across, y: across, z: along, longestStep: 280, summary: "test") { i, j, k in
            let r = (across[i] * across[i] + across[j] * across[j]).squareRoot()
            let inside = min(r, 1200)
            let (radial, axial) = solenoid.field(r: inside, z: along[k])
            let scale = r > 0 ? radial / r : 0
            return Vector3(across[i] * scale, across[j] * scale, axial)
        }
        var stream = RandomStream(seed: 62, event: 0, stage: .test, identity: 1)
        for momentum in [0.3, 1, 5] {
            var worst = 0.0
            for n in 0..<10 {
                let helix = start(&stream, momentum, z: n < 5 ? -500...500 : 1900...2300)
                let error = try greatestError(helix, in: .grid(grid), length: 1000, reference: 0.5)
                worst = max(worst, error)
            }
            #expect(worst < 1e-4, "\(worst) mm at \(momentum) GeV")
        }
    }

    /// In a uniform field a step is a helix to rounding, whatever its length.
    @Test(arguments: [0.05, 0.3, 2, 50.0])
    func isAHelixInAUniformField(momentum: Double) throws {
        let tracker = try GeometrySupport.tracker("teaching")
        guard case .grid(let grid) = FieldSupport.uniformTable(tracker, cartesian: false) else { return }
        let helix = Helix(x: 1, y: -2, z: 3, ux: 0.48, uy: -0.6, uz: 0.64, curvature: 2 * rotation(momentum))
        let point = PathPoint(x: 1, y: -2, z: 3, ux: 0.48, uy: -0.6, uz: 0.64)
        let length = FieldStep.longestTurn / abs(helix.curvature)
        let step = FieldStep(
            point, rotation: rotation(momentum), field: Vector3(0, 0, 2), length: length, grid.sampler)
        for fraction in [0.1, 0.5, 1] {
            let here = step.point(at: fraction * length)
            let there = helix.advanced(by: fraction * length)
            let d = here.position - Vector3(there.x, there.y, there.z)
            let e = here.direction - Vector3(there.ux, there.uy, there.uz)
            #expect(d.dot(d).squareRoot() < 1e-12 * (1 + length))
            #expect(e.dot(e).squareRoot() < 1e-14)
        }
        #expect(abs(step.turn - FieldStep.longestTurn) < 1e-12)
    }

    /// The curvature of a step is the greatest of the three places where the field was asked, wherever that is: a path
    /// into a rising field, into a falling one, and over a summit.
    @Test(arguments: [(0.0, 1.0), (0.0, -1.0), (130.0, 1.0)])
    func curvatureIsTheGreatestOfTheStep(z: Double, direction: Double) throws {
        // A summit at z = 200 mm, 1.5 T high, falling by half at 200 mm from it.
        let r = FieldAxis(origin: 0, spacing: 50, count: 9)
        let along = FieldAxis(origin: -400, spacing: 25, count: 49)
        let grid = FieldGrid(r: r, z: along, longestStep: 100, summary: "test") { _, k in
            let d = (along[k] - 200) / 200
            return (0, 1.5 / (1 + d * d))
        }
        let sine = 0.6
        let point = PathPoint(x: 10, y: 20, z: z, ux: sine, uy: 0, uz: 0.8 * direction)
        let rotation = rotation(0.5)
        let field = grid.sampler.value(x: point.x, y: point.y, z: point.z)
        let step = FieldStep(point, rotation: rotation, field: field, length: 160, grid.sampler)
        let asked = [0, 0.5, 1].map { fraction in
            let place = step.point(at: fraction * step.length)
            let there = grid.sampler.value(x: place.x, y: place.y, z: place.z)
            return abs(rotation) * there.dot(there).squareRoot()
        }
        let greatest = asked.reduce(0) { $0 < $1 ? $1 : $0 }
        let least = asked.reduce(1) { $0 < $1 ? $0 : $1 }
        #expect(greatest > 1.08 * least)
        #expect(abs(step.curvature - greatest) < 1e-3 * greatest, "\(step.curvature) of \(asked)")
        // What the search relies on: the path stays within 0.14 h² of it of the chord.
        let end = step.point(at: step.length).position
        for fraction in stride(from: 0.1, to: 1, by: 0.1) {
            let chord = point.position + fraction * (end - point.position)
            let off = step.point(at: fraction * step.length).position - chord
            #expect(off.dot(off).squareRoot() < 0.14 * step.length * step.length * step.curvature)
        }
    }
}
