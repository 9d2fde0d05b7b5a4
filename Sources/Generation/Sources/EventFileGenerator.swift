// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Makes events of the records of HepMC3 or Les Houches files: event n of record n.
struct EventFileGenerator: Sendable {
    private let source: RecordSource
    private let settings: FileSource
    private let beamSpot: BeamSpot

    var count: Int { source.count }
    var weightNames: [String] { source.weightNames }
    var warnings: [Diagnostic] { source.warnings }

    /// - Throws: everything that is wrong with the files.
    init(_ file: FileSource, settings: CollisionSettings) throws(Diagnostics) {
        source = try RecordSource(paths: file.paths, format: file.format, onBadRecord: file.onBadRecord)
        self.settings = file
        beamSpot = settings.beamSpot
        if file.format == .lesHouches, let energies = source.header.energies {
            try Self.check(source.header, energies, path: file.paths[0], energy: settings.centreOfMassEnergy)
        }
    }

    /// The beams must be those that the rest of the event is made for.
    private static func check(
        _ header: LesHouchesHeader, _ energies: (first: Double, second: Double), path: String, energy: Double
    ) throws(Diagnostics) {
        func mistake(_ problem: String, _ remedy: String) -> Diagnostics {
            Diagnostics([Diagnostic(code: "contradiction", file: path, problem: problem, remedy: remedy)])
        }
        guard header.beams ?? (2212, 2212) == (2212, 2212),
            abs(energies.first - energies.second) < 1e-6 * energies.first
        else {
            throw mistake("its beams are not two protons of equal energy", "use events of proton-proton collisions")
        }
        let total = (energies.first + energies.second) / 1000
        guard abs(total * 1000 - energy) < 1e-6 * energy else {
            throw mistake(
                "its beams have \(total) TeV together, the recipe \(energy / 1000)",
                "set `collisions.sqrt_s_TeV: \(total)`")
        }
    }

    /// The events are made in the frame of the beams.
    var isInBeamFrame: Bool { settings.format == .lesHouches }

    /// Fills an empty event; false if it stays empty.
    func generate(
        event number: UInt64, seed: UInt64, _ collision: CollisionGenerator, into event: inout GeneratedEvent,
        scratch: inout GeneratorScratch
    ) -> Bool {
        event.label = settings.label
        guard let (record, file) = source.record(Int(number)) else {
            event.flags.insert(.badInput)
            return false
        }
        var place = RandomStream(seed: seed, event: number, stage: .beamSpot, identity: 1)
        let (x, y, z, t) = beamSpot.sample(using: &place)
        let here = HepMCEventBuilder.Place(x: x, y: y, z: z, t: t)
        let isGood =
            settings.format == .lesHouches
            ? completePartons(record, file, at: here, event: number, seed: seed, collision, &event, &scratch)
            : copyParticles(record, file, at: here, &event, &scratch)
        if !isGood { event.flags.insert(.badInput) }
        return isGood
    }

    private func copyParticles(
        _ record: EventFileIndex.Record, _ file: EventFile, at place: HepMCEventBuilder.Place,
        _ event: inout GeneratedEvent, _ scratch: inout GeneratorScratch
    ) -> Bool {
        guard scratch.hepMC.record.read(record, of: file) else { return false }
        for weight in scratch.hepMC.record.weights { event.weights.append(weight) }
        if event.weights.isEmpty { event.weights.append(1) }
        var options = HepMCEventBuilder.Options()
        options.undoesLongLived = settings.redecay
        var builder = HepMCEventBuilder(scratch.hepMC.record, options: options, collision: 1)
        let isComplete = builder.append(
            to: &event, at: settings.isMovedToBeamSpot ? place : nil, kind: .file, scratch: &scratch.hepMC.builder)
        if !isComplete { event.flags.insert(.truncated) }
        return true
    }

    private func completePartons(
        _ record: EventFileIndex.Record, _ file: EventFile, at place: HepMCEventBuilder.Place, event number: UInt64,
        seed: UInt64, _ collision: CollisionGenerator, _ event: inout GeneratedEvent, _ scratch: inout GeneratorScratch
    ) -> Bool {
        guard scratch.lesHouches.read(record, of: file) else { return false }
        let source = scratch.lesHouches.record
        guard source.weights.count + 1 == weightNames.count else { return false }
        event.weights.append(source.weight * self.source.header.weightFactor)
        for weight in source.weights { event.weights.append(weight * self.source.header.weightFactor) }
        scratch.resonances.removeAll()
        LesHouchesHardEvent(source).fill(&scratch.hard, &scratch.resonances.given)
        var decays = RandomStream(seed: seed, event: number, stage: .resonanceDecay, identity: 0)
        collision.complete(higgsMode: nil, event: number, seed: seed, decays: &decays, scratch: &scratch)
        let vertex = event.vertices.append(
            x: place.x, y: place.y, z: place.z, t: place.t, kind: .hardCollision, collision: 1)
        EventRecorder().record(&event, vertex: vertex, collision: 1, scratch: &scratch)
        return true
    }
}
