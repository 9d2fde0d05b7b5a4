// SPDX-License-Identifier: GPL-3.0-or-later

/// One line of the particle table as it is written down.
struct ParticleRow: Sendable {
    let species: ParticleSpecies
    let name: String

    /// PDG number, name, charge in thirds, mass and width in GeV, c tau in mm.
    init(
        _ pdgID: Int32, _ name: String, _ charge3: Int32, _ mass: Double, _ width: Double, _ decayLength: Double,
        selfConjugate: Bool = false
    ) {
        species = ParticleSpecies(
            pdgID: pdgID, mass: mass, width: width, charge3: charge3, properDecayLength: decayLength,
            isSelfConjugate: selfConjugate)
        self.name = name
    }
}

/// The table with its index, made once on first use and never changed.
///
/// The index is a hash table with open addressing: a look-up reads one or two neighbouring entries.
struct ParticleTable: @unchecked Sendable {
    static let shared = ParticleTable(rows: fundamental + mesons + baryons)

    private static let slotCount = 1024
    let species: UnsafePointer<ParticleSpecies>
    let count: Int
    let names: [String]
    /// Position + 1 in `species`, 0 for an empty slot.
    private let slots: UnsafePointer<Int16>

    private init(rows: [ParticleRow]) {
        precondition(rows.count * 4 < Self.slotCount, "the particle table needs a larger index")
        let values = UnsafeMutablePointer<ParticleSpecies>.allocate(capacity: rows.count)
        let index = UnsafeMutablePointer<Int16>.allocate(capacity: Self.slotCount)
        index.initialize(repeating: 0, count: Self.slotCount)
        for (position, row) in rows.enumerated() {
            (values + position).initialize(to: row.species)
            var slot = Self.slot(row.species.pdgID)
            while index[slot] != 0 { slot = (slot + 1) % Self.slotCount }
            index[slot] = Int16(position + 1)
        }
        species = UnsafePointer(values)
        slots = UnsafePointer(index)
        count = rows.count
        names = rows.map(\.name)
    }

    /// Fibonacci hashing of the number (Knuth, TAOCP 6.4).
    private static func slot(_ number: Int32) -> Int {
        Int((UInt32(bitPattern: number) &* 2_654_435_769) >> 22)
    }

    /// The position of a positive PDG number, or nil.
    func position(_ number: Int32) -> Int? {
        var slot = Self.slot(number)
        while slots[slot] != 0 {
            let position = Int(slots[slot]) - 1
            if species[position].pdgID == number { return position }
            slot = (slot + 1) % Self.slotCount
        }
        return nil
    }
}
