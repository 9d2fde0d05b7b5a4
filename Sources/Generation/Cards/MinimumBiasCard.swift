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

    /// One component of the distribution of a collision's activity: a gamma distribution.
    public struct Activity: Sendable, Equatable {
        public var weight: Double
        public var mean: Double
        public var shape: Double
    }

    /// Pairs of jets; `pairs` is their mean number in a non-diffractive collision of activity 1.
    public struct Jets: Sendable, Equatable {
        public var pairs: Double
        public var activityExponent: Double
        /// GeV.
        public var minimumTransverse: Double
        public var scale: Double
        public var exponent: Double
        public var rapiditySpread: Double
        /// Radians, and relative difference of the transverse momenta.
        public var acoplanarity: Double
        /// The a of D(z) = (1 + a)(1 - z)^a / z.
        public var fragmentation: Double
        /// The a of a fragment of mass m is a / (1 + hardening m), per GeV.
        public var hardening: Double
        /// GeV that a chain leaves.
        public var minimumFragment: Double
        /// Momenta across the axis: GeV, and growth per square root of GeV.
        public var width: Double
        public var broadening: Double
    }

    /// Pairs of charm and bottom hadrons.
    public struct HeavyQuarks: Sendable, Equatable {
        public struct Hadron: Sendable, Equatable {
            public var pdgID: Int32
            public var share: Double
        }
        public struct Flavour: Sendable, Equatable {
            /// Mean number of pairs in a non-diffractive collision of activity 1.
            public var pairs: Double
            /// Standard deviation of the pair's rapidity.
            public var rapiditySpread: Double
            /// dN/dpT^2 ~ (1 + (pT / scale)^2)^(-exponent), GeV.
            public var scale: Double
            public var exponent: Double
            public var hadrons: [Hadron]
            /// Sum of the shares.
            public var weight: Double
        }
        public var flavours: [Flavour]
    }
    public var referenceEnergy: Double
    public var multiplicityExponent: Double
    public var nondiffractiveFraction: Double
    public var centralClusters: Double
    public var fragmentClusters: Double
    public var activity: [Activity]
    public var activityWeight: Double
    public var transverseSlope: Double
    public var fragmentTransverse: Double
    public var clusterSize: Double
    public var clusterWidth: Double
    public var doubleFraction: Double
    public var minimumMass: Double
    public var maximumXi: Double
    public var singleSlope: Double
    public var doubleSlope: Double
    public var clustersAtThreshold: Double
    public var clustersPerLogMass: Double
    public var diffractiveK: Double
    public var diffractiveJets: Double
    public var diffractiveStretch: Double
    public var edgeMass: Double
    public var plateau: Double
    public var plateauWidth: Double
    public var curvature: Double
    public var fragmentStart: Double
    public var fragmentWidth: Double
    public var leadingMinimumX: Double
    public var leadingMaximumX: Double
    public var leadingTransverse: Double
    public var leadingProtonShare: Double
    public var jets: Jets
    public var heavyQuarks: HeavyQuarks
    public var species: [Species]
    public var underlyingMean: Double
    public var underlyingK: Double
    public var underlyingJetPairs: Double
    public var underlyingHeavyPairs: Double
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
        centralClusters = nondiffractive.number("central_clusters", in: 0...1000)
        fragmentClusters = nondiffractive.number("fragment_clusters", in: 0...1000)
        transverseSlope = nondiffractive.number("transverse_slope", in: -0.5...0.5)
        fragmentTransverse = nondiffractive.number("fragment_transverse_scale", in: 0.1...10)
        activity = nondiffractive.sections("activity").map { line in
            let value = Activity(
                weight: line.number("weight", in: 1e-6...1e6), mean: line.number("mean", in: 0.001...100),
                shape: line.number("shape", in: 0.1...1000))
            line.finish()
            return value
        }
        activityWeight = activity.reduce(0) { $0 + $1.weight }
        if activity.isEmpty { nondiffractive.report("too-few", at: "activity", "at least one component is needed") }
        nondiffractive.finish()
        let clusters = card.group("clusters")
        clusterSize = clusters.number("mean_size", in: 1...20)
        clusterWidth = clusters.number("width", in: 0...5)
        clusters.finish()
        let diffractive = card.group("diffractive")
        doubleFraction = diffractive.number("double_fraction", in: 0...1)
        minimumMass = diffractive.number("minimum_mass", in: 1.1...10)
        maximumXi = diffractive.number("maximum_xi", in: 1e-4...0.2)
        singleSlope = diffractive.number("single_slope", in: 0.1...100)
        doubleSlope = diffractive.number("double_slope", in: 0.1...100)
        clustersAtThreshold = diffractive.number("clusters_at_threshold", in: -100...100)
        clustersPerLogMass = diffractive.number("clusters_per_log_mass", in: 0...100)
        diffractiveK = diffractive.number("negative_binomial_k", in: 0.1...100)
        diffractiveJets = diffractive.number("hard_share", in: 0...10)
        diffractiveStretch = diffractive.number("transverse_scale", in: 0.1...10)
        edgeMass = diffractive.number("edge_mass", in: 0.1...10)
        diffractive.finish()
        let rapidity = card.group("rapidity")
        plateau = rapidity.number("plateau", in: 1...20)
        plateauWidth = rapidity.number("width", in: 0.1...5)
        curvature = rapidity.number("curvature", in: -0.012...0.5)
        fragmentStart = rapidity.number("fragment_start", in: 0...20)
        fragmentWidth = rapidity.number("fragment_width", in: 0.05...5)
        rapidity.finish()
        let leading = card.group("leading_baryon")
        leadingMinimumX = leading.number("minimum_x", in: 0.001...0.9)
        leadingMaximumX = leading.number("maximum_x", in: 0.001...0.95)
        leadingTransverse = leading.number("mean_transverse", in: 0.05...2)
        leadingProtonShare = leading.number("proton_share", in: 0...1)
        leading.finish()
        jets = Self.decodeJets(card.group("jets"))
        heavyQuarks = Self.decodeHeavyQuarks(card.group("heavy_quarks"))
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
        underlyingJetPairs = underlying.number("jet_pairs", in: 0...100)
        underlyingHeavyPairs = underlying.number("heavy_pairs", in: 0...100)
        underlyingTransverseScale = underlying.number("transverse_scale", in: 0.1...10)
        underlyingPlateau = underlying.number("plateau", in: 0...20)
        underlyingWidth = underlying.number("width", in: 0.1...5)
        underlying.finish()
        card.finish()
    }

    private static func decodeJets(_ jets: Section) -> Jets {
        let value = Jets(
            pairs: jets.number("pairs", in: 0...100), activityExponent: jets.number("activity_exponent", in: 0...5),
            minimumTransverse: jets.number("minimum_transverse", in: 0.5...20),
            scale: jets.number("scale", in: 0...100), exponent: jets.number("exponent", in: 2...20),
            rapiditySpread: jets.number("rapidity_spread", in: 0.1...10),
            acoplanarity: jets.number("acoplanarity", in: 0...3),
            fragmentation: jets.number("fragmentation", in: 0...20),
            hardening: jets.number("hardening", in: 0...20),
            minimumFragment: jets.number("minimum_fragment", in: 0.01...10), width: jets.number("width", in: 0...5),
            broadening: jets.number("broadening", in: 0...10))
        jets.finish()
        return value
    }

    private static func decodeHeavyQuarks(_ heavy: Section) -> HeavyQuarks {
        let flavours = heavy.sections("flavours").map { line in
            let hadrons = line.sections("hadrons").map { entry in
                let hadron = HeavyQuarks.Hadron(
                    pdgID: entry.species("name"), share: entry.number("share", in: 0...1e4))
                entry.finish()
                return hadron
            }
            if hadrons.isEmpty { line.report("too-few", at: "hadrons", "at least one hadron is needed") }
            let flavour = HeavyQuarks.Flavour(
                pairs: line.number("pairs", in: 0...100),
                rapiditySpread: line.number("rapidity_spread", in: 0.1...10),
                scale: line.number("scale", in: 0.01...100),
                exponent: line.number("exponent", in: 1.5...20), hadrons: hadrons,
                weight: hadrons.reduce(0) { $0 + $1.share })
            line.finish()
            return flavour
        }
        heavy.finish()
        return HeavyQuarks(flavours: flavours)
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
