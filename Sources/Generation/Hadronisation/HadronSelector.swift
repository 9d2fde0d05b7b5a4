// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Chooses flavours of string breaks and the hadrons made of string ends.
///
/// A coloured end is a quark (1...5) or an antidiquark (negative), an anticoloured one an antiquark or a diquark.
struct HadronSelector: Sendable {
    private let card: FragmentationCard
    private let strange: Double

    init(card: FragmentationCard) {
        self.card = card
        strange = card.strangeSuppression
    }

    @inline(__always) static func isDiquark(_ pdgID: Int32) -> Bool { abs(pdgID) > 1000 }

    /// u, d or s as 2, 1, 3 in the ratio 1 : 1 : strange suppression.
    @inline(__always)
    func lightQuark(using stream: inout RandomStream) -> Int32 {
        let u = stream.uniform() * (2 + strange)
        return u < 1 ? 1 : u < 2 ? 2 : 3
    }

    /// The anticoloured partner created next to a coloured end: an antiquark, or a diquark where one is allowed.
    func partner(allowingDiquark: Bool, using stream: inout RandomStream) -> Int32 {
        let share = card.diquarkSuppression / (1 + card.diquarkSuppression)
        if allowingDiquark && stream.uniform() < share { return diquark(using: &stream) }
        return -lightQuark(using: &stream)
    }

    /// A diquark: strange ones and spin 1 suppressed, spin 1 with its three states, equal quarks only with spin 1.
    private func diquark(using stream: inout RandomStream) -> Int32 {
        while true {
            let a = lightQuark(using: &stream)
            let b = lightQuark(using: &stream)
            let (high, low) = (max(a, b), min(a, b))
            if high == 3 && stream.uniform() > card.strangeDiquarkSuppression { continue }
            let spinOne = 3 * card.spinOneSuppression
            let hasSpinOne = stream.uniform() * (1 + spinOne) < spinOne
            if a == b && !hasSpinOne { continue }
            return 1000 * high + 100 * low + (hasSpinOne ? 3 : 1)
        }
    }

    /// The hadron of a coloured and an anticoloured end; nil if this try is suppressed or there is no such hadron.
    func hadron(_ coloured: Int32, _ anticoloured: Int32, using stream: inout RandomStream) -> Int32? {
        if coloured > 0 && anticoloured < 0 { return meson(coloured, -anticoloured, using: &stream) }
        if coloured > 0 { return baryon(quark: coloured, diquark: anticoloured, using: &stream) }
        if anticoloured < 0 { return baryon(quark: -anticoloured, diquark: -coloured, using: &stream).map { -$0 } }
        return nil
    }

    private func meson(_ quark: Int32, _ antiquark: Int32, using stream: inout RandomStream) -> Int32? {
        let (heavy, light) = (max(quark, antiquark), min(quark, antiquark))
        let ratio =
            switch heavy {
            case 5: card.vectorBottom
            case 4: card.vectorCharm
            case 3: card.vectorStrange
            default: card.vectorLight
            }
        let isVector = stream.uniform() * (1 + ratio) < ratio
        if heavy == light { return flavourless(heavy, isVector: isVector, using: &stream) }
        // RPP numbering: positive if the heavier one is an up-type quark or a down-type antiquark.
        let isPositive = (heavy % 2 == 0) == (quark == heavy)
        let number = 100 * heavy + 10 * light + (isVector ? 3 : 1)
        return isPositive ? number : -number
    }

    private func flavourless(_ flavour: Int32, isVector: Bool, using stream: inout RandomStream) -> Int32? {
        let u = stream.uniform()
        let keep = stream.uniform()
        switch (flavour, isVector) {
        case (1...2, true): return u < 0.5 ? 113 : 223
        case (3, true): return 333
        case (1...2, false):
            // Half of u ubar and d dbar are pions, the others eta and eta' with a mixing angle near -15 degrees.
            if u < 0.5 { return 111 }
            return u < 0.75 ? (keep < card.etaSuppression ? 221 : nil) : (keep < card.etaPrimeSuppression ? 331 : nil)
        case (3, false):
            return u < 0.5 ? (keep < card.etaSuppression ? 221 : nil) : (keep < card.etaPrimeSuppression ? 331 : nil)
        case (4, _): return isVector ? 443 : 441
        default: return 553
        }
    }

    private func baryon(quark: Int32, diquark: Int32, using stream: inout RandomStream) -> Int32? {
        let (a, b) = (diquark / 1000, diquark / 100 % 10)
        let isScalar = diquark % 10 == 1
        let high = max(quark, max(a, b))
        let low = min(quark, min(a, b))
        let middle = quark + a + b - high - low
        let isInPair = quark == a || quark == b
        // SU(6): weights of octet and decuplet for a diquark and a quark (Andersson, Gustafson, Sjöstrand, Nucl. Phys. B 197
        // (1982) 45, table 1), over their largest sum for the diquark.
        let (octet, decuplet, largest): (Double, Double, Double)
        if isScalar {
            (octet, decuplet, largest) = (isInPair ? 0.75 : 0.5, 0, 0.75)
        } else if a == b {
            (octet, decuplet, largest) = isInPair ? (0, 1, 1) : (1.0 / 6, 1.0 / 3, 1)
        } else {
            (octet, decuplet, largest) = isInPair ? (1.0 / 12, 2.0 / 3, 0.75) : (1.0 / 6, 1.0 / 3, 0.75)
        }
        let u = largest * stream.uniform()
        if u < decuplet { return existing(1000 * high + 100 * middle + 10 * low + 4) }
        if u >= decuplet + octet { return nil }
        if high == middle || middle == low { return existing(1000 * high + 100 * middle + 10 * low + 2) }
        // Three flavours: Lambda-like if the two lighter quarks have spin 0.
        let lightPair = quark == high
        let isLambda = lightPair ? isScalar : stream.uniform() < (isScalar ? 0.25 : 0.75)
        return existing(
            isLambda ? 1000 * high + 100 * low + 10 * middle + 2 : 1000 * high + 100 * middle + 10 * low + 2)
    }

    private func existing(_ number: Int32) -> Int32? { ParticleData.species(number) == nil ? nil : number }

    /// The lightest hadron of two ends, for strings too light for anything else.
    func lightest(_ coloured: Int32, _ anticoloured: Int32) -> Int32? {
        if coloured > 0 && anticoloured < 0 {
            let (heavy, light) = (max(coloured, -anticoloured), min(coloured, -anticoloured))
            if heavy == light { return heavy <= 2 ? 111 : heavy == 3 ? 221 : heavy == 4 ? 441 : 553 }
            let isPositive = (heavy % 2 == 0) == (coloured == heavy)
            return isPositive ? 100 * heavy + 10 * light + 1 : -(100 * heavy + 10 * light + 1)
        }
        if coloured > 0 { return lightestBaryon(coloured, anticoloured) }
        if anticoloured < 0 { return lightestBaryon(-anticoloured, -coloured).map { -$0 } }
        return nil
    }

    private func lightestBaryon(_ quark: Int32, _ diquark: Int32) -> Int32? {
        let (a, b) = (diquark / 1000, diquark / 100 % 10)
        let high = max(quark, max(a, b))
        let low = min(quark, min(a, b))
        let middle = quark + a + b - high - low
        if high == low { return 1000 * high + 100 * middle + 10 * low + 4 }
        if high == middle || middle == low { return existing(1000 * high + 100 * middle + 10 * low + 2) }
        return existing(1000 * high + 100 * low + 10 * middle + 2)
    }
}
