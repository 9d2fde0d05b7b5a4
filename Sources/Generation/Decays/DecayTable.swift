// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The decay modes of hadrons and the tau lepton in a form that decays read without allocation.
struct DecayTable: Sendable {
    struct Mode: BitwiseCopyable {
        /// Sum of the branching ratios up to this mode.
        var cumulative: Double
        var count: Int32
        var daughters: InlineArray<8, Int32>
        var model: DecayModel
        /// Positions of two leptons and mass of a pole, for the models that need them (`DecayModel.of`).
        var first: Int32
        var second: Int32
        var pole: Double
    }
    private struct Entry: BitwiseCopyable {
        var first: Int32
        var count: Int32
        /// Lightest sum of daughter masses over the modes.
        var threshold: Double
    }
    private static let directSize = 8192
    /// Entry + 1 by PDG number below `directSize`; the others stand in `others`.
    private let direct: ConstantTable<Int16>
    private let others: ConstantTable<Int32>
    private let entries: ConstantTable<Entry>
    private let modes: ConstantTable<Mode>

    init(card: DecayCard) {
        var direct = [Int16](repeating: 0, count: Self.directSize)
        var others: [Int32] = []
        var entries: [Entry] = []
        var modes: [Mode] = []
        for particle in card.particles where !Self.isLeftToDetector(particle.pdgID, card) {
            let first = modes.count
            var sum = 0.0
            var threshold = Double.infinity
            for mode in particle.modes {
                sum += mode.branching
                threshold = min(threshold, mode.daughters.reduce(0) { $0 + (ParticleData.mass($1) ?? 0) })
                modes.append(Self.compiled(mode, of: particle.pdgID, cumulative: sum))
            }
            entries.append(
                Entry(first: Int32(first), count: Int32(particle.modes.count), threshold: threshold))
            if particle.pdgID > 0 && particle.pdgID < Int32(Self.directSize) {
                direct[Int(particle.pdgID)] = Int16(entries.count)
            } else {
                others += [particle.pdgID, Int32(entries.count)]
            }
        }
        self.direct = ConstantTable(direct)
        self.others = ConstantTable(others)
        self.entries = ConstantTable(entries)
        self.modes = ConstantTable(modes)
    }

    /// Particles that live long are left to the detector.
    private static func isLeftToDetector(_ pdgID: Int32, _ card: DecayCard) -> Bool {
        (ParticleData.species(pdgID)?.properDecayLength ?? 0) > card.longestDecayLength
    }

    private static func compiled(_ mode: DecayCard.Mode, of parent: Int32, cumulative: Double) -> Mode {
        var daughters = InlineArray<8, Int32>(repeating: 0)
        for (position, daughter) in mode.daughters.enumerated() { daughters[position] = daughter }
        let (model, first, second, pole) = DecayModel.of(parent: parent, mode.daughters)
        return Mode(
            cumulative: cumulative, count: Int32(mode.daughters.count), daughters: daughters, model: model,
            first: first, second: second, pole: pole)
    }

    @inline(__always)
    private func entry(_ pdgID: Int32) -> Int {
        let number = Int(abs(pdgID))
        if number < Self.directSize { return Int(direct[number]) - 1 }
        for i in stride(from: 0, to: others.count, by: 2) where Int(others[i]) == number {
            return Int(others[i + 1]) - 1
        }
        return -1
    }

    /// Whether the card decays this particle.
    @inline(__always) func decays(_ pdgID: Int32) -> Bool { entry(pdgID) >= 0 }

    /// Smallest mass at which the particle can decay, GeV; 0 for one that the card does not decay.
    func threshold(_ pdgID: Int32) -> Double {
        let position = entry(pdgID)
        return position < 0 ? 0 : entries[position].threshold
    }

    /// A mode drawn with its branching ratio.
    @inline(__always)
    func mode(of pdgID: Int32, _ u: Double) -> Mode {
        let range = entries[entry(pdgID)]
        let last = Int(range.first + range.count) - 1
        var position = Int(range.first)
        while position < last && modes[position].cumulative <= u { position += 1 }
        return modes[position]
    }
}
