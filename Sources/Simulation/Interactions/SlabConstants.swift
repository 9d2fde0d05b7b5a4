// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// What the interaction models need of one slab of material, worked out once.
///
/// All models take the path as a multiple of the slab's thickness: 1 at normal incidence, 1/cos θ otherwise. The tables
/// run over ln βγ; they belong to an `InteractionTables`, which must be kept alive.
struct SlabConstants: BitwiseCopyable, @unchecked Sendable {
    /// Thickness along the normal, mm.
    let thickness: Double
    let inverseThickness: Double
    /// Thickness in radiation lengths, its logarithm, and 13.6 MeV times its root.
    let radiationLengths: Double
    let logRadiationLengths: Double
    let scatteringScale: Double
    /// ξ₁ = (K/2) (Z/A) ρ x for the slab's thickness, GeV: the Landau width for β = 1, z = 1.
    let xi: Double
    /// ln(2 m_e c²/I) − δ(βγ)/2: what the mean loss adds to 2 ln βγ − β² and the recoil.
    let meanTable: UnsafePointer<Double>
    /// ln(2 m_e c² ξ₁/I²) + 0.200 − δ(βγ): what the most probable loss adds to 2 ln βγ − β² and ln(ξ/ξ₁).
    let probableTable: UnsafePointer<Double>
}

/// The constants and tables of every kind of slab in a tracker; owns the tables' memory.
final class InteractionTables: Sendable {
    private let tables: UnsafeTable<Double>
    /// In the order of the slabs given.
    let slabs: [SlabConstants]

    init(_ slabs: [MaterialSlab], materials: [Material]) {
        var values: [Double] = []
        var starts: [Int: Int] = [:]
        for slab in slabs where starts[slab.material] == nil {
            starts[slab.material] = values.count
            values += InteractionTables.meanValues(materials[slab.material])
        }
        // The second table of a slab is the first of its material in another combination.
        var probableStarts: [Int] = []
        for slab in slabs {
            probableStarts.append(values.count)
            values += InteractionTables.probableValues(slab, materials[slab.material])
        }
        tables = UnsafeTable(values)
        let base = tables.pointer
        self.slabs = zip(slabs, probableStarts).map { slab, probable in
            let material = materials[slab.material]
            let lengths = slab.thickness / material.radiationLength
            return SlabConstants(
                thickness: slab.thickness, inverseThickness: 1 / slab.thickness, radiationLengths: lengths,
                logRadiationLengths: Elementary.log(lengths),
                scatteringScale: MultipleScattering.scale * lengths.squareRoot(), xi: Ionisation.xi(slab, material),
                meanTable: base + starts[slab.material]!, probableTable: base + probable)
        }
    }

    private static func meanValues(_ material: Material) -> [Double] {
        let constant = Ionisation.logTwiceElectronMass - Elementary.log(material.meanExcitationEnergy)
        return BetaGammaTable.nodes.map { constant - 0.5 * material.densityEffect.delta(logBetaGamma: $0) }
    }

    private static func probableValues(_ slab: MaterialSlab, _ material: Material) -> [Double] {
        let logXi = Elementary.log(Ionisation.xi(slab, material))
        let logExcitation = Elementary.log(material.meanExcitationEnergy)
        let constant = Ionisation.logTwiceElectronMass + logXi - 2 * logExcitation + 0.200
        return BetaGammaTable.nodes.map { constant - material.densityEffect.delta(logBetaGamma: $0) }
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
