// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// What is drawn for a detector's conditions, each from streams of its own.
///
/// A stream belongs to what is drawn and to the TrackML identity of the element, so that an element keeps its draw
/// whatever else the detector or the file holds. Numbers are append-only.
enum ConditionsDraw: UInt64 {
    case detectorDisplacement = 0
    case volumeDisplacement = 1
    case layerDisplacement = 2
    case partDisplacement = 3
    case moduleDisplacement = 4
    case threshold = 5
    case gain = 6
    case deadModule = 7
    case deadChip = 8
    case deadChannel = 9
    case noisyModule = 10
    case noisyChip = 11
    case noisyChannel = 12
    case halfVolumeDisplacement = 13
    case halfLayerDisplacement = 14

    /// The stream of an element: of the module of this number, of the part or half, or of a whole layer or volume (zeros).
    func stream(seed: UInt64, volume: Int32 = 0, layer: Int32 = 0, number: Int32 = 0) -> RandomStream {
        let identity =
            (UInt64(truncatingIfNeeded: volume) & 0xFFF) << 33 | (UInt64(truncatingIfNeeded: layer) & 0xFFF) << 21
            | (UInt64(truncatingIfNeeded: number) & 0x1F_FFFF)
        return RandomStream(seed: seed, event: rawValue, stage: .conditions, identity: identity)
    }

    func stream(seed: UInt64, _ module: Module) -> RandomStream {
        stream(seed: seed, volume: module.volumeID, layer: module.layerID, number: module.moduleID)
    }
}
