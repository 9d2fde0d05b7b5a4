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
    /// An electron or a muon is among the daughters.
    var hasLightLepton = false
    /// Production vertex relative to the collision: mm, and ns.
    var x = 0.0, y = 0.0, z = 0.0, t = 0.0
    /// Where it ends, for one that flies before it decays.
    var endX = 0.0, endY = 0.0, endZ = 0.0, endT = 0.0
}

/// Decays all unstable particles of a list, their daughters included.
struct HadronDecays: Sendable {
    let table: DecayTable
    let masses: HadronMasses
    private let mixing: NeutralMesonMixing
    private let taus = TauDecays()
    /// Shorter proper decay lengths are no flight, mm: neutral pions and resonances.
    static let visibleFlight = 1e-3

    init(card: DecayCard) {
        table = DecayTable(card: card)
        masses = HadronMasses(table: table)
        mixing = NeutralMesonMixing(card: card)
    }

    /// Appends the daughters of every unstable entry, whose own entries stay and are marked as decayed.
    ///
    /// - Parameter spins: of tau leptons, from the hard process; those of hadrons are added.
    func decayAll(
        _ hadrons: inout Column<Hadron>, spins: inout Column<TauSpin>, using stream: inout RandomStream
    ) {
        var position = 0
        while position < hadrons.count {
            if table.decays(hadrons[position].pdgID) { decay(position, &hadrons, &spins, using: &stream) }
            position += 1
        }
    }

    private func decay(
        _ position: Int, _ hadrons: inout Column<Hadron>, _ spins: inout Column<TauSpin>,
        using stream: inout RandomStream
    ) {
        var parent = hadrons[position]
        let isMixed = fly(&parent, using: &stream)
        parent.isDecayed = true
        hadrons[position] = parent
        // A meson that has oscillated keeps its name and decays as the other.
        let isAntiparticle = (parent.pdgID < 0) != isMixed
        var daughterMasses = DecayMasses(repeating: 0)
        let mode = chooseMode(parent, &daughterMasses, using: &stream)
        var momenta = DecayMomenta(repeating: .zero)
        if abs(parent.pdgID) == 15 {
            decayTau(position, parent, mode, daughterMasses, &spins, using: &stream, into: &momenta)
        } else {
            distribute(parent, mode, daughterMasses, using: &stream, into: &momenta)
        }
        for i in 0..<Int(mode.count) {
            let pdgID = isAntiparticle ? ParticleData.antiparticle(mode.daughters[i]) : mode.daughters[i]
            if abs(pdgID) == 11 || abs(pdgID) == 13 { hadrons[position].hasLightLepton = true }
            if abs(pdgID) == 15 && mode.count == 2 {
                // From a spinless meson: the helicity of the neutrino or antineutrino next to it.
                let spin = TauSpin.helicity(pdgID > 0 ? 1 : -1, momentum: momenta[i], source: parent.momentum)
                spins.append(TauSpin(hadron: Int32(hadrons.count), momentum: momenta[i], spin: spin))
            }
            hadrons.append(
                Hadron(
                    pdgID: pdgID, mass: daughterMasses[i], momentum: momenta[i], mother: Int32(position),
                    parton: parent.parton, x: parent.endX, y: parent.endY, z: parent.endZ, t: parent.endT))
        }
    }

    /// Moves the end of a particle that lives long enough: proper time exponential, distance p/m c tau. Returns whether
    /// it decays as its antiparticle.
    private func fly(_ particle: inout Hadron, using stream: inout RandomStream) -> Bool {
        (particle.endX, particle.endY, particle.endZ, particle.endT) = (particle.x, particle.y, particle.z, particle.t)
        guard let species = ParticleData.species(particle.pdgID),
            species.properDecayLength > Self.visibleFlight, particle.mass > 0
        else { return false }
        let (time, isMixed) = mixing.decay(particle.pdgID, using: &stream)
        let length = species.properDecayLength * time / particle.mass
        particle.endX += length * particle.momentum.px
        particle.endY += length * particle.momentum.py
        particle.endZ += length * particle.momentum.pz
        particle.endT += length * particle.momentum.energy / PhysicalConstants.speedOfLight
        return isMixed
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
        switch mode.model {
        case .spectator:
            SpectatorDecay.generate(
                parent.momentum, mass: parent.mass, masses: chosen, mode, using: &stream, into: &momenta)
        case .pseudoscalar:
            PseudoscalarDecay.generate(
                parent.momentum, mass: parent.mass, masses: chosen, mode, using: &stream, into: &momenta)
        case .dalitz:
            DalitzDecay.generate(
                parent.momentum, mass: parent.mass, lepton: chosen[0], using: &stream, into: &momenta)
        case .vectorToPions:
            VectorToPionsDecay.generate(
                parent.momentum, mass: parent.mass, masses: chosen, using: &stream, into: &momenta)
        default:
            PhaseSpaceDecay.generate(
                parent.momentum, mass: parent.mass, masses: chosen, count: Int(mode.count), using: &stream,
                into: &momenta)
        }
    }

    /// A tau lepton with its spin, which then fixes that of a correlated partner.
    private func decayTau(
        _ position: Int, _ parent: Hadron, _ mode: DecayTable.Mode, _ chosen: DecayMasses,
        _ spins: inout Column<TauSpin>, using stream: inout RandomStream, into momenta: inout DecayMomenta
    ) {
        var known = -1
        for i in spins.indices {
            let isThis = parent.mother < 0 && parent.parton >= 0 && spins[i].parton == parent.parton
            if isThis || Int(spins[i].hadron) == position { known = i }
        }
        let spin = known < 0 ? FourVector.zero : spins[known].spin.boosted(into: parent.momentum)
        let polarimeter = taus.decay(
            mode, isNegative: parent.pdgID > 0, mass: parent.mass, masses: chosen, spin: spin, using: &stream,
            into: &momenta)
        for i in 0..<Int(mode.count) { momenta[i] = momenta[i].boosted(from: parent.momentum) }
        guard known >= 0, spins[known].partner >= 0 else { return }
        let partner = Int(spins[known].partner)
        spins[partner].partner = -1
        spins[partner].spin = TauDecays.partnerSpin(
            of: polarimeter.boosted(from: parent.momentum), momentum: parent.momentum,
            partner: spins[partner].momentum)
    }
}
