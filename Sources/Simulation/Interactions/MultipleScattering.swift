// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Multiple Coulomb scattering: the Gaussian core by Highland's formula in the form of Lynch and Dahl
/// (NIM B58 (1991) 6; RPP 2024 eq. 34.16), good to 11 % for 1e-3 < x/X0 < 100.
enum MultipleScattering {
    /// Standard deviation of the deflection projected on a plane, rad.
    @inline(__always)
    static func projectedAngle(_ passage: Passage, radiationLengths t: Double) -> Double {
        let argument = t * passage.charge2 / passage.beta2
        // Below 1e-5 radiation lengths the logarithm would turn the width negative: the formula ends there.
        guard argument > 1e-11 else { return 0 }
        let correction = max(0, 1 + 0.038 * Elementary.log(argument))
        let betaMomentum = passage.momentum * passage.momentum / passage.energy
        return 13.6e-3 / betaMomentum * (passage.charge2 * t).squareRoot() * correction
    }
}
