// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Decays in minimum-bias collisions") struct SoftDecayTests {
    private func vector(_ particle: SoftParticle) -> FourVector {
        FourVector(px: particle.px, py: particle.py, pz: particle.pz, mass: particle.mass)
    }

    @Test("photons and Dalitz pairs carry the pion's momentum") func pions() {
        let pion = SoftParticle(pdgID: 111, px: 0.3, py: -0.8, pz: 40, mass: ParticleData.mass(111) ?? 0)
        var stream = RandomStream(seed: 2, event: 0, stage: .test, identity: 0)
        var cosine = Moments()
        var square = Moments()
        for _ in 0..<4000 {
            let (first, second) = NeutralPionDecay.photons(of: pion, using: &stream)
            let difference = vector(first) + vector(second) - vector(pion)
            #expect(abs(difference.energy) < 1e-10 && abs(difference.px) < 1e-12 && abs(difference.pz) < 1e-10)
            // Direction in the rest frame: the mean of the cosine is 0, of its square 1/3.
            let inRest = vector(first).boosted(into: vector(pion))
            cosine.add(inRest.pz / inRest.momentum)
            square.add(inRest.pz * inRest.pz / inRest.momentum2)
        }
        #expect(abs(cosine.mean) < 4.4 * cosine.error && abs(square.mean - 1.0 / 3) < 4.4 * square.error)
        // Kroll and Wada: the mean of the pair's squared mass over the pion's, by numerical integration.
        var (share, angle) = (Moments(), Moments())
        for _ in 0..<4000 {
            let (photon, electron, positron) = NeutralPionDecay.dalitz(of: pion, using: &stream)
            let difference = vector(photon) + vector(electron) + vector(positron) - vector(pion)
            #expect(abs(difference.energy) < 1e-9 && abs(difference.px) < 1e-12 && abs(difference.pz) < 1e-9)
            let pair = vector(electron) + vector(positron)
            share.add(pair.mass2 / (pion.mass * pion.mass))
            let inRest = vector(photon).boosted(into: vector(pion))
            angle.add(inRest.pz / inRest.momentum)
        }
        let expected = Self.meanPairMass()
        #expect(abs(share.mean - expected) < 4.4 * share.error, "\(share.mean) \(expected)")
        #expect(abs(angle.mean) < 4.4 * angle.error)
    }

    private static func meanPairMass() -> Double {
        let pion = ParticleData.mass(111) ?? 1
        let electron = ParticleData.mass(11) ?? 0
        let lowest = 4 * electron * electron / (pion * pion)
        var (sum, weighted) = (0.0, 0.0)
        let steps = 200_000
        for step in 0..<steps {
            // Even in the logarithm of r = m^2 / M^2, whose density is r dN/dr.
            let r = lowest * Elementary.exp(-Elementary.log(lowest) * (Double(step) + 0.5) / Double(steps))
            let one = 1 - r
            let density = one * one * one * (1 + 0.5 * lowest / r) * (1 - lowest / r).squareRoot()
            sum += density
            weighted += density * r
        }
        return weighted / sum
    }

    /// Pythia 8.318: 0.3486 charm and 0.0239 bottom hadrons per inelastic collision, of which 45 % are central. 8000
    /// collisions: errors of 3 % and 10 %.
    @Test("charm and bottom hadrons come in pairs, fly and decay with all links") func heavyHadrons() throws {
        let generator = try collisions()
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var (charm, bottom) = (0.0, 0.0)
        let events = 8000
        for number in 0..<events {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            var barcodes: Set<UInt64> = []
            for i in 0..<event.particles.count {
                #expect(barcodes.insert(event.particles.barcode[i]).inserted)
                let parent = Int(event.particles.parent[i])
                #expect(parent < i)
                if parent >= 0 {
                    let vertex = Int(event.particles.vertex[i])
                    #expect(event.vertices.incoming[vertex] == Int32(parent))
                    #expect(event.particles.status[parent] == ParticleStatus.decayed.rawValue)
                }
                guard event.particles.status[i] == ParticleStatus.decayed.rawValue else { continue }
                let flavour = HadronContent.heaviestFlavour(event.particles.pdgID[i])
                if flavour == 4 { charm += 1 }
                if flavour == 5 { bottom += 1 }
            }
        }
        // Those of bottom decays count among the charm hadrons.
        #expect(abs(charm / Double(events) / 0.3486 - 1) < 0.20, "\(charm / Double(events))")
        #expect(abs(bottom / Double(events) / 0.0239 - 1) < 0.40, "\(bottom / Double(events))")
    }
}
