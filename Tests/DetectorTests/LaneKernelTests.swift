// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Detector

/// What the navigation of lanes approximates stays within what it allows for.
@Suite struct LaneKernelTests {
    /// The azimuth decides which modules are tried: its error is added to the reach of a path.
    @Test func theAzimuthIsAsGoodAsItSays() {
        var worst = 0.0
        for i in 0..<5000 {
            let angle = (Double(i) + 0.5) * (PhysicalConstants.twoPi / 5000) - PhysicalConstants.pi
            let x = Lanes(37, 37, 1e-3, 2000, 1, 5, 90, 700) * Elementary.cos(angle)
            let y = Lanes(37, 37, 1e-3, 2000, 1, 5, 90, 700) * Elementary.sin(angle)
            let approximate = Azimuth.approximate(y, x)
            for lane in 0..<8 { worst = max(worst, abs(approximate[lane] - Elementary.atan2(y[lane], x[lane]))) }
        }
        #expect(worst < Azimuth.error)
        // An error far below what is allowed for would make lists of modules longer than they need be.
        #expect(worst > 0.9 * Azimuth.error)
    }

    /// Every choice among eight lanes takes each lane's bits from its side, those of special numbers too.
    @Test func choicesTakeEveryLaneFromItsSide() {
        let chosen = Lanes(1, -0.0, .infinity, .nan, 5e-324, 6, -7, 8)
        let other = Lanes(-1, 0, .nan, -.infinity, 0, 1e300, 7, .nan)
        for pattern in 0..<256 {
            var choice = LaneChoice(repeating: false)
            for lane in 0..<8 { choice[lane] = pattern >> lane & 1 == 1 }
            let result = other.replacing(with: chosen, where: choice)
            for lane in 0..<8 {
                let expected = choice[lane] ? chosen[lane] : other[lane]
                #expect(result[lane].bitPattern == expected.bitPattern)
            }
        }
    }

    /// A ring's reach at a radius holds every point of its modules there, seen from their regular places.
    @Test(arguments: [("trackml", false), ("trackml", true), ("teaching", true)])
    func noModuleReachesFartherThanItsRingSays(geometry: String, isDisplaced: Bool) throws {
        let tracker = try isDisplaced ? ConditionsTests.displaced(geometry) : GeometrySupport.tracker(geometry)
        let index = NavigationIndex(tracker)
        let navigator = index.navigator
        var tightest = Double.infinity
        for ring in Self.rings(of: navigator, layers: tracker.layers.count) {
            for i in 0..<Int(ring.moduleCount) {
                let module = tracker.modules[Int(navigator.planes[Int(ring.firstPlane) + i].surface)]
                let regular = ring.angle + Double(i) / ring.perAngle
                for corner in ModuleFootprint.corners(of: module) {
                    let radius = (corner.x * corner.x + corner.y * corner.y).squareRoot()
                    var off = Elementary.atan2(corner.y, corner.x) - regular
                    off -= PhysicalConstants.twoPi * (off / PhysicalConstants.twoPi).rounded()
                    let room = ring.reach(inverseRadius: 1 / radius) - abs(off)
                    tightest = min(tightest, room)
                }
            }
        }
        #expect(tightest > -1e-9)
        // Regular rings of flat modules leave no more than what the arc sine's bound adds.
        #expect(tightest < 0.02)
        withExtendedLifetime(index) {}
    }

    /// The rings of all layers: they hold the layers' modules one after the other.
    private static func rings(of navigator: Navigator, layers: Int) -> [ModuleRing] {
        var result: [ModuleRing] = []
        for layer in 0..<layers {
            let grid = navigator.grids[layer]
            var modules: Int32 = 0
            var position = Int(grid.firstRing)
            while modules < grid.moduleCount {
                result.append(navigator.rings[position])
                modules += navigator.rings[position].moduleCount
                position += 1
            }
        }
        return result
    }

    /// The row of a thin station names it as the scalar navigation does, from either direction.
    @Test func rowsNameTheirStations() throws {
        let index = NavigationIndex(try GeometrySupport.tracker("trackml"))
        let stations = index.navigator.stations
        for station in 0..<stations.radialCount {
            for isForward in [true, false] {
                let row = stations.firstRadial(isForward: isForward) + station
                #expect(stations.thinStations(row: row) == (Int32(station), -1))
            }
            let named = stations.row(thinRadial: Int32(station), thinAxial: -1)
            #expect(stations.thinStations(row: named) == (Int32(station), -1))
        }
        for station in 0..<stations.axialCount {
            let forward = stations.firstAxial(isForward: true) + station
            let backward = stations.firstAxial(isForward: false) + stations.axialCount - 1 - station
            #expect(stations.thinStations(row: forward) == (-1, Int32(station)))
            #expect(stations.thinStations(row: backward) == (-1, Int32(station)))
            // Both rows tell of the same place, seen from either side.
            #expect(stations.rows[forward].middle == -stations.rows[backward].middle)
            #expect(stations.rows[forward].member == stations.rows[backward].member)
            #expect(stations.row(thinRadial: -1, thinAxial: Int32(station)) == forward)
        }
        #expect(stations.thinStations(row: -1) == (-1, -1))
        withExtendedLifetime(index) {}
    }
}
