// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@Suite("Particle table") struct ParticleDataTests {
    @Test("numbers are unique, positive and found") func lookUp() {
        var seen: Set<Int32> = []
        for species in ParticleData.all {
            #expect(species.pdgID > 0)
            #expect(seen.insert(species.pdgID).inserted, "\(species.pdgID) stands twice in the table")
            #expect(ParticleData.species(species.pdgID)?.mass == species.mass)
            #expect((ParticleData.species(-species.pdgID) == nil) == species.isSelfConjugate)
        }
        for unknown in [Int32(0), 7, 999_999, .min, .max, -22] { #expect(ParticleData.species(unknown) == nil) }
    }

    @Test("names are unique and lead back to the number") func names() {
        for species in ParticleData.all {
            #expect(ParticleData.pdgID(named: ParticleData.name(species.pdgID)) == species.pdgID)
            guard !species.isSelfConjugate else { continue }
            #expect(ParticleData.pdgID(named: ParticleData.name(-species.pdgID)) == -species.pdgID)
        }
        #expect(ParticleData.name(-211) == "pi-")
        #expect(ParticleData.name(-11) == "e+")
        #expect(ParticleData.name(-2212) == "pbar")
        #expect(ParticleData.name(-3112) == "Sigmabar+")
        #expect(ParticleData.name(-2224) == "Deltabar--")
        #expect(ParticleData.name(123_456) == "123456")
        #expect(ParticleData.pdgID(named: "nothing") == nil)
    }

    /// The charge follows from the quark digits of the PDG number (RPP, Monte Carlo particle numbering scheme).
    @Test("charges of hadrons follow from their quarks") func hadronCharges() {
        func quarkCharge(_ flavour: Int32) -> Int32 { flavour % 2 == 0 ? 2 : -1 }
        for species in ParticleData.all where species.pdgID > 100 && ![130, 310].contains(species.pdgID) {
            let q1 = species.pdgID / 1000 % 10
            let q2 = species.pdgID / 100 % 10
            let q3 = species.pdgID / 10 % 10
            if q3 == 0 {
                #expect(species.charge3 == quarkCharge(q1) + quarkCharge(q2), "diquark \(species.pdgID)")
            } else if q1 == 0 {
                // The heavier flavour is the quark if it is of up type, the antiquark if of down type.
                let sign: Int32 = q2 % 2 == 0 ? 1 : -1
                #expect(species.charge3 == sign * (quarkCharge(q2) - quarkCharge(q3)), "meson \(species.pdgID)")
            } else {
                #expect(
                    species.charge3 == quarkCharge(q1) + quarkCharge(q2) + quarkCharge(q3), "baryon \(species.pdgID)")
            }
        }
    }

    /// Values read in the Review of Particle Physics, apart from the table.
    @Test(
        "masses and decay lengths of the particles that matter most",
        arguments: [
            (Int32(11), 0.000_510_998_95, Double.infinity), (13, 0.105_658_4, 658_638), (211, 0.139_570, 7804.5),
            (321, 0.493_677, 3711), (310, 0.497_611, 26.84), (2212, 0.938_272, .infinity), (3122, 1.115_683, 78.9),
            (511, 5.2797, 0.4531), (521, 5.2794, 0.4908), (421, 1.864_84, 0.1230), (4122, 2.286_46, 0.0607),
            (15, 1.776_93, 0.087_03), (5122, 5.6196, 0.4392),
        ] as [(Int32, Double, Double)])
    func values(number: Int32, mass: Double, decayLength: Double) throws {
        let species = try #require(ParticleData.species(number))
        #expect(abs(species.mass / mass - 1) < 1e-4)
        if decayLength.isFinite {
            #expect(abs(species.properDecayLength / decayLength - 1) < 0.01)
        } else {
            #expect(species.properDecayLength == .infinity)
        }
    }

    @Test("charge conjugation flips the charge and nothing else") func antiparticles() {
        #expect(ParticleData.charge3(-24) == -3)
        #expect(ParticleData.antiparticle(22) == 22)
        #expect(ParticleData.antiparticle(5) == -5)
        #expect(ParticleData.mass(-5122) == ParticleData.mass(5122))
    }
}
