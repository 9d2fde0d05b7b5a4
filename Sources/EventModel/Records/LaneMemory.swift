// SPDX-License-Identifier: GPL-3.0-or-later

/// Eight doubles in memory, read and written as one vector or one by one.
///
/// A view: the memory belongs to a `LaneMemory`. A vector in a register would be copied to memory and back for every
/// lane that is picked by a variable position.
@frozen
public struct LaneColumn: @unchecked Sendable {
    @usableFromInline let base: UnsafeMutablePointer<Double>

    @inlinable @inline(__always)
    public init(base: UnsafeMutablePointer<Double>) { self.base = base }

    @inlinable
    public var vector: SIMD8<Double> {
        @inline(__always) get {
            UnsafeMutableRawPointer(base).assumingMemoryBound(to: SIMD8<Double>.self).pointee
        }
        @inline(__always) nonmutating set {
            UnsafeMutableRawPointer(base).assumingMemoryBound(to: SIMD8<Double>.self).pointee = newValue
        }
    }

    /// The first of the eight values.
    @inlinable public var pointer: UnsafeMutablePointer<Double> { base }

    /// - Precondition: `lane` in 0..<8; not checked.
    @inlinable
    public subscript(lane: Int) -> Double {
        @inline(__always) get { base[lane] }
        @inline(__always) nonmutating set { base[lane] = newValue }
    }
}

/// The memory of some lane columns, all zero at first; each stands on a cache line of its own.
///
/// Columns are named by constant positions, so that code that uses many of them needs one base address.
public struct LaneMemory: ~Copyable, @unchecked Sendable {
    @usableFromInline let base: UnsafeMutablePointer<Double>

    public init(columns: Int) {
        let raw = UnsafeMutableRawPointer.allocate(byteCount: columns * 64, alignment: 64)
        base = raw.bindMemory(to: Double.self, capacity: 8 * columns)
        base.initialize(repeating: 0, count: 8 * columns)
    }

    deinit { base.deallocate() }

    /// A view of one column, valid while this memory lives.
    ///
    /// - Precondition: `column` is one of its columns; not checked.
    @inlinable @inline(__always)
    public subscript(column: Int) -> LaneColumn { LaneColumn(base: base + 8 * column) }

    /// A column as sixteen integers, valid while this memory lives.
    @inlinable @inline(__always)
    public func integers(_ column: Int) -> UnsafeMutablePointer<Int32> {
        UnsafeMutableRawPointer(base + 8 * column).assumingMemoryBound(to: Int32.self)
    }
}
