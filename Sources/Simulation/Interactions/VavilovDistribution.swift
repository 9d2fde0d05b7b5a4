// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The energy that many collisions with free electrons take, in Landau's variable λ, when none can take more than a
/// limit: Vavilov's distribution for β² = 0, drawn from a table of its quantiles.
///
/// κ is the ratio of the Landau width ξ to the limit. For κ → 0 it is Landau's distribution without the end of its tail,
/// for κ > 10 nearly a Gaussian. P. V. Vavilov, Sov. Phys. JETP 5 (1957) 749. The mean of λ is −0.42278 − ln κ, its
/// variance 1/κ. Valid for κ > 0.004; below, the tail ends where that of 0.004 does.
final class VavilovDistribution: Sendable {
    /// λ at u = i / `bulkNodes` up to `tailStart`, then at survivals of `tailStart`'s over powers of two in quarters.
    private let quantiles: UnsafeTable<Double>

    static let firstLogKappa = -5.52
    static let logKappaStep = 0.28
    static let rows = 28
    static let bulkNodes = 256
    static let tailStart = 0.875
    static let perOctave = 4.0
    static let tailNodes = 53
    private static let bulkCount = 225
    private static let stride = bulkCount + tailNodes

    /// 1 − γ with Euler's constant: Landau's λ is counted from there.
    static let oneMinusEuler = 0.4227843350984671

    init() {
        var values: [Double] = []
        for row in 0..<VavilovDistribution.rows {
            let kappa = Elementary.exp(
                VavilovDistribution.firstLogKappa + VavilovDistribution.logKappaStep * Double(row))
            let integral = VavilovIntegral(kappa: kappa)
            var place = -integral.below
            for i in 0..<VavilovDistribution.bulkCount {
                // The end of the distribution is reached only by rounding: u = 0 takes a small part of a node.
                let u = max(Double(i), 0.03125) / Double(VavilovDistribution.bulkNodes)
                place = integral.quantile(u, near: place)
                values.append(place + integral.mean)
            }
            for i in 0..<VavilovDistribution.tailNodes {
                let survival = Elementary.pow(2, -3 - Double(i) / VavilovDistribution.perOctave)
                place = integral.quantile(1 - survival, near: place)
                values.append(place + integral.mean)
            }
        }
        quantiles = UnsafeTable(values)
    }

    /// λ at the quantile u in [0, 1) for ln κ.
    @inline(__always)
    func quantile(_ u: Double, logKappa: Double) -> Double {
        let place = (logKappa - VavilovDistribution.firstLogKappa) * (1 / VavilovDistribution.logKappaStep)
        let last = Double(VavilovDistribution.rows - 1)
        if place >= last { return gaussianLike(u, logKappa) }
        let bounded = max(0, place)
        let row = Int(bounded)
        let (node, fraction) = VavilovDistribution.node(u)
        let low = quantiles.pointer + (row * VavilovDistribution.stride + node)
        let high = low + VavilovDistribution.stride
        let a = low[0] + fraction * (low[1] - low[0])
        let b = high[0] + fraction * (high[1] - high[0])
        return a + (bounded - Double(row)) * (b - a)
    }

    /// Beyond the table: its last row, as wide as κ says.
    @inline(never)
    private func gaussianLike(_ u: Double, _ logKappa: Double) -> Double {
        let lastLogKappa =
            VavilovDistribution.firstLogKappa + VavilovDistribution.logKappaStep
            * Double(VavilovDistribution.rows - 1)
        let (node, fraction) = VavilovDistribution.node(u)
        let low = quantiles.pointer + ((VavilovDistribution.rows - 1) * VavilovDistribution.stride + node)
        let centred = low[0] + fraction * (low[1] - low[0]) + VavilovDistribution.oneMinusEuler + lastLogKappa
        let narrowing = Elementary.exp(0.5 * (lastLogKappa - logKappa))
        return centred * narrowing - VavilovDistribution.oneMinusEuler - logKappa
    }

    @inline(__always)
    private static func node(_ u: Double) -> (Int, Double) {
        if u < tailStart {
            let place = u * Double(bulkNodes)
            let i = Int(place)
            return (i, place - Double(i))
        }
        return tailNode(1 - u)
    }

    @inline(never)
    private static func tailNode(_ survival: Double) -> (Int, Double) {
        let octaves = -Elementary.log(max(survival, 0x1p-60)) * 1.4426950408889634 - 3
        let place = max(0, min(octaves * perOctave, Double(tailNodes - 1)))
        let i = min(Int(place), tailNodes - 2)
        return (bulkCount + i, place - Double(i))
    }
}

/// Vavilov's distribution function for β² = 0 by a Fourier series of its characteristic function.
struct VavilovIntegral {
    /// Mean of λ; the functions count from it.
    let mean: Double
    /// The range outside which the density vanishes, from the mean.
    let below: Double
    private let length: Double
    /// Real and imaginary parts of the characteristic function at multiples of 2π / `length`.
    private var real: [Double] = []
    private var imaginary: [Double] = []
    private var atLowerEnd = 0.0

    init(kappa: Double) {
        let width = (1 / kappa).squareRoot()
        mean = -VavilovDistribution.oneMinusEuler - Elementary.log(kappa)
        // On the left the density falls like exp(−exp(−λ)) or as a Gaussian, on the right after two hardest collisions.
        below = max(min(9 * width, mean + 5), 5 * width.squareRoot())
        let above = 2.5 / kappa + 9 * width + 4
        length = below + above
        let step = PhysicalConstants.twoPi / length
        for k in 1...20_000 {
            let (logSize, phase) = VavilovIntegral.logCharacteristic(step * Double(k), kappa)
            if logSize < -26 { break }
            let size = Elementary.exp(logSize)
            let (sine, cosine) = Elementary.sincos(phase)
            real.append(size * cosine)
            imaginary.append(size * sine)
        }
        atLowerEnd = sums(-below).distribution
    }

    /// ln |φ| and the phase of φ at t for the centred variable: t ∫ (e^(iu) − 1 − iu)/u² du up to t/κ.
    private static func logCharacteristic(_ t: Double, _ kappa: Double) -> (Double, Double) {
        let y = t / kappa
        let (sine, cosine) = Elementary.sincos(y)
        let (sineIntegral, cosineRest) = trigonometricIntegrals(y, sine, cosine)
        return (t * ((1 - cosine) / y - sineIntegral), t * (1 - sine / y + cosineRest))
    }

    /// Si(y) and Ci(y) − ln y − γ for y > 0: power series below 16, asymptotic series above (Abramowitz and Stegun
    /// 5.2.14, 5.2.16, 5.2.34, 5.2.35); absolute error below 1e-7.
    static func trigonometricIntegrals(_ y: Double, _ sine: Double, _ cosine: Double) -> (Double, Double) {
        if y < 16 {
            var term = 1.0
            var si = 0.0
            var ci = 0.0
            for k in 1...80 {
                term *= y / Double(k)
                let sign: Double = (k / 2) % 2 == 0 ? 1 : -1
                if k % 2 == 1 { si += sign * term / Double(k) } else { ci += sign * term / Double(k) }
            }
            return (si, ci)
        }
        let z = 1 / (y * y)
        let f = (1 - z * (2 - z * (24 - z * (720 - z * (40320 - z * 3_628_800))))) / y
        let g = (1 - z * (6 - z * (120 - z * (5040 - z * (362_880 - z * 39_916_800))))) * z
        let euler = 1 - VavilovDistribution.oneMinusEuler
        return (
            0.5 * PhysicalConstants.pi - f * cosine - g * sine, f * sine - g * cosine - Elementary.log(y) - euler
        )
    }

    /// The sums of the series for density and distribution function at x from the mean.
    private func sums(_ x: Double) -> (density: Double, distribution: Double) {
        let step = PhysicalConstants.twoPi / length
        let (stepSine, stepCosine) = Elementary.sincos(step * x)
        var (cosine, sine) = (1.0, 0.0)
        var density = 0.0
        var distribution = 0.0
        for k in real.indices {
            (cosine, sine) = (cosine * stepCosine - sine * stepSine, sine * stepCosine + cosine * stepSine)
            density += real[k] * cosine + imaginary[k] * sine
            distribution -= (imaginary[k] * cosine - real[k] * sine) / Double(k + 1)
        }
        return (density, distribution / step)
    }

    /// Density and distribution function at λ − mean.
    func value(_ x: Double) -> (density: Double, distribution: Double) {
        let (density, distribution) = sums(x)
        return (
            (1 + 2 * density) / length, (x + below) / length + 2 / length * (distribution - atLowerEnd)
        )
    }

    /// λ − mean at a quantile not below the one at `guess`: Newton's method, kept within a bracket.
    func quantile(_ u: Double, near guess: Double) -> Double {
        var low = guess
        var high = length - below
        var x = guess
        for _ in 0..<60 {
            let (density, distribution) = value(x)
            if distribution < u { low = x } else { high = x }
            let next = x + (u - distribution) / max(density, 1e-12)
            let step = (next > low && next < high ? next : 0.5 * (low + high)) - x
            x += step
            if abs(step) < 1e-7 * max(1, abs(x)) { break }
        }
        return x
    }
}
