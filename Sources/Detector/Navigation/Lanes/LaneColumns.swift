// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes
import EventModel

typealias Lanes = SIMD8<Double>
typealias LaneChoice = SIMDMask<SIMD8<Int64>>
typealias FourLanes = SIMD4<Double>

/// A column of lanes in memory: numbers, integers of a word each, or a choice of lanes.
struct ViewColumn: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<Double>

    var vector: Lanes {
        @inline(__always) get { UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Lanes.self).pointee }
        @inline(__always) nonmutating set {
            UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Lanes.self).pointee = newValue
        }
    }

    /// All bits of a word or none.
    var choice: LaneChoice {
        @inline(__always) get { unsafeBitCast(vector, to: LaneChoice.self) }
        @inline(__always) nonmutating set { vector = unsafeBitCast(newValue, to: Lanes.self) }
    }

    var words: UnsafeMutablePointer<Int> {
        @inline(__always) get { UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Int.self) }
    }

    /// - Precondition: `lane` in 0..<8; not checked.
    subscript(lane: Int) -> Double {
        @inline(__always) get { pointer[lane] }
        @inline(__always) nonmutating set { pointer[lane] = newValue }
    }

    /// The integers in one more where `choice` holds.
    @inline(__always)
    func incremented(where choice: LaneChoice) -> Lanes {
        // A choice that holds is −1.
        Lanes(bits: vector.bits.subtracting(unsafeBitCast(choice, to: SIMD8<UInt64>.self)))
    }
}

extension SIMDMask where Storage == SIMD4<Int64> {
    /// One bit per lane, the lowest for the first.
    @inline(__always)
    var laneBits: UInt32 { eidolon_words4_bits(unsafeBitCast(self, to: SIMD4<UInt64>.self)) }
}

extension SIMDMask where Storage == SIMD8<Int64> {
    /// One bit per lane, the lowest for the first.
    @inline(__always)
    var laneBits: UInt32 { eidolon_words8_bits(unsafeBitCast(self, to: SIMD8<UInt64>.self)) }
}

extension UInt32 {
    /// Calls `body` with the position of every bit that is set, from the lowest.
    @inline(__always)
    func forEachLane(_ body: (Int) -> Void) {
        var rest = self
        while rest != 0 {
            body(rest.trailingZeroBitCount)
            rest &= rest &- 1
        }
    }
}
