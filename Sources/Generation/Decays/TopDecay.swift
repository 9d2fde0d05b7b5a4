// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The decay t → q W → q f f̄' at tree level, for a quark q of any mass and a W boson off its shell.
///
/// |M|² ~ (p_t - m_t s)·l  q·n / ((w² - M²)² + (w² Γ/M)²), with l the charged lepton or down-type antiquark, n its
/// partner, w² = (l + n)² and s the top quark's spin vector (terms of the fermions' masses over M are left out; their
/// masses enter the kinematics). The W boson's width runs, as in the definition of its mass in the Review of Particle
/// Physics. QCD corrections enter as ratios of the W boson's helicity fractions (see `HelicityFractions`).
struct TopDecay: Sendable {
    /// A decay in the top quark's rest frame.
    struct Products: BitwiseCopyable {
        var quark: FourVector
        var boson: FourVector
        var bosonMass: Double
        /// Of the charged lepton or down-type quark in the W boson's rest frame, and of the W boson.
        var analyser: UnitVector
        var flight: UnitVector
    }

    private let line: BreitWigner
    private let correction: HelicityFractions
    /// Smallest mass of a W boson, GeV: any pair of quarks can still become hadrons.
    static let lightestBoson = 2.0

    /// - Parameter wanted: inclusive helicity fractions at the masses given; nil for those at leading order.
    init(
        top: ProcessListCard.Resonance, w: ProcessListCard.Resonance, bottomMass: Double, wanted: HelicityFractions?
    ) {
        line = BreitWigner.running(mass: w.mass, width: w.width)
        let lowest = HelicityFractions.leadingOrder(top: top.mass, boson: w.mass, quark: bottomMass)
        correction = wanted.map { $0.relative(to: lowest) } ?? HelicityFractions(longitudinal: 1, left: 1, right: 1)
    }

    /// - Parameters:
    ///   - mass: of the top quark, GeV; above the sum of the others.
    ///   - direction: of the charged lepton or down-type quark in the top quark's rest frame.
    func products(
        mass: Double, quark: Double, analyser: Double, partner: Double, direction: UnitVector,
        using stream: inout RandomStream
    ) -> Products {
        let upper = mass - quark - 0.1
        let lower = min(max(Self.lightestBoson, analyser + partner + 0.5), upper)
        let w = bosonMass(top: mass, quark: quark, from: lower, to: upper, using: &stream)
        let inside = WeakPair(mass: w, analyser: analyser, partner: partner)
        // In the boson's frame the top quark and q move with the momentum `pull` against the boson's flight.
        let p = PhaseSpaceDecay.momentum(mass, w, quark)
        let pull = p * mass / w
        let shape = HelicityShape(pull: pull, top: mass, quark: quark, pair: inside)
        let cosine = shape.sample(correction, using: &stream)
        // To the top quark's frame.
        let energy = (p * p + w * w).squareRoot()
        let along = (energy * inside.momentum * cosine + p * inside.analyserEnergy) / w
        let across = inside.momentum * max(1 - cosine * cosine, 0).squareRoot()
        let length = (along * along + across * across).squareRoot()
        let flight = direction.tilted(cosine: length > 0 ? along / length : 1, using: &stream)
        let boson = flight.momentum(p, mass: w)
        let lepton = direction.momentum(length, mass: analyser)
        return Products(
            quark: (-flight).momentum(p, mass: quark), boson: boson, bosonMass: w,
            analyser: UnitVector(of: lepton.boosted(into: boson)), flight: flight)
    }

    /// Breit-Wigner times p (w² t·q + 2 t·w q·w), the integral over the angles of the boson's products.
    private func bosonMass(
        top: Double, quark: Double, from lower: Double, to upper: Double, using stream: inout RandomStream
    ) -> Double {
        let (m2, q2) = (top * top, quark * quark)
        // p <= m/2, and the bracket is at most 9 m⁴/16 for a light quark (at w = m/2).
        let bound = 1.02 * 0.5 * top * 0.5625 * m2 * m2
        var mass = lower
        for _ in 0..<1000 {
            mass = line.sample(stream.uniform(), from: lower, to: upper)
            let w2 = mass * mass
            let bracket = 0.5 * (w2 * (m2 + q2 - w2) + (m2 + w2 - q2) * (m2 - q2 - w2))
            if PhaseSpaceDecay.momentum(top, quark, mass) * bracket >= bound * stream.uniform() { break }
        }
        return mass
    }
}

/// Kinematics of the two fermions of a weak boson at rest.
struct WeakPair: BitwiseCopyable {
    let momentum, analyserEnergy, partnerEnergy: Double

    init(mass: Double, analyser: Double, partner: Double) {
        momentum = PhaseSpaceDecay.momentum(mass, analyser, partner)
        analyserEnergy = (momentum * momentum + analyser * analyser).squareRoot()
        partnerEnergy = (momentum * momentum + partner * partner).squareRoot()
    }
}

/// Shares of the helicities 0, -1 and +1 of the W boson from a top quark (of opposite sign for the antiquark).
struct HelicityFractions: Sendable, BitwiseCopyable, Equatable {
    var longitudinal, left, right: Double

    /// At leading order with a massive quark.
    static func leadingOrder(top: Double, boson: Double, quark: Double) -> HelicityFractions {
        let p = PhaseSpaceDecay.momentum(top, boson, quark)
        let shape = HelicityShape(
            pull: p * top / boson, top: top, quark: quark, pair: WeakPair(mass: boson, analyser: 0, partner: 0))
        return shape.fractions
    }

    /// Of these fractions to others.
    func relative(to other: HelicityFractions) -> HelicityFractions {
        HelicityFractions(
            longitudinal: longitudinal / other.longitudinal, left: left / other.left,
            right: other.right > 0 ? right / other.right : 1)
    }
}

/// The distribution of the angle of the charged lepton in the W boson's rest frame to the boson's flight,
/// a (1 - c)² + b (1 - c²) + d (1 + c)²: the product t·l q·n as a function of c.
struct HelicityShape: BitwiseCopyable {
    private let left, longitudinal, right: Double

    init(pull: Double, top: Double, quark: Double, pair: WeakPair) {
        let topEnergy = (pull * pull + top * top).squareRoot()
        let quarkEnergy = (pull * pull + quark * quark).squareRoot()
        let swing = pull * pair.momentum
        func product(_ cosine: Double) -> Double {
            (topEnergy * pair.analyserEnergy + swing * cosine) * (quarkEnergy * pair.partnerEnergy - swing * cosine)
        }
        left = 0.25 * product(-1)
        right = 0.25 * product(1)
        longitudinal = product(0) - left - right
    }

    /// Integrals over c: 8/3, 4/3, 8/3.
    var fractions: HelicityFractions {
        let sum = 2 * left + longitudinal + 2 * right
        return HelicityFractions(longitudinal: longitudinal / sum, left: 2 * left / sum, right: 2 * right / sum)
    }

    /// Cosine with each helicity's share multiplied by a correction.
    func sample(_ correction: HelicityFractions, using stream: inout RandomStream) -> Double {
        let shares = (
            2 * left * correction.left, longitudinal * correction.longitudinal, 2 * right * correction.right
        )
        let u = stream.uniform() * (shares.0 + shares.1 + shares.2)
        // Order statistics of three uniform numbers: the largest has the density 3 x², the middle one 6 x (1 - x).
        let (a, b, c) = (stream.uniform(), stream.uniform(), stream.uniform())
        let largest = max(a, max(b, c))
        if u < shares.0 { return 1 - 2 * largest }
        if u >= shares.0 + shares.1 { return 2 * largest - 1 }
        let middle = a + b + c - largest - min(a, min(b, c))
        return 2 * middle - 1
    }
}

extension BreitWigner {
    /// A line whose width grows with m², 1 / ((m² - M²)² + (m² Γ/M)²): exactly one of fixed width with
    /// M' = M / (1 + (Γ/M)²)^(1/2) and Γ' = Γ / (1 + (Γ/M)²)^(1/2) (Bardin et al., Phys. Lett. B 206 (1988) 539).
    static func running(mass: Double, width: Double) -> BreitWigner {
        let ratio = width / mass
        let factor = 1 / (1 + ratio * ratio).squareRoot()
        return BreitWigner(mass: mass * factor, width: width * factor)
    }
}
