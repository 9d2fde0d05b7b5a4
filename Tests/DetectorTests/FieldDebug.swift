
import EventModel
import Testing
@testable import Detector
@Suite struct FieldDebug {
    @Test func debug() throws {
        let uniform = NavigationIndex(try FieldSupport.tracker("teaching") { _ in .uniform(2) })
        let helix = Helix(x: 12.26335978238535, y: 90.3252346771265, z: 47.07328491776623, ux: -0.3125783177633892, uy: 0.07875054256057963, uz: -0.9466219664209278, curvature: -0.0003609705017525363)
        let brute = BruteForceNavigation(tracker: uniform.tracker)
        print(brute.crossings(helix, limit: 1000).map { ($0.surface, $0.path) })
        print(NavigationTests.walk(uniform.navigator, helix, limit: 1000).map { ($0.surface, $0.path) })
        print(LaneNavigationTests.walk(uniform, [helix], limit: 1000)[0].map { ($0.surface, $0.path) })
        let m = uniform.tracker.modules[22]
        print(m, (helix.x*helix.x+helix.y*helix.y).squareRoot())
        print(m.w.dot(Vector3(helix.x,helix.y,helix.z)-m.center))
        for seed in 1...20 {
          var stream = RandomStream(seed: UInt64(seed), event: 0, stage: .test, identity: 1)
          let helices = (0..<2000).map { _ in NavigationTests.randomHelix(&stream, uniform.tracker) }
          let a = LaneNavigationTests.walk(uniform, helices, limit: 5000)
          for (n, h) in helices.enumerated() {
            let s = brute.crossings(h, limit: brute.pathInside(h, limit: 5000))
            let isSame = a[n].count == s.count && zip(a[n], s).allSatisfy(NavigationTests.agree)
            if !isSame { print(seed, n, h, a[n].map(\.surface), s.map(\.surface)) }
          }
        }
    }
}
