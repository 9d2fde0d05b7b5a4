// SPDX-License-Identifier: GPL-3.0-or-later
import CFileSupport

/// The Castagnoli checksum (RFC 3720, appendix B.4): polynomial 0x1EDC6F41, reflected 0x82F63B78.
///
/// Feeding a column piece by piece gives the same value as feeding it whole, with the processor's instruction or
/// without.
public struct CRC32C: Sendable, Equatable {
    private var state: UInt32 = 0xFFFF_FFFF

    public init() {}

    /// Continues from the `value` of an earlier checksum.
    public init(continuing value: UInt32) { state = ~value }

    public var value: UInt32 { ~state }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return }
        if cfile_has_crc32c() != 0 {
            state = cfile_crc32c_sse42(state, base.assumingMemoryBound(to: UInt8.self), UInt(bytes.count))
        } else {
            updateByTable(bytes)
        }
    }

    /// One byte at a time from a table: for processors without the instruction.
    mutating func updateByTable(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { state = state >> 8 ^ Self.table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
    }
}
