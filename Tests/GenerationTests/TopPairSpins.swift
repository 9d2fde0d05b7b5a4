// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

@testable import Generation

/// The spin density matrix of gg and q q̄ to a pair of top quarks at leading order.
///
/// R ~ 1 + C_ij (σ_i ⊗ σ_j) in the basis of the top quark's direction k, of n = p × k and of r = (p - k cos Θ)/sin Θ,
/// p being a beam, all in the partons' centre-of-mass frame: Bernreuther, Heisler and Si, JHEP 12 (2015) 026; in the
/// closed form used here Afik and de Nova, Eur. Phys. J. Plus 136 (2021) 907, eqs. A1-A4. Neither quark is polarised.
struct TopPairSpins {
    /// Diagonal coefficients and the only other one, C_kr = C_rk.
    let kk, nn, rr, kr: Double
    private let k, n, r: UnitVector
    /// Polarisation of the quark and the antiquark, given what the other was projected on.
    private var polarisations = (FourVector.zero, FourVector.zero)

    /// - Parameters:
    ///   - top: momentum of the top quark in the partons' centre-of-mass frame; the beams are along z.
    ///   - beta: velocity of the quarks there.
    init(top: FourVector, beta: Double, fromGluons: Bool) {
        let direction = UnitVector(of: top)
        // Where the quark flies along the beam, n and r are any pair.
        let cosine = min(max(direction.z, -1 + 1e-12), 1 - 1e-12)
        let sine2 = 1 - cosine * cosine
        let sine = sine2.squareRoot()
        k = direction
        let across = (direction.x * direction.x + direction.y * direction.y).squareRoot()
        n =
            across > 0
            ? UnitVector(x: -direction.y / across, y: direction.x / across, z: 0) : direction.perpendicular()
        r = direction.cross(n)
        let beta2 = beta * beta
        let inverseGamma = max(1 - beta2, 0).squareRoot()
        if fromGluons {
            let quartic = 1 + sine2 * sine2
            let beta4 = beta2 * beta2
            let sum = 1 + 2 * beta2 * sine2 - beta4 * quartic
            rr = -(1 - beta2 * (2 - beta2) * quartic) / sum
            nn = -(1 - 2 * beta2 + beta4 * quartic) / sum
            // sin²(2 Θ) / 2 = 2 sin² cos².
            kk = -(1 - 2 * beta2 * sine2 * cosine * cosine - beta4 * quartic) / sum
            kr = inverseGamma * beta2 * 2 * sine * cosine * sine2 / sum
        } else {
            let sum = 2 - beta2 * sine2
            rr = (2 - beta2) * sine2 / sum
            nn = -beta2 * sine2 / sum
            kk = (beta2 + cosine * cosine * (2 - beta2)) / sum
            kr = 2 * sine * cosine * inverseGamma / sum
        }
    }

    /// Of the first pair of a hard event before radiation: entries 0 and 1 are the partons, 2 and 3 the quarks.
    ///
    /// Two different virtual masses enter by the velocity at which their momentum and energy agree with equal ones.
    init(_ event: borrowing HardEvent) {
        let system = event.partons[2].momentum + event.partons[3].momentum
        let quark = event.partons[2].pdgID > 0 ? 2 : 3
        let top = event.partons[quark].momentum.boosted(into: system)
        self.init(
            top: top, beta: min(2 * top.momentum / system.mass, 1), fromGluons: event.partons[0].pdgID == 21)
    }

    /// D = tr C / 3: the distribution of the angle between the two leptons is (1 - D cos φ)/2.
    var trace: Double { (kk + nn + rr) / 3 }

    /// As a density matrix of both: (1 + C_ij σ_i ⊗ σ_j)/4.
    var density: SpinDensity {
        let zero = Complex(0)
        let pauli: [[Complex]] = [
            [zero, Complex(1), Complex(1), zero], [zero, Complex(0, -1), Complex(0, 1), zero],
            [Complex(1), zero, zero, Complex(-1)],
        ]
        let (a, b, c) = ([k.x, k.y, k.z], [n.x, n.y, n.z], [r.x, r.y, r.z])
        var values: [Complex] = []
        for place in 0..<16 {
            let (row, column) = (place / 4, place % 4)
            var value = Complex(row == column ? 0.25 : 0)
            for i in 0..<3 {
                for j in 0..<3 {
                    let diagonal = kk * a[i] * a[j] + nn * b[i] * b[j] + rr * c[i] * c[j]
                    let coefficient = diagonal + kr * (a[i] * c[j] + c[i] * a[j])
                    let first = pauli[i][(row & 1) * 2 + (column & 1)]
                    value = value + 0.25 * coefficient * (first * pauli[j][(row >> 1) * 2 + (column >> 1)])
                }
            }
            values.append(value)
        }
        var density = SpinDensity()
        density.set(size: 4, values)
        return density
    }

    func weight(of top: Int, direction: (x: Double, y: Double, z: Double)) -> Double {
        let p = top == 0 ? polarisations.0 : polarisations.1
        return 0.5 * (1 + p.px * direction.x + p.py * direction.y + p.pz * direction.z)
    }

    mutating func project(_ top: Int, on direction: (x: Double, y: Double, z: Double)) {
        let spin = UnitVector(x: direction.x, y: direction.y, z: direction.z)
        let (ak, an, ar) = (k.dot(spin), n.dot(spin), r.dot(spin))
        let (bk, bn, br) = (kk * ak + kr * ar, nn * an, rr * ar + kr * ak)
        let other = bk * k.spatial + bn * n.spatial + br * r.spatial
        if top == 0 { polarisations = (spin.spatial, other) } else { polarisations = (other, spin.spatial) }
    }
}
