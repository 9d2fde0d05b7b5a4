// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// How the products of a mode are distributed; follows from the particles alone.
enum DecayModel: UInt8, BitwiseCopyable {
    case phaseSpace
    /// A heavy quark or a lepton decays to another, a charged lepton and a neutrino (`SpectatorDecay`).
    case spectator
    /// A pseudoscalar meson to another one, an electron or muon and its neutrino (`PseudoscalarDecay`).
    case pseudoscalar
    /// A pseudoscalar meson to a photon and a pair of leptons (`DalitzDecay`).
    case dalitz
    /// A light vector meson to three pions: |p1 × p2|².
    case vectorToPions
    /// A tau lepton to one pseudoscalar or one vector meson, to two pions, to three pions.
    case tauMeson, tauVector, tauTwoPions, tauThreePions

    /// - Returns: the model, the positions of the lepton that stands next to the parent in the squared amplitude of
    ///   `spectator` and of its partner (-1 for none), and the mass of a form factor's pole.
    static func of(
        parent: Int32, _ daughters: [Int32]
    ) -> (model: DecayModel, first: Int32, second: Int32, pole: Double) {
        if abs(parent) == 15, let model = tau(daughters) { return (model, -1, -1, 0) }
        if let (antifermion, fermion) = leptons(daughters) {
            if isPseudoscalar(parent), daughters.count == 3, !daughters.contains(where: { abs($0) == 15 }),
                let meson = daughters.first(where: { abs($0) > 100 }), isPseudoscalar(meson)
            {
                return (.pseudoscalar, antifermion, fermion, pole(parent, meson))
            }
            // b̄ → c̄ l⁺ ν: the neutrino stands next to the quark, in b → c l⁻ ν̄ and c → s l⁺ ν the antifermion.
            let isAntiquark = isBottomMeson(parent) && !daughters.contains(where: { isBottomMeson($0) })
            return isAntiquark ? (.spectator, fermion, antifermion, 0) : (.spectator, antifermion, fermion, 0)
        }
        if isPseudoscalar(parent), daughters.count == 3, abs(daughters[0]) == 11 || abs(daughters[0]) == 13,
            daughters[1] == -daughters[0], daughters[2] == 22
        {
            return (.dalitz, -1, -1, 0)
        }
        if parent == 223 || parent == 333, daughters.count == 3, daughters.allSatisfy({ isPion($0) }) {
            return (.vectorToPions, -1, -1, 0)
        }
        return (.phaseSpace, -1, -1, 0)
    }

    private static func tau(_ daughters: [Int32]) -> DecayModel? {
        guard daughters.last.map({ abs($0) == 16 }) == true else { return nil }
        let hadrons = daughters.dropLast()
        if hadrons.count == 1, let meson = hadrons.first {
            return isPseudoscalar(meson) ? .tauMeson : abs(meson) % 10 == 3 ? .tauVector : nil
        }
        guard hadrons.allSatisfy({ isPion($0) }) else { return nil }
        if hadrons.count == 2 { return .tauTwoPions }
        return hadrons.count == 3 && hadrons[0] == hadrons[1] ? .tauThreePions : nil
    }

    /// Positions of an antifermion and a fermion that a charged weak current made.
    private static func leptons(_ daughters: [Int32]) -> (antifermion: Int32, fermion: Int32)? {
        guard daughters.count >= 3 else { return nil }
        for (i, antifermion) in daughters.enumerated() where antifermion <= -11 && antifermion >= -16 {
            for (j, fermion) in daughters.enumerated() where fermion >= 11 && fermion <= 16 {
                // A charged lepton with the neutrino of its generation.
                if (-antifermion + 1) / 2 == (fermion + 1) / 2 && -antifermion != fermion {
                    return (Int32(i), Int32(j))
                }
            }
        }
        return nil
    }

    private static func isPseudoscalar(_ pdgID: Int32) -> Bool {
        abs(pdgID) > 100 && abs(pdgID) < 1000 && (abs(pdgID) % 10 == 1 || pdgID == 130 || pdgID == 310)
    }

    private static func isBottomMeson(_ pdgID: Int32) -> Bool { abs(pdgID) > 500 && abs(pdgID) < 600 }
    private static func isPion(_ pdgID: Int32) -> Bool { abs(pdgID) == 211 || pdgID == 111 }

    /// Mass of the vector meson whose pole is nearest: D_s*, D*, B_c* (lattice) or B*, K*; GeV.
    private static func pole(_ parent: Int32, _ meson: Int32) -> Double {
        let (old, new) = (abs(parent) / 100, abs(meson) / 100)
        switch old {
        case 4: return new == 3 || abs(meson) / 10 % 10 == 3 || abs(parent) / 10 % 10 == 3 ? 2.1122 : 2.0103
        case 5: return new == 4 ? 6.332 : 5.3247
        default: return 0.8917
        }
    }
}

/// Weak decays of a free fermion into another and a pair of leptons: |M|² ~ (P·first)(second·rest).
enum SpectatorDecay {
    static func generate(
        _ parent: FourVector, mass: Double, masses: DecayMasses, _ mode: DecayTable.Mode,
        using stream: inout RandomStream, into momenta: inout DecayMomenta
    ) {
        let m2 = mass * mass
        for _ in 0..<100 {
            PhaseSpaceDecay.generate(
                parent, mass: mass, masses: masses, count: Int(mode.count), using: &stream, into: &momenta)
            let first = momenta[Int(mode.first)]
            let second = momenta[Int(mode.second)]
            let rest = parent - first - second
            // At most M⁴/16.
            let weight = parent.dot(first) * second.dot(rest) * 16 / (m2 * m2)
            if weight >= stream.uniform() { return }
        }
    }
}

/// P → P' l ν with massless leptons: |M|² ~ |f(q²)|² [2 P·l P·ν - P² l·ν], f = 1/(1 - q²/m²) (RPP 2024, review of
/// semileptonic decays of charm; f+ only).
enum PseudoscalarDecay {
    static func generate(
        _ parent: FourVector, mass: Double, masses: DecayMasses, _ mode: DecayTable.Mode,
        using stream: inout RandomStream, into momenta: inout DecayMomenta
    ) {
        let hadron = 3 - Int(mode.first) - Int(mode.second)
        // f p is largest at q² = 0, where the leptons are parallel and share the energy (M² - m²)/(2 M).
        let energy = 0.5 * (mass * mass - masses[hadron] * masses[hadron]) / mass
        let bound = 0.5 * mass * mass * energy * energy
        for _ in 0..<200 {
            PhaseSpaceDecay.generate(parent, mass: mass, masses: masses, count: 3, using: &stream, into: &momenta)
            let (a, b) = (momenta[Int(mode.first)], momenta[Int(mode.second)])
            let q2 = (a + b).mass2
            let form = 1 / (1 - q2 / (mode.pole * mode.pole))
            let weight = form * form * (2 * parent.dot(a) * parent.dot(b) - mass * mass * a.dot(b))
            if weight >= bound * stream.uniform() { return }
        }
    }
}

/// P → l⁺ l⁻ γ: dΓ/dq² ~ (1 - q²/M²)³ (1 + 2 m²/q²) (1 - 4 m²/q²)^(1/2) |F|² / q² (Kroll and Wada, Phys. Rev. 98 (1955)
/// 1355), F = 1/(1 - q²/m_ρ²), and 1 + cos² + (4 m²/q²) sin² of the leptons to the photon.
enum DalitzDecay {
    static func generate(
        _ parent: FourVector, mass: Double, lepton: Double, using stream: inout RandomStream,
        into momenta: inout DecayMomenta
    ) {
        let m2 = mass * mass
        let (low, rho2) = (4 * lepton * lepton, 0.7753 * 0.7753)
        let span = Elementary.log(m2 / low)
        var q2 = low
        for _ in 0..<10_000 {
            q2 = low * Elementary.exp(span * stream.uniform())
            let left = 1 - q2 / m2
            let form = 1 / (1 - q2 / rho2)
            let weight =
                left * left * left * (1 + 0.5 * low / q2) * max(1 - low / q2, 0).squareRoot() * form * form
            if weight >= stream.uniform() { break }
        }
        let share = low / q2
        var cosine = 0.0
        repeat {
            cosine = 2 * stream.uniform() - 1
        } while 1 + share + (1 - share) * cosine * cosine < 2 * stream.uniform()
        let q = q2.squareRoot()
        let flight = UnitVector.isotropic(using: &stream)
        let pair = flight.momentum(PhaseSpaceDecay.momentum(mass, q, 0), mass: q)
        let direction = flight.tilted(cosine: cosine, using: &stream)
        let first = direction.momentum(PhaseSpaceDecay.momentum(q, lepton, lepton), mass: lepton).boosted(from: pair)
        let system = pair.boosted(from: parent)
        momenta[0] = first.boosted(from: parent)
        momenta[1] = system - momenta[0]
        momenta[2] = parent - system
    }
}

/// A light vector meson to three pions in a P wave: |M|² ~ |p1 × p2|² in its rest frame.
enum VectorToPionsDecay {
    static func generate(
        _ parent: FourVector, mass: Double, masses: DecayMasses, using stream: inout RandomStream,
        into momenta: inout DecayMomenta
    ) {
        let rest = FourVector(px: 0, py: 0, pz: 0, energy: mass)
        let lightest = min(masses[0], min(masses[1], masses[2]))
        // Largest for three equal momenta at 120 degrees: 3/4 p⁴.
        let p2 = mass * mass / 9 - lightest * lightest
        let bound = 0.75 * p2 * p2
        for _ in 0..<100 {
            PhaseSpaceDecay.generate(rest, mass: mass, masses: masses, count: 3, using: &stream, into: &momenta)
            if momenta[0].crossProduct(momenta[1]).momentum2 >= bound * stream.uniform() { break }
        }
        for i in 0..<3 { momenta[i] = momenta[i].boosted(from: parent) }
    }
}
