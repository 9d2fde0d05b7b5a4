// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// What the interaction models need of one slab of material, worked out once.
///
/// All models take the path as a multiple of the slab's thickness: 1 at normal incidence, 1/cos θ otherwise. The table
/// runs over ln βγ; it belongs to an `InteractionTables`, which must be kept alive.
struct SlabConstants: BitwiseCopyable, @unchecked Sendable {
    /// Thickness along the normal, mm.
    var thickness: Double
    /// Longest path in it, as a multiple of its thickness.
    var longestPath: Double
    /// ξ₁ = (K/2) (Z/A) ρ x for the slab's thickness, GeV: the Landau width for β = 1, z = 1.
    var xi: Double
    /// ln(2 m_e c²/I): what the mean loss adds to 2 ln βγ − β² − δ/2 and the recoil.
    var meanConstant: Double
    /// ln(2 m_e c² ξ₁/I²) + 0.200: what the most probable loss adds to 2 ln βγ − β² − δ and ln(ξ/ξ₁).
    var probableConstant: Double
    /// Multiple scattering, and the deposit if the slab is a sensor.
    var scattering: MixedScattering
    var deposit: DepositFluctuation
    /// δ(βγ) of the material.
    let densityEffect: UnsafePointer<Double>
}

/// What the models need of the slabs that the lanes' particles are in, with the density effect at their ln βγ.
struct SlabValues<V: ElementaryLanes> {
    let xi: V
    /// ln(2 m_e c²/I) − δ/2, and ln(2 m_e c² ξ₁/I²) + 0.200 − δ.
    let mean, probable: V
}

extension SlabValues<Double> {
    init(_ slab: SlabConstants, logBetaGamma: Double) {
        xi = slab.xi
        let delta = BetaGammaTable.value(slab.densityEffect, logBetaGamma)
        mean = slab.meanConstant - 0.5 * delta
        probable = slab.probableConstant - delta
    }
}

/// The constants of every kind of slab in a tracker and the tables of its materials; owns the tables' memory.
final class InteractionTables: Sendable {
    private let tables: UnsafeTable<Double>
    /// In the order of the slabs given.
    let slabs: [SlabConstants]

    init(_ slabs: [MaterialSlab], longestPaths: [Double], materials: [Material]) {
        tables = UnsafeTable(
            materials.flatMap { material in
                BetaGammaTable.nodes.map { material.densityEffect.delta(logBetaGamma: $0) }
            })
        let base = tables.pointer
        self.slabs = zip(slabs, longestPaths).map { slab, longest in
            let material = materials[slab.material]
            let xi = Ionisation.xi(slab, material)
            let meanConstant = Ionisation.logTwiceElectronMass - Elementary.log(material.meanExcitationEnergy)
            return SlabConstants(
                thickness: slab.thickness, longestPath: longest, xi: xi, meanConstant: meanConstant,
                probableConstant: meanConstant + Elementary.log(xi / material.meanExcitationEnergy) + 0.200,
                scattering: MixedScattering(slab, material), deposit: DepositFluctuation(slab, material),
                densityEffect: base + slab.material * BetaGammaTable.count)
        }
    }
}

/// The grid of the tables: ln βγ from −4 to 16, linear between nodes (error below 1e-4 of a logarithm near 10).
enum BetaGammaTable {
    static let first = -4.0
    static let perUnit = 32.0
    static let count = 641
    static let nodes = (0..<count).map { first + Double($0) / perUnit }

    /// The node at or below ln βγ, at most the last but one, and the way from it to the next, 0 to 1; beyond the ends of
    /// the grid less or more.
    @inline(__always)
    static func place<V: ElementaryLanes>(_ logBetaGamma: V) -> (node: V.Bits, fraction: V) {
        let place = (logBetaGamma - first) * perUnit
        let last = V(every: Double(count - 2))
        let below = V.select(place.isBelow(last), place, last)
        let (node, whole) = below.wholePart
        return (node, place - whole)
    }

    /// The value of a table at ln βγ; beyond its ends the last interval goes on.
    static func value(_ table: UnsafePointer<Double>, _ logBetaGamma: Double) -> Double {
        let (node, fraction) = place(logBetaGamma)
        let low = table[Int(node)]
        return low + fraction * (table[Int(node) + 1] - low)
    }
}

extension ElementaryLanes {
    /// The largest whole number not above a value below 2³¹, as bits and as a double; 0 for what is negative or not a
    /// number.
    @inline(__always)
    var wholePart: (bits: Bits, value: Self) {
        let zero = Self(every: 0)
        let bounded = Self.select(zero.isBelow(self), self, zero)
        // Doubles of this size are whole numbers; the sum is rounded to the nearest.
        let nearest = (bounded + 0x1.8p52) - 0x1.8p52
        let whole = nearest - Self.select(bounded.isBelow(nearest), Self(every: 1), zero)
        return ((whole + 0x1.8p52).bits.masked(by: Bits(every: 0xFFFF_FFFF)), whole)
    }
}
