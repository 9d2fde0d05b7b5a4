// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// What planning finds out about a process or one of its channels.
public struct ProcessIntegral: Sendable, Equatable {
    /// Cross-section and its statistical error, pb.
    public var crossSection = 0.0
    public var error = 0.0
    /// Weight against which events are accepted, pb.
    public var maximumWeight = 0.0
    /// Mean weight over `maximumWeight`: the share of points that become events.
    public var efficiency: Double { maximumWeight > 0 ? crossSection / maximumWeight : 0 }
    /// Share of the cross-section from two gluons.
    public var gluonShare = 0.0
    /// Mean share of amplitudes computed that become events, thanks to the surrogate.
    public var amplitudeEfficiency = 1.0
}

/// Adapts a map to a channel, integrates it and finds the weight for unweighting.
struct IntegrationPlanner: Sendable {
    /// Points of each adaptation, number of adaptations, points of the final integration.
    var adaptationPoints: Int
    var adaptations: Int
    var finalPoints: Int
    /// Share of the cross-section that may lie above the maximum weight (events there carry a larger weight).
    var overweightShare = 1e-3

    /// The planning stream has a seed of its own: maps depend on the process and its card only.
    static let seed: UInt64 = 0x4569_646F_6C6F_6E31

    /// - Parameter quick: adaptation begins with the map of another energy and only has to follow the change.
    init(quick: Bool) {
        adaptationPoints = quick ? 5_000 : 20_000
        adaptations = quick ? 4 : 14
        finalPoints = quick ? 30_000 : 120_000
    }

    /// What is found for a channel.
    struct Result {
        var map: AdaptiveMap
        var integral: ProcessIntegral
        /// Coefficients of the surrogate; empty for closed formulas.
        var coefficients: [Double] = []
        var maximumRatio = 0.0
    }

    /// Integrates a channel; `identity` names its stream. Adaptation begins with `start`, if given.
    func plan(_ sampler: ChannelSampler, identity: UInt64, start: AdaptiveMap? = nil) -> Result {
        var stream = RandomStream(seed: Self.seed, event: 0, stage: .planning, identity: identity)
        var scratch = AmplitudeScratch()
        var map = start ?? AdaptiveMap(dimensions: sampler.dimensions)
        let surrogate = SurrogateAmplitude(finalState: sampler.channel.finalState)
        var fit = SurrogateFit(terms: surrogate.terms)
        for round in 0..<adaptations {
            var sums = [Double](repeating: 0, count: sampler.dimensions * AdaptiveMap.bins)
            sample(sampler, FixedMap(map), adaptationPoints, &stream, &scratch) { sample in
                for axis in 0..<sampler.dimensions {
                    sums[axis * AdaptiveMap.bins + Int(sample.bins[axis])] += sample.weight * sample.weight
                }
                if 2 * round >= adaptations && sample.amplitude > 0 {
                    fit.add(
                        surrogate.logarithms(sample.point), logarithm: Elementary.log(sample.amplitude),
                        weight: sample.weight)
                }
            }
            map.refine(sums, damping: 0.7)
        }
        map.round()
        var result = Result(map: map, integral: ProcessIntegral())
        if case .tree = sampler.channel.amplitude { result.coefficients = fit.coefficients() }
        integrate(sampler, surrogate, &result, using: &stream, &scratch)
        return result
    }

    private struct Sample {
        var point = HardPoint()
        var bins = InlineArray<14, UInt8>(repeating: 0)
        var weight = 0.0
        var amplitude = 0.0
    }

    private func sample(
        _ sampler: ChannelSampler, _ map: FixedMap, _ count: Int, _ stream: inout RandomStream,
        _ scratch: inout AmplitudeScratch, _ use: (Sample) -> Void
    ) {
        var sample = Sample()
        for _ in 0..<count {
            let measure = sampler.draw(map, bins: &sample.bins, &sample.point, using: &stream)
            let weighted = sampler.weigh(sample.point, measure: measure, orientation: stream.uniform())
            sample.amplitude =
                weighted.value > 0
                ? sampler.channel.squaredAmplitude(at: sample.point, swapped: weighted.swapped, &scratch) : 0
            sample.weight = weighted.value * sample.amplitude
            use(sample)
        }
    }

    /// Integrates with a map that is left as it is, finds maximum weight and ratio.
    private func integrate(
        _ sampler: ChannelSampler, _ surrogate: SurrogateAmplitude, _ result: inout Result,
        using stream: inout RandomStream, _ scratch: inout AmplitudeScratch
    ) {
        var weights: [Double] = []
        var ratios: [(ratio: Double, weight: Double)] = []
        weights.reserveCapacity(finalPoints)
        var (sum, sum2) = (0.0, 0.0)
        var coefficients = InlineArray<16, Double>(repeating: 0)
        for (i, value) in result.coefficients.enumerated() { coefficients[i] = value }
        let usesSurrogate = !result.coefficients.isEmpty
        sample(sampler, FixedMap(result.map), finalPoints, &stream, &scratch) { sample in
            weights.append(sample.weight)
            sum += sample.weight
            sum2 += sample.weight * sample.weight
            if usesSurrogate && sample.weight > 0 {
                ratios.append((sample.amplitude / surrogate.value(sample.point, coefficients), sample.weight))
            }
        }
        let n = Double(finalPoints)
        result.integral.crossSection = sum / n
        result.integral.error = max(sum2 / n - sum / n * sum / n, 0).squareRoot() / n.squareRoot()
        result.integral.gluonShare = sampler.channel.isFromGluons ? 1 : 0
        result.integral.maximumWeight = Self.maximum(of: &weights, sum: sum, overweightShare: overweightShare)
        guard usesSurrogate, sum > 0 else { return }
        // Surplus of the ratios, weighted with the surrogate: half the share of the weights.
        ratios.sort { ($0.ratio, $0.weight) > ($1.ratio, $1.weight) }
        result.maximumRatio = ratios.first?.ratio ?? 0
        var (above, surrogates) = (0.0, 0.0)
        for entry in ratios {
            if above - surrogates * entry.ratio > 0.5 * overweightShare * sum { break }
            result.maximumRatio = entry.ratio
            above += entry.weight
            surrogates += entry.weight / entry.ratio
        }
        var evaluations = 0.0
        for entry in ratios {
            evaluations += min(result.maximumRatio * entry.weight / entry.ratio / result.integral.maximumWeight, 1)
        }
        if evaluations > 0 {
            result.integral.amplitudeEfficiency = sum / result.integral.maximumWeight / evaluations
        }
    }

    /// The weight above which the surplus of the weights is the given share of their sum.
    private static func maximum(of weights: inout [Double], sum: Double, overweightShare: Double) -> Double {
        weights.sort(by: >)
        var above = 0.0
        for (count, weight) in weights.enumerated() {
            // Surplus over `weight` of the `count` larger ones.
            if above - Double(count) * weight > overweightShare * sum { return weight }
            above += weight
        }
        return weights.first ?? 0
    }
}
