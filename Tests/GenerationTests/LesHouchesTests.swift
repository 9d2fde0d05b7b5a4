// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Foundation
import Testing

@testable import Generation

@Suite("Les Houches files") struct LesHouchesTests {
    /// Twelve top pairs of Pythia 8.318 at 13.6 TeV with their decays; eight gg to four tops of MG5 3.7.0 at 13 TeV.
    private static let decayed = generatorFixtures + "/tt-pythia.lhe"
    private static let undecayed = generatorFixtures + "/tttt-mg5.lhe"

    /// u ubar to a gluon and a photon, by hand.
    static let small = """
        <LesHouchesEvents version="3.0">
        <header>
        <!-- cuts & more: <event> is no event here
        <event> -->
        <initrwgt><weightgroup name='s'>
        <weight id='a "b" <c> & d'> twice the scale </weight>
        <weight id="2">half</weight>
        </weightgroup></initrwgt>
        </header>
        <init>
        2212 2212 6.8D+03 6.8d+03 0 0 247000 247000 -4 1
        5.0E+00 1.0E-01 5.0E+00 1
        </init>
        <event npNLO='1'>
        4 1 +2.5D-01 1.0D+02 7.5E-03 1.2E-01
        2 -1 0 0 501 0 0. 0. 100. 100. 0. 0. 9.
        -2 -1 0 0 0 502 0. 0. -100. 100. 0. 0. 9.
        21 1 1 2 501 502 60. 0. 80. 100. 0. 0. 9.
        22 1 1 2 0 0 -60. 0. -80. 100. 1.5-103 0. 9.
        #pdf 1 2 3
        <rwgt>
        <wgt id='a "b" <c> & d'> 2.0E+00 </wgt>
        <wgt id="2">-3</wgt>
        </rwgt>
        </event>
        </LesHouchesEvents>

        """

    private func read(_ path: String, energy: Double = 13_600, _ change: (inout FileSource) -> Void = { _ in })
        throws -> FileEvents
    {
        var source = FileSource(format: .lesHouches, paths: [path])
        change(&source)
        return try FileEvents(source, energy: energy)
    }

    @Test("Fortran's exponents, loose XML and names of weights") func byHand() throws {
        let folder = try TestFolder()
        let events = try read(try folder.write(Self.small, as: "a.lhe"))
        #expect(events.generator.count == 1 && events.generator.warnings.isEmpty)
        #expect(events.generator.weightNames == ["nominal", "a \"b\" <c> & d twice the scale", "2 half"])
        let event = try events.make(0)
        #expect(event.weights.array() == [0.25, 2, -3])
        #expect(event.flags == [] && event.finalPositions().count > 20)
        // The photon keeps a large part of its momentum; there is one beyond 40 GeV.
        let photons = event.finalPositions().filter { event.particles.pdgID[$0] == 22 }
        #expect(photons.contains { event.momentum($0).pT > 40 })
    }

    @Test("unit weights get the cross-section of the file, weights in pb stay") func weights() throws {
        let unit = try read(Self.decayed).make(0)
        #expect(abs(unit.weights[0] - 562.7973) < 1e-9 && unit.weights.count == 1)
        let picobarn = try read(Self.undecayed, energy: 13_000).make(0)
        #expect(picobarn.weights.array() == [Double](repeating: 8.4600109e-3, count: 11))
    }

    @Test("momentum is that of two protons, charge and baryon number too", arguments: [true, false])
    func conservation(isDecayed: Bool) throws {
        let energy = isDecayed ? 13_600.0 : 13_000
        let events = try read(isDecayed ? Self.decayed : Self.undecayed, energy: energy)
        let cards = try standardCards()
        let minimumBias = MinimumBias(card: cards.minimumBias, centreOfMassEnergy: energy)
        let collision = CollisionGenerator(cards: cards, energy: energy, minimumBias: minimumBias)
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        for number in 0..<UInt64(events.generator.count) {
            event.removeAll()
            let good = events.generator.generate(
                event: number, seed: 1, collision, into: &event, scratch: &scratch)
            #expect(good && event.flags == [])
            var (sum, charge, tops) = (FourVector.zero, 0, 0)
            for i in 0..<event.particles.count {
                if event.particles.status[i] == ParticleStatus.final.rawValue {
                    sum += event.momentum(i)
                    charge += Int(ParticleData.charge3(event.particles.pdgID[i]) ?? 0)
                } else if abs(event.particles.pdgID[i]) == 6 {
                    tops += 1
                }
            }
            #expect(abs(sum.energy / energy - 1) < 1e-7 && abs(sum.pz) < 1e-3 && abs(sum.px) < 1e-3)
            #expect(charge == 6)
            #expect(tops == (isDecayed ? 2 : 4))
        }
    }

    @Test("decays in the file are kept: the leptons are those that stand there") func keptDecays() throws {
        let events = try read(Self.decayed)
        let texts = try fixtureText("tt-pythia.lhe").split(separator: "<event>").dropFirst()
        for (number, text) in texts.enumerated() {
            let wanted = text.split(separator: "\n").compactMap { line -> Int32? in
                let fields = line.split(separator: " ")
                guard fields.count == 13, let pdgID = Int32(fields[0]), fields[1] == "1" else { return nil }
                return [11, 13].contains(abs(pdgID)) ? pdgID : nil
            }
            let event = try events.make(UInt64(number))
            for lepton in wanted {
                let found = event.finalPositions().contains {
                    let parent = Int(event.particles.parent[$0])
                    return event.particles.pdgID[$0] == lepton && parent >= 0
                        && abs(event.particles.pdgID[parent]) == 24
                }
                #expect(found, "event \(number) has no \(lepton) from a W")
            }
            // No lepton of a W beyond those, taus aside.
            let leptons = event.finalPositions().filter {
                let parent = Int(event.particles.parent[$0])
                return [11, 13].contains(abs(event.particles.pdgID[$0])) && parent >= 0
                    && abs(event.particles.pdgID[parent]) == 24
            }
            #expect(leptons.count == wanted.count)
        }
    }

    @Test("an event depends on its number alone") func order() throws {
        let events = try read(Self.decayed)
        let words = try [3, 0, 3].map { try events.make($0).bits() }
        #expect(words[0] == words[2] && words[0] != words[1])
        let other = try events.make(3, seed: 2).bits()
        #expect(other != words[0])
    }

    @Test("a missing <init>, end of an event or of the file is accepted") func missing() throws {
        let folder = try TestFolder()
        let start = try #require(Self.small.range(of: "<init>"))
        let end = try #require(Self.small.range(of: "</init>\n"))
        var text = Self.small
        text.removeSubrange(start.lowerBound..<end.upperBound)
        let noInit = try read(try folder.write(text, as: "a"))
        #expect(noInit.generator.warnings.map(\.code) == ["odd-record"])
        #expect(try noInit.make(0).weights[0] == 0.25)
        let event = Self.small[(try #require(Self.small.range(of: "<event npNLO"))).lowerBound...]
        let single = event.replacing("</LesHouchesEvents>\n", with: "")
        let twice = Self.small.replacing("</event>\n</LesHouchesEvents>\n", with: "") + single
        let open = try read(try folder.write(twice, as: "b"))
        #expect(open.generator.count == 2)
        #expect(open.generator.warnings.map(\.code) == ["odd-record"])
    }

    @Test(
        "every mistake is told with its line, or the record is skipped",
        arguments: [
            ("4 1 +2.5D-01", "5 1 +2.5D-01", 14, "4 particles where 5"),
            ("4 1 +2.5D-01", "3 1 +2.5D-01", 19, "more particles"),
            ("4 1 +2.5D-01", "4 1 nan", 15, "six numbers"),
            ("60. 0. 80.", "61. 0. 80.", 14, "momentum is not conserved"),
            ("501 502 60.", "501 503 60.", 14, "colour lines"), ("0 502 0. 0.", "0 0 0. 0.", 14, "colours"),
            ("22 1 1 2", "5000 1 1 2", 14, "species 5000"),
            ("100. 1.5-103", "100. -50", 14, "negative mass"),
            ("80. 100. 0. 0. 9.\n22", "80. 99. 0. 0. 9.\n22", 14, "energy"),
            ("2 -1 0 0 501 0", "22 -1 0 0 501 0", 14, "quarks or gluons"),
            ("-2 -1 0 0 0 502", "11 -1 0 0 0 502", 14, "quarks or gluons"), ("-60. 0.", "-6x. 0.", 19, "numbers"),
            ("22 1 1 2", "22 1 9 2", 19, "out of range"), ("2 -1 0 0 501", "2 1 0 0 501", 14, "incoming"),
            ("2.0E+00 </wgt>", "x </wgt>", 22, "weight 1"), ("1.5-103", "1.5-1033", 19, "numbers"),
            ("100. 100. 0. 0. 9.\n-2", "9000. 9000. 0. 0. 9.\n-2", 14, "not conserved"),
        ])
    func mistakes(old: String, new: String, line: Int, problem: String) throws {
        let folder = try TestFolder()
        var text = Self.small
        text.replaceSubrange(try #require(text.firstRange(of: old)), with: new)
        let path = try folder.write(text, as: "a")
        do {
            _ = try read(path)
            Issue.record("the file was accepted")
        } catch let error as Diagnostics {
            #expect(error.all.map(\.code) == ["bad-record"], "\(error)")
            #expect(error.all[0].line == line && error.all[0].problem.contains(problem), "\(error)")
        }
        let skipping = try read(path) { $0.onBadRecord = .skip }
        let event = try skipping.make(0)
        #expect(event.flags == .badInput && event.particles.count == 0)
    }

    /// The first event of the file with decays: its top quark, the products of that and the W's, by their species and
    /// status, with one thing changed.
    private func changed(_ species: String, _ status: String, _ change: (inout [String]) -> Void) throws -> String {
        var lines = try fixtureText("tt-pythia.lhe").split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        let event = try #require(lines.firstIndex { $0.hasPrefix("<event") })
        let found = try #require(
            lines.indices.first {
                $0 > event && lines[$0].split(separator: " ").starts(with: [species, status], by: { $0 == $1 })
            })
        var fields = lines[found].split(separator: " ").map(String.init)
        change(&fields)
        lines[found] = fields.joined(separator: " ")
        return lines.joined(separator: "\n")
    }

    private func problem(of text: String) throws -> String {
        let folder = try TestFolder()
        let path = try folder.write(text, as: "a")
        do {
            _ = try read(path)
            Issue.record("the file was accepted")
        } catch let error as Diagnostics {
            #expect(error.all.map(\.code) == ["bad-record"], "\(error)")
            return error.all[0].problem
        }
        return ""
    }

    /// u dbar to a W that decays to a tau, which the file decays too.
    private static let tau = """
        <LesHouchesEvents version="3.0">
        <init>
        2212 2212 6.8E+03 6.8E+03 0 0 247000 247000 -4 1
        5.0E+00 1.0E-01 5.0E+00 1
        </init>
        <event>
        8 1 1 80 7.5E-03 1.2E-01
        2 -1 0 0 501 0 0 0 40.770329614 40.770329614 0 0 9
        -1 -1 0 0 0 501 0 0 -40.770329614 40.770329614 0 0 9
        24 2 1 2 0 0 0 0 0 81.540659228 81.54 0 9
        16 1 3 3 0 0 40 0 0 40 0 0 9
        -15 2 3 3 0 0 -40 0 0 41.540659228 11.21 0 9
        -11 1 5 5 0 0 -20 0 0 20 0 0 9
        12 1 5 5 0 0 -10 4 0 10.770329614 0 0 9
        -16 1 5 5 0 0 -10 -4 0 10.770329614 0 0 9
        </event>
        </LesHouchesEvents>

        """

    @Test("particles between a resonance and its products are not counted beside these") func intermediate() throws {
        let folder = try TestFolder()
        let event = try read(try folder.write(Self.tau, as: "a")).make(0)
        #expect(event.flags == [])
        var charge = 0
        for i in event.finalPositions() { charge += Int(ParticleData.charge3(event.particles.pdgID[i]) ?? 0) }
        #expect(charge == 6, "that of two protons")
        let fromW = event.finalPositions().filter {
            let parent = Int(event.particles.parent[$0])
            return parent >= 0 && event.particles.pdgID[parent] == 24
        }.map { event.particles.pdgID[$0] }
        #expect(fromW.filter { abs($0) != 22 }.sorted() == [-16, -11, 12, 16])
    }

    @Test("a resonance that is not the sum of its products is told") func unbalancedDecay() throws {
        let text = try changed("6", "2") { $0[8] = String((Double($0[8]) ?? 0) + 5) }
        #expect(try problem(of: text).contains("than itself"))
    }

    @Test("a resonance whose colour line its products do not carry on is told") func colourOfDecay() throws {
        #expect(try problem(of: changed("6", "2") { $0[4] = "777" }).contains("other colour lines"))
        #expect(try problem(of: changed("6", "2") { $0[4] = "0" }).contains("colours of its species"))
        #expect(try problem(of: changed("24", "2") { ($0[4], $0[5]) = ("777", "777") }).contains("of its species"))
    }

    @Test("a file whose beams are not those of the recipe is refused") func beams() throws {
        let folder = try TestFolder()
        #expect(codes { _ = try read(Self.decayed, energy: 13_000) } == ["contradiction"])
        for (old, new) in [("2212 2212", "2212 -2212"), ("6.8d+03", "6.5d+03")] {
            let path = try folder.write(Self.small.replacing(old, with: new), as: "a")
            #expect(codes { _ = try read(path) } == ["contradiction"])
        }
        let short = try folder.write(Self.small.replacing(" -4 1\n", with: " -4\n"), as: "a")
        #expect(codes { _ = try read(short) } == ["bad-init"])
        for text in ["", "<x>\n", "<LesHouchesEvents>\n</LesHouchesEvents>\n"] {
            let path = try folder.write(text, as: "a")
            let found = codes { _ = try read(path) }
            #expect(found == ["not-lhe"] || found == ["no-records"], "\(found)")
        }
    }

    @Test("a cut or damaged file tells, or gives an empty flagged event, and never crashes") func damage() throws {
        let folder = try TestFolder()
        let text = Array(Self.small.utf8)
        var stream = RandomStream(seed: 4, event: 0, stage: .test, identity: 0)
        var refused = 0
        for step in 0..<600 {
            let path = try folder.write(damaged(text, step, &stream), as: "a")
            if codes({ _ = try read(path) }) != [] { refused += 1 }
            guard let events = try? read(path, { $0.onBadRecord = .skip }) else { continue }
            for number in 0..<UInt64(events.generator.count) {
                let event = try events.make(number)
                #expect(event.flags.contains(.badInput) == (event.particles.count == 0))
            }
        }
        #expect(refused > 300)
    }
}
