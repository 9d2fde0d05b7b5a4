// SPDX-License-Identifier: GPL-3.0-or-later

/// Hadrons that live long enough to meet a nucleus, by how they interact with it.
enum HadronSpecies: Int, CaseIterable, Sendable {
    case piPlus, piMinus, kaonPlus, kaonMinus, kaonZero
    case proton, neutron, antiproton, antineutron
    /// Λ and Σ; Ξ and Ω.
    case hyperon, antihyperon, cascade, anticascade

    /// nil for what has no strong interaction, or decays at once.
    init?(pdgID: Int32) {
        switch pdgID {
        case 211: self = .piPlus
        case -211: self = .piMinus
        case 321: self = .kaonPlus
        case -321: self = .kaonMinus
        case 130, 310, 311, -311: self = .kaonZero
        case 2212: self = .proton
        case 2112: self = .neutron
        case -2212: self = .antiproton
        case -2112: self = .antineutron
        case 3122, 3112, 3212, 3222: self = .hyperon
        case -3122, -3112, -3212, -3222: self = .antihyperon
        case 3312, 3322, 3334: self = .cascade
        case -3312, -3322, -3334: self = .anticascade
        default: return nil
        }
    }

    var isMeson: Bool { rawValue <= HadronSpecies.kaonZero.rawValue }
    var isPion: Bool { self == .piPlus || self == .piMinus }
    var isKaon: Bool { self == .kaonPlus || self == .kaonMinus || self == .kaonZero }
    var isNucleon: Bool { self == .proton || self == .neutron }
    var isAntinucleon: Bool { self == .antiproton || self == .antineutron }
    private var isAntibaryon: Bool { isAntinucleon || self == .antihyperon || self == .anticascade }

    /// The reactions with a proton and with a neutron, and by how much they are smaller than those.
    ///
    /// Isospin: π⁺n is π⁻p, and so on. Hyperons as nucleons, less 12 % per strange quark (Σ⁻p 34.3, Ξ⁻p 29.1, pp 38.9 mb
    /// at 100 GeV/c, S. F. Biagi et al., Nucl. Phys. B186 (1981) 1).
    var reactions: (proton: HadronNucleonReaction, neutron: HadronNucleonReaction, factor: Double) {
        switch self {
        case .piPlus: (.piPlusProton, .piMinusProton, 1)
        case .piMinus: (.piMinusProton, .piPlusProton, 1)
        case .kaonPlus: (.kaonPlusProton, .kaonPlusNeutron, 1)
        case .kaonMinus: (.kaonMinusProton, .kaonMinusNeutron, 1)
        case .kaonZero: (.kaonZeroProton, .kaonZeroNeutron, 1)
        case .proton: (.protonProton, .protonNeutron, 1)
        case .neutron: (.protonNeutron, .protonProton, 1)
        case .antiproton, .antineutron: (.antiprotonProton, .antiprotonProton, 1)
        case .hyperon: (.protonProton, .protonNeutron, 0.88)
        case .antihyperon: (.antiprotonProton, .antiprotonProton, 0.88)
        case .cascade: (.protonProton, .protonNeutron, 0.76)
        case .anticascade: (.antiprotonProton, .antiprotonProton, 0.76)
        }
    }
}

extension HadronSpecies {
    /// Mean square range of the interaction with a nucleon, fm².
    ///
    /// 0.7 for baryons and 0.2 for mesons give the Review of Particle Physics' interaction lengths of nucleons and pions
    /// from beryllium to lead within 4 %. Slow mesons reach further by their reduced wavelength ƛ = ħ/p in each of three
    /// directions; 1.2 GeV/c/p more for antibaryons, whose annihilation is of long range, is fitted to V. V. Uzhinsky et
    /// al., Phys. Lett. B705 (2011) 235.
    func squaredRange(momentum: Double) -> Double {
        if isMeson {
            let wavelength = 0.1973269804 / momentum
            return 0.2 + 3 * wavelength * wavelength
        }
        return isAntibaryon ? 0.7 + 1.2 / momentum : 0.7
    }

    /// 1 + ρ² with ρ the ratio of the real to the imaginary part of the forward amplitude, by which elastic scattering by
    /// the whole nucleus is more than absorption casts as a shadow. ρ of nucleons grows to 1.5 at 0.3 GeV/c (L. Ray, Phys.
    /// Rev. C20 (1979) 1857); the form is fitted to total less reaction cross-sections of neutrons (W. P. Abfalterer
    /// et al., Phys. Rev. C63 (2001) 044608). Left out for others.
    func elasticGain(momentum: Double) -> Double {
        guard isNucleon else { return 1 }
        let ratio = momentum / 0.54
        let cube = ratio * ratio * ratio
        return 1.1 + 2.6 / (1 + cube * cube * ratio)
    }
}

/// Masses of the hadrons that interactions make, GeV/c²: those of `ParticleData`, which a test compares.
enum HadronMass {
    static let chargedPion = 0.1395704
    static let neutralPion = 0.1349768
    static let chargedKaon = 0.4936766
    static let neutralKaon = 0.497611
    static let proton = 0.9382721
    static let neutron = 0.9395654

    static func pion(charge: Int) -> Double { charge == 0 ? neutralPion : chargedPion }
    static func nucleon(charge: Int) -> Double { charge == 0 ? neutron : proton }
}
