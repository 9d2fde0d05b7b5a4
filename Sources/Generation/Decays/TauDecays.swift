// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Decays of tau leptons with their spin.
///
/// A decay of the negative lepton has the polarimeter vector h in its rest frame: |M|² ~ 1 + h·s for the spin s. The
/// unpolarised decay is made first; then h points along s with the right probability (1 + h·s)/2, and otherwise
/// everything turns by half a turn about an axis across h, which is exact. A positive lepton decays to the mirror image
/// (CP).
struct TauDecays: Sendable {
    private let twoPions = TwoPionSpectrum()
    private let threePions = ThreePionSpectrum()

    /// - Parameters:
    ///   - spin: polarisation vector in the rest frame (its momentum components), zero for none.
    ///   - momenta: products in the rest frame.
    /// - Returns: the polarimeter vector of what was chosen.
    func decay(
        _ mode: DecayTable.Mode, isNegative: Bool, mass: Double, masses: DecayMasses, spin: FourVector,
        using stream: inout RandomStream, into momenta: inout DecayMomenta
    ) -> FourVector {
        let count = Int(mode.count)
        var polarimeter = unpolarised(mode, mass: mass, masses: masses, using: &stream, into: &momenta)
        if !isNegative { for i in 0..<count { momenta[i] = momenta[i].mirrored } }
        let along = -polarimeter.dot(spin)
        guard 0.5 * (1 + along) < stream.uniform(), polarimeter.momentum2 > 0 else { return polarimeter }
        let axis = UnitVector(of: polarimeter).perpendicular()
        for i in 0..<count { momenta[i] = momenta[i].halfTurn(about: axis) }
        polarimeter = polarimeter.halfTurn(about: axis)
        return polarimeter
    }

    /// The negative lepton at rest without polarisation; returns the polarimeter vector with energy 0.
    private func unpolarised(
        _ mode: DecayTable.Mode, mass: Double, masses: DecayMasses, using stream: inout RandomStream,
        into momenta: inout DecayMomenta
    ) -> FourVector {
        let parent = FourVector(px: 0, py: 0, pz: 0, energy: mass)
        switch mode.model {
        case .tauTwoPions:
            return twoPions.decay(mass: mass, masses: masses, using: &stream, into: &momenta)
        case .tauThreePions:
            return threePions.decay(mass: mass, masses: masses, using: &stream, into: &momenta)
        case .tauMeson, .tauVector:
            PhaseSpaceDecay.generate(
                parent, mass: mass, masses: masses, count: 2, using: &stream, into: &momenta)
            // A vector meson of mass m is longitudinal or transverse: analysing power (M² - 2 m²)/(M² + 2 m²)
            // (Tsai, Phys. Rev. D 4 (1971) 2821).
            let ratio = 2 * masses[0] * masses[0] / (mass * mass)
            let power = mode.model == .tauVector ? (1 - ratio) / (1 + ratio) : 1
            return (power / momenta[0].momentum) * momenta[0].spatial
        case .spectator:
            SpectatorDecay.generate(parent, mass: mass, masses: masses, mode, using: &stream, into: &momenta)
            // |M|² ~ (P - M s)·ν̄  l·ν_τ: the antineutrino goes along the spin.
            let antineutrino = momenta[Int(mode.first)]
            return (1 / max(antineutrino.momentum, 1e-12)) * antineutrino.spatial
        default:
            PhaseSpaceDecay.generate(
                parent, mass: mass, masses: masses, count: Int(mode.count), using: &stream, into: &momenta)
            return .zero
        }
    }

    /// Polarisation of one lepton of a pair from a scalar when the other has been found with polarimeter vector
    /// `other`; all vectors in the frame of the beams.
    ///
    /// The pair is in the state (|+-> + |-+>)/√2 along its flight (spin 1, orbital angular momentum 1, together 0):
    /// |M|² ~ 1 - h_z h'_z + h_x h'_x + h_y h'_y.
    static func partnerSpin(of other: FourVector, momentum: FourVector, partner: FourVector) -> FourVector {
        let pair = momentum + partner
        let (inside, opposite) = (momentum.boosted(into: pair), partner.boosted(into: pair))
        let found = other.boosted(into: pair).boosted(into: inside)
        let flight = UnitVector(of: inside)
        let along = found.px * flight.x + found.py * flight.y + found.pz * flight.z
        let spin = FourVector(
            px: found.px - 2 * along * flight.x, py: found.py - 2 * along * flight.y,
            pz: found.pz - 2 * along * flight.z, energy: 0)
        return spin.boosted(from: opposite).boosted(from: pair)
    }

    /// The polarimeter vector of a hadronic current J = a + i b (orthogonal to its momentum), with the tau lepton at
    /// rest and the neutrino's momentum N: h = Π/Π⁰ with
    /// Π = 2 [(J*·N) J + (J·N) J* - (J*·J) N]_μ + 2 Im ε_μνρσ J*^ν J^ρ N^σ (Kühn and Wagner, Nucl. Phys. B 236 (1984)
    /// 16; Jadach, Kühn and Wąs, Comput. Phys. Commun. 64 (1991) 275). Π⁰ is the squared amplitude over 2 M.
    static func polarimeter(_ a: FourVector, _ b: FourVector, neutrino n: FourVector) -> FourVector {
        let (aN, bN) = (a.dot(n), b.dot(n))
        let square = a.dot(a) + b.dot(b)
        let ab = a.crossProduct(b)
        let turned = ((b.energy * a.spatial) - (a.energy * b.spatial)).crossProduct(n)
        let vector = (4 * aN) * a + (4 * bN) * b - (2 * square) * n
        let axial = FourVector(
            px: 4 * (turned.px - n.energy * ab.px), py: 4 * (turned.py - n.energy * ab.py),
            pz: 4 * (turned.pz - n.energy * ab.pz),
            energy: -4 * (ab.px * n.px + ab.py * n.py + ab.pz * n.pz))
        return vector + axial
    }
}

extension FourVector {
    /// Without its energy.
    @inline(__always) var spatial: FourVector { FourVector(px: px, py: py, pz: pz, energy: 0) }
    /// With its direction reversed.
    @inline(__always) var mirrored: FourVector { FourVector(px: -px, py: -py, pz: -pz, energy: energy) }

    /// Cross product of the momenta, energy 0.
    @inline(__always)
    func crossProduct(_ b: FourVector) -> FourVector {
        FourVector(px: py * b.pz - pz * b.py, py: pz * b.px - px * b.pz, pz: px * b.py - py * b.px, energy: 0)
    }

    /// Turned by the smallest rotation that takes one direction to another.
    @inline(__always)
    func turned(from: UnitVector, to: UnitVector) -> FourVector {
        let new = UnitVector(x: px, y: py, z: pz).turned(from: from, to: to)
        return FourVector(px: new.x, py: new.y, pz: new.z, energy: energy)
    }

    /// Turned by half a turn about an axis.
    @inline(__always)
    func halfTurn(about axis: UnitVector) -> FourVector {
        let along = 2 * (px * axis.x + py * axis.y + pz * axis.z)
        return FourVector(
            px: along * axis.x - px, py: along * axis.y - py, pz: along * axis.z - pz, energy: energy)
    }
}
