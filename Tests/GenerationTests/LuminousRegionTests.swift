// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Luminous region and crossing angle") struct LuminousRegionTests {
    /// 40,000 places: deviations have errors of 0.35 %, correlations of at most 0.005; 4.4 of each (1e-5 per check).
    @Test("spreads, tilt and correlation of z and time are those asked for") func correlations() {
        var spot = BeamSpot()
        (spot.meanX, spot.meanY, spot.meanZ, spot.meanT) = (0.5, -0.2, 12, 0.1)
        (spot.sigmaX, spot.sigmaY, spot.sigmaZ, spot.sigmaT) = (0.02, 0.01, 40, 0.2)
        (spot.slopeX, spot.slopeY) = (0.002, -0.001)
        spot.correlationZT = 0.6
        var (x, y, z, t) = (Moments(), Moments(), Moments(), Moments())
        var (zt, xt) = (Moments(), Moments())
        var stream = RandomStream(seed: 4, event: 0, stage: .test, identity: 0)
        for _ in 0..<40_000 {
            let place = spot.sample(using: &stream)
            x.add(place.x - spot.meanX - spot.slopeX * (place.z - spot.meanZ))
            y.add(place.y - spot.meanY - spot.slopeY * (place.z - spot.meanZ))
            z.add(place.z)
            t.add(place.t)
            zt.add((place.z - 12) / 40 * (place.t - 0.1) / 0.2)
            xt.add((place.x - 0.5) * (place.t - 0.1))
        }
        for (found, sigma) in [(x, 0.02), (y, 0.01), (z, 40), (t, 0.2)] {
            #expect(abs(found.deviation / sigma - 1) < 4.4 * 0.0035)
        }
        #expect(abs(x.mean) < 4.4 * x.error && abs(y.mean) < 4.4 * y.error && abs(z.mean - 12) < 4.4 * z.error)
        #expect(abs(zt.mean - 0.6) < 4.4 * zt.error)
        // The tilt carries the correlation of z over to x.
        #expect(abs(xt.mean - 0.6 * 0.002 * 40 * 0.2) < 4.4 * xt.error)
    }

    @Test("a crossing angle moves the centre of mass and nothing else", arguments: [0.0, 1.2])
    func crossing(azimuth: Double) throws {
        var settings = CollisionSettings(
            source: .collisions([ProcessChoice(name: "minbias", label: 0)]), pileUp: PileUpSettings(mean: 3))
        let plan = try StandardPlans.of("minbias")
        let cards = try standardCards()
        let headOn = try EventGenerator(settings: settings, cards: cards, plan: plan, seed: 6)
        settings.crossingAngle = 0.3e-3
        settings.crossingAzimuth = azimuth
        let crossed = try EventGenerator(settings: settings, cards: cards, plan: plan, seed: 6)
        var a = GeneratedEvent()
        var b = GeneratedEvent()
        var scratch = GeneratorScratch()
        let beta = Elementary.sin(0.15e-3)
        let gamma = 1 / (1 - beta * beta).squareRoot()
        let (sine, cosine) = Elementary.sincos(azimuth)
        var decays = 0
        for number in 0..<200 {
            headOn.generate(event: UInt64(number), into: &a, scratch: &scratch)
            crossed.generate(event: UInt64(number), into: &b, scratch: &scratch)
            try #require(a.particles.count == b.particles.count && a.vertices.count == b.vertices.count)
            var sum = FourVector.zero
            for i in 0..<b.particles.count {
                if b.particles.parent[i] < 0, Barcode(rawValue: b.particles.barcode[i]).vertex == 1 {
                    sum += b.momentum(i)
                }
                #expect(b.particles.pz[i] == a.particles.pz[i])
            }
            // E = gamma sqrt(s), p = gamma beta sqrt(s).
            #expect(abs(sum.energy / (gamma * 13_600) - 1) < 1e-9)
            #expect(abs(sum.px - gamma * beta * 13_600 * cosine) < 1e-5)
            #expect(abs(sum.py - gamma * beta * 13_600 * sine) < 1e-5)
            for v in 0..<b.vertices.count {
                #expect(b.vertices.z[v] == a.vertices.z[v])
                guard b.vertices.incoming[v] >= 0 else {
                    #expect(b.vertices.x[v] == a.vertices.x[v] && b.vertices.t[v] == a.vertices.t[v])
                    continue
                }
                decays += 1
                // The flight of the first generation points along the boosted momentum.
                let particle = Int(b.vertices.incoming[v])
                let start = Int(b.particles.vertex[particle])
                guard b.vertices.incoming[start] < 0 else { continue }
                let flight = (b.vertices.x[v] - b.vertices.x[start], b.vertices.y[v] - b.vertices.y[start])
                let p = b.momentum(particle)
                let across = flight.0 * p.py - flight.1 * p.px
                #expect(abs(across) < 1e-9 * (1 + p.pT))
                let time = PhysicalConstants.speedOfLight * (b.vertices.t[v] - b.vertices.t[start])
                #expect(abs(time * p.pz - (b.vertices.z[v] - b.vertices.z[start]) * p.energy) < 1e-6 * p.energy)
            }
        }
        #expect(decays > 20)
    }

    @Test("guns are in the laboratory's frame") func guns() throws {
        var settings = CollisionSettings(source: .gun(GunSettings(species: [13], momentum: .fixed(10))))
        settings.crossingAngle = 0.01
        let generator = try EventGenerator(
            settings: settings, cards: try standardCards(), plan: GenerationPlan(numbers: [:]), seed: 1)
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        generator.generate(event: 0, into: &event, scratch: &scratch)
        #expect(abs(event.momentum(0).pT - 10) < 1e-12)
    }
}
