// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// What was decided about the decay of a resonance before radiation gave it its last momentum.
///
/// Production and decay are joined in one amplitude, but radiation comes in between. A resonance's rest frame is reached
/// from the beams' frame by rotation-free boosts through the rest frame of its parent (of all resonances together for
/// those of the hard process). Where radiation has turned its flight in the parent's frame, its directions turn with it.
/// Then, for a W boson from a top quark, all that the top quark has become turns until the lepton has its old direction in
/// the top quark's rest frame: radiation in the decay leaves both the W boson's helicities and the lepton's analysing
/// power nearly as they are (0.998 at next-to-leading order: Brandenburg, Si and Uwer, Phys. Lett. B 539 (2002) 235).
struct PlannedDecay: BitwiseCopyable {
    /// Position of the resonance in the event when this was decided.
    var position: Int32
    /// PDG numbers of the fermion pair of a weak boson; 0 for a top quark.
    var partner: Int32 = 0
    var analyser: Int32 = 0
    /// Of the charged lepton or down-type quark (of the antifermion of a Z) in the resonance's rest frame.
    var direction = UnitVector(x: 0, y: 0, z: 1)
    /// Of the resonance in its parent's rest frame.
    var flight = UnitVector(x: 0, y: 0, z: 1)
    /// Twice that of the fermion of a weak boson, opposite to its antifermion's; 0 where its direction tells nothing of it.
    var fermionHelicity: Int8 = 0
    /// For a boson from a top quark: of the lepton in the top quark's rest frame.
    var direct = UnitVector(x: 0, y: 0, z: 1)
    var isFromTop = false

    /// The direction in the resonance's rest frame when the resonance has `momentum` in its parent's.
    func direction(momentum: FourVector) -> UnitVector {
        direction.turned(from: flight, to: UnitVector(of: momentum))
    }
}

/// A tau lepton of the hard process and its spin.
struct TauSpin: BitwiseCopyable {
    /// Position of the lepton in the event's partons, or in the list of hadrons for one from a hadron; -1 for neither.
    var parton: Int32 = -1
    var hadron: Int32 = -1
    /// The other lepton of a pair whose spins are correlated, as position in the list of spins; -1 for none.
    var partner: Int32 = -1
    var momentum: FourVector
    /// Polarisation vector in the frame of the beams: (0, s) in the lepton's rest frame, with |s| at most 1.
    var spin = FourVector.zero

    /// Of definite helicity in the frame in which `source` is at rest; `momentum` and `source` in the same frame.
    static func helicity(_ helicity: Double, momentum: FourVector, source: FourVector) -> FourVector {
        let inside = momentum.boosted(into: source)
        let mass = max(momentum.mass, 1e-9)
        let direction = UnitVector(of: inside)
        let (along, energy) = (helicity * inside.energy / mass, helicity * inside.momentum / mass)
        return FourVector(px: along * direction.x, py: along * direction.y, pz: along * direction.z, energy: energy)
            .boosted(from: source)
    }
}

/// Memory for the decays of one event.
public struct ResonanceScratch: ~Copyable, Sendable {
    var planned = Column<PlannedDecay>(capacity: 16)
    var taus = Column<TauSpin>(capacity: 8)
    /// Spins of particles of the hard process that have not decayed.
    var spins = SpinDensity()
    /// What a file says that resonances decay to.
    var given = Column<GivenProduct>(capacity: 32)

    public init() {}

    mutating func removeAll() {
        planned.removeAll()
        taus.removeAll()
        given.removeAll()
    }

    /// What was decided for a resonance, which a shower may have copied.
    func planned(for position: Int, in event: borrowing HardEvent) -> PlannedDecay? {
        var current = position
        while true {
            for i in planned.indices where Int(planned[i].position) == current { return planned[i] }
            let mother = Int(event.partons[current].mother)
            guard mother >= 2, event.partons[mother].pdgID == event.partons[current].pdgID else { return nil }
            current = mother
        }
    }
}
