// SPDX-License-Identifier: GPL-3.0-or-later

extension Estimate.Costs {
    /// Costs of one thread, measured by `eidolon bench` on one core of a server of 2024 and rounded up;
    /// bytes are those of uncompressed datasets in the TrackML-like detector.
    public static let measured = Estimate.Costs(
        event: Estimate.Cost(seconds: 20e-6, bytes: 400), hardCollision: Estimate.Cost(seconds: 3e-3, bytes: 500_000),
        pileUpCollision: Estimate.Cost(seconds: 0.8e-3, bytes: 120_000),
        particle: Estimate.Cost(seconds: 12e-6, bytes: 2300), memory: 160e6, memoryPerThread: 110e6)
}
