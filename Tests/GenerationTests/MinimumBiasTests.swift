// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

/// Reference: Pythia 8.318, Monash tune, inelastic collisions at 13.6 TeV, 150,000 events.
@Suite("Minimum bias and pile-up") struct MinimumBiasTests {
    /// 20,000 events: statistical errors of the means are below 1 %, of the tail 8 % (a false alarm beyond three and a
    /// half of those: 0.05 %).
    @Test("multiplicities, their tail, spectra and species are the reference's") func reference() throws {
        let generator = try collisions()
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var (stable, charged, soft, hard, pT) = (Moments(), Moments(), Moments(), Moments(), Moments())
        var central = 0.0
        var (tail, hardest) = (0.0, 0.0)
        var species: [Int32: Double] = [:]
        let events = 20_000
        for number in 0..<events {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            var (final, all, above100, above500) = (0.0, 0.0, 0.0, 0.0)
            for i in event.particles.pdgID.indices {
                let pdgID = event.particles.pdgID[i]
                guard event.particles.status[i] == ParticleStatus.final.rawValue else { continue }
                final += 1
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
                    if p.pT > 5.2468 { hardest += 1 / Double(events) }
                }
            }
            if above500 >= 72 { tail += 1 / Double(events) }
            stable.add(final)
            charged.add(all)
            soft.add(above100)
            hard.add(above500)
        }
        #expect(abs(stable.mean / 181.64 - 1) < 0.05)
        #expect(abs(stable.deviation / 150.32 - 1) < 0.10)
        #expect(abs(charged.mean / 83.91 - 1) < 0.05)
        #expect(abs(charged.deviation / 69.29 - 1) < 0.10)
        #expect(abs(hard.mean / 13.71 - 1) < 0.05)
        #expect(abs(hard.deviation / 16.33 - 1) < 0.10)
        #expect(abs(soft.mean / 30.56 - 1) < 0.05)
        #expect(abs(soft.deviation / 31.03 - 1) < 0.12)
        #expect(abs(tail / Self.referenceTail - 1) < 0.30, "\(tail)")
        #expect(abs(central / Double(events) / 6.09 - 1) < 0.05)
        #expect(abs(pT.mean / 1.016 - 1) < 0.04)
        #expect(abs(hardest / Self.referenceAbove5 - 1) < 0.25, "\(hardest)")
        let wanted: [(Int32, Double)] = [
            (22, 83.17), (211, 68.26), (321, 8.380), (2212, 4.997), (2112, 4.579), (310, 4.118), (130, 4.114),
            (3122, 1.528), (11, 1.069), (3222, 0.531),
        ]
        for (number, share) in wanted {
            #expect(abs((species[number] ?? 0) / share - 1) < 0.15, "\(ParticleData.name(number))")
        }
    }

    /// Shares of events with at least 72 charged particles (|eta| < 2.5, pT > 0.5 GeV), and their number with pT > 5.2468 GeV.
    private static let referenceTail = 0.00909
    private static let referenceAbove5 = 0.02991

    /// Sums of energies of 13.6 TeV have rounding errors of 1e-12; 1e-9 of the energy is far above and far below any fault.
    @Test("energy, momentum, charge and baryon number of every collision are those of two protons")
    func balance() throws {
        for energy in [900.0, 13_600, 100_000] {
            let source = try MinimumBias(card: standardCards().minimumBias, centreOfMassEnergy: energy)
            var particles = Column<SoftParticle>()
            var alone = 0
            for number in 0..<2000 {
                var stream = RandomStream(seed: 3, event: UInt64(number), stage: .test, identity: 0)
                source.generate(into: &particles, using: &stream)
                var (charge, baryon): (Int32, Int32) = (0, 0)
                var sum = FourVector.zero
                for i in particles.indices {
                    charge += ParticleData.charge3(particles[i].pdgID) ?? 99
                    baryon += HadronContent.baryonNumber3(particles[i].pdgID)
                    sum += FourVector(
                        px: particles[i].px, py: particles[i].py, pz: particles[i].pz, energy: particles[i].energy)
                }
                #expect(charge == 6 && baryon == 6)
                #expect(abs(sum.px) < 1e-9 * energy && abs(sum.py) < 1e-9 * energy && abs(sum.pz) < 1e-9 * energy)
                #expect(abs(sum.energy / energy - 1) < 1e-9)
                if particles.count == 2 { alone += 1 }
            }
            // Collisions that hold nothing but their ends are the way out where nothing else fits.
            #expect(alone < 20)
        }
    }

    @Test("the underlying event is neutral") func underlyingEvent() throws {
        let source = try MinimumBias(card: standardCards().minimumBias, centreOfMassEnergy: 13_600)
        var particles = Column<SoftParticle>()
        for number in 0..<500 {
            var stream = RandomStream(seed: 3, event: UInt64(number), stage: .test, identity: 0)
            source.generateUnderlyingEvent(into: &particles, available: 9000, using: &stream)
            let charges = particles.array().map { ParticleData.charge3($0.pdgID) ?? 99 }
            #expect(charges.reduce(0, +) == 0)
        }
    }

    /// Systems of a single proton's numbers at every mass down to the lightest.
    @Test("systems of any mass close", arguments: [1.5, 1.6, 2, 3, 10, 100, 3000]) func systems(mass: Double) throws {
        let model = try MinimumBias(card: standardCards().minimumBias, centreOfMassEnergy: 13_600)
        var particles = Column<SoftParticle>()
        var content = SoftContent()
        content.clusters = 6
        content.jetPairs = 0.2
        content.heavyPairs = 0.3
        content.baryonSide = -1
        for number in 0..<500 {
            var stream = RandomStream(seed: 9, event: UInt64(number), stage: .test, identity: 0)
            particles.removeAll()
            var system = SoftSystem(mass: mass, charge: 1, baryon: 1, model: model)
            system.fill(&particles, content, using: &stream)
            let frame = FourVector(px: 1, py: -2, pz: 500, mass: mass)
            system.boost(&particles, to: frame)
            var rest = frame
            var (charge, baryon): (Int32, Int32) = (-3, -3)
            for i in particles.indices {
                rest =
                    rest
                    - FourVector(
                        px: particles[i].px, py: particles[i].py, pz: particles[i].pz, energy: particles[i].energy)
                charge += ParticleData.charge3(particles[i].pdgID) ?? 99
                baryon += HadronContent.baryonNumber3(particles[i].pdgID)
            }
            #expect(charge == 0 && baryon == 0 && particles.count >= 2)
            #expect(abs(rest.px) < 1e-8 && abs(rest.py) < 1e-8 && abs(rest.pz) < 1e-6 && abs(rest.energy) < 1e-6)
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
            let collisions = event.vertices.kind.array().filter { $0 == VertexKind.pileUpCollision.rawValue }.count
            #expect(collisions == event.pileUpCount)
            for v in 1..<event.vertices.count where event.vertices.incoming[v] < 0 {
                z.add(event.vertices.z[v])
                t.add(event.vertices.t[v])
            }
        }
        #expect(abs(count.mean - 50) < 4.4 * (50.0 / 1000).squareRoot())
        #expect(abs(count.deviation * count.deviation - 50) < 4.4 * 50 * (2.0 / 1000).squareRoot())
        // 50,000 vertices: errors of 0.3 %.
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
        // Hadrons that decay keep their place for their daughters.
        let kept = all.particles.pdgID.indices.filter {
            $0 == 0 || all.particles.status[$0] == ParticleStatus.decayed.rawValue || abs(all.momentum($0).eta) < 4
        }
        #expect(cut.particles.barcode.array() == kept.map { all.particles.barcode[$0] })
        #expect(cut.particles.px.array() == kept.map { all.particles.px[$0] })
        #expect(cut.particles.count < all.particles.count)
    }
}
