// SPDX-License-Identifier: GPL-3.0-or-later

/// Polynomials in ascending coefficients by Estrin's scheme: pairs, then pairs of pairs.
///
/// The chain of dependent operations grows with the logarithm of the degree; it, not the number of operations, bounds
/// the speed of a kernel that runs on vectors. The order of operations is part of the result.
extension ElementaryLanes {
    /// c0 + c1 z.
    @inlinable @inline(__always)
    func line(_ c0: Double, _ c1: Double) -> Self { self * c1 + c0 }

    /// c0 + c1 z + c2 z² + c3 z³, given z².
    @inlinable @inline(__always)
    func cubic(_ z2: Self, _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double) -> Self {
        line(c0, c1) + z2 * line(c2, c3)
    }

    @inlinable @inline(__always)
    func polynomial(_ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double) -> Self {
        let z2 = self * self
        return cubic(z2, c0, c1, c2, c3) + (z2 * z2) * line(c4, c5)
    }

    @inlinable @inline(__always)
    func polynomial(
        _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double, _ c6: Double
    ) -> Self {
        let z2 = self * self
        return cubic(z2, c0, c1, c2, c3) + (z2 * z2) * (line(c4, c5) + z2 * c6)
    }

    @inlinable @inline(__always)
    func polynomial(
        _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double, _ c6: Double, _ c7: Double,
        _ c8: Double, _ c9: Double
    ) -> Self {
        let z2 = self * self
        let z4 = z2 * z2
        let low = cubic(z2, c0, c1, c2, c3) + z4 * cubic(z2, c4, c5, c6, c7)
        return low + (z4 * z4) * line(c8, c9)
    }

    @inlinable @inline(__always)
    func polynomial(
        _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double, _ c6: Double, _ c7: Double,
        _ c8: Double, _ c9: Double, _ c10: Double
    ) -> Self {
        let z2 = self * self
        let z4 = z2 * z2
        let low = cubic(z2, c0, c1, c2, c3) + z4 * cubic(z2, c4, c5, c6, c7)
        return low + (z4 * z4) * (line(c8, c9) + z2 * c10)
    }

    @inlinable @inline(__always)
    func polynomial(
        _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double, _ c6: Double, _ c7: Double,
        _ c8: Double, _ c9: Double, _ c10: Double, _ c11: Double
    ) -> Self {
        let z2 = self * self
        let z4 = z2 * z2
        let low = cubic(z2, c0, c1, c2, c3) + z4 * cubic(z2, c4, c5, c6, c7)
        return low + (z4 * z4) * cubic(z2, c8, c9, c10, c11)
    }

    @inlinable @inline(__always)
    func polynomial(
        _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double, _ c6: Double, _ c7: Double,
        _ c8: Double, _ c9: Double, _ c10: Double, _ c11: Double, _ c12: Double, _ c13: Double
    ) -> Self {
        let z2 = self * self
        let z4 = z2 * z2
        let low = cubic(z2, c0, c1, c2, c3) + z4 * cubic(z2, c4, c5, c6, c7)
        return low + (z4 * z4) * (cubic(z2, c8, c9, c10, c11) + z4 * line(c12, c13))
    }
}
