// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// gg and q qbar to a pair of top quarks at leading order (Combridge, Nucl. Phys. B 151 (1979) 429).
enum TopPairProduction {
    /// Squared amplitudes for alpha_s = 1, averaged over initial and summed over final colours and spins.
    struct SquaredAmplitudes: Sendable, BitwiseCopyable {
        var gluons: Double
        var quarks: Double
    }

    static func squaredAmplitudes(at point: HardPoint) -> SquaredAmplitudes {
        let invariants = Invariants(point)
        let (tau1, tau2, rho) = (invariants.tau1, invariants.tau2, invariants.rho)
        let squares = tau1 * tau1 + tau2 * tau2
        // RPP 2024 sec. 51.7: d sigma / dt = |M|^2 / (16 pi s^2).
        let pi2 = PhysicalConstants.pi * PhysicalConstants.pi
        let product = tau1 * tau2
        let gluons = 16 * pi2 * (1 / (6 * product) - 3.0 / 8) * (squares + rho - rho * rho / (4 * product))
        let quarks = 64 * pi2 / 9 * (squares + rho / 2)
        return SquaredAmplitudes(gluons: gluons, quarks: quarks)
    }

    /// tau1 = (m² - t)/s, tau2 = (m² - u)/s, rho = 4 m²/s.
    ///
    /// Two different virtual masses are replaced by the common one that keeps s, the momentum and the angle:
    /// m² = (m3² + m4²)/2 - (m3² - m4²)²/(4 s).
    struct Invariants {
        let tau1, tau2, rho: Double
        init(_ point: HardPoint) {
            let s = point.sHat
            let (a, b) = (point.masses[0] * point.masses[0], point.masses[1] * point.masses[1])
            let mass2 = 0.5 * (a + b) - 0.25 * (a - b) * (a - b) / s
            rho = 4 * mass2 / s
            let beta = max(1 - rho, 0).squareRoot()
            // The beam's direction has the light-cone momenta x1 sqrt(S) and x2 sqrt(S): p1.p3 = E1 (E3 - pz3) / ...
            let p3 = point.momenta[0]
            let p4 = point.momenta[1]
            let plus = p3.energy + p3.pz + p4.energy + p4.pz
            let minus = p3.energy - p3.pz + p4.energy - p4.pz
            let first = plus * (p3.energy - p3.pz) / s
            let second = minus * (p3.energy + p3.pz) / s
            // first - second = -beta cos(theta) up to the mass difference, which the common mass leaves out.
            let momentum2 = max(0.25 * s - mass2, 1e-12)
            let cosine = min(max(0.5 * (second - first) * s / (2 * (0.25 * s * momentum2).squareRoot()), -1), 1)
            tau1 = 0.5 * (1 - beta * cosine)
            tau2 = 0.5 * (1 + beta * cosine)
        }
    }
}
