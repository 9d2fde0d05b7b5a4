// SPDX-License-Identifier: GPL-3.0-or-later

/// What of an event is written.
public struct EncodingOptions: Codable, Sendable, Equatable {
    /// Whether the optional tables are written.
    public var writesVertices: Bool
    public var writesCells: Bool
    public var writesHitParticles: Bool
    /// Whether the file holds where modules really are and how they answer, beside where they are believed to be.
    public var writesAsBuilt: Bool
    /// Whether electrically neutral particles are kept for their own sake.
    public var keepsNeutral: Bool
    /// Whether particles of the hard process are always kept.
    public var keepsHardProcess: Bool
    /// Particles below are not kept for their own sake; GeV.
    public var minimumPT: Double
    /// Particles beyond are not kept for their own sake; nil for no limit.
    public var maximumAbsoluteEta: Double?

    /// By default everything is written but what only a detector under conditions has.
    ///
    /// Whatever the thresholds, particles that contributed to a hit or failed in the transport are kept, and so are
    /// all ancestors of kept particles.
    public init(
        writesVertices: Bool = true, writesCells: Bool = true, writesHitParticles: Bool = true,
        writesAsBuilt: Bool = false, keepsNeutral: Bool = true, keepsHardProcess: Bool = true,
        minimumPT: Double = 0, maximumAbsoluteEta: Double? = nil
    ) {
        self.writesVertices = writesVertices
        self.writesCells = writesCells
        self.writesHitParticles = writesHitParticles
        self.writesAsBuilt = writesAsBuilt
        self.keepsNeutral = keepsNeutral
        self.keepsHardProcess = keepsHardProcess
        self.minimumPT = minimumPT
        self.maximumAbsoluteEta = maximumAbsoluteEta
    }

    /// Whether a table of the schema is part of the file.
    public func includes(_ table: Schema.Table) -> Bool {
        switch table.path {
        case "vertices": writesVertices
        case "tracker_cells": writesCells
        case "hit_particles": writesHitParticles
        case "geometry/as_built", "geometry/defects": writesAsBuilt
        default: true
        }
    }
}
