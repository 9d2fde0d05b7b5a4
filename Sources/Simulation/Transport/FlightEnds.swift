// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// How particles leave their lanes.
extension TrackerTransport {
    /// What has become of a lane's particle in the last round; `notTransported` if it flies on.
    @inline(__always)
    func end(of lane: Int, _ scratch: inout TransportScratch) -> ParticleFate {
        guard scratch.particle[lane] >= 0 else { return .notTransported }
        let surface = scratch.navigation.surface[lane]
        if surface == Crossing.nothing {
            // A uniform field's navigation leaves the lane where the path began, another's at the end.
            let path = decayPath(lane, &scratch) + scratch.navigation.path[lane]
            return path <= scratch.navigation.limit[lane] * (1 + 1e-12) ? .decayed : .looperLimit
        }
        if surface == Crossing.leaves { return .leftDetector }
        if scratch.turned[lane] > settings.maximumTurns * PhysicalConstants.twoPi { return .looperLimit }
        if scratch.isStopped[lane] != 0 && surface >= 0 { return .stopped }
        if scratch.hasInteracted[lane] != 0 { return .interacted }
        return scratch.crossings[lane] >= Double(settings.maximumCrossings) ? .failed : .notTransported
    }

    /// What is left of the path to the decay, mm.
    @inline(__always)
    private func decayPath(_ lane: Int, _ scratch: inout TransportScratch) -> Double {
        max(scratch.properLeft[lane], 0) * (scratch.momentum[lane] * scratch.inverseMass[lane])
    }

    /// Takes a lane's particle off with its fate, and makes what it decays to. The lane must then be given to another or
    /// be left idle.
    func land(
        _ lane: Int, _ fate: ParticleFate, _ scratch: inout TransportScratch, _ output: inout TransportedEvent
    ) {
        let particle = scratch.particle[lane]
        let energy = scratch.energy[lane]
        var final = fate
        scratch.ledger.ionisation += scratch.lost[lane]
        scratch.ledger.absorbed += scratch.absorbed[lane]
        switch fate {
        case .leftDetector: scratch.ledger.left += energy
        case .looperLimit, .failed: scratch.ledger.givenUp += energy
        case .decayed:
            if !decayInFlight(lane, &scratch, &output) {
                scratch.ledger.givenUp += energy
                final = .looperLimit
            }
        case .stopped:
            final = endAtRest(lane, &scratch, &output)
            scratch.ledger.stopped += final == .stopped ? energy : energy - scratch.mass[lane]
        case .notTransported, .interacted, .absorbed: break
        }
        note(final, of: particle, &scratch, &output)
        if fate == .failed { fail(particle, .tooManySteps, &scratch, &output) }
        scratch.particle[lane] = -1
    }

    /// A decay between surfaces, at the end of the proper time.
    @inline(never)
    private func decayInFlight(
        _ lane: Int, _ scratch: inout TransportScratch, _ output: inout TransportedEvent
    ) -> Bool {
        let path = decayPath(lane, &scratch)
        let point = scratch.navigation.helix(lane: lane).advanced(by: path)
        let inverseSpeed = scratch.energy[lane] * scratch.inverseMomentum[lane]
        let time = scratch.time[lane] + path * inverseSpeed * (1 / PhysicalConstants.speedOfLight)
        let p = scratch.momentum[lane]
        let momentum = Momentum(x: point.ux * p, y: point.uy * p, z: point.uz * p)
        return decay(lane, momentum, x: point.x, y: point.y, z: point.z, t: time, &scratch, &output)
    }

    /// A decay into what the table of decays says; false if the particle's mass allows no mode.
    func decay(
        _ lane: Int, _ momentum: Momentum, x: Double, y: Double, z: Double, t: Double,
        _ scratch: inout TransportScratch, _ output: inout TransportedEvent
    ) -> Bool {
        var stream = scratch.stream(lane: lane)
        scratch.products.removeAll()
        let frame = MovingFrame(momentum, mass: scratch.mass[lane])
        let row = Int(scratch.decayRow[lane])
        guard decays.decay(scratch.pdgID[lane], row: row, frame: frame, &stream, into: &scratch.products) else {
            return false
        }
        scratch.block[lane] = stream.nextFreeBlock
        let vertex = VertexRecord(
            x: x, y: y, z: z, t: t, kind: .decayInFlight, incoming: scratch.particle[lane])
        emit(lane, at: vertex, &stream, &scratch)
        return true
    }
}
