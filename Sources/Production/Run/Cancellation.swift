// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// A request to stop, made once from any thread or from a signal.
public final class Cancellation: Sendable {
    private let signal = Atomic<Int32>(0)

    public init() {}

    /// Asks for a stop; `signalNumber` tells why (SIGINT, SIGTERM).
    public func cancel(signalNumber: Int32 = 2) { signal.store(signalNumber, ordering: .releasing) }
    public var isCancelled: Bool { signal.load(ordering: .acquiring) != 0 }
    /// The signal that asked, nil if none did.
    public var signalNumber: Int32? {
        let number = signal.load(ordering: .acquiring)
        return number == 0 ? nil : number
    }
}
