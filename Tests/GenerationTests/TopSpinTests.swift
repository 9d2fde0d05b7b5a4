// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Top spins and weights of hard events") struct TopSpinTests {
    private typealias Axis = (x: Double, y: Double, z: Double)
    private static let axes: [Axis] = [(1, 0, 0), (0, 1, 0), (0, 0, 1)]

    private static func vectors(_ axes: [Axis]) -> InlineArray<4, FourVector> {
        var result = InlineArray<4, FourVector>(repeating: .zero)
        for (i, n) in axes.enumerated() { result[i] = FourVector(px: n.x, py: n.y, pz: n.z, energy: 0) }
        return result
    }

    private static func spins(_ incoming: [Int32], energy: Double, _ stream: inout RandomStream) throws -> TopSpins {
        let program = try AmplitudeSupport.program(incoming, [6, -6], power: 2)
        var scratch = AmplitudeScratch()
        program.prepare(AmplitudeSupport.point(program, energy: energy, &stream), &scratch)
        program.evaluate(&scratch)
        var spins = TopSpins()
        _ = program.recordSpins(&spins, &scratch, flowNumber: 0.5)
        return spins
    }

    /// At threshold quarks make tops of parallel spins along the beam, gluons a spin singlet.
    @Test("spins at threshold") func threshold() throws {
        var stream = AmplitudeSupport.stream(200)
        let quarks = try Self.spins([1, -1], energy: 345.2001, &stream)
        let gluons = try Self.spins([21, 21], energy: 345.2001, &stream)
        let (up, down, side): (Axis, Axis, Axis) = ((0, 0, 1), (0, 0, -1), (1, 0, 0))
        #expect(abs(quarks.spinWeight(Self.vectors([up, up])) - 0.5) < 1e-2)
        #expect(quarks.spinWeight(Self.vectors([up, down])) < 1e-2)
        #expect(gluons.spinWeight(Self.vectors([up, up])) < 1e-3)
        #expect(abs(gluons.spinWeight(Self.vectors([up, down])) - 0.5) < 1e-3)
        #expect(gluons.spinWeight(Self.vectors([side, side])) < 1e-3)
    }

    /// Projecting on opposite directions of all tops sums to one; the weight is the amplitude with those spinors.
    @Test("weights are probabilities and agree with projected spinors") func probabilities() throws {
        let program = try AmplitudeSupport.program([21, 21], [6, -6, 6, -6], power: 4)
        var scratch = AmplitudeScratch()
        var stream = AmplitudeSupport.stream(201)
        for _ in 0..<3 {
            let momenta = AmplitudeSupport.point(program, energy: 1200, &stream)
            program.prepare(momenta, &scratch)
            program.evaluate(&scratch)
            let whole = program.summed(scratch)
            var spins = TopSpins()
            _ = program.recordSpins(&spins, &scratch, flowNumber: 0.5)
            let directions = (0..<4).map { _ in stream.direction() }
            var sum = 0.0
            for signs in 0..<16 {
                let signed = directions.enumerated().map { i, n -> Axis in
                    let sign = signs >> i & 1 == 0 ? 1.0 : -1.0
                    return (sign * n.x, sign * n.y, sign * n.z)
                }
                sum += spins.spinWeight(Self.vectors(signed))
            }
            #expect(abs(sum - 1) < 1e-9)
            // One top after the other: spinors along its direction in place of both states.
            program.prepare(momenta, &scratch)
            for (i, n) in directions.enumerated() { Self.project(2 + i, n, &scratch) }
            program.evaluate(&scratch)
            let projected = program.summed(scratch)
            #expect(abs(projected / whole - spins.spinWeight(Self.vectors(directions))) < 1e-9)
        }
    }

    /// Replaces the two spin states of a particle by the one along n (and nothing).
    private static func project(_ particle: Int, _ n: Axis, _ scratch: inout AmplitudeScratch) {
        // |n> = (cos θ/2, sin θ/2 e^{iφ}); outgoing particles are antilinear.
        let cosine = (0.5 * (1 + n.z)).squareRoot()
        let sine = (0.5 * (1 - n.z)).squareRoot()
        let transverse = (n.x * n.x + n.y * n.y).squareRoot()
        let down = Complex(sine * n.x / transverse, -sine * n.y / transverse)
        let (first, second) = (scratch.states[3 * particle], scratch.states[3 * particle + 1])
        for k in 0..<4 {
            scratch.states[3 * particle][k] = cosine * first[k] + down * second[k]
            scratch.states[3 * particle + 1][k] = Complex(0)
        }
    }

    /// D = <σ.σbar>/3 of top pairs: -0.24 (CMS -0.237 ± 0.011, arXiv 1907.03729; leading order -0.22 to -0.24).
    @Test("the spin correlation of top pairs") func correlation() throws {
        let process = try HardProcessTests.prepared("tt", energy: 13_000)
        var event = HardEvent()
        var scratch = AmplitudeScratch()
        var correlation = Moments()
        for number in 0..<4000 {
            var stream = RandomStream(seed: 4, event: UInt64(number), stage: .hardProcess, identity: 1)
            process.generate(into: &event, using: &stream, scratch: &scratch)
            var sum = 0.0
            for n in Self.axes {
                let m: Axis = (-n.x, -n.y, -n.z)
                sum += 2 * event.topSpins.spinWeight(Self.vectors([n, n]))
                sum += 2 * event.topSpins.spinWeight(Self.vectors([m, m])) - 1
            }
            correlation.add(sum / 3)
        }
        // Five standard errors: one in two million.
        #expect(abs(correlation.mean + 0.23) < 0.015 + 5 * correlation.error, "\(correlation.mean)")
    }

    @Test("weights of scales and Yukawa couplings", arguments: ["tt", "ttH", "tttt"]) func weights(name: String) throws
    {
        let process = try HardProcessTests.prepared(name, energy: 13_600)
        var event = HardEvent()
        var scratch = AmplitudeScratch()
        var means = [Moments](repeating: Moments(), count: 10)
        for number in 0..<400 {
            var stream = RandomStream(seed: 5, event: UInt64(number), stage: .hardProcess, identity: 1)
            process.generate(into: &event, using: &stream, scratch: &scratch)
            process.weigh(&event, scratch: &scratch)
            for i in 0..<10 { means[i].add(event.weightRatios[i]) }
        }
        // muR 2, muR 1/2, muF 2, muF 1/2, both.
        #expect(means[0].mean < 0.9 && means[1].mean > 1.1)
        #expect(means[4].mean < means[0].mean && means[5].mean > means[1].mean)
        switch name {
        case "ttH":
            #expect(abs(means[6].mean - 1) < 1e-9 && abs(means[7].mean - 2.25) < 1e-9)
            // A pseudoscalar is made less often: 0.40 to 0.50 of a scalar at 13 TeV (arXiv 1407.5089, table 1).
            #expect(means[9].mean > 0.35 && means[9].mean < 0.55, "\(means[9].mean)")
            let middle = 0.5 * (means[6].mean + means[9].mean)
            #expect(abs(means[8].mean - middle) < 0.02)
        case "tttt":
            // Electroweak exchange changes the rate by less than a quarter; a stronger coupling raises it.
            #expect(abs(means[6].mean - 1) < 0.25 && means[7].mean > means[6].mean, "\(means[6].mean) \(means[7].mean)")
        default: #expect((6..<10).allSatisfy { means[$0].mean == 1 })
        }
    }

    /// The grid holds values of the embedded densities, so that its weights differ from 1 by interpolation and by the
    /// coupling alone; where the grid itself is the nominal set, by nothing.
    @Test("weights of other parton densities", arguments: [false, true]) func densityWeights(isNominal: Bool) throws {
        let grid = try DensityGridFiles(member: fixtures + "/densities/eidolon-lo_0000.dat")
        var settings = CollisionSettings(source: .collisions([ProcessChoice(name: "tt", label: 0)]))
        settings.densityVariations = [grid]
        if isNominal { settings.partonDensities = grid }
        let cards = try standardCards()
        let names = EventGenerator.mixWeightNames(settings: settings, cards: cards)
        #expect(names.last == "pdf_eidolon-lo_0000" && names.count == 8 + cards.processes.yukawaVariations.count)
        let generator = try EventGenerator(
            settings: settings, cards: cards, plan: try StandardPlans.of("tt"), seed: 1)
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var different = 0
        for number in 0..<50 {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            #expect(event.weights.count == names.count && event.trials > 0)
            let ratio = event.weights[names.count - 1] / event.weights[0]
            if isNominal { #expect(ratio == 1) } else { #expect(abs(ratio - 1) < 0.1) }
            if ratio != 1 { different += 1 }
        }
        #expect(isNominal == (different == 0))
    }

    @Test("names of weights are plain words") func names() throws {
        let cards = try standardCards()
        let settings = CollisionSettings(source: .collisions([ProcessChoice(name: "ttH", label: 0)]))
        let names = EventGenerator.mixWeightNames(settings: settings, cards: cards)
        #expect(names.count == 1 + 6 + cards.processes.yukawaVariations.count)
        #expect(names[0] == "nominal" && names[1] == "muR_2_muF_1" && names.contains("kappa_1p5_alpha_0"))
        #expect(names.allSatisfy { $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } })
        let soft = CollisionSettings(source: .collisions([ProcessChoice(name: "minbias", label: 0)]))
        #expect(EventGenerator.mixWeightNames(settings: soft, cards: cards) == ["nominal"])
    }
}
