// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The kinematics of charged particles that meet a slab, one per lane, computed once for all models.
struct Passage<V: ElementaryLanes> {
    /// GeV, (GeV/c)⁻¹.
    let energy: V
    let inverseMomentum: V
    let inverseMass: V
    /// Lorentz factor.
    let gamma: V
    /// Squared charge in units of e².
    let charge2: V
    /// Electrons and positrons.
    let isElectron: V.Choice
    /// ln βγ.
    let logBetaGamma: V
    /// (v/c)² and its inverse.
    let beta2: V
    let inverseBeta2: V
    /// Path in the slab as a multiple of its thickness.
    let paths: V
    /// ln(paths z²/β²): the logarithm of the Landau width.
    @inline(__always) var logThickness: V { Elementary.log(paths * charge2 * inverseBeta2) }

    @inline(__always)
    init(
        energy: V, inverseMomentum: V, inverseMass: V, charge2: V, isElectron: V.Choice, logBetaGamma: V, paths: V
    ) {
        self.energy = energy
        self.inverseMomentum = inverseMomentum
        self.inverseMass = inverseMass
        self.charge2 = charge2
        self.isElectron = isElectron
        self.logBetaGamma = logBetaGamma
        self.paths = paths
        gamma = energy * inverseMass
        let inverseBeta = energy * inverseMomentum
        inverseBeta2 = inverseBeta * inverseBeta
        beta2 = V(every: 1) / inverseBeta2
    }
}

enum PhysicsConstants {
    /// Electron mass, GeV/c² (CODATA 2018).
    static let electronMass = 0.51099895e-3
}
