// SPDX-License-Identifier: GPL-3.0-or-later
import Datasets
import Foundation

/// Hands ranges of events to workers and their batches to one writer, in event order.
///
/// At most `window` batches are under way or wait to be written, so that memory stays flat however uneven the workers
/// are. Batches go back and forth; none is made anew once the run is going.
final class BatchQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private let events: Range<UInt64>
    private let batchSize: UInt64
    private let window: Int
    // Guarded by `condition`.
    private var nextTicket = 0
    private var nextWritten = 0
    private var waiting: [Int: ColumnBatch] = [:]
    private var free: [ColumnBatch] = []
    private var isStopped = false

    let ticketCount: Int

    init(events: Range<UInt64>, batchSize: Int, window: Int, layout: DatasetLayout) {
        self.events = events
        self.batchSize = UInt64(max(1, batchSize))
        self.window = window
        ticketCount = Int((UInt64(events.count) + self.batchSize - 1) / self.batchSize)
        free = (0..<min(window, max(ticketCount, 1))).map { _ in ColumnBatch(layout: layout) }
    }

    struct Work {
        let ticket: Int
        let events: Range<UInt64>
        let batch: ColumnBatch
    }

    /// The next range of events with an empty batch for it; waits for room; nil when there is no more to do.
    func take() -> Work? {
        condition.lock()
        defer { condition.unlock() }
        while !isStopped && nextTicket < ticketCount && (nextTicket >= nextWritten + window || free.isEmpty) {
            condition.wait()
        }
        guard !isStopped, nextTicket < ticketCount, !free.isEmpty else { return nil }
        // In turns, so that all of them have grown early and memory stays as it is.
        let batch = free.removeFirst()
        let ticket = nextTicket
        nextTicket += 1
        let first = events.lowerBound + UInt64(ticket) * batchSize
        batch.removeAll()
        return Work(ticket: ticket, events: first..<min(first + batchSize, events.upperBound), batch: batch)
    }

    /// Gives a filled batch to the writer.
    func deliver(_ work: Work) {
        condition.lock()
        waiting[work.ticket] = work.batch
        condition.broadcast()
        condition.unlock()
    }

    /// The next batch in event order; waits for it. After `stop`, what has been taken by workers still comes; then nil.
    func nextInOrder() -> ColumnBatch? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let batch = waiting.removeValue(forKey: nextWritten) { return batch }
            let isDone = nextWritten == ticketCount || isStopped && nextWritten >= nextTicket
            if isDone { return nil }
            condition.wait()
        }
    }

    /// Takes a written batch back.
    func recycle(_ batch: ColumnBatch) {
        condition.lock()
        nextWritten += 1
        free.append(batch)
        condition.broadcast()
        condition.unlock()
    }

    /// No more work is handed out.
    func stop() {
        condition.lock()
        isStopped = true
        condition.broadcast()
        condition.unlock()
    }
}
