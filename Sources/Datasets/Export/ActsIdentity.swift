// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The five numbers by which ACTS knows a particle: primary vertex (from 1), secondary vertex, particle, generation and
/// sub-particle.
///
/// Of the barcode's group (vertex, primary) the particle that the generator made is (0, 0); the others are numbered in
/// the order of the file, with the generation of their barcodes, which ACTS holds in 8 bits.
struct ActsIdentity: Equatable {
    var vertex: Int
    var particle: Int
    var generation: Int
    var subParticle: Int

    /// Of every particle of an event; no two are equal.
    ///
    /// - Parameters:
    ///   - barcodes: of all particles, generated ones first.
    ///   - isGenerated: 1 for those that the generator made, or the event file held.
    static func all(_ barcodes: [UInt64], isGenerated: [UInt8]) -> [ActsIdentity] {
        // What is left of a barcode without generation, secondary and process, and how often it was met.
        var met: [UInt64: Int] = [:]
        var hasPrimary: Set<UInt64> = []
        return barcodes.indices.map { i in
            let barcode = Barcode(rawValue: barcodes[i])
            let group = barcodes[i] >> 36
            var identity = ActsIdentity(
                vertex: max(barcode.vertex, 1), particle: barcode.primary, generation: 0, subParticle: 0)
            if isGenerated[i] == 1 && barcode.secondary == 0 && hasPrimary.insert(group).inserted { return identity }
            met[group, default: 0] += 1
            identity.generation = min(max(barcode.generation, 1), 255)
            identity.subParticle = met[group, default: 0]
            return identity
        }
    }

    /// Appends the five columns.
    func write(to csv: inout CSVWriter) {
        for (place, number) in [vertex, 0, particle, generation, subParticle].enumerated() {
            if place > 0 { csv.comma() }
            csv.integer(Int64(number))
        }
    }
}

/// How ACTS numbers surfaces: `Acts::GeometryIdentifier` with 8 bits of volume, 12 of layer and 20 of sensitive module.
enum ActsGeometryID {
    /// The identifier of a module; nil if a number is 0, which means none there, or does not fit its bits.
    static func of(volume: Int32, layer: Int32, module: Int32) -> UInt64? {
        guard (1...0xFF).contains(volume), (1...0xFFF).contains(layer), (1...0xF_FFFF).contains(module) else {
            return nil
        }
        return UInt64(volume) << 56 | UInt64(layer) << 36 | UInt64(module) << 8
    }
}
