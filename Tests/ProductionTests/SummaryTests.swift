// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import Production

@Suite struct SummaryTests {
    @Test func aPlanIsSummarised() throws {
        let plan = try makePlan(recipesOfEveryKind[4], tables: [.init(name: "map.tt", values: [1, 2])])
        #expect(
            plan.summary() == """
                dataset    eidolon-dataset
                events     40000 that pass, from attempt 0, in at most 1000000 attempts, run 1
                selection  jets at least 4; some jet-pair of 60 to 100 GeV; none all of 0 to 1000000 GeV
                           jets: pT > 25 GeV, |eta| < 2.5, R 0.4; leptons: pT > 10 GeV, |eta| < 2.5
                seed       3
                detector   trackml
                source     proton-proton collisions at 13 TeV
                           75 % ttH, H to bb as `signal`, label 4
                           25 % tt as `tt`, label 1
                pile-up    Poisson, mean 200, particles with |eta| < 4
                beam spot  (0, 0, 0) mm, 0 ns; sigma (0.01, 0.01, 53) mm, 0.185 ns
                transport  pT > 0.15 GeV, |eta| < 4, at most 2 turns and 20000 mm, no scattering; secondaries above 0.05 GeV
                stored     all particles; hits, vertices, cells, hit particles
                output     HDF5, deflate
                splits     train 100 %
                licence    CC-BY-4.0
                tables     2 numbers worked out while planning, for map
                plan       \(plan.hash)

                """)
    }

    @Test func gunsAndFilesAreSummarised() throws {
        let gun = try makePlan(recipesOfEveryKind[1]).summary()
        #expect(gun.contains("particle gun: 3 of mu-, pi+, gamma and antiparticles per event, label 3"))
        #expect(gun.contains("energy_GeV normal 5 +- 0.1, eta 0.3, phi uniform 0 to 1"))
        #expect(gun.contains("from (1, 2, 3) mm, 0 ns; sigma (0, 0, 0) mm, 0.5 ns"))
        let file = try makePlan(recipesOfEveryKind[3]).summary()
        #expect(file.contains("particles with hits and their ancestors, others with |eta| < 3; hits, vertices"))
        #expect(file.contains("2 files of trackml-particles, charged particles as mu+, label 2"))
        #expect(file.contains("a.csv, 1 bytes, SHA-256 00"))
    }

    @Test func estimatesAddUp() throws {
        let costs = Estimate.Costs(
            event: .init(seconds: 0.001, bytes: 100), hardCollision: .init(seconds: 0.01, bytes: 1000),
            pileUpCollision: .init(seconds: 0.002, bytes: 500), particle: .init(seconds: 1e-5, bytes: 10),
            particlesPerFile: 1000, memory: 1e8, memoryPerThread: 1e7)
        let mix = Estimate(try makePlan(recipesOfEveryKind[4]), costs: costs, threads: 2)
        #expect(abs(mix.secondsPerEvent - 0.411) < 1e-12)
        #expect(abs(mix.bytesPerEvent - 101_100) < 1e-6)
        #expect(abs(mix.seconds - 0.411 * 20_000) < 1e-6)
        #expect(mix.bytes == mix.bytesPerEvent * 40_000 && mix.diskBytes == 2 * mix.bytes)
        #expect(mix.memoryBytes == 1.2e8)
        #expect(
            mix.summary == """
                time       about 2 h 17 min (411 ms of one thread per event)
                size       about 4 GB (101 kB per event)
                disk       about 8.1 GB while it runs: columns are staged, then the file is written
                memory     about 120 MB, whatever the number of events

                """)
        let gun = Estimate(try makePlan(recipesOfEveryKind[1]), costs: costs, threads: 1)
        #expect(abs(gun.secondsPerEvent - 0.00103) < 1e-12)
        let file = Estimate(try makePlan(recipesOfEveryKind[3]), costs: costs, threads: 1)
        #expect(abs(file.secondsPerEvent - 0.011) < 1e-12)
    }

    @Test(arguments: [
        (0, "0 us"), (3.2e-6, "3.2 us"), (0.012, "12 ms"), (1.25, "1.3 s"), (119, "119 s"), (600, "10 min"),
        (7500, "2 h 05 min"),
        (1e6, "11 d 13 h"), (1e30, "more than 30,000 years"),
    ])
    func durations(_ seconds: Double, _ text: String) { #expect(Estimate.duration(seconds) == text) }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1234, "1.2 kB"), (5e8, "500 MB"), (1e12, "1 TB"), (3e15, "3 PB"),
        (1e60, "very many PB"),
    ])
    func sizes(_ bytes: Double, _ text: String) { #expect(Estimate.size(bytes) == text) }
}
