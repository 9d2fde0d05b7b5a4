// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Negative muons at rest in matter: in the lowest orbit about a nucleus they decay, or a proton captures them.
///
/// Rates of capture: T. Suzuki, D. F. Measday and J. P. Roalsvig, Phys. Rev. C35 (1987) 2212, and later measurements, for
/// the natural elements; between them ln rate is linear in ln Z. A compound counts as its effective atomic number. Decay
/// in orbit is that of a free muon: it is slower by 0.8 % in silicon, by 16 % in lead.
///
/// Capture makes a neutrino that takes most of the energy, and leaves the nucleus with 16 MeV on average (D. F. Measday,
/// Phys. Rep. 354 (2001) 243, sec. 4.6 to 4.7), which neutrons carry away, or a charged fragment (15 ± 2 % of captures in
/// silicon: S. E. Sobottka and E. L. Wills, Phys. Rev. Lett. 20 (1968) 596), which stays.
enum MuonCapture {
    /// Atomic number, captures per microsecond.
    private static let rates: [(z: Double, rate: Double)] = [
        (1, 0.000725), (2, 0.000356), (3, 0.002229), (4, 0.006107), (5, 0.02188), (6, 0.03807), (7, 0.06885),
        (8, 0.10242), (9, 0.22905), (10, 0.2288), (11, 0.3773), (12, 0.4823), (13, 0.6985), (14, 0.8656), (16, 1.351),
        (18, 1.2727), (20, 2.5359), (22, 2.5908), (24, 3.465), (26, 4.408), (28, 5.80), (29, 5.691), (32, 5.561),
        (42, 9.298), (47, 10.869), (50, 10.60), (58, 11.501), (74, 12.76), (79, 13.35), (82, 13.295), (92, 12.592),
    ]

    /// Captures per nanosecond.
    ///
    /// - Parameter atomicNumber: from 1; beyond the table's ends the nearest value.
    static func rate(atomicNumber: Double) -> Double {
        let z = max(rates[0].z, min(atomicNumber, rates[rates.count - 1].z))
        var i = 0
        while i < rates.count - 2 && rates[i + 1].z < z { i += 1 }
        let (low, high) = (rates[i], rates[i + 1])
        let share = Elementary.log(z / low.z) / Elementary.log(high.z / low.z)
        return 1e-3 * low.rate * Elementary.exp(share * Elementary.log(high.rate / low.rate))
    }

    /// Scale of the excitation, whose density is E exp(−E/scale), GeV.
    private static let excitationScale = 8 * Units.MeV
    private static let chargedShare = 0.15

    /// Appends the neutrino and the neutrons that the nucleus emits; the nucleus keeps the rest.
    static func capture(
        mass: Double, atomicMass: Double, _ random: inout RandomStream, into buffer: inout SecondaryBuffer
    ) {
        let most = 0.5 * mass
        let excitation = min(most, excitationScale * (random.exponential() + random.exponential()))
        let neutrino = mass - (HadronMass.neutron - HadronMass.proton) - excitation
        buffer.append(14, random.direction() * neutrino, mass: 0)
        emitNeutrons(excitation: excitation, atomicMass: atomicMass, &random, into: &buffer)
    }

    /// Appends the neutrons that an excited nucleus of few protons emits, as in `HadronProduction`, with the temperature that
    /// is left behind each of them.
    ///
    /// - Parameter excitation: GeV.
    static func emitNeutrons(
        excitation energy: Double, atomicMass: Double, _ random: inout RandomStream,
        into buffer: inout SecondaryBuffer
    ) {
        var excitation = energy
        for _ in 0..<4 {
            let left = excitation - HadronModel.separation
            guard left > 0, random.uniform() >= chargedShare else { return }
            let temperature = (10 * left / Units.MeV / atomicMass).squareRoot() * Units.MeV
            let kinetic = min(left, temperature * (random.exponential() + random.exponential()))
            excitation = left - kinetic
            let size = (kinetic * (kinetic + 2 * HadronMass.neutron)).squareRoot()
            buffer.append(2112, random.direction() * size, mass: HadronMass.neutron)
        }
    }
}
