// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Decays as values, and decays of particles on their way.
@Suite struct DecayTests {
    static let table = DecayTable()

    private func decay(
        _ pdgID: Int32, _ frame: MovingFrame, _ stream: inout RandomStream, _ products: inout SecondaryBuffer
    ) -> Bool {
        products.removeAll()
        return Self.table.decay(pdgID, row: Self.table.row(of: pdgID), frame: frame, &stream, into: &products)
    }

    @Test func everyDecayConservesFourMomentumAndCharge() throws {
        var products = SecondaryBuffer()
        for row in DecayModes.all {
            let species = try #require(ParticleData.species(row.pdgID))
            let signs: [Int32] = species.isSelfConjugate ? [1] : [1, -1]
            for sign in signs {
                let pdgID = sign * row.pdgID
                var stream = RandomStream(seed: 3, event: 1, stage: .test, identity: UInt64(row.pdgID))
                for betaGamma in [0.0, 0.1, 1, 30, 1e5] {
                    for _ in 0..<200 {
                        let direction = stream.direction()
                        let frame = MovingFrame(direction * (betaGamma * species.mass), mass: species.mass)
                        try #require(decay(pdgID, frame, &stream, &products))
                        var energy = -frame.energy
                        var sum = frame.momentum * -1
                        var charge: Int32 = 0
                        for i in 0..<products.count {
                            energy += products.energy(i)
                            sum = sum + products.momentum(i)
                            charge += try #require(ParticleData.charge3(products.pdgID[i]))
                        }
                        #expect(abs(energy) < 1e-9 * frame.energy && sum.size < 1e-9 * frame.energy)
                        #expect(charge == ParticleData.charge3(pdgID))
                    }
                }
            }
        }
    }

    /// Fractions of charged and neutral modes (RPP 2026) in 20,000 decays each, within 4.5 standard deviations: false
    /// alarms below 1e-4.
    @Test(arguments: [
        (Int32(310), Int32(211), 0.692 / 0.9989), (3122, 2212, 0.641), (-3122, -2212, 0.641), (3222, 2212, 0.5157),
        (321, -13, 0.6356 + 0.03352), (3334, -321, 0.6766 / 1.0054), (130, 22, 0.1952 + 0.1254 + 0.000864),
        (111, 11, 0.01174),
    ])
    func branchingFractions(parent: Int32, daughter: Int32, expected: Double) throws {
        var products = SecondaryBuffer()
        var stream = RandomStream(seed: 4, event: 1, stage: .test, identity: UInt64(abs(parent)))
        let mass = try #require(ParticleData.mass(parent))
        let decays = 20_000
        var found = 0
        for _ in 0..<decays {
            let frame = MovingFrame(Momentum(x: 0, y: 0, z: 0), mass: mass)
            try #require(decay(parent, frame, &stream, &products))
            if (0..<products.count).contains(where: { products.pdgID[$0] == daughter }) { found += 1 }
        }
        // Modes sum to 0.9965 (K_L) and 0.9999 (K+) before they are scaled to one.
        let sigma = (Double(decays) * expected * (1 - expected)).squareRoot()
        #expect(abs(Double(found) - Double(decays) * expected) < 4.5 * sigma + 0.004 * Double(decays) * expected)
    }

    /// The electron of a muon's decay has 7/20 of the mass on average (Michel spectrum with ρ = 3/4), and of two tried
    /// shapes phase space alone would give 0.333.
    @Test func theElectronOfAMuon() throws {
        var products = SecondaryBuffer()
        var stream = RandomStream(seed: 5, event: 1, stage: .test, identity: 13)
        let mass = try #require(ParticleData.mass(13))
        var sum = 0.0
        for _ in 0..<20_000 {
            try #require(decay(13, MovingFrame(Momentum(x: 0, y: 0, z: 0), mass: mass), &stream, &products))
            sum += products.energy(1) / mass
        }
        // The spectrum's deviation is 0.113: 4.5 standard deviations of the mean are 0.0036.
        #expect(abs(sum / 20_000 - 0.35) < 0.0036)
    }

    /// Of particles from the origin across the beam, the share that decays within a radius is 1 − exp(−R/βγcτ); 4,000
    /// each, within 4.5 standard deviations.
    @Test(arguments: [
        (Int32(310), 0.5), (310, 3), (3122, 1), (-3122, 4), (3312, 2), (130, 0.5), (321, 1), (-211, 0.5),
    ])
    func decayLengths(pdgID: Int32, momentum: Double) throws {
        var settings = TransportSettings.vacuum
        settings.decays = true
        let tracker = try SimulationSupport.tracker("teaching")
        let transport = TrackerTransport(NavigationIndex(tracker), settings: settings)
        let species = try #require(ParticleData.species(pdgID))
        var event = GeneratedEvent()
        for i in 0..<4000 {
            SimulationSupport.append(
                to: &event, pdgID: pdgID, pT: momentum, eta: 0, phi: 0.001 * Double(i), mass: species.mass)
        }
        var output = TransportedEvent()
        transport.transport(event, seed: 9, into: &output)
        let radius = 300.0
        // The way to the radius is an arc for charged particles.
        let curvature = Helix.curvature(
            charge: Double(try #require(ParticleData.charge3(pdgID))) / 3, momentum: momentum, fieldZ: 2)
        let path = curvature == 0 ? radius : 2 / abs(curvature) * Elementary.asin(0.5 * radius * abs(curvature))
        let expected = 1 - Elementary.exp(-path * species.mass / (momentum * species.properDecayLength))
        var inside = 0
        for i in 0..<output.vertices.count where Int(output.vertices.incoming[i]) < event.particles.count {
            let x = output.vertices.x[i]
            let y = output.vertices.y[i]
            if x * x + y * y < radius * radius { inside += 1 }
            // The time is that of the path.
            let energy = (momentum * momentum + species.mass * species.mass).squareRoot()
            let flown = output.vertices.t[i] * PhysicalConstants.speedOfLight * momentum / energy
            let chord = (x * x + y * y).squareRoot()
            if curvature == 0 { #expect(abs(flown - chord) < 1e-9 * (1 + chord)) }
        }
        let sigma = (4000 * expected * (1 - expected)).squareRoot()
        #expect(abs(Double(inside) - 4000 * expected) < 4.5 * sigma, "\(inside) of \(4000 * expected)")
        #expect(output.fate.array().filter { $0 == ParticleFate.failed.rawValue }.isEmpty)
    }
}
