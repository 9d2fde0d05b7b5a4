// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Interactions of particles on their way through a whole tracker, against integrals of what the models say along it.
@Suite struct InteractionFlightTests {
    /// The chances that a particle gets to each sensor on its way out of the detector, at constant momentum, and out of
    /// it: exp(−∫ dx/λ) by the scalar navigation, with λ from the models themselves.
    static func survival(
        _ transport: TrackerTransport, pdgID: Int32, momentum: Momentum
    ) throws -> (sensors: [Double], exit: Double) {
        let index = transport.index
        let size = momentum.size
        let charge = Double(try #require(ParticleData.charge3(pdgID))) / 3
        var helix = Helix(
            x: 0, y: 0, z: 0, ux: momentum.x / size, uy: momentum.y / size, uz: momentum.z / size,
            curvature: Helix.curvature(charge: charge, momentum: size, fieldZ: transport.fieldZ))
        var cursor = index.navigator.cursor(at: helix)
        var depth = 0.0
        var sensors: [Double] = []
        while true {
            let crossing = index.navigator.next(helix, limit: 1e5, cursor: &cursor)
            guard crossing.surface >= 0 else { return (sensors, Elementary.exp(-depth)) }
            helix = crossing.point
            let (slab, cosine) = surface(crossing, index.tracker)
            if Int(crossing.surface) < index.tracker.modules.count { sensors.append(Elementary.exp(-depth)) }
            depth += rate(transport, pdgID, size, slab.material) * slab.thickness / cosine
        }
    }

    /// Interactions per mm that end a particle: all of a photon or a positron, the inelastic ones of a hadron.
    private static func rate(
        _ transport: TrackerTransport, _ pdgID: Int32, _ momentum: Double, _ material: Int
    ) -> Double {
        if abs(pdgID) == 11 {
            let section = PositronAnnihilation.crossSection(betaGamma: momentum / PhysicsConstants.electronMass)
            return pdgID < 0 ? section * transport.index.tracker.materials[material].electronDensity : 0
        }
        guard let species = HadronSpecies(pdgID: pdgID) else {
            let rates = transport.models.photons.pointer[material].inverseLengths(energy: momentum)
            return rates.conversion + rates.compton
        }
        let model = transport.models.hadrons.pointer[material]
        return model.inverseLengths(species, logMomentum: Elementary.log(momentum)).inelastic
    }

    private static func surface(_ crossing: Crossing, _ tracker: Tracker) -> (MaterialSlab, Double) {
        let point = crossing.point
        if Int(crossing.surface) < tracker.modules.count {
            let module = tracker.modules[Int(crossing.surface)]
            let cosine = abs(module.w.dot(Vector3(point.ux, point.uy, point.uz)))
            return (tracker.layers[Int(module.layer)].sensor.slab, cosine)
        }
        let passive = tracker.passive[Int(crossing.surface) - tracker.modules.count]
        switch passive.shape {
        case .cylinder:
            let radius = (point.x * point.x + point.y * point.y).squareRoot()
            return (passive.slab, abs(point.x * point.ux + point.y * point.uy) / radius)
        case .disc: return (passive.slab, abs(point.uz))
        }
    }

    /// Particles over the acceptance, with their chances.
    private func sample(
        _ transport: TrackerTransport, _ pdgID: Int32, _ momentum: Double, into event: inout GeneratedEvent
    ) throws -> [(sensors: [Double], exit: Double)] {
        var stream = RandomStream(seed: 1, event: 3, stage: .test, identity: 8)
        let mass = try #require(ParticleData.mass(pdgID))
        return try (0..<3000).map { i in
            let eta = stream.uniform(in: -2.5...2.5)
            SimulationSupport.append(
                to: &event, pdgID: pdgID, pT: momentum / Elementary.cosh(eta), eta: eta,
                phi: stream.uniform(in: -3.14...3.14), mass: mass)
            let p = Momentum(x: event.particles.px[i], y: event.particles.py[i], z: event.particles.pz[i])
            return try Self.survival(transport, pdgID: pdgID, momentum: p)
        }
    }

    /// As many neutral particles interact as the integral of dx/λ says, within 4.5 standard deviations (false alarms
    /// below 1e-5); hadrons that are scattered elastically leave their straight way, which is worth a per cent.
    @Test(arguments: [(Int32(22), 5.0), (22, 0.5), (2112, 3), (-2112, 3), (130, 2)])
    func neutralParticlesInteractAsTheIntegralSays(pdgID: Int32, momentum: Double) throws {
        var settings = TransportSettings()
        settings.decays = false
        let transport = TrackerTransport(
            NavigationIndex(try SimulationSupport.tracker("trackml")), settings: settings)
        var event = GeneratedEvent()
        let chances = try sample(transport, pdgID, momentum, into: &event)
        let expected = chances.reduce(0) { $0 + 1 - $1.exit }
        let variance = chances.reduce(0) { $0 + $1.exit * (1 - $1.exit) }
        var output = TransportedEvent()
        transport.transport(event, seed: 2, into: &output)
        let interacted = (0..<3000).count { output.fate[$0] == ParticleFate.interacted.rawValue }
        let tolerance = 4.5 * variance.squareRoot() + (pdgID == 22 ? 0 : 0.01 * expected)
        #expect(abs(Double(interacted) - expected) < tolerance, "\(interacted) of \(expected)")
        #expect(expected > 150)
        #expect(abs(output.ledger.imbalance) < 1e-9 * output.ledger.incoming)
    }

    /// Hadrons lose as many hits as the integral of dx/λ says: the hits of the generated particles against the sum of
    /// the chances to get to each sensor, within 4.5 standard deviations and half a per cent for elastic scattering.
    @Test(arguments: [(Int32(211), 2.0), (-211, 1), (2212, 3), (-321, 2)])
    func hadronsLoseHitsAsTheIntegralSays(pdgID: Int32, momentum: Double) throws {
        var settings = TransportSettings.vacuum
        settings.hadronic = true
        let transport = TrackerTransport(
            NavigationIndex(try SimulationSupport.tracker("trackml")), settings: settings)
        var event = GeneratedEvent()
        let chances = try sample(transport, pdgID, momentum, into: &event)
        var all = 0.0
        var expected = 0.0
        var variance = 0.0
        for chance in chances {
            let mean = chance.sensors.reduce(0, +)
            // E[n²] of a number that is at least k with the chance of the k-th sensor.
            let square = chance.sensors.enumerated().reduce(0) { $0 + Double(2 * $1.offset + 1) * $1.element }
            all += Double(chance.sensors.count)
            expected += mean
            variance += square - mean * mean
        }
        var output = TransportedEvent()
        transport.transport(event, seed: 2, into: &output)
        let hits = Double((0..<output.steps.count).count { output.steps.particle[$0] < 3000 })
        #expect(abs(hits - expected) < 4.5 * variance.squareRoot() + 0.005 * expected, "\(hits) of \(expected)")
        #expect(expected < 0.97 * all && output.secondaries.count > 500)
        #expect(abs(output.ledger.imbalance) < 1e-9 * output.ledger.incoming)
    }

    /// Of photons of 5 GeV at |η| < 0.5, 16 to 17.5 % convert in the TrackML-like detector: 1 − exp(−∫ 7/9 s dx/X0) with
    /// the material of ACTS's description and Bethe and Heitler's s(E). The mean of the chances, so without statistics.
    @Test func photonsOfFiveGeVConvert() throws {
        let transport = TrackerTransport(
            NavigationIndex(try SimulationSupport.tracker("trackml")), settings: TransportSettings())
        var sum = 0.0
        for i in 0..<2000 {
            let eta = -0.5 + Double(i) / 2000
            let (sine, cosine) = Elementary.sincos(2.4 * Double(i))
            let p = Momentum(x: cosine, y: sine, z: Elementary.sinh(eta))
            let momentum = p * (5 / p.size)
            sum += 1 - (try Self.survival(transport, pdgID: 22, momentum: momentum)).exit
        }
        #expect(sum / 2000 > 0.16 && sum / 2000 < 0.175, "\(sum / 2000)")
    }

    /// Electrons of 10 GeV at η = 0 lose 2.17 GeV on average on the way through the 0.245 X0 of the TrackML-like
    /// detector, and 0.85 GeV in the median (Tsai's spectrum, simulated apart from this package; the gamma distribution
    /// of Bethe and Heitler, which stands for it elsewhere, has 1.05).
    @Test func electronsRadiate() throws {
        var settings = TransportSettings()
        settings.secondaryKineticEnergy = 0.001
        // Without annihilation, so that all they make is radiation.
        settings.conversions = false
        let transport = TrackerTransport(
            NavigationIndex(try SimulationSupport.tracker("trackml")), settings: settings)
        var event = GeneratedEvent()
        for i in 0..<4000 {
            SimulationSupport.append(
                to: &event, pdgID: i % 2 == 0 ? 11 : -11, pT: 10, eta: 0.002 * Double(i % 20 - 10),
                phi: 0.00157 * Double(i),
                mass: PhysicsConstants.electronMass)
        }
        var output = TransportedEvent()
        transport.transport(event, seed: 2, into: &output)
        var radiated = [Double](repeating: 0, count: 4000)
        for i in 0..<output.secondaries.count where Int(output.secondaries.parent[i]) < 4000 {
            #expect(output.secondaries.pdgID[i] == 22)
            let vertex = Int(output.secondaries.vertex[i]) - event.vertices.count
            #expect(output.vertices.kind[vertex] == VertexKind.bremsstrahlung.rawValue)
            let p = Momentum(
                x: output.secondaries.px[i], y: output.secondaries.py[i], z: output.secondaries.pz[i])
            radiated[Int(output.secondaries.parent[i])] += p.size
        }
        let mean = radiated.reduce(0, +) / 4000
        let median = radiated.sorted()[2000]
        // Ionisation takes 15 MeV more. The deviation of the loss is 2.6 GeV, that of its mean 0.04.
        #expect(abs(mean + 0.015 - 2.17) < 0.15, "\(mean)")
        #expect(abs(median + 0.015 - 0.85) < 0.1, "\(median)")
        #expect(abs(output.ledger.imbalance) < 1e-9 * output.ledger.incoming)
        #expect(output.ledger.absorbed > 0 && output.ledger.overflow < 1e-3 * output.ledger.incoming)
    }

    /// The deposit of pions of 1 GeV in 300 µm of silicon: peak at 78 to 82 keV, full width at half maximum 26 to 29 keV
    /// (with the binding of the shells; without it 21.8).
    @Test func depositsInSensors() throws {
        let transport = TrackerTransport(
            NavigationIndex(try SimulationSupport.tracker("teaching")), settings: TransportSettings())
        var event = GeneratedEvent()
        for i in 0..<4000 {
            SimulationSupport.append(
                to: &event, pdgID: 211, pT: 1, eta: 0, phi: 0.00157 * Double(i), mass: InteractionTests.pion)
        }
        var output = TransportedEvent()
        transport.transport(event, seed: 2, into: &output)
        var counts = [Double](repeating: 0, count: 200)
        for i in 0..<output.steps.count where output.steps.particle[i] < 4000 {
            // As if at right angles; the path differs by a few per cent.
            let scaled = output.steps.deposit[i] / Units.keV * 0.3 / output.steps.pathLength[i]
            if output.steps.pathLength[i] < 0.32, scaled < 400 { counts[Int(scaled / 2)] += 1 }
        }
        // A parabola through the top, and half of its height on either side.
        let top = counts.firstIndex(of: counts.max() ?? 0) ?? 0
        let smooth = (0..<200).map { i in counts[max(0, i - 2)...min(199, i + 2)].reduce(0, +) / 5 }
        let height = smooth.max() ?? 0
        let first = smooth.firstIndex { $0 > 0.5 * height } ?? 0
        let last = smooth.lastIndex { $0 > 0.5 * height } ?? 0
        #expect(counts.reduce(0, +) > 10_000)
        #expect(abs(2 * Double(top) + 1 - 80) < 5, "peak at \(2 * top + 1) keV")
        #expect(abs(2 * Double(last - first) - 27.5) < 4, "width \(2 * (last - first)) keV")
    }
}
