// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Testing

@testable import Detector

/// Reading maps, and the keys of geometries that name fields.
@Suite struct FieldMapTests {
    private static func cylindrical(
        _ field: (Double, Double) -> (radial: Double, axial: Double), r: FieldAxis, z: FieldAxis
    ) -> String {
        var text = "# a test\nr_mm,z_mm,Br_T,Bz_T\n"
        for i in 0..<r.count {
            for k in 0..<z.count {
                let (radial, axial) = field(r[i], z[k])
                text += "\(r[i]),\(z[k]),\(radial),\(axial)\n"
            }
        }
        return text
    }

    // Spacings differ, so that axes cannot be taken for each other.
    private static let r = FieldAxis(origin: 0, spacing: 110, count: 11)
    private static let z = FieldAxis(origin: -3100, spacing: 100, count: 63)

    /// A field of second degree is interpolated without error: what is written is what is read.
    @Test func aCylindricalMapIsReadAndInterpolated() throws {
        func field(_ r: Double, _ z: Double) -> (radial: Double, axial: Double) {
            (-1e-7 * r * z, 2 + 1e-7 * (z * z - 0.5 * r * r))
        }
        let text = Self.cylindrical(field, r: Self.r, z: Self.z)
        let map = try FieldMap.read(text: text, file: "some/where/field.csv")
        #expect(map.name == "field.csv" && map.summary == "map field.csv, 11 × 63 points in r and z")
        #expect(map.covers(radius: 1100, halfLength: 3050) && !map.covers(radius: 1101, halfLength: 3050))
        #expect(!map.covers(radius: 1100, halfLength: 3101))
        let grid = MagneticField.grid(map.tabulated())
        var stream = RandomStream(seed: 81, event: 0, stage: .test, identity: 1)
        for _ in 0..<1000 {
            let x = stream.uniform(in: -770...770)
            let y = stream.uniform(in: -770...770)
            let z = stream.uniform(in: -3100...3100)
            let b = grid.value(x: x, y: y, z: z)
            let expected = field((x * x + y * y).squareRoot(), z)
            #expect(abs(b.z - expected.axial) < 1e-12)
            #expect(abs(b.x + 1e-7 * x * z) < 1e-12 && abs(b.y + 1e-7 * y * z) < 1e-12)
        }
    }

    @Test func aCartesianMapIsReadAndInterpolated() throws {
        var text = "x_mm, y_mm, z_mm, Bx_T, By_T, Bz_T\r\n"
        let axes = (
            FieldAxis(origin: -1, spacing: 0.5, count: 5), FieldAxis(origin: -0.75, spacing: 0.25, count: 6),
            FieldAxis(origin: 0.4, spacing: 0.2, count: 7)
        )
        for i in 0..<5 {
            for j in 0..<6 {
                for k in 0..<7 {
                    let (x, y, z) = (axes.0[i], axes.1[j], axes.2[k])
                    text += "\(x),\(y),\(z),\(0.1 * y * z),\(x * x), \(1 + 0.2 * z - x)\r\n"
                }
            }
        }
        let map = try FieldMap.read(text: text, file: "m.csv")
        guard case .cartesian(let x, let y, let z) = map.grid else {
            Issue.record("the map is not Cartesian")
            return
        }
        #expect(x == axes.0 && y == axes.1 && z.count == 7 && abs(z.end - 1.6) < 1e-12)
        let field = MagneticField.grid(map.tabulated())
        let b = field.value(x: 0.3, y: -0.4, z: 1.2)
        #expect(abs(b.x + 0.1 * 0.4 * 1.2) < 1e-14)
        #expect(abs(b.y - 0.09) < 1e-14 && abs(b.z - 0.94) < 1e-14)
    }

    private func mistakes(_ text: String) -> [Diagnostic] {
        do throws(Diagnostics) {
            _ = try FieldMap.read(text: text, file: "m.csv")
            return []
        } catch {
            return error.all
        }
    }

    @Test func mistakesSayWhereTheyAre() throws {
        let good = Self.cylindrical({ r, z in (0, 2) }, r: Self.r, z: Self.z)
        let lines = good.split(separator: "\n").map(String.init)
        func changed(_ line: Int, _ text: String) -> String {
            var copy = lines
            copy[line - 1] = text
            return copy.joined(separator: "\n")
        }
        #expect(mistakes(good).isEmpty)
        #expect(mistakes("").map(\.code) == ["missing-header"])
        #expect(mistakes("r,z,Br,Bz\n").map(\.code) == ["bad-header"])
        #expect(mistakes("r_mm,z_mm,Br_T,Bz_T\n").map(\.code) == ["too-few"])
        let word = try #require(mistakes(changed(10, "0.0,-2400.0,zero,2")).first)
        #expect(word.code == "wrong-type" && word.line == 10 && word.column == 13 && word.key == "Br_T")
        let strong = try #require(mistakes(changed(10, "0.0,-2400.0,0,2e4")).first)
        #expect(strong.code == "out-of-range" && strong.line == 10 && strong.column == 15 && strong.key == "Bz_T")
        #expect(mistakes(changed(10, "0.0,-2400.0,0,nan")).first?.code == "wrong-type")
        #expect(mistakes(changed(10, "0.0,-2400.0,0")).first?.code == "wrong-length")
        #expect(mistakes(changed(10, "0.0,-2400.0,0,2,2")).first?.code == "wrong-length")
        let shifted = try #require(mistakes(changed(10, "0.0,-2399.0,0,2")).first)
        #expect(shifted.code == "not-regular" && shifted.line == 10 && shifted.key == "z_mm")
        #expect(mistakes(lines.dropLast().joined(separator: "\n")).map(\.code) == ["wrong-length"])
        #expect(mistakes(changed(10, "0.0,-2400.0,1,2")).map(\.line) == [10])
        let away = Self.cylindrical({ r, z in (0, 2) }, r: FieldAxis(origin: 5, spacing: 1, count: 4), z: Self.z)
        #expect(mistakes(away).map(\.code) == ["out-of-range"])
        let reversed = Self.cylindrical({ r, z in (0, 2) }, r: Self.r, z: FieldAxis(origin: 9, spacing: -3, count: 7))
        #expect(mistakes(reversed).map(\.code) == ["not-regular"])
    }

    /// Whatever is cut off or exchanged, the reader answers; it never traps.
    @Test func damagedMapsAreRefused() {
        let r = FieldAxis(origin: 0, spacing: 100, count: 4)
        let bytes = Array(Self.cylindrical({ r, z in (0, 2) }, r: r, z: r).utf8)
        var stream = RandomStream(seed: 82, event: 0, stage: .test, identity: 1)
        var refused = 0
        for n in 0..<600 {
            var copy = bytes
            if n % 2 == 0 { copy.removeLast(Int(stream.integer(below: UInt64(bytes.count)))) }
            let place = Int(stream.integer(below: UInt64(max(copy.count, 1))))
            if n % 3 != 0, place < copy.count { copy[place] = UInt8(truncatingIfNeeded: stream.integer(below: 128)) }
            refused += mistakes(String(decoding: copy, as: UTF8.self)).isEmpty ? 0 : 1
        }
        #expect(refused > 400)
        #expect(mistakes(String(repeating: "1,", count: 500_000)).count == 1)
        #expect(mistakes("r_mm,z_mm,Br_T,Bz_T\n" + String(repeating: "1,", count: 500_000)).isEmpty == false)
    }

    // MARK: Keys of a geometry

    private func described(_ field: String, map: String? = nil) throws -> TrackerDescription {
        let text = try GeometrySupport.text("trackml").replacingOnly("  uniform: 2.0 # tesla, along z", with: field)
        return try TrackerDescription.read(
            text: text, file: "t.yaml",
            files: GeometryFiles(fieldMap: map.map { GeometryFiles.File(path: "field.csv", text: $0) }))
    }

    private func codes(_ field: String, map: String? = nil) throws -> [String] {
        do {
            _ = try described(field, map: map)
            return []
        } catch let error as Diagnostics {
            return error.all.map(\.code)
        }
    }

    @Test func geometriesNameFields() throws {
        let solenoid = "  solenoid: {radius: 1250, half_length: 2650, centre: 2}"
        #expect(try described(solenoid).field == .solenoid(FieldSupport.solenoid))
        let built = try described(solenoid).build()
        #expect(abs(built.field.zAtOrigin - 2) < 1e-9)
        let text = GeometrySummary(built).text
        #expect(text.contains("field solenoid of radius 1250 mm and half length 2650 mm, 2 T at its centre"))
        let map = Self.cylindrical({ r, z in (0, 2) }, r: Self.r, z: Self.z)
        let read = try described("  map: field.csv", map: map).build()
        #expect(read.field.zAtOrigin == 2)
        #expect(GeometrySummary(read).field == "map field.csv, 11 × 63 points in r and z")
    }

    @Test func mistakesOfFieldKeysAreReported() throws {
        #expect(try codes("  solenoid: {radius: 1100, half_length: 2650, centre: 2}") == ["contradiction"])
        #expect(try codes("  solenoid: {radius: 1250, centre: 2}") == ["missing-key"])
        #expect(try codes("  uniform: 2\n  map: field.csv") == ["contradiction"])
        #expect(try codes("  strength: 2").contains("missing-key"))
        #expect(try codes("  map: field.csv") == ["missing-file"])
        let small = Self.cylindrical({ r, z in (0, 2) }, r: Self.r, z: FieldAxis(origin: -300, spacing: 100, count: 7))
        #expect(try codes("  map: field.csv", map: small) == ["contradiction"])
        #expect(try codes("  map: field.csv", map: "x\n") == ["bad-header"])
    }
}
