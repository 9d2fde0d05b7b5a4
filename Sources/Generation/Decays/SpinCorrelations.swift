// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

extension ResonanceDecays {
    /// Decides the directions of the products that tell the spins of top quarks and of W and Z bosons. To be called with the
    /// hard event as the process made it, before any radiation.
    ///
    /// The particles decay one after the other (`SpinDensity`). A top quark's direction is that of its charged lepton or
    /// down-type quark, a boson's that of its antifermion (W⁺, Z) or fermion (W⁻): the one of the same kind. Bosons also
    /// get their channel, and Z bosons the helicity of the fermion, here.
    func correlateSpins(
        _ event: borrowing HardEvent, using stream: inout RandomStream, scratch: inout ResonanceScratch
    ) {
        guard event.spins.size > 1 else { return }
        scratch.spins.copy(event.spins)
        let partons = event.partons[0].momentum + event.partons[1].momentum
        let system = Self.system(event)
        for i in 2..<event.partons.count {
            let particle = event.partons[i]
            var plan = PlannedDecay(position: Int32(i))
            let analyser: UnitVector
            switch abs(particle.pdgID) {
            case 6: analyser = scratch.spins.decayTop(isQuark: particle.pdgID > 0, using: &stream)
            case 23, 24: analyser = decayPolarised(particle, &plan, &scratch.spins, using: &stream)
            default: continue
            }
            // The same direction in the rest frame reached through the frame of all resonances, which stays defined when
            // radiation has joined them.
            let momentum = particle.momentum
            let inside = momentum.boosted(into: system)
            let spin = analyser.spatial.boosted(from: momentum.boosted(into: partons)).boosted(from: partons)
            plan.direction = UnitVector(of: spin.boosted(into: system).boosted(into: inside))
            plan.flight = UnitVector(of: inside)
            scratch.planned.append(plan)
        }
    }

    /// Channel, helicity and direction of a weak boson of the hard process.
    ///
    /// Massless fermions of a vector current have opposite helicities, and the sum over all directions makes both
    /// chiralities equally likely whatever the polarisation: their shares are those of the squared couplings.
    private func decayPolarised(
        _ boson: Parton, _ plan: inout PlannedDecay, _ spins: inout SpinDensity, using stream: inout RandomStream
    ) -> UnitVector {
        let isW = abs(boson.pdgID) == 24
        let sign: Int32 = boson.pdgID > 0 ? 1 : -1
        let channel = (isW ? wChannels : zChannels).choose(mass: boson.mass, using: &stream)
        (plan.partner, plan.analyser) = (channel.partner * sign, channel.analyser * sign)
        let isLeft = isW || stream.uniform() < channel.couplings.leftShare
        plan.fermionHelicity = isLeft ? -1 : 1
        // A left-handed fermion with its right-handed antifermion: spin +1 along the antifermion.
        let alongAntifermion = isLeft ? 1.0 : -1
        return spins.decayBoson(spin: plan.analyser < 0 ? alongAntifermion : -alongAntifermion, using: &stream)
    }
}

extension SpinDensity {
    /// Chooses the direction of the charged lepton or down-type quark of the first particle, a top quark or antiquark, in
    /// its rest frame, and takes the quark out of the state.
    ///
    /// With massless leptons the amplitude of t → b f f̄' is that of a top quark whose spin points along its charged lepton
    /// (or down-type antiquark) in its rest frame, times a factor independent of the spin (Fierz identity; Jeżabek and Kühn,
    /// Phys. Lett. B 329 (1994) 317); for the antiquark it points against the lepton. All the rest of a decay is that of
    /// an unpolarised top quark around this direction. Two directions are tried on average.
    mutating func decayTop(isQuark: Bool, using stream: inout RandomStream) -> UnitVector {
        let polarisation = SpinorPolarisation(self)
        var analyser = UnitVector.isotropic(using: &stream)
        var spin = isQuark ? analyser : -analyser
        for _ in 0..<1000 {
            if stream.uniform() < polarisation.probability(spin) { break }
            analyser = UnitVector.isotropic(using: &stream)
            spin = isQuark ? analyser : -analyser
        }
        contract(SpinorPolarisation.ket(spin), states: 2)
        return analyser
    }

    /// Chooses the direction along which the spin of the first particle, a weak boson, is +1 or -1 in its rest frame, and
    /// takes the boson out of the state. Three directions are tried on average.
    mutating func decayBoson(spin: Double, using stream: inout RandomStream) -> UnitVector {
        let polarisation = VectorPolarisation(self)
        var direction = UnitVector.isotropic(using: &stream)
        for _ in 0..<1000 {
            if stream.uniform() < polarisation.probability(direction, spin: spin) { break }
            direction = UnitVector.isotropic(using: &stream)
        }
        contract(VectorPolarisation.ket(direction, spin: spin), states: 3)
        return direction
    }
}

/// The spin state of one particle of spin 1/2: ρ = (1 + P·σ)/2.
struct SpinorPolarisation: BitwiseCopyable {
    let x, y, z: Double

    /// Of the first particle of a joint state.
    init(_ state: borrowing SpinDensity) {
        let (up, down) = (state.reduced(0, 0, states: 2).re, state.reduced(1, 1, states: 2).re)
        let across = state.reduced(0, 1, states: 2)
        let trace = up + down
        let inverse = trace > 0 ? 1 / trace : 0
        (x, y, z) = (2 * across.re * inverse, -2 * across.im * inverse, (up - down) * inverse)
    }

    /// Of finding the spin along a direction: <n| ρ |n>, 0...1.
    func probability(_ n: UnitVector) -> Double { min(max(0.5 * (1 + x * n.x + y * n.y + z * n.z), 0), 1) }

    /// The state of spin +1/2 along a direction, |n> = (cos θ/2, sin θ/2 exp iφ), up to a phase.
    static func ket(_ n: UnitVector) -> SpinKet {
        let isUpper = n.z > 0
        let norm = 1 / (2 * (1 + abs(n.z))).squareRoot()
        let large = Complex((1 + abs(n.z)) * norm)
        let small = Complex(n.x * norm, (isUpper ? n.y : -n.y) * norm)
        return isUpper ? [large, small, Complex(0)] : [small, large, Complex(0)]
    }
}

/// The spin state of one particle of spin 1 in the basis of linear polarisations: the symmetric part of its density
/// matrix, whose trace is 1, and the spin's mean, V_k = -i ε_ijk ρ_ij.
struct VectorPolarisation: BitwiseCopyable {
    let xx, yy, zz, xy, yz, zx: Double
    let spin: UnitVector

    /// Of the first particle of a joint state.
    init(_ state: borrowing SpinDensity) {
        let diagonal = (
            state.reduced(0, 0, states: 3).re, state.reduced(1, 1, states: 3).re, state.reduced(2, 2, states: 3).re
        )
        let trace = diagonal.0 + diagonal.1 + diagonal.2
        let inverse = trace > 0 ? 1 / trace : 0
        (xx, yy, zz) = (diagonal.0 * inverse, diagonal.1 * inverse, diagonal.2 * inverse)
        let a = state.reduced(0, 1, states: 3)
        let b = state.reduced(1, 2, states: 3)
        let c = state.reduced(2, 0, states: 3)
        (xy, yz, zx) = (a.re * inverse, b.re * inverse, c.re * inverse)
        spin = UnitVector(x: -2 * b.im * inverse, y: -2 * c.im * inverse, z: -2 * a.im * inverse)
    }

    /// Of linear polarisation along a direction: n ρ n, the share of helicity 0.
    func longitudinal(_ n: UnitVector) -> Double {
        let across = xy * n.x * n.y + yz * n.y * n.z + zx * n.z * n.x
        return xx * n.x * n.x + yy * n.y * n.y + zz * n.z * n.z + 2 * across
    }

    /// Of finding the spin ±1 along a direction: ε* ρ ε = (1 - n ρ n ± V·n)/2, 0...1; its mean over all is 1/3.
    func probability(_ n: UnitVector, spin sign: Double) -> Double {
        min(max(0.5 * (1 - longitudinal(n) + sign * spin.dot(n)), 0), 1)
    }

    /// The state of spin ±1 along a direction, (a ± i b)/√2 with a × b = n, up to a phase.
    static func ket(_ n: UnitVector, spin sign: Double) -> SpinKet {
        let a = n.perpendicular()
        let b = n.cross(a)
        let root = 0.5.squareRoot()
        return [
            Complex(root * a.x, sign * root * b.x), Complex(root * a.y, sign * root * b.y),
            Complex(root * a.z, sign * root * b.z),
        ]
    }
}

extension UnitVector {
    /// As a four-vector without energy.
    @inline(__always) var spatial: FourVector { FourVector(px: x, py: y, pz: z, energy: 0) }
}
