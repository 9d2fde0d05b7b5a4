// SPDX-License-Identifier: GPL-3.0-or-later

/// Particles read from files that somebody else made.
public struct FileSource: Sendable, Equatable {
    public enum Format: String, Sendable, CaseIterable {
        /// A `particles.csv` of the TrackML challenge, plain or gzip: one event per file, event n from file n modulo the
        /// number of files.
        case trackml
        /// HepMC3 in ASCII, plain or gzip: event n is record n, counted through all files.
        case hepmc3
        /// Les Houches events, plain or gzip: partons that are showered, decayed and hadronised here.
        case lesHouches
    }
    /// What becomes of a record that cannot be used.
    public enum BadRecordRule: String, Sendable, CaseIterable {
        /// No event is made of the file.
        case fail
        /// Its event is empty and flagged.
        case skip
    }
    public var format: Format
    /// One file per event; event n uses file n modulo the number of files.
    public var paths: [String]
    /// PDG number of the positive particles where a file names none; negative ones are its antiparticles.
    public var species: Int32
    /// Class label written with the event.
    public var label: Int
    public var onBadRecord = BadRecordRule.fail
    /// Decays of long-lived hadrons (K0S, Lambda, ...) that the file holds are undone: the detector decays them.
    public var redecay = false
    /// Events are moved so that their primary vertex lies in the luminous region; else they stay where the file has them.
    /// Les Houches events always are.
    public var isMovedToBeamSpot = false

    public init(format: Format = .trackml, paths: [String], species: Int32 = 211, label: Int = 0) {
        self.format = format
        self.paths = paths
        self.species = species
        self.label = label
    }
}
