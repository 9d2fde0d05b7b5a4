// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Eight rows of cylinders and barrel layers in columns.
struct RadialColumns {
    private let memory: UnsafePointer<Double>
    private let direction: Int

    /// - Parameter direction: a class of `MatterRows`.
    @inline(__always)
    init(_ memory: UnsafePointer<Double>, _ direction: Int) {
        self.memory = memory
        self.direction = direction
    }

    static func values(_ row: MatterRows.RadialRow) -> [Double] {
        let low = row.radius.lowerBound
        let high = row.radius.upperBound
        return [
            max(0, low) * low, high * high, low > 0 ? 1 / low : .infinity, row.z.lowerBound, row.z.upperBound, row.turn,
            row.slide, row.tilt, row.least, row.leastCosine * row.leastCosine,
        ] + row.thickness
    }

    /// A row that nothing meets.
    static let emptyRow =
        [1, 1, 1, .infinity, -.infinity, 1, 0, 0, 1, 0] + [Double](repeating: 0, count: MatterRows.classes)

    /// Paths are computed to this, mm; secondaries begin ten times as far beyond their surface.
    private static let slack = 1e-6
    /// Where the squared cosine to the radius is below this, they are not.
    private static let grazing = 1e-6

    @inline(__always)
    private func column(_ k: Int) -> Lanes {
        UnsafeRawPointer(memory + 8 * k).assumingMemoryBound(to: Lanes.self).pointee
    }

    /// What a way meets of each row, mm.
    ///
    /// - Parameters:
    ///   - sign: 1 where the way moves away from the axis, −1 where it moves towards it.
    ///   - least2: square of a radius below which it does not come.
    @inline(__always)
    func path(_ way: StraightWay, to end: Double, sign: Double, from least2: Double) -> Lanes {
        let zero = Lanes.zero
        let infinity = Lanes(repeating: .infinity)
        let slack = Lanes(repeating: RadialColumns.slack)
        let low2 = column(0)
        let high2 = column(1)
        let beginsBelow = Lanes(repeating: least2) .<= low2
        let nearest2 = Lanes(repeating: least2).replacing(with: low2, where: beginsBelow)
        // Squares of r dr/ds at both ends of the way through the row.
        let across2 = way.across * way.across
        let near2 = way.a * nearest2 - across2
        let far2 = way.a * high2 - across2
        let near = larger(near2, zero).squareRoot()
        let far = larger(far2, zero).squareRoot()
        let inverse = 1 / way.a
        let first = ((sign < 0 ? -far : near) - way.b) * inverse
        let last = ((sign < 0 ? -near : far) - way.b) * inverse
        let start = larger(first, zero)
        let stop = smaller(last, Lanes(repeating: end))
        let zStart = way.z + way.uz * start
        let zStop = way.z + way.uz * stop
        let inZ = (smaller(zStart, zStop) .<= column(4)) .& (column(3) .<= larger(zStart, zStop))
        let limit = (way.a * RadialColumns.grazing) * high2
        let isGrazing = far2 .<= limit
        let isAhead = (zero - slack .<= last) .& (first .<= Lanes(repeating: end) + slack)
        let isMet = inZ .& (zero - limit .<= far2) .& (isAhead .| isGrazing)
        if Lanes.holdsEverywhere(.!isMet) { return zero }
        let isSteep = near2 .< column(9) * (way.a * nearest2)
        let inverseRadius = Lanes(repeating: 1 / least2.squareRoot()).replacing(with: column(2), where: beginsBelow)
        let cosine = inverseRadius * (near * column(5) - way.across * column(6)) - abs(way.uz) * column(7)
        let path = column(10 + direction) / larger(cosine, column(8))
        return zero.replacing(with: path.replacing(with: infinity, where: isSteep), where: isMet)
    }
}

/// Eight rows of planes and disc layers in columns.
struct AxialColumns {
    private let memory: UnsafePointer<Double>
    private let direction: Int

    @inline(__always)
    init(_ memory: UnsafePointer<Double>, _ direction: Int) {
        self.memory = memory
        self.direction = direction
    }

    static func values(_ row: MatterRows.AxialRow) -> [Double] {
        let low = max(0, row.radius.lowerBound)
        return [
            row.z.lowerBound, row.z.upperBound, low * low, row.radius.upperBound * row.radius.upperBound, row.upright,
            row.lean, row.least,
        ] + row.thickness
    }

    static let emptyRow =
        [.infinity, .infinity, .infinity, 0, 1, 0, 1] + [Double](repeating: 0, count: MatterRows.classes)

    /// Smallest |uz| for which paths to planes are known well enough.
    static let leastCosine = 1e-4
    private static let slack = 1e-6

    @inline(__always)
    private func column(_ k: Int) -> Lanes {
        UnsafeRawPointer(memory + 8 * k).assumingMemoryBound(to: Lanes.self).pointee
    }

    /// What a way meets of each row, mm; |uz| is not below `leastCosine`.
    @inline(__always)
    func path(_ way: StraightWay, to end: Double) -> Lanes {
        let zero = Lanes.zero
        let slack = Lanes(repeating: AxialColumns.slack)
        let inverse = 1 / way.uz
        let toLow = (column(0) - way.z) * inverse
        let toHigh = (column(1) - way.z) * inverse
        let first = smaller(toLow, toHigh)
        let last = larger(toLow, toHigh)
        let start = larger(first, zero)
        let stop = smaller(last, Lanes(repeating: end))
        let startRadius2 = way.radius2 + start * (2 * way.b + way.a * start)
        let stopRadius2 = way.radius2 + stop * (2 * way.b + way.a * stop)
        // r² is convex: largest at an end, and smallest there too unless the way comes nearest to the axis in between.
        let nearest = Lanes(repeating: -way.b / way.a)
        let turns = (start .<= nearest) .& (nearest .<= stop)
        let least2 = smaller(startRadius2, stopRadius2).replacing(with: zero, where: turns)
        let inRadius = (column(2) .<= larger(startRadius2, stopRadius2)) .& (least2 .<= column(3))
        let isMet = inRadius .& (zero - slack .<= last) .& (first .<= Lanes(repeating: end) + slack)
        let cosine = abs(way.uz) * column(4) - way.transverse * column(5)
        return zero.replacing(with: column(7 + direction) / larger(cosine, column(6)), where: isMet)
    }
}

@inline(__always)
private func smaller(_ a: Lanes, _ b: Lanes) -> Lanes { b.replacing(with: a, where: a .< b) }

@inline(__always)
private func larger(_ a: Lanes, _ b: Lanes) -> Lanes { b.replacing(with: a, where: b .< a) }
