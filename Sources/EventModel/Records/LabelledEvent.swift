// SPDX-License-Identifier: GPL-3.0-or-later

/// Who made what: the truth's output, one value per hit or per particle.
public struct LabelledEvent: ~Copyable, Sendable {
    /// Particle with the largest share of each hit, -1 for noise.
    public var hitParticle = Column<Int32>(capacity: 1024)
    /// Step of that particle whose true position and momentum the hit carries, -1 for noise.
    public var hitStep = Column<Int32>(capacity: 1024)
    /// TrackML weight of each hit; they sum to 1 over the event if any hit is weighted.
    public var hitWeight = Column<Double>(capacity: 1024)
    /// Hits whose dominant particle this is, for every generated and secondary particle.
    public var hitCount = Column<Int32>(capacity: 256)

    public init() {}

    public mutating func removeAll() {
        hitParticle.removeAll()
        hitStep.removeAll()
        hitWeight.removeAll()
        hitCount.removeAll()
    }
}
