// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// How the charge in a silicon sensor moves and what its electronics make of it: the same for all modules of a layer.
///
/// Charges are in electrons. The defaults are those of a modern pixel sensor in `Geometries/README.md`.
public struct SensorReadout: Sendable, Equatable {
    /// What a channel delivers.
    public enum Encoding: String, Sendable, BitwiseCopyable, CaseIterable {
        /// Its charge.
        case analogue
        /// Charge in steps of `chargePerCount` from 0.
        case adc
        /// Time over threshold with a linear discharge: charge above threshold in steps of `chargePerCount`.
        case tot
        /// That it fired.
        case binary
    }

    /// How the position of a cluster follows from its channels.
    public enum Position: String, Sendable, BitwiseCopyable, CaseIterable {
        /// From the first and last row of channels and how they share their charge.
        case analogue
        /// Mean of the channels' centres, weighted with their charge.
        case centreOfGravity = "centre_of_gravity"
    }

    /// The side of the module, seen along its normal w, to which the charge drifts.
    public enum Side: String, Sendable, BitwiseCopyable, CaseIterable { case inner, outer }

    /// Mean energy for one electron-hole pair, GeV: 3.62 eV in silicon at room temperature.
    public var pairEnergy = 3.62 * Units.eV
    public var side = Side.outer
    /// Tangent of the Lorentz angle in a field of 1 T along the module; negative where holes are collected.
    public var lorentzPerTesla = 0.106
    /// Standard deviation of the diffusion after a drift of 0.3 mm, mm; grows with the root of the drift.
    public var diffusion = 0.0037
    /// Electrons.
    public var threshold = 1000.0
    /// Standard deviation of thresholds from channel to channel, electrons.
    public var thresholdDispersion = 40.0
    /// Standard deviation of the charge of a channel in an event, electrons.
    public var noise = 100.0
    public var encoding = Encoding.analogue
    /// Counts reach 2^bits − 1.
    public var bits = 8
    /// Electrons.
    public var chargePerCount = 135.0
    /// Relative standard deviation of the gain from channel to channel.
    public var gainDispersion = 0.0
    /// Probability that a channel with enough charge is read out.
    public var efficiency = 1.0
    /// Probability that a channel fires in an event without a particle; nil for that of the noise.
    public var noiseOccupancy: Double?
    /// Time constant τ of the pulse 1 − exp(−t/τ) that must reach the threshold, ns: the time walk.
    public var riseTime = 0.0
    /// Charge that arrives outside, relative to light from the origin, is lost, ns.
    public var timeWindow = -Double.infinity...Double.infinity
    public var position = Position.analogue

    public init() {}

    /// Threshold as energy in the sensor, GeV.
    public var thresholdEnergy: Double { threshold * pairEnergy }
}
