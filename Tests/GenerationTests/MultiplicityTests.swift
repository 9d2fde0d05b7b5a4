// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

/// References: Pythia 8.318, Monash tune, at 13.6 TeV (tt, ttH with H to bb), and Pythia on MadGraph events at 13 TeV (tttt).
@Suite("Stable particles of hard processes") struct MultiplicityTests {
    /// 400 events: the standard error of a mean is 1.5 % at most.
    @Test(
        "numbers of particles",
        arguments: [("tt", 80.9, 514.0, 28.3), ("ttH", 101.4, 568, 36.4), ("tttt", 128.6, 626, 46.2)])
    func multiplicities(process: String, charged: Double, stable: Double, density: Double) throws {
        let decay = process == "ttH" ? "bb" : nil
        let generator = try collisions([ProcessChoice(name: process, label: 0, higgsDecay: decay)])
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var (all, central, middle) = (Moments(), Moments(), Moments())
        for number in 0..<400 {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            let final = event.finalPositions()
            var (count, inner) = (0.0, 0.0)
            for i in final where ParticleData.charge3(event.particles.pdgID[i]) != 0 {
                let p = event.momentum(i)
                if abs(p.eta) < 2.5 && p.pT > 0.5 { count += 1 }
                if abs(p.eta) < 0.5 { inner += 1 }
            }
            all.add(Double(final.count))
            central.add(count)
            middle.add(inner)
        }
        #expect(abs(central.mean / charged - 1) < 0.08, "\(central.mean)")
        #expect(abs(all.mean / stable - 1) < 0.10, "\(all.mean)")
        #expect(abs(middle.mean / density - 1) < 0.10, "\(middle.mean)")
    }

    /// Shares of charged particles and of neutral ones per top pair in |eta| < 2.5, Pythia 8.318: 25 % for the model and
    /// three standard errors for the sample (false alarm below 0.3 % for the rarest).
    @Test("species of top pairs are the reference's within 25 %") func species() throws {
        let generator = try collisions([ProcessChoice(name: "tt", label: 0)])
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var counts: [Int32: Double] = [:]
        for number in 0..<600 {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            for i in event.finalPositions() where abs(event.momentum(i).eta) < 2.5 {
                counts[abs(event.particles.pdgID[i]), default: 0] += 1.0 / 600
            }
        }
        let reference: [(Int32, Double)] = [
            (22, 135.6), (211, 104.8), (321, 13.9), (310, 6.8), (130, 6.8), (2112, 5.2), (2212, 5.3), (3122, 1.95),
            (11, 2.45), (13, 0.71), (12, 0.79), (16, 0.58),
        ]
        for (number, wanted) in reference {
            let found = counts[number] ?? 0
            let tolerance = 0.25 + 3 / (wanted * 600).squareRoot()
            #expect(abs(found / wanted - 1) < tolerance, "\(ParticleData.name(number)) \(found)")
        }
    }

    /// H to bb makes four b hadrons with those of the tops, top pairs two and a few more; each flies before it decays.
    @Test("the chosen Higgs decay is made, and b hadrons fly") func bottomHadrons() throws {
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        let generator = try collisions([ProcessChoice(name: "ttH", label: 0, higgsDecay: "bb")])
        var (count, flight) = (Moments(), Moments())
        for number in 0..<300 {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            let higgs = try #require((0..<event.particles.count).first { event.particles.pdgID[$0] == 25 })
            let daughters = (0..<event.particles.count).filter { event.particles.parent[$0] == Int32(higgs) }
            #expect(daughters.map { abs(event.particles.pdgID[$0]) } == [5, 5])
            let sum = daughters.reduce(FourVector.zero) { $0 + event.momentum($1) }
            #expect(abs(sum.mass - event.particles.mass[higgs]) < 1e-6)
            var hadrons = 0.0
            for v in 1..<event.vertices.count where event.vertices.incoming[v] >= 0 {
                let mother = Int(event.vertices.incoming[v])
                guard HadronContent.heaviestFlavour(event.particles.pdgID[mother]) == 5 else { continue }
                hadrons += 1
                let (dx, dy) = (event.vertices.x[v] - event.vertices.x[0], event.vertices.y[v] - event.vertices.y[0])
                flight.add((dx * dx + dy * dy).squareRoot())
            }
            count.add(hadrons)
        }
        #expect(count.mean > 3.9 && count.mean < 4.5, "\(count.mean)")
        // Reference 5.3 mm, Rxy of b hadrons.
        #expect(abs(flight.mean / 5.3 - 1) < 0.25, "\(flight.mean)")
    }

    /// 3000 events of a mix with fractions 3 : 1; 4.4 standard deviations of a binomial number.
    @Test("a mix has its fractions, labels and weights") func mix() throws {
        let generator = try collisions([
            ProcessChoice(name: "tt", fraction: 3, label: 7), ProcessChoice(name: "minbias", fraction: 1, label: 9),
        ])
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var first = 0.0
        for number in 0..<3000 {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            #expect(event.label == (event.processIndex == 0 ? 7 : 9))
            #expect(event.weights.count == generator.weightNames.count)
            if event.processIndex == 0 {
                first += 1
                #expect(event.weights[0] >= 500 && event.weights[0] < 650 || event.flags.contains(.overweight))
            }
        }
        #expect(abs(first / 3000 - 0.75) < 4.4 * (0.75 * 0.25 / 3000).squareRoot())
    }

    @Test("Higgs decays have the theory's branching ratios") func higgsDecays() throws {
        let catalogue = ProcessCatalogue(cards: try standardCards())
        let generator = try collisions([ProcessChoice(name: "ttH", label: 0)])
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var counts: [Int32: Double] = [:]
        let events = 3000
        for number in 0..<events {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            let higgs = try #require((0..<event.particles.count).first { event.particles.pdgID[$0] == 25 })
            let daughter = try #require(
                (0..<event.particles.count).first { event.particles.parent[$0] == Int32(higgs) })
            counts[abs(event.particles.pdgID[daughter]), default: 0] += 1
        }
        for (number, name) in [(Int32(5), "bb"), (24, "WW"), (21, "gg"), (15, "tautau"), (4, "cc")] {
            let wanted = try #require(catalogue.higgsDecays.first { $0.name == name }).branching
            let found = (counts[number] ?? 0) / Double(events)
            #expect(abs(found - wanted) < 4.4 * (wanted * (1 - wanted) / Double(events)).squareRoot(), "\(name)")
        }
        #expect(catalogue.text(of: "ttH")?.contains("Higgs decays") == true)
        #expect(catalogue.text(of: "nothing") == nil)
        #expect(catalogue.list.split(separator: "\n").count == catalogue.processes.count)
    }
}
