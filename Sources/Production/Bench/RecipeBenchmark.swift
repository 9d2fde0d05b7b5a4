// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Datasets
import EventModel

/// Times every stage of the chain over the events of a recipe, one thread.
///
/// All events pass through all stages in turn, as in a run; nothing is written. A first repetition, not counted, sizes
/// the memory of the stages.
public struct RecipeBenchmark {
    /// Fewest repetitions that are timed.
    public static let minimumRepetitions = 5
    private let chain: EventChain
    private let worker: EventWorker
    private let batch: ColumnBatch
    private let stageCount: Int
    private var counts = RecipeBenchmarkReport.Counts()

    /// - Parameter last: the stage, of `RecipeBenchmarkReport.stageNames`, after which an event is left; all by default.
    ///   What comes later then takes no place in the caches.
    public init(_ chain: EventChain, until last: String? = nil) {
        self.chain = chain
        let stages = RecipeBenchmarkReport.stageNames
        stageCount = (last.flatMap(stages.firstIndex) ?? stages.count - 1) + 1
        worker = EventWorker(chain)
        batch = ColumnBatch(layout: DatasetLayout(chain.description))
    }

    /// Repeats all events until `seconds` of processor time are spent, at least `minimumRepetitions` times.
    public mutating func run(seconds: Double) -> RecipeBenchmarkReport {
        _ = repetition()
        counts = RecipeBenchmarkReport.Counts()
        var repetitions: [[Lap]] = []
        let began = BenchmarkClock.processor()
        while repetitions.count < Self.minimumRepetitions || BenchmarkClock.processor() - began < seconds * 1e9 {
            repetitions.append(repetition())
        }
        return RecipeBenchmarkReport(
            chain.plan, repetitions: repetitions, counts: counts.divided(by: repetitions.count))
    }

    /// Time of one stage in one repetition, ns.
    struct Lap {
        var processor = 0.0
        var wall = 0.0

        mutating func time(_ body: () -> Void) {
            let wallStart = BenchmarkClock.wall()
            let start = BenchmarkClock.processor()
            body()
            processor += BenchmarkClock.processor() - start
            wall += BenchmarkClock.wall() - wallStart
        }
    }

    private mutating func repetition() -> [Lap] {
        var laps = [Lap](repeating: Lap(), count: stageCount)
        for number in chain.plan.eventNumbers {
            for stage in 0..<stageCount { laps[stage].time { run(stage, number) } }
            counts.add(worker, areRead: stageCount > 2)
        }
        return laps
    }

    private func run(_ stage: Int, _ number: UInt64) {
        switch stage {
        case 0: worker.generate(number)
        case 1: worker.simulate()
        case 2: worker.readAndLabel()
        default:
            batch.removeAll()
            worker.encode(into: batch)
        }
    }
}

extension RecipeBenchmarkReport.Counts {
    fileprivate mutating func add(_ worker: EventWorker, areRead: Bool) {
        events += 1
        generatedParticles += worker.generated.particles.count
        for i in 0..<worker.transported.fate.count
        where worker.transported.fate[i] != ParticleFate.notTransported.rawValue {
            transportedParticles += 1
        }
        sensorCrossings += worker.transported.steps.count
        if areRead { hits += worker.readOut.hits.count }
    }

    fileprivate func divided(by n: Int) -> Self {
        Self(
            events: events / n, generatedParticles: generatedParticles / n,
            transportedParticles: transportedParticles / n, sensorCrossings: sensorCrossings / n, hits: hits / n)
    }
}
