// SPDX-License-Identifier: GPL-3.0-or-later

extension Estimate.Costs {
    /// Costs of one thread of a server of 2024 with its neighbours at work, in the TrackML-like detector, uncompressed:
    /// `eidolon bench --recipe` and the sizes of `Datasets/four-tops.yaml` (hard collisions), `tth-vs-tt-pu200.yaml`
    /// (pile-up) and `pions-benchmark.yaml` (particles).
    public static let measured = Estimate.Costs(
        event: Estimate.Cost(seconds: 20e-6, bytes: 400), hardCollision: Estimate.Cost(seconds: 6e-3, bytes: 800_000),
        pileUpCollision: Estimate.Cost(seconds: 1.1e-3, bytes: 165_000),
        particle: Estimate.Cost(seconds: 15e-6, bytes: 3000), memory: 160e6, memoryPerThread: 110e6)
}
