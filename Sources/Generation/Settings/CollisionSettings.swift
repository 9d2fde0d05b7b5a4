// SPDX-License-Identifier: GPL-3.0-or-later

/// Pile-up: minimum-bias collisions of the same crossing, laid over every event.
public struct PileUpSettings: Sendable, Equatable {
    /// Mean number of additional collisions; the number of an event is a Poisson number. 0...1000.
    public var mean: Double
    /// Particles of pile-up collisions beyond this |eta| are left out of the record (they never reach a detector);
    /// infinity keeps all. The draws do not depend on it.
    public var maximumEta: Double
    /// HepMC3 file whose events are drawn, with replacement; nil for the minimum-bias collisions of the cards.
    public var path: String?

    public init(mean: Double = 0, maximumEta: Double = .infinity, path: String? = nil) {
        self.mean = mean
        self.maximumEta = maximumEta
        self.path = path
    }
}

/// One process of a mix.
public struct ProcessChoice: Sendable, Equatable {
    /// `ttH`, `tttt`, `tt`, `minbias`, or whatever the process cards name.
    public var name: String
    /// Share of the events; the shares of a mix are normalised to 1.
    public var fraction: Double
    /// Class label written with the event.
    public var label: Int
    /// The Higgs boson decays to this mode only (`bb`, `WW`, ...); nil for all with their branching ratios.
    public var higgsDecay: String?

    public init(name: String, fraction: Double = 1, label: Int, higgsDecay: String? = nil) {
        self.name = name
        self.fraction = fraction
        self.label = label
        self.higgsDecay = higgsDecay
    }
}

/// Where an event's particles come from.
public enum ParticleSource: Sendable, Equatable {
    /// Collisions of a mix of processes.
    case collisions([ProcessChoice])
    case gun(GunSettings)
    case file(FileSource)
}

/// All that the generator is told by a recipe.
public struct CollisionSettings: Sendable, Equatable {
    /// Proton-proton energy in the centre of mass, GeV; 900...100,000.
    public var centreOfMassEnergy: Double
    public var source: ParticleSource
    public var pileUp: PileUpSettings
    public var beamSpot: BeamSpot
    /// An LHAPDF6 grid in place of the densities of the card.
    public var partonDensities: DensityGridFiles?
    /// Grids whose densities and couplings give every hard event a named weight each.
    public var densityVariations: [DensityGridFiles] = []
    /// Full angle between the beams, radians, and the azimuth towards which both lean.
    public var crossingAngle = 0.0
    public var crossingAzimuth = 0.0

    public init(
        centreOfMassEnergy: Double = 13_600, source: ParticleSource, pileUp: PileUpSettings = PileUpSettings(),
        beamSpot: BeamSpot = BeamSpot(), partonDensities: DensityGridFiles? = nil
    ) {
        self.centreOfMassEnergy = centreOfMassEnergy
        self.source = source
        self.pileUp = pileUp
        self.beamSpot = beamSpot
        self.partonDensities = partonDensities
    }
}
