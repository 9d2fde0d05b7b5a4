// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds the modules of a layer near a place by computing a bin, without a search.
///
/// Bins divide an angle-like coordinate and, for a barrel, z or, for a disc, r. Each bin lists every module whose
/// footprint comes within a margin of it, so that a short piece of path looks at one bin only.
struct LayerGrid {
    let isBarrel: Bool
    /// Every point of every module's mid-plane lies within these, mm.
    let minimumRadius: Double
    let maximumRadius: Double
    let minimumZ: Double
    let maximumZ: Double
    /// All modules of the layer.
    let firstModule: Int32
    let moduleCount: Int32
    /// Bins per unit of angle (of 4), and their number.
    let angleScale: Double
    let angleBins: Int32
    /// Bins per mm along z or r, their origin and number.
    let alongScale: Double
    let alongOrigin: Double
    let alongBins: Int32
    /// Margins that the lists include.
    let angleMargin: Double
    let alongMargin: Double
    /// Position of the first bin's entry in `binStarts`.
    let firstBin: Int32
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
