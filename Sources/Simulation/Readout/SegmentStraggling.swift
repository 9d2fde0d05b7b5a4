// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// How the energy that a particle leaves in a sensor is spread along its path: every segment draws a loss from Landau's
/// distribution (without the end of its tail) for its length, and what the sum and the deposit differ by goes to the segment with the largest loss,
/// since it is one hard collision that makes a deposit large. A deposit of a slow particle, larger in every collision, is
/// shared in proportion instead.
///
/// After the way of CMS's pixel simulation (SiPixelDigitizerAlgorithm: fluctuations by segment, then normalised to the
/// total), with Landau's law for fast particles, whose most probable loss is ξ (ln(2 m_e c² ξ/(ħω_p)²) + 0.200) (RPP 2024
/// eq. 34.13). Slow particles, which fluctuate less, and segments below 5 µm of silicon, which fluctuate more, are
/// described less well. A view of a table.
struct SegmentStraggling: Sendable, BitwiseCopyable {
    nonisolated(unsafe) let quantiles: UnsafePointer<Float>
    static let nodes = 1024
    /// Least weight, in units of ξ: no segment is left without charge.
    static let leastWeight = 0.1
    /// Most probable λ (Kölbig and Schorr, Comp. Phys. Comm. 31 (1984) 97).
    private static let mode = -0.22278298
    /// ξ over the hardest collision: 50 µm of silicon, out of which electrons of 0.25 MeV fly.
    private static let kappa = 0.004

    /// λ − mode at the probabilities of the nodes.
    static func table() -> UnsafeTable<Float> {
        let integral = VavilovIntegral(kappa: kappa)
        var place = -integral.below
        return UnsafeTable(
            (0...nodes).map { i in
                // The ends are the middle of half a node.
                let u = min(max(Double(i), 0.25), Double(nodes) - 0.25) / Double(nodes)
                place = integral.quantile(u, near: place)
                return Float(place + integral.mean - mode)
            })
    }

    /// λ − mode from 32 random bits.
    @inline(__always)
    func excess(_ bits: UInt32) -> Double {
        // The upper ten bits name the interval.
        let i = Int(bits &>> 22)
        let low = Double(quantiles[i])
        return low + Double(Int32(truncatingIfNeeded: bits & 0x3F_FFFF)) * 0x1p-22 * (Double(quantiles[i + 1]) - low)
    }

    /// Draws the weights of the segments of a path, each with a Landau width of `xi` (GeV); returns the energy that a
    /// weight of 1 stands for, so that they add up to the deposit (GeV).
    ///
    /// - Precondition: `weights` has room for as many as segments, rounded up to a multiple of four.
    @inline(__always)
    func draw(
        _ segments: Int, deposit: Double, xi: Double, probableConstant: Double, isFast: Bool,
        _ stream: inout RandomStream, into weights: UnsafeMutablePointer<Double>
    ) -> Double {
        let probable = xi > 0 ? probableConstant + Elementary.log(xi) : 0
        var k = 0
        while k < segments {
            let (first, second) = stream.nextPair()
            let least = SegmentStraggling.leastWeight
            weights[k] = max(probable + excess(UInt32(truncatingIfNeeded: first)), least)
            weights[k &+ 1] = max(probable + excess(UInt32(truncatingIfNeeded: first &>> 32)), least)
            weights[k &+ 2] = max(probable + excess(UInt32(truncatingIfNeeded: second)), least)
            weights[k &+ 3] = max(probable + excess(UInt32(truncatingIfNeeded: second &>> 32)), least)
            k &+= 4
        }
        var sum = 0.0
        var largest = 0
        var most = 0.0
        for k in 0..<segments {
            let weight = weights[k]
            sum += weight
            largest = weight > most ? k : largest
            most = max(most, weight)
        }
        let wanted = deposit / max(xi, 1e-300)
        if isFast || wanted < sum {
            let rest = sum - most
            let least = min(max(probable, SegmentStraggling.leastWeight), most)
            weights[largest] = max(wanted - rest, least)
            sum = rest + weights[largest]
        }
        return deposit / sum
    }

    /// ln(2 m_e c²/(ħω_p)²) + 0.200 of a material, with energies in GeV.
    static func constant(_ material: Material) -> Double {
        Ionisation.logTwiceElectronMass - 2 * Elementary.log(material.plasmaEnergy) + 0.200
    }
}
