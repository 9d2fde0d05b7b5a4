// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The pieces of path of eight lanes through the nearest station of each.
struct PieceLanes {
    /// The helix at the middle, and its distance from the axis, mm.
    let point: HelixLanes
    let radius: Lanes
    /// Path to the start and the middle, and half the length, mm.
    let start, middle, half: Lanes
    /// Across the station: at the middle, z along the motion for a radial one and the radius for an axial one, and how
    /// far the piece reaches.
    let across, acrossReach: Lanes
    /// The station lies along z; the piece can be computed in lanes; another station begins within it.
    let isAxial, isOrdinary, isConflict: LaneChoice

    @inline(__always)
    init(_ lanes: LaneView, _ helix: HelixLanes, _ motion: RadialMotionLanes) {
        let zero = Lanes.zero
        let infinite = Lanes(repeating: .infinity)
        let bending = helix.curvature.size
        let isInRadial = lanes.isInRadial.choice
        let goal = lanes.radialBounds.vector.replacing(with: lanes.radialEnd.vector, where: isInRadial)
        let (reach, slope, isReached) = motion.outward(through: goal)
        let thickness = Self.halfThickness(lanes, slope, motion.transverse2, bending)
        let isSteep = isInRadial .| .!isReached .| thickness.isSteep
        let radialNear = reach - thickness.path
        let radialFar = (reach + thickness.path).replacing(with: reach, where: isInRadial)
        let ahead = zero.replacing(with: radialNear, where: zero .< radialNear)
        // Where the middle is not reached the near bound may be: not before it would be on a straight way.
        let least = (lanes.radialBounds.vector - lanes.radialHalf.vector).squareRoot()
        let straight = (least - lanes.radius.vector) * lanes.pathPerRadius.vector
        let earliest = zero.replacing(with: straight, where: zero .< straight)
        let radialStart = earliest.replacing(with: ahead, where: isReached).replacing(with: zero, where: isInRadial)
        let radialEnd = infinite.replacing(with: radialFar, where: isReached)

        let isInAxial = lanes.isInAxial.choice
        let pathPerZ = lanes.pathPerZ.vector
        let zGoal = lanes.axialBounds.vector.replacing(with: lanes.axialEnd.vector, where: isInAxial)
        let way = (zGoal - lanes.zAlong.vector) * pathPerZ
        let wayHalf = zero.replacing(with: lanes.axialHalf.vector * pathPerZ, where: .!isInAxial)
        let near = way - wayHalf
        let axialStart = near.replacing(with: zero, where: isInAxial .| (near .< zero))

        isAxial = (axialStart .< radialStart)
        start = radialStart.replacing(with: axialStart, where: isAxial)
        let end = radialEnd.replacing(with: way + wayHalf, where: isAxial)
        isConflict = (axialStart.replacing(with: radialStart, where: isAxial) .< end)
        middle = 0.5 * (start + end)
        half = 0.5 * (end - start)
        var point = helix
        point.advance(by: middle)
        self.point = point
        radius = (point.x * point.x + point.y * point.y).squareRoot()
        let b = point.x * point.ux + point.y * point.uy
        // Beyond its farthest point a path comes back to discs that were passed over.
        let returns = isAxial .& (b .< zero)
        let isShort = (bending * end .<= Lanes(repeating: HelixLanes.largestTurn)) .& (end .< infinite)
        let isStraight = bending * half .<= Lanes(repeating: 0.5 * HelixLanes.shortTurn)
        isOrdinary = (isSteep .& isShort .& isStraight .& (start .<= end) .& .!returns)
        across = (point.z * lanes.direction.vector).replacing(with: radius, where: isAxial)
        // A radius changes by less than the path and its sagitta.
        acrossReach = (half * point.uz.size).replacing(with: half + half * half * bending, where: isAxial)
    }

    /// At most half the path through a radial station, from where the squared radius is in its middle; valid where the
    /// path is so steep that twice as much is not near the turning point.
    ///
    /// With 2b the rate there of the squared radius and a its curvature, half the width w is passed at h < h₀ (1 + 1.3 q)
    /// for h₀ = w/2b and q = |a| h₀/2b ≤ 0.1.
    @inline(__always)
    private static func halfThickness(
        _ lanes: LaneView, _ slope: Lanes, _ transverse2: Lanes, _ bending: Lanes
    ) -> (path: Lanes, isSteep: LaneChoice) {
        let inverse = 0.5 / slope
        let first = lanes.radialHalf.vector * inverse
        let q = (transverse2 + bending * lanes.radialRadius.vector) * first * inverse
        return (first * (1 + 1.3 * q), q .<= Lanes(repeating: 0.1))
    }

    /// Notes where surfaces near the pieces can be, and chooses the lanes that stay so far from the axis that an azimuth
    /// means something.
    @inline(__always)
    func lookAround(_ lanes: LaneView) -> LaneChoice {
        let bending = point.curvature.size
        let sagitta = (0.5 * bending) * (half * half) + 1e-9
        let least = radius - (half * lanes.transverse.vector + sagitta)
        let isFar = 0.5 * radius .< least
        let inverse = 1 / (radius * least)
        let margin = sagitta + Navigator.vicinity
        // A point at (least, across) from the axis is seen under an angle below across / least.
        let across = half * (point.x * point.uy - point.y * point.ux).size + margin * radius
        let reachAngle = across * inverse + Azimuth.error
        let climb = half * (point.x * point.ux + point.y * point.uy).size
        let reachRadius = (climb + (0.5 * across) * (across * inverse)) * (least * inverse) + margin
        let reachZ = half * point.uz.size + Navigator.vicinity
        let angle = Azimuth.approximate(point.y, point.x)
        lanes.lowZ.vector = point.z - reachZ
        lanes.highZ.vector = point.z + reachZ
        let lowRadius = radius - reachRadius
        lanes.lowRadius.vector = lowRadius
        // At the axis infinite: there is no bound.
        lanes.inverseRadius.vector = 1 / Lanes.zero.replacing(with: lowRadius, where: Lanes.zero .< lowRadius)
        lanes.highRadius.vector = radius + reachRadius
        lanes.lowAngle.vector = angle - reachAngle
        lanes.highAngle.vector = angle + reachAngle
        lanes.piece(0).vector = point.x
        lanes.piece(1).vector = point.y
        lanes.piece(2).vector = point.z
        lanes.piece(3).vector = point.ux
        lanes.piece(4).vector = point.uy
        lanes.piece(5).vector = point.uz
        lanes.piece(6).vector = point.curvature
        lanes.piece(7).vector = half
        return isFar
    }
}

/// The azimuth as the search for modules needs it.
enum Azimuth {
    /// rad, of `approximate`: 1.15e-5 is the polynomial's.
    static let error = 1.2e-5

    /// In [-π, π]: atan by a polynomial of least error below 1, and by symmetry elsewhere.
    @inline(__always)
    static func approximate(_ y: Lanes, _ x: Lanes) -> Lanes {
        let (sizeX, sizeY) = (x.size, y.size)
        let isSteep = sizeX .< sizeY
        let ratio = sizeY.replacing(with: sizeX, where: isSteep) / sizeX.replacing(with: sizeY, where: isSteep)
        let q = ratio * ratio
        var sum = q * 0.02084509641 - 0.08515631602
        sum = q * sum + 0.1801592724
        sum = q * sum - 0.3303047804
        sum = q * sum + 0.9998663292
        var angle = ratio * sum
        angle.replace(with: 0.5 * PhysicalConstants.pi - angle, where: isSteep)
        angle.replace(with: PhysicalConstants.pi - angle, where: x .< Lanes.zero)
        return angle.replacing(with: -angle, where: y .< Lanes.zero)
    }
}
