// SPDX-License-Identifier: GPL-3.0-or-later

/// Factors of the scales that the card of a process chooses.
public struct ScaleFactors: Sendable, Equatable {
    /// Of the scale at which densities are read, and of the one of the strong coupling.
    public var factorisationFactor: Double
    public var renormalisationFactor: Double

    public init(factorisationFactor: Double = 1, renormalisationFactor: Double = 1) {
        self.factorisationFactor = factorisationFactor
        self.renormalisationFactor = renormalisationFactor
    }
}
