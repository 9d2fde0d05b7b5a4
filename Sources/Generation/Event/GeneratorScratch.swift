// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Memory of one worker: it grows to the largest event seen and is used again. What it held never matters.
public struct GeneratorScratch: ~Copyable, Sendable {
    var soft = Column<SoftParticle>(capacity: 1024)
    var hard = HardEvent()
    var resonances = ResonanceScratch()
    var amplitudes = AmplitudeScratch()
    var shower = ShowerScratch()
    var hadronisation = HadronisationScratch()
    var hadrons = Column<Hadron>(capacity: 2048)
    /// For each parton and hadron: its own record, or that of its nearest recorded ancestor.
    var recordOfParton = Column<Int32>(capacity: 128)
    var recordOfHadron = Column<Int32>(capacity: 2048)
    /// Where a hadron's daughters start, and their generation.
    var vertexOfHadron = Column<Int32>(capacity: 2048)
    var generationOfHadron = Column<Int32>(capacity: 2048)
    var hepMC = HepMCScratch()
    let lesHouches = LesHouchesReader()

    public init() {}

    mutating func keep(record: Int32, vertex: Int32, generation: Int32) {
        recordOfHadron.append(record)
        vertexOfHadron.append(vertex)
        generationOfHadron.append(generation)
    }
}
