// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The joint spin state of the top quarks and antiquarks of a hard event, in the order of its final state.
///
/// A spin direction is a unit vector in the rest frame of its quark, reached from the frame of the beams by a boost along
/// the beams to the partons' centre-of-mass frame and from there by a rotation-free boost.
protocol TopSpinState {
    /// Number of quarks and antiquarks.
    var count: Int { get }
    /// Probability, 0...1, that a quark has its spin along a direction, given what others were projected on.
    func weight(of top: Int, direction: (x: Double, y: Double, z: Double)) -> Double
    /// Fixes the spin of a quark along a direction.
    mutating func project(_ top: Int, on direction: (x: Double, y: Double, z: Double))
}

extension ResonanceDecays {
    /// Decides the directions of the products that tell the top quarks' spins. To be called with the hard event as the
    /// process made it, before any radiation.
    ///
    /// With massless leptons the amplitude of t → b f f̄' is that of a top quark whose spin points along its charged lepton
    /// (or down-type antiquark) in its rest frame, times a factor independent of the spin (Fierz identity; Jeżabek and Kühn,
    /// Phys. Lett. B 329 (1994) 317); for the antiquark it points against the lepton. So these directions follow the spin
    /// state, one quark after the other, and all the rest of a decay is that of an unpolarised top quark around its direction.
    func correlateSpins<State: TopSpinState>(
        _ event: borrowing HardEvent, _ state: State, using stream: inout RandomStream,
        scratch: inout ResonanceScratch
    ) {
        var state = state
        let partons = event.partons[0].momentum + event.partons[1].momentum
        let system = Self.system(event)
        var top = 0
        for i in 2..<event.partons.count where abs(event.partons[i].pdgID) == 6 && top < state.count {
            let analyser = state.chooseAnalyser(of: top, isQuark: event.partons[i].pdgID > 0, using: &stream)
            top += 1
            // The same direction in the rest frame reached through the frame of all resonances, which stays defined when
            // radiation has joined them.
            let momentum = event.partons[i].momentum
            let spin = analyser.spatial.boosted(from: momentum.boosted(into: partons)).boosted(from: partons)
            let inside = momentum.boosted(into: system)
            scratch.planned.append(
                PlannedDecay(
                    position: Int32(i), direction: UnitVector(of: spin.boosted(into: system).boosted(into: inside)),
                    flight: UnitVector(of: inside)))
        }
    }
}

extension TopSpinState {
    /// Chooses the direction of the charged lepton or down-type quark of one quark and fixes its spin; two directions are
    /// tried on average.
    mutating func chooseAnalyser(of top: Int, isQuark: Bool, using stream: inout RandomStream) -> UnitVector {
        var analyser = UnitVector.isotropic(using: &stream)
        var spin = isQuark ? analyser : -analyser
        for _ in 0..<1000 {
            if stream.uniform() < weight(of: top, direction: (spin.x, spin.y, spin.z)) { break }
            analyser = UnitVector.isotropic(using: &stream)
            spin = isQuark ? analyser : -analyser
        }
        project(top, on: (spin.x, spin.y, spin.z))
        return analyser
    }
}

extension UnitVector {
    /// As a four-vector without energy.
    @inline(__always) var spatial: FourVector { FourVector(px: x, py: y, pz: z, energy: 0) }
}
