// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The luminous region: where and when collisions happen.
///
/// Four independent normal distributions; the default is a Run-3-like region centred on the origin
/// (sigma_z 53 mm and sigma_t 160 ps as in the pile-up cards of the Delphes framework).
public struct BeamSpot: Sendable, Equatable {
    /// Means in mm, mm, mm and ns.
    public var meanX = 0.0, meanY = 0.0, meanZ = 0.0, meanT = 0.0
    /// Standard deviations in mm, mm, mm and ns; zero for a fixed value.
    public var sigmaX = 0.010, sigmaY = 0.010, sigmaZ = 53.0, sigmaT = 0.160

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
        return (meanX + sigmaX * a, meanY + sigmaY * b, meanZ + sigmaZ * c, meanT + sigmaT * d)
    }
}
