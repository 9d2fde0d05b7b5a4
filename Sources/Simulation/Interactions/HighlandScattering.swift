// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Multiple Coulomb scattering as programs do that know it by Highland's formula alone: one Gaussian per slab, in the
/// form of Lynch and Dahl (NIM B58 (1991) 6; RPP 2024 eq. 34.16), good to 11 % for 1e-3 < x/X0 < 100.
///
/// Its logarithm is of one slab, so that ten slabs are narrower than one ten times as thick, and it has no tails:
/// `MixedScattering` is the better model. This one is for comparison with such programs on equal terms.
enum HighlandScattering {
    /// GeV.
    static let scale = 13.6e-3

    /// Standard deviation of the deflection projected on a plane, rad; 0 below 4e-12 radiation lengths, where the
    /// formula's bracket would turn negative.
    @inline(__always)
    static func width<V: ElementaryLanes>(_ passage: Passage<V>, _ slab: ScatteringValues<V>) -> V {
        let lengths = slab.hardScatterings * passage.paths * (1 / MixedScattering.hardPerRadiationLength)
        let bracket = Elementary.log(lengths * passage.charge2 * passage.inverseBeta2) * 0.038 + 1.0
        let zero = V(every: 0)
        // 1/(β p) = E/p²
        let inverse = passage.energy * passage.inverseMomentum * passage.inverseMomentum
        let angle = inverse * (passage.charge2 * lengths).root() * bracket * scale
        return V.select(zero.isBelow(bracket), angle, zero)
    }
}
