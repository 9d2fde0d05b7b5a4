// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Detector
import EventModel
import Testing

@testable import Simulation

/// Trackers and events for the tests of the simulation.
enum SimulationSupport {
    static func text(_ name: String) throws -> String {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        return try TextFile.read(path: "\(root)/Geometries/\(name).yaml", limit: 1 << 20)
    }

    static func tracker(_ name: String) throws -> Tracker {
        try TrackerDescription.read(text: text(name), file: "\(name).yaml").build()
    }

    static func silicon() throws -> Material {
        let tracker = try tracker("teaching")
        return try #require(tracker.materials.first { $0.name == "silicon" }, "the teaching detector has silicon")
    }

    /// One particle from a point, as a generated event.
    static func append(
        to event: inout GeneratedEvent, pdgID: Int32, pT: Double, eta: Double, phi: Double, mass: Double,
        from position: (Double, Double, Double) = (0, 0, 0)
    ) {
        let vertex = event.vertices.append(
            x: position.0, y: position.1, z: position.2, t: 0, kind: .gun, collision: 1)
        event.particles.append(
            pdgID: pdgID, status: .final, parent: -1, vertex: vertex, px: pT * Elementary.cos(phi),
            py: pT * Elementary.sin(phi), pz: pT * Elementary.sinh(eta), mass: mass,
            barcode: Barcode(vertex: 1, primary: event.particles.count + 1))
    }

    /// Constants of a slab of one material, with the tables that keep them alive.
    static func slab(_ material: Material, thickness: Double) -> (tables: InteractionTables, constants: SlabConstants) {
        let tables = InteractionTables(
            [MaterialSlab(material: 0, thickness: thickness)], longestPaths: [1e6], materials: [material])
        return (tables, tables.slabs[0])
    }

    static func passage(
        momentum: Double, mass: Double, charge: Double = 1, isElectron: Bool = false, paths: Double = 1
    ) -> Passage<Double> {
        let energy = (momentum * momentum + mass * mass).squareRoot()
        return Passage(
            energy: energy, inverseMomentum: 1 / momentum, inverseMass: 1 / mass, charge2: charge * charge,
            isElectron: isElectron, logBetaGamma: Elementary.log(momentum / mass), paths: paths)
    }
}

/// One particle and one slab at a time.
extension Ionisation {
    static func meanLoss(_ passage: Passage<Double>, _ slab: SlabConstants) -> Double {
        meanLoss(passage, SlabValues(slab, logBetaGamma: passage.logBetaGamma))
    }

    static func mostProbableLoss(_ passage: Passage<Double>, _ slab: SlabConstants) -> (loss: Double, xi: Double) {
        mostProbableLoss(
            passage, SlabValues(slab, logBetaGamma: passage.logBetaGamma), logThickness: passage.logThickness)
    }
}

extension TrackerTransport {
    /// With memory of its own.
    func transport(_ event: borrowing GeneratedEvent, seed: UInt64, into output: inout TransportedEvent) {
        var scratch = TransportScratch()
        transport(event, seed: seed, scratch: &scratch, into: &output)
    }
}
