// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Densities on a grid of x and Q, interpolated and extrapolated as LHAPDF6 does (Buckley et al., Eur. Phys. J. C 75
/// (2015) 132, sec. 4).
///
/// Cubic Hermite splines in ln x, then in ln Q², with central differences as derivatives and one-sided ones at the ends
/// and where a Q stands twice (a quark's mass). Outside: continuation along straight lines of ln x and ln Q² (of the
/// logarithm of positive values); below the lowest Q a power of Q² that tends to Q² itself; 0 above the largest x.
struct DensityGrid: Sendable {
    private let logX: ConstantTable<Double>
    private let logQ2: ConstantTable<Double>
    /// [Q][x], lanes as in `PartonValues`.
    private let values: ConstantTable<SIMD16<Double>>

    /// - Parameters:
    ///   - x: ascending, at least four, positive.
    ///   - scales: not descending; those of quark masses twice, with at least two different ones between.
    ///   - values: x f at [scale][x].
    init(x: [Double], scales: [Double], values: [SIMD16<Double>]) {
        logX = ConstantTable(x.map { Elementary.log($0) })
        logQ2 = ConstantTable(scales.map { 2 * Elementary.log($0) })
        self.values = ConstantTable(values)
    }

    /// Densities at a momentum fraction above 0 and a scale in GeV.
    func values(x: Double, scale: Double) -> PartonValues {
        let l = Elementary.log(max(x, 1e-300))
        let q = 2 * Elementary.log(max(scale, 1e-3))
        // A fraction that is a knot but for rounding is inside.
        guard l <= logX[logX.count - 1] + 1e-12 else { return PartonValues() }
        let lowest = logQ2[0]
        guard q < lowest else { return PartonValues(lanes: continued(l, q)) }
        let edge = continued(l, lowest)
        let next = continued(l, lowest + Self.step)
        let ratio = Elementary.exp(q - lowest)
        var result = edge
        for lane in 0..<11 { result[lane] = Self.belowLowestScale(edge[lane], next[lane], ratio, q - lowest) }
        return PartonValues(lanes: result)
    }

    /// ln 1.01, where the slope at the lowest scale is taken.
    private static let step = 0.00995033085316808

    private static func belowLowestScale(_ edge: Double, _ next: Double, _ ratio: Double, _ log: Double) -> Double {
        let power = abs(edge) >= 1e-5 ? max(-2.5, (next - edge) / edge / 0.01) : 1
        return edge * Elementary.exp((power * ratio + 1 - ratio) * log)
    }

    /// Values at or above the lowest scale, whatever x.
    private func continued(_ l: Double, _ q: Double) -> SIMD16<Double> {
        let last = logQ2.count - 1
        guard q > logQ2[last] else { return acrossX(l, q) }
        let (low, high) = (logQ2[last - 1], logQ2[last])
        return Self.line(acrossX(l, low), acrossX(l, high), (q - low) / (high - low))
    }

    /// Values at a scale inside the grid, whatever x.
    private func acrossX(_ l: Double, _ q: Double) -> SIMD16<Double> {
        guard l < logX[0] else { return interpolated(l, q) }
        let (low, high) = (interpolated(logX[0], q), interpolated(logX[1], q))
        return Self.line(low, high, (l - logX[0]) / (logX[1] - logX[0]))
    }

    /// A straight line through two values (share 0 and 1), of their logarithms where both exceed 0.001.
    private static func line(_ low: SIMD16<Double>, _ high: SIMD16<Double>, _ share: Double) -> SIMD16<Double> {
        var result = low
        for lane in 0..<11 {
            let (a, b) = (low[lane], high[lane])
            if a > 1e-3 && b > 1e-3 {
                let (logA, logB) = (Elementary.log(a), Elementary.log(b))
                result[lane] = Elementary.exp(logA + share * (logB - logA))
            } else {
                result[lane] = a + share * (b - a)
            }
        }
        return result
    }

    private func interpolated(_ l: Double, _ q: Double) -> SIMD16<Double> {
        let x = Stencil(logX, l)
        let scale = Stencil(logQ2, q)
        let count = logX.count
        var sum = SIMD16<Double>(repeating: 0)
        for j in 0..<4 where scale.weights[j] != 0 {
            let row = (scale.first + j) * count + x.first
            var part = SIMD16<Double>(repeating: 0)
            for i in 0..<4 where x.weights[i] != 0 { part = Self.sum(part, values[row + i], x.weights[i]) }
            sum = Self.sum(sum, part, scale.weights[j])
        }
        return sum
    }

    @inline(__always)
    private static func sum(_ a: SIMD16<Double>, _ b: SIMD16<Double>, _ weight: Double) -> SIMD16<Double> {
        SIMD16(
            lowHalf: a.lowHalf + b.lowHalf * weight, highHalf: a.highHalf + b.highHalf * weight)
    }

    /// Four neighbouring knots and what each contributes; knots that do not exist have weight 0.
    private struct Stencil {
        /// Position of the first of the four, -1 possible.
        var first: Int
        var weights: InlineArray<4, Double>

        init(_ knots: borrowing ConstantTable<Double>, _ value: Double) {
            let last = knots.count - 1
            var (low, high) = (0, last)
            while high - low > 1 {
                let middle = (low + high) / 2
                if knots[middle] <= value { low = middle } else { high = middle }
            }
            first = low - 1
            let width = knots[low + 1] - knots[low]
            let t = (value - knots[low]) / width
            let (t2, t3) = (t * t, t * t * t)
            // Weights of the slopes, in units of the interval.
            let (slopeLow, slopeHigh) = (t3 - 2 * t2 + t, t3 - t2)
            weights = [0, 2 * t3 - 3 * t2 + 1, 3 * t2 - 2 * t3, 0]
            if low > 0 && knots[low] > knots[low - 1] {
                let before = 0.5 * slopeLow * width / (knots[low] - knots[low - 1])
                weights[0] -= before
                weights[1] += before - 0.5 * slopeLow
                weights[2] += 0.5 * slopeLow
            } else {
                weights[1] -= slopeLow
                weights[2] += slopeLow
            }
            if low + 2 <= last && knots[low + 2] > knots[low + 1] {
                let after = 0.5 * slopeHigh * width / (knots[low + 2] - knots[low + 1])
                weights[3] += after
                weights[2] += 0.5 * slopeHigh - after
                weights[1] -= 0.5 * slopeHigh
            } else {
                weights[1] -= slopeHigh
                weights[2] += slopeHigh
            }
        }
    }
}

extension PartonValues {
    /// Negative values replaced by 0.
    var positive: PartonValues { PartonValues(lanes: lanes.replacing(with: 0, where: lanes .< 0)) }
}
