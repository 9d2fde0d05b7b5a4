// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// Coefficients of the embedded parton densities, the strong coupling and factors of the scales.
public struct PartonDensityCard: Sendable, Equatable {
    public struct Coupling: Sendable, Equatable {
        /// At the mass of the Z boson, 91.188 GeV, with five flavours.
        public var valueAtZ: Double
        /// 1 or 2.
        public var loops: Int
        /// Where the number of flavours changes, GeV.
        public var charmMass, bottomMass, topMass: Double
    }
    public struct Flavour: Sendable, Equatable {
        public var name: String
        /// For every function of x the coefficients of the powers of s.
        public var coefficients: [Double]
        /// Relative errors against the fitted table: root mean square and largest.
        public var rmsError, largestError: Double
    }
    public static let names = ["g", "d", "u", "s", "c", "b", "dbar", "ubar"]
    static let functions = ["one", "l", "l2", "l3", "l4", "log_1mx", "sqrt_x", "x", "x2", "x3"]

    public var name: String
    public var coupling: Coupling
    public var scale: ScaleFactors
    /// In the order of `names`.
    public var flavours: [Flavour]

    init(_ card: Section) {
        name = card.text("name")
        coupling = Self.coupling(card.group("strong_coupling"))
        scale = Self.scale(card.group("scale"))
        flavours = card.sections("flavours").map(Self.flavour)
        if flavours.map(\.name) != Self.names {
            card.report(
                "contradiction", at: "flavours",
                "the flavours must be \(Self.names.joined(separator: ", ")), in this order")
        }
        card.finish()
    }

    private static func coupling(_ section: Section) -> Coupling {
        defer { section.finish() }
        let coupling = Coupling(
            valueAtZ: section.number("value", in: 0.05...0.3), loops: section.integer("loops", in: 1...2),
            charmMass: section.number("charm_mass", in: 1...3), bottomMass: section.number("bottom_mass", in: 3.5...6),
            topMass: section.number("top_mass", in: 100...1e6))
        return coupling
    }

    private static func scale(_ section: Section) -> ScaleFactors {
        defer { section.finish() }
        return ScaleFactors(
            factorisationFactor: section.number("factorisation_factor", in: 0.01...100),
            renormalisationFactor: section.number("renormalisation_factor", in: 0.01...100))
    }

    private static func flavour(_ section: Section) -> Flavour {
        defer { section.finish() }
        let name = section.text("name")
        let coefficients = functions.flatMap {
            section.numbers($0, in: -1e4...1e4, count: AnalyticDensities.powers)
        }
        let (rms, largest) = errors(section.group("table_error"))
        _ = errors(section.group("evolution_error"))
        return Flavour(name: name, coefficients: coefficients, rmsError: rms, largestError: largest)
    }

    private static func errors(_ section: Section) -> (Double, Double) {
        defer { section.finish() }
        return (section.number("rms", in: 0...1), section.number("largest", in: 0...1))
    }
}
