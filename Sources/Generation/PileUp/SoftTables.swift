// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Inverses of cumulative distributions, tabulated finely in their tails.
///
/// Each has four tables of 128 intervals, which cover the probabilities 0 to 0.9, 0.99, 0.999 and 1; linear between
/// the entries.
struct InverseDistributions: Sendable {
    private static let intervals = 128
    private static let starts = [0, 0.9, 0.99, 0.999, 1]
    private static let length = 4 * (intervals + 1)
    private let values: ConstantTable<Double>

    init(_ tables: [[Double]]) { values = ConstantTable(tables.flatMap { $0 }) }

    /// The table of one distribution.
    ///
    /// - Parameters:
    ///   - upper: end of the support, which begins at 0.
    ///   - density: not normalised, finite and not negative.
    static func table(upper: Double, density: (Double) -> Double) -> [Double] {
        let steps = 20_000
        var cumulative = [0.0]
        cumulative.reserveCapacity(steps + 1)
        // Points denser near zero: x = upper t^3.
        let abscissae = (0...steps).map { step -> Double in
            let t = Double(step) / Double(steps)
            return upper * t * t * t
        }
        var previous = density(abscissae[0])
        for step in 1...steps {
            let next = density(abscissae[step])
            let width = abscissae[step] - abscissae[step - 1]
            cumulative.append(cumulative[step - 1] + 0.5 * (previous + next) * width)
            previous = next
        }
        let total = cumulative[steps]
        var table: [Double] = []
        var position = 0
        for level in 0..<4 {
            let (low, high) = (starts[level], starts[level + 1])
            for entry in 0...intervals {
                let wanted = total * (low + (high - low) * Double(entry) / Double(intervals))
                while position < steps - 1 && cumulative[position + 1] < wanted { position += 1 }
                let width = cumulative[position + 1] - cumulative[position]
                let fraction = width > 0 ? min(max((wanted - cumulative[position]) / width, 0), 1) : 0
                table.append(abscissae[position] + fraction * (abscissae[position + 1] - abscissae[position]))
            }
        }
        return table
    }

    /// The value below which the share `probability` (0 ..< 1) of distribution `which` lies.
    @inline(__always)
    func value(_ which: Int, _ probability: Double) -> Double {
        let level: Int
        let scaled: Double
        if probability < 0.9 {
            (level, scaled) = (0, probability * (128 / 0.9))
        } else if probability < 0.99 {
            (level, scaled) = (1, (probability - 0.9) * (128 / 0.09))
        } else if probability < 0.999 {
            (level, scaled) = (2, (probability - 0.99) * (128 / 0.009))
        } else {
            (level, scaled) = (3, (probability - 0.999) * (128 / 0.001))
        }
        let index = min(max(Int(scaled), 0), Self.intervals - 1)
        let base = which * Self.length + level * (Self.intervals + 1) + index
        let low = values[base]
        return low + (scaled - Double(index)) * (values[base + 1] - low)
    }
}

/// A constant table that hot code reads through a pointer, without reference counting; the last copy frees it.
struct ConstantTable<Element: BitwiseCopyable>: @unchecked Sendable {
    private final class Owner {
        let base: UnsafeMutablePointer<Element>
        init(_ values: [Element]) {
            base = .allocate(capacity: max(values.count, 1))
            for (position, value) in values.enumerated() { (base + position).initialize(to: value) }
        }
        deinit { base.deallocate() }
    }
    private let owner: Owner
    private let base: UnsafePointer<Element>
    let count: Int

    init(_ values: [Element]) {
        owner = Owner(values)
        base = UnsafePointer(owner.base)
        count = values.count
    }

    @inline(__always)
    subscript(position: Int) -> Element {
        precondition(UInt(bitPattern: position) < UInt(bitPattern: count), "position outside the table")
        return base[position]
    }
}
