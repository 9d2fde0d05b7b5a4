// SPDX-License-Identifier: GPL-3.0-or-later

/// Where the energy of the particles that the transport followed has gone, GeV; total energies, rest masses included.
///
/// `incoming` equals the sum of the others: nothing is lost without being counted.
@frozen
public struct EnergyLedger: Sendable, BitwiseCopyable, Equatable {
    /// Generated particles that were followed.
    public var incoming = 0.0
    /// Particles that left the detector.
    public var left = 0.0
    /// Lost by ionisation and excitation on the way.
    public var ionisation = 0.0
    /// Particles that came to rest, kinetic energy below the limit included.
    public var stopped = 0.0
    /// Particles given up at a limit of turns, path or crossings.
    public var givenUp = 0.0
    /// Secondaries below the transport's thresholds.
    public var absorbed = 0.0
    /// Neutrinos.
    public var unseen = 0.0
    /// Secondaries beyond the limits on generations and daughters, and how many they were.
    public var overflow = 0.0
    public var overflowCount = 0
    /// What interactions leave in the nucleus and its fragments: what came in less what went out as particles. Negative
    /// where nucleons were knocked out, whose rest masses it then lacks.
    public var nuclear = 0.0

    public init() {}

    /// `incoming` less everything it has become: zero but for rounding.
    public var imbalance: Double {
        let kept = ionisation + stopped + givenUp + absorbed
        return incoming - left - kept - unseen - overflow - nuclear
    }
}
