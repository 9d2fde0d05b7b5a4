// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// How much of a cloud of charge lies below an edge: a line of charge blurred by a Gaussian.
///
/// From a table of Φ(t) = ∫ φ and G(t) = ∫ Φ = t Φ(t) + φ(t), good to 2e-7. A view of the table; the memory belongs to
/// whoever made it.
struct GaussianSharing: Sendable, BitwiseCopyable {
    /// G, Φ and φ at one node.
    struct Node: Sendable, BitwiseCopyable { let integral, distribution, density: Double }

    nonisolated(unsafe) let nodes: UnsafePointer<Node>
    private static let reach = 4.5
    private static let perUnit = 32.0
    /// Standard deviations beyond which charge is not followed; 5e-4 of it moves to the last channel inside.
    static let range = 3.5

    static func table() -> UnsafeTable<Node> {
        UnsafeTable(
            (0...Int(2 * reach * perUnit)).map { i in
                let t = Double(i) / perUnit - reach
                let density = Elementary.exp(-0.5 * t * t) * 0.3989422804014327
                let distribution = t < 0 ? tail(above: -t) : 1 - tail(above: t)
                return Node(integral: t * distribution + density, distribution: distribution, density: density)
            })
    }

    /// Probability that a standard normal number is above t, to 1e-13 of itself: by the series of Φ − ½ below 2.5
    /// (Abramowitz and Stegun 26.2.11), by the continued fraction of Mills' ratio above (26.2.14).
    static func tail(above t: Double) -> Double {
        if t < 0 { return 1 - tail(above: -t) }
        if t > 40 { return 0 }
        let density = Elementary.exp(-0.5 * t * t) * 0.3989422804014327
        if t < 2.5 {
            var term = t
            var sum = t
            var n = 3.0
            while term > 1e-17 * sum {
                term *= t * t / n
                sum += term
                n += 2
            }
            return 0.5 - density * sum
        }
        var fraction = t
        for n in stride(from: 60, through: 1, by: -1) { fraction = t + Double(n) / fraction }
        return density / fraction
    }

    @inline(__always)
    private func near(_ t: Double) -> (UnsafePointer<Node>, Double) {
        let place = (t + GaussianSharing.reach) * GaussianSharing.perUnit + 0.5
        let i = Elementary.wholePart(place)
        return (nodes + i, t - (Double(i) / GaussianSharing.perUnit - GaussianSharing.reach))
    }

    /// Φ(t).
    @inline(__always)
    func distribution(_ t: Double) -> Double {
        if t <= -GaussianSharing.reach { return 0 }
        if t >= GaussianSharing.reach { return 1 }
        let (node, d) = near(t)
        let at = node.pointee
        // φ' = −t φ at the node.
        let node0 = t - d
        return at.distribution + d * at.density * (1 - 0.5 * d * node0)
    }

    /// G(t): beyond the table it is 0, or t.
    @inline(__always)
    func integral(_ t: Double) -> Double {
        let (node, d) = near(min(max(t, -GaussianSharing.reach), GaussianSharing.reach))
        let at = node.pointee
        return at.integral + d * (at.distribution + 0.5 * d * at.density) + max(t - GaussianSharing.reach, 0)
    }

    /// A line of charge, centred on `centre` and half as long as `half`, blurred by 1/`inverseSigma`; `scale` is
    /// 1/(2 `half` `inverseSigma`).
    struct Edges {
        let sharing: GaussianSharing
        let centre, half, inverseSigma, scale: Double

        /// Share of the charge below an edge.
        @inline(__always)
        func share(below edge: Double) -> Double {
            let t = (edge - centre) * inverseSigma
            let h = half * inverseSigma
            // A short line is a point: its own second moment is below 1e-4 of the blur's.
            if h < 0.02 { return sharing.distribution(t) }
            return (sharing.integral(t + h) - sharing.integral(t - h)) * scale
        }

        /// Adds an amount of charge to some channels, `stride` apart in memory; what is beyond them to the outer ones.
        @inline(__always)
        func share(
            _ amount: Double, _ channels: ClosedRange<Int>, into memory: UnsafeMutablePointer<Double>, stride: Int
        ) {
            var below = 0.0
            for channel in channels.lowerBound..<channels.upperBound {
                let upTo = share(below: Double(channel &+ 1))
                memory[channel &* stride] += amount * (upTo - below)
                below = upTo
            }
            memory[channels.upperBound &* stride] += amount * (1 - below)
        }
    }
}
