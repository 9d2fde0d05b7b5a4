// SPDX-License-Identifier: GPL-3.0-or-later

/// The columns of some consecutive events as raw bytes, ready to be appended to a dataset.
///
/// A worker fills it through an `EventEncoder`, the writer appends it, and `removeAll()` readies it for use again
/// with its memory kept. One thread at a time owns it; handing it over is the caller's business.
public final class ColumnBatch: @unchecked Sendable {
    @usableFromInline struct Bytes {
        @usableFromInline var base: UnsafeMutableRawPointer
        @usableFromInline var count: Int
        @usableFromInline var capacity: Int
    }

    public let layout: DatasetLayout
    private let columns: UnsafeMutablePointer<Bytes>
    /// Number of the first event inside; meaningful if there is one.
    public internal(set) var firstEvent: Int64 = 0
    public internal(set) var eventCount = 0
    /// Tracker hits inside, for rates.
    public internal(set) var hitCount = 0

    public init(layout: DatasetLayout) {
        self.layout = layout
        columns = .allocate(capacity: max(layout.staged.count, 1))
        for i in layout.staged.indices {
            let base = UnsafeMutableRawPointer.allocate(byteCount: 1024, alignment: 16)
            (columns + i).initialize(to: Bytes(base: base, count: 0, capacity: 1024))
        }
    }

    deinit {
        for i in layout.staged.indices { columns[i].base.deallocate() }
        columns.deallocate()
    }

    /// Number of the event that follows the last one inside.
    public var nextEvent: Int64 { firstEvent + Int64(eventCount) }

    /// Bytes in all columns.
    public var byteCount: Int {
        var sum = 0
        for i in layout.staged.indices { sum += columns[i].count }
        return sum
    }

    /// Forgets the events and keeps the memory.
    public func removeAll() {
        for i in layout.staged.indices { columns[i].count = 0 }
        eventCount = 0
        hitCount = 0
    }

    /// The bytes of one column, valid until the batch is changed.
    public func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        precondition(column >= 0 && column < layout.staged.count, "column outside the layout")
        return UnsafeRawBufferPointer(start: columns[column].base, count: columns[column].count)
    }

    /// Room for `count` more values of type `T` at the end of a column; they belong to it after `commit`.
    @inline(__always)
    func room<T: ColumnElement>(_ column: Int, _ count: Int, of type: T.Type) -> UnsafeMutablePointer<T> {
        precondition(layout.staged[column].type == T.elementType, "the schema has another type for this column")
        let needed = columns[column].count + count * MemoryLayout<T>.stride
        if needed > columns[column].capacity { grow(column, to: needed) }
        return (columns[column].base + columns[column].count).assumingMemoryBound(to: T.self)
    }

    /// Takes `count` values written to `room` into the column.
    @inline(__always)
    func commit<T: ColumnElement>(_ column: Int, _ count: Int, of type: T.Type) {
        columns[column].count += count * MemoryLayout<T>.stride
        assert(columns[column].count <= columns[column].capacity)
    }

    /// Appends `count` values to a column.
    @inline(__always)
    func fill<T: ColumnElement>(_ column: Int, _ count: Int, _ value: (Int) -> T) {
        let target = room(column, count, of: T.self)
        for i in 0..<count { target[i] = value(i) }
        commit(column, count, of: T.self)
    }

    @inline(never)
    private func grow(_ column: Int, to needed: Int) {
        let capacity = max(needed, columns[column].capacity * 2)
        let fresh = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        fresh.copyMemory(from: columns[column].base, byteCount: columns[column].count)
        columns[column].base.deallocate()
        columns[column].base = fresh
        columns[column].capacity = capacity
    }
}
