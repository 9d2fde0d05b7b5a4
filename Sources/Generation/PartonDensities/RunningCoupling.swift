// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The strong coupling at a scale: one or two loops with three to six flavours, continuous at the quarks' masses, or the
/// table of a grid file.
///
/// One loop: 1/alpha(Q) = 1/alpha(Q0) + 2 b0 ln(Q/Q0), b0 = (33 - 2 n)/(12 pi) (RPP 2024, eq. 9.4). Two loops: the
/// implicit solution 1/alpha + b ln(b alpha/(1 + b alpha)) = 2 b0 ln Q + constant of the two-loop equation with
/// b = b1/b0 = (153 - 19 n)/(2 pi (33 - 2 n)), found by Newton's method. Below 0.8 GeV the value there.
public struct RunningCoupling: Sendable {
    static let zMass = 91.188
    static let lowestScale = 0.8

    private enum Form {
        case running(loops: Int)
        case table(CouplingTable)
    }
    /// A range of scales with one number of flavours: from `start` with the coupling's inverse there.
    private struct Segment: BitwiseCopyable {
        var start = 0.0
        var inverse = 0.0
        var slope = 0.0
        /// b1/b0, 0 at one loop.
        var ratio = 0.0
    }
    private let form: Form
    /// Three, four, five and six flavours.
    private var segments = InlineArray<4, Segment>(repeating: Segment())

    /// - Parameters:
    ///   - valueAtZ: coupling at `zMass`, five flavours.
    ///   - masses: charm, bottom and top masses, GeV, where the number of flavours changes.
    init(valueAtZ: Double, loops: Int, masses: (charm: Double, bottom: Double, top: Double)) {
        form = .running(loops: loops)
        let thresholds = [Self.lowestScale, masses.charm, masses.bottom, masses.top]
        for (index, threshold) in thresholds.enumerated() {
            let flavours = Double(index + 3)
            segments[index].start = threshold
            segments[index].slope = (33 - 2 * flavours) / (12 * PhysicalConstants.pi)
            segments[index].ratio =
                loops == 1 ? 0 : (153 - 19 * flavours) / (2 * PhysicalConstants.pi * (33 - 2 * flavours))
        }
        let five = segments[2]
        segments[2].inverse = Self.evolved(1 / valueAtZ, from: Self.zMass, to: masses.bottom, five)
        segments[3].inverse = Self.evolved(1 / valueAtZ, from: Self.zMass, to: masses.top, five)
        for index in [1, 0] {
            segments[index].inverse = Self.evolved(
                segments[index + 1].inverse, from: thresholds[index + 1], to: thresholds[index], segments[index])
        }
    }

    init(table: CouplingTable) { form = .table(table) }

    /// The coupling at a scale in GeV.
    public func value(scale: Double) -> Double {
        switch form {
        case .table(let table): return table.value(scale: scale)
        case .running:
            let scale = max(scale, Self.lowestScale)
            var index = 3
            while index > 0 && scale < segments[index].start { index -= 1 }
            let segment = segments[index]
            return 1 / Self.evolved(segment.inverse, from: segment.start, to: scale, segment)
        }
    }

    /// The inverse coupling at another scale with one number of flavours; at least 0.5 (a coupling of 2).
    private static func evolved(_ inverse: Double, from: Double, to: Double, _ segment: Segment) -> Double {
        let distance = 2 * segment.slope * Elementary.log(to / from)
        let first = max(inverse + distance, 0.5)
        guard segment.ratio != 0 else { return first }
        // g(y) = y - b ln(1 + y/b) grows by `distance` for y = 1/alpha: b ln(b alpha/(1 + b alpha)) = -b ln(1 + y/b).
        let b = segment.ratio
        let wanted = inverse - b * Elementary.log(1 + inverse / b) + distance
        var y = first
        for _ in 0..<12 {
            let excess = y - b * Elementary.log(1 + y / b) - wanted
            let step = excess * (b + y) / y
            y = max(y - step, 0.5)
            if abs(step) < 1e-13 * y { break }
        }
        return y
    }
}

/// The coupling as a grid's description tabulates it, interpolated as LHAPDF does (Buckley et al., Eur. Phys. J. C 75
/// (2015) 132): cubic in ln Q² between the masses of quarks, where a scale stands twice; a power law below the first
/// scale and a constant above the last.
struct CouplingTable: Sendable {
    /// ln Q² and values.
    private let logQ2: ConstantTable<Double>
    private let values: ConstantTable<Double>

    /// - Parameter scales: not descending, positive; at least two different ones, each at most twice.
    init(scales: [Double], values: [Double]) {
        logQ2 = ConstantTable(scales.map { 2 * Elementary.log($0) })
        self.values = ConstantTable(values)
    }

    func value(scale: Double) -> Double {
        let q = 2 * Elementary.log(max(scale, 1e-6))
        let last = logQ2.count - 1
        if q >= logQ2[last] { return values[last] }
        if q < logQ2[0] {
            let next = logQ2[1] > logQ2[0] ? 1 : 2
            let power = Elementary.log(values[next] / values[0]) / (logQ2[next] - logQ2[0])
            return values[0] * Elementary.exp(power * (q - logQ2[0]))
        }
        let low = interval(of: q)
        let width = logQ2[low + 1] - logQ2[low]
        let rise = (values[low + 1] - values[low]) / width
        var (slopeLow, slopeHigh) = (rise, rise)
        if low > 0 && logQ2[low] > logQ2[low - 1] {
            slopeLow = 0.5 * (rise + (values[low] - values[low - 1]) / (logQ2[low] - logQ2[low - 1]))
        }
        if low + 2 <= last && logQ2[low + 2] > logQ2[low + 1] {
            slopeHigh = 0.5 * (rise + (values[low + 2] - values[low + 1]) / (logQ2[low + 2] - logQ2[low + 1]))
        }
        let t = (q - logQ2[low]) / width
        return Hermite.value(t, values[low], slopeLow * width, values[low + 1], slopeHigh * width)
    }

    /// Position of the last knot at or below q, with a larger one after it.
    private func interval(of q: Double) -> Int {
        var (low, high) = (0, logQ2.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if logQ2[middle] <= q { low = middle } else { high = middle }
        }
        return low
    }
}

/// Cubic Hermite interpolation on the unit interval.
enum Hermite {
    @inline(__always)
    static func value(_ t: Double, _ low: Double, _ slopeLow: Double, _ high: Double, _ slopeHigh: Double) -> Double {
        let (t2, t3) = (t * t, t * t * t)
        return (2 * t3 - 3 * t2 + 1) * low + (t3 - 2 * t2 + t) * slopeLow + (3 * t2 - 2 * t3) * high
            + (t3 - t2) * slopeHigh
    }
}
