// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The kinematics of a charged particle that meets a slab, computed once for all models.
struct Passage: BitwiseCopyable {
    /// GeV, (GeV/c)⁻¹.
    let energy: Double
    let inverseMomentum: Double
    let mass: Double
    let inverseMass: Double
    /// Lorentz factor.
    let gamma: Double
    /// Squared charge in units of e².
    let charge2: Double
    let isElectron: Bool
    /// ln βγ.
    let logBetaGamma: Double
    /// (v/c)² and its inverse.
    let beta2: Double
    let inverseBeta2: Double
    /// Path in the slab as a multiple of its thickness.
    let paths: Double
    /// ln(paths z²/β²): the logarithm that scattering and the Landau width share.
    let logThickness: Double

    @inline(__always)
    init(
        energy: Double, inverseMomentum: Double, mass: Double, inverseMass: Double, charge2: Double,
        isElectron: Bool, logBetaGamma: Double, paths: Double
    ) {
        self.energy = energy
        self.inverseMomentum = inverseMomentum
        self.mass = mass
        self.inverseMass = inverseMass
        self.charge2 = charge2
        self.isElectron = isElectron
        self.logBetaGamma = logBetaGamma
        self.paths = paths
        gamma = energy * inverseMass
        let inverseBeta = energy * inverseMomentum
        inverseBeta2 = inverseBeta * inverseBeta
        beta2 = 1 / inverseBeta2
        logThickness = Elementary.log(paths * charge2 * inverseBeta2)
    }

    /// Electron mass, GeV/c² (CODATA 2018).
    static let electronMass = 0.51099895e-3
}
