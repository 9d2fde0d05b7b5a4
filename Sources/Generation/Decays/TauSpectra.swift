// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A distribution of an invariant mass, tabulated on equal steps.
struct MassSpectrum: Sendable {
    private let lower: Double
    private let step: Double
    private let cumulative: ConstantTable<Double>

    /// - Parameter density: of the mass, evaluated in the middle of each step.
    init(from lower: Double, to upper: Double, steps: Int, density: (Double) -> Double) {
        self.lower = lower
        step = (upper - lower) / Double(steps)
        var sums = [0.0]
        for i in 0..<steps { sums.append(sums[i] + density(lower + (Double(i) + 0.5) * step)) }
        cumulative = ConstantTable(sums.map { $0 / sums[steps] })
    }

    /// One mass by bisection; one draw.
    func sample(using stream: inout RandomStream) -> Double {
        let u = stream.uniform()
        var (low, high) = (0, cumulative.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if cumulative[middle] <= u { low = middle } else { high = middle }
        }
        let width = cumulative[high] - cumulative[low]
        return lower + (Double(low) + (width > 0 ? (u - cumulative[low]) / width : 0)) * step
    }
}

/// The form factor of two pions: rho(770) and rho(1450) with widths of a P wave.
///
/// F = (BW_ρ + β BW_ρ') / (1 + β), BW = m²/(m² - s - i √s Γ(s)), Γ(s) = Γ (m²/s)(p/p0)³; masses, widths and β of Kühn and
/// Santamaria, Z. Phys. C 48 (1990) 445, model 1.
enum PionFormFactor {
    private static let pion = 0.13957

    static func value(_ s: Double) -> (re: Double, im: Double) {
        let beta = -0.145
        let (a, b) = (line(s, 0.773, 0.145), line(s, 1.370, 0.510))
        return ((a.re + beta * b.re) / (1 + beta), (a.im + beta * b.im) / (1 + beta))
    }

    private static func line(_ s: Double, _ mass: Double, _ width: Double) -> (re: Double, im: Double) {
        let m2 = mass * mass
        let ratio = max(s - 4 * pion * pion, 0) / (m2 - 4 * pion * pion)
        // √s Γ(s) = Γ m²/√s (p/p0)³
        let imaginary = width * m2 / s.squareRoot() * ratio * ratio.squareRoot()
        let real = m2 - s
        let scale = m2 / (real * real + imaginary * imaginary)
        return (scale * real, scale * imaginary)
    }
}

/// tau⁻ → π⁻ π⁰ ν.
struct TwoPionSpectrum: Sendable {
    private let spectrum: MassSpectrum

    init() {
        let (tau, charged, neutral) = (1.77693, 0.13957, 0.13498)
        spectrum = MassSpectrum(from: charged + neutral, to: tau, steps: 400) { mass in
            let x = mass * mass / (tau * tau)
            let beta = 2 * PhaseSpaceDecay.momentum(mass, charged, neutral) / mass
            let factor = PionFormFactor.value(mass * mass)
            let square = factor.re * factor.re + factor.im * factor.im
            // dΓ/dQ² ~ (1 - x)² (1 + 2 x) β³ |F|² (Tsai 1971), dQ² = 2 Q dQ.
            return mass * (1 - x) * (1 - x) * (1 + 2 * x) * beta * beta * beta * square
        }
    }

    /// Products in the order π⁻, π⁰, ν with the lepton at rest; returns the polarimeter vector.
    func decay(
        mass: Double, masses: DecayMasses, using stream: inout RandomStream, into momenta: inout DecayMomenta
    ) -> FourVector {
        let pair = min(max(spectrum.sample(using: &stream), masses[0] + masses[1]), mass)
        let flight = UnitVector.isotropic(using: &stream)
        let system = flight.momentum(PhaseSpaceDecay.momentum(mass, pair, 0), mass: pair)
        // In the pair's frame M² cos² + Q² sin² to the lepton's flight.
        let ratio = pair * pair / (mass * mass)
        var cosine = 0.0
        repeat { cosine = 2 * stream.uniform() - 1 } while cosine * cosine * (1 - ratio) + ratio < stream.uniform()
        let direction = flight.tilted(cosine: cosine, using: &stream)
        let p = PhaseSpaceDecay.momentum(pair, masses[0], masses[1])
        momenta[0] = direction.momentum(p, mass: masses[0]).boosted(from: system)
        momenta[1] = system - momenta[0]
        momenta[2] = FourVector(px: 0, py: 0, pz: 0, energy: mass) - system
        let current = FourVector(px: p * direction.x, py: p * direction.y, pz: p * direction.z, energy: 0)
        let found = TauDecays.polarimeter(current.boosted(from: system), .zero, neutrino: momenta[2])
        return (1 / found.energy) * found.spatial
    }
}

/// tau⁻ → π⁻ π⁻ π⁺ ν and π⁰ π⁰ π⁻ ν through the a1(1260) and a rho meson (Kühn and Santamaria, Z. Phys. C 48 (1990) 445).
///
/// J ~ BW_a1(Q²) [F(s13) (q1 - q3) + F(s23) (q2 - q3)], made orthogonal to Q, with the like pions 1 and 2.
struct ThreePionSpectrum: Sendable {
    private let spectrum: MassSpectrum
    /// Largest -J·J* by mass.
    private let peaks: ConstantTable<Double>
    private static let steps = 48
    private static let (tau, pion) = (1.77693, 0.13957)

    init() {
        let lower = 3 * Self.pion
        let step = (Self.tau - lower) / Double(Self.steps)
        let nodes = (0..<Self.steps).map { Self.integral(mass: lower + (Double($0) + 0.5) * step) }
        peaks = ConstantTable(nodes.map(\.peak))
        let (a1, width) = (1.251, 0.599)
        let norm = Self.integral(mass: a1).integral
        spectrum = MassSpectrum(from: lower, to: Self.tau, steps: Self.steps) { mass in
            let g = nodes[min(Int((mass - lower) / step), Self.steps - 1)].integral
            let x = mass * mass / (Self.tau * Self.tau)
            let real = a1 * a1 - mass * mass
            let imaginary = a1 * width * g / norm
            // dΓ/dQ² ~ (1 - x)² (1 + 2 x) g / Q² |BW|², dQ² = 2 Q dQ.
            return (1 - x) * (1 - x) * (1 + 2 * x) * g / mass / (real * real + imaginary * imaginary)
        }
    }

    /// Integral of -J·J* over the Dalitz plot divided by Q², and the largest value.
    private static func integral(mass: Double) -> (integral: Double, peak: Double) {
        let (m2, q2) = (pion * pion, mass * mass)
        let points = 24
        let (low, high) = (4 * m2, (mass - pion) * (mass - pion))
        let cell = (high - low) / Double(points)
        var (sum, peak) = (0.0, 0.0)
        for i in 0..<points {
            for j in 0..<points {
                let (a, b) = (low + (Double(i) + 0.5) * cell, low + (Double(j) + 0.5) * cell)
                let c = q2 + 3 * m2 - a - b
                // Inside the boundary s12 s13 s23 > m² (Q² - m²)² (Kibble's function for equal masses).
                guard c > low, a * b * c > m2 * (q2 - m2) * (q2 - m2) else { continue }
                let value = strength(s13: a, s23: b, s12: c, q2: q2)
                sum += value
                peak = max(peak, value)
            }
        }
        return (sum * cell * cell / q2, peak)
    }

    /// -J·J* without the a1.
    private static func strength(s13: Double, s23: Double, s12: Double, q2: Double) -> Double {
        let m2 = pion * pion
        let (f, g) = (PionFormFactor.value(s13), PionFormFactor.value(s23))
        let (d1, d2) = (0.5 * (s12 - s23), 0.5 * (s12 - s13))
        let first = s13 - 4 * m2 + d1 * d1 / q2
        let second = s23 - 4 * m2 + d2 * d2 / q2
        let mixed = d1 * d2 / q2 - 0.5 * (s12 - s13 - s23) - 2 * m2
        return (f.re * f.re + f.im * f.im) * first + (g.re * g.re + g.im * g.im) * second
            + 2 * (f.re * g.re + f.im * g.im) * mixed
    }

    /// Products in the order of two like pions, the other, ν, with the lepton at rest; returns the polarimeter vector.
    func decay(
        mass: Double, masses: DecayMasses, using stream: inout RandomStream, into momenta: inout DecayMomenta
    ) -> FourVector {
        let threshold = masses[0] + masses[1] + masses[2] + 1e-3
        let q = min(max(spectrum.sample(using: &stream), threshold), mass - 1e-3)
        let lower = 3 * Self.pion
        let bin = min(max(Int((q - lower) / (Self.tau - lower) * Double(Self.steps)), 0), Self.steps - 1)
        // M² |J_z|² + Q² |J_T|² (1 ± circular part): at most max(M², 2 Q²) -J·J*; a fifth for the table's steps.
        let peak = 1.2 * max(peaks[bin], peaks[min(bin + 1, Self.steps - 1)])
        let bound = (mass * mass - q * q) / (q * q) * max(mass * mass, 2 * q * q) * peak / (2 * mass)
        let parent = FourVector(px: 0, py: 0, pz: 0, energy: mass)
        var polarimeter = FourVector.zero
        for _ in 0..<2000 {
            let system = UnitVector.isotropic(using: &stream).momentum(
                PhaseSpaceDecay.momentum(mass, q, 0), mass: q)
            PhaseSpaceDecay.generate(system, mass: q, masses: masses, count: 3, using: &stream, into: &momenta)
            momenta[3] = parent - system
            polarimeter = Self.polarimeter(momenta, system, q)
            if polarimeter.energy * 0.5 >= bound * stream.uniform() { break }
        }
        return (1 / polarimeter.energy) * polarimeter.spatial
    }

    private static func polarimeter(_ momenta: DecayMomenta, _ system: FourVector, _ q: Double) -> FourVector {
        let (d1, d2) = (momenta[0] - momenta[2], momenta[1] - momenta[2])
        let first = d1 - (d1.dot(system) / (q * q)) * system
        let second = d2 - (d2.dot(system) / (q * q)) * system
        let f = PionFormFactor.value((momenta[0] + momenta[2]).mass2)
        let g = PionFormFactor.value((momenta[1] + momenta[2]).mass2)
        return TauDecays.polarimeter(
            f.re * first + g.re * second, f.im * first + g.im * second, neutrino: momenta[3])
    }
}
