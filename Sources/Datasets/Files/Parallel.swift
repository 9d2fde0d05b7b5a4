// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import Synchronization

/// Independent pieces of work on several threads.
enum Parallel {
    /// Runs `body` once for every index below `count`, on at most `threads` threads, each with a buffer of its own;
    /// throws the failure of the lowest index that failed.
    static func forEach(
        _ count: Int, threads: Int, scratchByteCount: Int,
        _ body: @Sendable (Int, UnsafeMutableRawBufferPointer) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        let workers = max(min(threads, count), 1)
        let next = Atomic<Int>(0)
        let failure = Mutex<(index: Int, error: DatasetError)?>(nil)
        @Sendable func work() {
            let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: max(scratchByteCount, 1), alignment: 4096)
            defer { scratch.deallocate() }
            while true {
                let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if i >= count || failure.withLock({ $0 != nil }) { return }
                do throws(DatasetError) {
                    try body(i, scratch)
                } catch {
                    failure.withLock { first in
                        if let known = first, known.index < i { return }
                        first = (i, error)
                    }
                }
            }
        }
        if workers == 1 {
            work()
        } else {
            DispatchQueue.concurrentPerform(iterations: workers) { _ in work() }
        }
        if let found = failure.withLock({ $0 }) { throw found.error }
    }
}
