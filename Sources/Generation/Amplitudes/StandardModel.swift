// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Masses and couplings of the amplitudes.
///
/// The strong coupling is not among them: amplitudes are computed for g_s = sqrt(2), so that a vertex of the matrix field
/// sqrt(2) T^a A^a has strength 1; a squared amplitude is multiplied by (2 pi alpha_s)^n.
struct StandardModel: Sendable, Equatable {
    var topMass: Double
    var bottomMass: Double
    var wMass: Double
    var zMass: Double
    var higgsMass: Double
    /// Fermi constant in GeV⁻²; the weak coupling is g² = 4 sqrt(2) G_F m_W², with cos θ = m_W / m_Z (G_mu scheme).
    var fermiConstant = 1.166_378_8e-5
    /// Mass of the top quark in its Yukawa coupling y = sqrt(2) m / v, GeV.
    var yukawaMass: Double
    /// Strength and CP angle of the top-Higgs coupling: L = -(y κ / sqrt 2) tbar (cos α + i γ5 sin α) t H.
    var yukawaStrength = 1.0
    var yukawaAngle = 0.0

    /// v = (sqrt(2) G_F)^(-1/2), GeV.
    var vacuumValue: Double { 1 / (2.0.squareRoot() * fermiConstant).squareRoot() }
    var weakCoupling: Double { 2 * wMass / vacuumValue }
    var cosine: Double { wMass / zMass }
    var sine2: Double { 1 - cosine * cosine }
    var electricCoupling: Double { weakCoupling * max(sine2, 0).squareRoot() }

    /// y / sqrt(2) with the strength.
    var yukawa: Double { yukawaStrength * yukawaMass / vacuumValue }

    func mass(_ field: AmplitudeField) -> Double {
        switch field {
        case .quark(.top), .antiquark(.top): topMass
        case .quark(.bottom), .antiquark(.bottom): bottomMass
        case .quark, .antiquark, .gluon, .singletGluon, .photon: 0
        case .zBoson: zMass
        case .wPlus, .wMinus: wMass
        case .higgs: higgsMass
        }
    }

    /// Couplings of a neutral vector to left- and right-handed quarks: L = ψbar V-slash (left P_L + right P_R) ψ.
    func neutralCoupling(_ vector: AmplitudeField, _ quark: AmplitudeField.QuarkKind) -> (left: Double, right: Double) {
        let charge = quark.isUpType ? 2.0 / 3 : -1.0 / 3
        switch vector {
        case .gluon, .singletGluon: return (1, 1)
        case .photon:
            return (electricCoupling * charge, electricCoupling * charge)
        case .zBoson:
            let isospin = quark.isUpType ? 0.5 : -0.5
            let strength = weakCoupling / cosine
            return (strength * (isospin - sine2 * charge), -strength * sine2 * charge)
        default: return (0, 0)
        }
    }

    var chargedCoupling: Double { weakCoupling / 2.0.squareRoot() }
}
