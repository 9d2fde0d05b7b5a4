// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Neutral particles that are not navigated have the fates that navigation finds.
@Suite struct NeutralFlightTests {
    /// Neutral particles of several kinds from around the middle of the detector.
    private static func event(_ species: [Int32], count: Int) throws -> GeneratedEvent {
        var event = GeneratedEvent()
        var stream = RandomStream(seed: 1, event: 3, stage: .test, identity: 9)
        for i in 0..<count {
            let pdgID = species[i % species.count]
            SimulationSupport.append(
                to: &event, pdgID: pdgID, pT: 0.1 * Elementary.exp(5 * stream.uniform()),
                eta: stream.uniform(in: -3.5...3.5), phi: stream.uniform(in: -3.14...3.14),
                mass: try #require(ParticleData.mass(pdgID)),
                from: (10 * stream.normal(), 10 * stream.normal(), 50 * stream.normal()))
        }
        return event
    }

    private static let species: [Int32] = [22, 2112, -2112, 130, 310, 3122, -3122]

    /// What becomes of the same event with bounds of the matter ahead times a factor.
    private static func transported(
        _ settings: TransportSettings, margin: Double, count: Int = 3500
    ) throws -> TransportedEvent {
        let index = NavigationIndex(try SimulationSupport.tracker("trackml"))
        var output = TransportedEvent()
        TrackerTransport(index, settings: settings, margin: margin).transport(
            try event(species, count: count), seed: 2, into: &output)
        return output
    }

    private static func all<Element>(_ column: borrowing Column<Element>) -> [Element] {
        var values: [Element] = []
        for i in 0..<column.count { values.append(column[i]) }
        return values
    }

    /// Without decays everything is the same to the last bit: fates, secondaries, vertices and steps.
    @Test(arguments: [20_000.0, 700])
    func everythingIsAsWithNavigation(maximumPath: Double) throws {
        var settings = TransportSettings()
        settings.decays = false
        settings.maximumPath = maximumPath
        let navigated = try Self.transported(settings, margin: .infinity)
        let output = try Self.transported(settings, margin: 1)
        #expect(Self.all(output.fate) == Self.all(navigated.fate))
        #expect(Self.all(output.secondaries.px) == Self.all(navigated.secondaries.px))
        #expect(Self.all(output.secondaries.pdgID) == Self.all(navigated.secondaries.pdgID))
        #expect(Self.all(output.vertices.z) == Self.all(navigated.vertices.z))
        #expect(Self.all(output.vertices.t) == Self.all(navigated.vertices.t))
        #expect(Self.all(output.steps.module) == Self.all(navigated.steps.module))
        #expect(Self.all(output.steps.deposit) == Self.all(navigated.steps.deposit))
        #expect(abs(output.ledger.left - navigated.ledger.left) <= 1e-12 * navigated.ledger.incoming)
        #expect(abs(output.ledger.givenUp - navigated.ledger.givenUp) <= 1e-12 * navigated.ledger.incoming)
        #expect(abs(output.ledger.imbalance) < 1e-9 * output.ledger.incoming)
        #expect(output.fate.count > 5000 && (maximumPath > 700) == (navigated.ledger.left > navigated.ledger.givenUp))
    }

    /// With decays the places where particles decay differ by roundings: they are reckoned from the beginning, not from
    /// the last surface.
    @Test func decaysAreAsWithNavigation() throws {
        let navigated = try Self.transported(TransportSettings(), margin: .infinity)
        let output = try Self.transported(TransportSettings(), margin: 1)
        #expect(Self.all(output.fate) == Self.all(navigated.fate))
        #expect(Self.all(output.secondaries.pdgID) == Self.all(navigated.secondaries.pdgID))
        #expect(Self.all(output.vertices.kind) == Self.all(navigated.vertices.kind))
        for i in 0..<output.vertices.count {
            #expect(abs(output.vertices.x[i] - navigated.vertices.x[i]) < 1e-8)
            #expect(abs(output.vertices.z[i] - navigated.vertices.z[i]) < 1e-8)
            #expect(abs(output.vertices.t[i] - navigated.vertices.t[i]) < 1e-8)
        }
        let decayed = Self.all(output.fate).count { $0 == ParticleFate.decayed.rawValue }
        #expect(decayed > 500, "\(decayed)")
        #expect(abs(output.ledger.imbalance) < 1e-9 * output.ledger.incoming)
    }

    /// Bounds that are too small by a third are noticed: particles pass by what they should have met.
    @Test func boundsThatAreTooSmallAreNoticed() throws {
        var settings = TransportSettings()
        settings.decays = false
        let navigated = try Self.transported(settings, margin: .infinity)
        let output = try Self.transported(settings, margin: 0.65)
        let interacted = ParticleFate.interacted.rawValue
        let missing =
            (0..<3500).count { navigated.fate[$0] == interacted }
            - (0..<3500).count { output.fate[$0] == interacted }
        #expect(missing > 20, "\(missing)")
    }

    /// Of photons of 5 GeV and neutrons of 3 GeV/c nearly all that do not interact are not navigated either.
    @Test(arguments: [(Int32(22), 5.0), (2112, 3)])
    func mostThatDoNotInteractAreNotNavigated(pdgID: Int32, momentum: Double) throws {
        let transport = TrackerTransport(
            NavigationIndex(try SimulationSupport.tracker("trackml")), settings: TransportSettings())
        var stream = RandomStream(seed: 1, event: 3, stage: .test, identity: 10)
        var (passed, free) = (0.0, 0.0)
        for i in 0..<2000 {
            let eta = stream.uniform(in: -3...3)
            let (sine, cosine) = Elementary.sincos(stream.uniform(in: -3.14...3.14))
            let p = Momentum(x: cosine, y: sine, z: Elementary.sinh(eta)) * (momentum / Elementary.cosh(eta))
            let start = FlightStart(
                particle: 0, pdgID: pdgID, charge3: 0, momentum: p, mass: try #require(ParticleData.mass(pdgID)), x: 0,
                y: 0, z: 0, t: 0, identity: FlightIdentity(root: i))
            let fate = transport.fateWithoutInteraction(
                start, row: transport.interactionRow(of: pdgID), depth: stream.exponential(), properPath: .infinity)
            passed += fate == .leftDetector ? 1 : 0
            free += try InteractionFlightTests.survival(transport, pdgID: pdgID, momentum: p).exit
        }
        #expect(passed > 0.88 * free, "\(passed) of \(free)")
    }
}
