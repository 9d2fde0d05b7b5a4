// SPDX-License-Identifier: GPL-3.0-or-later

/// An importance-sampling grid: per dimension the edges of bins that are equally probable.
///
/// A plan stores the edges; generation maps uniform numbers through them with IEEE operations alone.
public struct VegasGrid: Equatable, Sendable {
    /// `edges[d]` runs from the lower to the upper bound of dimension d.
    public let edges: [[Double]]

    /// - Throws: `NumericsError` unless every dimension has two edges or more, finite and not decreasing, the last
    ///   above the first.
    public init(edges: [[Double]]) throws(NumericsError) {
        guard !edges.isEmpty else { throw .invalid("grid", "no dimension") }
        for row in edges {
            guard row.count >= 2, row.allSatisfy(\.isFinite), zip(row, row.dropFirst()).allSatisfy({ $0 <= $1 }),
                row[0] < row[row.count - 1]
            else { throw .invalid("grid", "edges are too few, not finite or decrease") }
        }
        self.edges = edges
    }

    public var dimensions: Int { edges.count }

    /// The coordinate in dimension `d` for a uniform number in [0, 1), and the inverse of its probability density.
    public func coordinate(_ uniform: Double, dimension d: Int) -> (x: Double, weight: Double) {
        let row = edges[d]
        let bins = row.count - 1
        let position = uniform * Double(bins)
        let bin = min(max(Int(position), 0), bins - 1)
        let width = row[bin + 1] - row[bin]
        return (row[bin] + (position - Double(bin)) * width, width * Double(bins))
    }
}
