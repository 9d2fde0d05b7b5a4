// SPDX-License-Identifier: GPL-3.0-or-later

extension Recipe {
    /// Particles that somebody else made.
    public struct ParticleFile: Sendable, Equatable {
        public enum Format: String, Sendable, CaseIterable {
            /// `particles.csv` of the TrackML challenge, plain or gzip: one event per file.
            case trackmlParticles = "trackml-particles"
            /// HepMC3 in ASCII, plain or gzip: event n is record n.
            case hepmc3
            /// Les Houches events, plain or gzip: event n is record n, showered, decayed and hadronised.
            case lesHouches = "lhe"
        }
        /// What becomes of a record that cannot be used.
        public enum BadRecord: String, Sendable, CaseIterable {
            /// Nothing is generated.
            case fail
            /// Its event is empty and flagged.
            case skip
        }
        /// Where events are placed.
        public enum Placement: String, Sendable, CaseIterable {
            /// Where the file has them.
            case file
            /// The primary vertex lies in the luminous region.
            case beamSpot = "beam_spot"
        }
        public var format = Format.trackmlParticles
        /// Files, relative to the recipe; of TrackML particles event n uses file n modulo their number, records of others
        /// are counted through all files.
        public var files: [String] = []
        /// PDG number of the positive particles where the file names no species; negative ones are its antiparticles.
        public var chargedAs: [Int32] = [211]
        /// Class label written with the event.
        public var label = 0
        public var onBadRecord = BadRecord.fail
        /// Place of HepMC3 events; Les Houches events have none of their own.
        public var vertex = Placement.file
        /// Decays of long-lived hadrons in a HepMC3 file are undone.
        public var redecay = false
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
        fields.choice("on_bad_record", &onBadRecord)
        fields.choice("vertex", &vertex)
        fields.flag("redecay", &redecay)
    }

    func contradictions() -> [Contradiction] {
        var found: [Contradiction] = []
        if chargedAs.count != 1 {
            found.append(
                Contradiction(
                    key: "charged_as", code: "wrong-length",
                    problem: "one species is wanted, \(chargedAs.count) are there"))
        }
        if redecay && format != .hepmc3 {
            found.append(
                Contradiction(
                    key: "redecay", problem: "only HepMC3 files hold decays of hadrons", remedy: "delete this key"))
        }
        if vertex == .beamSpot && format != .hepmc3 {
            found.append(
                Contradiction(
                    key: "vertex", problem: "only events of HepMC3 files can be moved",
                    reason: "TrackML particles stay where they are, Les Houches events are always put there",
                    remedy: "delete this key"))
        }
        return found
    }
}
