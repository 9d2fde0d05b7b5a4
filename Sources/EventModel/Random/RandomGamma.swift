// SPDX-License-Identifier: GPL-3.0-or-later

extension RandomStream {
    /// Gamma-distributed number with unit scale: density x^(shape-1) e^-x / Γ(shape).
    ///
    /// G. Marsaglia and W. W. Tsang, ACM Trans. Math. Softw. 26 (2000) 363; below a shape of 1 from shape + 1 and a
    /// power of a uniform number (their section 6).
    /// - Precondition: `shape` > 0 and finite.
    public mutating func gamma(shape: Double) -> Double {
        precondition(shape > 0 && shape < .infinity, "gamma shape not positive and finite")
        if shape < 1 {
            let power = Elementary.pow(uniformPositive(), 1 / shape)
            return gamma(shape: shape + 1) * power
        }
        let d = shape - 1.0 / 3.0
        let c = 1 / Elementary.sqrt(9 * d)
        while true {
            let x = normal()
            let root = 1 + c * x
            if root <= 0 { continue }
            let v = root * root * root
            let u = uniformPositive()
            let x2 = x * x
            if u < 1 - 0.0331 * (x2 * x2) { return d * v }
            if Elementary.log(u) < 0.5 * x2 + d * (1 - v + Elementary.log(v)) { return d * v }
        }
    }
}
