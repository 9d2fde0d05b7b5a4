// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Electron-positron annihilation at the Z") struct ElectronPositronTests {
    @Test("multiplicity, thrust and b fragmentation are those of LEP and SLC") func lep() throws {
        let machine = try ElectronPositron()
        var scratch = ElectronPositron.Scratch()
        var (charged, oneMinusThrust, fraction) = (Moments(), Moments(), Moments())
        var counts: [Int32: Double] = [:]
        let events = 6000
        var partonCount = Moments()
        for number in 0..<events {
            let flavour = ElectronPositron.flavour((Double(number) + 0.5) / Double(events))
            machine.hadrons(flavour: flavour, event: UInt64(number), &scratch)
            partonCount.add(Double((4..<scratch.hard.partons.count).count))
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
                // K0S, Lambda and charged Sigma count by their decay products (RPP branching ratios).
                if hadron.pdgID == 310 { count += 2 * 0.692 }
                if abs(hadron.pdgID) == 3122 { count += 2 * 0.641 }
            }
            charged.add(count)
            if number % 5 == 0 { oneMinusThrust.add(1 - ElectronPositron.thrust(momenta)) }
        }
        print("charged", charged.mean, charged.deviation, "1-T", oneMinusThrust.mean, oneMinusThrust.deviation, "xB", fraction.mean, fraction.deviation, "partons", partonCount.mean)
        let lep: [(Int32, Double)] = [(211, 17.0), (111, 9.4), (321, 2.23), (311, 2.05), (2212, 1.05), (3122, 0.388), (113, 1.23), (223, 1.08), (221, 1.0), (331, 0.15), (323, 0.714), (313, 0.739), (333, 0.099), (411, 0.184), (421, 0.473), (431, 0.13), (511, 0.41), (3222, 0.107), (3112, 0.082), (3212, 0.078), (3312, 0.0262), (2224, 0.088), (3114, 0.0237), (3324, 0.0069), (3334, 0.0013), (413, 0.187), (4122, 0.08), (5122, 0.03), (531, 0.06)]
        for (id, wanted) in lep {
            let found = id == 311 ? (counts[310] ?? 0) * 2 : counts[id] ?? 0
            print(id, found, wanted, found / wanted)
        }
    }
}
