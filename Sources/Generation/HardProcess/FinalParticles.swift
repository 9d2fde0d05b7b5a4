// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Masses and cuts of the final particles of a channel, as phase space needs them.
struct FinalParticles: Sendable {
    let count: Int
    let resonances: InlineArray<4, BreitWigner>
    /// Windows of the virtual masses, GeV.
    let lowest: InlineArray<4, Double>
    let highest: InlineArray<4, Double>
    /// Cuts on massless final partons: transverse momentum in GeV and |eta|.
    let isMasslessParton: InlineArray<4, Bool>
    let minimumPT: Double
    let maximumEta: Double

    init(_ resonances: [(shape: BreitWigner, window: ClosedRange<Double>)], cuts: PartonCuts) {
        count = resonances.count
        var shapes = InlineArray<4, BreitWigner>(repeating: BreitWigner(mass: 0, width: 0))
        var (lowest, highest) = (InlineArray<4, Double>(repeating: 0), InlineArray<4, Double>(repeating: 0))
        var massless = InlineArray<4, Bool>(repeating: false)
        for (i, entry) in resonances.enumerated() {
            shapes[i] = entry.shape
            lowest[i] = entry.window.lowerBound
            highest[i] = entry.window.upperBound
            massless[i] = entry.shape.mass == 0
        }
        self.resonances = shapes
        self.lowest = lowest
        self.highest = highest
        isMasslessParton = massless
        minimumPT = cuts.minimumPT
        maximumEta = cuts.maximumEta
    }

    /// Draws the virtual masses.
    @inline(__always)
    func sampleMasses(_ point: inout HardPoint, _ numbers: borrowing InlineArray<14, Double>) {
        point.count = count
        for i in 0..<count {
            point.masses[i] = resonances[i].sample(numbers[i], from: lowest[i], to: highest[i])
        }
    }

    /// Whether massless partons pass the cuts.
    func accepts(_ point: borrowing HardPoint) -> Bool {
        for i in 0..<count where isMasslessParton[i] {
            let p = point.momenta[i]
            if p.pT2 < minimumPT * minimumPT { return false }
            let sinh = Elementary.sinh(maximumEta)
            if p.pz * p.pz > p.pT2 * sinh * sinh { return false }
        }
        return true
    }
}

/// Cuts on massless final partons of a hard process.
public struct PartonCuts: Sendable, Equatable {
    /// Smallest transverse momentum, GeV, and largest |eta|.
    public var minimumPT = 0.0
    public var maximumEta = 10.0
}
