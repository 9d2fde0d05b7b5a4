// SPDX-License-Identifier: GPL-3.0-or-later

/// A measured or computed field at the points of a regular grid.
public struct FieldMap: Sendable, Equatable {
    public enum Grid: Sendable, Equatable {
        /// Symmetric about z; components B_r and B_z.
        case cylindrical(r: FieldAxis, z: FieldAxis)
        /// Components B_x, B_y and B_z.
        case cartesian(x: FieldAxis, y: FieldAxis, z: FieldAxis)
    }
    /// Name of the file it was read from, without folders.
    public var name: String
    public var grid: Grid
    /// Tesla, point by point in the order of the file, the components of a point one after the other.
    public var values: [Double]

    /// Whether every place of a tracking volume lies within the grid.
    func covers(radius: Double, halfLength: Double) -> Bool {
        func spans(_ axis: FieldAxis, _ half: Double) -> Bool { axis.origin <= -half && axis.end >= half }
        switch grid {
        case .cylindrical(let r, let z): return r.end >= radius && spans(z, halfLength)
        case .cartesian(let x, let y, let z): return spans(x, radius) && spans(y, radius) && spans(z, halfLength)
        }
    }

    /// The table that the transport reads.
    func tabulated() -> FieldGrid {
        switch grid {
        case .cylindrical(let r, let z):
            FieldGrid(r: r, z: z, longestStep: 4 * max(r.spacing, z.spacing), summary: summary) { i, k in
                let first = 2 * (i * z.count + k)
                return (values[first], values[first + 1])
            }
        case .cartesian(let x, let y, let z):
            FieldGrid(x: x, y: y, z: z, longestStep: 4 * max(x.spacing, y.spacing, z.spacing), summary: summary) {
                let first = 3 * (($0 * y.count + $1) * z.count + $2)
                return Vector3(values[first], values[first + 1], values[first + 2])
            }
        }
    }

    var summary: String {
        switch grid {
        case .cylindrical(let r, let z): "map \(name), \(r.count) × \(z.count) points in r and z"
        case .cartesian(let x, let y, let z): "map \(name), \(x.count) × \(y.count) × \(z.count) points in x, y and z"
        }
    }
}
