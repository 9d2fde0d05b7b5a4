// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Electron-positron annihilation at the Z") struct ElectronPositronTests {
    /// Data: mean charged multiplicity 20.9 with the decay products of K0S and Lambda (RPP 2024, sec. 52), 1 - T
    /// 0.067 (ALEPH, Eur. Phys. J. C 35 (2004) 457), energy fraction of weakly decaying b hadrons 0.709 (SLD, Phys.
    /// Rev. D 65 (2002) 092006) to 0.719 (OPAL, Eur. Phys. J. C 29 (2003) 463), numbers of hadrons per event (RPP
    /// 2024, table 52.1). 6000 events: standard errors 0.08, 0.0015, 0.004. The tune follows top pairs, so 4 % is
    /// left for the first three, and a quarter for the species.
    @Test("multiplicity, thrust, b fragmentation and species are those of LEP and SLC") func lep() throws {
        let machine = try ElectronPositron()
        var scratch = ElectronPositron.Scratch()
        var (charged, oneMinusThrust, fraction) = (Moments(), Moments(), Moments())
        var counts: [Int32: Double] = [:]
        let events = 6000
        for number in 0..<events {
            let flavour = ElectronPositron.flavour((Double(number) + 0.5) / Double(events))
            machine.hadrons(flavour: flavour, event: UInt64(number), &scratch)
            var count = 0.0
            var momenta: [FourVector] = []
            for i in scratch.hadrons.indices {
                let hadron = scratch.hadrons[i]
                counts[abs(hadron.pdgID), default: 0] += 1 / Double(events)
                if HadronContent.heaviestFlavour(hadron.pdgID) == 5 && hadron.endT > hadron.t {
                    fraction.add(2 * hadron.momentum.energy / machine.energy)
                }
                guard !hadron.isDecayed else { continue }
                momenta.append(hadron.momentum)
                if ParticleData.charge3(hadron.pdgID) != 0 { count += 1 }
                // K0S and Lambda count by their charged decay products (RPP branching ratios).
                if hadron.pdgID == 310 { count += 2 * 0.692 }
                if abs(hadron.pdgID) == 3122 { count += 2 * 0.641 }
            }
            charged.add(count)
            if number % 3 == 0 { oneMinusThrust.add(1 - ElectronPositron.thrust(momenta)) }
        }
        #expect(abs(charged.mean / 20.9 - 1) < 0.04, "\(charged.mean)")
        #expect(abs(oneMinusThrust.mean / 0.067 - 1) < 0.04 + 3 * 0.022, "\(oneMinusThrust.mean)")
        #expect(fraction.mean > 0.709 * 0.96 && fraction.mean < 0.719 * 1.04, "\(fraction.mean)")
        let species: [(Int32, Double)] = [
            (321, 2.23), (310, 1.025), (2212, 1.05), (3122, 0.388), (113, 1.23), (223, 1.08), (323, 0.714),
            (333, 0.099),
        ]
        for (number, wanted) in species {
            let found = counts[number] ?? 0
            #expect(abs(found / wanted - 1) < 0.25, "\(ParticleData.name(number)) \(found) for \(wanted)")
        }
    }
}
