// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Testing

@testable import Detector

/// The detectors in the box: each passes its checks and is navigated without a miss.
@Suite struct BoxTests {
    static let names = ["odd", "teaching", "telescope", "trackml"]

    @Test func everyGeometryIsTested() {
        let found = GeometryLibrary.list(searchDirectories: [GeometrySupport.geometries]).map(\.name)
        #expect(found == Self.names)
    }

    @Test(arguments: names)
    func passesItsChecks(name: String) throws {
        var options = GeometryReport.Options()
        options.lines = 2000
        let report = GeometryReport(try GeometrySupport.tracker(name), options: options)
        let failed = report.checks.filter { !$0.passed }.map { "\($0.name): \($0.detail)" }
        #expect(failed.isEmpty)
    }

    /// The Open Data Detector's XML of August 2021: staves × modules of its barrels, modules of its discs.
    @Test func theOpenDataDetectorHasItsModules() throws {
        let tracker = try GeometrySupport.tracker("odd")
        func count(_ volume: Int) -> Int { ModuleSelection(volume: volume).positions(in: tracker).count }
        #expect(count(17) == 14 * (16 + 32 + 52 + 78))
        #expect(count(24) == 21 * (40 + 56 + 78 + 102))
        #expect(count(29) == 21 * (60 + 80))
        for side in [0, 2] {
            #expect(count(16 + side) == 7 * (24 + 36))
            #expect(count(23 + side) == 6 * 3 * 42)
            #expect(count(28 + side) == 6 * 2 * 48)
        }
    }

    @Test(arguments: ["odd", "telescope"])
    func isNavigatedWithoutAMiss(name: String) throws {
        let tracker = try GeometrySupport.tracker(name)
        let index = NavigationIndex(tracker)
        let brute = BruteForceNavigation(tracker: tracker)
        var stream = RandomStream(seed: 49, event: 0, stage: .test, identity: 1)
        var helices = (0..<400).map { _ in NavigationTests.randomHelix(&stream, tracker) }
        if name == "telescope" {
            // A beam: nearly along z from upstream, straight.
            helices += (0..<400).map { _ in
                let (ux, uy) = (0.003 * stream.normal(), 0.003 * stream.normal())
                return Helix(
                    x: 4 * stream.normal(), y: 2 * stream.normal(), z: -499, ux: ux, uy: uy,
                    uz: (1 - ux * ux - uy * uy).squareRoot(), curvature: 0)
            }
        }
        let lanes = LaneNavigationTests.walk(index, helices, limit: 5000)
        var crossings = 0
        for (n, helix) in helices.enumerated() {
            let slow = brute.crossings(helix, limit: brute.pathInside(helix, limit: 5000))
            let fast = NavigationTests.walk(index.navigator, helix, limit: 5000)
            crossings += slow.count
            let isSame = fast.count == slow.count && zip(fast, slow).allSatisfy(NavigationTests.agree)
            let isSameInLanes = lanes[n].count == slow.count && zip(lanes[n], slow).allSatisfy(NavigationTests.agree)
            #expect(isSame && isSameInLanes, "helix \(n): \(helix)")
        }
        #expect(crossings > 1500)
        withExtendedLifetime(index) {}
    }

    /// A plane's material at normal incidence: 50 um of silicon and two foils of kapton of 25 um, six times.
    @Test func theTelescopeHasTheMaterialOfItsPlanes() throws {
        let scan = MaterialScan(try GeometrySupport.tracker("telescope"))
        let sum = scan.budgets(eta: 9, phi: 0.3, z: -490).map(\.radiationLengths).reduce(0, +)
        let expected = 6 * (0.05 / 93.661 + 2 * 0.025 / 285.748)
        #expect(abs(sum / expected - 1) < 1e-3)
    }

    @Test(arguments: names)
    func picturesOfMaterialAreWellFormed(name: String) throws {
        let tracker = try GeometrySupport.tracker(name)
        let profile = MaterialScan(tracker).profile(eta: 0...4, bins: 8, lines: 20)
        let svg = MaterialDrawing.svg(profile, name: "a < b & c")
        #expect(svg.hasPrefix("<svg") && svg.hasSuffix("</svg>\n") && svg.contains("a &lt; b &amp; c"))
        #expect(!svg.contains("nan") && !svg.contains("inf"))
        #expect(profile.text.split(separator: "\n").count == 9)
    }
}
