// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Collisions") struct CollisionTests {
    /// The two protons: 2 E of energy, charge 2, baryon number 2.
    @Test("energy, momentum, charge and baryon number are those of the protons", arguments: ["tt", "ttH", "tttt"])
    func conservation(process: String) throws {
        let generator = try collisions([ProcessChoice(name: process, label: 0)])
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        for number in 0..<150 {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            var total = FourVector.zero
            var (charge, baryon): (Int32, Int32) = (0, 0)
            for i in event.finalPositions() {
                total += event.momentum(i)
                charge += ParticleData.charge3(event.particles.pdgID[i]) ?? 99
                baryon += HadronContent.baryonNumber3(event.particles.pdgID[i])
            }
            #expect(abs(total.energy - 13_600) < 1e-9 * 13_600)
            let imbalance: Double = total.momentum
            #expect(imbalance < 1e-9 * 13_600)
            #expect(charge == 6, "event \(number)")
            #expect(baryon == 6, "event \(number)")
        }
    }

    /// Virtual weak bosons of Higgs decays go down to 2 GeV: no closed channel may be taken.
    @Test("energy is conserved in every Higgs decay", arguments: DecayCard.higgsNames)
    func higgsConservation(decay: String) throws {
        let generator = try collisions([ProcessChoice(name: "ttH", label: 0, higgsDecay: decay)])
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        for number in 0..<200 {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            let energy = event.finalPositions().reduce(0) { $0 + event.momentum($1).energy }
            #expect(abs(energy - 13_600) < 1e-9 * 13_600, "event \(number)")
        }
    }

    @Test(
        "final particles are stable, on shell, and have unique barcodes and valid links",
        arguments: ["tt", "ttH", "tttt"])
    func records(process: String) throws {
        let generator = try collisions([ProcessChoice(name: process, label: 3)], pileUp: 2)
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        for number in 0..<40 {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            #expect(event.label == 3 && event.vertices.kind[0] == VertexKind.hardCollision.rawValue)
            #expect(Set(event.particles.barcode.array()).count == event.particles.count)
            for i in event.particles.pdgID.indices {
                let species = try #require(ParticleData.species(event.particles.pdgID[i]))
                let parent = Int(event.particles.parent[i])
                #expect(parent < i && parent >= -1)
                #expect(event.particles.vertex[i] >= 0 && Int(event.particles.vertex[i]) < event.vertices.count)
                if parent >= 0 { #expect(event.particles.status[parent] != ParticleStatus.final.rawValue) }
                guard event.particles.status[i] == ParticleStatus.final.rawValue else { continue }
                #expect(species.properDecayLength > 10, "\(ParticleData.name(species.pdgID)) is left undecayed")
                #expect(abs(event.particles.mass[i] - species.mass) < 1e-9)
            }
            for v in 1..<event.vertices.count where event.vertices.kind[v] == VertexKind.decay.rawValue {
                let mother = Int(event.vertices.incoming[v])
                #expect(event.particles.status[mother] == ParticleStatus.decayed.rawValue)
                let origin = Int(event.particles.vertex[mother])
                let (dx, dz) = (
                    event.vertices.x[v] - event.vertices.x[origin], event.vertices.z[v] - event.vertices.z[origin]
                )
                // The flight follows the momentum.
                let p = event.momentum(mother)
                #expect(abs(dx * p.pz - dz * p.px) <= 1e-6 * p.momentum * (abs(dx) + abs(dz) + 1e-6))
                #expect(event.vertices.t[v] > event.vertices.t[origin])
            }
        }
    }

    /// F0/FL/FR for unpolarised tops: 0.687/0.311/0.0017 (Czarnecki, Körner, Piclum, arXiv 1005.2625).
    /// 12,000 leptons: the mean of cos(theta*) has a standard error of 0.004, of its square 0.003; 4.4 of each.
    @Test("W helicity fractions are the standard model's") func helicity() throws {
        let generator = try collisions([ProcessChoice(name: "tt", label: 0)])
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        var (cosine, square) = (Moments(), Moments())
        for number in 0..<12_000 {
            generator.generate(event: UInt64(number), into: &event, scratch: &scratch)
            for i in event.particles.pdgID.indices where [11, 13].contains(abs(event.particles.pdgID[i])) {
                let w = Int(event.particles.parent[i])
                guard w >= 0, abs(event.particles.pdgID[w]) == 24 else { continue }
                let boson = (0..<event.particles.count).filter { event.particles.parent[$0] == Int32(w) }
                    .reduce(FourVector.zero) { $0 + event.momentum($1) }
                let top = event.momentum(Int(event.particles.parent[w]))
                let lepton = event.momentum(i).boosted(into: boson)
                let direction = top.boosted(into: boson)
                // Angle to the reverse of the b quark: along the top.
                let value =
                    (lepton.px * direction.px + lepton.py * direction.py + lepton.pz * direction.pz)
                    / (lepton.momentum * direction.momentum)
                // theta* is measured to the W's flight in the top frame, against the top in the W frame.
                cosine.add(-value)
                square.add(value * value)
            }
        }
        // For 3/4 F0 sin² + 3/8 FL (1-c)² + 3/8 FR (1+c)²: <c> = (FR - FL)/2, <c²> = F0/5 + 2/5 (FL + FR).
        #expect(abs(cosine.mean - (0.0017 - 0.311) / 2) < 4.4 * cosine.error + 0.003)
        #expect(abs(square.mean - (0.687 / 5 + 0.4 * 0.3127)) < 4.4 * square.error + 0.003)
    }
}
