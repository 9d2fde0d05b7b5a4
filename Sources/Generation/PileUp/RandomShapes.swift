// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

extension RandomStream {
    /// Gamma-distributed with the given shape and mean 1 (Marsaglia and Tsang, ACM Trans. Math. Softw. 26 (2000) 363).
    mutating func gammaUnitMean(shape: Double) -> Double {
        // Below shape 1: gamma(k) = gamma(k + 1) u^(1/k).
        let raised = shape < 1 ? shape + 1 : shape
        let d = raised - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        var value = 0.0
        while true {
            let x = normal()
            let base = 1 + c * x
            if base <= 0 { continue }
            value = base * base * base
            if Elementary.log(uniformPositive()) < 0.5 * x * x + d * (1 - value + Elementary.log(value)) { break }
        }
        let sample = d * value
        return (shape < 1 ? sample * Elementary.pow(uniformPositive(), 1 / shape) : sample) / shape
    }

    /// A direction on the unit sphere.
    @inline(__always)
    mutating func direction() -> (x: Double, y: Double, z: Double) {
        let z = 2 * uniform() - 1
        let r = max(1 - z * z, 0).squareRoot()
        let (sine, cosine) = Elementary.sincos(PhysicalConstants.twoPi * uniform())
        return (r * cosine, r * sine, z)
    }
}
