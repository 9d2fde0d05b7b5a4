// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import Synchronization

/// Independent pieces of work on several threads.
enum Parallel {
    /// Runs `body` once for every index below `count`, on at most `threads` threads; throws the failure of the lowest
    /// index that failed.
    static func forEach(
        _ count: Int, threads: Int, _ body: @Sendable (Int) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        if threads <= 1 || count <= 1 {
            for i in 0..<count { try body(i) }
            return
        }
        let next = Atomic<Int>(0)
        let failure = Mutex<(index: Int, error: DatasetError)?>(nil)
        DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
            while true {
                let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if i >= count || failure.withLock({ $0 != nil }) { return }
                do {
                    try body(i)
                } catch let error as DatasetError {
                    failure.withLock { if $0 == nil || i < $0!.index { $0 = (i, error) } }
                } catch {
                    return
                }
            }
        }
        if let found = failure.withLock({ $0 }) { throw found.error }
    }
}
