// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Lund fragmentation function") struct LundFunctionTests {
    /// 40,000 draws for each case: mean and mean square of z against Simpson's rule on 20,000 intervals; 4.4 standard
    /// errors each (false alarm 1e-5 each, 24 comparisons).
    @Test("draws follow z^(-c) (1-z)^a exp(-b mT²/z)", arguments: [0.05, 0.3, 1.0, 4.0, 30.0, 60.0])
    func density(mT2: Double) throws {
        let card = try standardCards().fragmentation
        let function = LundFunction(card: card)
        var stream = RandomStream(seed: 5, event: UInt64(mT2 * 100), stage: .test, identity: 0)
        for end: Int32 in [1, 4, 5] {
            let mass = QuarkMasses.constituent(end)
            let exponent = end == 5 ? card.bottomExponent : end == 4 ? card.charmExponent : 0
            let c = 1 + exponent * card.lundB * mass * mass
            var (norm, first, second) = (0.0, 0.0, 0.0)
            for step in 1..<20_000 {
                let z = Double(step) / 20_000
                // The logarithm's largest value is near z = 1: subtract it to stay in range.
                let log = -c * Elementary.log(z) + card.lundA * Elementary.log(1 - z) - card.lundB * mT2 * (1 / z - 1)
                let weight = Elementary.exp(log) * (step % 2 == 1 ? 4 : 2)
                norm += weight
                first += weight * z
                second += weight * z * z
            }
            var (z, z2) = (Moments(), Moments())
            for _ in 0..<40_000 {
                let value = function.sample(mT2: mT2, end: end, using: &stream)
                z.add(value)
                z2.add(value * value)
            }
            #expect(abs(z.mean - first / norm) < 4.4 * z.error + 1e-4, "\(end): \(z.mean) for \(first / norm)")
            #expect(abs(z2.mean - second / norm) < 4.4 * z2.error + 1e-4)
        }
    }
}
