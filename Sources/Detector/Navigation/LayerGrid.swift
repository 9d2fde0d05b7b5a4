// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Finds the modules of a layer near a place by computing bins, without a search and in little memory.
///
/// A layer's modules stand in rings: rows of equal z in a barrel, circles of equal radius on a disc. Bins along z or r
/// tell the rings near a place, the azimuth gives the modules of a ring.
struct LayerGrid {
    let isBarrel: Bool
    /// Every point of every module's mid-plane lies within these, mm.
    let minimumRadius: Double
    let maximumRadius: Double
    /// Turns a distance across the layer into an azimuth that is never too small; infinite at the axis.
    let anglePerLength: Double
    let minimumZ: Double
    let maximumZ: Double
    /// Position of the first of its planes, and their number.
    let firstPlane: Int32
    let moduleCount: Int32
    /// Bins along z or r: origin, bins per mm, number, position of the first in `IndexRange`s.
    let alongOrigin: Double
    let alongScale: Double
    let alongBins: Int32
    let firstAlongBin: Int32
    /// Position of the first ring.
    let firstRing: Int32
    /// What its modules cover along z or r.
    @inline(__always) var alongMinimum: Double { isBarrel ? minimumZ : minimumRadius }
    @inline(__always) var alongMaximum: Double { isBarrel ? maximumZ : maximumRadius }
}

/// The modules of one row or circle, in the order of azimuth.
///
/// The azimuth of the module at position i lies near φ₀ + i/perAngle; how far modules stand off, and how far they reach
/// from there, is in the bounds, so that a ring of any arrangement is searched completely, a regular one quickly.
struct ModuleRing {
    /// φ₀, and the farthest that a module of the ring reaches from its regular place, rad.
    let angle: Double
    let reach: Double
    /// The farthest that a module's centre stands from its regular place, rad, and that a module reaches from the
    /// half-plane through the axis and its centre, mm.
    let deviation: Double
    let width: Double
    /// Modules per radian.
    let perAngle: Double
    /// Position of the first of its planes, and their number.
    let firstPlane: Int32
    let moduleCount: Int32

    /// How far a module reaches from its regular place, at points of which 1/r is at most `inverseRadius`.
    @inline(__always)
    func reach(inverseRadius: Double) -> Double {
        // asin x < 1.05 x up to ½.
        let sine = width * inverseRadius
        let nearer = deviation + 1.05 * sine
        return sine <= 0.5 && nearer < reach ? nearer : reach
    }
}

/// The rings that reach into a bin: positions `first..<end`; from bin to bin neither ever decreases.
struct IndexRange: Hashable {
    let first: Int32
    let end: Int32
}

/// `b - a` on the circle, in [-π, π] for azimuths.
@inline(__always)
func angleDifference(from a: Double, to b: Double) -> Double {
    let d = b - a
    return d > PhysicalConstants.pi
        ? d - PhysicalConstants.twoPi : (d < -PhysicalConstants.pi ? d + PhysicalConstants.twoPi : d)
}
