// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Draws the masses of hadrons: Breit-Wigner for those wider than 1 MeV, the table's mass for the others.
struct HadronMasses: Sendable {
    private struct Line: BitwiseCopyable {
        var shape: BreitWigner
        var lower: Double
        var upper: Double
        /// Angle of the lower bound and span to the upper one: tan(angle) = (m² - m0²) / (m0 Γ).
        var angle = 0.0
        var span = 0.0

        init(shape: BreitWigner, lower: Double, upper: Double) {
            self.shape = shape
            self.lower = lower
            self.upper = upper
            let (m2, scale) = (shape.mass * shape.mass, shape.mass * shape.width)
            guard shape.width > 0, upper > lower else { return }
            angle = Elementary.atan2(lower * lower - m2, scale)
            span = Elementary.atan2(upper * upper - m2, scale) - angle
        }
    }
    private static let directSize = 8192
    private let lines: ConstantTable<Line>
    private let f0: Line
    private let a1: Line

    init(table: DecayTable) {
        func line(_ pdgID: Int32) -> Line {
            guard let species = ParticleData.species(pdgID) else {
                return Line(shape: BreitWigner(mass: 0, width: 0), lower: 0, upper: 0)
            }
            let isWide = species.width > 1 * Units.MeV
            let lower = max(species.mass - 2.5 * species.width, table.threshold(pdgID) + 5 * Units.MeV)
            let upper = species.mass + 2.5 * species.width
            guard isWide && lower < upper else {
                return Line(shape: BreitWigner(mass: species.mass, width: 0), lower: species.mass, upper: species.mass)
            }
            return Line(
                shape: BreitWigner(mass: species.mass, width: species.width), lower: min(lower, species.mass),
                upper: upper)
        }
        lines = ConstantTable((0..<Self.directSize).map { line(Int32($0)) })
        f0 = line(9_010_221)
        a1 = line(20_213)
    }

    @inline(__always)
    private func line(_ pdgID: Int32) -> Line {
        let number = Int(abs(pdgID))
        if number < Self.directSize { return lines[number] }
        if number == 20_213 { return a1 }
        if number == 9_010_221 { return f0 }
        let mass = ParticleData.mass(pdgID) ?? 0
        return Line(shape: BreitWigner(mass: mass, width: 0), lower: mass, upper: mass)
    }

    /// One mass, GeV. One draw for a wide particle, none for a narrow one.
    @inline(__always)
    func sample(_ pdgID: Int32, using stream: inout RandomStream) -> Double {
        let found = line(pdgID)
        if found.shape.width == 0 { return found.shape.mass }
        let (mass, width) = (found.shape.mass, found.shape.width)
        let m2 = mass * mass + mass * width * Elementary.tan(found.angle + found.span * stream.uniform())
        return min(max(m2, found.lower * found.lower), found.upper * found.upper).squareRoot()
    }

    /// The smallest mass `sample` can give.
    @inline(__always) func minimum(_ pdgID: Int32) -> Double { line(pdgID).lower }
    /// The mass at the peak.
    @inline(__always) func central(_ pdgID: Int32) -> Double { line(pdgID).shape.mass }
}
