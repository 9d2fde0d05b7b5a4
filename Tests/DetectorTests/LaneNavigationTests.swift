// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Detector

/// Eight particles at a time against trying every surface: the same crossings, in the same order, at the same paths.
@Suite struct LaneNavigationTests {
    /// Particles by lane: number, and path so far.
    private struct Flights {
        var number = [Int](repeating: -1, count: 8)
        var path = [Double](repeating: 0, count: 8)
    }

    /// The crossings of every helix, found in lanes.
    static func walk(_ index: NavigationIndex, _ helices: [Helix], limit: Double) -> [[Crossing]] {
        let lanes = NavigationLanes()
        var flights = Flights()
        var result = [[Crossing]](repeating: [], count: helices.count)
        var queue = 0
        func board(_ lane: Int) {
            flights.number[lane] = queue < helices.count ? queue : -1
            flights.path[lane] = 0
            if queue < helices.count {
                lanes.start(lane: lane, helices[queue], in: index.navigator)
            } else {
                lanes.stop(lane: lane)
            }
            queue += 1
        }
        for lane in 0..<8 { board(lane) }
        while flights.number.contains(where: { $0 >= 0 }) {
            for lane in 0..<8 { lanes.limit[lane] = limit - flights.path[lane] }
            index.next(lanes)
            for lane in 0..<8 where flights.number[lane] >= 0 {
                let surface = lanes.surface[lane]
                if surface == NavigationLanes.pending { continue }
                guard surface >= 0 else {
                    board(lane)
                    continue
                }
                flights.path[lane] += lanes.path[lane]
                result[flights.number[lane]].append(
                    Crossing(
                        surface: surface, path: flights.path[lane], u: lanes.u[lane], v: lanes.v[lane],
                        point: lanes.helix(lane: lane)))
            }
        }
        return result
    }

    @Test(arguments: [("trackml", false), ("teaching", false), ("trackml", true), ("teaching", true)])
    func findsWhatTryingEverySurfaceFinds(geometry: String, isDisplaced: Bool) throws {
        let tracker = try isDisplaced ? ConditionsTests.displaced(geometry) : GeometrySupport.tracker(geometry)
        let index = NavigationIndex(tracker)
        let brute = BruteForceNavigation(tracker: tracker)
        var stream = RandomStream(seed: 44, event: 0, stage: .test, identity: 1)
        let helices = (0..<2000).map { _ in NavigationTests.randomHelix(&stream, tracker) }
        let fast = Self.walk(index, helices, limit: 5000)
        var crossings = 0
        for (n, helix) in helices.enumerated() {
            let slow = brute.crossings(helix, limit: brute.pathInside(helix, limit: 5000))
            crossings += slow.count
            let isSame = fast[n].count == slow.count && zip(fast[n], slow).allSatisfy(NavigationTests.agree)
            #expect(isSame, "helix \(n): \(helix)\n\(fast[n].map(\.surface))\n\(slow.map(\.surface))")
        }
        #expect(crossings > 15_000)
        withExtendedLifetime(index) {}
    }

    /// What is met at grazing incidence by a particle that starts among modules, and the beam pipe's end as seen from a
    /// path that first moves towards the axis.
    @Test(arguments: [
        Helix(
            x: 12.26335978238535, y: 90.3252346771265, z: 47.07328491776623, ux: -0.3125783177633892,
            uy: 0.07875054256057963, uz: -0.9466219664209278, curvature: -0.0003609705017525363),
        Helix(
            x: -125.08960645699102, y: -87.22131103143363, z: -728.9835957872217, ux: 0.040220141195469614,
            uy: -0.059700176746426775, uz: 0.9974057495015065, curvature: -7.070875774764587e-05),
        Helix(
            x: 17.117491167057324, y: -16.7145736186352, z: -831.2721879841581, ux: 0.055345365497322024,
            uy: 0.05988317330667893, uz: -0.9966699032642102, curvature: 0),
    ])
    func findsWhatIsMetAtASmallAngle(helix: Helix) throws {
        let index = NavigationIndex(try GeometrySupport.tracker("teaching"))
        let brute = BruteForceNavigation(tracker: index.tracker)
        let slow = brute.crossings(helix, limit: brute.pathInside(helix, limit: 5000))
        let fast = Self.walk(index, [helix], limit: 5000)[0]
        #expect(fast.map(\.surface) == slow.map(\.surface))
        #expect(!slow.isEmpty)
    }

    /// What an interaction makes begins a hair's breadth beyond a surface, in any direction: also back through the
    /// modules that overlap the one it was made in.
    @Test(arguments: ["trackml", "odd"])
    func findsWhatSecondariesCross(geometry: String) throws {
        let tracker = try GeometrySupport.tracker(geometry)
        let index = NavigationIndex(tracker)
        let brute = BruteForceNavigation(tracker: tracker)
        var stream = RandomStream(seed: 48, event: 0, stage: .test, identity: 1)
        let primaries = (0..<1500).map { _ in NavigationTests.randomHelix(&stream, tracker) }
        var starts: [Helix] = []
        for way in Self.walk(index, primaries, limit: 5000) where !way.isEmpty {
            let made = way[Int(stream.integer(below: UInt64(way.count)))].point
            let cosine = stream.uniform(in: -1...1)
            let sine = (1 - cosine * cosine).squareRoot()
            let phi = stream.uniform(in: -Double.pi...Double.pi)
            let momentum = 0.05 * Elementary.pow(40, stream.uniform())
            let charge = Double(Int(stream.integer(below: 3))) - 1
            var start = made
            (start.ux, start.uy, start.uz) = (sine * Elementary.cos(phi), sine * Elementary.sin(phi), cosine)
            start.x += 1e-5 * start.ux
            start.y += 1e-5 * start.uy
            start.z += 1e-5 * start.uz
            start.curvature =
                charge == 0 ? 0 : Helix.curvature(charge: charge, momentum: momentum, fieldZ: tracker.field.zAtOrigin)
            starts.append(start)
        }
        let fast = Self.walk(index, starts, limit: 3000)
        var (crossings, inward) = (0, 0)
        for (n, helix) in starts.enumerated() {
            let slow = brute.crossings(helix, limit: brute.pathInside(helix, limit: 3000))
            crossings += slow.count
            if helix.x * helix.ux + helix.y * helix.uy < 0 { inward += 1 }
            let isSame = fast[n].count == slow.count && zip(fast[n], slow).allSatisfy(NavigationTests.agree)
            #expect(isSame, "helix \(n): \(helix)\n\(fast[n].map(\.surface))\n\(slow.map(\.surface))")
        }
        #expect(crossings > 7_000 && inward > 400)
        withExtendedLifetime(index) {}
    }

    /// A lane's crossings have the same bits whatever is in the other lanes.
    @Test func aLaneDependsOnItselfAlone() throws {
        let tracker = try GeometrySupport.tracker("trackml")
        let index = NavigationIndex(tracker)
        var stream = RandomStream(seed: 45, event: 0, stage: .test, identity: 1)
        let helices = (0..<64).map { _ in NavigationTests.randomHelix(&stream, tracker) }
        let together = Self.walk(index, helices, limit: 5000)
        for (n, helix) in helices.enumerated() {
            let alone = Self.walk(index, [helix], limit: 5000)[0]
            #expect(alone.map(\.point) == together[n].map(\.point))
            #expect(alone.map(\.path) == together[n].map(\.path))
        }
        withExtendedLifetime(index) {}
    }

    /// After every crossing the direction changes, as material makes it: what a lane remembers must not mislead it.
    @Test(arguments: [(0.3, 400), (1.0, 160)])
    func followsParticlesThatScatterAtEverySurface(strength: Double, count: Int) throws {
        let tracker = try GeometrySupport.tracker("trackml")
        let index = NavigationIndex(tracker)
        let navigator = index.navigator
        let brute = BruteForceNavigation(tracker: tracker)
        var stream = RandomStream(seed: 46, event: 0, stage: .test, identity: 2)
        let lanes = NavigationLanes()
        var queries = 0
        for n in 0..<count / 8 {
            var last = [Int32](repeating: -1, count: 8)
            var from: [Helix] = []
            for lane in 0..<8 {
                from.append(NavigationTests.randomHelix(&stream, tracker))
                lanes.start(lane: lane, from[lane], in: navigator)
            }
            for _ in 0..<40 {
                for lane in 0..<8 { lanes.limit[lane] = brute.pathInside(from[lane], limit: 5000) }
                navigator.next(lanes)
                for lane in 0..<8 where last[lane] != -2 && lanes.surface[lane] != NavigationLanes.pending {
                    // Standing on a surface, its crossing at the start is no crossing.
                    let slow = brute.crossings(from[lane], limit: lanes.limit[lane])
                        .first { $0.surface != last[lane] || $0.path > 1e-5 }
                    queries += 1
                    let surface = lanes.surface[lane]
                    guard surface >= 0 else {
                        #expect(slow == nil, "helix \(n) of \(from[lane])")
                        last[lane] = -2
                        lanes.stop(lane: lane)
                        continue
                    }
                    let fast = Crossing(
                        surface: surface, path: lanes.path[lane], u: lanes.u[lane], v: lanes.v[lane],
                        point: lanes.helix(lane: lane))
                    let isSame = slow.map { NavigationTests.agree($0, fast) } ?? false
                    let slowest = slow.map { "\($0.surface) at \($0.path)" } ?? "nothing"
                    #expect(isSame, "\(n): \(fast.surface) at \(fast.path), not \(slowest), from \(from[lane])")
                    last[lane] = surface
                    var turned = fast.point
                    if strength == 1 || stream.uniform() < strength {
                        turned = NavigationTests.scattered(fast.point, &stream)
                    } else {
                        turned.ux += 1e-3 * stream.normal()
                        turned.uy += 1e-3 * stream.normal()
                        let norm = (turned.ux * turned.ux + turned.uy * turned.uy + turned.uz * turned.uz).squareRoot()
                        turned.ux /= norm
                        turned.uy /= norm
                        turned.uz /= norm
                        turned.curvature *= 1.002
                    }
                    lanes.put(lane: lane, turned)
                    from[lane] = turned
                }
            }
        }
        #expect(queries > 1000)
        withExtendedLifetime(index) {}
    }
}
