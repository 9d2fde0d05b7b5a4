// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

/// Reference: Pythia 8.318, Monash tune, inelastic collisions at 13.6 TeV, 150,000 events.
@Suite("Minimum bias and pile-up") struct MinimumBiasTests {
    @Test("multiplicities, spectra and species are the reference's within 6 %") func reference() throws {
        let generator = try collisions()
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var (stable, charged, soft, hard, pT) = (Moments(), Moments(), Moments(), Moments(), Moments())
        var central = 0.0
        var species: [Int32: Double] = [:]
        let events = 20_000
        for number in 0..<events {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            var (all, above100, above500) = (0.0, 0.0, 0.0)
            for i in event.particles.pdgID.indices {
                let pdgID = event.particles.pdgID[i]
                species[abs(pdgID), default: 0] += 1 / Double(events)
                guard ParticleData.charge3(pdgID) != 0 else { continue }
                let p = event.momentum(i)
                all += 1
                let eta = abs(p.eta)
                if eta < 0.5 { central += 1 }
                guard eta < 2.5 else { continue }
                if p.pT > 0.1 { above100 += 1 }
                if p.pT > 0.5 {
                    above500 += 1
                    pT.add(p.pT)
                }
            }
            stable.add(Double(event.particles.count))
            charged.add(all)
            soft.add(above100)
            hard.add(above500)
        }
        // Statistical errors of the means are below 1 %.
        #expect(abs(stable.mean / 181.6 - 1) < 0.06)
        #expect(abs(charged.mean / 83.9 - 1) < 0.06)
        #expect(abs(hard.mean / 13.7 - 1) < 0.06)
        #expect(abs(soft.mean / 30.7 - 1) < 0.06)
        #expect(abs(soft.deviation / 31.4 - 1) < 0.08)
        #expect(abs(central / Double(events) / 6.09 - 1) < 0.06)
        #expect(abs(pT.mean / 1.016 - 1) < 0.04)
        for (number, wanted) in [(Int32(211), 68.26), (22, 83.2), (321, 8.38), (2212, 5.0), (310, 4.12), (3122, 1.53)] {
            #expect(abs((species[number] ?? 0) / wanted - 1) < 0.1, "\(ParticleData.name(number))")
        }
    }

    @Test("charge, baryon number and transverse momentum are balanced in every collision") func balance() throws {
        let source = try MinimumBias(card: standardCards().minimumBias, centreOfMassEnergy: 13_600)
        var particles = Column<SoftParticle>()
        for number in 0..<3000 {
            var stream = RandomStream(seed: 3, event: UInt64(number), stage: .test, identity: 0)
            source.generate(into: &particles, using: &stream)
            var (charge, baryon, px, py): (Int32, Int32, Double, Double) = (0, 0, 0, 0)
            for i in particles.indices {
                charge += ParticleData.charge3(particles[i].pdgID) ?? 99
                baryon += HadronContent.baryonNumber3(particles[i].pdgID)
                px += particles[i].px
                py += particles[i].py
            }
            #expect(charge == 6 && baryon == 6)
            #expect(abs(px) < 1e-9 && abs(py) < 1e-9)
            source.generateUnderlyingEvent(into: &particles, available: 9000, using: &stream)
            let charges = particles.array().map { ParticleData.charge3($0.pdgID) ?? 99 }
            #expect(charges.reduce(0, +) == 0)
        }
    }

    /// 4000 events with mean 50: the standard error of the mean is 0.11, of the variance 1.1; 4.4 of each.
    @Test("the number of collisions is Poisson, their places fill the luminous region") func poisson() throws {
        let generator = try gun(GunSettings(species: [13]), pileUp: 50)
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var (count, z, t) = (Moments(), Moments(), Moments())
        for number in 0..<1000 {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            count.add(Double(event.pileUpCount))
            #expect(event.vertices.count == event.pileUpCount + 1)
            for v in 1..<event.vertices.count {
                z.add(event.vertices.z[v])
                t.add(event.vertices.t[v])
            }
        }
        #expect(abs(count.mean - 50) < 4.4 * (50.0 / 1000).squareRoot())
        #expect(abs(count.deviation * count.deviation - 50) < 4.4 * 50 * (2.0 / 1000).squareRoot())
        #expect(abs(z.deviation / 53 - 1) < 0.015 && abs(t.deviation / 0.16 - 1) < 0.015)
        #expect(abs(z.mean) < 4.4 * z.error)
    }

    @Test("collision k is the same whatever else the event holds") func independence() throws {
        var small = GeneratedEvent()
        var large = GeneratedEvent()
        var scratch = GeneratorScratch()
        try gun(GunSettings(species: [13], count: 1), pileUp: 5).generate(event: 8, into: &small, scratch: &scratch)
        try gun(GunSettings(species: [11], count: 99), pileUp: 50).generate(event: 8, into: &large, scratch: &scratch)
        func collision(_ event: borrowing GeneratedEvent, _ k: Int) -> [Double] {
            event.particles.barcode.indices.filter { Barcode(rawValue: event.particles.barcode[$0]).vertex == k }
                .map { event.particles.px[$0] }
        }
        #expect(small.pileUpCount >= 1 && large.pileUpCount > 20)
        #expect(collision(small, 2) == collision(large, 2))
        #expect(!collision(small, 2).isEmpty)
        #expect(collision(large, 2) != collision(large, 3))
    }

    @Test("more collisions than barcodes can number are cut off and flagged") func overflow() throws {
        let generator = try gun(GunSettings(species: [13]), pileUp: 5000)
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        generator.generate(event: 0, into: &event, scratch: &scratch)
        #expect(event.flags.contains(.truncated))
        #expect(event.pileUpCount == Barcode.maximumVertex - 1)
    }

    @Test("an |eta| limit drops particles and changes no other") func etaLimit() throws {
        var all = GeneratedEvent()
        var cut = GeneratedEvent()
        var scratch = GeneratorScratch()
        var settings = CollisionSettings(source: .gun(GunSettings(species: [13])), pileUp: PileUpSettings(mean: 4))
        try EventGenerator(settings: settings, cards: try standardCards(), plan: GenerationPlan(numbers: [:]), seed: 1)
            .generate(event: 1, into: &all, scratch: &scratch)
        settings.pileUp.maximumEta = 4
        try EventGenerator(settings: settings, cards: try standardCards(), plan: GenerationPlan(numbers: [:]), seed: 1)
            .generate(event: 1, into: &cut, scratch: &scratch)
        let kept = all.particles.pdgID.indices.filter { $0 == 0 || abs(all.momentum($0).eta) < 4 }
        #expect(cut.particles.barcode.array() == kept.map { all.particles.barcode[$0] })
        #expect(cut.particles.px.array() == kept.map { all.particles.px[$0] })
        #expect(cut.particles.count < all.particles.count)
    }
}
