// SPDX-License-Identifier: GPL-3.0-or-later

/// What the transport follows, what it switches on and where it gives up.
public struct TransportSettings: Sendable, Equatable {
    /// Charged particles below this transverse momentum are not followed, GeV/c.
    public var minimumPT = 0.1
    /// Nor those beyond this |pseudorapidity|.
    public var maximumAbsEta = 4.0
    public var scattering = true
    public var energyLoss = true
    /// Loopers: full turns about the field, and path in mm, after which a particle is given up and counted.
    public var maximumTurns = 2.0
    public var maximumPath = 20_000.0
    /// Momentum below which a particle counts as stopped, GeV/c.
    public var stoppingMomentum = 0.005
    /// Surface crossings after which a particle counts as failed.
    public var maximumCrossings = 10_000

    public init() {}
}
