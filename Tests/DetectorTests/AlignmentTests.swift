// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Detector

/// Where displacements turn parts of the detector about, in which order they act, and that what is drawn is independent.
@Suite struct AlignmentTests {
    private static func built(_ interval: String) throws -> (nominal: Tracker, asBuilt: Tracker) {
        let tracker = try GeometrySupport.tracker("trackml")
        return (tracker, try ConditionsTests.installed(tracker, interval).asBuilt)
    }

    private static func mean(_ tracker: Tracker, _ positions: [Int]) -> Vector3 {
        let sum = positions.reduce(Vector3(0, 0, 0)) { $0 + tracker.modules[$1].center }
        return (1 / Double(positions.count)) * sum
    }

    private static func apart(_ a: Vector3, _ b: Vector3) -> Double { (a - b).dot(a - b).squareRoot() }

    /// An endcap, a layer of it, a ring, a half: their own centres stay where they are when they are turned.
    @Test(arguments: ["volume: 7", "volume: 7, layer: 4", "volume: 9, layer: 2, ring: 2", "volume: 7, half: 2"])
    func partsTurnAboutTheirOwnCentre(selection: String) throws {
        let (nominal, built) = try Self.built(
            "    alignment:\n      - { \(selection), rotation: [0.01, -0.02, 0.03] }\n")
        let moved = nominal.modules.indices.filter { nominal.modules[$0] != built.modules[$0] }
        let centre = Self.mean(nominal, moved)
        #expect(!moved.isEmpty && Self.apart(centre, Self.mean(built, moved)) < 1e-9)
        let motion = RigidMotion(Displacement(rotation: Vector3(0.01, -0.02, 0.03)), pivot: centre)
        for position in moved {
            let expected = motion.point(nominal.modules[position].center)
            #expect(Self.apart(built.modules[position].center, expected) < 1e-9)
        }
    }

    /// The centre is that of the nominal places, whatever has moved inside.
    @Test func centresAreNominal() throws {
        let (nominal, built) = try Self.built(
            """
                alignment:
                  - { volume: 7, rotation: [0, 0.1, 0] }
                  - { volume: 7, layer: 2, module: 1, shift: [0, 0, 5] }

            """)
        let volume = ModuleSelection(volume: 7).positions(in: nominal)
        let motion = RigidMotion(Displacement(rotation: Vector3(0, 0.1, 0)), pivot: Self.mean(nominal, volume))
        let position = ModuleSelection(volume: 7, layer: 2, module: 1).positions(in: nominal)[0]
        let module = nominal.modules[position]
        let expected = motion.point(module.center + 5 * module.w)
        #expect(Self.apart(built.modules[position].center, expected) < 1e-9)
    }

    /// On one level what is drawn acts first, then the entries one after the other: turns do not commute.
    @Test func entriesActOnWhatIsDrawn() throws {
        let draws = "    seed: 3\n    misalignment:\n      volume: { rotation: [0.03, 0.03, 0.03] }\n"
        let first = "      - { volume: 7, rotation: [0.1, 0, 0] }\n"
        let second = "      - { volume: 7, rotation: [0, 0.1, 0] }\n"
        let (nominal, drawn) = try Self.built(draws)
        let (_, built) = try Self.built(draws + "    alignment:\n" + first + second)
        let volume = ModuleSelection(volume: 7).positions(in: nominal)
        let pivot = Self.mean(nominal, volume)
        let motions = [Vector3(0.1, 0, 0), Vector3(0, 0.1, 0)].map {
            RigidMotion(Displacement(rotation: $0), pivot: pivot)
        }
        for position in volume {
            let expected = motions[1].point(motions[0].point(drawn.modules[position].center))
            #expect(Self.apart(built.modules[position].center, expected) < 1e-9)
        }
    }

    /// Staves have the widths of staves and rings those of rings.
    @Test func stavesAndRingsHaveTheirOwnWidths() throws {
        let (nominal, built) = try Self.built(
            "    misalignment:\n      stave: { shift: [0.1, 0, 0] }\n      ring: { shift: [0, 0.1, 0] }\n")
        for (a, b) in zip(nominal.modules, built.modules) {
            let shift = b.center - a.center
            let isBarrel = [8, 13, 17].contains(a.volumeID)
            // No draw is this small.
            let (alongX, alongY) = (abs(shift.x) > 1e-9, abs(shift.y) > 1e-9)
            #expect(alongX == isBarrel && alongY == !isBarrel && abs(shift.z) < 1e-9)
        }
    }

    /// The six degrees of freedom of 18,728 modules are drawn independently: 15 coefficients of correlation within 5
    /// standard errors of zero, a false alarm in 10⁵.
    @Test func degreesOfFreedomAreIndependent() throws {
        let (nominal, built) = try Self.built(
            "    seed: 5\n    misalignment:\n      module: { shift: [0.01, 0.01, 0.01], rotation: [1e-3, 1e-3, 1e-3] }\n"
        )
        var products = [Double](repeating: 0, count: 36)
        for (a, b) in zip(nominal.modules, built.modules) {
            let d = 100 * (b.center - a.center)
            let values = [
                d.dot(a.u), d.dot(a.v), d.dot(a.w), -1000 * b.w.dot(a.v), 1000 * b.w.dot(a.u), 1000 * b.u.dot(a.v),
            ]
            for i in 0..<6 { for j in 0..<i { products[6 * i + j] += values[i] * values[j] } }
        }
        let count = Double(nominal.modules.count)
        for product in products { #expect(abs(product) < 5 * count.squareRoot()) }
    }
}
