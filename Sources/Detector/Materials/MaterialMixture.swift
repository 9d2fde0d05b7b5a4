// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Materials made from others.
public enum MaterialMixture {
    /// Density below which a mixture is treated as a gas by the density effect, g/cm³.
    public static let gasDensity = 0.01

    /// A homogeneous mixture by mass fractions, which are normalised to one.
    ///
    /// Inverse lengths per g/cm² add by mass; ln I adds by electrons (Bragg's rule, Berger and Seltzer 1982).
    ///
    /// - Parameters:
    ///   - density: g/cm³, positive.
    ///   - parts: at least one, with positive mass fractions.
    public static func byMass(name: String, density: Double, parts: [(material: Material, fraction: Double)]) -> Material
    {
        var total = 0.0
        for part in parts { total += part.fraction }
        var inverseRadiation = 0.0
        var inverseInteraction = 0.0
        var ratioZA = 0.0
        var logExcitation = 0.0
        var atomicNumber = 0.0
        var atomicMass = 0.0
        for part in parts {
            let weight = part.fraction / total
            let material = part.material
            inverseRadiation += weight / (material.radiationLength * material.density)
            inverseInteraction += weight / (material.interactionLength * material.density)
            ratioZA += weight * material.ratioZA
            logExcitation += weight * material.ratioZA * Elementary.log(material.meanExcitationEnergy)
            atomicNumber += weight * material.atomicNumber
            atomicMass += weight * material.atomicMass
        }
        let excitation = Elementary.exp(logExcitation / ratioZA)
        return made(
            name: name, density: density, radiationLength: 1 / (inverseRadiation * density),
            interactionLength: 1 / (inverseInteraction * density), atomicNumber: atomicNumber, atomicMass: atomicMass,
            ratioZA: ratioZA, excitation: excitation)
    }

    /// A material from its measured properties; plasma energy and density effect follow.
    ///
    /// - Parameters:
    ///   - density: g/cm³.
    ///   - radiationLength: mm, and so `interactionLength`.
    ///   - atomicMass: g/mol; `ratioZA` in mol/g.
    ///   - excitation: mean excitation energy, GeV.
    public static func made(
        name: String, density: Double, radiationLength: Double, interactionLength: Double, atomicNumber: Double,
        atomicMass: Double, ratioZA: Double, excitation: Double
    ) -> Material {
        // ħω_p = 28.816 eV sqrt(ρ Z/A), RPP 2024 table 34.1.
        let plasma = 28.816 * Units.eV * (density * ratioZA).squareRoot()
        return Material(
            name: name, density: density, radiationLength: radiationLength, interactionLength: interactionLength,
            atomicNumber: atomicNumber, atomicMass: atomicMass, ratioZA: ratioZA, meanExcitationEnergy: excitation,
            plasmaEnergy: plasma,
            densityEffect: densityEffect(excitation: excitation, plasma: plasma, isGas: density < gasDensity))
    }

    /// General density-effect parameters for materials without a fit of their own: R. M. Sternheimer and
    /// R. F. Peierls, Phys. Rev. B 3 (1971) 3681, section III.
    ///
    /// - Parameters:
    ///   - excitation: mean excitation energy, GeV.
    ///   - plasma: plasma energy, GeV.
    public static func densityEffect(excitation: Double, plasma: Double, isGas: Bool) -> Material.DensityEffect {
        let cBar = 2 * Elementary.log(excitation / plasma) + 1
        let (x0, x1) = isGas ? gasLimits(cBar) : condensedLimits(cBar, excitation: excitation)
        let m = 3.0
        let width = x1 - x0
        // δ vanishes at x0: a (x1 - x0)^m = C - 2 ln(10) x0.
        let a = (cBar - 4.605170185988092 * x0) / (width * width * width)
        return Material.DensityEffect(x0: x0, x1: x1, a: a, m: m, cBar: cBar, delta0: 0)
    }

    private static func condensedLimits(_ cBar: Double, excitation: Double) -> (Double, Double) {
        if excitation < 100 * Units.eV {
            return (cBar < 3.681 ? 0.2 : 0.326 * cBar - 1.0, 2.0)
        }
        return (cBar < 5.215 ? 0.2 : 0.326 * cBar - 1.5, 3.0)
    }

    private static func gasLimits(_ cBar: Double) -> (Double, Double) {
        switch cBar {
        case ..<10: return (1.6, 4)
        case ..<10.5: return (1.7, 4)
        case ..<11: return (1.8, 4)
        case ..<11.5: return (1.9, 4)
        case ..<12.25: return (2.0, 4)
        case ..<13.804: return (2.0, 5)
        default: return (0.326 * cBar - 2.5, 5)
        }
    }
}
