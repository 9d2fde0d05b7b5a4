// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A field on a regular grid, interpolated by cubic polynomials: computed once, never changed, shared by all workers.
public final class FieldGrid: Sendable {
    /// What the field is, in a few words.
    public let summary: String
    /// Path, mm, within which the field has no structure that three samples could miss.
    public let longestStep: Double
    private let table: UnsafeTable<Double>
    /// Valid while this grid lives.
    public let sampler: FieldSampler

    /// A field with symmetry about z: the components (B_r, B_z) in tesla at every r and z.
    ///
    /// - Precondition: the first radius is 0, and each axis has at least `FieldAxis.leastCount` places.
    init(
        r: FieldAxis, z: FieldAxis, longestStep: Double, summary: String,
        field: (_ r: Int, _ z: Int) -> (radial: Double, axial: Double)
    ) {
        precondition(r.origin == 0 && min(r.count, z.count) >= FieldAxis.leastCount)
        let rows = z.count + 2
        var values = [SIMD2<Double>](repeating: SIMD2(), count: (r.count + 2) * rows)
        func place(_ i: Int, _ k: Int) -> Int { (i + 1) * rows + k + 1 }
        for i in 0..<r.count {
            for k in 0..<z.count {
                let (radial, axial) = field(i, k)
                values[place(i, k)] = SIMD2(i > 0 ? radial / r[i] : 0, axial)
            }
        }
        for k in 0..<z.count {
            // B_r/r is even in r: a + b r² through the first two radii gives its value on the axis.
            values[place(0, k)].x = (4 * values[place(1, k)].x - values[place(2, k)].x) / 3
            values[place(-1, k)] = values[place(1, k)]
            values[place(r.count, k)] = FieldGrid.beyond(
                values[place(r.count - 1, k)], values[place(r.count - 2, k)], values[place(r.count - 3, k)])
        }
        for i in -1...r.count {
            values[place(i, -1)] = FieldGrid.beyond(
                values[place(i, 0)], values[place(i, 1)], values[place(i, 2)])
            values[place(i, z.count)] = FieldGrid.beyond(
                values[place(i, z.count - 1)], values[place(i, z.count - 2)], values[place(i, z.count - 3)])
        }
        self.summary = summary
        self.longestStep = longestStep
        table = UnsafeTable(values.flatMap { [$0.x, $0.y] })
        sampler = FieldSampler(
            values: table.pointer, isCylindrical: true, origin: (0, z.origin, 0),
            scale: (1 / r.spacing, 1 / z.spacing, 0), last: (Double(r.count - 1), Double(z.count - 1), 0),
            stride: (rows, 0))
    }

    /// A field without symmetry: the components along x, y and z in tesla.
    ///
    /// - Precondition: each axis has at least `FieldAxis.leastCount` places.
    init(
        x: FieldAxis, y: FieldAxis, z: FieldAxis, longestStep: Double, summary: String,
        field: (_ x: Int, _ y: Int, _ z: Int) -> Vector3
    ) {
        precondition(min(x.count, y.count, z.count) >= FieldAxis.leastCount)
        let stride = ((y.count + 2) * (z.count + 2), z.count + 2)
        var values = [SIMD4<Double>](repeating: SIMD4(), count: (x.count + 2) * stride.0)
        func place(_ i: Int, _ j: Int, _ k: Int) -> Int { (i + 1) * stride.0 + (j + 1) * stride.1 + k + 1 }
        for i in 0..<x.count {
            for j in 0..<y.count {
                for k in 0..<z.count {
                    let b = field(i, j, k)
                    values[place(i, j, k)] = SIMD4(b.x, b.y, b.z, 0)
                }
            }
        }
        /// Fills the places beyond both ends of a line of places.
        func extend(_ first: Int, _ step: Int, _ count: Int) {
            let end = first + (count - 1) * step
            values[first - step] = FieldGrid.beyond(values[first], values[first + step], values[first + 2 * step])
            values[end + step] = FieldGrid.beyond(values[end], values[end - step], values[end - 2 * step])
        }
        for i in 0..<x.count { for j in 0..<y.count { extend(place(i, j, 0), 1, z.count) } }
        for i in 0..<x.count { for k in -1...z.count { extend(place(i, 0, k), stride.1, y.count) } }
        for j in -1...y.count { for k in -1...z.count { extend(place(0, j, k), stride.0, x.count) } }
        self.summary = summary
        self.longestStep = longestStep
        table = UnsafeTable(values.flatMap { [$0.x, $0.y, $0.z, 0] })
        sampler = FieldSampler(
            values: table.pointer, isCylindrical: false, origin: (x.origin, y.origin, z.origin),
            scale: (1 / x.spacing, 1 / y.spacing, 1 / z.spacing),
            last: (Double(x.count - 1), Double(y.count - 1), Double(z.count - 1)), stride: stride)
    }

    /// The parabola through three places, one place farther.
    private static func beyond<V: SIMD>(_ a: V, _ b: V, _ c: V) -> V where V.Scalar == Double { 3 * (a - b) + c }
}
