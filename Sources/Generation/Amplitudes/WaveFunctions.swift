// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A complex number.
struct Complex: Sendable, BitwiseCopyable, Equatable {
    var re: Double
    var im: Double
    init(_ re: Double, _ im: Double = 0) { (self.re, self.im) = (re, im) }
    static func + (a: Complex, b: Complex) -> Complex { Complex(a.re + b.re, a.im + b.im) }
    static func - (a: Complex, b: Complex) -> Complex { Complex(a.re - b.re, a.im - b.im) }
    static func * (a: Complex, b: Complex) -> Complex { Complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re) }
    static func * (a: Double, b: Complex) -> Complex { Complex(a * b.re, a * b.im) }
    var conjugate: Complex { Complex(re, -im) }
    var squared: Double { re * re + im * im }
}

/// The four components of a spinor (left-handed two, right-handed two) or of a vector (t, x, y, z); a scalar has one.
typealias WaveFunction = InlineArray<4, Complex>

/// External wave functions in the chiral representation: γ5 = diag(-1, -1, 1, 1).
///
/// The spin of a massive fermion is quantised along the z axis of the rest frame that a boost without rotation reaches:
/// u(p, s) = (sqrt(p.σ) χ_s, sqrt(p.σbar) χ_s), v(p, s) = C ubar(p, s)^T (Peskin and Schroeder, sec. 3.3 and 3.6). So
/// amplitudes are antilinear in the spin states of outgoing quarks and antiquarks alike.
enum WaveFunctions {
    /// sqrt(p.σ) (sign -1) or sqrt(p.σbar) (sign +1) times a two-spinor: (E + m ± p.σ) / sqrt(2 (E + m)).
    private static func root(
        _ p: FourVector, _ mass: Double, sign: Double, _ chi: (Complex, Complex)
    ) -> (Complex, Complex) {
        let sum = p.energy + mass
        let norm = 1 / (2 * sum).squareRoot()
        let (x, y, z) = (sign * p.px, sign * p.py, sign * p.pz)
        let first = Complex(sum + z) * chi.0 + Complex(x, -y) * chi.1
        let second = Complex(x, y) * chi.0 + Complex(sum - z) * chi.1
        return (norm * first, norm * second)
    }

    private static func spinor(_ spin: Int) -> (Complex, Complex) {
        spin == 0 ? (Complex(1), Complex(0)) : (Complex(0), Complex(1))
    }

    /// u of an incoming fermion, or its conjugate for an outgoing one.
    static func particle(_ p: FourVector, _ mass: Double, spin: Int, conjugate: Bool) -> WaveFunction {
        let left = root(p, mass, sign: -1, spinor(spin))
        let right = root(p, mass, sign: 1, spinor(spin))
        guard conjugate else { return [left.0, left.1, right.0, right.1] }
        // ubar = u† γ0 = (u_R†, u_L†).
        return [right.0.conjugate, right.1.conjugate, left.0.conjugate, left.1.conjugate]
    }

    /// v of an outgoing antifermion, or its conjugate for an incoming one.
    static func antiparticle(_ p: FourVector, _ mass: Double, spin: Int, conjugate: Bool) -> WaveFunction {
        // η = -iσ2 χ*: (1, 0) to (0, 1), (0, 1) to (-1, 0).
        let eta = spin == 0 ? (Complex(0), Complex(1)) : (Complex(-1), Complex(0))
        let left = root(p, mass, sign: -1, eta)
        let lower = root(p, mass, sign: 1, eta)
        let right = (-1 * lower.0, -1 * lower.1)
        guard conjugate else { return [left.0, left.1, right.0, right.1] }
        return [right.0.conjugate, right.1.conjugate, left.0.conjugate, left.1.conjugate]
    }

    /// Real transverse polarisation vectors of a massless vector; `state` 0 or 1.
    static func massless(_ p: FourVector, state: Int) -> WaveFunction {
        let (pT, momentum) = (p.pT, p.momentum)
        // In the plane of the z axis and the momentum, or normal to it.
        let (cosPhi, sinPhi) = pT > 1e-12 * momentum ? (p.px / pT, p.py / pT) : (1, 0)
        let (cosTheta, sinTheta) = (p.pz / momentum, pT / momentum)
        if state == 0 {
            return [Complex(0), Complex(cosTheta * cosPhi), Complex(cosTheta * sinPhi), Complex(-sinTheta)]
        }
        return [Complex(0), Complex(-sinPhi), Complex(cosPhi), Complex(0)]
    }

    /// Real polarisation vectors of a massive vector: the axes of its rest frame, boosted without rotation.
    static func massive(_ p: FourVector, _ mass: Double, state: Int) -> WaveFunction {
        let axis = FourVector(
            px: state == 0 ? 1 : 0, py: state == 1 ? 1 : 0, pz: state == 2 ? 1 : 0, energy: 0)
        let along = axis.px * p.px + axis.py * p.py + axis.pz * p.pz
        let factor = along / (mass * (p.energy + mass))
        return [
            Complex(along / mass), Complex(axis.px + factor * p.px), Complex(axis.py + factor * p.py),
            Complex(axis.pz + factor * p.pz),
        ]
    }
}
