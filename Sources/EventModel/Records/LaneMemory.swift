// SPDX-License-Identifier: GPL-3.0-or-later

/// Eight doubles in memory, read and written as one vector or one by one.
///
/// A view: the memory belongs to a `LaneMemory`. A vector in a register would be copied to memory and back for every
/// lane that is picked by a variable position.
@frozen
public struct LaneColumn: @unchecked Sendable {
    @usableFromInline let base: UnsafeMutablePointer<Double>

    @inlinable @inline(__always)
    init(base: UnsafeMutablePointer<Double>) { self.base = base }

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

/// Hands out the columns of a memory one after the other.
public struct LaneColumns {
    let base: UnsafeMutablePointer<Double>
    private(set) var used = 0
    let count: Int

    init(base: UnsafeMutablePointer<Double>, count: Int) {
        self.base = base
        self.count = count
    }

    /// The next `columns` columns as one piece of memory; the first of them as a column.
    public mutating func next(_ columns: Int = 1) -> LaneColumn {
        precondition(used + columns <= count, "more columns than the memory has")
        used += columns
        return LaneColumn(base: base + 8 * (used - columns))
    }
}

/// The memory of some lane columns, all zero at first; each stands on a cache line of its own.
public struct LaneMemory: ~Copyable, @unchecked Sendable {
    private let base: UnsafeMutablePointer<Double>
    private let count: Int

    public init(columns: Int) {
        let raw = UnsafeMutableRawPointer.allocate(byteCount: columns * 64, alignment: 64)
        base = raw.bindMemory(to: Double.self, capacity: 8 * columns)
        base.initialize(repeating: 0, count: 8 * columns)
        count = columns
    }

    deinit { base.deallocate() }

    /// Views of the columns, valid while this memory lives.
    public var columns: LaneColumns { LaneColumns(base: base, count: count) }
}
