// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Detector
import EventModel
import Testing

@testable import Simulation

/// Annihilation of positrons in flight against quantum electrodynamics in the centre of mass, and in a whole detector.
@Suite struct PositronAnnihilationTests {
    static let mass = PhysicsConstants.electronMass

    /// dσ/d cos θ in the centre of mass, mm², where each photon has the positron's energy E (M. E. Peskin and D. V.
    /// Schroeder, An Introduction to Quantum Field Theory, eq. 5.107); 0 ≤ cos θ ≤ 1, since the photons are the same.
    private static func density(_ cosine: Double, energy: Double, momentum p: Double) -> Double {
        let m2 = mass * mass
        let sine2 = 1 - cosine * cosine
        let across = m2 + p * p * sine2
        let first = (energy * energy + p * p * cosine * cosine) / across
        let bracket = first + 2 * m2 / across - 2 * m2 * m2 / (across * across)
        // α = r m in natural units; s = 4 E².
        let alpha2 = PhysicsConstants.electronRadius2 * m2
        return 2 * PhysicalConstants.pi * alpha2 / (4 * energy * p) * bracket
    }

    /// Energy and momentum of either particle in the centre of mass.
    private static func centre(gamma: Double) -> (energy: Double, momentum: Double) {
        let energy = mass * (0.5 * (gamma + 1)).squareRoot()
        return (energy, mass * (0.5 * (gamma - 1)).squareRoot())
    }

    @Test(arguments: [1.0005, 1.1, 2, 10, 100, 2000])
    func crossSectionIsThatOfTheCentreOfMass(gamma: Double) {
        let (energy, momentum) = Self.centre(gamma: gamma)
        let steps = 200_000
        var sum = 0.0
        // Steps that shrink towards cos θ = 1, where the density has its peak: cos θ = 1 − u³.
        for i in 0..<steps {
            let u = (Double(i) + 0.5) / Double(steps)
            sum += Self.density(1 - u * u * u, energy: energy, momentum: momentum) * 3 * u * u
        }
        let expected = sum / Double(steps)
        let found = PositronAnnihilation.crossSection(betaGamma: (gamma * gamma - 1).squareRoot())
        #expect(abs(found / expected - 1) < 1e-5, "\(found) \(expected)")
    }

    /// Slow positrons: π r² c/v.
    @Test func limits() {
        let slow = PositronAnnihilation.crossSection(betaGamma: 0.01) * 0.01
        let expected = PhysicalConstants.pi * PhysicsConstants.electronRadius2
        #expect(abs(slow / expected - 1) < 1e-3)
        // The grid of the tables begins at βγ = e⁻⁴.
        #expect(PositronAnnihilation.crossSection(betaGamma: Elementary.exp(-4)) > 0)
    }

    /// Energy and momentum of every pair; the distribution of |cos θ| in the centre of mass in ten bins of equal content:
    /// χ² of 9 degrees of freedom below 41.6, false alarms 4e-6 in each of four.
    @Test(arguments: [1.2, 3, 30, 1000])
    func photonsKeepWhatIsConserved(gamma: Double) {
        let size = Self.mass * (gamma * gamma - 1).squareRoot()
        let positron = Momentum(x: 0.48 * size, y: -0.36 * size, z: 0.8 * size)
        let energy = (positron.squared + Self.mass * Self.mass).squareRoot()
        let (centreEnergy, centreMomentum) = Self.centre(gamma: gamma)
        let edges = Self.edges(energy: centreEnergy, momentum: centreMomentum)
        let beta = size / (energy + Self.mass)
        var random = RandomStream(seed: 23, event: 0, stage: .test, identity: 1)
        var buffer = SecondaryBuffer()
        var counts = [Double](repeating: 0, count: 10)
        let tries = 20_000
        for _ in 0..<tries {
            buffer.removeAll()
            PositronAnnihilation.inFlight(positron, &random, into: &buffer)
            let sum = buffer.momentum(0) + buffer.momentum(1) - positron
            #expect(buffer.count == 2 && sum.size < 1e-12 * size)
            let lack = buffer.energy(0) + buffer.energy(1) - energy - Self.mass
            #expect(abs(lack) < 1e-12 * energy, "\(lack)")
            // Either photon's energy says what its angle was: k = γ E* (1 + β cos θ*).
            let mean = 0.5 * (energy + Self.mass)
            let cosine = abs(buffer.energy(0) / mean - 1) / beta
            counts[edges.firstIndex { cosine < $0 } ?? 9] += 1
        }
        let expected = Double(tries) / 10
        let chi2 = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
        #expect(chi2 < 41.6, "\(counts)")
    }

    /// Upper edges of ten bins of |cos θ| that hold a tenth each.
    private static func edges(energy: Double, momentum: Double) -> [Double] {
        let steps = 200_000
        var cumulated: [Double] = []
        var sum = 0.0
        for i in 0..<steps {
            // From cos θ = 0 to 1.
            let u = 1 - (Double(i) + 0.5) / Double(steps)
            sum += density(1 - u * u * u, energy: energy, momentum: momentum) * 3 * u * u
            cumulated.append(sum)
        }
        return (1...10).map { tenth in
            if tenth == 10 { return .infinity }
            let i = cumulated.firstIndex { $0 >= sum * Double(tenth) / 10 } ?? 0
            let u = 1 - (Double(i) + 0.5) / Double(steps)
            return 1 - u * u * u
        }
    }

    private static let count = 8000

    /// Positrons or electrons of 10 MeV that fly straight through a whole tracker and do nothing but annihilate, and the sum
    /// of the chances that they do.
    private func fly(_ pdgID: Int32, into output: inout TransportedEvent) throws -> Double {
        var settings = TransportSettings.vacuum
        settings.conversions = true
        settings.minimumPT = 0.001
        settings.secondaryKineticEnergy = 1e-5
        let text = try SimulationSupport.text("trackml").replacing("uniform: 2.0", with: "uniform: 0.0")
        let tracker = try TrackerDescription.read(text: text, file: "trackml.yaml").build()
        let transport = TrackerTransport(NavigationIndex(tracker), settings: settings)
        var event = GeneratedEvent()
        var expected = 0.0
        for i in 0..<Self.count {
            let eta = 0.5 - Double(i) / Double(Self.count)
            SimulationSupport.append(
                to: &event, pdgID: pdgID, pT: 0.01 / Elementary.cosh(eta), eta: eta, phi: 0.00157 * Double(i),
                mass: Self.mass)
            guard i % 8 == 0 else { continue }
            let p = Momentum(x: event.particles.px[i], y: event.particles.py[i], z: event.particles.pz[i])
            expected += 8 * (1 - (try InteractionFlightTests.survival(transport, pdgID: pdgID, momentum: p)).exit)
        }
        transport.transport(event, seed: 4, into: &output)
        #expect(abs(output.ledger.imbalance) < 1e-9 * output.ledger.incoming)
        return expected
    }

    /// As many annihilate as the integral along their way says, within 4.5 standard deviations (false alarms below 1e-5), each
    /// to two photons of its own energy and an electron's mass; electrons do not.
    @Test func inTheDetector() throws {
        var output = TransportedEvent()
        let expected = try fly(-11, into: &output)
        let annihilated = (0..<Self.count).count { output.fate[$0] == ParticleFate.interacted.rawValue }
        #expect(abs(Double(annihilated) - expected) < 4.5 * expected.squareRoot(), "\(annihilated) of \(expected)")
        #expect(expected > 150)
        var pairs: [Int32: (count: Int, energy: Double)] = [:]
        for i in 0..<output.secondaries.count where Int(output.secondaries.parent[i]) < Self.count {
            let parent = output.secondaries.parent[i]
            let p = Momentum(
                x: output.secondaries.px[i], y: output.secondaries.py[i], z: output.secondaries.pz[i])
            #expect(output.secondaries.pdgID[i] == 22)
            let vertex = Int(output.secondaries.vertex[i]) - Self.count
            #expect(output.vertices.kind[vertex] == VertexKind.annihilation.rawValue)
            #expect(output.vertices.incoming[vertex] == parent)
            let known = pairs[parent, default: (0, 0)]
            pairs[parent] = (known.count + 1, known.energy + p.size)
        }
        #expect(pairs.count == annihilated)
        let energy = (0.01 * 0.01 + Self.mass * Self.mass).squareRoot() + Self.mass
        for pair in pairs.values { #expect(pair.count == 2 && abs(pair.energy / energy - 1) < 1e-9, "\(pair)") }
        #expect(try fly(11, into: &output) == 0)
        #expect(!(0..<Self.count).contains { output.fate[$0] == ParticleFate.interacted.rawValue })
    }
}
