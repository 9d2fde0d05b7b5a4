// SPDX-License-Identifier: GPL-3.0-or-later

/// What the transport follows, what it switches on and where it gives up.
public struct TransportSettings: Sendable, Equatable {
    /// Models of multiple scattering.
    public enum ScatteringModel: String, Sendable, CaseIterable {
        /// Small deflections as one Gaussian, large ones one by one: right for slabs of any thickness, with tails.
        case mixed
        /// A Gaussian of Highland's width per slab, as in programs that are compared.
        case highland
    }

    /// Generated particles below this transverse momentum are not followed, GeV/c.
    public var minimumPT = 0.1
    /// Nor those beyond this |pseudorapidity|.
    public var maximumAbsEta = 4.0
    /// Multiple scattering, and what it follows.
    public var scattering = true
    public var scatteringModel = ScatteringModel.mixed
    /// Ionisation.
    public var energyLoss = true
    /// Nuclear interactions of hadrons, capture at rest included.
    public var hadronic = true
    /// Decays in flight and at rest; capture of muons.
    public var decays = true
    /// Photons radiated by electrons and positrons.
    public var bremsstrahlung = true
    /// Pair production and Compton scattering of photons; annihilation of positrons.
    public var conversions = true
    /// Secondaries with less kinetic energy are not followed: they count as absorbed where they are made, GeV.
    public var secondaryKineticEnergy = 0.05
    /// Decays and interactions from a generated particle to its last descendant that is made,
    /// 0...5; what comes later is counted as overflow.
    public var maximumGenerations = 5
    /// Loopers: full turns about the field, and path in mm, after which a particle is given up and counted.
    public var maximumTurns = 2.0
    public var maximumPath = 20_000.0
    /// Kinetic energy below which a particle counts as stopped, GeV.
    public var stoppingKineticEnergy = 0.001
    /// Surface crossings after which a particle counts as failed.
    public var maximumCrossings = 10_000

    public init() {}

    /// Helices without matter: every interaction switched off.
    public static var vacuum: TransportSettings {
        var settings = TransportSettings()
        settings.scattering = false
        settings.energyLoss = false
        settings.hadronic = false
        settings.decays = false
        settings.bremsstrahlung = false
        settings.conversions = false
        return settings
    }
}
