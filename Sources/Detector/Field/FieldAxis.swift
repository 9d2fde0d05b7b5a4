// SPDX-License-Identifier: GPL-3.0-or-later

/// Equidistant places along one coordinate, mm.
@frozen
public struct FieldAxis: Sendable, Equatable, BitwiseCopyable {
    public var origin: Double
    public var spacing: Double
    /// At least `leastCount`.
    public var count: Int

    /// Fewest places on an axis: the interpolation looks at four.
    public static let leastCount = 4

    public init(origin: Double, spacing: Double, count: Int) {
        self.origin = origin
        self.spacing = spacing
        self.count = count
    }

    public var end: Double { self[count - 1] }
    public subscript(index: Int) -> Double { origin + Double(index) * spacing }
}

/// The cubic through the values and central slopes at four neighbouring places, between the middle two.
///
/// Catmull and Rom, Computer Aided Geometric Design (1974) 317: the interpolated function has a continuous
/// derivative and is exact for polynomials of second degree.
struct CubicWeights {
    /// Cell: the position of the place below.
    let cell: Int
    let w0, w1, w2, w3: Double

    /// - Parameters:
    ///   - place: in spacings from the axis' origin; beyond the ends the end is taken.
    ///   - last: position of the axis' last place.
    @inline(__always)
    init(at place: Double, last: Double) {
        // In this order what is not a number becomes 0.
        let inside = max(0, min(place, last))
        let below = min(Int(inside), Int(last) - 1)
        cell = below
        let t = inside - Double(below)
        let t2 = t * t
        let rest = 1 - t
        w0 = -0.5 * t * rest * rest
        w1 = 1 + t2 * (1.5 * t - 2.5)
        w2 = t * (0.5 + t * (2 - 1.5 * t))
        w3 = -0.5 * t2 * rest
    }
}
