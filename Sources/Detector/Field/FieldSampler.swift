// SPDX-License-Identifier: GPL-3.0-or-later

/// Interpolates a tabulated field: a view of memory that a `FieldGrid` owns.
///
/// A cylindrical table holds B_r/r and B_z, both smooth and even in r, so that the axis is no special place; a
/// Cartesian one holds the three components. One further place stands beyond either end of every axis.
@frozen
public struct FieldSampler: @unchecked Sendable, BitwiseCopyable {
    let values: UnsafePointer<Double>
    let isCylindrical: Bool
    /// Origins in mm, places per mm, positions of the last places; of a cylindrical table r, z and nothing.
    let origin: (Double, Double, Double)
    let scale: (Double, Double, Double)
    let last: (Double, Double, Double)
    /// Places from one value of the first axis to the next, and of the second.
    let stride: (Int, Int)

    /// The field at a place in mm, tesla.
    @inline(__always)
    func value(x: Double, y: Double, z: Double) -> Vector3 {
        isCylindrical ? cylindrical(x, y, z) : cartesian(x, y, z)
    }

    /// The table runs through z for every r.
    @inline(__always)
    private func cylindrical(_ x: Double, _ y: Double, _ z: Double) -> Vector3 {
        let r = (x * x + y * y).squareRoot()
        let a = CubicWeights(at: r * scale.0, last: last.0)
        let b = CubicWeights(at: (z - origin.1) * scale.1, last: last.1)
        let base = UnsafeRawPointer(values + 2 * (a.cell * stride.0 + b.cell))
            .assumingMemoryBound(to: SIMD2<Double>.self)
        let sum =
            a.w0 * row(base, b) + a.w1 * row(base + stride.0, b) + a.w2 * row(base + 2 * stride.0, b)
            + a.w3 * row(base + 3 * stride.0, b)
        return Vector3(sum.x * x, sum.x * y, sum.y)
    }

    @inline(__always)
    private func row(_ base: UnsafePointer<SIMD2<Double>>, _ b: CubicWeights) -> SIMD2<Double> {
        (b.w0 * base[0] + b.w1 * base[1]) + (b.w2 * base[2] + b.w3 * base[3])
    }

    /// The table runs through z for every y, and through y for every x.
    @inline(never)
    private func cartesian(_ x: Double, _ y: Double, _ z: Double) -> Vector3 {
        let a = CubicWeights(at: (x - origin.0) * scale.0, last: last.0)
        let b = CubicWeights(at: (y - origin.1) * scale.1, last: last.1)
        let c = CubicWeights(at: (z - origin.2) * scale.2, last: last.2)
        let base = UnsafeRawPointer(values + 4 * (a.cell * stride.0 + b.cell * stride.1 + c.cell))
            .assumingMemoryBound(to: SIMD4<Double>.self)
        let sum =
            a.w0 * plane(base, b, c) + a.w1 * plane(base + stride.0, b, c) + a.w2 * plane(base + 2 * stride.0, b, c)
            + a.w3 * plane(base + 3 * stride.0, b, c)
        return Vector3(sum.x, sum.y, sum.z)
    }

    @inline(__always)
    private func plane(_ base: UnsafePointer<SIMD4<Double>>, _ b: CubicWeights, _ c: CubicWeights) -> SIMD4<Double> {
        b.w0 * row(base, c) + b.w1 * row(base + stride.1, c) + b.w2 * row(base + 2 * stride.1, c)
            + b.w3 * row(base + 3 * stride.1, c)
    }

    @inline(__always)
    private func row(_ base: UnsafePointer<SIMD4<Double>>, _ c: CubicWeights) -> SIMD4<Double> {
        (c.w0 * base[0] + c.w1 * base[1]) + (c.w2 * base[2] + c.w3 * base[3])
    }
}
