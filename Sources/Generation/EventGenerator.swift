// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Makes events: the value that a plan is turned into and that all workers share.
///
/// An event depends on the settings, the cards, the plan's maps, the seed and its number, and on nothing else.
public struct EventGenerator: Sendable {
    public let settings: CollisionSettings
    public let seed: UInt64
    private let source: PreparedSource
    private let pileUp: PileUpOverlay

    /// - Throws: what is wrong with the settings or with the files they name.
    public init(
        settings: CollisionSettings, cards: GeneratorCards, seed: UInt64
    ) throws(Diagnostics) {
        self.settings = settings
        self.seed = seed
        let minimumBias = MinimumBias(card: cards.minimumBias, centreOfMassEnergy: settings.centreOfMassEnergy)
        pileUp = PileUpOverlay(settings: settings.pileUp, beamSpot: settings.beamSpot, minimumBias: minimumBias)
        switch settings.source {
        case .gun(let gun): source = .gun(try ParticleGun(gun))
        case .file(let file): source = .lists(try Self.readLists(file), label: file.label)
        case .collisions: source = .minimumBias
        }
    }

    /// Clears `event` and fills it with the event of this number.
    ///
    /// - Precondition: `number` < 2⁴⁰.
    public func generate(
        event number: UInt64, into event: inout GeneratedEvent, scratch: inout GeneratorScratch
    ) {
        event.removeAll()
        event.eventNumber = number
        var firstPileUp = 2
        switch source {
        case .gun(let gun): gun.generate(event: number, seed: seed, beamSpot: settings.beamSpot, into: &event)
        case .lists(let lists, let label):
            let list = lists[Int(number % UInt64(lists.count))]
            event.label = label
            event.weights.append(1)
            list.fill(&event)
            // Collision numbers of the file stay; pile-up comes after the largest.
            for i in event.vertices.collision.indices {
                firstPileUp = max(firstPileUp, Int(event.vertices.collision[i]) + 1)
            }
        case .minimumBias:
            event.weights.append(1)
            pileUp.append(collision: 1, kind: .hardCollision, number, seed, into: &event, scratch: &scratch)
        }
        pileUp.overlay(
            event: number, seed: seed, firstCollision: firstPileUp, into: &event, scratch: &scratch)
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
    case minimumBias
}
