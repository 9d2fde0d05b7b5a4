// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// The field of a nucleus, screened by its electrons, in which photons convert and electrons radiate.
///
/// Functions Φ₁ and Φ₂ of the screening variable δ after J. C. Butcher and H. Messel, Nucl. Phys. 20 (1960) 15;
/// Coulomb correction f(Z) after H. Davies, H. A. Bethe and L. C. Maximon, Phys. Rev. 93 (1954) 788 (RPP eq. 34.26).
/// Cross-sections are normalised to the radiation length at complete screening, so that compounds need no more than an
/// effective atomic number.
struct NuclearScreening: BitwiseCopyable {
    /// 136 m_e/Z^(1/3), GeV.
    let scale: Double
    /// (4/3) ln Z and 4 f(Z).
    let logarithm: Double
    let coulomb: Double

    /// Φ₁ and Φ₂ without screening variable.
    static let complete1 = 20.867
    static let complete2 = 20.209

    init(_ material: Material) {
        let logZ = Elementary.log(material.atomicNumber)
        scale = 136 * PhysicsConstants.electronMass * Elementary.exp(-logZ / 3)
        logarithm = 4 / 3.0 * logZ
        let zAlpha = material.atomicNumber / 137.035999
        let a = zAlpha * zAlpha
        coulomb = 4 * a * (1 / (1 + a) + 0.20206 - a * (0.0369 - a * (0.0083 - a * 0.002)))
    }

    /// Φ₁ and Φ₂ at δ ≥ 0.
    @inline(__always)
    static func functions(_ delta: Double) -> (Double, Double) {
        if delta <= 1 {
            return (
                complete1 - delta * (3.242 - 0.625 * delta), complete2 - delta * (1.930 + 0.086 * delta)
            )
        }
        let value = 21.12 - 4.184 * Elementary.log(delta + 0.952)
        return (value, value)
    }

    /// Φ₁ − F/2 and Φ₂ − F/2, not below zero; `share` of the Coulomb correction counts.
    @inline(__always)
    func bracket(_ delta: Double, share: Double) -> (Double, Double) {
        let (first, second) = NuclearScreening.functions(delta)
        let offset = logarithm + share * coulomb
        return (max(0, first - offset), max(0, second - offset))
    }

    /// Φ₁ − F/2 at complete screening, which the radiation length stands for.
    var complete: Double { NuclearScreening.complete1 - logarithm - coulomb }
}

extension RandomStream {
    /// The angle of a light particle to the photon that made it, or of a photon to the electron that did, in units of
    /// m_e/E: density u (e^(−au) + 27 e^(−3au)), a = 5/8 (Y.-S. Tsai, Rev. Mod. Phys. 46 (1974) 815, as approximated by
    /// L. Urbán, GEANT 3 manual, CERN Program Library W5013, PHYS211).
    mutating func radiationAngle() -> Double {
        // 9/(9 + 27) of the first term.
        let slope = uniform() < 0.25 ? 0.625 : 1.875
        return (exponential() + exponential()) / slope
    }
}
