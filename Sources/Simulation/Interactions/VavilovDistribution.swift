// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The energy that many collisions with free electrons take, in Landau's variable λ, when none can take more than a
/// limit: Vavilov's distribution for β² = 0, drawn from a table of its quantiles.
///
/// κ is the ratio of the Landau width ξ to the limit. For κ → 0 it is Landau's distribution without the end of its tail,
/// for κ > 10 nearly a Gaussian. P. V. Vavilov, Sov. Phys. JETP 5 (1957) 749. The mean of λ is −0.42278 − ln κ, its
/// variance 1/κ. Valid for κ > 0.004; below, the tail ends where that of 0.004 does.
final class VavilovDistribution: Sendable {
    /// Pairs of λ at a node for one ln κ and the next. Nodes are at u = i / `bulkNodes` up to `tailStart`, then at survivals
    /// 1 − u whose bits after the first three of the fraction are zero: eight per octave.
    private let pairs: UnsafeTable<Double>

    static let firstLogKappa = -5.52
    static let logKappaStep = 0.28
    static let rows = 28
    static let bulkNodes = 256
    static let tailStart = 0.875
    /// The place of `tailStart`, and the places after it down to survivals of 2⁻¹⁶.
    private static let bulkEnd = 224
    private static let tailNodes = 104
    private static let stride = bulkEnd + tailNodes + 1
    /// The upper 15 bits of 2⁻³ and of 2⁻¹⁶.
    private static let tailFirst: UInt64 = 1020 << 3
    private static let leastSurvival = 0x1p-16

    /// 1 − γ with Euler's constant: Landau's λ is counted from there.
    static let oneMinusEuler = 0.4227843350984671

    init() {
        let values = (0..<VavilovDistribution.rows).map(VavilovDistribution.row)
        pairs = UnsafeTable(
            (0..<VavilovDistribution.rows - 1).flatMap { row in
                zip(values[row], values[row + 1]).flatMap { [$0, $1] }
            })
    }

    /// λ at all nodes for one ln κ.
    private static func row(_ row: Int) -> [Double] {
        let integral = VavilovIntegral(kappa: Elementary.exp(firstLogKappa + logKappaStep * Double(row)))
        var place = -integral.below
        return (0..<stride).map { node in
            // The end of the distribution is reached only by rounding: u = 0 takes a small part of a node.
            let u =
                node <= bulkEnd
                ? max(Double(node), 0.03125) / Double(bulkNodes)
                : 1 - Double(bitPattern: (tailFirst - UInt64(node - bulkEnd)) << 49)
            place = integral.quantile(u, near: place)
            return place + integral.mean
        }
    }

    /// Where in the table the quantile u in [0, 1) for ln κ is: the four numbers from `pointer(entry:)` on, and the ways
    /// between nodes and between rows.
    @inline(__always)
    static func place<V: ElementaryLanes>(_ u: V, logKappa: V) -> (entry: V.Bits, alongU: V, alongKappa: V) {
        let last = V(every: Double(rows - 1))
        let lastPair = V(every: Double(rows - 2))
        let place = (logKappa - firstLogKappa) * (1 / logKappaStep)
        let bounded = V.select(place.isBelow(last), place, last)
        let whole = bounded.wholePart.value
        let wholeRow = V.select(whole.isBelow(lastPair), whole, lastPair)
        let inside = V.select(V(every: 0).isBelow(bounded), bounded, V(every: 0))
        let (bulkNode, wholeNode) = (u * Double(bulkNodes)).wholePart
        // In the tail the upper bits of the survival are the node after, the rest is the way down to that.
        let free = V(every: 1) - u
        let least = V(every: leastSurvival)
        let survival = V.select(free.isBelow(least), least, free)
        let tailNode = V.Bits(every: tailFirst + UInt64(bulkEnd) - 1).subtracting(survival.bits.shiftedDown(by: 49))
        let rest = V(
            bits: survival.bits.shiftedUp(by: 3).masked(by: V.Bits(every: 0xF_FFFF_FFFF_FFFF))
                .united(with: V.Bits(every: 0x3FF0_0000_0000_0000)))
        let isBulk = u.isBelow(V(every: tailStart))
        let node = V.select(isBulk, V(bits: bulkNode), V(bits: tailNode)).bits
        let alongU = V.select(isBulk, u * Double(bulkNodes) - wholeNode, V(every: 2) - rest)
        // Two numbers per node; the sum's bits end with the product.
        let firstEntry = (wholeRow * Double(2 * stride) + 0x1.8p52).bits.masked(by: V.Bits(every: 0xFFFF_FFFF))
        return (firstEntry.adding(node.shiftedUp(by: 1)), alongU, inside - wholeRow)
    }

    @inline(__always)
    func pointer(entry: UInt64) -> UnsafePointer<Double> { pairs.pointer + Int(entry) }

    /// λ from four numbers of the table.
    @inline(__always)
    static func value<V: ElementaryLanes>(_ four: (V, V, V, V), _ alongU: V, _ alongKappa: V) -> V {
        let low = four.0 + alongU * (four.2 - four.0)
        let high = four.1 + alongU * (four.3 - four.1)
        return low + alongKappa * (high - low)
    }

    /// λ at the quantile u in [0, 1) for ln κ.
    func quantile(_ u: Double, logKappa: Double) -> Double {
        let (entry, alongU, alongKappa) = VavilovDistribution.place(u, logKappa: logKappa)
        let p = pointer(entry: entry)
        let value = VavilovDistribution.value((p[0], p[1], p[2], p[3]), alongU, alongKappa)
        return VavilovDistribution.isBeyond(logKappa) ? VavilovDistribution.gaussianLike(value, logKappa) : value
    }

    /// Whether the table ends before ln κ; then `gaussianLike` takes what it says.
    @inline(__always)
    static func isBeyond<V: ElementaryLanes>(_ logKappa: V) -> V.Choice {
        V(every: firstLogKappa + logKappaStep * Double(rows - 1)).isBelow(logKappa)
    }

    /// Beyond the table: its last row's λ, with a width as κ says.
    static func gaussianLike(_ lambda: Double, _ logKappa: Double) -> Double {
        let lastLogKappa = firstLogKappa + logKappaStep * Double(rows - 1)
        let centred = lambda + oneMinusEuler + lastLogKappa
        let narrowing = Elementary.exp(0.5 * (lastLogKappa - logKappa))
        return centred * narrowing - oneMinusEuler - logKappa
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
