// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Standard normals from uniforms of few bits, by a table of quantiles: for what only widens a distribution.
///
/// Linear between 1,024 quantiles, the outermost at ±4: mean 0, variance 1 to 3e-4.
final class NormalQuantiles: Sendable {
    private let table: UnsafeTable<Double>
    static let count = 1024
    private static let last = 4.0

    init() {
        // The distribution function by Simpson's rule in steps of 1/512, and its inverse between these.
        let steps = 512.0
        let density = { (x: Double) in Elementary.exp(-0.5 * x * x) / (2 * PhysicalConstants.pi).squareRoot() }
        var upper: [Double] = []
        var x = 0.0
        var sum = 0.5
        for i in NormalQuantiles.count / 2..<NormalQuantiles.count {
            let wanted = Double(i) / Double(NormalQuantiles.count)
            while true {
                let next = x + 1 / steps
                let step = (density(x) + 4 * density(x + 0.5 / steps) + density(next)) / (6 * steps)
                if sum + step > wanted {
                    upper.append(x + (wanted - sum) / step / steps)
                    break
                }
                sum += step
                x = next
            }
        }
        upper.append(NormalQuantiles.last)
        table = UnsafeTable(upper.dropFirst().reversed().map { -$0 } + upper)
    }

    /// The quantile of u in [0, 1).
    @inline(__always)
    func value(_ u: Double) -> Double {
        let place = u * Double(NormalQuantiles.count)
        let i = Int(place)
        let low = table.pointer[i]
        return low + (place - Double(i)) * (table.pointer[i + 1] - low)
    }
}
