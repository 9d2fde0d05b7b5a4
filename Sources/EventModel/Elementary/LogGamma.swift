// SPDX-License-Identifier: GPL-3.0-or-later

extension Elementary {
    /// Logarithm of the gamma function for x > 0, to 1e-14 times the larger of 1 and its size.
    ///
    /// Stirling's series (Abramowitz and Stegun 6.1.41) from x ≥ 12; below, the recurrence Γ(x + 1) = x Γ(x).
    /// NaN for x ≤ 0 or NaN.
    public static func logGamma(_ x: Double) -> Double {
        guard x > 0 else { return .nan }
        guard x < .infinity else { return x }
        var argument = x
        var product = 1.0
        while argument < 12 {
            product *= argument
            argument += 1
        }
        let inverse = 1 / argument
        let z = inverse * inverse
        // B(2k) / (2k (2k - 1)): 1/12, -1/360, 1/1260, -1/1680, 1/1188, -691/360360, 1/156.
        let series = z.polynomial(
            1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156)
        // (x - ½) log x - x, its parts kept small; log(2π)/2 - ½ is the constant that remains.
        let constant = 0x1.d67f1c864beb5p-1 - 0.5
        let stirling = (argument - 0.5) * (log(argument) - 1) + (constant + inverse * series)
        return product == 1 ? stirling : stirling - log(product)
    }
}
