// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A field of the Lagrangian as currents of the recursion carry it.
///
/// A quark field ψ annihilates the quark or creates the antiquark, its conjugate the other way round; `wPlus` is the
/// field that annihilates a W+ (or creates a W-). The gluon is a matrix of fields for 3 x 3 colours; the singlet gluon
/// takes out its trace.
enum AmplitudeField: Hashable, Sendable {
    case quark(QuarkKind)
    case antiquark(QuarkKind)
    case gluon
    case singletGluon
    case photon
    case zBoson
    case wPlus
    case wMinus
    case higgs

    /// Quarks that differ in an amplitude: massless ones of either weak isospin, the bottom and the top quark.
    enum QuarkKind: UInt8, Hashable, Sendable, CaseIterable {
        case up, down, bottom, top

        var isUpType: Bool { self == .up || self == .top }
        /// The quark at the other end of a W boson's vertex (no mixing; the CKM matrix is a factor of the process).
        var partner: QuarkKind {
            switch self {
            case .up: .down
            case .down: .up
            case .bottom: .top
            case .top: .bottom
            }
        }
    }

    var isFermion: Bool {
        switch self {
        case .quark, .antiquark: true
        default: false
        }
    }
    /// Whether its free colour index is upper (quark), lower (antiquark), both (gluon).
    var hasUpperColour: Bool {
        switch self {
        case .quark, .gluon: true
        default: false
        }
    }
    var hasLowerColour: Bool {
        switch self {
        case .antiquark, .gluon: true
        default: false
        }
    }
    /// Complex components of its current.
    var components: Int { self == .higgs ? 1 : 4 }
}

/// One external particle of an amplitude.
struct ExternalParticle: Hashable, Sendable {
    let pdgID: Int32
    let isIncoming: Bool

    static func incoming(_ pdgID: Int32) -> ExternalParticle { ExternalParticle(pdgID: pdgID, isIncoming: true) }
    static func outgoing(_ pdgID: Int32) -> ExternalParticle { ExternalParticle(pdgID: pdgID, isIncoming: false) }

    /// The field that annihilates it if it comes in, or creates it if it goes out; nil for a particle that the
    /// amplitudes do not know.
    func field(massiveBottom: Bool) -> AmplitudeField? {
        let number = isIncoming ? pdgID : -pdgID
        switch number {
        case 1...6:
            return .quark(Self.kind(number, massiveBottom))
        case -6 ... -1: return .antiquark(Self.kind(-number, massiveBottom))
        case 21, -21: return .gluon
        case 22, -22: return .photon
        case 23, -23: return .zBoson
        case 24: return .wPlus
        case -24: return .wMinus
        case 25, -25: return .higgs
        default: return nil
        }
    }

    private static func kind(_ quark: Int32, _ massiveBottom: Bool) -> AmplitudeField.QuarkKind {
        switch quark {
        case 6: .top
        case 5: massiveBottom ? .bottom : .down
        case 2, 4: .up
        default: .down
        }
    }
}
