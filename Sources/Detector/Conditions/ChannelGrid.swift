// SPDX-License-Identifier: GPL-3.0-or-later

/// The channels of a module and the chips that read them.
public struct ChannelGrid: Sendable, Equatable {
    /// Channels along u and v, at least 1 each.
    public let u: Int
    public let v: Int
    private let chipsU: Int
    private let chipsV: Int

    /// Channels cover the module's bounding rectangle from its edges; the last may be cut.
    public init(_ module: Module, _ sensor: Sensor) {
        u = ChannelGrid.count(2 * max(module.halfUMinimum, module.halfUMaximum), sensor.pitchU)
        v = ChannelGrid.count(2 * module.halfV, sensor.pitchV)
        chipsU = max(1, min(sensor.chipsU, u))
        chipsV = max(1, min(sensor.chipsV, v))
    }

    public var channelCount: Int { u * v }
    public var chipCount: Int { chipsU * chipsV }

    /// The channels of a chip; chips are numbered along u first, from 0.
    public func chip(_ number: Int, occupancy: Double = 0) -> ChannelRegion {
        let (column, row) = (number % chipsU, number / chipsU)
        return ChannelRegion(
            firstU: Int32(column * u / chipsU), lastU: Int32((column + 1) * u / chipsU - 1),
            firstV: Int32(row * v / chipsV), lastV: Int32((row + 1) * v / chipsV - 1), occupancy: occupancy)
    }

    /// All channels.
    public func whole(occupancy: Double = 0) -> ChannelRegion {
        ChannelRegion(firstU: 0, lastU: Int32(u - 1), firstV: 0, lastV: Int32(v - 1), occupancy: occupancy)
    }

    private static func count(_ length: Double, _ pitch: Double) -> Int {
        max(1, Int(min(1e9, (length / pitch - 1e-9).rounded(.up))))
    }
}
