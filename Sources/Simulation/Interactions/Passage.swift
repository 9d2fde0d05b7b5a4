// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The kinematics of a charged particle that meets a slab, computed once for all models.
struct Passage: BitwiseCopyable {
    /// GeV/c, GeV, GeV/c².
    let momentum: Double
    let energy: Double
    let mass: Double
    /// Squared charge in units of e².
    let charge2: Double
    let isElectron: Bool
    /// (v/c)².
    let beta2: Double
    /// ln βγ.
    let logBetaGamma: Double

    @inline(__always)
    init(momentum: Double, energy: Double, mass: Double, charge2: Double, isElectron: Bool) {
        self.momentum = momentum
        self.energy = energy
        self.mass = mass
        self.charge2 = charge2
        self.isElectron = isElectron
        beta2 = momentum * momentum / (energy * energy)
        logBetaGamma = Elementary.log(momentum / mass)
    }

    /// Electron mass, GeV/c² (CODATA 2018).
    static let electronMass = 0.51099895e-3
}
