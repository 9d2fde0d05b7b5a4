// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// What must hold for a final particle of a HepMC3 file. Files have four digits at least, so that is how far numbers of
/// one particle are compared.
///
/// Species of the particle table are put on their mass shell: of the mass in the file only the sign counts. Others, such
/// as nuclei or particles of new theories, are kept with the mass of the file, which must be that of energy and momentum;
/// the detector does not see them.
struct HepMCFinalParticle {
    let pdgID: Int32
    /// |p|², energy and mass, in the unit of the file.
    var momentum2 = 0.0
    var energy = 0.0
    var mass = 0.0

    init(pdgID: Int32) { self.pdgID = pdgID }

    private static let precision = 1e-3

    /// A quark, a gluon or a diquark: the generator stopped before hadronisation.
    var isParton: Bool {
        let thirds = abs(HadronContent.baryonNumber3(pdgID))
        return pdgID == 21 || thirds == 1 || thirds == 2
    }

    var isUnknown: Bool { !isParton && ParticleData.species(pdgID) == nil }

    /// What is wrong, to be said after "the particle is final and"; nil if nothing is.
    var problem: String? {
        guard pdgID != 0 else { return "has no species" }
        if [6, 23, 24, 25].contains(abs(pdgID)) {
            return "a \(ParticleData.name(pdgID)), which the generator has to decay"
        }
        guard energy >= (1 - Self.precision) * momentum2.squareRoot() else { return "has more momentum than energy" }
        // Rounding makes photons with tiny negative squares of the mass, which files have with its sign.
        guard mass >= -Self.precision * energy else { return "has a negative mass" }
        guard isUnknown else { return nil }
        let difference = energy * energy - momentum2 - mass * mass
        guard abs(difference) <= 4 * Self.precision * energy * energy else {
            return
                "of species \(pdgID), which the particle table lacks, and its mass is not that of its energy and momentum"
        }
        return nil
    }
}
