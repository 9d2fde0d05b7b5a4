// SPDX-License-Identifier: GPL-3.0-or-later

/// The scale of a hard process from the transverse masses of its final particles.
public struct ScaleChoice: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Root of the mean squared transverse mass.
        case transverseMass = "transverse-mass"
        /// Half the sum of the transverse masses.
        case halfHT = "ht-half"
        /// One number.
        case fixed
    }
    public var kind: Kind
    /// The scale of kind `fixed`, GeV.
    public var fixedValue: Double
    /// Factors of the scale at which densities are read, and of the one of the strong coupling.
    public var factorisationFactor: Double
    public var renormalisationFactor: Double

    public init(
        kind: Kind = .transverseMass, fixedValue: Double = 0, factorisationFactor: Double = 1,
        renormalisationFactor: Double = 1
    ) {
        self.kind = kind
        self.fixedValue = fixedValue
        self.factorisationFactor = factorisationFactor
        self.renormalisationFactor = renormalisationFactor
    }

    /// The scale in GeV before the factors.
    ///
    /// - Parameters:
    ///   - squaredMasses: sum of squared transverse masses, GeV².
    ///   - masses: sum of transverse masses, GeV.
    ///   - count: number of particles, at least 1.
    @inline(__always)
    public func scale(squaredMasses: Double, masses: Double, count: Int) -> Double {
        switch kind {
        case .transverseMass: (squaredMasses / Double(count)).squareRoot()
        case .halfHT: 0.5 * masses
        case .fixed: fixedValue
        }
    }
}
