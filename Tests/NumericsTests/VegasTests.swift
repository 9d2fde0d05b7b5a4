// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Glibc
import Numerics
import Testing

@Suite struct VegasTests {
    private static func integrate(
        _ vegas: Vegas, _ box: [ClosedRange<Double>], identity: UInt64 = 0,
        _ integrand: (UnsafeBufferPointer<Double>) -> Double
    ) throws -> Vegas.Result {
        var stream = RandomStream(seed: 1, event: 0, stage: .planning, identity: identity)
        return try vegas.integrate(over: box, random: { stream.next() }, integrand)
    }

    /// A sharp peak, which needs the grid: ∏ 1 / (0.01² + (x - 0.3)²) over the unit cube.
    private static func peak(_ point: UnsafeBufferPointer<Double>) -> Double {
        point.reduce(1) { $0 / (1e-4 + ($1 - 0.3) * ($1 - 0.3)) }
    }

    @Test("a product of peaks within 5 standard deviations, and better than without a grid")
    func peaks() throws {
        let exact = Glibc.pow((Glibc.atan(70.0 as Double) + Glibc.atan(30.0 as Double)) * 100, 4)
        let box = [ClosedRange<Double>](repeating: 0...1, count: 4)
        let adapted = try Self.integrate(Vegas(pointsPerIteration: 20_000), box, Self.peak)
        #expect(abs(adapted.estimate.value - exact) < 5 * adapted.estimate.error)
        #expect(adapted.estimate.error < 0.01 * exact)
        #expect(adapted.chiSquaredPerDegree < 6)
        let plain = try Self.integrate(Vegas(pointsPerIteration: 20_000, stiffness: 0), box, Self.peak)
        #expect(plain.estimate.error > 3 * adapted.estimate.error)
    }

    @Test("the same words give the same bits, others do not")
    func isDeterministic() throws {
        let box: [ClosedRange<Double>] = [0...2, -1...1]
        let vegas = Vegas(pointsPerIteration: 2000)
        let first = try Self.integrate(vegas, box) { $0[0] * $0[0] + $0[1] }
        let second = try Self.integrate(vegas, box) { $0[0] * $0[0] + $0[1] }
        let third = try Self.integrate(vegas, box, identity: 1) { $0[0] * $0[0] + $0[1] }
        #expect(first == second)
        #expect(first.estimate != third.estimate)
        #expect(abs(first.estimate.value - 16.0 / 3) < 5 * first.estimate.error)
    }

    @Test("sampling through the grid alone integrates, and its points crowd at the peak")
    func grid() throws {
        let box = [ClosedRange<Double>](repeating: 0...1, count: 2)
        let result = try Self.integrate(Vegas(pointsPerIteration: 20_000), box, Self.peak)
        let grid = result.grid
        #expect(grid.dimensions == 2)
        for row in grid.edges {
            #expect(row.first == 0 && row.last == 1)
            #expect(zip(row, row.dropFirst()).allSatisfy { $0 < $1 })
            let narrowest = zip(row, row.dropFirst()).min { $0.1 - $0.0 < $1.1 - $1.0 }
            #expect(abs((narrowest?.0 ?? 0) - 0.3) < 0.02)
        }
        var stream = RandomStream(seed: 3, event: 0, stage: .test, identity: 0)
        var (sum, squares) = (0.0, 0.0)
        let n = 100_000
        for _ in 0..<n {
            let a = grid.coordinate(stream.uniform(), dimension: 0)
            let b = grid.coordinate(stream.uniform(), dimension: 1)
            let value = [a.x, b.x].withUnsafeBufferPointer(Self.peak) * a.weight * b.weight
            sum += value
            squares += value * value
        }
        let mean = sum / Double(n)
        let error = ((squares / Double(n) - mean * mean) / Double(n)).squareRoot()
        let exact = Glibc.pow((Glibc.atan(70.0 as Double) + Glibc.atan(30.0 as Double)) * 100, 2)
        #expect(abs(mean - exact) < 5 * error)
        #expect(error < 0.01 * exact)
        #expect(try VegasGrid(edges: grid.edges) == grid)
    }

    @Test func badInput() throws {
        #expect(throws: NumericsError.self) { try Self.integrate(Vegas(), []) { _ in 1 } }
        #expect(throws: NumericsError.self) { try Self.integrate(Vegas(), [1...1]) { _ in 1 } }
        #expect(throws: NumericsError.self) { try Self.integrate(Vegas(pointsPerIteration: 0), [0...1]) { _ in 1 } }
        #expect(throws: NumericsError.self) { try Self.integrate(Vegas(), [0...1]) { _ in .nan } }
        #expect(throws: NumericsError.self) { try VegasGrid(edges: [[0, 0]]) }
        #expect(throws: NumericsError.self) { try VegasGrid(edges: [[1, 0, 2]]) }
    }
}
