// SPDX-License-Identifier: GPL-3.0-or-later

/// Particles read from files that somebody else made.
public struct FileSource: Sendable, Equatable {
    public enum Format: String, Sendable, CaseIterable {
        /// A `particles.csv` of the TrackML challenge, plain or gzip.
        case trackml
    }
    public var format: Format
    /// One file per event; event n uses file n modulo the number of files.
    public var paths: [String]
    /// PDG number of the positive particles where a file names none; negative ones are its antiparticles.
    public var species: Int32
    /// Class label written with the event.
    public var label: Int

    public init(format: Format = .trackml, paths: [String], species: Int32 = 211, label: Int = 0) {
        self.format = format
        self.paths = paths
        self.species = species
        self.label = label
    }
}
