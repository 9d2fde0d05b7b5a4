// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// How many modules of a layer one straight line can cross.
///
/// All places at which a line crosses modules of a layer lie in a window: so much in z (of a barrel) or radius (of a disc),
/// and so much in azimuth. Modules are sorted into rings, which have the same z or radius within a tolerance: a window
/// holds no more modules than the rings that it can touch together, each of them those that its azimuths can. Any
/// sorting gives an upper bound; that of the usual detectors gives a good one.
struct ModuleOverlap {
    private let rings: [Ring]

    /// Modules of one ring differ by less than this in z or radius, mm.
    private static let ringTolerance = 1.5
    /// Added to all extents: above the rounding of the places at which navigation finds crossings, mm and rad.
    private static let slack = 1e-6

    private struct Ring {
        /// Extent in z or radius, mm, and its smallest radius.
        var low, high, radius: Double
        var azimuths: RingAzimuths
    }

    /// - Parameter faces: the modules of a layer, with their extents along z or radius.
    init(_ faces: [ModuleFace], isBarrel: Bool) {
        func along(_ face: ModuleFace) -> ClosedRange<Double> { isBarrel ? face.z : face.radius }
        func middle(_ face: ModuleFace) -> Double { 0.5 * (along(face).lowerBound + along(face).upperBound) }
        let sorted = faces.sorted { middle($0) < middle($1) }
        var rings: [Ring] = []
        var first = 0
        while first < sorted.count {
            var end = first + 1
            while end < sorted.count, middle(sorted[end]) - middle(sorted[first]) < ModuleOverlap.ringTolerance {
                end += 1
            }
            let ring = sorted[first..<end]
            rings.append(
                Ring(
                    low: ring.reduce(.infinity) { min($0, along($1).lowerBound) } - ModuleOverlap.slack,
                    high: ring.reduce(-.infinity) { max($0, along($1).upperBound) } + ModuleOverlap.slack,
                    radius: ring.reduce(.infinity) { min($0, $1.radius.lowerBound) },
                    azimuths: RingAzimuths(ring.map(\.azimuth), slack: ModuleOverlap.slack)))
            first = end
        }
        self.rings = rings
    }

    /// The most modules in a window of some extent along z or radius, mm, and of an azimuth that depends on the radius
    /// from which on it may lie.
    func most(along extent: Double, azimuth: (_ radius: Double) -> Double) -> Int {
        let counts = rings.map { $0.azimuths.most(window: azimuth($0.radius)) }
        var most = 0
        for first in rings {
            // Windows that begin where a ring is just about to leave them hold the most.
            let place = first.low - extent
            var sum = 0
            for (ring, count) in zip(rings, counts) where ring.low - extent <= place && place <= ring.high {
                sum += count
            }
            most = max(most, sum)
        }
        return most
    }
}

/// The intervals of azimuth that the modules of a ring cover.
private struct RingAzimuths {
    /// Beginnings and ends, rising; every module has two of each, a turn apart, so that none is cut at 0.
    private let begins, ends: [Double]
    private let count: Int

    init(_ azimuths: [(begin: Double, length: Double)], slack: Double) {
        let turn = PhysicalConstants.twoPi
        var begins: [Double] = []
        var ends: [Double] = []
        for azimuth in azimuths {
            var begin = azimuth.begin - slack
            while begin < 0 { begin += turn }
            while begin >= turn { begin -= turn }
            let end = begin + azimuth.length + 2 * slack
            begins += [begin, begin + turn]
            ends += [end, end + turn]
        }
        self.begins = begins.sorted()
        self.ends = ends.sorted()
        count = azimuths.count
    }

    /// The most modules that a window of an azimuth touches.
    func most(window: Double) -> Int {
        var most = 0
        var ended = 0
        for (i, begin) in begins.enumerated() {
            let place = begin - window
            while ended < ends.count && ends[ended] < place { ended += 1 }
            most = max(most, i + 1 - ended)
        }
        return min(most, count)
    }
}

/// Where a module's mid-plane lies, and how its normal stands to the axis and to the radius.
struct ModuleFace {
    /// mm.
    let radius, z: ClosedRange<Double>
    /// Where its azimuths begin and how far they go, rad; a whole turn if the module is not on one side of the axis.
    let azimuth: (begin: Double, length: Double)
    /// Sizes of the normal's parts along z and across.
    let normalZ, normalAcross: Double
    /// Tangent of the largest angle, seen along z, between the normal and the radius of a point of the module; infinite
    /// from a right angle on.
    let turn: Double

    init(_ module: Module) {
        (radius, z) = ModuleExtent.extent(module, thickness: 0)
        normalZ = abs(module.w.z)
        normalAcross = (module.w.x * module.w.x + module.w.y * module.w.y).squareRoot()
        let bottom = module.center - module.halfV * module.v
        let top = module.center + module.halfV * module.v
        let corners = [
            bottom - module.halfUMinimum * module.u, bottom + module.halfUMinimum * module.u,
            top - module.halfUMaximum * module.u, top + module.halfUMaximum * module.u,
        ]
        azimuth = ModuleFace.azimuth(module.center, corners)
        let side = module.w.x * module.center.x + module.w.y * module.center.y < 0 ? -1.0 : 1.0
        var turn = 0.0
        for corner in corners {
            let along = side * (module.w.x * corner.x + module.w.y * corner.y)
            let across = abs(module.w.x * corner.y - module.w.y * corner.x)
            turn = along > 0 ? max(turn, across / along) : .infinity
        }
        self.turn = turn
    }

    private static func azimuth(_ center: Vector3, _ corners: [Vector3]) -> (begin: Double, length: Double) {
        let angle = Elementary.atan2(center.y, center.x)
        var (low, high) = (0.0, 0.0)
        for corner in corners {
            let along = corner.x * center.x + corner.y * center.y
            guard along > 0 else { return (0, PhysicalConstants.twoPi) }
            let off = Elementary.atan2(corner.y * center.x - corner.x * center.y, along)
            low = min(low, off)
            high = max(high, off)
        }
        return (angle + low, high - low)
    }
}
