// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Radiation of electrons and positrons in one material: photons above a cut one by one, the rest as a steady loss.
///
/// dσ/dk ∝ {[1 + (1 − y)²](Φ₁ − F/2) − ⅔ (1 − y)(Φ₂ − F/2)}/k with y = k/E (Butcher and Messel 1960), which is Tsai's
/// (4/3 − 4/3 y + y²)/k (RPP eqs. 34.28, 34.29) at complete screening, normalised to the radiation length. Good to some
/// 5 % above 50 MeV. Positrons radiate like electrons. Neither the Landau-Pomeranchuk-Migdal nor the dielectric effect
/// is there: at 10 GeV in silicon they concern photons below 10 MeV.
///
/// Photons come as candidates of a Poisson process that is denser than the spectrum: `candidates` times `logRange` per
/// radiation length, with energies E_cut e^(u · logRange). Taken with the chance that the spectrum then says, they are
/// exactly as many as they should be, whatever the electron has lost meanwhile.
struct Bremsstrahlung: BitwiseCopyable {
    /// Least energy of a photon that is made, GeV.
    let cut: Double
    /// Candidates per radiation length and unit of `logRange`.
    let candidates: Double
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
        candidates = 4 / 3.0 * excess
    }

    /// The range of the logarithm of candidates' energies, from the cut to an electron's energy or a little more, for its
    /// ln βγ; zero below the cut.
    @inline(__always)
    static func logRange<V: ElementaryLanes>(_ logBetaGamma: V, logCut: Double) -> V {
        // ln(E/m) is above ln βγ by ½ ln(1 + 1/βγ²), at most 0.16 for more than 1 MeV.
        let range = logBetaGamma + (0.16 - logCut)
        return V.select(V(every: 0).isBelow(range), range, V(every: 0))
    }

    /// ln(cut/m_e): what `logRange` is told of the cut.
    static func logCut(_ cut: Double) -> Double { Elementary.log(cut / PhysicsConstants.electronMass) }

    /// Mean energy lost to photons below the cut per radiation length, GeV: the screening is complete there.
    @inline(__always)
    static func softLoss<V: ElementaryLanes>(energy: V, cut: Double) -> V {
        let ratio = V(every: cut) / energy
        let one = V(every: 1)
        let y = V.select(ratio.isBelow(one), ratio, one)
        return energy * y * (V(every: 4 / 3.0) - y * (V(every: 2 / 3.0) - y * (1 / 3.0)))
    }

    /// What a candidate has done to an electron.
    struct Outcome {
        /// Momentum behind it, GeV/c.
        var momentum: Momentum
        /// Energy of a photon that was not made since it is below the threshold, GeV.
        var absorbed = 0.0
        /// Whether there was a photon at all.
        var radiates = false
    }

    /// One candidate: appends the photon if there is one and its energy reaches the threshold. Energy is conserved; the
    /// nucleus takes the momentum that is left, and the electron turns by what a photon that is made takes across.
    ///
    /// - Parameters:
    ///   - logRange: of the electron where the candidate was counted, at a momentum not below this one.
    ///   - threshold: photons of less energy are not made, GeV. What they turn the electron by is below the
    ///     threshold's part of m_e c: nothing beside multiple scattering.
    func radiate(
        _ momentum: Momentum, logRange: Double, threshold: Double, _ random: inout RandomStream,
        into buffer: inout SecondaryBuffer
    ) -> Outcome {
        let mass = PhysicsConstants.electronMass
        let energy = (momentum.squared + mass * mass).squareRoot()
        var outcome = Outcome(momentum: momentum)
        let (first, second) = random.nextPair()
        let photonEnergy = cut * Elementary.exp(Self.uniform(first) * logRange)
        let rest = energy - photonEnergy
        guard rest > mass, buffer.room > 0,
            Self.uniform(second) * excess < shape(photonEnergy / energy, energy)
        else { return outcome }
        outcome.radiates = true
        let size = ((rest - mass) * (rest + mass)).squareRoot()
        if photonEnergy < threshold {
            outcome.absorbed = photonEnergy
            outcome.momentum = momentum * (size / momentum.size)
            return outcome
        }
        let angle = min(random.radiationAngle() * mass / energy, PhysicalConstants.pi)
        let axes = FlightAxes(along: momentum)
        let photon = axes.momentum(photonEnergy, cosine: Elementary.cos(angle), random.azimuth())
        buffer.append(22, photon, mass: 0)
        let recoil = momentum - photon
        outcome.momentum = recoil.squared > 0 ? recoil * (size / recoil.size) : axes.along * size
        return outcome
    }

    @inline(__always)
    private static func uniform(_ word: UInt64) -> Double { Double(word &>> 11) * 0x1p-53 }

    /// The spectrum over 4/3 dk/k, at most `excess`.
    private func shape(_ y: Double, _ energy: Double) -> Double {
        let rest = 1 - y
        let (first, second) = screening.bracket(screening.scale * y / (energy * rest), share: 1)
        return 0.75 * ((1 + rest * rest) * first - 2 / 3.0 * rest * second) * inverseComplete
    }
}
