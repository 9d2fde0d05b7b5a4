// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A renormalisation or factorisation scale as a function of the final particles' transverse masses.
public struct ScaleChoice: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Root of the mean squared transverse mass.
        case meanSquare = "mean-square-transverse-mass"
        /// Geometric mean of all transverse masses, or of the two smallest.
        case geometric = "geometric-mean-transverse-mass"
        case twoSmallest = "two-smallest-transverse-masses"
        /// Sum of the transverse masses.
        case sum = "sum-of-transverse-masses"
        /// Always `factor`, GeV.
        case fixed
    }
    public var kind: Kind
    /// Multiplies the scale.
    public var factor: Double

    public init(kind: Kind, factor: Double = 1) {
        self.kind = kind
        self.factor = factor
    }

    /// The scale at a point, GeV.
    func value(_ point: borrowing HardPoint) -> Double {
        switch kind {
        case .fixed: return factor
        case .meanSquare:
            var sum = 0.0
            for i in 0..<point.count { sum += point.momenta[i].pT2 + point.masses[i] * point.masses[i] }
            return factor * (sum / Double(point.count)).squareRoot()
        case .sum:
            var sum = 0.0
            for i in 0..<point.count { sum += point.transverseMass(i) }
            return factor * sum
        case .geometric:
            var product = 1.0
            for i in 0..<point.count { product *= point.transverseMass(i) }
            switch point.count {
            case 2: return factor * product.squareRoot()
            case 4: return factor * product.squareRoot().squareRoot()
            default: return factor * Elementary.exp(Elementary.log(product) / Double(point.count))
            }
        case .twoSmallest:
            var (first, second) = (Double.infinity, Double.infinity)
            for i in 0..<point.count {
                let mass = point.transverseMass(i)
                if mass < first { (first, second) = (mass, first) } else if mass < second { second = mass }
            }
            return factor * (first * second).squareRoot()
        }
    }
}
