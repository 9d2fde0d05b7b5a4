// SPDX-License-Identifier: GPL-3.0-or-later

extension Recipe {
    /// Particles that somebody else made.
    public struct ParticleFile: Sendable, Equatable {
        public enum Format: String, Sendable, CaseIterable {
            /// `particles.csv` of the TrackML challenge, plain or gzip: one event per file.
            case trackmlParticles = "trackml-particles"
        }
        public var format = Format.trackmlParticles
        /// Files, relative to the recipe; event n uses file n modulo their number.
        public var files: [String] = []
        /// PDG number of the positive particles where the file names no species; negative ones are its antiparticles.
        public var chargedAs: [Int32] = [211]
        /// Class label written with the event.
        public var label = 0
        public init() {}
    }
}

extension Recipe.ParticleFile: RecipePart {
    static var required: [String] { ["file"] }

    mutating func visit<Fields: RecipeFields>(_ fields: inout Fields) {
        fields.choice("format", &format)
        fields.texts("file", &files)
        fields.species("charged_as", &chargedAs)
        fields.integer("label", &label, in: 0...65_535)
    }

    func contradictions() -> [Contradiction] {
        if chargedAs.count == 1 { return [] }
        return [
            Contradiction(
                key: "charged_as", code: "wrong-length", problem: "one species is wanted, \(chargedAs.count) are there")
        ]
    }
}
