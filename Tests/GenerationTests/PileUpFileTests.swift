// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Foundation
import Testing

@testable import Generation

@Suite("Pile-up from files") struct PileUpFileTests {
    private func generator(_ path: String, mean: Double = 20, maximumEta: Double = .infinity) throws -> EventGenerator {
        let settings = CollisionSettings(
            source: .gun(GunSettings(species: [13])),
            pileUp: PileUpSettings(mean: mean, maximumEta: maximumEta, path: path))
        return try EventGenerator(
            settings: settings, cards: try standardCards(), plan: GenerationPlan(numbers: [:]), seed: 5)
    }

    @Test("collisions are drawn from the file, each at its own place in the luminous region") func drawn() throws {
        let folder = try TestFolder()
        let path = try folder.write(HepMCReaderTests.small, as: "a.hepmc3")
        let generator = try generator(path)
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var (collisions, first, second) = (0, 0, 0)
        var heights = Moments()
        for number in 0..<200 as Range<UInt64> {
            generator.generate(event: number, into: &event, scratch: &scratch)
            collisions += event.pileUpCount
            #expect(Set(event.particles.barcode.array()).count == event.particles.count)
            for i in 0..<event.vertices.count where event.vertices.kind[i] == VertexKind.pileUpCollision.rawValue {
                heights.add(event.vertices.z[i])
                let members = (0..<event.particles.count).filter {
                    event.particles.barcode[$0] >> 52 == UInt64(event.vertices.collision[i])
                }
                let species = members.map { event.particles.pdgID[$0] }
                if species == [13, -13] { second += 1 } else { first += species == [310, 211, 211, -211, 22] ? 1 : 0 }
                guard species.count == 5 else { continue }
                // The decay of the K0S is 50 mm off, its daughters point to it.
                let decay = Int(event.particles.vertex[members[2]])
                #expect(abs(event.vertices.x[decay] - event.vertices.x[i] - 50) < 1e-9)
                #expect(Int(event.vertices.incoming[decay]) == members[0])
                #expect(Int(event.particles.parent[members[2]]) == members[0])
            }
        }
        #expect(first + second == collisions)
        // 4.5 sigma of a Poisson number of mean 4000 and of a fair coin: false alarm below 1e-5 each.
        #expect(abs(Double(collisions) - 4000) < 4.5 * 4000.0.squareRoot())
        #expect(abs(Double(first - second)) < 4.5 * Double(collisions).squareRoot())
        #expect(abs(heights.deviation / 53 - 1) < 0.06 && abs(heights.mean) < 4.5 * heights.error)
    }

    @Test("particles beyond the largest |eta| are left out") func acceptance() throws {
        let folder = try TestFolder()
        let path = try folder.write(HepMCReaderTests.small, as: "a.hepmc3")
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        try generator(path, maximumEta: 1).generate(event: 0, into: &event, scratch: &scratch)
        #expect(event.particles.count > 10)
        // The photon and the muon along -z are gone; the other muon is at eta 1.1.
        #expect(!event.particles.pdgID.array().contains(22) && !event.particles.pdgID.array().contains(-13))
    }

    @Test("a bad file is refused") func mistakes() throws {
        let folder = try TestFolder()
        let path = try folder.write(HepMCReaderTests.small.replacing("E 7 3 8", with: "E 7 3 9"), as: "a.hepmc3")
        #expect(codes { _ = try generator(path) } == ["bad-record"])
        #expect(codes { _ = try generator(folder.path + "/none") } == ["missing-file"])
    }
}
