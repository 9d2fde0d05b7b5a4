// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// One mode as the transport reads it.
struct DecayChannel: BitwiseCopyable {
    /// Sum of the fractions up to this mode; 1 for the last.
    let cumulative: Double
    let shape: DecayShape
    let count: Int32
    let daughters: SIMD4<Int32>
    /// Those of the antiparticle.
    let conjugates: SIMD4<Int32>
    let masses: SIMD4<Double>
}

/// A species with its modes.
struct DecayingSpecies: BitwiseCopyable {
    let pdgID: Int32
    let firstChannel: Int32
    let channelCount: Int32
    /// Proper lifetime times c, mm.
    let properLength: Double
}

/// Which particles decay in the detector, and how. Shared by all workers; owns the memory that kernels read.
final class DecayTable: Sendable {
    /// Proper decay length below which particles decay where they are made, mm.
    static let promptLength = 1e-3
    private let species: UnsafeTable<DecayingSpecies>
    private let channels: UnsafeTable<DecayChannel>

    init(_ rows: [DecayModes.Row] = DecayModes.all) {
        var species: [DecayingSpecies] = []
        var channels: [DecayChannel] = []
        for row in rows.sorted(by: { $0.pdgID < $1.pdgID }) {
            let total = row.modes.reduce(0) { $0 + $1.fraction }
            var sum = 0.0
            species.append(
                DecayingSpecies(
                    pdgID: row.pdgID, firstChannel: Int32(channels.count), channelCount: Int32(row.modes.count),
                    properLength: ParticleData.species(row.pdgID)?.properDecayLength ?? .infinity))
            for (i, mode) in row.modes.enumerated() {
                sum += mode.fraction / total
                channels.append(DecayTable.channel(mode, cumulative: i + 1 == row.modes.count ? 1 : sum))
            }
        }
        self.species = UnsafeTable(species)
        self.channels = UnsafeTable(channels)
    }

    private static func channel(_ mode: DecayModes.Mode, cumulative: Double) -> DecayChannel {
        var daughters = SIMD4<Int32>()
        var conjugates = SIMD4<Int32>()
        var masses = SIMD4<Double>()
        for (i, daughter) in mode.daughters.enumerated() {
            daughters[i] = daughter
            conjugates[i] = ParticleData.antiparticle(daughter)
            masses[i] = ParticleData.mass(daughter) ?? 0
        }
        return DecayChannel(
            cumulative: cumulative, shape: mode.shape, count: Int32(mode.daughters.count), daughters: daughters,
            conjugates: conjugates, masses: masses)
    }

    /// Position of a species by its PDG number of either sign, −1 for one that does not decay here.
    @inline(__always)
    func row(of pdgID: Int32) -> Int {
        let number = pdgID < 0 ? -pdgID : pdgID
        // In rising order; most of what is asked for is common, and early or not there.
        for i in 0..<species.count where species.pointer[i].pdgID >= number {
            return species.pointer[i].pdgID == number ? i : -1
        }
        return -1
    }

    /// Proper decay length of a row, mm.
    @inline(__always)
    func properLength(_ row: Int) -> Double { species.pointer[row].properLength }

    /// Whether a particle decays where it is made.
    @inline(__always)
    func isPrompt(_ pdgID: Int32) -> Bool {
        let found = row(of: pdgID)
        return found >= 0 && species.pointer[found].properLength < DecayTable.promptLength
    }

    /// Draws a mode among those that the mass allows; nil if there is none.
    private func draw(_ row: Int, mass: Double, _ stream: inout RandomStream) -> UnsafePointer<DecayChannel>? {
        let first = channels.pointer + Int(species.pointer[row].firstChannel)
        let count = Int(species.pointer[row].channelCount)
        let u = stream.uniform()
        var chosen = 0
        while chosen < count - 1 && u >= first[chosen].cumulative { chosen += 1 }
        // The mass of a particle from a file may lie below the table's.
        for i in 0..<count {
            let channel = first + (chosen + i) % count
            if channel.pointee.masses.sum() < mass || channel.pointee.count == 1 { return channel }
        }
        return nil
    }

    /// Decays a particle and appends what is left when prompt daughters have decayed too.
    ///
    /// - Returns: false if its mass allows no mode; then nothing is appended.
    func decay(
        _ pdgID: Int32, row: Int, frame: MovingFrame, _ stream: inout RandomStream, into products: inout SecondaryBuffer
    ) -> Bool {
        guard let channel = draw(row, mass: frame.mass, &stream) else { return false }
        let count = Int(channel.pointee.count)
        if count == 1 {
            products.append(
                pdgID < 0 ? channel.pointee.conjugates[0] : channel.pointee.daughters[0], frame.momentum,
                mass: frame.mass)
            return true
        }
        let momenta = DecayKinematics.draw(
            channel.pointee.shape, mass: frame.mass, masses: channel.pointee.masses, count: count, &stream)
        for i in 0..<count {
            let daughter = pdgID < 0 ? channel.pointee.conjugates[i] : channel.pointee.daughters[i]
            let boosted = frame.boost(momenta[i])
            let momentum = Momentum(x: boosted.px, y: boosted.py, z: boosted.pz)
            let mass = channel.pointee.masses[i]
            let next = self.row(of: daughter)
            if next >= 0, properLength(next) < DecayTable.promptLength {
                let moving = MovingFrame(momentum, mass: mass)
                if decay(daughter, row: next, frame: moving, &stream, into: &products) { continue }
            }
            products.append(daughter, momentum, mass: mass)
        }
        return true
    }
}
