// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// x f(x, Q) of the proton's partons at one x and Q.
public struct PartonValues: Sendable, BitwiseCopyable {
    /// The gluon, quarks 1...5, antiquarks 1...5; five unused.
    var lanes = SIMD16<Double>(repeating: 0)

    /// Position of a parton: 21 (or 0) the gluon, 1...5 a quark, -1...-5 an antiquark; nil for all others.
    static func position(_ pdgID: Int) -> Int? {
        switch pdgID {
        case 0, 21: 0
        case 1...5: pdgID
        case -5 ... -1: 5 - pdgID
        default: nil
        }
    }

    public var gluon: Double { lanes[0] }

    /// The density of a parton by its PDG number: 21 or 0, ±1...±5; 0 for anything else.
    @inline(__always)
    public subscript(pdgID: Int) -> Double {
        if pdgID > 0 { return pdgID < 6 ? lanes[pdgID] : pdgID == 21 ? lanes[0] : 0 }
        return pdgID > -6 ? lanes[pdgID == 0 ? 0 : 5 - pdgID] : 0
    }
}
