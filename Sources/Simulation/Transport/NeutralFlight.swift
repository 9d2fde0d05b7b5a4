// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Neutral particles that need not be led from surface to surface.
///
/// A neutral particle flies straight, and its interactions per millimetre of a material stay the same: whether it
/// interacts before it leaves or decays is a matter of the depth that it has drawn and of the depth that lies ahead. Most
/// draw more than the bound of the latter, and have their fate without being navigated, the one that navigation would
/// find. The others fly with what they have drawn.
extension TrackerTransport {
    /// The fate of a neutral particle that is certain to meet nothing on its way: `leftDetector`, `decayed` or, at the end
    /// of the longest path, `looperLimit`; nil if it may interact.
    ///
    /// - Parameters:
    ///   - row: of the interaction lengths.
    ///   - depth: interactions to be expected in the matter it is to pass before it interacts.
    ///   - properPath: proper time it has until it decays, times c, mm.
    func fateWithoutInteraction(
        _ start: FlightStart, row: Int32, depth: Double, properPath: Double
    ) -> ParticleFate? {
        let momentum = start.momentum.size
        let inverse = 1 / momentum
        let way = StraightWay(
            x: start.x, y: start.y, z: start.z, ux: start.momentum.x * inverse, uy: start.momentum.y * inverse,
            uz: start.momentum.z * inverse)
        guard let exit = way.exit(radius2: boundaryRadius2, halfLength: boundaryHalfLength) else { return nil }
        let decay = start.mass > 0 ? properPath * momentum / start.mass : .infinity
        let end = min(exit, decay, settings.maximumPath)
        let scale = start.mass > 0 ? start.mass : PhysicsConstants.electronMass
        if depth < .infinity, isReached(depth, way, to: end, row: row, logBetaGamma: Elementary.log(momentum / scale)) {
            return nil
        }
        if exit < min(decay, settings.maximumPath) { return .leftDetector }
        return decay <= settings.maximumPath ? .decayed : .looperLimit
    }

    /// Whether as much depth may lie ahead on a way.
    private func isReached(
        _ depth: Double, _ way: StraightWay, to end: Double, row: Int32, logBetaGamma: Double
    ) -> Bool {
        let (node, fraction) = BetaGammaTable.place(logBetaGamma)
        var ahead = 0.0
        for group in 0..<matter.groupCount {
            let rates = lengths.pointer(row: row, material: matter.material(group: group), node: Int(node))
            let rate = rates[1] + fraction * (rates[3] - rates[1])
            ahead += max(0, rate) * matter.path(group: group, way, to: end)
            // Not a number where a bound is infinite and the rate nothing.
            if !(ahead < depth) { return true }
        }
        return false
    }
}
