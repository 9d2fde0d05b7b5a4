// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// One point of the phase space of a hard collision of two partons.
public struct HardPoint: Sendable, BitwiseCopyable {
    /// Largest number of particles in the final state.
    public static let maximumCount = 4
    /// Number of final particles.
    public var count = 0
    /// Their masses in GeV and momenta in the frame of the two beams.
    public var masses = InlineArray<4, Double>(repeating: 0)
    public var momenta = InlineArray<4, FourVector>(repeating: .zero)
    /// Momentum fractions of the partons from the beam along +z and the one along -z.
    public var x1 = 0.0, x2 = 0.0
    /// Partonic energy squared, GeV².
    public var sHat = 0.0
    /// Factorisation scale (where the shower starts) and renormalisation scale, GeV.
    public var scale = 0.0
    public var renormalisationScale = 0.0

    public init() {}

    /// Sets fractions and partonic energy from the momenta; false if the beams' energy does not suffice.
    mutating func close(energy: Double) -> Bool {
        var (plus, minus) = (0.0, 0.0)
        for i in 0..<count {
            plus += momenta[i].energy + momenta[i].pz
            minus += momenta[i].energy - momenta[i].pz
        }
        x1 = plus / energy
        x2 = minus / energy
        sHat = plus * minus
        return x1 < 1 && x2 < 1
    }

    /// Transverse mass of a final particle, GeV.
    func transverseMass(_ i: Int) -> Double { (momenta[i].pT2 + masses[i] * masses[i]).squareRoot() }

    /// The momenta of an amplitude's particles in the partonic centre of mass, with the masses of the amplitude.
    ///
    /// A resonance has a virtual mass, an amplitude that respects gauge invariance has not: transverse momenta and
    /// rapidities are kept, energies follow from the amplitude's masses. Axes are those of the laboratory.
    ///
    /// - Parameter swapped: the first parton of the amplitude is the one from the beam along -z.
    func onShell(_ masses: borrowing InlineArray<7, Double>, swapped: Bool) -> InlineArray<7, FourVector> {
        var result = InlineArray<7, FourVector>(repeating: .zero)
        var (plus, minus) = (0.0, 0.0)
        for i in 0..<count {
            let p = momenta[i]
            let ratio = ((p.pT2 + masses[2 + i] * masses[2 + i]) / (p.pT2 + self.masses[i] * self.masses[i]))
                .squareRoot()
            result[2 + i] = FourVector(px: p.px, py: p.py, pz: ratio * p.pz, energy: ratio * p.energy)
            plus += ratio * (p.energy + p.pz)
            minus += ratio * (p.energy - p.pz)
        }
        let shift = (minus / plus).squareRoot()
        for i in 2..<2 + count {
            let p = result[i]
            let (forward, backward) = ((p.energy + p.pz) * shift, (p.energy - p.pz) / shift)
            result[i].energy = 0.5 * (forward + backward)
            result[i].pz = 0.5 * (forward - backward)
        }
        let half = 0.5 * (plus * minus).squareRoot()
        let sign = swapped ? -1.0 : 1.0
        result[0] = FourVector(px: 0, py: 0, pz: sign * half, energy: half)
        result[1] = FourVector(px: 0, py: 0, pz: -sign * half, energy: half)
        return result
    }
}
