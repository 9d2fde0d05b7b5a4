// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Memory of one worker: it grows to the largest event seen and is used again. What it held never matters.
public struct GeneratorScratch: ~Copyable, Sendable {
    var soft = Column<SoftParticle>(capacity: 1024)

    public init() {}
}
