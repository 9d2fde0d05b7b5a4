// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// A particle as it begins to fly.
struct FlightStart {
    /// Counted like `SecondaryRecord.parent`.
    var particle: Int32
    var pdgID: Int32
    var charge3: Int32
    var momentum: Momentum
    var mass: Double
    var x, y, z, t: Double
    var identity: FlightIdentity

    /// GeV.
    var energy: Double { (momentum.squared + mass * mass).squareRoot() }
}

/// How particles come on lanes.
extension TrackerTransport {
    /// A secondary begins this far along its path, mm, so that it is beyond the surface that it was made on.
    static let nudge = 1e-5

    /// Puts the next particle that is to be led through the detector on a lane; false if there is none.
    func board(
        _ lane: Int, _ event: borrowing GeneratedEvent, _ queue: inout FlightQueue,
        _ scratch: inout TransportScratch, _ output: inout TransportedEvent
    ) -> Bool {
        while queue.generated < event.particles.count {
            let i = queue.generated
            queue.generated += 1
            guard event.particles.status[i] == ParticleStatus.final.rawValue else { continue }
            if boardGenerated(lane, i, event, &scratch, &output) { return true }
        }
        while queue.secondary < scratch.secondaries.records.count {
            let i = queue.secondary
            queue.secondary += 1
            guard scratch.secondaries.records[i].fate == SecondaryStore.waiting else { continue }
            if boardSecondary(lane, i, roots: event.particles.count, &scratch, &output) { return true }
        }
        return false
    }

    private func boardGenerated(
        _ lane: Int, _ i: Int, _ event: borrowing GeneratedEvent, _ scratch: inout TransportScratch,
        _ output: inout TransportedEvent
    ) -> Bool {
        let particle = Int32(truncatingIfNeeded: i)
        let pdgID = event.particles.pdgID[i]
        guard let charge3 = ParticleData.charge3(pdgID) else {
            fail(particle, .unknownSpecies, &scratch, &output)
            return false
        }
        guard canAct(pdgID, charge3) else { return false }
        let momentum = Momentum(x: event.particles.px[i], y: event.particles.py[i], z: event.particles.pz[i])
        let mass = event.particles.mass[i]
        let vertex = Int(event.particles.vertex[i])
        let size = momentum.size
        let x = event.vertices.x[vertex]
        let y = event.vertices.y[vertex]
        let z = event.vertices.z[vertex]
        let isUsable = size.isFinite && mass.isFinite && x.isFinite && y.isFinite && z.isFinite && size > 0
        guard isUsable, mass > 0 || (mass == 0 && charge3 == 0) else {
            fail(particle, .badState, &scratch, &output)
            return false
        }
        let pT2 = momentum.x * momentum.x + momentum.y * momentum.y
        // |η| ≤ limit is |pz| ≤ sinh(limit) pT.
        guard pT2 >= settings.minimumPT * settings.minimumPT, momentum.z * momentum.z <= sinhLimit2 * pT2 else {
            return false
        }
        guard x * x + y * y < boundaryRadius2, abs(z) < boundaryHalfLength else {
            fail(particle, .outsideDetector, &scratch, &output)
            return false
        }
        guard i < FlightIdentity.maximumRoots else {
            fail(particle, .tooManyParticles, &scratch, &output)
            return false
        }
        let start = FlightStart(
            particle: particle, pdgID: pdgID, charge3: charge3, momentum: momentum, mass: mass, x: x, y: y, z: z,
            t: event.vertices.t[vertex], identity: FlightIdentity(root: i))
        scratch.ledger.incoming += start.energy
        return launch(start, lane, &scratch, &output)
    }

    private func boardSecondary(
        _ lane: Int, _ i: Int, roots: Int, _ scratch: inout TransportScratch, _ output: inout TransportedEvent
    ) -> Bool {
        let record = scratch.secondaries.records[i]
        let vertex = scratch.secondaries.vertices[Int(record.vertex)]
        let momentum = Momentum(x: record.px, y: record.py, z: record.pz)
        var step = TrackerTransport.nudge / momentum.size
        let x = vertex.x + step * momentum.x
        let y = vertex.y + step * momentum.y
        if x * x + y * y >= boundaryRadius2 || abs(vertex.z + step * momentum.z) >= boundaryHalfLength { step = 0 }
        return launch(
            FlightStart(
                particle: Int32(truncatingIfNeeded: roots + i), pdgID: record.pdgID,
                charge3: ParticleData.charge3(record.pdgID) ?? 0, momentum: momentum, mass: record.mass,
                x: vertex.x + step * momentum.x, y: vertex.y + step * momentum.y, z: vertex.z + step * momentum.z,
                t: vertex.t, identity: record.identity), lane, &scratch, &output)
    }

    /// Whether the detector can do anything with a species; neutrinos and, with the interactions they have switched off,
    /// other neutral particles need not be followed.
    func canAct(_ pdgID: Int32, _ charge3: Int32) -> Bool {
        charge3 != 0 || interactionRow(of: pdgID) != InteractionLengths.none
            || (settings.decays && decays.row(of: pdgID) >= 0)
    }

    /// Row of the interaction lengths.
    func interactionRow(of pdgID: Int32) -> Int32 {
        if pdgID == 22 { return settings.conversions ? InteractionLengths.photon : InteractionLengths.none }
        if pdgID == -11 { return settings.conversions ? InteractionLengths.positron : InteractionLengths.none }
        return settings.hadronic ? InteractionLengths.row(ofHadron: pdgID) : InteractionLengths.none
    }

    /// Draws when a particle is to decay and how deep in matter it is to interact, to be scattered by a large angle and to
    /// radiate, one number each, whatever the detector; and puts it on a lane unless it ends without meeting anything.
    /// Returns whether it is on the lane.
    private func launch(
        _ start: FlightStart, _ lane: Int, _ scratch: inout TransportScratch, _ output: inout TransportedEvent
    ) -> Bool {
        var stream = RandomStream(
            seed: scratch.seed, event: scratch.event, stage: .interaction, identity: start.identity.rawValue)
        let (first, second) = stream.nextPair()
        let row = interactionRow(of: start.pdgID)
        let depth = row == InteractionLengths.none ? .infinity : Self.exponential(first)
        let decay = settings.decays ? decays.row(of: start.pdgID) : -1
        let properPath = decay < 0 ? .infinity : Self.exponential(second) * decays.properLength(decay)
        let isCharged = start.charge3 != 0
        let fate = isCharged ? nil : fateWithoutInteraction(start, row: row, depth: depth, properPath: properPath)
        if let fate, fate != .decayed {
            if fate == .leftDetector {
                scratch.ledger.left += start.energy
            } else {
                scratch.ledger.givenUp += start.energy
            }
            note(fate, of: start.particle, &scratch, &output)
            return false
        }
        let (third, fourth) = stream.nextPair()
        place(start, lane, &scratch)
        scratch.block[lane] = stream.nextFreeBlock
        scratch.hardLeft[lane] = isCharged ? Self.exponential(third) : .infinity
        let radiates = abs(start.pdgID) == 11 && settings.bremsstrahlung
        scratch.radiationLeft[lane] = radiates ? Self.exponential(fourth) : .infinity
        scratch.interactionRow[lane] = row
        scratch.tableStart[lane] = lengths.start(row: row)
        scratch.depthLeft[lane] = depth
        scratch.decayRow[lane] = Int32(truncatingIfNeeded: decay)
        scratch.properLeft[lane] = properPath
        if let fate { land(lane, fate, &scratch, &output) }
        return fate == nil
    }

    /// Puts a particle on a lane at the beginning of its path.
    private func place(_ start: FlightStart, _ lane: Int, _ scratch: inout TransportScratch) {
        let size = start.momentum.size
        let charge = Double(start.charge3) / 3
        let helix = Helix(
            x: start.x, y: start.y, z: start.z, ux: start.momentum.x / size, uy: start.momentum.y / size,
            uz: start.momentum.z / size,
            curvature: Helix.curvature(charge: charge, momentum: size, fieldZ: fieldZ))
        scratch.navigation.start(lane: lane, helix, in: index.navigator)
        scratch.set(lane: lane, momentum: size, mass: start.mass)
        scratch.travelled[lane] = 0
        scratch.turned[lane] = 0
        scratch.lost[lane] = 0
        scratch.absorbed[lane] = 0
        scratch.isCharged[lane] = start.charge3 == 0 ? 0 : 1
        scratch.charge2[lane] = start.charge3 == 0 ? 1 : charge * charge
        scratch.isElectron[lane] = abs(start.pdgID) == 11 ? 1 : 0
        scratch.time[lane] = start.t
        scratch.particle[lane] = start.particle
        scratch.pdgID[lane] = start.pdgID
        scratch.identity[lane] = start.identity
        scratch.crossings[lane] = 0
        scratch.daughters[lane] = 0
        scratch.isStopped[lane] = 0
        scratch.hasInteracted[lane] = 0
        scratch.hardDraws[lane] = 0
    }

    /// Exponential with mean 1 from a word.
    @inline(__always)
    private static func exponential(_ word: UInt64) -> Double {
        -Elementary.log(Double((word &>> 11) &+ 1) * 0x1p-53)
    }
}
