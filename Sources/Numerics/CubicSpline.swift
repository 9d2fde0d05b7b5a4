// SPDX-License-Identifier: GPL-3.0-or-later

/// A natural cubic spline through points with increasing abscissae.
///
/// Made and evaluated from IEEE operations alone: its values are the same bits everywhere.
public struct CubicSpline: Equatable, Sendable {
    public let x: [Double]
    public let y: [Double]
    /// Second derivatives at the points; 0 at both ends.
    public let curvature: [Double]

    /// - Throws: `NumericsError` unless there are at least two points, as many ordinates as abscissae, all finite, the
    ///   abscissae strictly increasing.
    public init(x: [Double], y: [Double]) throws(NumericsError) {
        let operation = "cubic spline"
        guard x.count >= 2, x.count == y.count else { throw .invalid(operation, "needs two points or more, in pairs") }
        guard (x + y).allSatisfy(\.isFinite) else { throw .invalid(operation, "a coordinate is not finite") }
        guard zip(x, x.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw .invalid(operation, "abscissae do not increase")
        }
        self.x = x
        self.y = y
        curvature = Self.curvature(x, y)
    }

    /// The tridiagonal system of continuous slopes, solved by elimination; it is diagonally dominant.
    private static func curvature(_ x: [Double], _ y: [Double]) -> [Double] {
        let n = x.count
        var second = [Double](repeating: 0, count: n)
        guard n > 2 else { return second }
        var ratio = [Double](repeating: 0, count: n)
        for i in 1..<n - 1 {
            let left = x[i] - x[i - 1]
            let right = x[i + 1] - x[i]
            let slopes = (y[i + 1] - y[i]) / right - (y[i] - y[i - 1]) / left
            let pivot = 2 * (left + right) - left * ratio[i - 1]
            ratio[i] = right / pivot
            second[i] = (6 * slopes - left * second[i - 1]) / pivot
        }
        for i in stride(from: n - 2, through: 1, by: -1) { second[i] -= ratio[i] * second[i + 1] }
        return second
    }

    /// The interval that holds `argument`; the first or last one beyond the ends.
    private func interval(of argument: Double) -> Int {
        var low = 0
        var high = x.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if argument < x[middle] { high = middle } else { low = middle }
        }
        return low
    }

    /// The value; beyond the ends the last cubic is continued.
    public func value(at argument: Double) -> Double {
        let i = interval(of: argument)
        let width = x[i + 1] - x[i]
        let b = (argument - x[i]) / width
        let a = (x[i + 1] - argument) / width
        let bend = (a * a * a - a) * curvature[i] + (b * b * b - b) * curvature[i + 1]
        return a * y[i] + b * y[i + 1] + bend * (width * width) / 6
    }

    /// The first derivative.
    public func derivative(at argument: Double) -> Double {
        let i = interval(of: argument)
        let width = x[i + 1] - x[i]
        let b = (argument - x[i]) / width
        let a = (x[i + 1] - argument) / width
        let bend = (3 * b * b - 1) * curvature[i + 1] - (3 * a * a - 1) * curvature[i]
        return (y[i + 1] - y[i]) / width + bend * width / 6
    }
}
