// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Foundation
import Generation
import TestSupport
import Testing

@testable import Objects

@Suite("Jets of generated events") struct FastJetTests {
    private struct Event: Encodable {
        var particles: [[Double]] = []
        var jets: [[Double]] = []
        var radius: Double
        var minimum_pt: Double
    }
    private struct Comparison: Decodable {
        var events: Int
        var jets: Int
        var different: Int
        var largest: Double
    }

    private static func generator(_ process: String) throws -> EventGenerator {
        let settings = CollisionSettings(source: .collisions([ProcessChoice(name: process, label: 0)]))
        let cards = try GeneratorCards.load(directory: PackageFolder.root + "/Generators")
        return try EventGenerator(
            settings: settings, cards: cards, plan: try GenerationPlan.make(settings: settings, cards: cards), seed: 4)
    }

    private static func numbers(_ vector: FourVector) -> [Double] { [vector.px, vector.py, vector.pz, vector.energy] }

    /// Sums in another order differ by rounding, 1e-16 times the number of particles.
    @Test("are those of the FastJet package of Python", arguments: [0.4, 1.0]) func python(radius: Double) throws {
        let hasPackage = try run(PackageFolder.python, ["-c", "import fastjet"]).status == 0
        guard try PackageFolder.has(hasPackage, "the Python module fastjet (Scripts/setup tests)") else { return }
        let generator = try Self.generator("ttH")
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var particles = JetFinder.Scratch()
        var jets = Column<Jet>()
        var events: [Event] = []
        for number in 0..<40 {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            particles.removeAll()
            var record = Event(radius: radius, minimum_pt: 20)
            for i in 0..<event.particles.count where event.particles.status[i] == ParticleStatus.final.rawValue {
                particles.append(event.momentum(ofParticle: i))
                record.particles.append(Self.numbers(event.momentum(ofParticle: i)))
            }
            let finder = JetFinder(radius: radius, minimumPT: 20, maximumAbsEta: .infinity)
            #expect(finder.find(&particles, into: &jets))
            record.jets = jets.array().map { Self.numbers($0.momentum) }
            events.append(record)
        }
        let folder = try ScratchFolder()
        let file = try folder.write(
            String(decoding: try JSONEncoder().encode(events), as: UTF8.self), to: "events.json")
        let result = try run(PackageFolder.python, ["-B", PackageFolder.root + "/Tests/Python/cluster_jets.py", file])
        try #require(result.status == 0, "\(result.summary)")
        // FastJet's own banner comes first.
        let line = try #require(result.output.split(separator: "\n").last)
        let comparison = try JSONDecoder().decode(Comparison.self, from: Data(line.utf8))
        #expect(comparison.events == 40 && comparison.jets > 150 && comparison.different == 0, "\(comparison)")
        #expect(comparison.largest < 1e-11, "\(comparison)")
    }

    /// A W decays to leptons (taus included) in 32.6 %; 600 events of two each: 4.4 standard deviations are 0.06.
    @Test("W and Higgs decays are found in generated events") func decays() throws {
        let generator = try Self.generator("ttH")
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var objects = ParticleObjects()
        var (leptonic, bottom, unknown) = (0.0, 0, 0)
        for number in 0..<600 {
            generator.generateSource(event: UInt64(number), into: &event, scratch: &scratch)
            objects.find(in: event, jetFinder: JetFinder(), leptonPT: 10, leptonAbsEta: 2.5)
            guard let decay = objects.higgsDecay else {
                unknown += 1
                continue
            }
            if decay == .bb { bottom += 1 }
            if decay != .WW { leptonic += Double(objects.leptonicW) }
            #expect(objects.leptonicW <= (decay == .WW ? 4 : 2))
        }
        #expect(unknown == 0)
        #expect(abs(Double(bottom) / 600 - 0.582) < 4.4 * 0.0201)
        #expect(leptonic > 200)
    }

    /// Electrons and muons of W, Z and Higgs bosons and of taus, counted from the bosons' side. A neutral pion of a
    /// tau or at the end of a string decays on the spot; its electrons must not count.
    @Test("prompt leptons are those of bosons and of leptonic taus, whatever hadrons have as parents")
    func promptLeptons() throws {
        let generator = try Self.generator("ttH")
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var (total, others) = (0, 0)
        for number in 0..<1500 {
            generator.generateSource(event: UInt64(number), into: &event, scratch: &scratch)
            var (expected, found) = (0, 0)
            for i in event.particles.pdgID.indices where [11, 13].contains(abs(event.particles.pdgID[i])) {
                if event.particles.status[i] != ParticleStatus.final.rawValue { continue }
                if event.isPrompt(i) { found += 1 } else { others += 1 }
                let parent = Int(event.particles.parent[i])
                guard parent >= 0 else { continue }
                let mother = abs(event.particles.pdgID[parent])
                if [23, 24, 25].contains(mother) { expected += 1 }
                // A tau decays to a lepton with that lepton's own neutrino.
                let neutrino = abs(event.particles.pdgID[i]) + 1
                let hasNeutrino = event.particles.pdgID.indices.contains {
                    event.particles.parent[$0] == Int32(parent) && abs(event.particles.pdgID[$0]) == neutrino
                }
                let grandparent = Int(event.particles.parent[parent])
                if mother == 15, hasNeutrino, grandparent >= 0,
                    [23, 24, 25].contains(abs(event.particles.pdgID[grandparent]))
                {
                    expected += 1
                }
            }
            #expect(found == expected, "event \(number)")
            total += found
        }
        #expect(total > 1000 && others > 1500)
    }
}
