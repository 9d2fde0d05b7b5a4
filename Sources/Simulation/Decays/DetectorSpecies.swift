// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Which species can be sent through a detector by themselves.
public enum DetectorSpecies {
    /// Proper decay length from which a particle comes to a detector before it decays, mm.
    public static let shortestFlight = 1.0

    /// Why a species of the particle table cannot; nil for one that can: what lives long enough, and what decays to such
    /// particles as the transport decays them.
    public static func obstacle(_ pdgID: Int32) -> String? {
        let thirds = abs(HadronContent.baryonNumber3(pdgID))
        if pdgID == 21 || thirds == 1 || thirds == 2 { return "quarks, gluons and diquarks are never alone" }
        guard let species = ParticleData.species(pdgID), species.properDecayLength < shortestFlight,
            !DecayModes.all.contains(where: { $0.pdgID == species.pdgID })
        else { return nil }
        return "it decays before it comes to a detector, and a gun does not decay it"
    }
}
