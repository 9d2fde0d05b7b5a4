// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation

extension Recipe {
    /// How particles are taken through the detector.
    public typealias Simulation = TransportSettings

    /// What of an event is stored.
    ///
    /// Particles that contributed to a hit or failed in the transport, and all ancestors of stored particles, are
    /// stored whatever the thresholds.
    public struct Keep: Sendable, Equatable {
        /// Particles below are not stored for their own sake, GeV/c.
        public var minimumPT = 0.0
        /// Particles beyond this |pseudorapidity| are not stored for their own sake; nil for no limit.
        public var maximumAbsEta: Double?
        public var neutral = true
        /// Partons and resonances of the hard process are always stored.
        public var hardProcess = true
        /// Whether the tables are written.
        public var vertices = true
        public var cells = true
        public var hitParticles = true
        public init() {}
    }

    /// How the dataset is written.
    public struct Output: Sendable, Equatable {
        public enum Compression: String, Sendable, CaseIterable {
            /// Contiguous columns, which can be mapped into memory; the file's bytes are promised.
            case none
            /// For archives; the columns' digests are promised, not the file's bytes.
            case deflate
        }
        public var compression = Compression.none
        public init() {}
    }
}

extension Recipe.Simulation: RecipePart {
    mutating func visit<Fields: RecipeFields>(_ fields: inout Fields) {
        fields.number("min_pT_GeV", &minimumPT, in: 0.001...1000)
        fields.number("max_abs_eta", &maximumAbsEta, in: 0.1...10)
        fields.flag("scattering", &scattering)
        fields.choice("scattering_model", &scatteringModel)
        fields.flag("energy_loss", &energyLoss)
        fields.flag("hadronic", &hadronic)
        fields.flag("decays", &decays)
        fields.flag("bremsstrahlung", &bremsstrahlung)
        fields.flag("conversions", &conversions)
        fields.number("secondary_min_kinetic_GeV", &secondaryKineticEnergy, in: 1e-4...1000)
        fields.integer("max_generations", &maximumGenerations, in: 0...5)
        fields.number("max_turns", &maximumTurns, in: 0.1...1000)
        fields.number("max_path_mm", &maximumPath, in: 1...1e6)
        fields.number("stop_kinetic_GeV", &stoppingKineticEnergy, in: 1e-4...10)
    }

    func contradictions() -> [Contradiction] {
        guard stoppingKineticEnergy > secondaryKineticEnergy else { return [] }
        return [
            Contradiction(
                key: "stop_kinetic_GeV",
                problem: "secondaries would be followed with less energy than counts as stopped",
                reason: "`secondary_min_kinetic_GeV` is below `stop_kinetic_GeV`", remedy: "raise the former")
        ]
    }
}

extension Recipe.Keep: RecipePart {
    mutating func visit<Fields: RecipeFields>(_ fields: inout Fields) {
        fields.number("min_pT_GeV", &minimumPT, in: 0...1000)
        fields.number("max_abs_eta", &maximumAbsEta, in: 0.1...20)
        fields.flag("neutral", &neutral)
        fields.flag("hard_process", &hardProcess)
        fields.flag("vertices", &vertices)
        fields.flag("cells", &cells)
        fields.flag("hit_particles", &hitParticles)
    }
}

extension Recipe.Output: RecipePart {
    mutating func visit<Fields: RecipeFields>(_ fields: inout Fields) {
        fields.choice("compression", &compression)
    }
}
