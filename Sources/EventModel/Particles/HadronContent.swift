// SPDX-License-Identifier: GPL-3.0-or-later

/// What the digits of a PDG number say about a hadron (RPP, Monte Carlo particle numbering scheme).
public enum HadronContent {
    /// Baryon number in thirds: 3 for a baryon, 1 for a quark, 2 for a diquark; negative for antiparticles.
    public static func baryonNumber3(_ pdgID: Int32) -> Int32 {
        let sign: Int32 = pdgID < 0 ? -1 : 1
        let number = abs(pdgID)
        if number >= 1 && number <= 6 { return sign }
        if number < 1000 || number > 9_999_999 || number / 1000 % 10 == 0 { return 0 }
        return number / 10 % 10 == 0 ? 2 * sign : 3 * sign
    }

    /// Whether the hadron has a constituent quark (or antiquark) of the flavour 1...5.
    public static func contains(flavour: Int32, _ pdgID: Int32) -> Bool {
        let number = abs(pdgID)
        guard number > 100 else { return false }
        return number / 1000 % 10 == flavour || number / 100 % 10 == flavour || number / 10 % 10 == flavour
    }

    /// The heaviest constituent flavour of a hadron, 0 for other particles.
    public static func heaviestFlavour(_ pdgID: Int32) -> Int32 {
        let number = abs(pdgID)
        guard number > 100 else { return 0 }
        return max(number / 1000 % 10, number / 100 % 10, number / 10 % 10)
    }
}
