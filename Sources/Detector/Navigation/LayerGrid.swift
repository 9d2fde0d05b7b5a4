// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds the modules of a layer near a place by computing bins, without a search and in little memory.
///
/// A layer's modules stand in rings: rows of equal z in a barrel, circles of equal radius on a disc. Bins along z or r
/// tell the rings near a place, bins in azimuth the modules of a ring; rings of one pattern share their bins.
struct LayerGrid {
    let isBarrel: Bool
    /// Every point of every module's mid-plane lies within these, mm.
    let minimumRadius: Double
    let maximumRadius: Double
    /// Turns a distance across the layer into a diamond angle that is never too small; infinite at the axis.
    let anglePerLength: Double
    let minimumZ: Double
    let maximumZ: Double
    let firstModule: Int32
    let moduleCount: Int32
    /// Bins along z or r: origin, bins per mm, number, position of the first in `IndexRange`s.
    let alongOrigin: Double
    let alongScale: Double
    let alongBins: Int32
    let firstAlongBin: Int32
    /// Position of the first ring.
    let firstRing: Int32
}

/// The modules of one row or circle, in the order of azimuth.
struct ModuleRing {
    /// Position of the first in the list of modules, and their number.
    let firstModule: Int32
    let moduleCount: Int32
    /// Bins in the diamond angle: bins per unit, number, position of the first in `IndexRange`s.
    let angleScale: Double
    let angleBins: Int32
    let firstAngleBin: Int32
}

/// The rings, or the modules of a ring, that reach into a bin: positions `first..<end`. In azimuth they are modulo the
/// number of modules, with `end` at most that much above `first`; from bin to bin neither ever decreases.
struct IndexRange: Hashable {
    let first: Int32
    let end: Int32
}

/// A coordinate that grows with the azimuth from 0 at +x through 1 at +y to 4, without a transcendental function.
/// Its slope against the azimuth lies between 1/2 and 1.
@inline(__always)
func diamondAngle(_ x: Double, _ y: Double) -> Double {
    let p = x / (abs(x) + abs(y))
    return y >= 0 ? 1 - p : 3 + p
}

/// `b - a` on the diamond circle, in [-2, 2].
@inline(__always)
func diamondDifference(from a: Double, to b: Double) -> Double {
    let d = b - a
    return d > 2 ? d - 4 : (d < -2 ? d + 4 : d)
}

/// The largest whole number not above `x`, for |x| below 2³¹; without a call of `floor`.
@inline(__always)
func floorBin(_ x: Double) -> Int32 {
    let truncated = Int32(x)
    return Double(truncated) > x ? truncated - 1 : truncated
}
