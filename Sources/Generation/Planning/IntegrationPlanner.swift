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
}

/// Adapts a map to a channel, integrates it and finds the weight for unweighting.
struct IntegrationPlanner: Sendable {
    /// Points of each adaptation, number of adaptations, points of the final integration.
    var adaptationPoints = 10_000
    var adaptations = 12
    var finalPoints = 60_000
    /// Share of the cross-section that may lie above the maximum weight (events there carry a larger weight).
    var overweightShare = 1e-3

    /// The planning stream has a seed of its own: maps depend on the process and its card only.
    static let seed: UInt64 = 0x4569_646F_6C6F_6E31

    /// Integrates a channel; `identity` names its stream.
    func plan(_ sampler: ChannelSampler, identity: UInt64) -> (map: AdaptiveMap, integral: ProcessIntegral) {
        var stream = RandomStream(seed: Self.seed, event: 0, stage: .planning, identity: identity)
        var scratch = AmplitudeScratch()
        var map = AdaptiveMap(dimensions: sampler.dimensions)
        for _ in 0..<adaptations {
            var sums = [Double](repeating: 0, count: sampler.dimensions * AdaptiveMap.bins)
            sample(sampler, FixedMap(map), adaptationPoints, &stream, &scratch) { weight, bins in
                for axis in 0..<sampler.dimensions {
                    sums[axis * AdaptiveMap.bins + Int(bins[axis])] += weight * weight
                }
            }
            map.refine(sums, damping: 0.7)
        }
        return (map, integrate(sampler, FixedMap(map), using: &stream, &scratch))
    }

    private func sample(
        _ sampler: ChannelSampler, _ map: FixedMap, _ count: Int, _ stream: inout RandomStream,
        _ scratch: inout AmplitudeScratch, _ use: (Double, InlineArray<14, UInt8>) -> Void
    ) {
        var bins = InlineArray<14, UInt8>(repeating: 0)
        var point = HardPoint()
        for _ in 0..<count {
            let measure = sampler.draw(map, bins: &bins, &point, using: &stream)
            let weight = sampler.weigh(point, measure: measure, orientation: stream.uniform(), &scratch).value
            use(weight, bins)
        }
    }

    /// Integrates with a map that is left as it is.
    func integrate(
        _ sampler: ChannelSampler, _ map: FixedMap, using stream: inout RandomStream,
        _ scratch: inout AmplitudeScratch
    ) -> ProcessIntegral {
        var weights: [Double] = []
        weights.reserveCapacity(finalPoints)
        var (sum, sum2) = (0.0, 0.0)
        sample(sampler, map, finalPoints, &stream, &scratch) { weight, _ in
            weights.append(weight)
            sum += weight
            sum2 += weight * weight
        }
        let n = Double(finalPoints)
        var integral = ProcessIntegral()
        integral.crossSection = sum / n
        integral.error = max(sum2 / n - sum / n * sum / n, 0).squareRoot() / n.squareRoot()
        integral.gluonShare = sampler.channel.isFromGluons ? 1 : 0
        integral.maximumWeight = Self.maximum(of: &weights, sum: sum, overweightShare: overweightShare)
        return integral
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
