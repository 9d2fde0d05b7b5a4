// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import Numerics
import Testing

@Suite struct QuadratureTests {
    @Test func knownIntegrals() throws {
        let quadrature = Quadrature(relativeTolerance: 1e-12)
        let gauss = try quadrature.integrate(over: -10...10) { Glibc.exp(-$0 * $0) }
        #expect(abs(gauss.value - Double.pi.squareRoot()) < 1e-12)
        // Catalan's constant (Abramowitz and Stegun 23.2.23).
        let catalan = try quadrature.integrate(over: 1e-300...1) { Glibc.atan($0) / $0 }
        #expect(abs(catalan.value - 0.915_965_594_177_219_0) < 1e-12)
        let peak = try quadrature.integrate(over: -1...1) { 1 / ($0 * $0 + 1e-6) }
        #expect(abs(peak.value - 2 * 1000 * Glibc.atan(1000.0 as Double)) < 1e-7)
        let root = try Quadrature(relativeTolerance: 1e-9).integrateSingular(over: 0...1) { 1 / $0.squareRoot() }
        #expect(abs(root.value - 2) < 1e-8)
        let tail = try Quadrature(relativeTolerance: 1e-10).integrateToInfinity(from: 0) { Glibc.exp(-$0) }
        #expect(abs(tail.value - 1) < 1e-9)
    }

    @Test("errors are thrown, never abort the process")
    func errors() {
        let quadrature = Quadrature(relativeTolerance: 1e-10, maximumIntervals: 20)
        #expect(throws: NumericsError.self) { try quadrature.integrate(over: 0...1) { 1 / $0 } }
        #expect(throws: NumericsError.self) { try quadrature.integrate(over: 0...1) { _ in .nan } }
        #expect(throws: NumericsError.self) {
            try Quadrature(relativeTolerance: 0).integrate(over: 0...1) { $0 }
        }
        #expect(throws: NumericsError.self) {
            try Quadrature(maximumIntervals: 0).integrate(over: 0...1) { $0 }
        }
        #expect(throws: NumericsError.self) {
            try Quadrature(relativeTolerance: .nan).integrate(over: 0...1) { $0 }
        }
    }

    @Test func roots() throws {
        let root = try findRoot(in: 0...2) { Glibc.cos($0) - $0 }
        // The fixed point of the cosine.
        #expect(abs(root - 0.739_085_133_215_160_6) < 1e-14)
        #expect(try findRoot(in: 0...1) { $0 } == 0)
        #expect(throws: NumericsError.self) { try findRoot(in: 1...2) { $0 } }
        #expect(throws: NumericsError.self) { try findRoot(in: -1...1) { $0 == 0.0 ? 1 : .nan } }
        #expect(throws: NumericsError.self) { try findRoot(in: -1...2, maximumIterations: 2) { $0 * $0 * $0 - 1 } }
    }
}
