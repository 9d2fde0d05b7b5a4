// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Datasets
import Foundation
import Production

/// Runs the event loop for a person: progress, signals, the run's record and a closing summary.
struct RunSession {
    let chain: EventChain
    let inputPaths: [String]
    let threads: Int

    func run(
        to path: String, force: Bool,
        _ body: (DatasetRun, Cancellation, (RunProgress) -> Void) throws(DatasetError) -> RunOutcome
    ) throws {
        let cancellation = Cancellation()
        let watch = SignalWatch(cancellation)
        defer { withExtendedLifetime(watch) {} }
        var record = RunRecord(
            version: Eidolon.programVersion, commandLine: CommandLine.arguments, threads: threads,
            planHash: chain.plan.hash, inputPaths: inputPaths)
        let reporter = ProgressReporter()
        var hasRecord = false
        let outcome = try body(DatasetRun(chain, threads: threads, force: force), cancellation) { progress in
            if !hasRecord {
                writeRecord(record, path)
                hasRecord = true
            }
            reporter.show(progress)
        }
        reporter.finish()
        switch outcome {
        case .finished(let dataset, let seconds, let hits):
            record.finish(seconds: seconds, sha256: dataset.sha256)
            close(path, dataset, seconds, hits, record)
        case .exhausted(let dataset, let seconds, let hits, let events, let attempts):
            record.finish(seconds: seconds, sha256: dataset.sha256)
            close(path, dataset, seconds, hits, record)
            Console.message(
                "eidolon: only \(Console.grouped(Int64(events))) of \(Console.grouped(Int64(chain.plan.events))) events "
                    + "passed the selection in \(Console.grouped(Int64(attempts))) attempts; the dataset holds these; "
                    + "raise select.max_attempts or loosen the selection")
            throw ExitStatus.checkFailed
        case .nothingSelected(let attempts):
            throw Diagnostics([
                Diagnostic(
                    code: "nothing-selected", file: path, key: "select",
                    problem: "no event passed the selection in \(Console.grouped(Int64(attempts))) attempts",
                    reason: "no dataset was made", remedy: "raise select.max_attempts or loosen the selection")
            ])
        case .interrupted(let next, let signal):
            writeRecord(record, path)
            Console.message(
                "interrupted before event \(next); finish it with: eidolon resume \(path)")
            throw ExitStatus.signal(signal)
        }
    }

    private func close(
        _ path: String, _ dataset: FinishedDataset, _ seconds: Double, _ hits: Int64, _ record: RunRecord
    ) {
        writeRecord(record, path)
        let events = (try? DatasetReader(path: path).eventCount) ?? chain.plan.events
        Console.message(
            "\(path): \(Console.grouped(Int64(events))) events, \(Console.grouped(hits)) hits, "
                + "\(Console.size(dataset.byteCount)) in \(Console.duration(seconds))")
        if let missing = try? MissingHits(DatasetReader(path: path), limits: chain.plan.simulation) {
            Console.warn([missing.warning(path: path)])
        }
        // Not the line of sha256sum: the digest is the one in the file's header, of what follows that header.
        Console.result("content sha256 \(dataset.sha256)  \(path)\n")
    }

    private func writeRecord(_ record: RunRecord, _ path: String) {
        do {
            try record.write(for: path)
        } catch {
            Console.message("warning: \(RunRecord.path(for: path)) could not be written: \(error.localizedDescription)")
        }
    }
}
