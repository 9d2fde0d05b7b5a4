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
    /// The particle is its own antiparticle: the negative number does not exist.
    public let isSelfConjugate: Bool

    @inlinable
    public init(
        pdgID: Int32, mass: Double, width: Double, charge3: Int32, properDecayLength: Double,
        isSelfConjugate: Bool = false
    ) {
        self.pdgID = pdgID
        self.mass = mass
        self.width = width
        self.charge3 = charge3
        self.properDecayLength = properDecayLength
        self.isSelfConjugate = isSelfConjugate
    }
}

/// The particle table: quarks, leptons, bosons, diquarks, mesons and baryons with their usual resonances.
///
/// Values are those of the Review of Particle Physics; see the tables themselves. A look-up takes a few nanoseconds.
public enum ParticleData {
    /// The species of a PDG number of either sign; nil for one that the table lacks, and for the negative number of a
    /// particle that is its own antiparticle.
    public static func species(_ pdgID: Int32) -> ParticleSpecies? {
        guard pdgID != .min, let position = ParticleTable.shared.position(abs(pdgID)) else { return nil }
        let found = ParticleTable.shared.species[position]
        return pdgID < 0 && found.isSelfConjugate ? nil : found
    }

    /// The charge in thirds of the elementary charge, with the sign of the antiparticle applied.
    public static func charge3(_ pdgID: Int32) -> Int32? {
        species(pdgID).map { pdgID < 0 ? -$0.charge3 : $0.charge3 }
    }

    /// GeV/c².
    public static func mass(_ pdgID: Int32) -> Double? { species(pdgID)?.mass }

    /// The number of the antiparticle: the same one for a particle that is its own antiparticle.
    public static func antiparticle(_ pdgID: Int32) -> Int32 {
        species(pdgID)?.isSelfConjugate == true ? pdgID : -pdgID
    }

    /// Every species, in the order of the table; for listings and tests.
    public static var all: [ParticleSpecies] {
        (0..<ParticleTable.shared.count).map { ParticleTable.shared.species[$0] }
    }

    /// Symbol of a particle, such as `pi+` or `B_s0`, for messages and tables; the number where it has none.
    ///
    /// Charged leptons, mesons and the W are told apart by their sign; every other antiparticle has `bar` in its name,
    /// before the sign (`Sigmabar+` is the antiparticle of `Sigma-`).
    public static func name(_ pdgID: Int32) -> String {
        guard let species = species(pdgID), let position = ParticleTable.shared.position(species.pdgID) else {
            return "\(pdgID)"
        }
        let name = ParticleTable.shared.names[position]
        return pdgID > 0 ? name : antiparticleName(of: name, number: species.pdgID)
    }

    /// The number of a particle by its symbol as `name(_:)` gives it; nil for an unknown one.
    public static func pdgID(named name: String) -> Int32? {
        for position in 0..<ParticleTable.shared.count {
            let species = ParticleTable.shared.species[position]
            if ParticleTable.shared.names[position] == name { return species.pdgID }
            if !species.isSelfConjugate, Self.name(-species.pdgID) == name { return -species.pdgID }
        }
        return nil
    }

    private static func antiparticleName(of name: String, number: Int32) -> String {
        let signs = name.reversed().prefix { $0 == "+" || $0 == "-" }.count
        let stem = String(name.dropLast(signs))
        let flipped = String(name.suffix(signs).map { $0 == "+" ? "-" : "+" })
        let isBaryon = number > 1000 && (number / 1000) % 10 != 0
        return signs > 0 && !isBaryon ? stem + flipped : stem + "bar" + flipped
    }
}
