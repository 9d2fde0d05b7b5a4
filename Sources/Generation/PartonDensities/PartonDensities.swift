// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Parton densities of the proton with their strong coupling: the embedded closed form, or an LHAPDF6 grid.
///
/// Values are momentum densities x f(x, Q), never negative (a grid's negative values count as 0), 0 for x ≥ 1. No call
/// allocates.
public struct PartonDensities: Sendable {
    private let analytic: AnalyticDensities
    private let grid: DensityGrid?
    private let coupling: RunningCoupling
    /// Factors of the scales that a process chooses.
    public let scales: ScaleFactors

    /// - Parameter grid: takes the place of the card's densities, and its coupling that of the card's.
    init(card: PartonDensityCard, grid: LoadedDensityGrid? = nil) {
        analytic = AnalyticDensities(flavours: card.flavours.map(\.coefficients))
        self.grid = grid?.densities
        let (value, loops) = (card.coupling.valueAtZ, card.coupling.loops)
        let masses = (card.coupling.charmMass, card.coupling.bottomMass, card.coupling.topMass)
        coupling = grid?.coupling ?? RunningCoupling(valueAtZ: value, loops: loops, masses: masses)
        scales = card.scale
    }

    /// The strong coupling at a scale in GeV.
    public func alphaS(scale: Double) -> Double { coupling.value(scale: scale) }

    /// Densities at two momentum fractions (0...1) and one scale in GeV.
    public func values(x1: Double, x2: Double, scale: Double) -> (PartonValues, PartonValues) {
        guard let grid else { return analytic.values(x1: x1, x2: x2, scale: scale) }
        return (grid.values(x: x1, scale: scale).positive, grid.values(x: x2, scale: scale).positive)
    }

    /// Densities at one momentum fraction (0...1) and a scale in GeV.
    public func values(x: Double, scale: Double) -> PartonValues {
        guard let grid else { return analytic.values(x: x, scale: scale) }
        return grid.values(x: x, scale: scale).positive
    }
}

/// What a leading-order weight depends on besides the amplitude: partons, their momentum fractions, the scale and the
/// power of the coupling. With it the weight of another set or other scales is a ratio.
public struct DensityPoint: Sendable, BitwiseCopyable {
    /// PDG numbers of the partons from the beams along +z and -z: 21 or ±1...±5.
    public var first, second: Int32
    public var x1, x2: Double
    /// Scale of the hard process in GeV, before any factor.
    public var scale: Double
    /// Power of the strong coupling in the squared amplitude.
    public var couplingPower: Int

    public init(first: Int32, second: Int32, x1: Double, x2: Double, scale: Double, couplingPower: Int) {
        self.first = first
        self.second = second
        self.x1 = x1
        self.x2 = x2
        self.scale = scale
        self.couplingPower = couplingPower
    }
}

extension PartonDensities {
    /// The product of both densities and the powers of the coupling at a point, its scale times the factors.
    public func factor(at point: DensityPoint, factorisation: Double, renormalisation: Double) -> Double {
        let (a, b) = values(x1: point.x1, x2: point.x2, scale: point.scale * factorisation)
        let alphaS = alphaS(scale: point.scale * renormalisation)
        var factor = a[Int(point.first)] * b[Int(point.second)]
        for _ in 0..<point.couplingPower { factor *= alphaS }
        return factor
    }

    /// Weight of a variation over the nominal weight: other factors of the scales, or another set.
    ///
    /// - Parameters:
    ///   - varied: the set of the variation; the same one for a variation of scales.
    ///   - factorisation, renormalisation: factors on top of those of the nominal scales.
    /// - Returns: 1 where the nominal densities vanish.
    public func ratio(
        of varied: PartonDensities, at point: DensityPoint, factorisation: Double = 1, renormalisation: Double = 1
    ) -> Double {
        let (f, r) = (scales.factorisationFactor, scales.renormalisationFactor)
        let nominal = factor(at: point, factorisation: f, renormalisation: r)
        guard nominal > 0 else { return 1 }
        let other = varied.factor(at: point, factorisation: f * factorisation, renormalisation: r * renormalisation)
        return other / nominal
    }
}
