// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import Simulation

@Suite("Landau distribution")
struct LandauDistributionTests {
    /// Quantiles of scipy.stats.landau (SciPy 1.17.1, from Boost), x there, at π/2 x + ln(π/2).
    static let reference: [(probability: Double, quantile: Double)] = [
        (0.0009765625, -2.633441057),
        (0.0078125, -2.174679705),
        (0.0625, -1.381965376),
        (0.25, -0.204640652),
        (0.5, 1.355780421),
        (0.75, 4.458394610),
        (0.875, 9.376232751),
        (0.9, 11.649284684),
        (0.99, 104.156361812),
        (0.999, 1006.482330369),
    ]

    @Test("quantiles are those of SciPy", arguments: reference)
    func quantiles(point: (probability: Double, quantile: Double)) {
        let value = LandauDistribution().quantile(point.probability)
        // The last interval of the tail's table ends in an extrapolation.
        let tolerance = point.probability < 0.95 ? 1e-4 : 5e-3
        #expect(abs(value - point.quantile) < tolerance * max(1, abs(point.quantile)))
    }

    @Test("quantiles grow with the probability and are finite")
    func order() {
        let landau = LandauDistribution()
        var before = -4.0
        for i in 0..<100_000 {
            let value = landau.quantile(Double(i) / 100_000)
            #expect(value > before && value.isFinite, "at \(i)")
            before = value
        }
    }
}
