// SPDX-License-Identifier: GPL-3.0-or-later

/// Mesons: PDG number, name, charge in thirds, mass and width in GeV, c tau in mm.
///
/// Values: Review of Particle Physics, edition 2026 (data release `pdg` 2026.0), seven significant digits.
/// Where the edition gives only a limit (D*0, D_s*, B*) the width is a theoretical estimate below it, of no consequence
/// for decay lengths; the f_0 and a_1 have the middle of their ranges.
extension ParticleTable {
    static let mesons: [ParticleRow] = [
        ParticleRow(111, "pi0", 0, 0.1349768, 0, 2.525905e-05, selfConjugate: true),
        ParticleRow(211, "pi+", 3, 0.1395704, 0, 7804.537),
        ParticleRow(221, "eta", 0, 0.5478619, 1.307801e-06, 0, selfConjugate: true),
        ParticleRow(331, "eta'", 0, 0.9577838, 0.0001880872, 0, selfConjugate: true),
        ParticleRow(113, "rho0", 0, 0.7752612, 0.1473913, 0, selfConjugate: true),
        ParticleRow(213, "rho+", 3, 0.7751079, 0.1491006, 0),
        ParticleRow(223, "omega", 0, 0.7826557, 0.00868, 0, selfConjugate: true),
        ParticleRow(333, "phi", 0, 1.01946, 0.004248937, 0, selfConjugate: true),
        ParticleRow(130, "K_L0", 0, 0.497611, 0, 15340, selfConjugate: true),
        ParticleRow(310, "K_S0", 0, 0.497611, 0, 26.844, selfConjugate: true),
        ParticleRow(311, "K0", 0, 0.497611, 0, 0),
        ParticleRow(321, "K+", 3, 0.4936766, 0, 3711.359),
        ParticleRow(313, "K*0", 0, 0.8955564, 0.04707456, 0),
        ParticleRow(323, "K*+", 3, 0.8918825, 0.0484622, 0),
        ParticleRow(9010221, "f_0", 0, 0.99, 0.07, 0, selfConjugate: true),
        ParticleRow(20213, "a_1+", 3, 1.23, 0.42, 0),
        ParticleRow(411, "D+", 3, 1.869665, 0, 0.3097684),
        ParticleRow(421, "D0", 0, 1.864842, 0, 0.1230096),
        ParticleRow(413, "D*+", 3, 2.010268, 8.338578e-05, 0),
        ParticleRow(423, "D*0", 0, 2.006857, 5.5e-05, 0),
        ParticleRow(431, "D_s+", 3, 1.968355, 0, 0.1502581),
        ParticleRow(433, "D_s*+", 3, 2.112198, 0.0001, 0),
        ParticleRow(441, "eta_c", 0, 2.984095, 0.02998131, 0, selfConjugate: true),
        ParticleRow(443, "J/psi", 0, 3.0969, 9.260295e-05, 0, selfConjugate: true),
        ParticleRow(100443, "psi(2S)", 0, 3.686097, 0.0002925954, 0, selfConjugate: true),
        ParticleRow(511, "B0", 0, 5.279717, 0, 0.4530763),
        ParticleRow(521, "B+", 3, 5.279406, 0, 0.4907603),
        ParticleRow(513, "B*0", 0, 5.324745, 1e-05, 0),
        ParticleRow(523, "B*+", 3, 5.324745, 1e-05, 0),
        ParticleRow(531, "B_s0", 0, 5.366932, 0, 0.4541856),
        ParticleRow(533, "B_s*0", 0, 5.415442, 1e-05, 0),
        ParticleRow(541, "B_c+", 3, 6.27447, 0, 0.1528942),
        ParticleRow(553, "Upsilon", 0, 9.4604, 5.402e-05, 0, selfConjugate: true),
    ]
}
