// SPDX-License-Identifier: GPL-3.0-or-later

/// The columns of some events as raw bytes, ready to be appended to a dataset: consecutive ones, or those that a
/// selection left of consecutive attempts.
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
    /// Number of the first event or attempt that the batch covers; meaningful if there is one.
    public internal(set) var firstEvent: Int64 = 0
    /// Number of the event or attempt that follows the last one it covers.
    public internal(set) var nextEvent: Int64 = 0
    /// The first number was given, and not taken from an event.
    var isOpened = false
    private var numbers: [Int64] = []
    /// Bytes of every column, and hits, at the end of each event.
    private var ends: [Int] = []
    private var hitEnds: [Int] = []
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

    /// Says which attempt comes first, whether it passes or not.
    public func open(at first: Int64) {
        firstEvent = first
        nextEvent = first
        isOpened = true
    }

    /// Says that all attempts before this one have been made.
    public func close(before next: Int64) { nextEvent = max(nextEvent, next) }

    /// Ends the event whose columns have been filled.
    func endEvent(_ number: Int64, hits: Int) {
        if eventCount == 0 && !isOpened { firstEvent = number }
        eventCount += 1
        hitCount += hits
        nextEvent = number + 1
        numbers.append(number)
        for i in layout.staged.indices { ends.append(columns[i].count) }
        hitEnds.append(hitCount)
    }

    /// Keeps the first events and ends with the last of these.
    public func truncate(to count: Int) {
        precondition(count > 0 && count <= eventCount, "events outside the batch")
        let start = (count - 1) * layout.staged.count
        for i in layout.staged.indices { columns[i].count = ends[start + i] }
        eventCount = count
        hitCount = hitEnds[count - 1]
        nextEvent = numbers[count - 1] + 1
        numbers.removeLast(numbers.count - count)
        ends.removeLast(ends.count - count * layout.staged.count)
        hitEnds.removeLast(hitEnds.count - count)
    }

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
        isOpened = false
        numbers.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        hitEnds.removeAll(keepingCapacity: true)
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
