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
        for flavour: Int32 in [1, 4, 5] {
            var (n, prim, bad) = (Moments(), Moments(), 0.0)
            for number in 0..<3000 {
                machine.hadrons(flavour: flavour, event: UInt64(number), &scratch)
                var count = 0.0, p = 0.0
                for i in scratch.hadrons.indices {
                    let h = scratch.hadrons[i]
                    if h.mother < 0 { p += 1; bad = max(bad, abs(h.momentum.mass2 - h.mass * h.mass)) }
                    guard !h.isDecayed else { continue }
                    if ParticleData.charge3(h.pdgID) != 0 { count += 1 }
                    if h.pdgID == 310 { count += 2 * 0.692 }
                    if abs(h.pdgID) == 3122 { count += 2 * 0.641 }
                }
                n.add(count); prim.add(p)
            }
            print(flavour, n.mean, prim.mean, bad)
        }
        for e in [10.0, 30, 91.2] {
            let m = try ElectronPositron(energy: e) { $0.showerCutoff = 10 }
            var prim = Moments(), n = Moments()
            for number in 0..<3000 {
                m.hadrons(flavour: 2, event: UInt64(number), &scratch)
                var p = 0.0, count = 0.0
                for i in scratch.hadrons.indices { if scratch.hadrons[i].mother < 0 { p += 1 }; if !scratch.hadrons[i].isDecayed && ParticleData.charge3(scratch.hadrons[i].pdgID) != 0 { count += 1 } }
                prim.add(p); n.add(count)
            }
            print("no shower", e, prim.mean, prim.deviation, n.mean)
        }
        print("charged", charged.mean, charged.deviation, "1-T", oneMinusThrust.mean, oneMinusThrust.deviation, "xB", fraction.mean, fraction.deviation, "partons", partonCount.mean)
        let lep: [(Int32, Double)] = [(211, 17.0), (111, 9.4), (321, 2.23), (311, 2.05), (2212, 1.05), (3122, 0.388), (113, 1.23), (223, 1.08), (221, 1.0), (331, 0.15), (323, 0.714), (313, 0.739), (333, 0.099), (411, 0.184), (421, 0.473), (431, 0.13), (511, 0.41), (3222, 0.107), (3112, 0.082), (3212, 0.078), (3312, 0.0262), (2224, 0.088), (3114, 0.0237), (3324, 0.0069), (3334, 0.0013), (413, 0.187), (4122, 0.08), (5122, 0.03), (531, 0.06)]
        for (id, wanted) in lep {
            let found = id == 311 ? (counts[310] ?? 0) * 2 : counts[id] ?? 0
            print(id, found, wanted, found / wanted)
        }
    }
}
