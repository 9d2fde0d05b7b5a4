// SPDX-License-Identifier: GPL-3.0-or-later

/// A growable column of plain values with one owner.
///
/// It is what events are made of: no reference counting, no copy on write, and memory that stays with the
/// worker from event to event (`removeAll()` keeps it). Positions are checked; growth is the only allocation.
public struct Column<Element: BitwiseCopyable>: ~Copyable {
    @usableFromInline internal var base: UnsafeMutablePointer<Element>
    @usableFromInline internal var stored: Int
    @usableFromInline internal var capacity: Int

    /// An empty column with room for `capacity` values (at least one).
    @inlinable
    public init(capacity: Int = 16) {
        self.capacity = max(capacity, 1)
        self.base = .allocate(capacity: self.capacity)
        self.stored = 0
    }

    deinit { base.deallocate() }

    /// Number of values.
    @inlinable public var count: Int { stored }
    @inlinable public var isEmpty: Bool { count == 0 }
    @inlinable public var indices: Range<Int> { 0..<count }

    /// The value at `position`; a position outside `0..<count` is a programmer fault and traps.
    @inlinable
    public subscript(position: Int) -> Element {
        get {
            precondition(UInt(bitPattern: position) < UInt(bitPattern: count), "position outside the column")
            return base[position]
        }
        set {
            precondition(UInt(bitPattern: position) < UInt(bitPattern: count), "position outside the column")
            base[position] = newValue
        }
    }

    @inlinable
    public mutating func append(_ value: Element) {
        if count == capacity { grow(to: count + 1) }
        base[count] = value
        stored &+= 1
    }

    /// Appends `repeating` values.
    @inlinable
    public mutating func append(repeating value: Element, count added: Int) {
        reserve(count + added)
        for i in count..<count + added { base[i] = value }
        stored += added
    }

    /// Appends `added` values that the caller writes through the pointer to the first of them.
    @inlinable
    public mutating func append(unwritten added: Int) -> UnsafeMutablePointer<Element> {
        reserve(count + added)
        stored += added
        return base + (stored - added)
    }

    /// Appends all values of another column.
    @inlinable
    public mutating func append(contentsOf other: borrowing Column<Element>) {
        reserve(count + other.count)
        (base + count).update(from: other.base, count: other.count)
        stored += other.count
    }

    /// Forgets the values and keeps the memory.
    @inlinable public mutating func removeAll() { stored = 0 }

    /// Keeps the first `newCount` values.
    @inlinable
    public mutating func truncate(to newCount: Int) {
        precondition(newCount >= 0 && newCount <= count)
        stored = newCount
    }

    @inlinable
    public mutating func reserve(_ needed: Int) {
        if needed > capacity { grow(to: needed) }
    }

    @usableFromInline @inline(never)
    internal mutating func grow(to needed: Int) {
        let larger = max(needed, capacity * 2)
        let fresh = UnsafeMutablePointer<Element>.allocate(capacity: larger)
        fresh.update(from: base, count: count)
        base.deallocate()
        base = fresh
        capacity = larger
    }

    /// The values in memory, for the duration of `body`.
    @inlinable
    public borrowing func withUnsafeBuffer<R, E: Error>(
        _ body: (UnsafeBufferPointer<Element>) throws(E) -> R
    ) throws(E) -> R {
        try body(UnsafeBufferPointer(start: base, count: count))
    }

    /// The values in memory to change in place, for the duration of `body`.
    @inlinable
    public mutating func withUnsafeMutableBuffer<R, E: Error>(
        _ body: (UnsafeMutableBufferPointer<Element>) throws(E) -> R
    ) throws(E) -> R {
        try body(UnsafeMutableBufferPointer(start: base, count: count))
    }

    /// A copy as an array, for tests and tools; not for kernels.
    public borrowing func array() -> [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }
}

/// Only one owner exists, so handing a column to another thread hands over all of it.
extension Column: @unchecked Sendable {}
