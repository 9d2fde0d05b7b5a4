// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The kinematics of a charged particle that meets a slab, computed once for all models.
struct Passage: BitwiseCopyable {
    /// GeV/c and GeV.
    let momentum: Double
    let energy: Double
    let mass: Double
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
        momentum: Double, energy: Double, mass: Double, charge2: Double, isElectron: Bool, logBetaGamma: Double,
        paths: Double
    ) {
        self.momentum = momentum
        self.energy = energy
        self.mass = mass
        self.charge2 = charge2
        self.isElectron = isElectron
        self.logBetaGamma = logBetaGamma
        self.paths = paths
        beta2 = momentum * momentum / (energy * energy)
        inverseBeta2 = energy * energy / (momentum * momentum)
        logThickness = Elementary.log(paths * charge2 * inverseBeta2)
    }

    /// Electron mass, GeV/c² (CODATA 2018).
    static let electronMass = 0.51099895e-3
}
