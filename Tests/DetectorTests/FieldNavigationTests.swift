// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Detector

/// Navigation in a field that varies, against helices where it does not, and against trying every surface.
@Suite struct FieldNavigationTests {
    /// A table of a uniform field gives what helices give: the same surfaces at the same places.
    @Test(arguments: [("trackml", false), ("trackml", true), ("teaching", false)])
    func agreesWithHelicesInAUniformField(geometry: String, cartesian: Bool) throws {
        let uniform = NavigationIndex(try FieldSupport.tracker(geometry) { _ in .uniform(2) })
        let table = NavigationIndex(
            try FieldSupport.tracker(geometry) { FieldSupport.uniformTable($0, cartesian: cartesian) })
        var stream = RandomStream(seed: 51, event: 0, stage: .test, identity: 1)
        let helices = (0..<2000).map { _ in NavigationTests.randomHelix(&stream, uniform.tracker) }
        let expected = LaneNavigationTests.walk(uniform, helices, limit: 5000)
        let found = LaneNavigationTests.walk(table, helices.map(FieldSupport.inOneTesla), limit: 5000)
        var crossings = 0
        for (n, helix) in helices.enumerated() {
            crossings += expected[n].count
            let isSame = found[n].count == expected[n].count && zip(found[n], expected[n]).allSatisfy(Self.agree)
            #expect(isSame, "\(n): \(helix)\n\(found[n].map(\.surface))\n\(expected[n].map(\.surface))")
        }
        #expect(crossings > 15_000)
    }

    /// Within a nanometre, at the same angle.
    static func agree(_ a: Crossing, _ b: Crossing) -> Bool {
        let isSamePlace = abs(a.u - b.u) < 1e-6 && abs(a.v - b.v) < 1e-6 && abs(a.path - b.path) < 1e-6
        let apart = NavigationTests.distance(a.point, b.point)
        return a.surface == b.surface && isSamePlace && apart < 2e-6
    }

    /// In the fringe of a solenoid nothing is missed and nothing invented.
    @Test(arguments: [("trackml", 1200), ("teaching", 1200)])
    func findsWhatTryingEverySurfaceFinds(geometry: String, count: Int) throws {
        let index = NavigationIndex(try FieldSupport.tracker(geometry, FieldSupport.fringe))
        let brute = BruteForceFieldNavigation(tracker: index.tracker)
        var stream = RandomStream(seed: 52, event: 0, stage: .test, identity: 1)
        let helices = (0..<count).map { _ in Self.randomState(&stream, index.tracker) }
        let fast = LaneNavigationTests.walk(index, helices, limit: 3000)
        var crossings = 0
        for (n, helix) in helices.enumerated() {
            let slow = brute.crossings(helix, limit: 3000)
            crossings += slow.count
            let difference = Self.difference(fast[n], slow, tolerance: 2e-3)
            #expect(difference == nil, "\(n): \(helix)\n\(difference ?? "")")
        }
        #expect(crossings > 8 * count)
    }

    /// A particle with charge over momentum in place of curvature.
    static func randomState(_ stream: inout RandomStream, _ tracker: Tracker) -> Helix {
        var helix = NavigationTests.randomHelix(&stream, tracker)
        helix.curvature /= tracker.field.zAtOrigin
        return helix
    }

    /// What one finds and the other does not, unless it lies at a surface's edge, where either may be right.
    static func difference(_ fast: [Crossing], _ slow: [TriedCrossing], tolerance: Double) -> String? {
        var i = 0
        var j = 0
        while i < fast.count || j < slow.count {
            if i < fast.count, j < slow.count, fast[i].surface == slow[j].surface {
                let most = max(
                    abs(fast[i].path - slow[j].path), abs(fast[i].u - slow[j].u), abs(fast[i].v - slow[j].v))
                // What parts the paths is longer along a surface that they meet at a small angle.
                let apart = most * slow[j].cosine
                guard apart < tolerance else { return "surface \(fast[i].surface) is \(apart) mm off" }
                i += 1
                j += 1
            } else if j < slow.count, slow[j].fromEdge < tolerance {
                j += 1
            } else {
                let a = i < fast.count ? "\(fast[i].surface) at \(fast[i].path)" : "nothing"
                let b = j < slow.count ? "\(slow[j].surface) at \(slow[j].path), edge \(slow[j].fromEdge)" : "nothing"
                return "\(a), not \(b)"
            }
        }
        return nil
    }

    /// After every crossing the direction changes, as material makes it: the next surface is still the right one.
    @Test func followsParticlesThatScatterAtEverySurface() throws {
        let index = NavigationIndex(try FieldSupport.tracker("trackml", FieldSupport.fringe))
        let brute = BruteForceFieldNavigation(tracker: index.tracker)
        var stream = RandomStream(seed: 53, event: 0, stage: .test, identity: 2)
        let lanes = NavigationLanes()
        var queries = 0
        for n in 0..<100 {
            var from = Self.randomState(&stream, index.tracker)
            var last: Int32 = -1
            lanes.start(lane: 3, from, in: index.navigator)
            for _ in 0..<12 {
                lanes.limit[3] = 400
                index.next(lanes)
                let surface = lanes.surface[3]
                let slow = brute.crossings(from, limit: 400).filter { $0.surface != last || $0.path > 1e-4 }
                queries += 1
                guard surface >= 0 else {
                    #expect(slow.allSatisfy { $0.fromEdge < 1e-3 }, "\(n): \(from)")
                    break
                }
                let fast = Crossing(
                    surface: surface, path: lanes.path[3], u: lanes.u[3], v: lanes.v[3], point: lanes.helix(lane: 3))
                let upTo = slow.filter { $0.path < fast.path + 1e-3 }
                let difference = Self.difference([fast], upTo, tolerance: 1e-3)
                #expect(difference == nil, "\(n): \(from) \(difference ?? "")")
                last = surface
                from = NavigationTests.scattered(fast.point, &stream)
                lanes.put(lane: 3, from)
            }
        }
        #expect(queries > 700)
    }

    /// A lane's crossings have the same bits whatever is in the other lanes.
    @Test func aLaneDependsOnItselfAlone() throws {
        let index = NavigationIndex(try FieldSupport.tracker("trackml", FieldSupport.fringe))
        var stream = RandomStream(seed: 54, event: 0, stage: .test, identity: 1)
        let helices = (0..<64).map { _ in Self.randomState(&stream, index.tracker) }
        let together = LaneNavigationTests.walk(index, helices, limit: 3000)
        for (n, helix) in helices.enumerated() {
            let alone = LaneNavigationTests.walk(index, [helix], limit: 3000)[0]
            #expect(alone.map(\.point) == together[n].map(\.point))
            #expect(alone.map(\.path) == together[n].map(\.path))
        }
    }

    /// A path ends at its limit, and its turn is that of the field along it.
    @Test func countsPathAndTurn() throws {
        let index = NavigationIndex(
            try FieldSupport.tracker("teaching") { FieldSupport.uniformTable($0, cartesian: false) })
        let lanes = NavigationLanes()
        // Radius 5 mm, within the innermost cylinder.
        let helix = Helix(x: 5, y: 0, z: 0, ux: 0, uy: 1, uz: 0, curvature: 0.1)
        lanes.start(lane: 0, helix, in: index.navigator)
        lanes.limit[0] = 200
        index.next(lanes)
        #expect(lanes.surface[0] == Crossing.nothing)
        #expect(abs(lanes.path[0] - 200) < 1e-9)
        #expect(abs(lanes.turn[0] - 40) < 1e-9)
    }

    @Test func leavesTheVolumeWhereItEnds() throws {
        let index = NavigationIndex(try FieldSupport.tracker("teaching", FieldSupport.fringe))
        let lanes = NavigationLanes()
        lanes.start(lane: 0, Helix(x: 0, y: 0, z: 0, ux: 0, uy: 0, uz: 1, curvature: 1e-4), in: index.navigator)
        lanes.limit[0] = 1e5
        index.next(lanes)
        #expect(lanes.surface[0] == Crossing.leaves)
        #expect(abs(lanes.path[0] - index.tracker.boundaryHalfLength) < 1e-6)
    }
}
