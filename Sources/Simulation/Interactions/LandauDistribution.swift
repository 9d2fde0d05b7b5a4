// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The Landau distribution in its standard form (mode −0.22278, no mean), drawn from a table of its quantiles.
///
/// Landau's distribution is the stable one with α = 1, β = 1 and scale π/2; its distribution function is
/// F(λ) = 1/π ∫ exp(−e^(−λ) V(θ)) dθ over |θ| < π/2, V = (π/2 + θ)/cos θ · e^((π/2 + θ) tan θ)
/// (Nolan, Commun. Stat. Stoch. Models 13 (1997) 759, theorem 1, in Landau's scale).
public final class LandauDistribution: Sendable {
    /// Most probable value (Kölbig and Schorr, Comp. Phys. Comm. 31 (1984) 97).
    public static let mode = -0.22278298

    /// Quantiles at u = i / nodes up to `tailStart`; beyond, λ − w − ln w at equal steps of 1/w, w = 1/(1 − u).
    let quantiles: UnsafeTable<Double>
    let tail: UnsafeTable<Double>
    static let nodes = 1024
    static let tailNodes = 64
    /// The table's last quantile: u = 1 − 1/8.
    static let tailStart = 0.875

    public init() {
        let function = LandauIntegral()
        var values: [Double] = []
        var lambda = -3.8
        for i in 0...Int(Double(LandauDistribution.nodes) * LandauDistribution.tailStart) {
            // The end of the distribution is reached only by rounding: u = 0 takes a small part of a node.
            lambda = function.quantile(max(Double(i), 0.03125) / Double(LandauDistribution.nodes), near: lambda)
            values.append(lambda)
        }
        quantiles = UnsafeTable(values)
        var differences: [Double] = []
        for i in stride(from: LandauDistribution.tailNodes, through: 1, by: -1) {
            let survival = (1 - LandauDistribution.tailStart) * Double(i) / Double(LandauDistribution.tailNodes)
            let leading = 1 / survival - Elementary.log(survival)
            lambda = function.tailQuantile(survival, near: leading + (differences.last ?? 0))
            differences.append(lambda - leading)
        }
        // Towards zero survival the difference tends to a constant.
        differences.append(2 * differences[differences.count - 1] - differences[differences.count - 2])
        tail = UnsafeTable(differences.reversed())
    }

    /// The quantile of u in [0, 1).
    @inline(__always)
    public func quantile(_ u: Double) -> Double {
        if u < LandauDistribution.tailStart {
            let place = u * Double(LandauDistribution.nodes)
            let i = Int(place)
            let low = quantiles.pointer[i]
            return low + (place - Double(i)) * (quantiles.pointer[i + 1] - low)
        }
        return tailQuantile(1 - u)
    }

    @inline(never)
    private func tailQuantile(_ survival: Double) -> Double {
        let place = survival * Double(LandauDistribution.tailNodes) / (1 - LandauDistribution.tailStart)
        let i = min(Int(place), LandauDistribution.tailNodes - 1)
        let low = tail.pointer[i]
        let difference = low + (place - Double(i)) * (tail.pointer[i + 1] - low)
        return 1 / survival - Elementary.log(survival) + difference
    }
}

/// The distribution function of the Landau distribution by quadrature.
struct LandauIntegral {
    /// ln V at the midpoints of a grid in θ: the midpoint rule converges like that of a periodic function.
    private let bulk: [Double]
    /// For the tail, a grid in ln δ, δ = π/2 − θ, with the weight of each point.
    private let tail: [(logV: Double, weight: Double)]
    private static let points = 200
    private static let tailPoints = 600
    private static let smallestDelta = 1e-6

    init() {
        bulk = (0..<LandauIntegral.points).map { i in
            LandauIntegral.logV(delta: PhysicalConstants.pi * (Double(i) + 0.5) / Double(LandauIntegral.points))
        }
        let low = Elementary.log(LandauIntegral.smallestDelta)
        let step = (Elementary.log(PhysicalConstants.pi) - low) / Double(LandauIntegral.tailPoints)
        tail = (0..<LandauIntegral.tailPoints).map { i in
            let delta = Elementary.exp(low + (Double(i) + 0.5) * step)
            return (LandauIntegral.logV(delta: delta), delta / PhysicalConstants.pi * step)
        }
    }

    /// ln V at θ = π/2 − δ.
    private static func logV(delta: Double) -> Double {
        let (sine, cosine) = Elementary.sincos(delta)
        let lever = PhysicalConstants.pi - delta
        return Elementary.log(lever / sine) + lever * cosine / sine
    }

    /// F(λ), good to 1e-8 for λ < 10.
    func distribution(_ lambda: Double) -> Double {
        var sum = 0.0
        for value in bulk { sum += Elementary.exp(-Elementary.exp(min(value - lambda, 700))) }
        return sum / Double(bulk.count)
    }

    /// 1 − F(λ), good to 1e-5 of itself for 10 < λ < 1e5.
    func survival(_ lambda: Double) -> Double {
        var sum = LandauIntegral.smallestDelta / PhysicalConstants.pi
        for point in tail {
            sum += point.weight * (1 - Elementary.exp(-Elementary.exp(min(point.logV - lambda, 700))))
        }
        return sum
    }

    func quantile(_ u: Double, near guess: Double) -> Double {
        // The left tail falls like exp(−e^(−λ−1)): in −ln(−ln F) the function is nearly straight.
        let wanted = LandauIntegral.straightened(u)
        return solve(near: guess) { LandauIntegral.straightened(distribution($0)) - wanted }
    }

    private static func straightened(_ u: Double) -> Double { -Elementary.log(-Elementary.log(u)) }

    func tailQuantile(_ s: Double, near guess: Double) -> Double {
        // In 1/survival the function is nearly straight.
        solve(near: guess) { 1 / survival($0) - 1 / s }
    }

    /// The zero of a growing, smooth function near a guess, by the secant method.
    private func solve(near guess: Double, _ function: (Double) -> Double) -> Double {
        var before = guess
        var atBefore = function(before)
        var now = guess + 1e-3 * max(1, abs(guess))
        for _ in 0..<40 {
            let atNow = function(now)
            if atNow == atBefore { return now }
            let step = atNow * (now - before) / (atNow - atBefore)
            before = now
            atBefore = atNow
            now -= step
            if abs(step) < 1e-9 * max(1, abs(now)) { return now }
        }
        return now
    }
}
