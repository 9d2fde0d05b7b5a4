// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Backward evolution of the incoming partons (Sjöstrand, Phys. Lett. B 157 (1985) 321).
///
/// The ordering variable is pT² = (1-z) Q² of a branching mother -> incoming + outgoing with virtuality Q² and momentum
/// fraction z of the incoming one. The density is d(pT²)/(pT² + pT0²) dz alpha_s(pT² + pT0²)/(2 pi) P(z) times the ratio
/// x'f(x', pT)/(x f(x, pT)) of the mother's to the incoming parton's density at x' = x/z (Sjöstrand and Skands, Eur. Phys.
/// J. C 39 (2005) 129, sec. 3). The hard system takes the recoil: all its particles are transformed by the Lorentz
/// transformation of Catani and Seymour, Nucl. Phys. B 485 (1997) 291, eq. 5.139, which keeps its mass.
struct InitialStateBranching: Sendable {
    let coupling: ShowerCoupling
    let densities: PartonDensities
    let beamEnergy: Double
    /// Squared regularisation and cutoff of pT, GeV².
    let regularisation2, cutoff2: Double
    /// Margins of the overestimates: densities may grow towards smaller scales and larger x.
    private static let gluonMargin = 1.5
    private static let quarkMargin = 2.0

    /// The next trial of one side.
    struct Trial: BitwiseCopyable {
        /// Squared pT; below 0 when still to be drawn, 0 for none.
        var scale2 = -1.0
        /// Overestimated strengths of a gluon and of a quark as mother, and the estimates of density ratios in them.
        var fromGluon = 0.0, fromQuark = 0.0
        var gluonRatio = 1.0, quarkRatio = 1.0
        var zMinimum = 0.0, zMaximum = 1.0
        var kind = Kind.ordinary
    }

    enum Kind: UInt8, BitwiseCopyable {
        case ordinary
        /// No branching: the overestimate is to be made anew at this scale.
        case step
        /// A heavy quark at its threshold, below which the proton has none: it comes from a gluon for certain.
        case threshold
    }

    /// Draws the next trial of a side (0 or 1) below a squared scale.
    func drawTrial(
        _ side: Int, _ event: borrowing HardEvent, below scale2: Double, using stream: inout RandomStream
    ) -> Trial {
        var trial = Trial()
        trial.scale2 = 0
        let incoming = event.partons[side]
        let x = incoming.momentum.energy / beamEnergy
        let sHat = 4 * incoming.momentum.energy * event.partons[1 - side].momentum.energy
        trial.zMinimum = x / FinalStateBranching.largestX
        trial.zMaximum = Self.largestZ(cutoff2 / sHat)
        guard trial.zMinimum < trial.zMaximum else { return trial }
        // pT² <= s (1-z)²/z, largest at the smallest z.
        let open = 1 - trial.zMinimum
        let upper = min(scale2, sHat * open * open / trial.zMinimum)
        guard upper > cutoff2 else { return trial }
        let threshold2 = Self.threshold2(incoming.pdgID)
        guard upper > threshold2 else {
            if threshold2 > 0 { forced(&trial, upper) }
            return trial
        }
        estimate(&trial, incoming.pdgID, x: x, scale: min(upper, 1e8).squareRoot())
        // The density of a heavy quark falls fast towards its threshold: the estimate holds for a factor of 2 in pT².
        let lower2 = threshold2 > 0 ? max(threshold2, 0.5 * upper) : cutoff2
        let next = coupling.next(
            below: upper + regularisation2, strength: trial.fromGluon + trial.fromQuark,
            cutoff2: lower2 + regularisation2, using: &stream)
        trial.scale2 = max(next - regularisation2, 0)
        if trial.scale2 == 0 && threshold2 > 0 {
            if lower2 > threshold2 {
                trial.scale2 = lower2
                trial.kind = .step
            } else {
                forced(&trial, threshold2)
            }
        }
        return trial
    }

    private func forced(_ trial: inout Trial, _ scale2: Double) {
        trial.scale2 = scale2
        trial.kind = .threshold
        (trial.fromGluon, trial.fromQuark) = (1, 0)
    }

    /// Squared scale above which a heavy quark is in the proton; 0 for light partons.
    private static func threshold2(_ pdgID: Int32) -> Double {
        switch abs(pdgID) {
        case 4: ShowerCoupling.charm2
        case 5: ShowerCoupling.bottom2
        default: 0
        }
    }

    /// (1-z)²/z >= r.
    private static func largestZ(_ r: Double) -> Double { 1 + 0.5 * r - (r + 0.25 * r * r).squareRoot() }

    /// Integrals over z of overestimates of P(z) times the ratio of densities.
    private func estimate(_ trial: inout Trial, _ pdgID: Int32, x: Double, scale: Double) {
        let (values, _) = densities.values(x1: x, x2: x, scale: scale)
        let (low, high) = (trial.zMinimum, trial.zMaximum)
        if pdgID == 21 {
            // P_gg <= 2 C_A / (z (1-z)).
            trial.gluonRatio = Self.gluonMargin
            trial.fromGluon = Self.gluonMargin * 6 * Elementary.log(high * (1 - low) / (low * (1 - high)))
            // P_gq <= 2 C_F / z, and the quarks' densities grow at most like z^(-1/2): 2 C_F z^(-3/2).
            trial.quarkRatio = Self.quarkMargin * Self.quarks(values) / max(values.gluon, 1e-30)
            trial.fromQuark = trial.quarkRatio * (16.0 / 3) * (1 / low.squareRoot() - 1 / high.squareRoot())
        } else {
            // P_qq <= 2 C_F / (1-z), with z^(-1/2) for valence quarks below their peak: integral of both poles.
            trial.quarkRatio = Self.quarkMargin
            trial.fromQuark = Self.quarkMargin * (8.0 / 3) * Elementary.log((1 - low) / (1 - high))
            // P_qg = (z² + (1-z)²)/2 <= 1/2.
            trial.gluonRatio = Self.gluonMargin * values.gluon / max(values[Int(pdgID)], 1e-30)
            trial.fromGluon = trial.gluonRatio * 0.5 * (high - low)
        }
    }

    private static func quarks(_ values: PartonValues) -> Double {
        var sum = 0.0
        for flavour in 1...5 { sum += values[flavour] + values[-flavour] }
        return sum
    }

    /// Accepts or rejects a trial and carries it out.
    ///
    /// - Parameter damping2: squared scale M² of the factor M²/(M² + pT²); infinity for none.
    /// - Returns: position of the new outgoing parton, nil if there is no branching.
    func attempt(
        _ trial: Trial, side: Int, damping2: Double, _ event: inout HardEvent, using stream: inout RandomStream
    ) -> Int32? {
        switch trial.kind {
        case .step: return nil
        case .threshold: return force(trial, side: side, &event, using: &stream)
        case .ordinary: break
        }
        if damping2 < .infinity && damping2 < (damping2 + trial.scale2) * stream.uniform() { return nil }
        let incoming = event.partons[side]
        let sHat = 4 * incoming.momentum.energy * event.partons[1 - side].momentum.energy
        let isFromGluon = stream.uniform() * (trial.fromGluon + trial.fromQuark) < trial.fromGluon
        let isGluon = incoming.pdgID == 21
        let z = drawZ(trial, isGluon: isGluon, isFromGluon: isFromGluon, using: &stream)
        let x = incoming.momentum.energy / beamEnergy
        // The new outgoing parton's mass leaves pT² of its momentum above 0.
        guard z > trial.zMinimum, z <= Self.largestZ(trial.scale2 / sHat) else { return nil }
        let (new, old) = densities.values(x1: x / z, x2: x, scale: trial.scale2.squareRoot())
        let before = old[Int(incoming.pdgID)]
        guard before > 0 else { return nil }
        let u = stream.uniform()
        var mother: Int32 = 21
        var weight: Double
        switch (isGluon, isFromGluon) {
        case (true, true):
            // P_gg z (1-z) / (2 C_A) = (1 - z (1-z))².
            let kernel = 1 - z * (1 - z)
            weight = kernel * kernel * new.gluon / before / trial.gluonRatio
        case (true, false):
            mother = chooseQuark(new, using: &stream)
            weight =
                0.5 * (1 + (1 - z) * (1 - z)) * z.squareRoot() * Self.quarks(new) / before / trial.quarkRatio
        case (false, true):
            weight = (z * z + (1 - z) * (1 - z)) * new.gluon / before / trial.gluonRatio
        case (false, false):
            mother = incoming.pdgID
            weight = 0.5 * (1 + z * z) * new[Int(mother)] / before / trial.quarkRatio
        }
        guard weight > u else { return nil }
        return carryOut(side, mother: mother, z: z, scale2: trial.scale2, &event, using: &stream)
    }

    /// The branching of a gluon to the incoming heavy quark at its threshold.
    private func force(
        _ trial: Trial, side: Int, _ event: inout HardEvent, using stream: inout RandomStream
    ) -> Int32? {
        let x = event.partons[side].momentum.energy / beamEnergy
        let scale = trial.scale2.squareRoot()
        var largest = 0.0
        for _ in 0..<100 {
            let z = trial.zMinimum + (trial.zMaximum - trial.zMinimum) * stream.uniform()
            let weight = (z * z + (1 - z) * (1 - z)) * densities.values(x1: x / z, x2: x, scale: scale).0.gluon
            largest = max(largest, weight)
            guard weight > largest * stream.uniform() else { continue }
            if let new = carryOut(side, mother: 21, z: z, scale2: trial.scale2, &event, using: &stream) { return new }
        }
        return nil
    }

    private func drawZ(
        _ trial: Trial, isGluon: Bool, isFromGluon: Bool, using stream: inout RandomStream
    ) -> Double {
        let (low, high) = (trial.zMinimum, trial.zMaximum)
        let u = stream.uniform()
        switch (isGluon, isFromGluon) {
        case (true, true):
            // d z / (z (1-z)) = d ln(z/(1-z)).
            let odds = low / (1 - low) * Elementary.exp(u * Elementary.log(high * (1 - low) / (low * (1 - high))))
            return odds / (1 + odds)
        case (true, false):
            let (a, b) = (1 / low.squareRoot(), 1 / high.squareRoot())
            let root = a - u * (a - b)
            return 1 / (root * root)
        case (false, true): return low + u * (high - low)
        case (false, false): return 1 - (1 - low) * Elementary.exp(u * Elementary.log((1 - high) / (1 - low)))
        }
    }

    private func chooseQuark(_ values: PartonValues, using stream: inout RandomStream) -> Int32 {
        var left = Self.quarks(values) * stream.uniform()
        for flavour: Int32 in 1...5 {
            left -= values[Int(flavour)]
            if left < 0 { return flavour }
            left -= values[Int(-flavour)]
            if left < 0 { return -flavour }
        }
        return 1
    }

    /// Replaces the incoming parton by its mother and adds the outgoing sister; nil where the masses leave no room.
    private func carryOut(
        _ side: Int, mother: Int32, z: Double, scale2: Double, _ event: inout HardEvent,
        using stream: inout RandomStream
    ) -> Int32? {
        let incoming = event.partons[side]
        let sister: Int32 =
            incoming.pdgID == 21 ? (mother == 21 ? 21 : mother) : (mother == 21 ? -incoming.pdgID : 21)
        let mass = QuarkMasses.constituent(sister)
        let before = incoming.momentum
        let opposite = event.partons[1 - side].momentum
        let after = (1 / z) * before
        let s = 2 * after.dot(opposite)
        let virtuality = scale2 / (1 - z)
        // 2 k.a' = Q² + m², 2 k.b = s'(1-z) - Q².
        let (alongOwn, alongOther) = (s * (1 - z) - virtuality, virtuality + mass * mass)
        let kT2 = alongOwn * alongOther / s - mass * mass
        guard alongOwn > 0, kT2 >= 0 else { return nil }
        let (sine, cosine) = Elementary.sincos(PhysicalConstants.twoPi * stream.uniform())
        let kT = kT2.squareRoot()
        var k = (alongOwn / s) * after + (alongOther / s) * opposite
        k.px += kT * cosine
        k.py += kT * sine
        recoil(&event, from: before + opposite, to: after + opposite - k)
        event.partons[side].momentum = after
        var outgoing = Parton(pdgID: sister, state: .outgoing, mother: Int32(side), momentum: k, mass: mass)
        colour(&event.partons[side], mother: mother, &outgoing, &event.lastColour, using: &stream)
        event.partons.append(outgoing)
        return Int32(event.partons.count - 1)
    }

    /// Catani and Seymour eq. 5.139: p -> p - 2 p.(K+K')/(K+K')² (K+K') + 2 (p.K)/K² K'.
    private func recoil(_ event: inout HardEvent, from old: FourVector, to new: FourVector) {
        let sum = old + new
        let (sum2, old2) = (sum.mass2, old.mass2)
        for i in 2..<event.partons.count where event.partons[i].state != .showered {
            let p = event.partons[i].momentum
            event.partons[i].momentum = p - (2 * p.dot(sum) / sum2) * sum + (2 * p.dot(old) / old2) * new
        }
    }

    /// Colours of mother and sister around the incoming parton's.
    private func colour(
        _ incoming: inout Parton, mother: Int32, _ sister: inout Parton, _ lastColour: inout Int32,
        using stream: inout RandomStream
    ) {
        let (colour, anticolour) = (incoming.colour, incoming.anticolour)
        let wasGluon = incoming.pdgID == 21
        let line = lastColour + 1
        switch (wasGluon, mother == 21) {
        case (true, true), (false, false):
            // A gluon on one of the incoming lines.
            lastColour = line
            let onColour = colour != 0 && (anticolour == 0 || stream.next() & 1 == 0)
            if onColour {
                (sister.colour, sister.anticolour) = (line, colour)
                incoming.colour = line
            } else {
                (sister.colour, sister.anticolour) = (anticolour, line)
                incoming.anticolour = line
            }
        case (true, false):
            // A quark lends its colour and takes the gluon's other line along.
            if mother > 0 {
                sister.colour = anticolour
                incoming.anticolour = 0
            } else {
                sister.anticolour = colour
                incoming.colour = 0
            }
        case (false, true):
            lastColour = line
            if colour != 0 {
                sister.anticolour = line
                incoming.anticolour = line
            } else {
                sister.colour = line
                incoming.colour = line
            }
        }
        incoming.pdgID = mother
    }
}
