// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The luminous region: where and when collisions happen.
///
/// Normal distributions in x, y, z and t. The axis of the region may be tilted against the z axis, and time may be
/// correlated with z. For two bunches of lengths s1 (towards +z) and s2 without a crossing angle, the product of their
/// densities, exp(-(z - ct)^2 / 2 s1^2 - (z + ct)^2 / 2 s2^2), has the correlation (s2^2 - s1^2) / (s1^2 + s2^2); equal
/// bunches have none. A crossing at half the angle a in the x-z plane shortens the region to
/// sigma_z = (2 sin^2 a / sx^2 + 2 cos^2 a / s^2)^(-1/2) for bunches of width sx and length s; `sigmaZ` is that of the
/// region, so it holds this already. The default is a Run-3-like region centred on the origin (sigma_z 53 mm and
/// sigma_t 160 ps as in the pile-up cards of the Delphes framework).
public struct BeamSpot: Sendable, Equatable {
    /// Means in mm, mm, mm and ns.
    public var meanX = 0.0, meanY = 0.0, meanZ = 0.0, meanT = 0.0
    /// Standard deviations in mm, mm, mm and ns, those of x and y at a given z; zero for a fixed value.
    public var sigmaX = 0.010, sigmaY = 0.010, sigmaZ = 53.0, sigmaT = 0.160
    /// Slopes dx/dz and dy/dz of the region's axis.
    public var slopeX = 0.0, slopeY = 0.0
    /// Correlation coefficient of z and t, between -1 and 1.
    public var correlationZT = 0.0

    public init() {}

    /// All collisions at one point at time 0.
    public static let origin: BeamSpot = {
        var spot = BeamSpot()
        spot.sigmaX = 0
        spot.sigmaY = 0
        spot.sigmaZ = 0
        spot.sigmaT = 0
        return spot
    }()

    /// One place and time: x, y, z in mm and t in ns. Four normals are drawn whatever the sigmas are.
    @inlinable
    public func sample(using stream: inout RandomStream) -> (x: Double, y: Double, z: Double, t: Double) {
        let (a, b) = stream.normalPair()
        let (c, d) = stream.normalPair()
        let depth = sigmaZ * c
        let independent = (1 - correlationZT * correlationZT).squareRoot()
        return (
            meanX + sigmaX * a + slopeX * depth, meanY + sigmaY * b + slopeY * depth, meanZ + depth,
            meanT + sigmaT * (correlationZT * c + independent * d)
        )
    }
}
