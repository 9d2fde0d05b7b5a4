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

    /// A slab of nothing: no path, no deflection, no loss.
    var emptied: SlabConstants {
        var result = self
        result.thickness = 0
        result.longestPath = 1
        result.xi = 0
        result.scattering = scattering.emptied
        return result
    }
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

    /// The value of a table at ln βγ; beyond its ends the last interval goes on.
    @inline(__always)
    static func value(_ table: UnsafePointer<Double>, _ logBetaGamma: Double) -> Double {
        let place = (logBetaGamma - first) * perUnit
        let node = max(0, min(place, Double(count - 2)))
        let i = Int(node)
        let low = table[i]
        return low + (place - Double(i)) * (table[i + 1] - low)
    }
}
