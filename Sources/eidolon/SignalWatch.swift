// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Production

/// Turns SIGINT and SIGTERM into a request to stop while it lives; a second signal ends the program at once.
final class SignalWatch {
    private var sources: [any DispatchSourceSignal] = []

    init(_ cancellation: Cancellation) {
        let queue = DispatchQueue(label: "eidolon.signals")
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if cancellation.isCancelled { Foundation.exit(128 + number) }
                cancellation.cancel(signalNumber: number)
                Console.message("\nstopping: the batches under way are finished and kept")
            }
            source.resume()
            sources.append(source)
        }
        // A broken pipe on output is an error of the write, not the end of the program.
        signal(SIGPIPE, SIG_IGN)
    }

    deinit { sources.forEach { $0.cancel() } }
}
