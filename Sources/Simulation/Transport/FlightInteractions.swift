// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// What happens to single particles in slabs.
extension TrackerTransport {
    /// The optical depth of a lane's particle is used up.
    @inline(never)
    func collide(_ lane: Int, _ scratch: inout TransportScratch) {
        scratch.depthLeft[lane] = .infinity
    }
}
