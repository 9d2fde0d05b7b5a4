// SPDX-License-Identifier: GPL-3.0-or-later

extension Recipe {
    /// A particle gun.
    public struct Gun: Sendable, Equatable {
        /// What the momentum distribution is of.
        public enum Momentum: String, Sendable, CaseIterable {
            case transverse = "pT_GeV"
            case total = "p_GeV"
            case energy = "energy_GeV"
        }
        public enum Charge: String, Sendable, CaseIterable {
            /// The species as they are named.
            case given
            /// Each particle is, with equal probability, the species or its antiparticle.
            case both
        }
        public enum Vertex: Sendable, Equatable {
            /// The luminous region of `collisions`.
            case beamSpot
            /// A place and time of its own, with spread; one for the particles of an event.
            case smeared(BeamSpot)
        }

        /// PDG numbers; each particle is one of them with equal probability.
        public var species: [Int32] = []
        public var charge = Charge.given
        /// Particles per event; 1...65,535.
        public var particles = 1
        public var momentumKind = Momentum.transverse
        /// GeV or GeV/c.
        public var momentum = Distribution.logUniform(0.5...10)
        /// Pseudorapidity.
        public var eta = Distribution.uniform(-3...3)
        /// Azimuth in radians.
        public var phi = Distribution.uniform(-Double.pi...Double.pi)
        public var vertex = Vertex.smeared(.origin)
        /// Class label written with the event.
        public var label = 0
        public init() {}
    }

    /// How one quantity of a particle is distributed.
    public enum Distribution: Sendable, Equatable {
        case fixed(Double)
        case uniform(ClosedRange<Double>)
        /// Uniform in the logarithm; both ends positive.
        case logUniform(ClosedRange<Double>)
        case normal(mean: Double, sigma: Double)

        enum Kind: String, CaseIterable {
            case fixed, uniform
            case logUniform = "log-uniform"
            case normal
        }
        var kind: Kind {
            switch self {
            case .fixed: .fixed
            case .uniform: .uniform
            case .logUniform: .logUniform
            case .normal: .normal
            }
        }
    }
}

extension Recipe.Gun: RecipePart {
    static var required: [String] { ["species"] }

    mutating func visit<Fields: RecipeFields>(_ fields: inout Fields) {
        fields.species("species", &species)
        fields.choice("charge", &charge)
        fields.integer("particles", &particles, in: 1...65_535)
        fields.momentum(&momentumKind, &momentum)
        fields.distribution("eta", &eta, in: -20...20)
        fields.distribution("phi", &phi, in: -7...7)
        fields.vertex("vertex", &vertex)
        fields.integer("label", &label, in: 0...65_535)
    }

    func contradictions() -> [Contradiction] {
        var found: [Contradiction] = []
        if species.isEmpty {
            found.append(Contradiction(key: "species", code: "wrong-length", problem: "no species is named"))
        }
        for (key, quantity) in [(momentumKind.rawValue, momentum), ("eta", eta), ("phi", phi)] {
            guard case .logUniform(let range) = quantity, range.lowerBound <= 0 else { continue }
            found.append(
                Contradiction(
                    key: key, code: "out-of-range", problem: "the smallest value must be above 0",
                    reason: "its logarithm is taken"))
        }
        return found
    }
}
