// SPDX-License-Identifier: GPL-3.0-or-later

/// Decays that happen in the detector: long-lived particles on their way, and the short-lived ones among their daughters
/// and among the products of interactions, which decay where they are made.
///
/// Branching fractions: Review of Particle Physics, edition 2026; modes below one per mille (radiative and rare ones,
/// beta decays of hyperons) are left out, and what is listed is scaled to one. Masses and lifetimes are those of
/// `ParticleData`. An antiparticle has the conjugate modes.
enum DecayModes {
    struct Row: Sendable {
        let pdgID: Int32
        let modes: [Mode]
    }

    struct Mode: Sendable {
        let fraction: Double
        let daughters: [Int32]
        var shape = DecayShape.even
    }

    static let all = [
        Row(pdgID: 13, modes: [Mode(fraction: 1, daughters: [-12, 11, 14], shape: .muon)]),
        Row(
            pdgID: 211,
            modes: [
                Mode(fraction: 0.999877, daughters: [-13, 14]), Mode(fraction: 0.000123, daughters: [-11, 12]),
            ]),
        Row(
            pdgID: 321,
            modes: [
                Mode(fraction: 0.6356, daughters: [-13, 14]), Mode(fraction: 0.2067, daughters: [211, 111]),
                Mode(fraction: 0.05583, daughters: [211, 211, -211]),
                Mode(fraction: 0.0507, daughters: [111, -11, 12], shape: .semileptonic),
                Mode(fraction: 0.03352, daughters: [111, -13, 14], shape: .semileptonic),
                Mode(fraction: 0.0176, daughters: [211, 111, 111]),
            ]),
        Row(
            pdgID: 310,
            modes: [Mode(fraction: 0.692, daughters: [211, -211]), Mode(fraction: 0.3069, daughters: [111, 111])]),
        Row(
            pdgID: 130,
            modes: [
                Mode(fraction: 0.20275, daughters: [-211, -11, 12], shape: .semileptonic),
                Mode(fraction: 0.20275, daughters: [211, 11, -12], shape: .semileptonic),
                Mode(fraction: 0.1352, daughters: [-211, -13, 14], shape: .semileptonic),
                Mode(fraction: 0.1352, daughters: [211, 13, -14], shape: .semileptonic),
                Mode(fraction: 0.1952, daughters: [111, 111, 111]),
                Mode(fraction: 0.1254, daughters: [211, -211, 111]),
                Mode(fraction: 0.001967, daughters: [211, -211]), Mode(fraction: 0.000864, daughters: [111, 111]),
            ]),
        Row(
            pdgID: 3122,
            modes: [Mode(fraction: 0.641, daughters: [2212, -211]), Mode(fraction: 0.359, daughters: [2112, 111])]),
        Row(
            pdgID: 3222,
            modes: [
                Mode(fraction: 0.5147, daughters: [2212, 111]), Mode(fraction: 0.4843, daughters: [2112, 211]),
                Mode(fraction: 0.001, daughters: [2212, 22]),
            ]),
        Row(pdgID: 3112, modes: [Mode(fraction: 1, daughters: [2112, -211])]),
        Row(
            pdgID: 3322,
            modes: [
                Mode(fraction: 0.99524, daughters: [3122, 111]), Mode(fraction: 0.00333, daughters: [3212, 22]),
                Mode(fraction: 0.00117, daughters: [3122, 22]),
            ]),
        Row(pdgID: 3312, modes: [Mode(fraction: 1, daughters: [3122, -211])]),
        Row(
            pdgID: 3334,
            modes: [
                Mode(fraction: 0.6766, daughters: [3122, -321]), Mode(fraction: 0.2433, daughters: [3322, -211]),
                Mode(fraction: 0.0855, daughters: [3312, 111]),
            ]),
        // On the spot.
        Row(
            pdgID: 111,
            modes: [
                Mode(fraction: 0.98823, daughters: [22, 22]),
                Mode(fraction: 0.01174, daughters: [22, 11, -11], shape: .dalitz),
            ]),
        Row(
            pdgID: 221,
            modes: [
                Mode(fraction: 0.3936, daughters: [22, 22]), Mode(fraction: 0.3257, daughters: [111, 111, 111]),
                Mode(fraction: 0.2302, daughters: [211, -211, 111]),
                Mode(fraction: 0.0428, daughters: [211, -211, 22]),
            ]),
        Row(pdgID: 311, modes: [Mode(fraction: 0.5, daughters: [310]), Mode(fraction: 0.5, daughters: [130])]),
        Row(pdgID: 3212, modes: [Mode(fraction: 1, daughters: [3122, 22])]),
    ]
}

/// How the momenta of a decay are distributed.
enum DecayShape: Int32, Sendable, BitwiseCopyable {
    /// Evenly in phase space.
    case even
    /// The muon's: |M|² ∝ (p_μ · p_a)(p_e · p_b), daughters a, e, b with a the antineutrino of e.
    case muon
    /// K → π ℓ ν with a constant vector form factor.
    case semileptonic
    /// π⁰ → γ e⁺e⁻ through a virtual photon.
    case dalitz
}
