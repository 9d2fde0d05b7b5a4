// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Detector

/// Tables of fields where they are special: about the axis, and between places where the field has structure.
@Suite struct FieldGridTests {
    /// Near the axis B_r/r is even in r: a radial component a r + b r³ is had back exactly, its limit on the axis too,
    /// where the table has no value of its own.
    @Test func theAxisIsNoSpecialPlace() {
        let r = FieldAxis(origin: 0, spacing: 110, count: 11)
        let z = FieldAxis(origin: -500, spacing: 60, count: 20)
        let (a, b) = (3e-4, 2e-9)
        let grid = FieldGrid(r: r, z: z, longestStep: 100, summary: "test") { i, _ in
            (r[i] * (a + b * r[i] * r[i]), 2)
        }
        for x in [0.5, 20, 60, 109, 111, 300, 900] {
            for z in [-400.0, 7, 333] {
                let field = MagneticField.grid(grid).value(x: 0.6 * x, y: -0.8 * x, z: z)
                let expected = x * (a + b * x * x)
                #expect(abs(field.x - 0.6 * expected) < 1e-13 && abs(field.y + 0.8 * expected) < 1e-13)
                #expect(abs(field.z - 2) < 1e-13)
            }
        }
    }

    /// A map with a bump a few places wide in an otherwise uniform field: steps are not so long that all their samples
    /// miss it, which would cost 70 µm behind 2 m. Against a fine integration; 1 µm is due to the table, whose second
    /// derivative jumps from place to place.
    @Test(arguments: [1.0, 10]) func stepsDoNotMissTheStructureOfAMap(momentum: Double) throws {
        let r = FieldAxis(origin: 0, spacing: 110, count: 11)
        let z = FieldAxis(origin: -3100, spacing: 50, count: 125)
        var values: [Double] = []
        for _ in 0..<r.count {
            for k in 0..<z.count {
                let distance = (z[k] - 900) / 120
                values += [0, 2 + 0.5 * Elementary.exp(-distance * distance)]
            }
        }
        let grid = FieldMap(name: "bump.csv", grid: .cylindrical(r: r, z: z), values: values).tabulated()
        let empty = Tracker(
            name: "empty", materials: [], layers: [], modules: [], passive: [], field: .grid(grid),
            boundaryRadius: 1100, boundaryHalfLength: 3050)
        let index = NavigationIndex(empty)
        let navigator = try #require(index.fieldNavigator)
        let rotation = Helix.curvature(charge: 1, momentum: momentum, fieldZ: 1)
        for slope in [0.02, 0.1, 0.2] {
            let across = slope / (1 + slope * slope).squareRoot()
            let helix = Helix(
                x: 0, y: 0, z: 0, ux: across, uy: 0, uz: (1 - across * across).squareRoot(), curvature: rotation)
            let reference = ReferencePath(helix, in: .grid(grid), length: 2001, step: 1)
            var point = reference.points[0]
            var travelled = 0.0
            var proposal = Double.infinity
            while travelled < 2000 {
                let step = navigator.step(from: point, rotation, longest: 2000 - travelled, &proposal)
                point = step.point(at: step.length).normalised
                travelled += step.length
            }
            let d = point.position - reference.point(at: 2000).position
            #expect(d.dot(d).squareRoot() < 5e-3, "\(d.dot(d).squareRoot()) mm at slope \(slope)")
        }
    }
}
