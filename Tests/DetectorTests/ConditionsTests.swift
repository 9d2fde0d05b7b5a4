// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Testing

@testable import Detector

/// Conditions files, and what they do to a tracker.
@Suite struct ConditionsTests {
    static func read(_ intervals: String) throws -> DetectorConditions {
        try DetectorConditions.read(text: "name: test\nintervals:\n\(intervals)", file: "test.yaml")
    }

    static func installed(_ tracker: Tracker, _ interval: String, run: Int = 1) throws -> InstalledTracker {
        try InstalledTracker(tracker, conditions: read("  - first_run: 0\n" + interval), run: run)
    }

    /// A detector put together badly: modules some millimetres and degrees, layers and volumes millimetres off.
    static func displaced(_ geometry: String) throws -> Tracker {
        let interval = """
                seed: 11
                alignment:
                  - { shift: [1, -2, 3], rotation: [0.002, 0.001, 0.2] }
                misalignment:
                  volume: { shift: [1, 1, 2], rotation: [1e-3, 1e-3, 0.01] }
                  layer: { shift: [0.5, 0.5, 2], rotation: [1e-3, 1e-3, 0.01] }
                  module: { shift: [1.5, 1.5, 1.5], rotation: [0.03, 0.03, 0.04] }

            """
        return try installed(GeometrySupport.tracker(geometry), interval).asBuilt
    }

    /// `code line` of every mistake.
    static func mistakes(_ body: () throws -> Void) -> [String] {
        do {
            try body()
            return []
        } catch let error as Diagnostics {
            return error.all.map { "\($0.code) \($0.line ?? 0)" }
        } catch {
            return ["\(error)"]
        }
    }

    private static func apart(_ a: Vector3, _ b: Vector3) -> Double { (a - b).dot(a - b).squareRoot() }

    // MARK: Displacements

    @Test func nothingIsDisplacedWithoutEntries() throws {
        let tracker = try GeometrySupport.tracker("trackml")
        let installed = try Self.installed(tracker, "    seed: 3\n")
        #expect(installed.asBuilt.modules == tracker.modules)
        #expect(installed.asBuilt.layers == tracker.layers)
        #expect(installed.readout.isIdeal)
    }

    /// A displacement moves what it selects by what it says, and nothing else.
    @Test(arguments: [
        ("{ shift: [0.1, 0.2, 0.3] }", 18_728), ("{ volume: 8, shift: [0.1, 0.2, 0.3] }", 2492),
        ("{ volume: 8, layer: 4, shift: [0.1, 0.2, 0.3] }", 448),
        ("{ volume: 8, layer: 4, stave: 3, shift: [0.1, 0.2, 0.3] }", 14),
        ("{ volume: 7, layer: 2, ring: 1, shift: [0.1, 0.2, 0.3] }", 40),
        ("{ volume: 7, layer: 2, ring: 2, shift: [0.1, 0.2, 0.3] }", 68),
        ("{ volume: 8, half: 1, shift: [0.1, 0.2, 0.3] }", 1246),
        ("{ volume: 8, layer: 4, half: 2, shift: [0.1, 0.2, 0.3] }", 224),
        ("{ volume: 8, layer: 4, module: 17, shift: [0.1, 0.2, 0.3] }", 1),
    ])
    func displacementsMoveWhatTheySelect(entry: String, count: Int) throws {
        let tracker = try GeometrySupport.tracker("trackml")
        let built = try Self.installed(tracker, "    alignment:\n      - \(entry)\n").asBuilt
        var moved = 0
        for (a, b) in zip(tracker.modules, built.modules) where a != b {
            moved += 1
            let isModule = entry.contains("module")
            let expected = isModule ? 0.1 * a.u + 0.2 * a.v + 0.3 * a.w : Vector3(0.1, 0.2, 0.3)
            let error = Self.apart(b.center - a.center, expected)
            #expect(error < 1e-12)
            let turned = Self.apart(a.w, b.w)
            #expect(turned < 1e-14)
        }
        #expect(moved == count)
    }

    /// Staves are rows along z: equal azimuth, every z of the layer.
    @Test func stavesRunAlongZ() throws {
        let tracker = try GeometrySupport.tracker("trackml")
        let stave = ModuleSelection(volume: 8, layer: 4, part: 3).positions(in: tracker).map { tracker.modules[$0] }
        let angles = stave.map { Elementary.atan2($0.center.y, $0.center.x) }
        let spread = (angles.max() ?? 0) - (angles.min() ?? 1)
        #expect(spread < 1e-12)
        #expect(Set(stave.map(\.center.z)).count == 14)
    }

    /// A small rotation about z moves modules by angle × radius and turns their axes; distances within stay.
    @Test func rotationsAreRigid() throws {
        let tracker = try GeometrySupport.tracker("trackml")
        let angle = 0.01
        let built = try Self.installed(
            tracker, "    alignment:\n      - { volume: 8, rotation: [0, 0, \(angle)] }\n"
        ).asBuilt
        for (a, b) in zip(tracker.modules, built.modules).prefix(20_000) where a.volumeID == 8 {
            let radius = (a.center.x * a.center.x + a.center.y * a.center.y).squareRoot()
            let way = Self.apart(a.center, b.center)
            let expected = 2 * radius * Elementary.sin(0.5 * angle)
            let error = abs(way - expected)
            #expect(error < 1e-10)
            #expect(b.center.x * a.center.y < b.center.y * a.center.x, "turns from x to y")
        }
        let order = try Self.installed(
            tracker,
            "    alignment:\n      - { rotation: [0.005, 0.008, -0.1], shift: [1, 2, 3] }\n      - { volume: 8, layer: 2, module: 3, rotation: [0.1, 0, 0.1] }\n"
        ).asBuilt
        let (a, b) = (tracker.modules[2000], order.modules[2000])
        let (c, d) = (tracker.modules[4000], order.modules[4000])
        let change = abs(Self.apart(a.center, c.center) - Self.apart(b.center, d.center))
        #expect(change < 1e-9)
        #expect(GeometryAudit(order).orthonormalAxes().passed)
        // R = R₃ R₂ R₁ on the x axis, by hand: Ry takes it to (cos, 0, -sin), Rz turns the first two components.
        let motion = RigidMotion(
            Displacement(rotation: Vector3(0.1, 0.2, -0.1)), pivot: Vector3(0, 0, 0))
        let image = motion.direction(Vector3(1, 0, 0))
        let byHand = Vector3(
            Elementary.cos(0.2) * Elementary.cos(-0.1), Elementary.cos(0.2) * Elementary.sin(-0.1),
            -Elementary.sin(0.2))
        #expect(Self.apart(image, byHand) < 1e-15)
    }

    /// The module's own displacement is in its frame, and what carries it moves it with the rest.
    @Test func levelsActFromTheInsideOut() throws {
        let tracker = try GeometrySupport.tracker("trackml")
        let built = try Self.installed(
            tracker,
            """
                alignment:
                  - { rotation: [0, 0, 0.1] }
                  - { volume: 8, layer: 2, module: 1, shift: [0, 0, 0.5] }

            """
        ).asBuilt
        let position = ModuleSelection(volume: 8, layer: 2, module: 1).positions(in: tracker)[0]
        let module = tracker.modules[position]
        let motion = RigidMotion(Displacement(rotation: Vector3(0, 0, 0.1)), pivot: Vector3(0, 0, 0))
        let expected = motion.point(module.center + 0.5 * module.w)
        #expect(Self.apart(built.modules[position].center, expected) < 1e-12)
    }

    // MARK: Draws

    /// Drawn displacements are Gaussian with the given widths: means and deviations of 18,728 modules within 5 standard
    /// errors, a false alarm in 10⁵ (36 comparisons of 3 × 10⁻⁷ each).
    @Test func drawnDisplacementsHaveTheirWidths() throws {
        let tracker = try GeometrySupport.tracker("trackml")
        let built = try Self.installed(
            tracker,
            "    seed: 5\n    misalignment:\n      module: { shift: [0.01, 0.02, 0.03], rotation: [1e-3, 2e-3, 3e-3] }\n"
        ).asBuilt
        var sums = [Double](repeating: 0, count: 6)
        var squares = sums
        for (a, b) in zip(tracker.modules, built.modules) {
            let d = b.center - a.center
            // For small angles the images of the axes hold them: v·w' ≈ -α, u·w' ≈ β, v·u' ≈ γ.
            let values = [d.dot(a.u), d.dot(a.v), d.dot(a.w), -b.w.dot(a.v), b.w.dot(a.u), b.u.dot(a.v)]
            for i in 0..<6 {
                sums[i] += values[i]
                squares[i] += values[i] * values[i]
            }
        }
        let n = Double(tracker.modules.count)
        for (i, sigma) in [0.01, 0.02, 0.03, 1e-3, 2e-3, 3e-3].enumerated() {
            let mean = sums[i] / n
            let deviation = (squares[i] / n - mean * mean).squareRoot()
            #expect(abs(mean) < 5 * sigma / n.squareRoot())
            #expect(abs(deviation / sigma - 1) < 5 / (2 * n).squareRoot() + 1e-4)
        }
    }

    /// An element keeps its draw whatever else the detector holds, and another seed gives another one.
    @Test func drawsBelongToTheElement() throws {
        let text = try GeometrySupport.text("trackml")
        let without = text.replacingOnly("      - { id: 8, radius: 172, phi_count: 78 }\n", with: "")
        let interval = "    seed: 5\n    misalignment:\n      module: { shift: [0.01, 0.02, 0.03] }\n"
        let whole = try Self.installed(GeometrySupport.tracker("trackml"), interval).asBuilt
        let part = try Self.installed(TrackerDescription.read(text: without, file: "t").build(), interval).asBuilt
        let other = try Self.installed(
            GeometrySupport.tracker("trackml"), interval.replacing("seed: 5", with: "seed: 6")
        ).asBuilt
        let selection = ModuleSelection(volume: 13)
        let (a, b, c) = (
            selection.positions(in: whole).map { whole.modules[$0].center },
            selection.positions(in: part).map { part.modules[$0].center },
            selection.positions(in: other).map { other.modules[$0].center }
        )
        #expect(a == b)
        #expect(!zip(a, c).contains { $0 == $1 })
    }

    @Test func staveAndRingDrawsMoveWholeParts() throws {
        let tracker = try GeometrySupport.tracker("trackml")
        let built = try Self.installed(
            tracker,
            "    misalignment:\n      stave: { shift: [0.1, 0.1, 0.1] }\n      ring: { shift: [0.1, 0.1, 0.1] }\n"
        ).asBuilt
        var shifts: Set<Int> = []
        for selection in [
            ModuleSelection(volume: 8, layer: 4, part: 3), ModuleSelection(volume: 8, layer: 4, part: 4),
            ModuleSelection(volume: 9, layer: 4, part: 1), ModuleSelection(volume: 9, layer: 4, part: 2),
        ] {
            let moved = selection.positions(in: tracker).map { built.modules[$0].center - tracker.modules[$0].center }
            for shift in moved { #expect(Self.apart(shift, moved[0]) < 1e-12) }
            #expect(Self.apart(moved[0], Vector3(0, 0, 0)) > 1e-3)
            shifts.insert(Int(moved[0].x * 1e9))
        }
        #expect(shifts.count == 4)
    }

    /// Halves are drawn one by one, of every layer and volume, and move within what carries them.
    @Test(arguments: ["half_layer", "half_volume"]) func halvesAreDrawnApart(key: String) throws {
        let tracker = try GeometrySupport.tracker("trackml")
        let built = try Self.installed(tracker, "    misalignment:\n      \(key): { shift: [0.1, 0.1, 0.1] }\n").asBuilt
        var shifts: [String: Vector3] = [:]
        for (a, b) in zip(tracker.modules, built.modules) {
            let layer = key == "half_layer" ? "\(a.layerID)" : "all"
            // The azimuth from -90 degrees.
            let angle = Elementary.atan2(a.center.x, -a.center.y) + 1e-6
            let half = "\(a.volumeID) \(layer) \(angle >= 0 && angle < PhysicalConstants.pi)"
            let shift = b.center - a.center
            #expect(Self.apart(shift, shifts[half, default: shift]) < 1e-12)
            shifts[half] = shift
        }
        #expect(shifts.count == 2 * (key == "half_layer" ? tracker.layers.count : 9))
        #expect(Set(shifts.values.map { Int($0.x * 1e9) }).count == shifts.count)
    }

    // MARK: Files

    @Test func theConditionsInTheBoxApplyToTheirDetector() throws {
        let text = try TextFile.read(
            path: GeometrySupport.geometries + "/Conditions/trackml-startup.yaml", limit: 1 << 20)
        let conditions = try DetectorConditions.read(text: text, file: "trackml-startup.yaml")
        #expect(conditions.intervals.map(\.runs.lowerBound) == [1, 100, 200])
        let tracker = try GeometrySupport.tracker("trackml")
        for run in [1, 99, 100, 5000] {
            let installed = try InstalledTracker(tracker, conditions: conditions, run: run)
            #expect(installed.asBuilt.modules.count == tracker.modules.count)
            #expect(installed.asBuilt.modules != tracker.modules)
            #expect(!installed.readout.isIdeal)
            #expect(installed.conditionsName == "trackml-startup")
            let audit = GeometryAudit(installed.asBuilt)
            #expect(audit.collisionsWithinLayers().passed)
            #expect(audit.orthonormalAxes().passed)
        }
        #expect(Self.mistakes { _ = try conditions.interval(run: 0, file: "f") } == ["no-interval 0"])
    }

    @Test(arguments: [
        ("  - first_run: 5\n    last_run: 4\n", ["contradiction 4"]),
        ("  - last_run: 10\n  - first_run: 10\n", ["contradiction 4"]),
        ("  - alignment:\n      - { volume: 8 }\n", ["missing-key 4"]),
        ("  - alignment:\n      - { layer: 2, shift: [0, 0, 1] }\n", ["missing-key 4"]),
        ("  - alignment:\n      - { volume: 2, module: 1, shift: [0, 0, 1] }\n", ["missing-key 4"]),
        ("  - alignment:\n      - { half: 1, shift: [0, 0, 1] }\n", ["missing-key 4"]),
        ("  - alignment:\n      - { volume: 8, half: 3, shift: [0, 0, 1] }\n", ["out-of-range 4"]),
        ("  - alignment:\n      - { volume: 8, layer: 2, half: 1, stave: 1, shift: [0, 0, 1] }\n", ["contradiction 4"]),
        ("  - alignment:\n      - { shift: [0, 0, 100] }\n", ["out-of-range 4"]),
        ("  - alignment:\n      - { shift: [0, 0, .nan] }\n", ["wrong-type 4"]),
        ("  - misalignment:\n      modul: { shift: [0, 0, 1] }\n", ["unknown-key 4"]),
        ("  - misalignment:\n      module: { shift: [0, 0, -1] }\n", ["out-of-range 4"]),
        ("  - response:\n      - { gain: 0, efficiency: 2 }\n", ["out-of-range 4", "out-of-range 4"]),
        ("  - dead:\n      - { chips: [0], channels: { u: [1, 2] } }\n", ["contradiction 4"]),
        ("  - dead:\n      - { chips: [0.5] }\n", ["wrong-type 4"]),
        ("  - dead:\n      - { channels: { u: [4, 2] } }\n", ["contradiction 4"]),
        ("  - noisy:\n      - { volume: 1 }\n", ["missing-key 4"]), ("  []\n", ["missing-key 3"]),
        ("  - beam_spot: [1, 2]\n", ["wrong-length 3"]), ("  - 5\n", ["wrong-type 3"]),
    ])
    func mistakesAreReportedWithTheirLine(intervals: String, wanted: [String]) {
        #expect(Self.mistakes { _ = try Self.read(intervals) } == wanted)
    }

    @Test(arguments: [
        ("    alignment:\n      - { volume: 99, shift: [0, 0, 1] }\n", ["unknown-element 5"]),
        ("    alignment:\n      - { volume: 8, layer: 2, stave: 17, shift: [0, 0, 1] }\n", ["unknown-element 5"]),
        ("    response:\n      - { volume: 8, layer: 3, gain: 2 }\n", ["unknown-element 5"]),
        ("    dead:\n      - { volume: 8, layer: 2, module: 7, chips: [1] }\n", ["unknown-element 5"]),
        ("    dead:\n      - { volume: 8, layer: 2, module: 7, channels: { u: [400, 401] } }\n", ["unknown-element 5"]),
        (
            "    alignment:\n      - { shift: [0, 0, 19] }\n      - { shift: [0, 0, 19] }\n      - { shift: [0, 0, 19] }\n"
                + "      - { shift: [0, 0, 19] }\n      - { shift: [0, 0, 19] }\n", ["outside 3"]
        ),
        ("    noisy:\n      - { channel_fraction: 1, occupancy: 1 }\n", ["too-many 5"]),
    ])
    func whatDoesNotFitTheDetectorIsReported(interval: String, wanted: [String]) throws {
        let tracker = try GeometrySupport.tracker("trackml")
        #expect(Self.mistakes { _ = try Self.installed(tracker, interval) } == wanted)
    }

    /// Damaged files are read or refused, never a crash.
    @Test func damagedFilesAreRefusedOrRead() throws {
        let text = try TextFile.read(
            path: GeometrySupport.geometries + "/Conditions/trackml-startup.yaml", limit: 1 << 20)
        let tracker = try GeometrySupport.tracker("teaching")
        var random = DescriptionFuzzTests.Splitter(state: 4)
        var refused = 0
        for round in 0..<1500 {
            var damaged = text
            if round % 3 == 0 {
                damaged = String(text.prefix(Int.random(in: 0..<text.count, using: &random)))
            } else {
                let places = text.ranges(of: /-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?/)
                let place = places[Int.random(in: 0..<places.count, using: &random)]
                let junk = DescriptionFuzzTests.junk[
                    Int.random(in: 0..<DescriptionFuzzTests.junk.count, using: &random)]
                damaged.replaceSubrange(place, with: junk)
            }
            guard let conditions = try? DetectorConditions.read(text: damaged, file: "damaged.yaml") else {
                refused += 1
                continue
            }
            if round % 20 == 0 { _ = try? InstalledTracker(tracker, conditions: conditions, run: 1) }
        }
        #expect(refused > 500 && refused < 1500)
    }
}
