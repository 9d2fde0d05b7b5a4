// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Detector
import Testing

/// Mistakes in geometry files: each gives the diagnostic that names it, at its line and key.
struct DescriptionTests {
    /// A small valid detector; every test changes one thing of it.
    static let small = """
        name: small
        field: { uniform: 3.8 }
        tracking_volume: { radius: 500, half_length: 900 }
        beam_pipe: { radius: 20, half_length: 800, material: beryllium, thickness: 1 }
        materials:
          foam: { density: 0.3, mass_fractions: { carbon: 0.7, kapton: 0.3 } }
        passive:
          - { name: shell, cylinder: { radius: 400, z: [-700, 700] }, material: foam, thickness: 5 }
        sensors:
          pixel: { thickness: 0.2, pitch: [0.05, 0.1] }
        barrels:
          - name: barrel
            id: 3
            sensor: pixel
            half_width: 20
            half_length: 50
            tilt: 0.2
            z_count: 5
            z_overlap: 2
            z_stagger: 2
            support: { material: foam, thickness: 2, offset: 12 }
            layers:
              - { id: 1, radius: 60, phi_count: 12 }
              - { id: 2, radius: 120, phi_count: 24 }
        discs:
          - name: disc
            id: { negative: 2, positive: 4 }
            sensor: pixel
            z: [400, 600]
            rings:
              - { radius: 80, count: 24, half_width: [5, 22], half_length: 50, stagger: 4 }
        """

    struct Mistake: CustomTestStringConvertible {
        var from: String
        var to: String
        var code: String
        var key: String
        var testDescription: String { "\(code) at \(key): \(to.prefix(60))" }
    }

    private static func mistake(_ from: String, _ to: String, _ code: String, _ key: String) -> Mistake {
        Mistake(from: from, to: to, code: code, key: key)
    }

    /// Values that are wrong by themselves.
    static let values = [
        mistake("name: small", "name: ", "wrong-type", "name"),
        mistake("uniform: 3.8", "uniform: strong", "wrong-type", "field.uniform"),
        mistake("uniform: 3.8", "uniform: .nan", "wrong-type", "field.uniform"),
        mistake("uniform: 3.8", "uniform: 1e999", "out-of-range", "field.uniform"),
        mistake("uniform: 3.8", "uniform: 380", "out-of-range", "field.uniform"),
        mistake("uniform: 3.8", "unifrom: 3.8", "unknown-key", "field.unifrom"),
        mistake("half_length: 900", "half_length: -900", "out-of-range", "tracking_volume.half_length"),
        mistake("material: beryllium", "material: unobtainium", "unknown-material", "beam_pipe.material"),
        mistake("carbon: 0.7", "carbon: 0.6", "contradiction", "materials.foam.mass_fractions"),
        mistake("carbon: 0.7", "coal: 0.7", "unknown-material", "materials.foam.mass_fractions.coal"),
        mistake("density: 0.3", "density: 0", "out-of-range", "materials.foam.density"),
        mistake("foam: {", "silicon: {", "duplicate-name", "materials.silicon"),
        mistake("z: [-700, 700]", "z: [700, -700]", "contradiction", "passive[0].cylinder.z"),
        mistake("cylinder: { radius: 400, z: [-700, 700] }", "cone: 3", "missing-key", "passive[0].cylinder"),
        mistake("thickness: 5", "thickness: 0", "out-of-range", "passive[0].thickness"),
        mistake("thickness: 0.2", "thickness: 0", "out-of-range", "sensors.pixel.thickness"),
        mistake("pitch: [0.05, 0.1]", "pitch: [0.05]", "wrong-length", "sensors.pixel.pitch"),
        mistake("pitch: [", "measurement: guessed, pitch: [", "unknown-choice", "sensors.pixel.measurement"),
        mistake("half_width: 20\n", "half_width: 0\n", "out-of-range", "barrels[0].half_width"),
        mistake("half_width: 20\n", "half_width: -3\n", "out-of-range", "barrels[0].half_width"),
        mistake("half_width: [5, 22]", "half_width: [0, 22]", "out-of-range", "discs[0].rings[0].half_width[0]"),
        mistake("sensor: pixel\n    half_w", "sensor: voxel\n    half_w", "unknown-sensor", "barrels[0].sensor"),
        mistake("phi_count: 12", "phi_count: 0", "out-of-range", "barrels[0].layers[0].phi_count"),
        mistake("phi_count: 12", "phi_count: 12.5", "wrong-type", "barrels[0].layers[0].phi_count"),
        mistake("phi_count: 12", "phi_count: 99999999999", "out-of-range", "barrels[0].layers[0].phi_count"),
        mistake("radius: 60, phi_count: 12", "radius: 60", "missing-key", "barrels[0].layers[0].phi_count"),
        mistake("count: 12", "count: 12, phi_overlap: 1", "contradiction", "barrels[0].layers[0].phi_overlap"),
        mistake("z_overlap: 2", "z_overlap: 100", "contradiction", "barrels[0].layers[0].z_overlap"),
        mistake("z: [400, 600]", "z: [600, 400]", "contradiction", "discs[0].z"),
        mistake("z: [400, 600]", "z: []", "wrong-length", "discs[0].z"),
        mistake("{ negative: 2, positive: 4 }", "{}", "missing-key", "discs[0].id"),
    ]

    /// Values that contradict each other.
    static let contradictions = [
        mistake("id: 3\n", "id: 4\n", "duplicate-id", "discs[0].id"),
        mistake("{ id: 2, radius: 120", "{ id: 1, radius: 120", "duplicate-id", "barrels[0].layers[1].radius"),
        mistake("radius: 120,", "radius: 62,", "overlapping-layers", "barrels[0].layers[1].radius"),
        mistake("z: [400, 600]", "z: [400, 402]", "overlapping-layers", "discs[0].z"),
        mistake("z: [400, 600]", "z: [200, 600]", "overlapping-layers", "discs[0].z"),
        mistake("offset: 12", "offset: 0", "overlapping-layers", "barrels[0].support"),
        mistake("radius: 400,", "radius: 60,", "overlapping-layers", "barrels[0].layers[0].radius"),
        mistake("radius: 400,", "radius: 22.5,", "overlapping-material", "passive[0]"),
        mistake("tilt: 0.2", "tilt: 0", "collision", "barrels[0].layers[0].radius"),
        mistake("z_stagger: 2", "z_stagger: 0", "collision", "barrels[0].layers[0].radius"),
        mistake("stagger: 4 }", "stagger: 0.1 }", "collision", "discs[0].rings[0].radius"),
        mistake("phi_count: 24", "phi_count: 17", "gap", "barrels[0].layers[1].radius"),
        mistake("z_overlap: 2", "z_overlap: -1", "gap", "barrels[0].layers[0].radius"),
        mistake("count: 24, half_width", "count: 18, half_width", "gap", "discs[0].rings[0].radius"),
        mistake("radius: 80,", "radius: 65,", "inside-beam-pipe", "discs[0].z"),
        mistake("radius: 80,", "radius: 45,", "contradiction", "discs[0].rings[0].radius"),
        mistake("z: [400, 600]", "z: [400, 950]", "outside", "discs[0].z"),
        mistake("tracking_volume: { radius: 500", "tracking_volume: { radius: 401", "outside", "passive[0]"),
        mistake("pitch: [0.05, 0.1]", "pitch: [0.05, 300]", "contradiction", "sensors.pixel"),
        mistake("phi_count: 24", "phi_count: 100000, z_count: 100", "too-many", "tracking_volume"),
    ]

    @Test func theSmallDetectorIsRight() throws {
        let tracker = try TrackerDescription.read(text: Self.small, file: "small.yaml").build()
        #expect(tracker.modules.count == 5 * 36 + 4 * 24)
        #expect(tracker.layers.map(\.name) == ["disc -2", "disc -1", "barrel 1", "barrel 2", "disc +1", "disc +2"])
        #expect(tracker.passive.map(\.name) == ["beam pipe", "shell", "barrel 1 support", "barrel 2 support"])
        #expect(tracker.field.zAtOrigin == 3.8 && tracker.boundaryRadius == 500 && tracker.boundaryHalfLength == 900)
        #expect(GeometryReport(tracker).passed)
        // The resolution that follows from the pitch.
        #expect(abs(tracker.layers[0].sensor.resolutionU - 0.05 / 12.0.squareRoot()) < 1e-15)
    }

    @Test(arguments: values + contradictions)
    func eachMistakeHasItsDiagnostic(mistake: Mistake) {
        let text = Self.small.replacingOnly(mistake.from, with: mistake.to)
        do {
            _ = try TrackerDescription.read(text: text, file: "small.yaml")
            Issue.record("no mistake was found")
        } catch {
            let found = error.all.filter { $0.code == mistake.code && $0.key == mistake.key }
            #expect(found.count == 1, "\(error)")
            #expect(found.first?.file == "small.yaml")
            // The mistake's line is that of the changed text, or of the value that contradicts it.
            let line = found.first?.line ?? 0
            #expect(line >= 1 && line <= text.split(separator: "\n", omittingEmptySubsequences: false).count)
        }
    }

    @Test func theLineIsThatOfTheMistake() {
        let text = Self.small.replacingOnly("phi_count: 24", with: "phi_count: 17")
        #expect(throws: Diagnostics.self) { try TrackerDescription.read(text: text, file: "small.yaml") }
        do { _ = try TrackerDescription.read(text: text, file: "small.yaml") } catch {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let expected = lines.firstIndex { $0.contains("phi_count: 17") }.map { $0 + 1 }
            #expect(error.all.map(\.line) == [expected])
        }
    }

    @Test func allMistakesAreCollected() {
        let text = Self.small.replacingOnly("uniform: 3.8", with: "uniform: 380")
            .replacingOnly("material: beryllium", with: "material: unobtainium")
            .replacingOnly("radius: 60,", with: "radius: 0,")
            .replacingOnly("z: [400, 600]", with: "z: [600, 400]")
        do {
            _ = try TrackerDescription.read(text: text, file: "small.yaml")
            Issue.record("no mistake was found")
        } catch {
            #expect(error.all.count == 4, "\(error)")
        }
    }

    @Test func gapsMayBeAllowed() throws {
        let text = Self.small.replacingOnly("z_overlap: 2", with: "z_overlap: -1\n    allow_gaps: true")
        let tracker = try TrackerDescription.read(text: text, file: "small.yaml").build()
        let rows = Set(tracker.modules.filter { $0.volumeID == 3 }.map(\.center.z))
        #expect(rows == [-202, -101, 0, 101, 202])
    }

    @Test(arguments: [0.5, 1.0, 3.0])
    func aModuleCountFollowsFromTheOverlapWanted(overlap: Double) throws {
        let text = Self.small.replacingOnly("radius: 120, phi_count: 24", with: "radius: 120, phi_overlap: \(overlap)")
        let description = try TrackerDescription.read(text: text, file: "small.yaml")
        let count = description.barrels[0].layers[1].phiCount
        // A module of 40 mm turned by 0.2 covers 40 cos(0.2) = 39.2 mm, less the overlap, of 2π × 121 mm.
        let expected = 2 * Double.pi * 121 / (39.2 - overlap)
        #expect(Double(count) >= expected - 0.5 && Double(count) <= expected + 1.5)
    }

    /// The examples of the schema document, put together with what they leave out.
    @Test func theExamplesOfTheDocumentAreRead() throws {
        let document = try TextFile.read(path: GeometrySupport.geometries + "/README.md", limit: 100_000)
        let blocks = document.split(separator: "```").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        try #require(blocks.count == 4)
        let examples = blocks[1...2].map { $0.drop { $0 != "\n" } }.joined()
        let conditions = try DetectorConditions.read(text: String(blocks[3].drop { $0 != "\n" }), file: "README.md")
        let trackml = try GeometrySupport.tracker("trackml")
        #expect(throws: Never.self) { try InstalledTracker(trackml, conditions: conditions, run: 99) }
        let text = Self.small.replacingOnly("  foam: {", with: "  coil: {")
            .replacingOnly("beam_pipe: {", with: "x: {").split(separator: "\n").filter {
                !$0.hasPrefix("x: ") && !$0.hasPrefix("materials") && !$0.hasPrefix("  coil")
                    && !$0.hasPrefix("passive") && !$0.contains("shell") && !$0.contains("support:")
            }.joined(separator: "\n").replacingOnly("half_length: 900", with: "half_length: 1000")
        let tracker = try TrackerDescription.read(text: text + examples, file: "README.md").build()
        #expect(tracker.passive.map(\.name) == ["support tube", "bulkhead -", "bulkhead +"])
        // The message that the document shows.
        let message = #"detector.yaml:24:26: error[gap]: barrels[0].layers[1].radius: "#
        #expect(document.contains(message))
        let wrong = Self.small.replacingOnly("phi_count: 24", with: "phi_count: 17")
        do { _ = try TrackerDescription.read(text: wrong, file: "detector.yaml") } catch {
            #expect(document.contains(error.description), "\(error)")
        }
    }
}
