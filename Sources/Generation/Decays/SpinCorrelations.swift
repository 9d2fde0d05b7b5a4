// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Directions of the spins of the top quarks and antiquarks of a hard process, in the order of its final state.
///
/// Each direction is given in the rest frame of its quark, reached from the frame of the beams by a boost along the
/// beams to the partons' centre-of-mass frame and from there by a rotation-free boost.
public struct SpinDirections: Sendable, BitwiseCopyable {
    public static let maximumCount = 4
    public var count = 0
    public var axes = InlineArray<4, UnitVector>(repeating: UnitVector(x: 0, y: 0, z: 1))

    public init() {}

    mutating func append(_ axis: UnitVector) {
        axes[count] = axis
        count += 1
    }
}

/// What a hard process knows of the spins of its top quarks at one point of phase space.
protocol SpinCorrelations {
    /// Probability that the spins are measured along these directions, in 0...1: production with the spins projected
    /// on them relative to the sum over all spin states.
    func spinWeight(_ directions: borrowing SpinDirections) -> Double
}

/// Chooses the directions of the products that tell the spins of top quarks.
///
/// With massless leptons the amplitude of t → b f f̄' is that of a top quark whose spin points along its charged lepton
/// (or down-type antiquark) in its rest frame, times a factor independent of the spin (Fierz identity; Jeżabek and Kühn,
/// Phys. Lett. B 329 (1994) 317); for the antiquark it points against the lepton. So these directions follow the spin
/// weight, and all the rest of a decay is that of an unpolarised top quark around its direction.
enum SpinChoice {
    /// Directions tried before the last ones are taken: with n quarks 2ⁿ are needed on average.
    private static let tries = 4000

    /// - Parameter isQuark: for each direction, true for a top quark and false for an antiquark.
    /// - Returns: directions of the charged leptons or down-type quarks.
    static func analysers<Process: SpinCorrelations>(
        of process: borrowing Process, isQuark: InlineArray<4, Bool>, count: Int, using stream: inout RandomStream
    ) -> SpinDirections {
        var spins = SpinDirections()
        var analysers = SpinDirections()
        spins.count = count
        analysers.count = count
        for _ in 0..<tries {
            for i in 0..<count {
                analysers.axes[i] = UnitVector.isotropic(using: &stream)
                spins.axes[i] = isQuark[i] ? analysers.axes[i] : -analysers.axes[i]
            }
            if stream.uniform() < process.spinWeight(spins) { break }
        }
        return analysers
    }
}
