// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// One branching of an outgoing parton: its density, and the momenta and colours after it.
///
/// The ordering variable is pT² = z (1-z) (Q² - m²) for a radiator of mass m that becomes a pair of mass Q, of which z is
/// the light-cone fraction of the radiator's heir; z (1-z) Q² for a gluon that becomes quarks, where the coupling is taken at Q². The density is
/// d(pT²)/pT² dz alpha_s(pT²)/(2 pi) times the dipole kernel of Catani and Seymour, Nucl. Phys. B 485 (1997) 291,
/// eqs. 5.7-5.9 (recoil to an outgoing parton) and 5.39-5.41 (incoming), with the mass terms of Catani, Dittmaier, Seymour and
/// Trocsanyi, Nucl. Phys. B 627 (2002) 189, eq. 5.16: -m²/(p_i p_j) is the dead cone. The soft pole 1/(1 - z (1-y)) is
/// shared between the two ends of a dipole, which is colour coherence. A gluon has half of its kernel on either side.
struct FinalStateBranching: Sendable {
    let coupling: ShowerCoupling
    let cutoff2: Double
    let densities: PartonDensities
    /// Energy of one beam, GeV; infinite where no beam takes part.
    let beamEnergy: Double
    /// Largest momentum fraction of an incoming parton.
    static let largestX = 0.85

    /// C_F for a quark; half of C_A for each side of a gluon.
    @inline(__always)
    private static func colourFactor(_ isGluon: Bool) -> Double { isGluon ? 1.5 : 4.0 / 3 }
    /// Five flavours, T_R = 1/2, half to each side, z² + (1-z)² at most 1.
    private static let splittingStrength = 5 * 0.5 * 0.5

    /// Draws the next trial of an end below a scale from an overestimate of the density.
    func drawTrial(
        _ end: inout DipoleEnd, _ event: borrowing HardEvent, below scale2: Double, using stream: inout RandomStream
    ) {
        end.trial = 0
        let radiator = event.partons[Int(end.radiator)]
        let span = 2 * radiator.momentum.dot(event.partons[Int(end.recoiler)].momentum)
        guard span > 4 * cutoff2 else { return }
        var upper = 0.25 * span
        if end.recoilIsIncoming {
            let x = event.partons[Int(end.recoiler)].momentum.energy / beamEnergy
            upper *= Self.largestX / x - 1
        }
        let isGluon = radiator.pdgID == 21
        // Integral of 2 u / (u² + k²) over u = 1 - z from 0 to 1, k² = cutoff²/span.
        let soft = Self.colourFactor(isGluon) * Elementary.log(1 + span / cutoff2)
        let splitting = isGluon ? Self.splittingStrength : 0
        let strength = soft + splitting
        end.trial = coupling.next(below: min(scale2, upper), strength: strength, cutoff2: cutoff2, using: &stream)
        end.splits = isGluon && end.trial > 0 && stream.uniform() * strength < splitting
    }

    /// Accepts or rejects the trial of an end and carries it out.
    ///
    /// - Returns: position of the new parton, nil if there is no branching.
    func attempt(_ end: DipoleEnd, _ event: inout HardEvent, using stream: inout RandomStream) -> Int32? {
        let span = 2 * event.partons[Int(end.radiator)].momentum.dot(event.partons[Int(end.recoiler)].momentum)
        guard span > 4 * cutoff2 else { return nil }
        return end.splits
            ? splitGluon(end, span: span, &event, using: &stream) : emitGluon(end, span: span, &event, using: &stream)
    }

    private func emitGluon(
        _ end: DipoleEnd, span: Double, _ event: inout HardEvent, using stream: inout RandomStream
    ) -> Int32? {
        let radiator = event.partons[Int(end.radiator)]
        let scale2 = end.trial
        // u = 1 - z with density u / (u² + k0²).
        let k0 = cutoff2 / span
        let u2 = k0 * (Elementary.exp(stream.uniform() * Elementary.log(1 + 1 / k0)) - 1)
        guard u2 > 0, u2 < 1 else { return nil }
        let u = u2.squareRoot()
        let z = 1 - u
        let m2 = radiator.mass * radiator.mass
        let y = scale2 / (z * u * span)
        let product = 0.5 * scale2 / (z * u)
        let x = end.recoilIsIncoming ? 1 / (1 + y) : 1 - y
        guard x > 0 else { return nil }
        // Outgoing recoiler: 1 / (1 - z (1-y)); incoming: 1 / (1-z + 1-x).
        let pole = 2 / (end.recoilIsIncoming ? u + 1 - x : u + z * y)
        // Both sides of a gluon together: 2 C_A (1/(1 - z(1-y)) + 1/(1 - (1-z)(1-y)) - 2 + z (1-z)).
        let rest = radiator.pdgID == 21 ? 2 - z * u : 1 + z + m2 / product
        let kernel = pole - rest
        guard x * kernel * (u2 + k0) > 2 * u * stream.uniform() else { return nil }
        guard keepsDensity(end, x: x, scale2: scale2, event, using: &stream),
            let momenta = momenta(
                end, event, pair2: m2 + 2 * product, z: z, first2: m2, second2: 0, x: x, using: &stream),
            survivesRecoilerMass(end, momenta, pole: pole, rest: rest, event, using: &stream),
            survivesParent(end, momenta, event, using: &stream)
        else { return nil }
        var gluon = Parton(pdgID: 21, state: .outgoing, mother: radiator.mother, momentum: momenta.second, mass: 0)
        // The gluon lies between the radiator and the line's other end.
        let line = event.newColour()
        if end.isColourSide {
            gluon.colour = radiator.colour
            gluon.anticolour = line
            event.partons[Int(end.radiator)].colour = line
        } else {
            gluon.anticolour = radiator.anticolour
            gluon.colour = line
            event.partons[Int(end.radiator)].anticolour = line
        }
        event.partons[Int(end.radiator)].momentum = momenta.first
        event.partons[Int(end.recoiler)].momentum = momenta.recoiler
        event.partons.append(gluon)
        return Int32(event.partons.count - 1)
    }

    /// With a massive recoiler the light-cone fraction is not that of the kernel, z = p_i p_k / ((p_i + p_j) p_k): the soft
    /// pole is weaker, as two slow heavy quarks hardly radiate.
    private func survivesRecoilerMass(
        _ end: DipoleEnd, _ momenta: (first: FourVector, second: FourVector, recoiler: FourVector), pole: Double,
        rest: Double, _ event: borrowing HardEvent, using stream: inout RandomStream
    ) -> Bool {
        guard !end.recoilIsIncoming, event.partons[Int(end.recoiler)].mass > 0 else { return true }
        let ik = momenta.first.dot(momenta.recoiler)
        let jk = momenta.second.dot(momenta.recoiler)
        let ij = momenta.first.dot(momenta.second)
        let z = ik / (ik + jk)
        let y = ij / (ij + ik + jk)
        return 2 / (1 - z * (1 - y)) - rest > (pole - rest) * stream.uniform()
    }

    /// Radiation of a decaying quark itself: where the recoil goes to a colourless product, the line ends at the decaying
    /// parton P. Its own eikonal factor, -m²/(P.k)², is taken off 2 P.p/((P.k)(p.k)) (Khoze, Orr and Stirling, Nucl.
    /// Phys. B 378 (1992) 413, eq. 4), so that nothing is radiated against the direction of p.
    private func survivesParent(
        _ end: DipoleEnd, _ momenta: (first: FourVector, second: FourVector, recoiler: FourVector),
        _ event: borrowing HardEvent, using stream: inout RandomStream
    ) -> Bool {
        let recoiler = event.partons[Int(end.recoiler)]
        guard recoiler.colour == 0, recoiler.anticolour == 0 else { return true }
        let parent = momenta.first + momenta.second + momenta.recoiler
        let own = parent.mass2 * momenta.first.dot(momenta.second)
        return 2 * parent.dot(momenta.first) * parent.dot(momenta.second) * (1 - stream.uniform()) > own
    }

    private func splitGluon(
        _ end: DipoleEnd, span: Double, _ event: inout HardEvent, using stream: inout RandomStream
    ) -> Int32? {
        let flavour = Int32(stream.integer(below: 5)) + 1
        let mass = QuarkMasses.constituent(flavour)
        let m2 = mass * mass
        let scale2 = end.trial
        let z = stream.uniform()
        // pT² = kT² + m².
        guard scale2 > m2, z > 0 else { return nil }
        let pair2 = scale2 / (z * (1 - z))
        let y = pair2 / span
        let x = end.recoilIsIncoming ? 1 / (1 + y) : 1 - y
        // A pair that takes a large part of the dipole's mass is no collinear splitting: (1 - y)³ in place of 1 - y.
        let damping = end.recoilIsIncoming ? x : x * x * x
        // Scale of the coupling: the pair's mass (Brodsky, Lepage and Mackenzie, Phys. Rev. D 28 (1983) 228).
        let slower = coupling.value(at: pair2) / coupling.value(at: scale2)
        guard x > 0, slower * damping * (1 - 2 * z * (1 - z) + 2 * m2 / pair2) > stream.uniform() else { return nil }
        guard keepsDensity(end, x: x, scale2: scale2, event, using: &stream),
            let momenta = momenta(end, event, pair2: pair2, z: z, first2: m2, second2: m2, x: x, using: &stream)
        else { return nil }
        let gluon = event.partons[Int(end.radiator)]
        let position = Int(end.radiator)
        var antiquark = Parton(
            pdgID: -flavour, state: .outgoing, mother: gluon.mother, momentum: momenta.second, mass: mass)
        antiquark.anticolour = gluon.anticolour
        event.partons[position].pdgID = flavour
        event.partons[position].mass = mass
        event.partons[position].anticolour = 0
        event.partons[position].momentum = momenta.first
        event.partons[Int(end.recoiler)].momentum = momenta.recoiler
        event.partons.append(antiquark)
        return Int32(event.partons.count - 1)
    }

    /// Ratio of the densities of an incoming recoiler after and before the branching; always true for outgoing ones.
    private func keepsDensity(
        _ end: DipoleEnd, x: Double, scale2: Double, _ event: borrowing HardEvent, using stream: inout RandomStream
    ) -> Bool {
        guard end.recoilIsIncoming else { return true }
        let incoming = event.partons[Int(end.recoiler)]
        let before = incoming.momentum.energy / beamEnergy
        guard before < Self.largestX * x else { return false }
        let (new, old) = densities.values(x1: before / x, x2: before, scale: scale2.squareRoot())
        return new[Int(incoming.pdgID)] > stream.uniform() * old[Int(incoming.pdgID)]
    }

    /// Momenta of the pair and the recoiler after the branching; nil outside phase space.
    ///
    /// Outgoing recoiler: the sum of both is kept. Incoming recoiler: its momentum becomes that divided by x, and the
    /// difference goes to the pair.
    private func momenta(
        _ end: DipoleEnd, _ event: borrowing HardEvent, pair2: Double, z: Double, first2: Double, second2: Double,
        x: Double, using stream: inout RandomStream
    ) -> (first: FourVector, second: FourVector, recoiler: FourVector)? {
        let radiator = event.partons[Int(end.radiator)].momentum
        let recoiler = event.partons[Int(end.recoiler)]
        let kT2 = z * (1 - z) * pair2 - (1 - z) * first2 - z * second2
        guard kT2 >= 0, pair2.isFinite else { return nil }
        let (total, axis, plus): (FourVector, Frame, Double)
        let pair: FourVector
        if end.recoilIsIncoming {
            pair = radiator + (1 / x - 1) * recoiler.momentum
            total = pair + recoiler.momentum
            let inFrame = pair.boosted(into: total)
            axis = Frame(along: inFrame)
            plus = inFrame.energy + inFrame.momentum
        } else {
            total = radiator + recoiler.momentum
            let mass = total.mass
            guard pair2.squareRoot() + recoiler.mass < mass else { return nil }
            let p = PhaseSpaceDecay.momentum(mass, pair2.squareRoot(), recoiler.mass)
            axis = Frame(along: radiator.boosted(into: total))
            plus = (p * p + pair2).squareRoot() + p
            let back = FourVector(px: 0, py: 0, pz: -p, energy: (p * p + recoiler.mass * recoiler.mass).squareRoot())
            pair = total - axis.rotated(back).boosted(from: total)
        }
        let (sine, cosine) = Elementary.sincos(PhysicalConstants.twoPi * stream.uniform())
        let kT = kT2.squareRoot()
        let (a, b) = (z * plus, (first2 + kT2) / (z * plus))
        let first = axis.rotated(
            FourVector(px: kT * cosine, py: kT * sine, pz: 0.5 * (a - b), energy: 0.5 * (a + b))
        ).boosted(from: total)
        let recoil = end.recoilIsIncoming ? (1 / x) * recoiler.momentum : total - pair
        return (first, pair - first, recoil)
    }
}
