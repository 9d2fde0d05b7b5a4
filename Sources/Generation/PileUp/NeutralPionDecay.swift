// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The decays of neutral pions to two photons and, in a share of 1.174 % (RPP 2024), to a photon and an electron pair.
struct NeutralPionDecay: Sendable {
    static let dalitzShare = 0.01174
    private static let pionMass = ParticleData.mass(111) ?? 0
    private static let electronMass = ParticleData.mass(11) ?? 0
    /// Smallest squared mass of the pair, GeV².
    private static let lowest2 = 4 * electronMass * electronMass

    /// The two photons, isotropic in the pion's rest frame.
    @inline(__always)
    static func photons(of pion: SoftParticle, using stream: inout RandomStream) -> (SoftParticle, SoftParticle) {
        let (x, y, z) = stream.direction()
        let half = 0.5 * pion.mass
        let energy = pion.energy
        // Boost of a photon of energy m/2 along (x, y, z).
        let along = half * (pion.px * x + pion.py * y + pion.pz * z)
        let factor = along / (pion.mass * (energy + pion.mass)) + 0.5
        let (px, py, pz) = (half * x + factor * pion.px, half * y + factor * pion.py, half * z + factor * pion.pz)
        return (
            SoftParticle(pdgID: 22, px: px, py: py, pz: pz, mass: 0),
            SoftParticle(pdgID: 22, px: pion.px - px, py: pion.py - py, pz: pion.pz - pz, mass: 0)
        )
    }

    /// A photon, an electron and a positron.
    ///
    /// N. M. Kroll and W. Wada, Phys. Rev. 98 (1955) 1355: dN/dm^2 ~ (1 - m^2/M^2)^3 (1 + 2 m_e^2/m^2)
    /// sqrt(1 - 4 m_e^2/m^2) / m^2, and 1 + cos^2 + (4 m_e^2/m^2) sin^2 of the pair's angle.
    static func dalitz(
        of pion: SoftParticle, using stream: inout RandomStream
    ) -> (SoftParticle, SoftParticle, SoftParticle) {
        let range = Elementary.log(pionMass * pionMass / lowest2)
        var mass2 = lowest2
        for _ in 0..<1000 {
            mass2 = lowest2 * Elementary.exp(range * stream.uniform())
            let ratio = 1 - mass2 / (pionMass * pionMass)
            let threshold = lowest2 / mass2
            // At most (1 + t/2) sqrt(1 - t) = 1.
            let weight = ratio * ratio * ratio * (1 + 0.5 * threshold) * max(1 - threshold, 0).squareRoot()
            if stream.uniform() < weight { break }
        }
        let mass = mass2.squareRoot()
        let parent = FourVector(px: pion.px, py: pion.py, pz: pion.pz, mass: pion.mass)
        let (photon, pair) = PhaseSpaceDecay.two(parent, mass: pion.mass, 0, mass, direction: stream.direction())
        let cosine = pairCosine(threshold: lowest2 / mass2, using: &stream)
        let sine = max(1 - cosine * cosine, 0).squareRoot()
        let (s, c) = Elementary.sincos(PhysicalConstants.twoPi * stream.uniform())
        // The angle counts from the pair's flight in the pion's rest frame.
        let frame = pair.boosted(into: parent)
        let (u, v, w) = axes(frame)
        let direction = (
            x: sine * (c * u.x + s * v.x) + cosine * w.x, y: sine * (c * u.y + s * v.y) + cosine * w.y,
            z: sine * (c * u.z + s * v.z) + cosine * w.z
        )
        let p = PhaseSpaceDecay.momentum(mass, electronMass, electronMass)
        let inPair = FourVector(px: p * direction.x, py: p * direction.y, pz: p * direction.z, mass: electronMass)
        let electron = inPair.boosted(from: frame).boosted(from: parent)
        let positron = pair - electron
        return (
            SoftParticle(pdgID: 22, px: photon.px, py: photon.py, pz: photon.pz, mass: 0),
            SoftParticle(pdgID: 11, px: electron.px, py: electron.py, pz: electron.pz, mass: electronMass),
            SoftParticle(pdgID: -11, px: positron.px, py: positron.py, pz: positron.pz, mass: electronMass)
        )
    }

    private static func pairCosine(threshold: Double, using stream: inout RandomStream) -> Double {
        for _ in 0..<1000 {
            let cosine = 2 * stream.uniform() - 1
            let square = cosine * cosine
            if 2 * stream.uniform() < 1 + square + threshold * (1 - square) { return cosine }
        }
        return 0
    }

    private typealias Direction = (x: Double, y: Double, z: Double)

    /// Three unit vectors, the last along the momentum.
    private static func axes(_ vector: FourVector) -> (u: Direction, v: Direction, w: Direction) {
        let p = max(vector.momentum, 1e-300)
        let w = (x: vector.px / p, y: vector.py / p, z: vector.pz / p)
        let across = (w.x * w.x + w.y * w.y).squareRoot()
        guard across > 1e-12 else { return ((1, 0, 0), (0, 1, 0), (0, 0, w.z < 0 ? -1 : 1)) }
        let u = (x: -w.y / across, y: w.x / across, z: 0.0)
        let v = (x: w.y * u.z - w.z * u.y, y: w.z * u.x - w.x * u.z, z: w.x * u.y - w.y * u.x)
        return (u, v, w)
    }
}
