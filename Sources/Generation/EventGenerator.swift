// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Makes events: the value that a plan is turned into and that all workers share.
///
/// An event depends on the settings, the cards, the plan's numbers, the seed and its own number, and on nothing else.
///
/// In a mix, the process of an event is drawn with the normalised fractions from its stream (hardProcess, 0). The first
/// weight of an event is the cross-section of its process in pb (times the surplus of a point above the maximum weight,
/// then flagged overweight), so that the sum of weights of a process over its number of events is its cross-section;
/// it is 1 for guns and files.
public struct EventGenerator: Sendable {
    public let settings: CollisionSettings
    public let seed: UInt64
    /// Names of the weights of every event, the nominal one first; the others for mixes with hard processes: scales,
    /// Yukawa couplings and parton densities (see `EventWeights`).
    private let mixWeightNames: [String]
    private let source: PreparedSource
    private let pileUp: PileUpOverlay
    private let collision: CollisionGenerator
    private let crossing: CrossingBoost?

    /// - Parameters:
    ///   - plan: made by `GenerationPlan.make` for these settings and cards, or an equal one from a file.
    ///   - seed: the run's seed.
    /// - Throws: what is wrong with the settings, the plan, or the files they name.
    public init(
        settings: CollisionSettings, cards: GeneratorCards, plan: GenerationPlan, seed: UInt64
    ) throws(Diagnostics) {
        self.settings = settings
        self.seed = seed
        let cards = try cards.with(settings)
        let minimumBias = MinimumBias(card: cards.minimumBias, centreOfMassEnergy: settings.centreOfMassEnergy)
        pileUp = PileUpOverlay(
            settings: settings.pileUp, beamSpot: settings.beamSpot, minimumBias: minimumBias,
            decays: HadronDecays(card: cards.decays), file: try Self.pileUpFile(settings.pileUp))
        collision = CollisionGenerator(
            cards: cards, energy: settings.centreOfMassEnergy, minimumBias: minimumBias)
        crossing = CrossingBoost(angle: settings.crossingAngle, azimuth: settings.crossingAzimuth)
        mixWeightNames = Self.mixWeightNames(settings: settings, cards: cards)
        switch settings.source {
        case .gun(let gun): source = .gun(try ParticleGun(gun))
        case .file(let file) where file.format == .trackml:
            source = .lists(try Self.readLists(file), label: file.label)
        case .file(let file): source = .records(try EventFileGenerator(file, settings: settings))
        case .collisions(let mix):
            source = .mix(
                try ProcessMix(mix, cards: cards, plan: plan, energy: settings.centreOfMassEnergy))
        }
    }

    /// Number of events that can be made: the records of the files; nil where there is no end.
    public var eventLimit: Int? {
        if case .records(let file) = source { return file.count }
        return nil
    }

    /// Names of the events' weights; the first is the nominal one.
    public var weightNames: [String] {
        if case .records(let file) = source { return file.weightNames }
        return mixWeightNames
    }

    /// What is out of the ordinary in the files, such as records that are skipped.
    public var warnings: [Diagnostic] {
        var warnings = pileUp.file?.warnings ?? []
        if case .records(let file) = source { warnings += file.warnings }
        return warnings
    }

    /// Names of the weights that events of these settings carry, the nominal one first.
    static func mixWeightNames(settings: CollisionSettings, cards: GeneratorCards) -> [String] {
        guard case .collisions(let mix) = settings.source else { return ["nominal"] }
        let chosen = cards.processes.processes.filter { card in mix.contains { $0.name == card.name } }
        guard chosen.contains(where: { $0.amplitude != .minimumBias }) else { return ["nominal"] }
        return ["nominal"]
            + EventWeights.names(cards.processes.yukawaVariations, densities: settings.densityVariations)
    }

    /// Clears `event` and fills it with the event of this number.
    ///
    /// Where the event's record in a file cannot be used, or there is none, the event is empty and flagged `badInput`.
    ///
    /// - Precondition: `number` < 2⁴⁰.
    public func generate(
        event number: UInt64, into event: inout GeneratedEvent, scratch: inout GeneratorScratch
    ) {
        generateSource(event: number, into: &event, scratch: &scratch)
        overlayPileUp(on: &event, scratch: &scratch)
    }

    /// Clears `event` and fills it with all but the pile-up: what a selection judges.
    ///
    /// - Precondition: `number` < 2⁴⁰.
    public func generateSource(
        event number: UInt64, into event: inout GeneratedEvent, scratch: inout GeneratorScratch
    ) {
        event.removeAll()
        event.eventNumber = number
        switch source {
        case .gun(let gun): gun.generate(event: number, seed: seed, beamSpot: settings.beamSpot, into: &event)
        case .lists(let lists, let label):
            event.label = label
            event.weights.append(1)
            lists[Int(number % UInt64(lists.count))].fill(&event)
        case .mix(let mix):
            collide(mix, number, into: &event, scratch: &scratch)
            // Particles of guns and of files with displaced vertices are in the laboratory's frame already.
            crossing?.apply(to: &event, firstParticle: 0, firstVertex: 0)
        case .records(let file):
            guard file.generate(event: number, seed: seed, collision, into: &event, scratch: &scratch) else { return }
            if file.isInBeamFrame { crossing?.apply(to: &event, firstParticle: 0, firstVertex: 0) }
        }
    }

    /// Adds the pile-up to an event that `generateSource` made. Its collisions come after those that are there.
    public func overlayPileUp(on event: inout GeneratedEvent, scratch: inout GeneratorScratch) {
        // An event without input stays empty.
        if event.flags.contains(.badInput) { return }
        let own = (particles: event.particles.count, vertices: event.vertices.count)
        var last = 1
        for i in event.vertices.collision.indices { last = max(last, Int(event.vertices.collision[i])) }
        pileUp.overlay(
            event: event.eventNumber, seed: seed, firstCollision: last + 1, into: &event, scratch: &scratch)
        crossing?.apply(to: &event, firstParticle: own.particles, firstVertex: own.vertices)
    }

    /// The process of an event, without making it: its position in the mix, 0 for guns and files.
    ///
    /// - Precondition: `number` < 2⁴⁰.
    public func processIndex(ofEvent number: UInt64) -> Int {
        guard case .mix(let mix) = source else { return 0 }
        var choice = RandomStream(seed: seed, event: number, stage: .hardProcess, identity: 0)
        return mix.choose(choice.uniform())
    }

    private func collide(
        _ mix: ProcessMix, _ number: UInt64, into event: inout GeneratedEvent, scratch: inout GeneratorScratch
    ) {
        let position = processIndex(ofEvent: number)
        event.processIndex = position
        event.label = mix.entries[position].label
        guard !mix.entries[position].isMinimumBias else {
            for _ in 0..<weightNames.count { event.weights.append(mix.entries[position].crossSection) }
            return pileUp.append(collision: 1, kind: .hardCollision, number, seed, into: &event, scratch: &scratch)
        }
        collision.generate(
            mix.entries[position].process, higgsMode: mix.entries[position].higgsMode, event: number, seed: seed,
            scratch: &scratch)
        let nominal = mix.entries[position].crossSection * scratch.hard.weight
        event.weights.append(nominal)
        for i in 0..<weightNames.count - 1 { event.weights.append(nominal * scratch.hard.weightRatios[i]) }
        event.trials = scratch.hard.tries
        if scratch.hard.weight > 1 { event.flags.insert(.overweight) }
        var place = RandomStream(seed: seed, event: number, stage: .beamSpot, identity: 1)
        let (x, y, z, t) = settings.beamSpot.sample(using: &place)
        let vertex = event.vertices.append(x: x, y: y, z: z, t: t, kind: .hardCollision, collision: 1)
        EventRecorder().record(&event, vertex: vertex, collision: 1, scratch: &scratch)
    }

    private static func pileUpFile(_ settings: PileUpSettings) throws(Diagnostics) -> PileUpFile? {
        guard let path = settings.path, settings.mean > 0 else { return nil }
        return try PileUpFile(path: path, maximumEta: settings.maximumEta)
    }

    private static func readLists(_ file: FileSource) throws(Diagnostics) -> [ParticleList] {
        guard !file.paths.isEmpty else {
            throw Diagnostics([Diagnostic(code: "missing-file", file: "recipe", problem: "no particle file is named")])
        }
        guard ParticleData.species(file.species) != nil else {
            throw Diagnostics([
                Diagnostic(
                    code: "unknown-species", file: "recipe",
                    problem: "the particle table has no species \(file.species)")
            ])
        }
        let reader = TrackMLReader(species: file.species)
        var lists: [ParticleList] = []
        var mistakes: [Diagnostic] = []
        for path in file.paths {
            do throws(Diagnostics) { lists.append(try reader.read(path: path)) } catch { mistakes += error.all }
        }
        guard mistakes.isEmpty else { throw Diagnostics(mistakes) }
        return lists
    }
}

/// A source of primary particles, ready to use.
private enum PreparedSource: Sendable {
    case gun(ParticleGun)
    case lists([ParticleList], label: Int)
    case mix(ProcessMix)
    case records(EventFileGenerator)
}

/// The processes of a mix with their cumulative fractions.
struct ProcessMix: Sendable {
    struct Entry: Sendable {
        let process: PreparedProcess
        let isMinimumBias: Bool
        let label: Int
        let higgsMode: Int?
        let crossSection: Double
        let cumulative: Double
    }
    let entries: [Entry]

    init(
        _ mix: [ProcessChoice], cards: GeneratorCards, plan: GenerationPlan, energy: Double
    ) throws(Diagnostics) {
        var mistakes: [Diagnostic] = []
        var entries: [Entry] = []
        let total = mix.reduce(0) { $0 + $1.fraction }
        if mix.isEmpty { mistakes.append(Self.mistake("empty-mix", "the mix names no process")) }
        if !total.isFinite || mix.contains(where: { !($0.fraction > 0) }) {
            mistakes.append(Self.mistake("out-of-range", "fractions of processes must be positive"))
        }
        var sum = 0.0
        for choice in mix {
            guard let card = cards.processes.processes.first(where: { $0.name == choice.name }) else {
                mistakes.append(GenerationPlan.unknown(choice.name, cards))
                continue
            }
            let mode = choice.higgsDecay.flatMap { DecayCard.higgsNames.firstIndex(of: $0) }
            if let name = choice.higgsDecay, mode == nil || !card.finalState.contains(25) {
                let problem =
                    mode == nil
                    ? "there is no Higgs decay `\(name)`" : "process `\(choice.name)` makes no Higgs boson"
                mistakes.append(
                    Self.mistake(
                        "bad-decay", problem, "choose from \(DecayCard.higgsNames.joined(separator: ", "))"))
            }
            guard let process = try cards.prepare(card, energy: energy, plan: plan),
                let section = plan.numbers["\(choice.name).crossSection"]?.first
            else {
                mistakes.append(Self.mistake("bad-plan", "the plan holds no numbers for process `\(choice.name)`"))
                continue
            }
            sum += choice.fraction
            entries.append(
                Entry(
                    process: process, isMinimumBias: card.amplitude == .minimumBias, label: choice.label,
                    higgsMode: mode, crossSection: section, cumulative: sum / total))
        }
        guard mistakes.isEmpty else { throw Diagnostics(mistakes) }
        self.entries = entries
    }

    private static func mistake(_ code: String, _ problem: String, _ remedy: String? = nil) -> Diagnostic {
        Diagnostic(code: code, file: "recipe", problem: problem, remedy: remedy)
    }

    func choose(_ u: Double) -> Int {
        var position = 0
        while position < entries.count - 1 && entries[position].cumulative <= u { position += 1 }
        return position
    }
}
