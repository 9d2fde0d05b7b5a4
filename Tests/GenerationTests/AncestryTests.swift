// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Ancestry") struct AncestryTests {
    /// What a particle's oldest recorded ancestor is; itself if it has no parent.
    private static func origin(_ i: Int, _ event: borrowing GeneratedEvent) -> Int {
        var current = i
        while event.particles.parent[current] >= 0 { current = Int(event.particles.parent[current]) }
        return current
    }

    /// Of 300 events of 338 particles within |eta| < 2.5; shares vary by less than 0.01. The rest comes from the initial
    /// state, the remnants and the underlying event.
    @Test("most final particles of ttH that come from strings descend from t or H, and most of the momentum does")
    func hardProcess() throws {
        let generator = try collisions([ProcessChoice(name: "ttH", label: 0)])
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var (count, fromStrings, fromTops) = (0.0, 0.0, 0.0)
        var (sum, sumFromTops) = (0.0, 0.0)
        for number in 0..<300 {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            for i in scratch.hadrons.indices where !scratch.hadrons[i].isDecayed {
                if scratch.hadrons[i].parton >= 0, abs(scratch.hadrons[i].momentum.eta) < 2.5 { fromStrings += 1 }
            }
            for i in event.finalPositions() {
                let momentum = event.momentum(i)
                guard abs(momentum.eta) < 2.5 else { continue }
                count += 1
                sum += momentum.pT
                guard [6, 25].contains(abs(event.particles.pdgID[Self.origin(i, event)])) else { continue }
                fromTops += 1
                sumFromTops += momentum.pT
            }
        }
        // Measured: 0.466 of all particles, 0.679 of those of strings, 0.789 of the transverse momentum.
        #expect(fromTops / count > 0.42)
        #expect(fromTops / fromStrings > 0.62)
        #expect(sumFromTops / sum > 0.74)
    }
}
