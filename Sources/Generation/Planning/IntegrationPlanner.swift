// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// What planning finds out about a process.
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

/// Adapts a map to a process, integrates it and finds the weight for unweighting.
struct IntegrationPlanner: Sendable {
    /// Points of each adaptation, number of adaptations, points of the final integration.
    var adaptationPoints = 50_000
    var adaptations = 10
    var finalPoints = 200_000
    /// Share of the cross-section that may lie above the maximum weight (events there carry a larger weight).
    var overweightShare = 1e-3

    /// The planning stream has a seed of its own: maps depend on the process and its card only.
    static let seed: UInt64 = 0x4569_646F_6C6F_6E31

    func plan<Process: HardProcess>(
        _ sampler: HardSampler<Process>, identity: UInt64
    ) -> (map: AdaptiveMap, integral: ProcessIntegral) {
        var stream = RandomStream(seed: Self.seed, event: 0, stage: .planning, identity: identity)
        var map = AdaptiveMap(dimensions: sampler.dimensions)
        var bins = InlineArray<14, UInt8>(repeating: 0)
        for _ in 0..<adaptations {
            var sums = [Double](repeating: 0, count: sampler.dimensions * AdaptiveMap.bins)
            let fixed = FixedMap(map)
            for _ in 0..<adaptationPoints {
                let (point, measure) = sampler.point(fixed, bins: &bins, using: &stream)
                let weight = sampler.contributions(at: point, measure: measure).sum
                for axis in 0..<sampler.dimensions {
                    sums[axis * AdaptiveMap.bins + Int(bins[axis])] += weight * weight
                }
            }
            map.refine(sums, damping: 0.7)
        }
        return (map, integrate(sampler, FixedMap(map), using: &stream))
    }

    private func integrate<Process: HardProcess>(
        _ sampler: HardSampler<Process>, _ map: FixedMap, using stream: inout RandomStream
    ) -> ProcessIntegral {
        var bins = InlineArray<14, UInt8>(repeating: 0)
        var weights: [Double] = []
        weights.reserveCapacity(finalPoints)
        var (sum, sum2, gluons) = (0.0, 0.0, 0.0)
        for _ in 0..<finalPoints {
            let (point, measure) = sampler.point(map, bins: &bins, using: &stream)
            let parts = sampler.contributions(at: point, measure: measure)
            weights.append(parts.sum)
            sum += parts.sum
            sum2 += parts.sum * parts.sum
            gluons += parts.values[0]
        }
        let n = Double(finalPoints)
        var integral = ProcessIntegral()
        integral.crossSection = sum / n
        integral.error = max(sum2 / n - sum / n * sum / n, 0).squareRoot() / n.squareRoot()
        integral.gluonShare = sum > 0 ? gluons / sum : 0
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
