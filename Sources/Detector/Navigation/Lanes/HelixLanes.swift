// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Eight helices in registers, for turns of at most `HelixLanes.largestTurn`.
struct HelixLanes {
    var x, y, z, ux, uy, uz, curvature: Lanes

    /// rad. Series below are exact to 3e-15 of their value up to here.
    static let largestTurn = 0.4

    /// rad. Of a piece through a station: with less, one step of Newton's method finds a plane to 1e-9 mm.
    static let shortTurn = 0.06

    @inline(__always)
    init(x: Lanes, y: Lanes, z: Lanes, ux: Lanes, uy: Lanes, uz: Lanes, curvature: Lanes) {
        self.x = x
        self.y = y
        self.z = z
        self.ux = ux
        self.uy = uy
        self.uz = uz
        self.curvature = curvature
    }

    @inline(__always)
    init(_ lanes: LaneView) {
        x = lanes.x.vector
        y = lanes.y.vector
        z = lanes.z.vector
        ux = lanes.ux.vector
        uy = lanes.uy.vector
        uz = lanes.uz.vector
        curvature = lanes.curvature.vector
    }

    /// Moves the points and directions along a path; see `Helix.advanced(by:)`.
    @inline(__always)
    mutating func advance(by path: Lanes) {
        let angle = curvature * path
        let q = angle * angle
        // sin θ/θ and (1 − cos θ)/θ², Taylor series.
        var sinc = q * (-1 / 39_916_800.0) + 1 / 362_880.0
        sinc = q * sinc - 1 / 5_040.0
        sinc = q * sinc + 1 / 120.0
        sinc = q * sinc - 1 / 6.0
        sinc = q * sinc + 1.0
        var cosc = q * (-1 / 479_001_600.0) + 1 / 3_628_800.0
        cosc = q * cosc - 1 / 40_320.0
        cosc = q * cosc + 1 / 720.0
        cosc = q * cosc - 1 / 24.0
        cosc = q * cosc + 0.5
        turn(path, angle, sinc, q * cosc, angle * cosc)
    }

    /// The same for half of `shortTurn`: three terms less are as good.
    @inline(__always)
    mutating func advanceShortly(by path: Lanes) {
        let angle = curvature * path
        let q = angle * angle
        let sinc = q * (q * (1 / 120.0) - 1 / 6.0) + 1.0
        let cosc = q * (q * (1 / 720.0) - 1 / 24.0) + 0.5
        turn(path, angle, sinc, q * cosc, angle * cosc)
    }

    /// Moves the points along a path so short that its sagitta vanishes.
    @inline(__always)
    mutating func step(by path: Lanes) {
        x += ux * path
        y += uy * path
        z += uz * path
    }

    @inline(__always)
    private mutating func turn(_ path: Lanes, _ angle: Lanes, _ sinc: Lanes, _ versine: Lanes, _ bend: Lanes) {
        let along = path * sinc
        let across = path * bend
        let sine = angle * sinc
        x = x + (ux * along - uy * across)
        y = y + (uy * along + ux * across)
        z = z + uz * path
        let (vx, vy) = (ux, uy)
        ux = vx - (vx * versine + vy * sine)
        uy = vy - (vy * versine - vx * sine)
    }
}

/// Eight radial motions; see `RadialMotion` for the formulas.
struct RadialMotionLanes {
    /// Squared distance from the axis, half the rate at which it changes, and the squared transverse direction.
    let radius2, b, transverse2: Lanes
    private let linear, quarterCurvature2, halfCurvature: Lanes

    @inline(__always)
    init(_ helix: HelixLanes) {
        radius2 = helix.x * helix.x + helix.y * helix.y
        b = helix.x * helix.ux + helix.y * helix.uy
        transverse2 = helix.ux * helix.ux + helix.uy * helix.uy
        linear = helix.curvature * (helix.y * helix.ux - helix.x * helix.uy) + transverse2
        halfCurvature = 0.5 * helix.curvature
        quarterCurvature2 = halfCurvature * halfCurvature
    }

    /// Path to where the squared radius first grows through `goal`, half the rate at which it then changes, and whether
    /// it is reached within `HelixLanes.largestTurn`.
    @inline(__always)
    func outward(through goal: Lanes) -> (path: Lanes, slope: Lanes, isReached: LaneChoice) {
        let d = goal - radius2
        let a = linear - quarterCurvature2 * d
        let root = (b * b + a * d).squareRoot()
        let grows = Lanes.zero .<= b
        let above = (root - b).replacing(with: d, where: grows)
        let below = a.replacing(with: b + root, where: grows)
        let sigma = above / below
        let half = halfCurvature * sigma
        let q = half * half
        // Comparisons with not a number (the root of a negative number) fail.
        return (sigma * Self.arctangentRatio(q), root, q .<= Lanes(repeating: 0.041))
    }

    /// atan(x)/x in x², for |x| below 0.2027 = tan(0.2): the polynomial through the Chebyshev nodes, good to 1e-15.
    @inline(__always)
    private static func arctangentRatio(_ q: Lanes) -> Lanes {
        var sum = q * -0.058844718283746725 + 0.07649316574436328
        sum = q * sum - 0.09089721830392497
        sum = q * sum + 0.11111094187982595
        sum = q * sum - 0.1428571417051302
        sum = q * sum + 0.19999999999705362
        sum = q * sum - 0.3333333333333321
        return q * sum + 1.0
    }
}
