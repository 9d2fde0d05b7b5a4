// SPDX-License-Identifier: GPL-3.0-or-later

/// Quarks, leptons, bosons and diquarks: PDG number, name, charge in thirds, mass and width in GeV, c tau in mm.
///
/// Values: Review of Particle Physics, edition 2026 (data release `pdg` 2026.0), seven significant digits.
/// Light quarks have their MS-bar masses at 2 GeV, charm and bottom at their own scale; the top quark has its pole mass
/// from direct measurements. Diquark masses are the constituent ones of Sjöstrand et al., JHEP 05 (2006) 026, sec. 13.2.1.
/// The width of the Higgs boson is the standard-model one (LHC Higgs working group, CERN-2017-002).
extension ParticleTable {
    static let fundamental: [ParticleRow] = [
        ParticleRow(1, "d", -1, 0.0047, 0, .infinity),
        ParticleRow(2, "u", 2, 0.00216, 0, .infinity),
        ParticleRow(3, "s", -1, 0.0935, 0, .infinity),
        ParticleRow(4, "c", 2, 1.273, 0, .infinity),
        ParticleRow(5, "b", -1, 4.183, 0, .infinity),
        ParticleRow(6, "t", 2, 172.6036, 1.42, 0),
        ParticleRow(11, "e-", -3, 0.000510999, 0, .infinity),
        ParticleRow(13, "mu-", -3, 0.1056584, 0, 658638.4),
        ParticleRow(15, "tau-", -3, 1.776932, 0, 0.08702701),
        ParticleRow(12, "nu_e", 0, 0, 0, .infinity),
        ParticleRow(14, "nu_mu", 0, 0, 0, .infinity),
        ParticleRow(16, "nu_tau", 0, 0, 0, .infinity),
        ParticleRow(21, "g", 0, 0, 0, .infinity, selfConjugate: true),
        ParticleRow(22, "gamma", 0, 0, 0, .infinity, selfConjugate: true),
        ParticleRow(23, "Z0", 0, 91.18787, 2.4955, 0, selfConjugate: true),
        ParticleRow(24, "W+", 3, 80.3625, 2.137328, 0),
        ParticleRow(25, "H0", 0, 125.2, 0.0041, 0, selfConjugate: true),
        ParticleRow(1103, "dd_1", -2, 0.77133, 0, .infinity),
        ParticleRow(2101, "ud_0", 1, 0.57933, 0, .infinity),
        ParticleRow(2103, "ud_1", 1, 0.77133, 0, .infinity),
        ParticleRow(2203, "uu_1", 4, 0.77133, 0, .infinity),
        ParticleRow(3101, "sd_0", -2, 0.80473, 0, .infinity),
        ParticleRow(3103, "sd_1", -2, 0.92953, 0, .infinity),
        ParticleRow(3201, "su_0", 1, 0.80473, 0, .infinity),
        ParticleRow(3203, "su_1", 1, 0.92953, 0, .infinity),
        ParticleRow(3303, "ss_1", -2, 1.09361, 0, .infinity),
    ]
}
