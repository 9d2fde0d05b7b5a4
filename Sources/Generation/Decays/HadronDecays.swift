// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A hadron, lepton or photon of the final state, with its place in the chain of decays.
struct Hadron: BitwiseCopyable {
    var pdgID: Int32
    var mass: Double
    var momentum: FourVector
    /// Position of the mother in the list of hadrons, -1 for a primary one.
    var mother: Int32
    /// Position of the parton it comes from, -1 for none.
    var parton: Int32
    /// Has been decayed: its daughters stand later in the list.
    var isDecayed = false
    /// Production vertex relative to the collision: mm, and ns.
    var x = 0.0, y = 0.0, z = 0.0, t = 0.0
    /// Where it ends, for one that flies before it decays.
    var endX = 0.0, endY = 0.0, endZ = 0.0, endT = 0.0
}

/// Decays all unstable particles of a list, their daughters included.
struct HadronDecays: Sendable {
    let table: DecayTable
    let masses: HadronMasses
    /// Particles with a longer proper decay length are left to the detector, mm.
    static let longLived = 10.0
    /// Shorter proper decay lengths are no flight, mm: neutral pions and resonances.
    static let visibleFlight = 1e-3

    init(card: DecayCard) {
        table = DecayTable(card: card)
        masses = HadronMasses(table: table)
    }

    /// Appends the daughters of every unstable entry, whose own entries stay and are marked as decayed.
    func decayAll(_ hadrons: inout Column<Hadron>, using stream: inout RandomStream) {
        var position = 0
        while position < hadrons.count {
            if table.decays(hadrons[position].pdgID) { decay(position, &hadrons, using: &stream) }
            position += 1
        }
    }

    private func decay(_ position: Int, _ hadrons: inout Column<Hadron>, using stream: inout RandomStream) {
        var parent = hadrons[position]
        fly(&parent, using: &stream)
        parent.isDecayed = true
        hadrons[position] = parent
        var daughterMasses = DecayMasses(repeating: 0)
        let mode = chooseMode(parent, &daughterMasses, using: &stream)
        var momenta = DecayMomenta(repeating: .zero)
        let count = Int(mode.count)
        distribute(parent, mode, daughterMasses, using: &stream, into: &momenta)
        for i in 0..<count {
            var pdgID = mode.daughters[i]
            if parent.pdgID < 0 { pdgID = ParticleData.antiparticle(pdgID) }
            hadrons.append(
                Hadron(
                    pdgID: pdgID, mass: daughterMasses[i], momentum: momenta[i], mother: Int32(position),
                    parton: parent.parton, x: parent.endX, y: parent.endY, z: parent.endZ, t: parent.endT))
        }
    }

    /// Moves the end of a particle that lives long enough: proper time exponential, distance p/m c tau.
    private func fly(_ particle: inout Hadron, using stream: inout RandomStream) {
        (particle.endX, particle.endY, particle.endZ, particle.endT) = (particle.x, particle.y, particle.z, particle.t)
        guard let species = ParticleData.species(particle.pdgID),
            species.properDecayLength > Self.visibleFlight, particle.mass > 0
        else { return }
        let length = species.properDecayLength * stream.exponential() / particle.mass
        particle.endX += length * particle.momentum.px
        particle.endY += length * particle.momentum.py
        particle.endZ += length * particle.momentum.pz
        particle.endT += length * particle.momentum.energy / PhysicalConstants.speedOfLight
    }

    /// A mode and masses of its products that fit the parent's mass.
    private func chooseMode(
        _ parent: Hadron, _ chosen: inout DecayMasses, using stream: inout RandomStream
    ) -> DecayTable.Mode {
        var mode = table.mode(of: parent.pdgID, stream.uniform())
        for attempt in 0..<200 {
            var sum = 0.0
            for i in 0..<Int(mode.count) {
                // After many tries the smallest masses are taken.
                chosen[i] =
                    attempt % 20 == 19
                    ? masses.minimum(mode.daughters[i]) : masses.sample(mode.daughters[i], using: &stream)
                sum += chosen[i]
            }
            if sum < parent.mass || mode.count == 1 { break }
            if attempt % 20 == 19 { mode = table.mode(of: parent.pdgID, stream.uniform()) }
        }
        if mode.count == 1 { chosen[0] = parent.mass }
        return mode
    }

    private func distribute(
        _ parent: Hadron, _ mode: DecayTable.Mode, _ chosen: DecayMasses, using stream: inout RandomStream,
        into momenta: inout DecayMomenta
    ) {
        let count = Int(mode.count)
        guard mode.antifermion >= 0 else {
            PhaseSpaceDecay.generate(
                parent.momentum, mass: parent.mass, masses: chosen, count: count, using: &stream, into: &momenta)
            return
        }
        // V-A: |M|² ~ (p_parent . p_antifermion)(p_fermion . p_rest), at most M⁴/16.
        let m2 = parent.mass * parent.mass
        for _ in 0..<100 {
            PhaseSpaceDecay.generate(
                parent.momentum, mass: parent.mass, masses: chosen, count: count, using: &stream, into: &momenta)
            let antifermion = momenta[Int(mode.antifermion)]
            let fermion = momenta[Int(mode.fermion)]
            let rest = parent.momentum - antifermion - fermion
            let weight = parent.momentum.dot(antifermion) * fermion.dot(rest) * 16 / (m2 * m2)
            if weight >= stream.uniform() { return }
        }
    }
}
