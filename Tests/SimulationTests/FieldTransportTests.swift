// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Particles through a field that varies: the same physics on another path.
@Suite struct FieldTransportTests {
    private func tracker(_ field: String) throws -> Tracker {
        let text = try SimulationSupport.text("trackml").replacing("  uniform: 2.0 # tesla, along z", with: field)
        let map = GeometryFiles.File(path: "field.csv", text: FieldTransportTests.uniformMap)
        return try TrackerDescription.read(text: text, file: "t.yaml", files: GeometryFiles(fieldMap: map)).build()
    }

    /// Two tesla along z at every point.
    private static let uniformMap: String = {
        var text = "r_mm,z_mm,Br_T,Bz_T\n"
        for r in 0..<5 { for z in 0..<9 { text += "\(r * 300),\(z * 800 - 3200),0,2\n" } }
        return text
    }()

    private func transported(_ field: String, _ event: borrowing GeneratedEvent, _ settings: TransportSettings) throws
        -> TransportedEvent
    {
        let transport = TrackerTransport(NavigationIndex(try tracker(field)), settings: settings)
        var output = TransportedEvent()
        transport.transport(event, seed: 5, into: &output)
        return output
    }

    /// With a map of a uniform field every particle makes the steps that it makes on helices, loopers included.
    @Test func aUniformMapChangesNothing() throws {
        let event = TransportTests.event(4, count: 200, pdgID: 211, pT: 0.15...5)
        // Scatterings, above all the hard ones, would enlarge the differences that rounding makes.
        var settings = TransportSettings.vacuum
        settings.energyLoss = true
        let helices = try transported("  uniform: 2.0", event, settings)
        let map = try transported("  map: field.csv", event, settings)
        #expect(helices.steps.count > 1500)
        #expect(helices.fate.array() == map.fate.array())
        let modules = helices.steps.module.array()
        try #require(modules == map.steps.module.array())
        for i in 0..<helices.steps.count {
            #expect(abs(helices.steps.x[i] - map.steps.x[i]) < 1e-4)
            #expect(abs(helices.steps.z[i] - map.steps.z[i]) < 1e-4)
            #expect(abs(helices.steps.t[i] - map.steps.t[i]) < 1e-6)
            #expect(abs(helices.steps.deposit[i] - map.steps.deposit[i]) < 1e-8)
        }
    }

    /// Without material a magnetic field changes no momentum, whatever its shape.
    @Test func theFieldDoesNoWork() throws {
        let settings = TransportSettings.vacuum
        let event = TransportTests.event(6, count: 200, pT: 0.2...20)
        let output = try transported("  solenoid: {radius: 1250, half_length: 2650, centre: 2}", event, settings)
        #expect(output.steps.count > 1500)
        var worst = 0.0
        var turned = 0.0
        for i in 0..<output.steps.count {
            let particle = Int(output.steps.particle[i])
            func square(_ x: Double, _ y: Double, _ z: Double) -> Double { x * x + y * y + z * z }
            let before = square(
                event.particles.px[particle], event.particles.py[particle], event.particles.pz[particle])
            let after = square(output.steps.px[i], output.steps.py[i], output.steps.pz[i])
            worst = max(worst, abs(after / before - 1))
            turned = max(turned, abs(output.steps.pz[i] - event.particles.pz[particle]))
        }
        #expect(worst < 1e-13)
        // The fringe has a radial component, which turns momentum along z into momentum across.
        #expect(turned > 1e-3)
    }

    /// Loopers end at their limit of turns in a field that varies, too.
    @Test func loopersEndAtTheirLimit() throws {
        var settings = TransportSettings()
        settings.maximumTurns = 1
        settings.minimumPT = 0.01
        settings.decays = false
        var event = GeneratedEvent()
        for i in 0..<20 {
            SimulationSupport.append(
                to: &event, pdgID: 13, pT: 0.06, eta: 0.05, phi: 0.3 * Double(i), mass: InteractionTests.muon)
        }
        let output = try transported("  solenoid: {radius: 1250, half_length: 2650, centre: 2}", event, settings)
        for fate in output.fate.array() {
            let isKnown = fate == ParticleFate.looperLimit.rawValue || fate == ParticleFate.stopped.rawValue
            #expect(isKnown, "fate \(fate)")
        }
        #expect((output.steps.t.array().max() ?? 0) < 6)
    }
}
