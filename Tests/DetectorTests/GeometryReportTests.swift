// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Detector
import EventModel
import Testing

struct GeometryReportTests {
    private func failures(_ tracker: Tracker) -> [String] {
        GeometryReport(tracker).checks.filter { !$0.passed }.map(\.name)
    }

    @Test(arguments: ["trackml", "teaching"])
    func ourGeometriesPass(name: String) throws {
        let report = GeometryReport(try GeometrySupport.tracker(name))
        #expect(report.passed, "\(report.text)")
        #expect(report.checks.count == 8)
        #expect(report.coverage.allSatisfy { $0.fraction > 0.98 && $0.crossings >= $0.fraction })
    }

    /// Each check has a corruption that it alone, or it among few, finds.
    @Test func eachCheckFailsForItsCorruption() throws {
        let good = try GeometrySupport.tracker("teaching")

        var tracker = good
        tracker.modules[5].moduleID = 1
        #expect(failures(tracker) == ["unique-ids"])

        tracker = good
        tracker.modules[5].u = -1 * tracker.modules[5].u
        #expect(failures(tracker) == ["axes"])

        tracker = good
        tracker.boundaryRadius = 600
        #expect(failures(tracker) == ["inside-tracking-volume"])

        tracker = good
        tracker.modules[5].center = tracker.modules[6].center
        #expect(failures(tracker).contains("collisions-within-layers"))

        tracker = good
        let other = good.layers[1].modules.lowerBound
        tracker.modules[5].center = good.modules[other].center
        (tracker.modules[5].u, tracker.modules[5].w) = (good.modules[other].u, good.modules[other].w)
        #expect(failures(tracker).contains("collisions-between-layers"))

        tracker = good
        tracker.passive[1].shape = .cylinder(radius: 140, z: -100...100)
        #expect(failures(tracker) == ["modules-clear-of-material"])

        tracker = good
        tracker.passive.append(tracker.passive[1])
        #expect(failures(tracker) == ["passive-material-apart"])

        tracker = good
        for index in good.layers[3].modules { tracker.modules[index].halfV *= 0.9 }
        #expect(failures(tracker) == ["hermeticity"])
    }

    @Test func coverageOfASieveIsItsOpenFraction() throws {
        var tracker = try GeometrySupport.tracker("teaching")
        let whole = GeometryReport(tracker).coverage[9]
        for index in tracker.layers[9].modules { tracker.modules[index].halfV *= 0.5 }
        let half = GeometryReport(tracker).coverage[9]
        #expect(whole.fraction > 0.999)
        // Four modules of 225 mm in 1788 mm, of which 2 % at each end, open now, are not looked at.
        #expect(abs(half.fraction - 4 * 225 / (0.96 * 1788)) < 0.01)
    }

    @Test func summaryCountsWhatIsThere() throws {
        let tracker = try GeometrySupport.tracker("trackml")
        let summary = GeometrySummary(tracker)
        #expect(summary.modules == 18_728 && summary.layers.count == 48)
        #expect(summary.layers.reduce(0) { $0 + $1.modules } == 18_728)
        let barrel = try #require(summary.layers.first { $0.name == "pixel barrel 1" })
        #expect(barrel.modules == 224 && barrel.volumeID == 8 && barrel.layerID == 2)
        #expect(barrel.halfSizes == [[8.4, 8.4, 36]] && barrel.pitch == [0.05, 0.05] && barrel.thickness == 0.15)
        #expect(abs(barrel.area - 224 * 16.8 * 72) < 1e-6 && abs(barrel.channels / (224 * 336 * 1440) - 1) < 1e-12)
        #expect(abs(barrel.supportRadiationLengths - 0.015674) < 1e-12)
        #expect(summary.text.contains("pixel support tube") && summary.text.contains("18728 modules"))
    }

    // MARK: Solids

    private func module(at center: Vector3, turned angle: Double, trapezoid: Bool) -> Module {
        let (sine, cosine) = Elementary.sincos(angle)
        return Module(
            volumeID: 1, layerID: 1, moduleID: 1, layer: 0, center: center, u: Vector3(-sine, cosine, 0),
            v: Vector3(0, 0, 1), w: Vector3(cosine, sine, 0), halfUMinimum: trapezoid ? 4 : 10, halfUMaximum: 10,
            halfV: 20)
    }

    /// A module about some place, turned at random in all three dimensions.
    private func anyModule(
        within reach: Vector3, trapezoid: Bool, _ random: inout DescriptionFuzzTests.Splitter
    ) -> Module {
        func uniform(_ reach: Double) -> Double { reach == 0 ? 0 : Double.random(in: -reach...reach, using: &random) }
        func unit(_ v: Vector3) -> Vector3 { (1 / v.dot(v).squareRoot()) * v }
        var module = module(
            at: Vector3(uniform(reach.x), uniform(reach.y), uniform(reach.z)), turned: 0, trapezoid: trapezoid)
        module.w = unit(Vector3(uniform(1), uniform(1), uniform(1)))
        module.u = unit(module.w.cross(Vector3(uniform(1), uniform(1), uniform(1))))
        module.v = module.w.cross(module.u)
        return module
    }

    private func contains(_ module: Module, thickness: Double, _ point: Vector3) -> Bool {
        let d = point - module.center
        return 2 * abs(d.dot(module.w)) <= thickness && module.contains(u: d.dot(module.u), v: d.dot(module.v))
    }

    /// Against points: a point in both solids proves a collision; without one, solids shrunk a little must be apart.
    @Test(arguments: [0.5, 8.0], [false, true])
    func collisionsAgreeWithPoints(thickness: Double, trapezoid: Bool) {
        var random = DescriptionFuzzTests.Splitter(state: 4)
        func uniform(_ reach: Double) -> Double { Double.random(in: -reach...reach, using: &random) }
        var (together, apart) = (0, 0)
        for _ in 0..<400 {
            let a = anyModule(within: Vector3(0, 0, 0), trapezoid: trapezoid, &random)
            let b = anyModule(within: Vector3(25, 25, 25), trapezoid: trapezoid, &random)
            let collides = ModuleSolid(a, thickness: thickness).intersects(ModuleSolid(b, thickness: thickness))
            var shared = false
            for _ in 0..<5_000 where !shared {
                let v = uniform(a.halfV)
                let point =
                    a.center + uniform(a.halfU(atV: v)) * a.u + v * a.v + uniform(0.5 * thickness) * a.w
                shared = contains(b, thickness: thickness, point)
            }
            if shared {
                #expect(collides)
                together += 1
            } else if !collides {
                apart += 1
            }
        }
        // Points decide nearly all pairs; the rest touch in slivers that 5,000 points can miss.
        #expect(together > 60 && apart > 60 && together + apart > 375)
    }

    @Test func touchingIsNotColliding() {
        let a = module(at: Vector3(0, 0, 0), turned: 0, trapezoid: false)
        for (shift, expected) in [(1.0, false), (1.001, false), (0.999, true)] {
            let b = module(at: Vector3(shift, 0, 0), turned: 0, trapezoid: false)
            #expect(ModuleSolid(a, thickness: 1).intersects(ModuleSolid(b, thickness: 1)) == expected)
        }
    }

    @Test func extentsHoldEveryPointAndAreTight() throws {
        var random = DescriptionFuzzTests.Splitter(state: 5)
        let tracker = try GeometrySupport.tracker("trackml")
        for index in stride(from: 0, to: tracker.modules.count, by: 97) {
            let module = tracker.modules[index]
            let (radius, z) = ModuleExtent.extent(module, thickness: 0)
            var (least, greatest) = (Double.infinity, 0.0)
            var isInside = true
            for _ in 0..<2000 {
                let v = Double.random(in: -module.halfV...module.halfV, using: &random)
                let halfU = module.halfU(atV: v)
                let point = module.center + Double.random(in: -halfU...halfU, using: &random) * module.u + v * module.v
                let r = (point.x * point.x + point.y * point.y).squareRoot()
                isInside = isInside && r >= radius.lowerBound - 1e-9 && r <= radius.upperBound + 1e-9
                isInside = isInside && point.z >= z.lowerBound - 1e-9 && point.z <= z.upperBound + 1e-9
                least = min(least, r)
                greatest = max(greatest, r)
            }
            #expect(isInside)
            // Of 2000 points some lie near the least and the greatest radius.
            #expect(least - radius.lowerBound < 2 && radius.upperBound - greatest < 6)
        }
    }
}
