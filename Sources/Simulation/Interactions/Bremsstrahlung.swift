// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Radiation of electrons and positrons in one material: photons above a cut one by one, the rest as a steady loss.
///
/// dσ/dk ∝ {[1 + (1 − y)²](Φ₁ − F/2) − ⅔ (1 − y)(Φ₂ − F/2)}/k with y = k/E (Butcher and Messel 1960), which is Tsai's
/// (4/3 − 4/3 y + y²)/k (RPP eqs. 34.28, 34.29) at complete screening, normalised to the radiation length. Good to some
/// 5 % above 50 MeV. Positrons radiate like electrons. Neither the Landau-Pomeranchuk-Migdal nor the dielectric effect
/// is there: at 10 GeV in silicon they concern photons below 10 MeV.
struct Bremsstrahlung: BitwiseCopyable {
    /// Least energy of a photon that is made, GeV.
    let cut: Double
    private let screening: NuclearScreening
    private let inverseComplete: Double
    /// Bound of the exact spectrum over that of complete screening with equal functions.
    private let excess: Double

    /// - Parameter cut: GeV, positive.
    init(_ material: Material, cut: Double = 1 * Units.MeV) {
        precondition(cut > 0, "photons of all energies are infinitely many")
        self.cut = cut
        screening = NuclearScreening(material)
        inverseComplete = 1 / screening.complete
        excess = 1 + 0.5 * (NuclearScreening.complete1 - NuclearScreening.complete2) * inverseComplete
    }

    /// What a slab has done to an electron.
    struct Outcome {
        /// Momentum behind it, GeV/c.
        var momentum: Momentum
        /// Energy lost to photons below the cut, which count as absorbed, GeV.
        var softLoss: Double
    }

    /// An upper bound of the mean number of photons that an electron radiates per radiation length; the chance that there
    /// are none in a slab is above exp(−bound · lengths).
    @inline(__always)
    func bound(energy: Double) -> Double {
        energy > cut ? 4 / 3.0 * excess * Elementary.log(energy / cut) : 0
    }

    /// Takes an electron through so many radiation lengths; appends the photons in the order of their making.
    ///
    /// The energies of the photons, the soft loss and the electron's last energy add up to its first. The nucleus takes
    /// the momentum that is left; the electron turns by what the photons take across.
    func radiate(
        _ momentum: Momentum, lengths: Double, _ random: inout RandomStream, into buffer: inout SecondaryBuffer
    ) -> Outcome {
        let mass = PhysicsConstants.electronMass
        var outcome = Outcome(momentum: momentum, softLoss: 0)
        var energy = (momentum.squared + mass * mass).squareRoot()
        var left = lengths
        while left > 0 {
            // Candidates come at the rate of the bound, which falls with the energy: exact by thinning.
            let rate = bound(energy: energy)
            let distance = rate > 0 ? random.exponential() / rate : left
            let path = min(distance, left)
            let soft = softLoss(energy) * path
            if soft > 0, energy - soft > mass {
                energy -= soft
                outcome.softLoss += soft
                let size = ((energy - mass) * (energy + mass)).squareRoot()
                outcome.momentum = outcome.momentum * (size / outcome.momentum.size)
            }
            left -= distance
            guard left > 0, energy > cut, buffer.room > 0 else { break }
            // dk/k between the cut and the energy at the candidate's rate, then the shape.
            let y = Elementary.exp(-random.uniform() * Elementary.log(energy / cut))
            guard energy * (1 - y) > mass, random.uniform() * excess < shape(y, energy) else { continue }
            emit(energy * y, &energy, &outcome.momentum, &random, &buffer)
        }
        return outcome
    }

    /// Mean energy lost to photons below the cut per radiation length, GeV: the screening is complete there.
    private func softLoss(_ energy: Double) -> Double {
        let y = min(1, cut / energy)
        return energy * y * (4 / 3.0 - y * (2 / 3.0 - y / 3))
    }

    /// The spectrum over 4/3 dk/k, at most `excess`.
    private func shape(_ y: Double, _ energy: Double) -> Double {
        let rest = 1 - y
        let (first, second) = screening.bracket(screening.scale * y / (energy * rest), share: 1)
        return 0.75 * ((1 + rest * rest) * first - 2 / 3.0 * rest * second) * inverseComplete
    }

    private func emit(
        _ photonEnergy: Double, _ energy: inout Double, _ momentum: inout Momentum, _ random: inout RandomStream,
        _ buffer: inout SecondaryBuffer
    ) {
        let mass = PhysicsConstants.electronMass
        let angle = min(random.radiationAngle() * mass / energy, PhysicalConstants.pi)
        let axes = FlightAxes(along: momentum)
        let photon = axes.momentum(photonEnergy, cosine: Elementary.cos(angle), random.azimuth())
        buffer.append(22, photon, mass: 0)
        energy -= photonEnergy
        let rest = momentum - photon
        let size = max(0, (energy - mass) * (energy + mass)).squareRoot()
        momentum = rest.squared > 0 ? rest * (size / rest.size) : axes.along * size
    }
}
