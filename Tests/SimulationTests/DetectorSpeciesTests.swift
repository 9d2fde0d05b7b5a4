// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Simulation

/// What a gun may shoot.
@Suite struct DetectorSpeciesTests {
    @Test(arguments: [
        "mu-", "pi+", "K_S0", "K_L0", "gamma", "nu_e", "pi0", "eta", "Lambda0", "Sigma0", "Omega-", "p", "e+",
    ])
    func whatFliesOrIsDecayedHereMayBe(name: String) throws {
        let number = try #require(ParticleData.pdgID(named: name))
        #expect(DetectorSpecies.obstacle(number) == nil)
    }

    @Test(arguments: [
        "d", "tbar", "g", "ud_0", "W-", "Z0", "H0", "rho+", "Delta++", "B+", "D0", "tau-", "J/psi", "K*+",
    ])
    func whatDecaysAtOnceOrIsNeverAloneMayNot(name: String) throws {
        let number = try #require(ParticleData.pdgID(named: name))
        #expect(DetectorSpecies.obstacle(number) != nil)
    }

    /// No charged species of the table crosses a detector undecayed that could not in nature.
    @Test func everyChargedOneThatMayFlyDoes() {
        for species in ParticleData.all where species.charge3 != 0 && DetectorSpecies.obstacle(species.pdgID) == nil {
            #expect(species.properDecayLength > 20, "\(ParticleData.name(species.pdgID))")
        }
    }
}
