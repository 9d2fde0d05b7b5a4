// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Radiation from the products of one decay.
///
/// This is the seam for another shower: it gets the positions of the products, may replace coloured ones by more
/// partons, and must keep the sum of their momenta and their colour lines to the outside.
protocol PartonShower: Sendable {
    func radiate(
        from products: Range<Int>, in event: inout HardEvent, using stream: inout RandomStream,
        scratch: inout ShowerScratch)
}

/// Memory of a shower.
public struct ShowerScratch: ~Copyable, Sendable {
    /// Positions of the partons of the system in the event.
    var members = Column<Int32>(capacity: 64)
    var ends = Column<DipoleEnd>(capacity: 64)

    public init() {}
}

/// A parton that can radiate, and the one that takes the recoil.
struct DipoleEnd: BitwiseCopyable {
    var radiator: Int32
    var recoiler: Int32
    /// Radiates on its colour side, else on its anticolour side.
    var isColourSide: Bool
}

/// A shower of dipoles ordered in transverse momentum, with the recoil inside the decaying system.
///
/// Every end of a colour line radiates with d(pT²)/pT² alpha_s/(2 pi) P(z) dz, with the DGLAP kernels shared between the
/// two sides of a gluon; the other end of the line takes the recoil, or, where the line leaves the system (b quark of
/// a top decay), the colourless product. Massive radiators have their dead cone. Momentum is conserved exactly.
struct DipoleShower: PartonShower {
    private let coupling: Double
    private let cutoff2: Double
    private let overestimate: Double

    init(card: FragmentationCard) {
        coupling = card.showerCoupling
        cutoff2 = card.showerCutoff * card.showerCutoff
        overestimate = Self.alphaS(scale2: cutoff2, atZ: card.showerCoupling)
    }

    /// One loop with three to five flavours, continuous at 1.5 and 4.8 GeV.
    static func alphaS(scale2: Double, atZ coupling: Double) -> Double {
        func run(_ value: Double, _ from: Double, _ to: Double, _ flavours: Double) -> Double {
            // alpha(Q²) = alpha / (1 + alpha b0 ln(Q²/mu²)), b0 = (33 - 2 nf) / (12 pi).
            value / (1 + value * (33 - 2 * flavours) / (12 * PhysicalConstants.pi) * Elementary.log(to / from))
        }
        let (bottom2, charm2) = (4.8 * 4.8, 1.5 * 1.5)
        let z2 = 91.188 * 91.188
        if scale2 >= bottom2 { return run(coupling, z2, scale2, 5) }
        let atBottom = run(coupling, z2, bottom2, 5)
        if scale2 >= charm2 { return run(atBottom, bottom2, scale2, 4) }
        return min(run(run(atBottom, bottom2, charm2, 4), charm2, max(scale2, 0.16), 3), 1.5)
    }

    func radiate(
        from products: Range<Int>, in event: inout HardEvent, using stream: inout RandomStream,
        scratch: inout ShowerScratch
    ) {
        guard products.count >= 2, copyColoured(products, &event, &scratch) else { return }
        rebuildEnds(event, &scratch)
        var scale2 = startingScale2(event, scratch)
        while scale2 > cutoff2 {
            var best: (scale2: Double, end: Int, splits: Bool) = (cutoff2, -1, false)
            for i in scratch.ends.indices {
                let (trial, splits) = nextTrial(scratch.ends[i], event, below: scale2, using: &stream)
                if trial > best.scale2 { best = (trial, i, splits) }
            }
            guard best.end >= 0 else { return }
            scale2 = best.scale2
            let end = scratch.ends[best.end]
            if emit(end, scale2: scale2, splits: best.splits, &event, &scratch, using: &stream) {
                rebuildEnds(event, &scratch)
            }
        }
    }

    /// Replaces coloured products by copies that the shower changes; false if nothing has colour.
    private func copyColoured(_ products: Range<Int>, _ event: inout HardEvent, _ scratch: inout ShowerScratch) -> Bool
    {
        scratch.members.removeAll()
        var hasColour = false
        for i in products where event.partons[i].colour != 0 || event.partons[i].anticolour != 0 { hasColour = true }
        guard hasColour else { return false }
        for i in products {
            if event.partons[i].state == .resonance {
                scratch.members.append(Int32(i))
                continue
            }
            var copy = event.partons[i]
            copy.mother = Int32(i)
            event.partons[i].copy = Int32(event.partons.count)
            event.partons[i].state = .showered
            scratch.members.append(Int32(event.partons.count))
            event.partons.append(copy)
        }
        return true
    }

    private func startingScale2(_ event: borrowing HardEvent, _ scratch: borrowing ShowerScratch) -> Double {
        var total = FourVector.zero
        for i in scratch.members.indices { total += event.partons[Int(scratch.members[i])].momentum }
        return 0.25 * max(total.mass2, 0)
    }

    private func rebuildEnds(_ event: borrowing HardEvent, _ scratch: inout ShowerScratch) {
        scratch.ends.removeAll()
        for i in scratch.members.indices {
            let radiator = scratch.members[i]
            let parton = event.partons[Int(radiator)]
            if parton.colour != 0 { appendEnd(radiator, parton.colour, isColourSide: true, event, &scratch) }
            if parton.anticolour != 0 { appendEnd(radiator, parton.anticolour, isColourSide: false, event, &scratch) }
        }
    }

    private func appendEnd(
        _ radiator: Int32, _ line: Int32, isColourSide: Bool, _ event: borrowing HardEvent,
        _ scratch: inout ShowerScratch
    ) {
        var recoiler: Int32 = -1
        for j in scratch.members.indices where scratch.members[j] != radiator {
            let other = event.partons[Int(scratch.members[j])]
            if (isColourSide ? other.anticolour : other.colour) == line { recoiler = scratch.members[j] }
        }
        if recoiler < 0 {
            for j in scratch.members.indices where scratch.members[j] != radiator {
                if event.partons[Int(scratch.members[j])].state == .resonance { recoiler = scratch.members[j] }
            }
        }
        guard recoiler >= 0 else { return }
        scratch.ends.append(DipoleEnd(radiator: radiator, recoiler: recoiler, isColourSide: isColourSide))
    }

    /// Largest trial scale below `scale2` from an overestimate of the emission density, and whether it is a splitting of
    /// a gluon to quarks.
    private func nextTrial(
        _ end: DipoleEnd, _ event: borrowing HardEvent, below scale2: Double, using stream: inout RandomStream
    ) -> (Double, Bool) {
        let radiator = event.partons[Int(end.radiator)]
        let span = dipoleMass2(end, event)
        guard span > 4 * cutoff2 else { return (0, false) }
        let isGluon = radiator.pdgID == 21
        let soft = 2 * Self.colourFactor(isGluon) * Elementary.log(span / cutoff2)
        let splitting = isGluon ? Self.splittingIntegral : 0
        let rate = overestimate / PhysicalConstants.twoPi * (soft + splitting)
        // P(no emission between) = (t/t0)^rate.
        let trial = min(scale2, 0.25 * span) * Elementary.exp(Elementary.log(stream.uniformPositive()) / rate)
        let splits = isGluon && stream.uniform() * (soft + splitting) < splitting
        return (trial, splits)
    }

    /// C_F for a quark; half of C_A for each side of a gluon.
    @inline(__always)
    private static func colourFactor(_ isGluon: Bool) -> Double { isGluon ? 1.5 : 4.0 / 3 }
    /// Five flavours, T_R = 1/2, half to each side, z² + (1-z)² at most 1.
    private static let splittingIntegral = 5 * 0.5 * 0.5

    @inline(__always)
    private func dipoleMass2(_ end: DipoleEnd, _ event: borrowing HardEvent) -> Double {
        (event.partons[Int(end.radiator)].momentum + event.partons[Int(end.recoiler)].momentum).mass2
    }

    /// Accepts or vetoes a trial emission, and carries it out.
    private func emit(
        _ end: DipoleEnd, scale2: Double, splits: Bool, _ event: inout HardEvent, _ scratch: inout ShowerScratch,
        using stream: inout RandomStream
    ) -> Bool {
        let radiator = event.partons[Int(end.radiator)]
        let span = dipoleMass2(end, event)
        if Self.alphaS(scale2: scale2, atZ: coupling) < overestimate * stream.uniform() { return false }
        if splits { return splitGluon(end, scale2: scale2, span: span, &event, &scratch, using: &stream) }
        // 1 - z from d(1-z)/(1-z) between cutoff²/span and 1.
        let softness = Elementary.exp(-stream.uniform() * Elementary.log(span / cutoff2))
        let z = 1 - softness
        guard z > 0 else { return false }
        let kernel = radiator.pdgID == 21 ? 0.5 * (1 + z * z * z) : 0.5 * (1 + z * z)
        let m2 = radiator.mass * radiator.mass
        // Dead cone: (kT² / (kT² + (1-z)² m²))² (Dokshitzer, Khoze, Troyan, J. Phys. G 17 (1991) 1602).
        let cone = scale2 / (scale2 + softness * softness * m2)
        let deadCone = cone * cone
        // The soft pole is shared between the two ends as in the dipole kernels of Catani and Seymour, Nucl. Phys. B 485
        // (1997) 291, eq. 5.7: 1/(1 - z(1 - y)) for 1/(1 - z), y = kT² / (z (1-z) s).
        let partition = softness * softness / (softness * softness + scale2 / span)
        if kernel * deadCone * partition < stream.uniform() { return false }
        guard
            let momenta = kinematics(
                end, event, scale2: scale2, z: z, first: radiator.mass, second: 0, using: &stream)
        else { return false }
        var gluon = Parton(
            pdgID: 21, state: .outgoing, mother: radiator.mother, momentum: momenta.second, mass: 0)
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
        scratch.members.append(Int32(event.partons.count))
        event.partons.append(gluon)
        return true
    }

    private func splitGluon(
        _ end: DipoleEnd, scale2: Double, span: Double, _ event: inout HardEvent, _ scratch: inout ShowerScratch,
        using stream: inout RandomStream
    ) -> Bool {
        let flavour = Int32(stream.integer(below: 5)) + 1
        let z = stream.uniform()
        let mass = QuarkMasses.constituent(flavour)
        // d kT² / (kT² + m²): the pair's mass, not kT, is the scale of a splitting to heavy quarks.
        let heavy = mass * mass / (scale2 + mass * mass)
        let kernel = z * z + (1 - z) * (1 - z) + 2 * z * (1 - z) * heavy
        if kernel * (1 - heavy) < stream.uniform() { return false }
        let gluon = event.partons[Int(end.radiator)]
        guard
            let momenta = kinematics(end, event, scale2: scale2, z: z, first: mass, second: mass, using: &stream)
        else { return false }
        var antiquark = Parton(
            pdgID: -flavour, state: .outgoing, mother: gluon.mother, momentum: momenta.second, mass: mass)
        antiquark.anticolour = gluon.anticolour
        event.partons[Int(end.radiator)].pdgID = flavour
        event.partons[Int(end.radiator)].mass = mass
        event.partons[Int(end.radiator)].anticolour = 0
        event.partons[Int(end.radiator)].momentum = momenta.first
        event.partons[Int(end.recoiler)].momentum = momenta.recoiler
        scratch.members.append(Int32(event.partons.count))
        event.partons.append(antiquark)
        return true
    }

    /// Momenta after radiator + recoiler become first + second + recoiler with the same sum; nil below threshold.
    ///
    /// The pair has m² = (m1² + kT²)/z + (m2² + kT²)/(1-z) and z is the light-cone fraction along the radiator.
    private func kinematics(
        _ end: DipoleEnd, _ event: borrowing HardEvent, scale2: Double, z: Double, first: Double, second: Double,
        using stream: inout RandomStream
    ) -> (first: FourVector, second: FourVector, recoiler: FourVector)? {
        let radiator = event.partons[Int(end.radiator)]
        let recoiler = event.partons[Int(end.recoiler)]
        let total = radiator.momentum + recoiler.momentum
        let mass = total.mass
        let pair2 = (first * first + scale2) / z + (second * second + scale2) / (1 - z)
        guard pair2.isFinite, pair2.squareRoot() + recoiler.mass < mass else { return nil }
        let pairMass = pair2.squareRoot()
        let p = PhaseSpaceDecay.momentum(mass, pairMass, recoiler.mass)
        let axis = Frame(along: radiator.momentum.boosted(into: total))
        let plus = (p * p + pair2).squareRoot() + p
        let (sine, cosine) = Elementary.sincos(PhysicalConstants.twoPi * stream.uniform())
        let kT = scale2.squareRoot()
        func light(_ fraction: Double, _ mass: Double, _ sign: Double) -> FourVector {
            let (a, b) = (fraction * plus, (mass * mass + scale2) / (fraction * plus))
            return axis.rotated(
                FourVector(px: sign * kT * cosine, py: sign * kT * sine, pz: 0.5 * (a - b), energy: 0.5 * (a + b))
            ).boosted(from: total)
        }
        let one = light(z, first, 1)
        let two = light(1 - z, second, -1)
        return (one, two, total - one - two)
    }
}

/// A right-handed frame whose third axis is along a vector.
struct Frame: BitwiseCopyable {
    private let ux, uy, uz: Double
    private let vx, vy, vz: Double
    private let wx, wy, wz: Double

    init(along vector: FourVector) {
        let length = vector.momentum
        let (a, b, c) =
            length > 0 ? (vector.px / length, vector.py / length, vector.pz / length) : (0, 0, 1)
        (wx, wy, wz) = (a, b, c)
        // Perpendicular to the larger of the transverse and longitudinal parts.
        let rho = (a * a + b * b).squareRoot()
        if rho > 1e-9 {
            (ux, uy, uz) = (a * c / rho, b * c / rho, -rho)
            (vx, vy, vz) = (-b / rho, a / rho, 0)
        } else {
            (ux, uy, uz) = (1, 0, 0)
            (vx, vy, vz) = (0, c > 0 ? 1 : -1, 0)
        }
    }

    /// A vector given in this frame, in the frame of the axes.
    @inline(__always)
    func rotated(_ p: FourVector) -> FourVector {
        FourVector(
            px: p.px * ux + p.py * vx + p.pz * wx, py: p.px * uy + p.py * vy + p.pz * wy,
            pz: p.px * uz + p.py * vz + p.pz * wz, energy: p.energy)
    }
}
