// SPDX-License-Identifier: GPL-3.0-or-later
import Datasets
import Foundation

/// How far a run is.
public struct RunProgress: Sendable {
    public var eventsDone: Int
    public var eventsTotal: Int
    /// Events of this run that an earlier one had already made.
    public var eventsBefore: Int
    public var hits: Int64
    public var bytes: Int
    /// Since this run began.
    public var seconds: Double
}

/// How a run ended.
public enum RunOutcome: Sendable {
    case finished(FinishedDataset, seconds: Double, hits: Int64)
    /// As `finished`, of a selection that passed fewer events than wanted in the attempts that it was given.
    case exhausted(FinishedDataset, seconds: Double, hits: Int64, events: Int, attempts: Int)
    /// Stopped by request; the events up to `nextEvent` are kept and the run can be resumed.
    case interrupted(nextEvent: Int64, signal: Int32)
    /// The selection passed nothing, so that there is no dataset.
    case nothingSelected(attempts: Int)
}

/// The event loop: workers make batches, one writer stages them in event order and finishes the file.
public struct DatasetRun: Sendable {
    public let chain: EventChain
    public var threads: Int
    /// Events per batch; nil for one fit for the size of the events. No choice reaches the bytes.
    public var batchSize: Int?
    public var force: Bool

    public init(_ chain: EventChain, threads: Int, batchSize: Int? = nil, force: Bool = false) {
        self.chain = chain
        self.threads = max(1, threads)
        self.batchSize = batchSize
        self.force = force
    }

    /// A sync touches every column's file; every few seconds it does not show.
    private static let durability = StagedDataset.Durability.every(seconds: 3)

    /// Makes the whole dataset at `path`.
    public func generate(
        to path: String, cancellation: Cancellation = Cancellation(), progress: (RunProgress) -> Void = { _ in }
    ) throws(DatasetError) -> RunOutcome {
        let staged = try StagedDataset(
            creating: path, description: chain.description, force: force, durability: Self.durability)
        return try run(staged, force: force, cancellation: cancellation, progress: progress)
    }

    /// Goes on with an interrupted run.
    public func resume(
        _ path: String, cancellation: Cancellation = Cancellation(), progress: (RunProgress) -> Void = { _ in }
    ) throws(DatasetError) -> RunOutcome {
        let staged = try StagedDataset(
            reopening: path, description: chain.description, durability: Self.durability)
        return try run(staged, force: force, cancellation: cancellation, progress: progress)
    }

    private func run(
        _ staged: StagedDataset, force: Bool, cancellation: Cancellation, progress: (RunProgress) -> Void
    ) throws(DatasetError) -> RunOutcome {
        let began = Date()
        let all = chain.plan.eventNumbers
        let rest = UInt64(staged.nextEvent)..<(staged.isComplete ? UInt64(staged.nextEvent) : all.upperBound)
        let before = done(staged)
        let queue = BatchQueue(
            events: rest, batchSize: batchSize ?? fittingBatchSize, window: threads + 2, layout: staged.layout)
        let workers = startWorkers(queue, cancellation)
        defer { workers.forEach { $0.wait() } }
        do throws(DatasetError) {
            while let batch = queue.nextInOrder() {
                // A selection ends with the attempt that passes last, wherever batches end.
                if let room = staged.room, batch.eventCount >= room { batch.truncate(to: room) }
                try staged.append(batch)
                queue.recycle(batch)
                progress(
                    RunProgress(
                        eventsDone: done(staged), eventsTotal: chain.plan.wantedEvents ?? all.count,
                        eventsBefore: before, hits: staged.hitCount, bytes: staged.byteCount,
                        seconds: Date().timeIntervalSince(began)))
                if staged.isComplete { break }
            }
            queue.stop()
        } catch {
            queue.stop()
            throw error
        }
        if !staged.isComplete, let signal = cancellation.signalNumber {
            return .interrupted(nextEvent: staged.nextEvent, signal: signal)
        }
        return try finish(staged, force: force, began: began)
    }

    /// Events made, or attempts where these are counted.
    private func done(_ staged: StagedDataset) -> Int {
        chain.plan.wantedEvents == nil ? Int(staged.nextEvent) - chain.plan.firstEvent : staged.eventCount
    }

    private func finish(
        _ staged: StagedDataset, force: Bool, began: Date
    ) throws(DatasetError) -> RunOutcome {
        let hits = staged.hitCount
        let events = staged.eventCount
        let attempts = UInt64(chain.plan.firstEvent)..<UInt64(staged.nextEvent)
        if chain.plan.isSelected && events == 0 {
            try staged.discard()
            return .nothingSelected(attempts: attempts.count)
        }
        let finished = try staged.finish(
            tracker: chain.detector, storage: chain.plan.storage, threads: threads, force: force,
            attempts: chain.plan.isSelected ? attemptsOfProcesses(attempts) : nil)
        let seconds = Date().timeIntervalSince(began)
        if let wanted = chain.plan.wantedEvents, events < wanted {
            return .exhausted(finished, seconds: seconds, hits: hits, events: events, attempts: attempts.count)
        }
        return .finished(finished, seconds: seconds, hits: hits)
    }

    /// How often each process was tried: a function of the numbers of the attempts.
    private func attemptsOfProcesses(_ numbers: Range<UInt64>) -> [Int64] {
        var counts = [Int64](repeating: 0, count: chain.description.processes.count)
        for number in numbers { counts[chain.generator.processIndex(ofEvent: number)] += 1 }
        return counts
    }

    private func startWorkers(_ queue: BatchQueue, _ cancellation: Cancellation) -> [WorkerThread] {
        (0..<min(threads, max(queue.ticketCount, 1))).map { _ in
            WorkerThread { [chain] in
                let worker = EventWorker(chain)
                while let work = queue.take() {
                    work.batch.open(at: Int64(work.events.lowerBound))
                    for event in work.events { worker.make(event: event, into: work.batch) }
                    work.batch.close(before: Int64(work.events.upperBound))
                    queue.deliver(work)
                    if cancellation.isCancelled { queue.stop() }
                }
            }
        }
    }

    /// About 10,000 primaries per batch: small enough for memory and balance, large enough that a line of the journal does
    /// not show.
    private var fittingBatchSize: Int {
        var primaries = 180 * chain.plan.pileUp.mean
        switch chain.plan.source {
        case .collisions: primaries += 600
        case .gun(let gun): primaries += Double(gun.particles)
        case .file: primaries += 12_000
        }
        return max(1, min(256, Int(10_000 / max(primaries, 1))))
    }
}

/// A thread that can be waited for.
final class WorkerThread: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)

    init(_ body: @escaping @Sendable () -> Void) {
        let thread = Thread { [done] in
            body()
            done.signal()
        }
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Waits for the end; once.
    func wait() { done.wait() }
}
