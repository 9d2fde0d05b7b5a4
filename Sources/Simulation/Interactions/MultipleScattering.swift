// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Multiple Coulomb scattering: the Gaussian core by Highland's formula in the form of Lynch and Dahl
/// (NIM B58 (1991) 6; RPP 2024 eq. 34.16), good to 11 % for 1e-3 < x/X0 < 100.
enum MultipleScattering {
    /// GeV.
    static let scale = 13.6e-3

    /// Standard deviation of the deflection projected on a plane, rad.
    ///
    /// Below 4e-12 radiation lengths, where the formula's bracket would turn negative, the angle is 0.
    @inline(__always)
    static func projectedAngle<V: ElementaryLanes>(_ passage: Passage<V>, _ slab: SlabValues<V>) -> V {
        let bracket = (slab.logRadiationLengths + passage.logThickness) * 0.038 + 1.0
        let zero = V(every: 0)
        // 1/(β p) = E/p²
        let inverse = passage.energy * passage.inverseMomentum * passage.inverseMomentum
        let angle = slab.scatteringScale * inverse * (passage.charge2 * passage.paths).root() * bracket
        return V.select(zero.isBelow(bracket), angle, zero)
    }
}
