// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Interactions per millimetre of every species that interacts, in every material, as tables over ln βγ (for photons
/// ln E/m_e) that all lanes read alike.
final class InteractionLengths: Sendable {
    /// The row of what never interacts.
    static let none: Int32 = 0
    private let tables: UnsafeTable<Double>
    private let materialCount: Int

    /// - Parameter rows: for each row after the first the interactions per mm in a material at ln βγ.
    init(materialCount: Int, rows: [(_ material: Int, _ logBetaGamma: Double) -> Double]) {
        self.materialCount = materialCount
        var values = [Double](repeating: 0, count: materialCount * BetaGammaTable.count)
        values.reserveCapacity((rows.count + 1) * values.count)
        for row in rows {
            for material in 0..<materialCount { values += BetaGammaTable.nodes.map { row(material, $0) } }
        }
        tables = UnsafeTable(values)
    }

    /// Interactions per mm.
    @inline(__always)
    func value(row: Int32, material: Int32, logBetaGamma: Double) -> Double {
        let table = Int(row) &* materialCount &+ Int(material)
        return BetaGammaTable.value(tables.pointer + table &* BetaGammaTable.count, logBetaGamma)
    }
}
