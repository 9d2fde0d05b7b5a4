// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Masses of two weak bosons from a Higgs boson, at least one of them virtual.
///
/// dΓ ~ BW(m1) BW(m2) λ^(1/2) (λ + 12 m1² m2² / m_H⁴) (Romão and Andringa, Eur. Phys. J. C 7 (1999) 631): exact at tree
/// level with massless fermions, since two factors of m² cancel the denominators of the polarisation sums.
struct WeakPairMasses: Sendable {
    private let boson: BreitWigner
    private let bound: Double
    /// Smallest mass of a virtual boson, GeV: any pair of light quarks can still become hadrons.
    private static let lightest = 2.0

    init(boson: BreitWigner, parent: Double) {
        self.boson = boson
        var largest = 0.0
        for i in 1..<400 {
            let first = parent * Double(i) / 400
            for j in 1...i where i + j < 400 {
                let second = parent * Double(j) / 400
                largest = max(largest, Self.weight(boson, parent, first, second))
            }
        }
        bound = 1.1 * largest
    }

    /// Largest mass of the lighter boson.
    private static func limit(_ parent: Double, _ heavier: Double) -> Double { min(heavier, parent - heavier) }

    /// - Parameter first: the heavier mass.
    private static func weight(_ boson: BreitWigner, _ parent: Double, _ first: Double, _ second: Double) -> Double {
        let (a, b) = (first * first / (parent * parent), second * second / (parent * parent))
        let lambda = max((1 - a - b) * (1 - a - b) - 4 * a * b, 0)
        // The second mass is drawn below what the first one leaves: its share of the Breit-Wigner is a weight.
        return lambda.squareRoot() * (lambda + 12 * a * b)
            * boson.share(from: Self.lightest, to: limit(parent, first))
    }

    /// Both masses, in any order.
    func sample(parent: Double, using stream: inout RandomStream) -> (Double, Double) {
        var pair = (boson.mass, max(parent - boson.mass - 5, 1))
        for _ in 0..<10_000 {
            let first = boson.sample(stream.uniform(), from: Self.lightest, to: parent - Self.lightest)
            let second = boson.sample(stream.uniform(), from: Self.lightest, to: Self.limit(parent, first))
            pair = (first, second)
            if Self.weight(boson, parent, first, second) >= bound * stream.uniform() { break }
        }
        return stream.next() & 1 == 0 ? pair : (pair.1, pair.0)
    }
}

/// Couplings of a pair of fermions to a weak boson, left and right, up to a common factor.
struct WeakCouplings: BitwiseCopyable {
    var left, right: Double

    static let charged = WeakCouplings(left: 1, right: 0)

    /// Of the Z boson: T3 - Q sin²θ and -Q sin²θ with the effective angle sin²θ = 0.2315 (RPP 2024, table 10.2).
    static func neutral(_ pdgID: Int32) -> WeakCouplings {
        let sine2 = 0.2315
        switch abs(pdgID) {
        case 2, 4: return WeakCouplings(left: 0.5 - 2 * sine2 / 3, right: -2 * sine2 / 3)
        case 1, 3, 5: return WeakCouplings(left: -0.5 + sine2 / 3, right: sine2 / 3)
        case 12, 14, 16: return WeakCouplings(left: 0.5, right: 0)
        default: return WeakCouplings(left: -0.5 + sine2, right: sine2)
        }
    }

    var sum2: Double { left * left + right * right }
    /// Share of left-handed fermions.
    var leftShare: Double { left * left / sum2 }
}

/// The angles of H → V V → f1 f̄1 f2 f̄2 at tree level with massless fermions.
///
/// With the momenta F of fermions and A of antifermions, |M|² ~ (l1² l2² + r1² r2²) F1·F2 A1·A2
/// + (l1² r2² + r1² l2²) F1·A2 A1·F2 (Fierz identities).
struct FourFermionDecay: BitwiseCopyable {
    /// Momenta in the Higgs boson's rest frame, the fermions as if they were massless.
    var first, second: FourVector
    var fermion1, antifermion1, fermion2, antifermion2: FourVector
    /// Directions of the antifermions in the rest frames of their bosons.
    var direction1, direction2: UnitVector

    /// Bosons of given masses back to back, with the exact angles.
    static func sample(
        parent: Double, masses: (Double, Double), _ a: WeakCouplings, _ b: WeakCouplings,
        using stream: inout RandomStream
    ) -> FourFermionDecay {
        let p = PhaseSpaceDecay.momentum(parent, masses.0, masses.1)
        let flight = UnitVector.isotropic(using: &stream)
        let first = flight.momentum(p, mass: masses.0)
        let second = (-flight).momentum(p, mass: masses.1)
        // The largest value of one product is ((k1·k2 + m1 m2)/4)², where both pairs lie across the flight.
        let root = 0.25 * (first.dot(second) + masses.0 * masses.1)
        let normalisation = root * root * a.sum2 * b.sum2
        let equal = (a.left * a.left * b.left * b.left + a.right * a.right * b.right * b.right) / normalisation
        let opposite = (a.left * a.left * b.right * b.right + a.right * a.right * b.left * b.left) / normalisation
        var decay = FourFermionDecay(first: first, second: second, masses, using: &stream)
        for _ in 0..<1000 {
            let weight =
                equal * decay.fermion1.dot(decay.fermion2) * decay.antifermion1.dot(decay.antifermion2)
                + opposite * decay.fermion1.dot(decay.antifermion2) * decay.antifermion1.dot(decay.fermion2)
            if weight >= stream.uniform() { break }
            decay = FourFermionDecay(first: first, second: second, masses, using: &stream)
        }
        return decay
    }

    /// Isotropic pairs.
    private init(
        first: FourVector, second: FourVector, _ masses: (Double, Double), using stream: inout RandomStream
    ) {
        self.first = first
        self.second = second
        direction1 = UnitVector.isotropic(using: &stream)
        direction2 = UnitVector.isotropic(using: &stream)
        antifermion1 = direction1.momentum(0.5 * masses.0, mass: 0).boosted(from: first)
        antifermion2 = direction2.momentum(0.5 * masses.1, mass: 0).boosted(from: second)
        fermion1 = first - antifermion1
        fermion2 = second - antifermion2
    }

    /// For two pairs of the same leptons: |A(12,34) - A(14,32)|² over the sum of the two squares, in 0...2.
    ///
    /// Only equal chiralities interfere, and there the amplitudes differ by their propagators alone.
    func interference(_ couplings: WeakCouplings, _ line: BreitWigner) -> Double {
        let a = Propagators(line, first.mass2, second.mass2)
        let b = Propagators(
            line, (fermion1 + antifermion2).mass2, (fermion2 + antifermion1).mass2)
        let (l2, r2) = (couplings.left * couplings.left, couplings.right * couplings.right)
        let same = (l2 * l2 + r2 * r2) * fermion1.dot(fermion2) * antifermion1.dot(antifermion2)
        let mixed =
            2 * l2 * r2
            * (fermion1.dot(antifermion2) * antifermion1.dot(fermion2) * a.square
                + fermion1.dot(antifermion1) * fermion2.dot(antifermion2) * b.square)
        let both = (a.real + b.real) * (a.real + b.real) + (a.imaginary + b.imaginary) * (a.imaginary + b.imaginary)
        return (same * both + mixed) / (same * (a.square + b.square) + mixed)
    }

    /// The product of two propagators 1 / (m² - M² + i M Γ).
    private struct Propagators {
        let real, imaginary: Double
        var square: Double { real * real + imaginary * imaginary }

        init(_ line: BreitWigner, _ first: Double, _ second: Double) {
            let width = line.mass * line.width
            let (a, b) = (first - line.mass * line.mass, second - line.mass * line.mass)
            // 1 / ((a + iw)(b + iw)) = conjugate of the product over its square.
            let (re, im) = (a * b - width * width, width * (a + b))
            let square = re * re + im * im
            (real, imaginary) = (re / square, -im / square)
        }
    }
}
