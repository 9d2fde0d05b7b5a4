// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Detector
import Testing

/// The TrackML geometry against the surfaces of ACTS's Generic detector (pyacts 48.1.0), which the fixture lists.
struct TrackMLGeometryTests {
    /// A surface of the reference: ids, centre, axes u and v (w is their cross product), half sizes.
    struct Surface {
        var ids: [Int]
        var numbers: [Double]
        var center: Vector3 { Vector3(numbers[0], numbers[1], numbers[2]) }
        var u: Vector3 { Vector3(numbers[3], numbers[4], numbers[5]) }
        var v: Vector3 { Vector3(numbers[6], numbers[7], numbers[8]) }
        var halfSizes: [Double] { Array(numbers[9...]) }
    }

    static func reference() throws -> [Surface] {
        let text = try TextFile.read(
            path: GeometrySupport.fixtures + "/acts-generic-surfaces.csv", limit: 2_000_000)
        return text.split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: ",")
            return Surface(
                ids: fields[..<3].compactMap { Int($0) }, numbers: fields[3...].compactMap { Double($0) })
        }
    }

    private func largest(_ v: Vector3) -> Double { max(abs(v.x), abs(v.y), abs(v.z)) }

    @Test func everyModuleStandsWhereTheReferenceHasIt() throws {
        let tracker = try GeometrySupport.tracker("trackml")
        let surfaces = try Self.reference()
        #expect(surfaces.count == 18_728)
        #expect(tracker.modules.count == surfaces.count)
        var (distance, turn, size, mismatches) = (0.0, 0.0, 0.0, 0)
        // Modules are ordered by volume, layer and module id, as the reference is.
        for (module, surface) in zip(tracker.modules, surfaces) {
            let ids = [module.volumeID, module.layerID, module.moduleID].map(Int.init)
            if ids != surface.ids { mismatches += 1 }
            distance = max(distance, largest(module.center - surface.center))
            turn = max(turn, largest(module.u - surface.u), largest(module.v - surface.v))
            turn = max(turn, largest(module.w - surface.u.cross(surface.v)))
            let halfSizes = [module.halfUMinimum, module.halfUMaximum, module.halfV]
            size = max(size, zip(halfSizes, surface.halfSizes).map { abs($0 - $1) }.max() ?? 1)
        }
        #expect(mismatches == 0)
        #expect(distance < 1e-3, "mm")
        #expect(turn < 1e-6)
        #expect(size < 1e-3, "mm")
    }

    @Test func axesAreRightHandedAndOrthonormal() throws {
        for module in try GeometrySupport.tracker("trackml").modules {
            let worst = max(
                largest(module.u.cross(module.v) - module.w), abs(module.u.dot(module.v)), abs(module.u.dot(module.u) - 1))
            #expect(worst < 1e-15)
        }
    }

    @Test func idsAreUniqueAndGiveTheGeometryIDsOfACTS() throws {
        let tracker = try GeometrySupport.tracker("trackml")
        let ids = tracker.modules.map { module in
            UInt64(module.volumeID) << 56 | UInt64(module.layerID) << 36 | UInt64(module.moduleID) << 8
        }
        #expect(Set(ids).count == ids.count)
        // First row of the reference, as ACTS prints it.
        #expect(ids.first == 504_403_295_704_449_280)
    }

    @Test func layersHoldTheirModules() throws {
        let tracker = try GeometrySupport.tracker("trackml")
        #expect(tracker.layers.count == 48)
        var next = 0
        for (index, layer) in tracker.layers.enumerated() {
            #expect(layer.modules.lowerBound == next)
            next = layer.modules.upperBound
            for module in tracker.modules[layer.modules] {
                #expect(module.layer == index && module.layerID == layer.layerID)
                let (radius, z) = ModuleExtent.extent(module, thickness: 0)
                #expect(layer.radius.contains(radius.lowerBound) && layer.radius.contains(radius.upperBound))
                #expect(layer.z.contains(z.lowerBound) && layer.z.contains(z.upperBound))
            }
        }
        #expect(next == tracker.modules.count)
    }

    @Test func describedInAtMostThreeHundredLines() throws {
        #expect(try GeometrySupport.text("trackml").split(separator: "\n").count <= 300)
        #expect(try GeometrySupport.text("teaching").split(separator: "\n").count <= 60)
    }

    @Test(arguments: [(32.0, 33.5), (172.0, 169.0)])
    func modulesFollowALayersRadius(radius: Double, moved: Double) throws {
        let text = try GeometrySupport.text("trackml")
        let before = try TrackerDescription.read(text: text, file: "trackml.yaml").build()
        let changed = text.replacingOnly("radius: \(Int(radius)),", with: "radius: \(moved),")
        let after = try TrackerDescription.read(text: changed, file: "changed.yaml").build()
        var followers = 0
        for (old, new) in zip(before.modules, after.modules) {
            let shift = new.center - old.center
            if before.layers[Int(old.layer)].name.hasPrefix("pixel barrel"), old.radius - radius < 1,
                old.radius - radius > -1
            {
                // Straight outwards by the difference, everything else as it was.
                #expect(abs(new.radius - old.radius - (moved - radius)) < 1e-12)
                #expect(abs(shift.x * old.center.y - shift.y * old.center.x) < 1e-9 && shift.z == 0)
                #expect(old.u == new.u && old.v == new.v && old.w == new.w)
                followers += 1
            } else {
                #expect(old == new)
            }
        }
        #expect(followers == (radius == 32 ? 224 : 1092))
        // The support of the layer moves along.
        let shifts = zip(before.passive, after.passive).map { old, new -> Double in
            guard case .cylinder(let a, _) = old.shape, case .cylinder(let b, _) = new.shape else { return 0 }
            return b - a
        }
        #expect(shifts.filter { $0 != 0 } == [moved - radius])
    }
}

extension Module {
    /// Distance of the centre from the z axis, mm.
    fileprivate var radius: Double { (center.x * center.x + center.y * center.y).squareRoot() }
}
