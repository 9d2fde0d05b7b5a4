// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// What becomes of particles that have come to rest.
@Suite struct CaptureTests {
    static let captured: [Int32] = [-211, -321, -2212, 3112, 3312, 3334]

    /// Models of all materials of a detector, with the tables that keep them alive.
    private static func models() throws -> (MaterialModels, [Material]) {
        let materials = try SimulationSupport.tracker("trackml").materials
        return (MaterialModels(materials, photonCut: TrackerTransport.photonCut), materials)
    }

    /// Baryon number.
    private static func baryons(_ pdgID: Int32) -> Int {
        let isBaryon = abs(pdgID) > 1000 && abs(pdgID) < 10_000
        return isBaryon ? (pdgID > 0 ? 1 : -1) : 0
    }

    private static func charge(_ pdgID: Int32) -> Int { Int(ParticleData.charge3(pdgID) ?? 0) / 3 }

    /// Energy, charge and baryon number of the hadron and of the nucleons that it takes from the nucleus are those of what
    /// flies on and what is left behind.
    @Test(arguments: captured) func captureKeepsWhatIsConserved(pdgID: Int32) throws {
        let (models, materials) = try Self.models()
        let mass = try #require(ParticleData.mass(pdgID))
        var buffer = SecondaryBuffer()
        for material in materials.indices {
            for i in 0..<300 {
                var stream = RandomStream(seed: 3, event: UInt64(i), stage: .test, identity: UInt64(material))
                buffer.removeAll()
                let result = models.hadrons.pointer[material].captureAtRest(
                    pdgID, mass: mass, &stream, into: &buffer)
                let outcome = try #require(result)
                var energy = outcome.missing
                var charges = 0
                var number = 0
                for k in 0..<buffer.count {
                    energy += buffer.energy(k)
                    charges += Self.charge(buffer.pdgID[k])
                    number += Self.baryons(buffer.pdgID[k])
                    let listed = try #require(ParticleData.mass(buffer.pdgID[k]))
                    #expect(abs(buffer.mass[k] - listed) < 1e-6)
                }
                let protons = Double(outcome.protons) * HadronMass.proton
                let neutrons = Double(outcome.neutrons) * HadronMass.neutron
                let before = mass + protons + neutrons
                #expect(abs(energy - before) < 1e-9 * before, "\(pdgID) in \(materials[material].name)")
                #expect(charges == Self.charge(pdgID) + outcome.protons)
                #expect(number == Self.baryons(pdgID) + outcome.protons + outcome.neutrons)
                #expect(outcome.missing >= 0)
            }
        }
        withExtendedLifetime(models) {}
    }

    @Test func othersAreNotCaptured() throws {
        let (models, _) = try Self.models()
        var buffer = SecondaryBuffer()
        var stream = RandomStream(seed: 3, event: 0, stage: .test, identity: 0)
        for pdgID in [211, 321, 2212, 11, 13, 22, 2112, -3222] as [Int32] {
            let outcome = models.hadrons.pointer[0].captureAtRest(pdgID, mass: 1, &stream, into: &buffer)
            #expect(outcome == nil && buffer.count == 0, "\(pdgID)")
        }
        withExtendedLifetime(models) {}
    }

    /// Captured kaons make charged Σ in the proportion that hydrogen shows, and a pion four times out of five. Bands of 4.5
    /// standard deviations: false alarms below 1e-5.
    @Test func kaonsMakeHyperons() throws {
        let (models, materials) = try Self.models()
        let silicon = try #require(materials.firstIndex { $0.name == "silicon" })
        let mass = try #require(ParticleData.mass(-321))
        var buffer = SecondaryBuffer()
        var counts: [Int32: Double] = [:]
        var pions = 0.0
        let tries = 20_000.0
        for i in 0..<Int(tries) {
            var stream = RandomStream(seed: 5, event: UInt64(i), stage: .test, identity: 1)
            buffer.removeAll()
            _ = models.hadrons.pointer[silicon].captureAtRest(-321, mass: mass, &stream, into: &buffer)
            for k in 0..<buffer.count { counts[buffer.pdgID[k], default: 0] += 1 }
            if (0..<buffer.count).contains(where: { abs(buffer.pdgID[$0]) == 211 || buffer.pdgID[$0] == 111 }) {
                pions += 1
            }
        }
        #expect(abs(pions - 0.8 * tries) < 4.5 * (0.16 * tries).squareRoot())
        // On a proton Σ⁺ 0.208, Σ⁻ 0.447; on a neutron Σ⁻ 0.093, with as many of either in silicon.
        let protons = materials[silicon].ratioZA
        let share = 0.8 * protons / (protons + (1 - protons) * 0.314)
        let plus = tries * share * 0.208
        let found = counts[3222, default: 0]
        #expect(abs(found - plus) < 4.5 * plus.squareRoot(), "\(found) of \(plus)")
        let other = share * (1 - protons) / protons
        let minus = tries * (share * 0.447 + other * 0.093)
        #expect(abs(counts[3112, default: 0] - minus) < 4.5 * minus.squareRoot())
        withExtendedLifetime(models) {}
    }

    /// Captured pions leave only nucleons where they leave no photon, two or more of them fast; on two nucleons in three cases out of five or so, each
    /// then with about half of what the mass leaves.
    @Test func pionsAreAbsorbedByPairs() throws {
        let (models, materials) = try Self.models()
        let silicon = try #require(materials.firstIndex { $0.name == "silicon" })
        let mass = try #require(ParticleData.mass(-211))
        var buffer = SecondaryBuffer()
        var fast = 0
        var neutrons = 0
        var kinetic = 0.0
        var count = 0.0
        for i in 0..<4000 {
            var stream = RandomStream(seed: 5, event: UInt64(i), stage: .test, identity: 2)
            buffer.removeAll()
            _ = models.hadrons.pointer[silicon].captureAtRest(-211, mass: mass, &stream, into: &buffer)
            if buffer.pdgID[0] == 22 { continue }
            count += 1
            var sum = 0.0
            for k in 0..<buffer.count {
                #expect(buffer.pdgID[k] == 2112 || buffer.pdgID[k] == 2212)
                let own = buffer.energy(k) - buffer.mass[k]
                sum += own
                if own > 0.01 {
                    fast += 1
                    neutrons += buffer.pdgID[k] == 2112 ? 1 : 0
                }
            }
            #expect(sum < mass - 2 * HadronModel.separation + 1e-9)
            kinetic += sum
        }
        #expect(abs(Double(fast) / count - 2.4) < 0.4, "\(fast)")
        // π⁻ turns a proton into a neutron.
        #expect(Double(neutrons) > 0.6 * Double(fast) && neutrons < fast)
        #expect(kinetic / count > 0.06 && kinetic / count < 0.12, "\(kinetic / count)")
        withExtendedLifetime(models) {}
    }

    /// One pion in fifty leaves a photon (4.5 standard deviations and more: false alarms below 1e-5) of 50 to 138.2 MeV, with
    /// the mean and the peak of the measured spectrum; the nucleus keeps its charge but for the pion's and emits neutrons of what is left.
    @Test func pionsMakePhotons() throws {
        let mass = try #require(ParticleData.mass(-211))
        let (models, materials) = try Self.models()
        let silicon = try #require(materials.firstIndex { $0.name == "silicon" })
        var buffer = SecondaryBuffer()
        var photons = 0
        for i in 0..<40_000 {
            var stream = RandomStream(seed: 5, event: UInt64(i), stage: .test, identity: 4)
            buffer.removeAll()
            _ = models.hadrons.pointer[silicon].captureAtRest(-211, mass: mass, &stream, into: &buffer)
            if buffer.count > 0 && buffer.pdgID[0] == 22 { photons += 1 }
        }
        #expect(abs(Double(photons) / 40_000 - 0.0215) < 0.0035, "\(photons)")
        var (sum, peak, neutrons) = (0.0, 0, 0)
        for i in 0..<20_000 {
            var stream = RandomStream(seed: 5, event: UInt64(i), stage: .test, identity: 5)
            buffer.removeAll()
            let outcome = RadiativeCapture.capture(mass: mass, atomicMass: 28.09, &stream, into: &buffer)
            let energy = buffer.energy(0) / Units.MeV
            #expect(energy > RadiativeCapture.leastEnergy && energy < 138.2 && outcome.missing >= 0)
            #expect(outcome.protons == 1 && outcome.neutrons == buffer.count - 2)
            sum += energy
            neutrons += buffer.count - 1
            if energy > 108 && energy < 128 { peak += 1 }
        }
        #expect(abs(sum / 20_000 - Self.radiativeSpectrum.mean) < 0.5, "\(sum / 20_000)")
        #expect(abs(Double(peak) / 20_000 - Self.radiativeSpectrum.peak) < 0.016, "\(peak)")
        #expect(neutrons > 10_000 && neutrons < 40_000, "\(neutrons)")
        withExtendedLifetime(models) {}
    }

    /// Mean of the measured spectrum, MeV, and its part between 108 and 128 MeV, by the midpoint rule.
    private static let radiativeSpectrum = {
        var (all, first, peak) = (0.0, 0.0, 0.0)
        for i in 0..<8820 {
            let energy = 50 + 0.01 * (Double(i) + 0.5)
            let x = 138.2 - energy
            let density = Elementary.exp(2.691 * Elementary.log(x) + 1.051 * energy / 8.043) * (2.741 - 0.005 * energy)
            all += density
            first += density * energy
            if energy > 108 && energy < 128 { peak += density }
        }
        return (mean: first / all, peak: peak / all)
    }()

    /// Mean lives of negative muons in ns: T. Suzuki et al., Phys. Rev. C35 (1987) 2212, table.
    @Test(arguments: [(6.0, 2026.3), (8, 1795.4), (13, 864.0), (14, 756.0), (26, 206.0), (29, 163.5), (82, 75.4)])
    func livesOfMuonsInMatter(atomicNumber: Double, life: Double) {
        let total = MuonCapture.rate(atomicNumber: atomicNumber) + 1 / 2196.98
        #expect(abs(1 / total / life - 1) < 0.04, "\(1 / total)")
        #expect(MuonCapture.rate(atomicNumber: 0.5) > 0 && MuonCapture.rate(atomicNumber: 120) < 0.02)
    }

    /// Muons captured in silicon make a neutrino of most of their energy and 0.864 ± 0.072 neutrons (B. MacDonald et al.,
    /// Phys. Rev. 139 (1965) B1253).
    @Test func capturedMuons() {
        let mass = 0.1056583755
        var buffer = SecondaryBuffer()
        var neutrons = 0
        var neutrino = 0.0
        for i in 0..<10_000 {
            var stream = RandomStream(seed: 5, event: UInt64(i), stage: .test, identity: 3)
            buffer.removeAll()
            MuonCapture.capture(mass: mass, atomicMass: 28.0855, &stream, into: &buffer)
            #expect(buffer.pdgID[0] == 14)
            neutrino += buffer.energy(0)
            var energy = 0.0
            for k in 0..<buffer.count { energy += buffer.energy(k) - (k > 0 ? HadronMass.neutron : 0) }
            #expect(energy < mass)
            neutrons += buffer.count - 1
        }
        #expect(abs(Double(neutrons) / 10_000 - 0.864) < 0.1, "\(neutrons)")
        #expect(abs(neutrino / 10_000 - 0.0885) < 0.003, "\(neutrino / 10_000)")
    }

    /// Slow particles in a whole tracker, with a generous limit below which they count as stopped.
    private func stop(
        _ pdgID: Int32, secondaryEnergy: Double, into output: inout TransportedEvent,
        _ change: (inout TransportSettings) -> Void = { _ in }
    ) throws -> Double {
        var settings = TransportSettings()
        settings.minimumPT = 0.001
        settings.stoppingKineticEnergy = 0.2
        settings.secondaryKineticEnergy = secondaryEnergy
        change(&settings)
        let transport = TrackerTransport(
            NavigationIndex(try SimulationSupport.tracker("trackml")), settings: settings)
        var event = GeneratedEvent()
        let mass = try #require(ParticleData.mass(pdgID))
        // 0.1 GeV of kinetic energy.
        let momentum = (0.1 * (0.1 + 2 * mass)).squareRoot()
        for i in 0..<300 {
            // From between the beam pipe and the first sensors: all stop in silicon.
            let phi = 0.0209 * Double(i)
            SimulationSupport.append(
                to: &event, pdgID: pdgID, pT: momentum, eta: 0.01 * Double(i % 50), phi: phi, mass: mass,
                from: (25 * Elementary.cos(phi), 25 * Elementary.sin(phi), 0))
        }
        transport.transport(event, seed: 4, into: &output)
        #expect(abs(output.ledger.imbalance) < 1e-9 * output.ledger.incoming)
        return mass
    }

    /// Nothing of the rest energy of what decays, annihilates or is captured is left where it stopped, and every such end
    /// is a vertex of its kind.
    @Test(
        arguments: [
            (-211, VertexKind.captureAtRest), (-321, .captureAtRest), (-2212, .captureAtRest), (-11, .annihilation),
            (13, .captureAtRest), (13, .decayInFlight), (-13, .decayInFlight), (211, .decayInFlight),
            (321, .decayInFlight),
        ] as [(Int32, VertexKind)])
    func endsAtRest(pdgID: Int32, kind: VertexKind) throws {
        var output = TransportedEvent()
        let mass = try stop(pdgID, secondaryEnergy: 1e-5, into: &output)
        let ended = (0..<300).count {
            output.fate[$0] == ParticleFate.interacted.rawValue || output.fate[$0] == ParticleFate.decayed.rawValue
        }
        let stopped = (0..<300).count { output.fate[$0] == ParticleFate.stopped.rawValue }
        #expect(ended > 250 && stopped == 0, "\(ended) ended, \(stopped) stayed")
        let vertices = (0..<output.vertices.count).count { output.vertices.kind[$0] == kind.rawValue }
        #expect(vertices > 30, "\(vertices)")
        // Protons and electrons among the products stay where they stop.
        let stay = (300..<output.fate.count).count { output.fate[$0] == ParticleFate.stopped.rawValue }
        #expect(output.ledger.stopped < 300 * 0.1 + Double(stay) * (0.2 + 0.94), "\(output.ledger.stopped)")
        #expect(abs(pdgID) != 11 || output.ledger.stopped < 300 * 0.1 + 0.5 * 300 * mass + Double(stay) * 0.201)
    }

    /// Positrons that annihilate give two photons of 0.511 MeV each, back to back.
    @Test func positronsAnnihilate() throws {
        var output = TransportedEvent()
        _ = try stop(-11, secondaryEnergy: 1e-5, into: &output) { $0.bremsstrahlung = false }
        var sums: [Int32: (count: Int, px: Double, energy: Double)] = [:]
        let first = Int(output.secondaries.count == 0 ? 0 : output.fate.count - output.secondaries.count)
        for i in 0..<output.secondaries.count where Int(output.secondaries.parent[i]) < first {
            let p = Momentum(x: output.secondaries.px[i], y: output.secondaries.py[i], z: output.secondaries.pz[i])
            var sum = sums[output.secondaries.parent[i], default: (0, 0, 0)]
            sum = (sum.count + 1, sum.px + p.x, sum.energy + p.size)
            sums[output.secondaries.parent[i]] = sum
        }
        #expect(sums.count > 250)
        for sum in sums.values {
            #expect(sum.count == 2 && abs(sum.px) < 1e-12)
            #expect(abs(sum.energy - 2 * PhysicsConstants.electronMass) < 1e-9)
        }
    }

    /// With the thresholds that are usual none of this leaves a record but fast nucleons and decays, and what is switched
    /// off does not happen.
    @Test func thresholdsAndSwitches() throws {
        var output = TransportedEvent()
        _ = try stop(-11, secondaryEnergy: 0.05, into: &output)
        #expect(!(0..<output.vertices.count).contains { output.vertices.kind[$0] == VertexKind.annihilation.rawValue })
        _ = try stop(-211, secondaryEnergy: 0.05, into: &output)
        for i in 0..<output.secondaries.count {
            let p = Momentum(x: output.secondaries.px[i], y: output.secondaries.py[i], z: output.secondaries.pz[i])
            let mass = output.secondaries.mass[i]
            let kind = output.vertices.kind[Int(output.secondaries.vertex[i]) - 300]
            if kind == VertexKind.captureAtRest.rawValue {
                #expect((p.squared + mass * mass).squareRoot() - mass >= 0.05)
            }
        }
        _ = try stop(-211, secondaryEnergy: 1e-5, into: &output) { $0.hadronic = false }
        #expect((0..<300).count { output.fate[$0] == ParticleFate.stopped.rawValue } > 250)
        _ = try stop(13, secondaryEnergy: 1e-5, into: &output) { $0.decays = false }
        #expect((0..<300).count { output.fate[$0] == ParticleFate.stopped.rawValue } > 250)
    }
}
