// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL
import Glibc
import Numerics
import Testing

@Suite struct CubicSplineTests {
    private static let x = (0...20).map { Double($0) * 0.3 + 0.01 * Double($0 * $0) }
    private static let y = x.map { Glibc.sin($0) }

    @Test("passes through its points and equals GSL's natural spline between them")
    func values() throws {
        let spline = try CubicSpline(x: Self.x, y: Self.y)
        let peer = gsl_spline_alloc(eidolon_gsl_cspline(), Self.x.count)
        defer { gsl_spline_free(peer) }
        gsl_spline_init(peer, Self.x, Self.y, Self.x.count)
        for (x, y) in zip(Self.x, Self.y) { #expect(abs(spline.value(at: x) - y) < 1e-15) }
        for step in 0...1000 {
            let x = Self.x[20] * Double(step) / 1000
            #expect(abs(spline.value(at: x) - gsl_spline_eval(peer, x, nil)) < 1e-13)
            #expect(abs(spline.derivative(at: x) - gsl_spline_eval_deriv(peer, x, nil)) < 1e-12)
        }
    }

    @Test func twoPointsMakeALine() throws {
        let line = try CubicSpline(x: [1, 3], y: [2, 6])
        #expect(line.value(at: 2) == 4 && line.value(at: 5) == 10 && line.derivative(at: 2) == 2)
    }

    @Test func badPoints() {
        #expect(throws: NumericsError.self) { try CubicSpline(x: [1], y: [1]) }
        #expect(throws: NumericsError.self) { try CubicSpline(x: [1, 1], y: [1, 2]) }
        #expect(throws: NumericsError.self) { try CubicSpline(x: [1, 2], y: [1]) }
        #expect(throws: NumericsError.self) { try CubicSpline(x: [1, .nan], y: [1, 2]) }
    }
}
