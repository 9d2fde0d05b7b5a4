// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Two partons from the beams and the flavours that an amplitude's light quarks stand for.
struct PartonPair: Sendable, BitwiseCopyable, Equatable {
    /// PDG numbers of the partons from the beams along +z and -z.
    var first: Int32
    var second: Int32
    /// The amplitude's first parton comes from the beam along -z.
    var swapped: Bool
    /// Flavours that the amplitude calls d (1) and u (2).
    var one: Int32
    var two: Int32
    /// Multiplies the amplitude squared: 1, or a squared element of the CKM matrix.
    var factor: Double

    /// PDG number of a final particle of the amplitude.
    func actual(_ pdgID: Int32) -> Int32 {
        switch pdgID {
        case 1: one
        case -1: -one
        case 2: two
        case -2: -two
        default: pdgID
        }
    }
}

/// One squared amplitude of a process with the pairs of partons it applies to.
struct PartonicChannel: Sendable {
    enum Amplitude: Sendable {
        /// Closed formulas of top-pair production.
        case topPairGluons
        case topPairQuarks
        /// The recursion alone.
        case tree
    }
    /// As the card writes it, such as `g g -> t tbar H0`.
    let name: String
    let amplitude: Amplitude
    /// The tree amplitude: colour flows and spins follow from it in every case.
    let program: RecursionProgram
    /// PDG numbers of the final particles, light quarks as 1 (d) and 2 (u).
    let finalState: [Int32]
    let pairs: ConstantTable<PartonPair>
    /// Power of alpha_s.
    let strongPower: Int
    /// Masses of the amplitude's particles.
    let masses: InlineArray<7, Double>

    var isFromGluons: Bool { pairs.count > 0 && pairs[0].first == 21 && pairs[0].second == 21 }
    /// Whether the two partons can come from either beam.
    let hasOrientations: Bool

    init?(_ card: ChannelCard, process: ProcessCard, model: StandardModel, ckm: QuarkMixing) {
        let particles =
            card.initial.map { ExternalParticle.incoming($0) } + card.final.map { ExternalParticle.outgoing($0) }
        guard
            let program = RecursionProgram(
                particles, strongPower: process.strongPower, model: model,
                massiveBottom: card.final.contains { abs($0) == 5 })
        else { return nil }
        self.program = program
        name = card.name
        finalState = card.final
        strongPower = process.strongPower
        let pairs = card.pairs(lightFlavours: process.lightFlavours, ckm: ckm)
        self.pairs = ConstantTable(pairs)
        hasOrientations = pairs.contains { $0.swapped }
        var masses = InlineArray<7, Double>(repeating: 0)
        for (i, mass) in program.masses.enumerated() { masses[i] = mass }
        self.masses = masses
        switch (process.amplitude, card.initial[0]) {
        case (.topPair, 21): amplitude = .topPairGluons
        case (.topPair, _): amplitude = .topPairQuarks
        default: amplitude = .tree
        }
    }

    /// The amplitude with another coupling of top quarks to the Higgs boson, and with electroweak exchange in place of
    /// gluons; nil if no Higgs boson couples.
    func variant(_ variation: YukawaVariation, process: ProcessCard, model: StandardModel) -> RecursionProgram? {
        guard process.yukawaWeights else { return nil }
        var model = model
        model.yukawaStrength = variation.strength
        model.yukawaAngle = variation.angle * PhysicalConstants.pi / 180
        let isMixed = !finalState.contains(25)
        return RecursionProgram(
            program.particles, strongPower: strongPower, lowestPower: isMixed ? strongPower - 2 : strongPower,
            model: model, massiveBottom: finalState.contains(5))
    }

    /// |M|² for alpha_s = 1, averaged over initial and summed over final spins and colours.
    func squaredAmplitude(at point: HardPoint, swapped: Bool, _ scratch: inout AmplitudeScratch) -> Double {
        switch amplitude {
        case .topPairGluons: return TopPairProduction.squaredAmplitudes(at: point).gluons
        case .topPairQuarks: return TopPairProduction.squaredAmplitudes(at: point).quarks
        case .tree:
            program.prepare(point.onShell(masses, swapped: swapped), &scratch)
            return program.squaredAmplitude(&scratch)
        }
    }
}
