// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The motion of the collisions' centre of mass where the beams cross at an angle.
///
/// Beams of equal energy that each make half the angle a with the z axis, both leaning towards the same side, have a
/// centre of mass that moves there with velocity sin(a) (Herr and Muratori, CERN-2006-002, p. 361); the energy in the
/// centre of mass is the one that collisions are generated with. Momenta are boosted, and so are the flights of
/// particles that decay, seen from the collision.
struct CrossingBoost: Sendable {
    private let beta: Double
    private let gamma: Double
    private let axisX: Double
    private let axisY: Double

    /// - Parameters:
    ///   - angle: full angle between the beams, radians; 0 for head-on collisions.
    ///   - azimuth: direction towards which both beams lean, radians from the x axis.
    /// - Returns: nil for head-on collisions.
    init?(angle: Double, azimuth: Double) {
        guard angle != 0 else { return nil }
        beta = Elementary.sin(0.5 * angle)
        gamma = 1 / (1 - beta * beta).squareRoot()
        (axisY, axisX) = Elementary.sincos(azimuth)
    }

    /// Boosts the particles of the record from one on and the decay vertices from one on.
    func apply(to event: inout GeneratedEvent, firstParticle: Int, firstVertex: Int) {
        for i in firstParticle..<event.particles.count {
            let (px, py, pz) = (event.particles.px[i], event.particles.py[i], event.particles.pz[i])
            let mass = event.particles.mass[i]
            let energy = (px * px + py * py + pz * pz + mass * mass).squareRoot()
            let push = shift(along: axisX * px + axisY * py, time: energy)
            event.particles.px[i] = px + push * axisX
            event.particles.py[i] = py + push * axisY
        }
        moveDecays(&event, from: firstVertex)
    }

    /// Vertices of a collision follow it in the record.
    private func moveDecays(_ event: inout GeneratedEvent, from first: Int) {
        var (x0, y0, t0) = (0.0, 0.0, 0.0)
        for v in first..<event.vertices.count {
            guard event.vertices.incoming[v] >= 0 else {
                (x0, y0, t0) = (event.vertices.x[v], event.vertices.y[v], event.vertices.t[v])
                continue
            }
            let (dx, dy) = (event.vertices.x[v] - x0, event.vertices.y[v] - y0)
            let time = PhysicalConstants.speedOfLight * (event.vertices.t[v] - t0)
            let along = axisX * dx + axisY * dy
            let push = shift(along: along, time: time)
            event.vertices.x[v] = x0 + dx + push * axisX
            event.vertices.y[v] = y0 + dy + push * axisY
            event.vertices.t[v] = t0 + gamma * (time + beta * along) / PhysicalConstants.speedOfLight
        }
    }

    /// What the component along the axis gains: gamma (x + beta t) - x.
    @inline(__always)
    private func shift(along x: Double, time: Double) -> Double { (gamma - 1) * x + gamma * beta * time }
}
