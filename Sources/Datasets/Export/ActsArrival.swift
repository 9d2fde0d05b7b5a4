// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Where a particle is known to have been: at its birth, or where it crossed a sensor as the main particle of a hit.
struct ActsState {
    /// mm, GeV/c, ns.
    var place: Vector3
    var momentum: Vector3
    var time: Double
}

/// A particle's momentum and time at a place near which it passed, from the nearest state that is known of it.
///
/// Momenta keep their size, and their direction turns about z as on the circle that touches the state's direction and
/// leads to the place: twice the angle from the direction to the chord, whatever the field. So both are exact for up to
/// half a turn of a helix about z without loss of energy; what is neglected is the scattering and loss on the way, one
/// layer of it where the particle made a hit of its own in the layer before or behind.
struct ActsArrival: Equatable {
    /// GeV/c.
    var momentum: Vector3
    /// ns.
    var time: Double

    /// Below this distance across z the place is that of the state, mm.
    private static let nearby = 1e-6

    init(from state: ActsState, mass: Double, at place: Vector3) {
        let p = state.momentum
        let way = place - state.place
        let forwards: Double = way.dot(p) < 0 ? -1 : 1
        // The chord from the earlier to the later place, across z.
        let (cx, cy) = (forwards * way.x, forwards * way.y)
        let chord = (cx * cx + cy * cy).squareRoot()
        let pT = (p.x * p.x + p.y * p.y).squareRoot()
        let size = p.dot(p).squareRoot()
        momentum = p
        var path = way.dot(way).squareRoot()
        if chord > Self.nearby && pT > 0 {
            let (ex, ey) = (cx / chord, cy / chord)
            let along = p.x * ex + p.y * ey
            momentum.x = 2 * along * ex - p.x
            momentum.y = 2 * along * ey - p.y
            let halfTurn = abs(Elementary.atan2(p.x * ey - p.y * ex, along))
            let sine = Elementary.sin(halfTurn)
            // Almost whole turns end where they began: their circle cannot be told.
            if sine > 1e-3 { path = chord * (halfTurn / sine) * (size / pT) }
        }
        let inverseSpeed = size > 0 ? (1 + mass * mass / (size * size)).squareRoot() / ActsExport.speedOfLight : 0
        time = state.time + forwards * path * inverseSpeed
    }
}
