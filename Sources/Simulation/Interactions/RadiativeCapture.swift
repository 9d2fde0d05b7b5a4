// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Radiative capture of negative pions at rest: π⁻ p → n γ on a proton of a nucleus, which keeps the neutron and what
/// energy the photon leaves.
///
/// The share and the spectrum are those that the Mu2e experiment reckons with in aluminium: 2.15 % of captures, and I.
/// Sarra's fit (Mu2e note 665) of the photons that J. A. Bistirlich et al., Phys. Rev. C5 (1972) 1867, saw from magnesium,
/// x^2.691 exp(−1.051 x/8.043) (2.741 − 0.005 E) with x = 138.2 − E in MeV. They stand for all nuclei, though the edge of
/// the spectrum is lower where the daughter nucleus is less bound (125 MeV in carbon).
enum RadiativeCapture {
    /// Of the captures of pions.
    static let share = 0.0215
    /// Photons of less energy are not measured, MeV.
    static let leastEnergy = 50.0
    /// MeV.
    private static let edge = 138.2
    private static let shape = 2.691
    private static let scale = 8.043 / 1.051

    /// Appends the photon, and neutrons that the nucleus emits. Of charge and baryon number the nucleus gives a proton and
    /// gets a neutron.
    ///
    /// - Parameters:
    ///   - mass: of the pion, GeV/c².
    ///   - atomicMass: of the nucleus.
    static func capture(
        mass: Double, atomicMass: Double, _ random: inout RandomStream, into buffer: inout SecondaryBuffer
    ) -> HadronOutcome {
        let energy = photonEnergy(&random) * Units.MeV
        buffer.append(22, random.direction() * energy, mass: 0)
        var outcome = HadronOutcome(.inelastic)
        outcome.protons = 1
        outcome.neutrons = -1
        outcome.missing = mass - (HadronMass.neutron - HadronMass.proton) - energy
        let first = buffer.count
        MuonCapture.emitNeutrons(excitation: outcome.missing, atomicMass: atomicMass, &random, into: &buffer)
        for i in first..<buffer.count {
            outcome.neutrons += 1
            outcome.missing -= buffer.energy(i) - buffer.mass[i]
        }
        return outcome
    }

    /// By rejection from x² exp(−x/9.4 MeV), MeV.
    private static func photonEnergy(_ random: inout RandomStream) -> Double {
        let wider = scale * (shape + 1) / 3
        // x^power exp(−slope x) (2.741 − 0.005 E): the first two factors are largest where x = power/slope, the third at
        // the least energy.
        let power = shape - 2
        let slope = 1 / scale - 1 / wider
        let most = power * (Elementary.log(power / slope) - 1) + Elementary.log(2.741 - 0.005 * leastEnergy)
        while true {
            let x = wider * (random.exponential() + random.exponential() + random.exponential())
            let uniform = random.uniform()
            guard x > 0, edge - x > leastEnergy else { continue }
            let factor = 2.741 - 0.005 * (edge - x)
            if uniform < factor * Elementary.exp(power * Elementary.log(x) - slope * x - most) { return edge - x }
        }
    }
}
