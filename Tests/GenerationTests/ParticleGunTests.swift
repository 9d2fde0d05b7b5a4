// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Particle gun") struct ParticleGunTests {
    /// 200,000 particles; a bound of 4.4 standard errors is passed by all but 1e-5 of right samples.
    @Test("momenta, angles and charges follow their distributions") func distributions() throws {
        let settings = GunSettings(
            species: [13, 211], count: 1000, momentum: .logUniform(0.5...10), eta: .uniform(-3...3), randomCharge: true)
        let generator = try gun(settings)
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var (logPT, eta, phi) = (Moments(), Moments(), Moments())
        var (negative, pions, total) = (0.0, 0.0, 0.0)
        for number in 0..<200 {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            #expect(event.particles.count == 1000)
            for i in event.particles.pdgID.indices {
                let p = event.momentum(i)
                #expect(p.pT > 0.5 - 1e-12 && p.pT < 10 + 1e-12 && abs(p.eta) <= 3 + 1e-12)
                logPT.add(Elementary.log(p.pT / 0.5) / Elementary.log(20))
                eta.add(p.eta)
                phi.add(p.phi)
                total += 1
                if event.particles.pdgID[i] < 0 { negative += 1 }
                if abs(event.particles.pdgID[i]) == 211 { pions += 1 }
            }
        }
        #expect(abs(logPT.mean - 0.5) < 4.4 * logPT.error)
        #expect(abs(logPT.deviation - (1.0 / 12).squareRoot()) < 0.002)
        #expect(abs(eta.mean) < 4.4 * eta.error)
        #expect(abs(eta.deviation - 3 / 3.0.squareRoot()) < 0.01)
        #expect(abs(phi.mean) < 4.4 * phi.error)
        #expect(abs(negative / total - 0.5) < 4.4 * 0.5 / total.squareRoot())
        #expect(abs(pions / total - 0.5) < 4.4 * 0.5 / total.squareRoot())
    }

    @Test("momentum kinds mean what they say", arguments: GunMomentum.allCases)
    func kinds(kind: GunMomentum) throws {
        let generator = try gun(
            GunSettings(
                species: [2212], count: 50, momentumKind: kind, momentum: .fixed(5), eta: .normal(mean: 0, sigma: 1)))
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        generator.generate(event: 3, into: &event, scratch: &scratch)
        for i in event.particles.pdgID.indices {
            let p = event.momentum(i)
            let value =
                switch kind {
                case .transverse: p.pT
                case .total: p.momentum
                case .energy: p.energy
                }
            #expect(abs(value - 5) < 1e-12 * 5)
        }
    }

    @Test("more particles leave the first ones as they are") func prefix() throws {
        var few = GeneratedEvent()
        var many = GeneratedEvent()
        var scratch = GeneratorScratch()
        try gun(GunSettings(species: [11], count: 3)).generate(event: 9, into: &few, scratch: &scratch)
        try gun(GunSettings(species: [11], count: 30)).generate(event: 9, into: &many, scratch: &scratch)
        #expect(few.particles.px.array() == Array(many.particles.px.array().prefix(3)))
    }

    @Test("the vertex is fixed, smeared or in the luminous region") func vertices() throws {
        var scratch = GeneratorScratch()
        var event = GeneratedEvent()
        try gun(GunSettings(species: [13])).generate(event: 0, into: &event, scratch: &scratch)
        #expect(event.vertices.z[0] == 0 && event.vertices.t[0] == 0)
        let wide = try gun(GunSettings(species: [13], vertex: .beamSpot))
        var z = Moments()
        for number in 0..<4000 {
            wide.generate(event: UInt64(number), into: &event, scratch: &scratch)
            z.add(event.vertices.z[0])
        }
        // Standard error of a standard deviation: sigma / sqrt(2 n), 0.6 mm; 4.4 of them.
        #expect(abs(z.deviation - 53) < 2.6)
        #expect(abs(z.mean) < 4.4 * z.error)
    }

    @Test("impossible settings are refused with their reason") func refusals() {
        #expect(codes { _ = try ParticleGun(GunSettings(species: [])) } == ["bad-gun"])
        #expect(codes { _ = try ParticleGun(GunSettings(species: [999_999])) } == ["bad-gun"])
        #expect(codes { _ = try ParticleGun(GunSettings(species: [13], count: 0)) } == ["bad-gun"])
        #expect(codes { _ = try ParticleGun(GunSettings(species: [13], count: 70_000)) } == ["bad-gun"])
        #expect(codes { _ = try ParticleGun(GunSettings(species: [13], momentum: .fixed(-1))) } == ["bad-gun"])
        #expect(codes { _ = try ParticleGun(GunSettings(species: [13], momentum: .fixed(.nan))) }.contains("bad-gun"))
        #expect(
            codes { _ = try ParticleGun(GunSettings(species: [13], momentum: .logUniform(0...1))) }.contains("bad-gun"))
        #expect(
            codes { _ = try ParticleGun(GunSettings(species: [13], eta: .normal(mean: 0, sigma: -1))) } == ["bad-gun"])
    }
}
