// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// How the energy that a particle leaves in a sensor is spread along its path: every segment gets a weight drawn from
/// Landau's distribution for its length, and the weights share out the deposit.
///
/// This is the way of CMS's pixel simulation (SiPixelDigitizerAlgorithm: fluctuations by segment, then normalised to
/// the total), with Landau's law for fast particles, whose most probable loss is
/// ξ (ln(2 m_e c² ξ/(ħω_p)²) + 0.200) (RPP 2024 eq. 34.13). Slow particles, which fluctuate less, and segments below
/// 5 µm of silicon, which fluctuate more, are described less well. A view of a table.
struct SegmentStraggling: Sendable, BitwiseCopyable {
    nonisolated(unsafe) let quantiles: UnsafePointer<Double>
    static let nodes = 2048
    /// Least weight, in units of ξ: no segment is left without charge.
    static let leastWeight = 0.1

    /// λ − mode at the probabilities of the nodes.
    static func table() -> UnsafeTable<Double> {
        let landau = LandauDistribution()
        return UnsafeTable(
            (0...nodes).map { i in
                // The ends are the middle of half a node.
                let u = min(max(Double(i), 0.25), Double(nodes) - 0.25) / Double(nodes)
                return landau.quantile(u) - LandauDistribution.mode
            })
    }

    /// Weight of a segment from 32 random bits, in units of ξ.
    ///
    /// - Parameter probable: the most probable loss of a segment in units of ξ.
    @inline(__always)
    func weight(_ bits: UInt32, probable: Double) -> Double {
        let place = Double(bits) * (Double(SegmentStraggling.nodes) * 0x1p-32)
        let i = Int(place)
        let low = quantiles[i]
        let lambda = low + (place - Double(i)) * (quantiles[i + 1] - low)
        return max(probable + lambda, SegmentStraggling.leastWeight)
    }

    /// ln(2 m_e c²/(ħω_p)²) + 0.200 of a material, with energies in GeV.
    static func constant(_ material: Material) -> Double {
        Ionisation.logTwiceElectronMass - 2 * Elementary.log(material.plasmaEnergy) + 0.200
    }
}
