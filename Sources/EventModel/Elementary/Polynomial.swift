// SPDX-License-Identifier: GPL-3.0-or-later

/// Polynomials in ascending coefficients, evaluated as two interleaved Horner chains in z² (even and odd powers):
/// one more multiplication than Horner's rule for half its latency. The order of operations is part of the result.
extension ElementaryLanes {
    @inlinable @inline(__always)
    func polynomial(_ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double) -> Self {
        let z2 = self * self
        let even = (z2 * c4 + c2) * z2 + c0
        let odd = (z2 * c5 + c3) * z2 + c1
        return odd * self + even
    }

    @inlinable @inline(__always)
    func polynomial(
        _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double, _ c6: Double
    ) -> Self {
        let z2 = self * self
        let even = ((z2 * c6 + c4) * z2 + c2) * z2 + c0
        let odd = (z2 * c5 + c3) * z2 + c1
        return odd * self + even
    }

    @inlinable @inline(__always)
    func polynomial(
        _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double, _ c6: Double, _ c7: Double
    ) -> Self {
        let z2 = self * self
        let even = ((z2 * c6 + c4) * z2 + c2) * z2 + c0
        let odd = ((z2 * c7 + c5) * z2 + c3) * z2 + c1
        return odd * self + even
    }

    /// Eight coefficients and the rest of the polynomial: p(z) = c0 + ... + c7 z⁷ + z⁸ rest(z).
    @inlinable @inline(__always)
    func polynomial(
        _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double, _ c6: Double, _ c7: Double,
        evenRest: Self, oddRest: Self
    ) -> Self {
        let z2 = self * self
        let even0 = ((evenRest * z2 + c6) * z2 + c4) * z2 + c2
        let odd0 = ((oddRest * z2 + c7) * z2 + c5) * z2 + c3
        let even = even0 * z2 + c0
        let odd = odd0 * z2 + c1
        return odd * self + even
    }
}
