// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

extension SoftParticle {
    /// The two photons of a neutral pion, isotropic in its rest frame.
    func decayedToPhotons(using stream: inout RandomStream) -> (SoftParticle, SoftParticle) {
        let direction = stream.direction()
        let half = 0.5 * mass
        let parent = FourVector(px: px, py: py, pz: pz, mass: mass)
        let photon = FourVector(
            px: half * direction.x, py: half * direction.y, pz: half * direction.z, energy: half
        ).boosted(from: parent)
        return (
            SoftParticle(pdgID: 22, px: photon.px, py: photon.py, pz: photon.pz, mass: 0),
            SoftParticle(pdgID: 22, px: px - photon.px, py: py - photon.py, pz: pz - photon.pz, mass: 0)
        )
    }
}
