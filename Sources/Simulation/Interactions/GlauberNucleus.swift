// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Cross-sections of a nucleus from those of its nucleons: R. J. Glauber, Lectures in Theoretical Physics 1 (1959) 315,
/// in the optical limit.
///
/// With the thickness T(b) of the nucleus all follow from one function, F(σ) = ∫ (1 − exp(−σ T)) d²b: inelastic
/// F(σ_absorptive), elastic 2 F(σ_total/2) − F(σ_total), quasi-elastic what is left of the total 2 F(σ_total/2).
/// Densities: Woods and Saxon with radius 1.12 A^(1/3) − 0.86 A^(−1/3) fm and skin 0.54 fm from A = 17 on (H. de Vries et
/// al., At. Data Nucl. Data Tables 36 (1987) 495), a Gaussian with the measured radius of 2.5 to 2.7 fm below. The range
/// of the interaction (`HadronSpecies.squaredRange`) adds to the mean square radius. Valid from A = 9 on.
struct GlauberNucleus {
    /// F(σ)/σ at equal steps of ln σ, σ in mb, for each of the ranges.
    static let firstLog = -0.7
    static let step = 0.125
    static let nodes = 64
    /// Squared ranges, fm², each twice the one before.
    static let firstRange = 0.2
    static let ranges = 7

    /// The table of a nucleus with mass number `atomicMass`, one squared range after the other.
    static func table(atomicMass: Double) -> [Double] {
        (0..<ranges).flatMap { table(atomicMass: atomicMass, range: firstRange * Double(1 << $0)) }
    }

    private static func table(atomicMass: Double, range: Double) -> [Double] {
        let (thickness, width) = profile(atomicMass, range)
        return (0..<nodes).map { i in
            let sigma = Elementary.exp(firstLog + step * Double(i))
            var sum = 0.0
            for j in thickness.indices {
                let b = (Double(j) + 0.5) * width
                // 1 − exp without loss of digits for small arguments.
                sum -= Elementary.expm1(-0.1 * sigma * thickness[j]) * b
            }
            // fm² to mb.
            return 10 * PhysicalConstants.twoPi * sum * width / sigma
        }
    }

    /// F(σ) in mb for a squared range in fm², linear between the ranges of the table.
    static func value(_ table: UnsafePointer<Double>, _ sigma: Double, squaredRange: Double) -> Double {
        var j = 0
        var low = firstRange
        while j < ranges - 2 && squaredRange > 2 * low {
            j += 1
            low *= 2
        }
        let share = max(0, min(1, (squaredRange - low) / low))
        let near = value(table + j * nodes, sigma)
        return share > 0 ? near + share * (value(table + (j + 1) * nodes, sigma) - near) : near
    }

    @inline(__always)
    private static func value(_ table: UnsafePointer<Double>, _ sigma: Double) -> Double {
        guard sigma > 0 else { return 0 }
        let place = max(0, min((Elementary.log(sigma) - firstLog) / step, Double(nodes - 1)))
        let i = min(Int(place), nodes - 2)
        return sigma * (table[i] + (place - Double(i)) * (table[i + 1] - table[i]))
    }

    /// Nucleons per fm² along lines at distances (j + ½) `width` fm from the centre.
    private static func profile(_ atomicMass: Double, _ range: Double) -> (values: [Double], width: Double) {
        let count = 200
        let isLight = atomicMass < 17
        let root = Elementary.exp(Elementary.log(atomicMass) / 3)
        let radius = isLight ? 0 : 1.12 * root - 0.86 / root
        // Of a Woods-Saxon density a second moment of (7/5) π² a² belongs to the skin.
        let skin = (0.54 * 0.54 + 5 * range / (7 * PhysicalConstants.pi * PhysicalConstants.pi)).squareRoot()
        let light = 2.5 + 0.05 * max(0, atomicMass - 12)
        let inverseWidth2 = 1.5 / (light * light + range)
        let end = isLight ? 9.0 : radius + 12 * skin
        let width = end / Double(count)
        let density = { (r2: Double) -> Double in
            isLight
                ? Elementary.exp(-r2 * inverseWidth2) : 1 / (1 + Elementary.exp((r2.squareRoot() - radius) / skin))
        }
        var values: [Double] = []
        var nucleons = 0.0
        for j in 0..<count {
            let b = (Double(j) + 0.5) * width
            var sum = 0.0
            for k in 0..<count {
                let z = (Double(k) + 0.5) * width
                sum += density(b * b + z * z)
            }
            values.append(2 * sum * width)
            nucleons += PhysicalConstants.twoPi * b * values[j] * width
        }
        return (values.map { $0 * atomicMass / nucleons }, width)
    }
}
