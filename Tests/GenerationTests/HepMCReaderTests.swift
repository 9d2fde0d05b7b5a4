// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Testing

@testable import Generation

@Suite("HepMC3 files") struct HepMCReaderTests {
    /// Three top-pair events of Pythia 8.318 at 13.6 TeV, gzip.
    private static let packed = generatorFixtures + "/tt-13600.hepmc3.gz"
    /// Two collisions by hand: a K0S that decays after 50 mm, a vertex without a position, MeV and cm in the second.
    static let small = """
        HepMC::Version 3.02.05
        HepMC::Asciiv3-START_EVENT_LISTING
        W nominal\\|mu=2, "odd" & <name>\\|ünïcode \\\\ back
        T Hand\\|1\\|
        E 7 3 8
        U GEV MM
        W 1.5 2.5e0 -3.5
        A 0 signal_process_id 5
        P 1 0 2212 0 0 6800 6800 0.938 4
        P 2 0 2212 0 0 -6800 6800 0.938 4
        V -1 0 [1,2] @ 0.1 0.2 -3.0 2.99792458
        P 3 -1 310 3 0 0 3.0410 0.4976 2
        P 4 -1 211 0 2 0 2.0049 0.13957 1
        P 5 -1 111 0 0 1 1.0091 0.13498 2
        P 6 5 22 0 0 1 1 0 1
        V -3 0 [3] @ 50.1 0.2 -3.0 56
        P 7 -3 211 2 0.1 0 2.0074 0.13957 1
        P 8 -3 -211 1 -0.1 0 1.0147 0.13957 1
        E 7 1 3
        U MEV CM
        W 1 2 3
        P 1 0 2212 0 0 6800000 6800000 938 4
        V -1 0 [1] @ 1 2 3 0
        P 2 -1 13 1000 2000 3000 3744 105.66 1
        P 3 -1 -13 0 0 -1000 1005 105.66 1
        HepMC::Asciiv3-END_EVENT_LISTING

        """

    @Test("units, weights, vertices, times and parents are those of the file") func byHand() throws {
        let folder = try TestFolder()
        let generator = try hepMC([try folder.write(Self.small, as: "a.hepmc3")])
        #expect(generator.generator.count == 2)
        #expect(generator.generator.weightNames == ["nominal", "mu=2, \"odd\" & <name>", "ünïcode \\ back"])
        #expect(generator.generator.warnings.isEmpty)
        let first = try generator.make(0)
        #expect(first.weights.array() == [1.5, 2.5, -3.5])
        try #require(first.particles.count == 5 && first.vertices.count == 2)
        #expect(first.particles.pdgID.array() == [310, 211, 211, -211, 22])
        #expect(first.particles.status.array() == [2, 1, 1, 1, 1])
        #expect(first.particles.parent.array() == [-1, -1, 0, 0, -1])
        #expect(first.particles.vertex.array() == [0, 0, 1, 1, 0])
        #expect(first.vertices.x.array() == [0.1, 50.1] && first.vertices.z.array() == [-3, -3])
        #expect(abs(first.vertices.t[0] - 0.01) < 1e-15)
        #expect(abs(first.vertices.t[1] - 56 / 299.792458) < 1e-15)
        #expect(first.vertices.kind.array() == [VertexKind.file.rawValue, VertexKind.decay.rawValue])
        #expect(first.vertices.incoming.array() == [-1, 0])
        #expect(first.particles.px.array() == [3, 0, 2, 1, 0])
        #expect(first.particles.mass[1] == ParticleData.mass(211))
        let second = try generator.make(1)
        #expect(second.particles.pdgID.array() == [13, -13])
        #expect(abs(second.particles.px[0] - 1) < 1e-12 && abs(second.particles.pz[1] + 1) < 1e-12)
        #expect(abs(second.vertices.x[0] - 10) < 1e-12 && abs(second.vertices.z[0] - 30) < 1e-12)
        #expect(Set(first.particles.barcode.array()).count == 5)
        let beyond = try generator.make(2)
        #expect(beyond.flags == .badInput && beyond.particles.count == 0 && beyond.weights.count == 0)
    }

    @Test("decays of long-lived hadrons are undone when asked") func redecay() throws {
        let folder = try TestFolder()
        let path = try folder.write(Self.small, as: "a.hepmc3")
        let event = try (try hepMC([path]) { $0.redecay = true }).make(0)
        #expect(event.particles.pdgID.array() == [310, 211, 22])
        #expect(event.particles.status.array() == [1, 1, 1])
        #expect(event.vertices.count == 1)
    }

    @Test("events move to the luminous region when asked, with all their vertices") func moved() throws {
        let folder = try TestFolder()
        let path = try folder.write(Self.small, as: "a.hepmc3")
        let event = try (try hepMC([path]) { $0.isMovedToBeamSpot = true }).make(0)
        #expect(event.vertices.x[0] != 0.1 && abs(event.vertices.x[0]) < 0.1)
        #expect(abs(event.vertices.x[1] - event.vertices.x[0] - 50) < 1e-9)
        #expect(abs(event.vertices.t[1] - event.vertices.t[0] - (56 / 299.792458 - 0.01)) < 1e-12)
    }

    @Test("a real file gives what its lines say") func real() throws {
        let generator = try hepMC([Self.packed])
        #expect(
            generator.generator.count == 3 && generator.generator.weightNames == ["Weight"]
                && generator.generator.warnings.isEmpty)
        let texts = try fixtureText("tt-13600.hepmc3.gz").split(separator: "\nE ").dropFirst()
        for (number, text) in texts.enumerated() {
            let event = try generator.make(UInt64(number))
            var wanted: [(Int32, Double, Double, Double)] = []
            for line in text.split(separator: "\n") where line.hasPrefix("P ") {
                let f = line.split(separator: " ")
                guard f[9] == "1" else { continue }
                wanted.append(
                    (Int32(f[3]) ?? 0, Double(f[4]) ?? .nan, Double(f[5]) ?? .nan, Double(f[6]) ?? .nan))
            }
            let final = event.finalPositions()
            #expect(final.count == wanted.count && final.count > 200)
            let momenta = final.map {
                [
                    Double(event.particles.pdgID[$0]), event.particles.px[$0], event.particles.py[$0],
                    event.particles.pz[$0],
                ]
            }
            #expect(Set(momenta) == Set(wanted.map { [Double($0.0), $0.1, $0.2, $0.3] }))
            let hard = event.particles.pdgID.array().enumerated().filter {
                event.particles.status[$0.offset] == ParticleStatus.hard.rawValue
            }
            #expect(Set(hard.map(\.element)).isSuperset(of: [6, -6, 24, -24, 5, -5]))
            #expect(hard.filter { abs($0.element) == 6 }.count == 2)
            for i in 0..<event.particles.count {
                #expect(event.particles.parent[i] < i)
                #expect(event.particles.vertex[i] < event.vertices.count)
            }
            // The hadrons with a bottom quark fly, and their daughters start where they end.
            let bottoms = (0..<event.vertices.count).filter {
                let incoming = Int(event.vertices.incoming[$0])
                return incoming >= 0 && HadronContent.contains(flavour: 5, event.particles.pdgID[incoming])
            }
            #expect(bottoms.count >= 2)
            for vertex in bottoms {
                let mother = Int(event.vertices.incoming[vertex])
                #expect(event.particles.status[mother] == ParticleStatus.decayed.rawValue)
                #expect(event.particles.parent.array().contains(Int32(mother)))
            }
        }
    }

    @Test("events are the same in any order and any worker") func order() throws {
        let settings = CollisionSettings(source: .file(FileSource(format: .hepmc3, paths: [Self.packed])))
        let whole = try EventGenerator(
            settings: settings, cards: try standardCards(), plan: GenerationPlan(numbers: [:]), seed: 1)
        #expect(whole.eventLimit == 3 && whole.weightNames == ["Weight"])
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var words: [[UInt64]] = []
        for number in [2, 0, 1, 0] as [UInt64] {
            whole.generate(event: number, into: &event, scratch: &scratch)
            words.append(event.bits())
        }
        #expect(words[1] == words[3])
        var fresh = GeneratorScratch()
        whole.generate(event: 2, into: &event, scratch: &fresh)
        #expect(event.bits() == words[0] && words[0] != words[1])
    }

    @Test("several files are read as one, CR LF and a missing end are accepted") func forms() throws {
        let folder = try TestFolder()
        let plain = try folder.write(Self.small, as: "a.hepmc3")
        let lines = try folder.write(Self.small.replacing("\n", with: "\r\n"), as: "b.hepmc3")
        let open = try folder.write(Self.small.replacing("HepMC::Asciiv3-END_EVENT_LISTING\n", with: ""), as: "c")
        // Two files put together, with a line that nobody knows.
        let twice = try folder.write(Self.small + Self.small.replacing("A 0", with: "X ?\nA 0"), as: "d")
        let generator = try hepMC([plain, lines, open, twice])
        #expect(generator.generator.count == 10)
        #expect(generator.generator.warnings.map(\.code) == ["odd-record"])
        let first = try generator.make(0)
        for number in [2, 4, 6, 8] as [UInt64] {
            let other = try generator.make(number)
            #expect(other.particles.px.array() == first.particles.px.array())
            #expect(other.vertices.t.array() == first.vertices.t.array())
        }
    }

    @Test("a vertex that nothing enters is read, as guns have it") func gun() throws {
        let folder = try TestFolder()
        let text = """
            HepMC::Version 3.01.02
            HepMC::Asciiv3-START_EVENT_LISTING
            E 0 1 1
            U GEV MM
            V -1 0 [] @ 1 2 3 4
            P 1 -1 13  1 0  0 1.1 0.10566 1
            HepMC::Asciiv3-END_EVENT_LISTING

            """
        let event = try hepMC([try folder.write(text, as: "a")]).make(0)
        #expect(event.particles.pdgID.array() == [13] && event.vertices.x.array() == [1])
        #expect(event.weights.array() == [1])
    }

    @Test("final quarks and gluons are told: nothing hadronises them") func partons() throws {
        let folder = try TestFolder()
        let path = try folder.write(Self.small.replacing("P 4 -1 211", with: "P 4 -1 21"), as: "a")
        let generator = try hepMC([path]).generator
        #expect(generator.count == 2 && generator.warnings.map(\.code) == ["odd-record"])
        #expect(generator.warnings[0].line == 5 && generator.warnings[0].problem.contains("hadronised"))
    }

    /// A line of copies, and finals that all hang on its end: the way up is walked once.
    @Test("long lines of ancestors take no time of their own", .timeLimit(.minutes(1))) func longLines() throws {
        let folder = try TestFolder()
        let (copies, finals) = (60_000, 20_000)
        var text = "HepMC::Version 3.02.05\nHepMC::Asciiv3-START_EVENT_LISTING\n"
        text += "E 0 \(copies + 1) \(copies + finals)\nU GEV MM\nV -1 0 [] @ 1 2 3 4\nP 1 -1 111 1 0 0 2 0.135 2\n"
        for i in 2...copies { text += "P \(i) \(i - 1) 111 1 0 0 2 0.135 2\n" }
        for i in 1...finals { text += "P \(copies + i) \(copies) 211 1 0 0 1.1 0.14 1\n" }
        text += "HepMC::Asciiv3-END_EVENT_LISTING\n"
        let event = try hepMC([try folder.write(text, as: "a")]).make(0)
        #expect(event.particles.count == finals && event.vertices.count == 1)
        #expect(event.vertices.x.array() == [1] && event.vertices.z.array() == [3])
        #expect(event.particles.parent.array().allSatisfy { $0 == -1 })
    }

    @Test("final species that the table lacks are kept with their mass and told") func unknownSpecies() throws {
        let folder = try TestFolder()
        let deuteron = Self.small.replacing(
            "P 4 -1 211 0 2 0 2.0049 0.13957", with: "P 4 -1 1000010020 0 2 0 2.741 1.8756")
        let generator = try hepMC([try folder.write(deuteron, as: "a")])
        #expect(generator.generator.warnings.map(\.code) == ["odd-record"])
        #expect(generator.generator.warnings[0].line == 5)
        #expect(generator.generator.warnings[0].problem.contains("1000010020"))
        let event = try generator.make(0)
        #expect(event.particles.pdgID[1] == 1_000_010_020 && event.particles.mass[1] == 1.8756)
        #expect(event.particles.status[1] == ParticleStatus.final.rawValue)
    }

    @Test("masses of particles that are not final may be negative, and rounding may make those of photons so")
    func negativeMasses() throws {
        let folder = try TestFolder()
        let text = Self.small.replacing("0 3.0410 0.4976 2", with: "0 3.0410 -0.4976 2").replacing(
            "P 6 5 22 0 0 1 1 0 1", with: "P 6 5 22 0 0 1 1 -1e-6 1")
        let event = try hepMC([try folder.write(text, as: "a")]).make(0)
        #expect(event.particles.pdgID[0] == 310 && event.particles.mass[0] == 0)
        #expect(event.particles.pdgID[4] == 22 && event.particles.mass[4] == 0)
    }

    @Test("a missing line of units means GeV and mm, also after an event in MeV") func units() throws {
        let folder = try TestFolder()
        let events = Self.small.split(separator: "E 7 ")
        let text =
            events[0] + "E 7 " + events[2].replacing("HepMC::Asciiv3-END_EVENT_LISTING\n", with: "") + "E 7 "
            + events[1].replacing("U GEV MM\n", with: "")
        let generator = try hepMC([try folder.write(String(text), as: "a")])
        let momenta = try generator.make(1).particles.px.array()
        #expect(momenta == [3, 0, 2, 1, 0])
    }

    @Test(
        "every mistake is told with its line, or the record is skipped and counted",
        arguments: [
            ("E 7 3 8", "E 7 3 9", 5, "8 particles where 9"), ("E 7 3 8", "E 7 4 8", 5, "3 vertices where 4"),
            ("E 7 3 8", "E 7 x 8", 5, "first line"), ("P 5 -1 111", "P 6 -1 111", 14, "another number"),
            ("P 6 5 22", "P 6 6 22", 15, "not there"), ("V -1 0 [1,2]", "V -1 0 [1,7]", 5, "own ancestor"),
            ("P 7 -3 211", "P 7 -4 211", 17, "not there"), ("P 7 -3 211", "P 7 -2 211", 5, "not there"),
            ("V -3 0 [3]", "V -4 0 [3]", 16, "no number"), ("V -3 0 [3]", "V -3 0 [9]", 16, "takes in"),
            ("V -3 0 [3]", "V -1 0 [3]", 16, "twice"),
            ("V -3 0 [3]", "V -3 0 [1]", 16, "two vertices"), ("V -3 0 [3]", "V -3 0 3]", 16, "list"),
            ("@ 50.1", "@ nan", 16, "position"), ("P 4 -1 211 0 2", "P 4 -1 211 0 nan", 13, "finite"),
            ("P 4 -1 211 0 2", "P 4 -1 211 0 1e999", 13, "finite"), ("0.13957 1\nP 5", "0.13957\nP 5", 13, "status"),
            ("U GEV MM", "U TEV MM", 6, "units"), ("W 1.5 2.5e0 -3.5", "W 1.5 2.5e0", 7, "2 weights where 3"),
            ("W 1.5 2.5e0 -3.5", "W 1.5 inf -3.5", 7, "weight 2"),
            ("P 4 -1 211", "P 4 -1 0", 13, "no species"), ("0 2.0049", "0 -2.0049", 13, "more momentum"),
            ("0 2.0049", "0 1.99", 13, "more momentum"), ("2.0049 0.13957", "2.0049 -0.13957", 13, "negative mass"),
            ("P 4 -1 211", "P 4 -1 24", 13, "final and a W+"), ("P 4 -1 211", "P 4 -1 -6", 13, "final and a tbar"),
            ("P 4 -1 211 0 2 0 2.0049 0.13957", "P 4 -1 1000022 0 2 0 200 0", 13, "species 1000022"),
            ("P 4 -1 211 0 2 0 2.0049 0.13957", "P 4 -1 1000010020 0 2 0 2.5 1.4", 13, "species 1000010020"),
        ])
    func mistakes(old: String, new: String, line: Int, problem: String) throws {
        let folder = try TestFolder()
        let range = try #require(Self.small.firstRange(of: old))
        var text = Self.small
        text.replaceSubrange(range, with: new)
        let path = try folder.write(text, as: "a")
        do {
            _ = try hepMC([path])
            Issue.record("the file was accepted")
        } catch let error as Diagnostics {
            #expect(error.all.map(\.code) == ["bad-record"])
            #expect(error.all[0].line == line && error.all[0].file == path, "\(error)")
            #expect(error.all[0].problem.contains(problem), "\(error)")
        }
        let skipping = try hepMC([path]) { $0.onBadRecord = .skip }
        #expect(skipping.generator.count == 2 && skipping.generator.warnings.map(\.code) == ["bad-record"])
        let (bad, good) = (try skipping.make(0).flags, try skipping.make(1).particles.count)
        #expect(bad == .badInput && good == 2)
    }

    @Test("what is no HepMC3 file is refused") func foreign() throws {
        let folder = try TestFolder()
        #expect(codes { _ = try hepMC([folder.path + "/none"]) } == ["missing-file"])
        #expect(codes { _ = try hepMC([folder.path]) } == ["not-a-file"])
        for text in ["", "abc\n", "HepMC::Version 2.06.09\nHepMC::IO_GenEvent-START_EVENT_LISTING\nE 1 2 3\n"] {
            let path = try folder.write(text, as: "a")
            let found = codes { _ = try hepMC([path]) }
            #expect(found == ["not-hepmc3"])
        }
        let header = "HepMC::Version 3\nHepMC::Asciiv3-START_EVENT_LISTING\n"
        let path = try folder.write(header, as: "a")
        #expect(codes { _ = try hepMC([path]) } == ["no-records"])
    }

    @Test("a cut or damaged file tells, or gives an empty flagged event, and never crashes") func damage() throws {
        let folder = try TestFolder()
        let text = Array(Self.small.utf8)
        var stream = RandomStream(seed: 2, event: 0, stage: .test, identity: 0)
        var (refused, skipped) = (0, 0)
        for step in 0..<600 {
            let path = try folder.write(damaged(text, step, &stream), as: "a")
            if codes({ _ = try hepMC([path]) }) != [] { refused += 1 }
            guard let generator = try? hepMC([path], { $0.onBadRecord = .skip }) else { continue }
            for number in 0..<UInt64(generator.generator.count) {
                let event = try generator.make(number)
                if event.flags.contains(.badInput) {
                    skipped += 1
                    #expect(event.particles.count == 0)
                } else {
                    #expect(!event.particles.px.array().contains { !$0.isFinite })
                }
            }
        }
        #expect(refused > 300 && skipped > 100)
    }

    @Test("a cut or damaged gzip file is refused") func damagedGzip() throws {
        let folder = try TestFolder()
        let file = try TextFile.readBytes(path: Self.packed, limit: 1 << 24)
        var stream = RandomStream(seed: 3, event: 0, stage: .test, identity: 0)
        for step in 0..<40 {
            var bytes = file
            if step % 2 == 0 {
                bytes.removeSubrange((2 + Int(stream.uniform() * Double(file.count - 2)))...)
            } else {
                bytes[20 + Int(stream.uniform() * Double(file.count - 30))] ^= 0x55
            }
            let path = try folder.write(bytes, as: "a.gz")
            let found = codes { _ = try hepMC([path]) }
            #expect(found == ["bad-gzip"] || found == ["bad-record"] || found == ["not-hepmc3"], "\(found)")
        }
    }
}
