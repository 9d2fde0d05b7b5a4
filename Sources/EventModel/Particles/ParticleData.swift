// SPDX-License-Identifier: GPL-3.0-or-later

/// What is known of one particle species; the antiparticle has the opposite PDG number and charge.
@frozen
public struct ParticleSpecies: Sendable, BitwiseCopyable {
    /// PDG Monte Carlo number; positive.
    public let pdgID: Int32
    /// GeV/c².
    public let mass: Double
    /// Total width in GeV; 0 where the lifetime is given instead.
    public let width: Double
    /// Charge in thirds of the elementary charge, of the particle (not the antiparticle).
    public let charge3: Int32
    /// Proper lifetime times c in mm; infinity for a stable particle, 0 for a resonance.
    public let properDecayLength: Double

    @inlinable
    public init(pdgID: Int32, mass: Double, width: Double, charge3: Int32, properDecayLength: Double) {
        self.pdgID = pdgID
        self.mass = mass
        self.width = width
        self.charge3 = charge3
        self.properDecayLength = properDecayLength
    }
}

/// The particle table.
public enum ParticleData {
    /// The species of a PDG number of either sign; nil for one that the table lacks.
    public static func species(_ pdgID: Int32) -> ParticleSpecies? { nil }

    /// The charge in thirds of the elementary charge, with the sign of the antiparticle applied.
    public static func charge3(_ pdgID: Int32) -> Int32? {
        species(pdgID).map { pdgID < 0 ? -$0.charge3 : $0.charge3 }
    }

    /// GeV/c².
    public static func mass(_ pdgID: Int32) -> Double? { species(pdgID)?.mass }

    /// Symbol of a particle, such as `pi+` or `B_s0`, for messages and tables; the number where it has none.
    public static func name(_ pdgID: Int32) -> String { "\(pdgID)" }
}
