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

/// What a leading-order weight depends on besides the amplitude: partons, their momentum fractions, the scales and the
/// power of the coupling. With it the weight of another set is a ratio.
public struct DensityPoint: Sendable, BitwiseCopyable {
    /// PDG numbers of the partons from the beams along +z and -z: 21 or ±1...±5.
    public var first, second: Int32
    public var x1, x2: Double
    /// GeV.
    public var factorisationScale, renormalisationScale: Double
    /// Power of the strong coupling in the squared amplitude.
    public var couplingPower: Int

    public init(
        first: Int32, second: Int32, x1: Double, x2: Double, factorisationScale: Double, renormalisationScale: Double,
        couplingPower: Int
    ) {
        self.first = first
        self.second = second
        self.x1 = x1
        self.x2 = x2
        self.factorisationScale = factorisationScale
        self.renormalisationScale = renormalisationScale
        self.couplingPower = couplingPower
    }
}

extension PartonDensities {
    /// The product of both densities and the powers of the coupling at a point.
    public func factor(at point: DensityPoint) -> Double {
        let (a, b) = values(x1: point.x1, x2: point.x2, scale: point.factorisationScale)
        let alphaS = alphaS(scale: point.renormalisationScale)
        var factor = a[Int(point.first)] * b[Int(point.second)]
        for _ in 0..<point.couplingPower { factor *= alphaS }
        return factor
    }
}
