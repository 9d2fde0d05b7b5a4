// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Masses of partons that become hadrons.
enum QuarkMasses {
    /// Constituent masses, GeV (Sjöstrand et al., JHEP 05 (2006) 026, sec. 13.2.1).
    @inline(__always)
    static func constituent(_ pdgID: Int32) -> Double {
        switch abs(pdgID) {
        case 1, 2: 0.33
        case 3: 0.5
        case 4: 1.5
        case 5: 4.8
        case 2101: 0.57933
        case 1103, 2103, 2203: 0.77133
        case 3101, 3201: 0.80473
        case 3103, 3203: 0.92953
        case 3303: 1.09361
        default: 0
        }
    }

    /// Mass of a product of a resonance decay: the constituent one of a quark, the table's of a lepton.
    static func outgoing(_ pdgID: Int32) -> Double {
        let number = abs(pdgID)
        return number >= 11 && number <= 16 ? ParticleData.mass(pdgID) ?? 0 : constituent(pdgID)
    }
}
