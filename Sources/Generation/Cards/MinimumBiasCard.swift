// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// The card of minimum-bias collisions and of the underlying event.
public struct MinimumBiasCard: Sendable, Equatable {
    public struct Species: Sendable, Equatable {
        public var pdgID: Int32
        /// Share of the stable particles, before neutral pions decay; not normalised.
        public var share: Double
        /// Tsallis temperature, GeV, and exponent.
        public var temperature: Double
        public var exponent: Double
    }
    public var referenceEnergy: Double
    public var multiplicityExponent: Double
    public var nondiffractiveFraction: Double
    public var meanStable: Double
    public var fluctuatingShare: Double
    public var binomialK: Double
    public var transverseSlope: Double
    public var doubleFraction: Double
    public var minimumMass: Double
    public var maximumXi: Double
    public var stableAtThreshold: Double
    public var stablePerLogMass: Double
    public var diffractiveK: Double
    public var plateau: Double
    public var plateauWidth: Double
    public var curvature: Double
    public var fragmentStart: Double
    public var fragmentWidth: Double
    public var leadingMinimumX: Double
    public var leadingMaximumX: Double
    public var leadingTransverse: Double
    public var leadingProtonShare: Double
    public var species: [Species]
    public var underlyingMean: Double
    public var underlyingK: Double
    public var underlyingTransverseScale: Double
    public var underlyingPlateau: Double
    public var underlyingWidth: Double

    /// Decodes the card; mistakes go to the section's collector.
    public init(_ card: Section) {
        _ = card.text("name")
        referenceEnergy = card.number("reference_energy", in: 100...1e6)
        multiplicityExponent = card.number("multiplicity_exponent", in: 0...1)
        let nondiffractive = card.group("nondiffractive")
        nondiffractiveFraction = nondiffractive.number("fraction", in: 0...1)
        meanStable = nondiffractive.number("mean_stable", in: 1...5000)
        fluctuatingShare = nondiffractive.number("fluctuating_share", in: 0...1)
        binomialK = nondiffractive.number("negative_binomial_k", in: 0.1...100)
        transverseSlope = nondiffractive.number("transverse_slope", in: -0.5...0.5)
        nondiffractive.finish()
        let diffractive = card.group("diffractive")
        doubleFraction = diffractive.number("double_fraction", in: 0...1)
        minimumMass = diffractive.number("minimum_mass", in: 1.1...10)
        maximumXi = diffractive.number("maximum_xi", in: 1e-4...1)
        stableAtThreshold = diffractive.number("stable_at_threshold", in: 0...100)
        stablePerLogMass = diffractive.number("stable_per_log_mass", in: 0...100)
        diffractiveK = diffractive.number("negative_binomial_k", in: 0.1...100)
        diffractive.finish()
        let rapidity = card.group("rapidity")
        plateau = rapidity.number("plateau", in: 1...20)
        plateauWidth = rapidity.number("width", in: 0.1...5)
        curvature = rapidity.number("curvature", in: -0.012...0.5)
        fragmentStart = rapidity.number("fragment_start", in: 0...20)
        fragmentWidth = rapidity.number("fragment_width", in: 0.05...5)
        rapidity.finish()
        let leading = card.group("leading_baryon")
        leadingMinimumX = leading.number("minimum_x", in: 0...0.9)
        leadingMaximumX = leading.number("maximum_x", in: 0.1...0.95)
        leadingTransverse = leading.number("mean_transverse", in: 0.05...2)
        leadingProtonShare = leading.number("proton_share", in: 0...1)
        leading.finish()
        species = card.sections("species").map { line in
            let value = Species(
                pdgID: line.species("name"), share: line.number("share", in: 0...1e4),
                temperature: line.number("temperature", in: 0.01...2), exponent: line.number("exponent", in: 2.5...50))
            line.finish()
            return value
        }
        if species.isEmpty { card.report("too-few", at: "species", "at least one species is needed") }
        let underlying = card.group("underlying_event")
        underlyingMean = underlying.number("mean_stable", in: 0...5000)
        underlyingK = underlying.number("negative_binomial_k", in: 0.1...100)
        underlyingTransverseScale = underlying.number("transverse_scale", in: 0.1...10)
        underlyingPlateau = underlying.number("plateau", in: 0...20)
        underlyingWidth = underlying.number("width", in: 0.1...5)
        underlying.finish()
        card.finish()
    }
}

extension Section {
    /// A required group of keys; an empty one, with its mistake reported, if it is missing.
    func group(_ key: String) -> Section {
        section(key)
            ?? Section(
                Node(content: .mapping([]), position: node.position, file: node.file), path: keyPath(key),
                collector: DiagnosticCollector())
    }

    /// The PDG number of a particle named by its symbol.
    func species(_ key: String) -> Int32 {
        let name = text(key)
        if let number = ParticleData.pdgID(named: name) { return number }
        if !name.isEmpty { report("unknown-species", at: key, "the particle table has no `\(name)`") }
        return 22
    }
}
