// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// How one quantity of a particle gun is distributed.
public enum GunDistribution: Sendable, Equatable {
    case fixed(Double)
    case uniform(ClosedRange<Double>)
    /// Uniform in the logarithm; both bounds positive.
    case logUniform(ClosedRange<Double>)
    case normal(mean: Double, sigma: Double)

    /// One value. One draw, two for the normal distribution, none for a fixed value.
    @inlinable
    func sample(using stream: inout RandomStream) -> Double {
        switch self {
        case .fixed(let value): return value
        case .uniform(let range): return stream.uniform(in: range)
        case .logUniform(let range):
            let ratio = Elementary.log(range.upperBound / range.lowerBound)
            return min(range.lowerBound * Elementary.exp(ratio * stream.uniform()), range.upperBound)
        case .normal(let mean, let sigma): return mean + sigma * stream.normal()
        }
    }
}

/// What a gun's first momentum distribution is of.
public enum GunMomentum: String, Sendable, CaseIterable {
    case transverse = "pt"
    case total = "p"
    case energy = "energy"
}

/// Where a gun's particles start.
public enum GunVertex: Sendable, Equatable {
    /// x, y, z in mm and t in ns, with standard deviations; one vertex for the event.
    case smeared(BeamSpot)
    /// The luminous region of the recipe.
    case beamSpot
}

/// A particle gun: a number of particles of given species and momenta.
public struct GunSettings: Sendable, Equatable {
    /// PDG numbers; each particle draws one of them with equal probability.
    public var species: [Int32]
    /// Particles per event, 1...65,535.
    public var count: Int
    public var momentumKind: GunMomentum
    /// GeV (or GeV/c).
    public var momentum: GunDistribution
    /// Pseudorapidity.
    public var eta: GunDistribution
    /// Azimuth in radians.
    public var phi: GunDistribution
    /// Half of the particles, by a draw, are antiparticles.
    public var randomCharge: Bool
    public var vertex: GunVertex
    /// Class label written with the event.
    public var label: Int

    public init(
        species: [Int32], count: Int = 1, momentumKind: GunMomentum = .transverse,
        momentum: GunDistribution = .logUniform(0.5...10), eta: GunDistribution = .uniform(-3...3),
        phi: GunDistribution = .uniform(-Double.pi...Double.pi), randomCharge: Bool = false,
        vertex: GunVertex = .smeared(.origin), label: Int = 0
    ) {
        self.species = species
        self.count = count
        self.momentumKind = momentumKind
        self.momentum = momentum
        self.eta = eta
        self.phi = phi
        self.randomCharge = randomCharge
        self.vertex = vertex
        self.label = label
    }
}
