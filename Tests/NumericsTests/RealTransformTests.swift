// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Glibc
import Numerics
import Testing

@Suite struct RealTransformTests {
    @Test("equals the sum that defines it, and its inverse undoes it", arguments: [1, 2, 7, 16, 97, 360])
    func definition(_ n: Int) throws {
        var stream = RandomStream(seed: 1, event: 0, stage: .test, identity: UInt64(n))
        let values = (0..<n).map { _ in stream.normal() }
        let transform = try RealTransform(count: n)
        let spectrum = try transform.forward(values)
        #expect(spectrum.count == n / 2 + 1)
        for (k, value) in spectrum.enumerated() {
            var sum = Complex(real: 0, imaginary: 0)
            for (j, x) in values.enumerated() {
                let angle = -2 * Double.pi * Double((j * k) % n) / Double(n)
                sum.real += x * Glibc.cos(angle)
                sum.imaginary += x * Glibc.sin(angle)
            }
            #expect(abs(sum.real - value.real) < 1e-11 && abs(sum.imaginary - value.imaginary) < 1e-11)
        }
        let back = try transform.backward(spectrum)
        for (a, b) in zip(values, back) { #expect(abs(a - b) < 1e-13) }
    }

    @Test func badLengths() throws {
        #expect(throws: NumericsError.self) { try RealTransform(count: 0) }
        let transform = try RealTransform(count: 8)
        #expect(throws: NumericsError.self) { try transform.forward([1, 2]) }
        #expect(throws: NumericsError.self) { try transform.backward([]) }
    }

    @Test func isSafeFromSeveralTasks() async throws {
        let sums = try await withThrowingTaskGroup(of: Double.self) { group in
            for task in 0..<8 {
                group.addTask {
                    let transform = try RealTransform(count: 64 + task)
                    return try transform.forward([Double](repeating: 1, count: 64 + task))[0].real
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sums == (64..<72).reduce(0.0) { $0 + Double($1) })
    }

    /// The periodogram of uniforms is white: its ordinates are exponential. Largest of 2^17 ordinates and χ² of their
    /// distribution over 16 equally probable cells (limit: 5 standard deviations, 3e-7).
    @Test func streamsHaveWhiteSpectra() throws {
        let n = 1 << 18
        var stream = RandomStream(seed: 2, event: 1, stage: .test, identity: 0)
        let values = (0..<n).map { _ in stream.uniform() - 0.5 }
        let spectrum = try RealTransform(count: n).forward(values)
        var cells = [Double](repeating: 0, count: 16)
        var largest = 0.0
        for value in spectrum[1..<n / 2] {
            // The mean of the squared magnitude is n / 12.
            let ordinate = value.squaredMagnitude * 12 / Double(n)
            largest = max(largest, ordinate)
            cells[min(Int((1 - Glibc.exp(-ordinate)) * 16), 15)] += 1
        }
        let count = Double(n / 2 - 1)
        // P(largest > t) is about count × exp(-t): 1e-6 at 25.6.
        #expect(largest < 25.6)
        let chiSquared = cells.reduce(0) { $0 + ($1 - count / 16) * ($1 - count / 16) / (count / 16) }
        #expect(chiSquared < 60)
    }
}
