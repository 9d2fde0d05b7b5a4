// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// One point of the phase space of a hard collision of two partons.
public struct HardPoint: Sendable, BitwiseCopyable {
    /// Largest number of particles in the final state.
    public static let maximumCount = 4
    /// Number of final particles.
    public var count = 0
    /// Their masses in GeV and momenta in the frame of the two beams.
    public var masses = InlineArray<4, Double>(repeating: 0)
    public var momenta = InlineArray<4, FourVector>(repeating: .zero)
    /// Momentum fractions of the partons from the beam along +z and the one along -z.
    public var x1 = 0.0, x2 = 0.0
    /// Partonic energy squared, GeV².
    public var sHat = 0.0
    /// The scale of the process as its card chooses it, GeV, before the factors of factorisation and renormalisation.
    public var scale = 0.0

    public init() {}
}

/// Squared amplitudes of the two kinds of initial state, averaged over initial and summed over final colours and spins.
public struct SquaredAmplitudes: Sendable, BitwiseCopyable {
    public var gluons: Double
    public var quarks: Double
}

/// A hard process as the sampler sees it: what it makes, and how likely at a point.
///
/// This is the seam for matrix elements: a process with an exact amplitude is another value of this protocol.
public protocol HardProcess: Sendable {
    /// PDG numbers of the final particles.
    var finalState: [Int32] { get }
    /// Power of the strong coupling in the squared amplitude.
    var couplingPower: Int { get }
    /// Squared amplitudes at a point with the strong coupling set to 1; dimension GeV^(4 - 2 n) for n final particles.
    func squaredAmplitudes(at point: HardPoint) -> SquaredAmplitudes
    /// Probability of the first of two colour flows (see `ColourFlow`) for two gluons.
    func firstFlowProbability(at point: HardPoint) -> Double
}

extension HardProcess {
    public func firstFlowProbability(at point: HardPoint) -> Double { 0.5 }
}
