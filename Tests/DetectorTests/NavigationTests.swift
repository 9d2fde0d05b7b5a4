// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Detector

/// The navigator against trying every surface: the same crossings, in the same order, at the same paths.
@Suite struct NavigationTests {
    /// A helix of a random particle: momenta from loopers to straight tracks, both charges and none, vertices within
    /// and beyond the beam pipe.
    static func randomHelix(_ stream: inout RandomStream, _ tracker: Tracker) -> Helix {
        let pT = 0.03 * Elementary.pow(1000, stream.uniform())
        let eta = stream.uniform(in: -3.5...3.5)
        let phi = stream.uniform(in: -Double.pi...Double.pi)
        let charge = Double(Int(stream.integer(below: 5))) - 2
        let momentum = pT * Elementary.cosh(eta)
        let isDisplaced = stream.uniform() < 0.3
        let reach = isDisplaced ? 0.8 * tracker.boundaryRadius / 2.0.squareRoot() : 10
        return Helix(
            x: stream.uniform(in: -reach...reach), y: stream.uniform(in: -reach...reach),
            z: stream.uniform(in: -1...1) * (isDisplaced ? 0.9 * tracker.boundaryHalfLength : 150),
            ux: pT / momentum * Elementary.cos(phi),
            uy: pT / momentum * Elementary.sin(phi), uz: pT * Elementary.sinh(eta) / momentum,
            curvature: charge == 0
                ? 0 : Helix.curvature(charge: charge / abs(charge), momentum: momentum, fieldZ: tracker.field.zAtOrigin)
        )
    }

    /// All crossings that the navigator finds along a helix, asked for one after the other.
    static func walk(_ navigator: Navigator, _ helix: Helix, limit: Double) -> [Crossing] {
        var result: [Crossing] = []
        var at = 0.0
        var point = helix
        var cursor = navigator.cursor(at: helix)
        while true {
            var crossing = navigator.next(point, limit: limit - at, cursor: &cursor)
            guard crossing.surface >= 0 else { return result }
            point = crossing.point
            at += crossing.path
            crossing.path = at
            result.append(crossing)
        }
    }

    static func agree(_ a: Crossing, _ b: Crossing) -> Bool {
        guard a.surface == b.surface, abs(a.path - b.path) < 1e-6 else { return false }
        return abs(a.u - b.u) < 1e-6 && abs(a.v - b.v) < 1e-6
    }

    @Test(arguments: ["trackml", "teaching"])
    func findsWhatTryingEverySurfaceFinds(geometry: String) throws {
        let tracker = try GeometrySupport.tracker(geometry)
        let index = NavigationIndex(tracker)
        let brute = BruteForceNavigation(tracker: tracker)
        var stream = RandomStream(seed: 42, event: 0, stage: .test, identity: 1)
        var crossings = 0
        var returns = 0
        for n in 0..<2000 {
            let helix = Self.randomHelix(&stream, tracker)
            let fast = Self.walk(index.navigator, helix, limit: 5000)
            let slow = brute.crossings(helix, limit: brute.pathInside(helix, limit: 5000))
            crossings += slow.count
            returns += zip(slow, slow.dropFirst()).filter { $0.surface == $1.surface }.count
            let isSame = fast.count == slow.count && zip(fast, slow).allSatisfy(Self.agree)
            #expect(isSame, "helix \(n): \(helix)\n\(fast.map(\.surface))\n\(slow.map(\.surface))")
        }
        // The sample holds what is hard: many crossings, and loopers that return to the module they have just left.
        #expect(crossings > 15_000)
        if geometry == "trackml" { #expect(returns > 0) }
        withExtendedLifetime(index) {}
    }

    /// As `findsWhatTryingEverySurfaceFinds`, in a detector whose modules stand millimetres and degrees from where they
    /// should.
    @Test(arguments: ["trackml", "teaching"])
    func findsDisplacedModules(geometry: String) throws {
        let tracker = try ConditionsTests.displaced(geometry)
        #expect(Self.crossings(NavigationIndex(tracker), helices: 1000, seed: 47) > 7_000)
    }

    /// Compares helices with those that try every surface, and counts their crossings.
    static func crossings(_ index: NavigationIndex, helices: Int, seed: UInt64) -> Int {
        let brute = BruteForceNavigation(tracker: index.tracker)
        var stream = RandomStream(seed: seed, event: 0, stage: .test, identity: 1)
        var crossings = 0
        for n in 0..<helices {
            let helix = randomHelix(&stream, index.tracker)
            let fast = walk(index.navigator, helix, limit: 5000)
            let slow = brute.crossings(helix, limit: brute.pathInside(helix, limit: 5000))
            crossings += slow.count
            let isSame = fast.count == slow.count && zip(fast, slow).allSatisfy(agree)
            #expect(isSame, "helix \(n): \(helix)\n\(fast.map(\.surface))\n\(slow.map(\.surface))")
        }
        withExtendedLifetime(index) {}
        return crossings
    }

    /// After every crossing the direction changes, as material makes it: the cursor must not be misled.
    @Test func followsAParticleThatScattersAtEverySurface() throws {
        let tracker = try GeometrySupport.tracker("trackml")
        let index = NavigationIndex(tracker)
        let navigator = index.navigator
        let brute = BruteForceNavigation(tracker: tracker)
        var stream = RandomStream(seed: 43, event: 0, stage: .test, identity: 2)
        var queries = 0
        for n in 0..<200 {
            var helix = Self.randomHelix(&stream, tracker)
            var cursor = navigator.cursor(at: helix)
            var last: Int32 = -1
            for _ in 0..<30 {
                let limit = brute.pathInside(helix, limit: 5000)
                let fast = navigator.next(helix, limit: limit, cursor: &cursor)
                // Standing on a surface, its crossing at the start is no crossing.
                let slow = brute.crossings(helix, limit: limit).first { $0.surface != last || $0.path > 1e-5 }
                queries += 1
                if fast.surface < 0 {
                    #expect(slow == nil, "helix \(n) of \(helix)")
                    break
                }
                let isSame = slow.map { Self.agree($0, fast) } ?? false
                #expect(isSame, "helix \(n) of \(helix)")
                last = fast.surface
                helix = Self.scattered(fast.point, &stream)
            }
        }
        #expect(queries > 1000)
        withExtendedLifetime(index) {}
    }

    /// A new direction within some degrees, now and then backwards.
    static func scattered(_ helix: Helix, _ stream: inout RandomStream) -> Helix {
        let choice = stream.uniform()
        let scale = choice < 0.05 ? 3 : (choice < 0.4 ? 0.05 : 0.003)
        var result = helix
        result.ux += scale * stream.normal()
        result.uy += scale * stream.normal()
        result.uz += scale * stream.normal()
        let length = (result.ux * result.ux + result.uy * result.uy + result.uz * result.uz).squareRoot()
        result.ux /= length
        result.uy /= length
        result.uz /= length
        return result
    }

    @Test func leavesTheVolumeWhereItEnds() throws {
        let tracker = try GeometrySupport.tracker("teaching")
        let index = NavigationIndex(tracker)
        var cursor = index.navigator.cursor(
            at: Helix(x: 0, y: 0, z: 0, ux: 0, uy: 0, uz: 1, curvature: 0))
        let along = index.navigator.next(
            Helix(x: 0, y: 0, z: 0, ux: 0, uy: 0, uz: 1, curvature: 0), limit: 1e6, cursor: &cursor)
        #expect(along.surface == Crossing.leaves)
        let excess = abs(along.path - tracker.boundaryHalfLength)
        #expect(excess < 1e-9)
        withExtendedLifetime(index) {}
    }

    @Test(arguments: [0.0, 1e-9, 1e-5, 1e-3, -2e-2])
    func helixKeepsItsDirectionNormalisedAndComposes(curvature: Double) {
        let start = Helix(x: 1, y: -2, z: 3, ux: 0.48, uy: -0.6, uz: 0.64, curvature: curvature)
        for path: Double in [0, 1e-3, 1, 17, 300, 4000] {
            let whole = start.advanced(by: path)
            let parts = start.advanced(by: 0.3 * path).advanced(by: 0.7 * path)
            let direction = Vector3(whole.ux, whole.uy, whole.uz)
            let excess = abs(direction.dot(direction) - 1)
            #expect(excess < 1e-14)
            let tolerance: Double = 1e-12 * (1 + path)
            let apart = Self.distance(whole, parts)
            #expect(apart < tolerance)
            let back = Self.distance(whole.advanced(by: -path), start)
            #expect(back < tolerance)
        }
    }

    static func distance(_ a: Helix, _ b: Helix) -> Double {
        let d = Vector3(a.x - b.x, a.y - b.y, a.z - b.z)
        let e = Vector3(a.ux - b.ux, a.uy - b.uy, a.uz - b.uz)
        return (d.dot(d) + e.dot(e)).squareRoot()
    }

    /// p = 0.2998 B R: a positive particle in a field along +z turns clockwise seen from +z.
    @Test func curvatureHasTheRadiusAndSenseOfTheLorentzForce() {
        let curvature = Helix.curvature(charge: 1, momentum: 1, fieldZ: 2)
        // RPP 2024, eq. 35.38: p cos λ = 0.3 z B R, here R = 1 GeV / (0.2998 × 2 T) = 1667.8 mm.
        let radius = abs(1 / curvature)
        #expect(abs(radius - 1667.8) < 0.1)
        let turned = Helix(x: 0, y: 0, z: 0, ux: 1, uy: 0, uz: 0, curvature: curvature).advanced(by: 100)
        #expect(turned.y < 0)
    }
}
