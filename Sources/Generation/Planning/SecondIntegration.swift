// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Numerics

/// Integrates a process another way: GSL's VEGAS over transverse momenta and rapidities.
///
/// Shares only amplitude and densities with what planning does; a check, nothing of it reaches an event.
public struct SecondIntegration: Sendable {
    /// Points of each of ten iterations, half of which only adapt.
    public var pointsPerIteration: Int

    public init(pointsPerIteration: Int = 50_000) { self.pointsPerIteration = pointsPerIteration }

    /// Cross-section and statistical error, pb.
    ///
    /// - Parameter fixedScale: in GeV, in place of the card's scales.
    /// - Throws: as planning does, or if the integration fails.
    public func crossSection(
        of process: String, energy: Double, fixedScale: Double? = nil, cards: GeneratorCards
    ) throws(Diagnostics) -> (value: Double, error: Double) {
        var card = try cards.processCard(process)
        card.mapping = .transverse
        card.fixScales(fixedScale)
        var (sum, variance) = (0.0, 0.0)
        for (position, sampler) in try cards.samplers(card, energy: energy).enumerated() {
            let box = StreamBox(identity: UInt64(position))
            let vegas = Vegas(pointsPerIteration: pointsPerIteration, warmUpIterations: 5, iterations: 5)
            let unit = [ClosedRange<Double>](repeating: 0...1, count: sampler.dimensions + 1)
            do throws(NumericsError) {
                let result = try vegas.integrate(over: unit, random: { box.stream.next() }) { numbers in
                    box.value(sampler, numbers)
                }
                sum += result.estimate.value
                variance += result.estimate.error * result.estimate.error
            } catch {
                throw Diagnostics([
                    Diagnostic(code: "not-integrated", file: "--", problem: "process `\(process)`: \(error)")
                ])
            }
        }
        return (sum, variance.squareRoot())
    }

    private final class StreamBox {
        var stream: RandomStream
        private var scratch = AmplitudeScratch()
        private var point = HardPoint()

        init(identity: UInt64) {
            stream = RandomStream(seed: IntegrationPlanner.seed, event: 1, stage: .planning, identity: identity)
        }

        func value(_ sampler: ChannelSampler, _ numbers: UnsafeBufferPointer<Double>) -> Double {
            var inside = InlineArray<14, Double>(repeating: 0)
            for axis in 0..<sampler.dimensions { inside[axis] = min(max(numbers[axis], 1e-15), 1 - 1e-15) }
            let measure = sampler.measure(inside, &point)
            return sampler.weigh(point, measure: measure, orientation: numbers[sampler.dimensions], &scratch).value
        }
    }
}

extension ProcessCard {
    /// Uses one number in GeV for both scales.
    mutating func fixScales(_ scale: Double?) {
        guard let scale else { return }
        renormalisation = ScaleChoice(kind: .fixed, factor: scale)
        factorisation = ScaleChoice(kind: .fixed, factor: scale)
    }
}
