// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto
import Foundation

/// A thread that digests bytes in the order in which another one hands them over, through a few buffers.
///
/// The other thread fills `nextBuffer()`, gives (a part of) it to `hand(over:)`, and calls `finish()` once at the end.
/// Whichever of the two has to wait for the other first does `meanwhile`, so that neither rests while there is work.
final class DigestThread: @unchecked Sendable {
    private static let bufferCount = 8
    private let buffers: [UnsafeMutableRawBufferPointer]
    /// Bytes of each buffer that are to be digested; a negative number tells the thread to end.
    private let lengths: UnsafeMutablePointer<Int>
    private var next = 0
    // Semaphores that began with a number would have to end with it.
    private let free = DispatchSemaphore(value: 0)
    private let filled = DispatchSemaphore(value: 0)
    private let done = DispatchSemaphore(value: 0)
    private let meanwhile: @Sendable () -> Void
    private var result = ""

    init(bufferByteCount: Int, meanwhile: @escaping @Sendable () -> Void) {
        self.meanwhile = meanwhile
        buffers = (0..<Self.bufferCount).map { _ in .allocate(byteCount: bufferByteCount, alignment: 4096) }
        lengths = .allocate(capacity: Self.bufferCount)
        lengths.initialize(repeating: 0, count: Self.bufferCount)
        for _ in buffers { free.signal() }
        Thread { self.run() }.start()
    }

    deinit {
        buffers.forEach { $0.deallocate() }
        lengths.deallocate()
    }

    /// Waits for a buffer that has been digested.
    func nextBuffer() -> UnsafeMutableRawBufferPointer {
        wait(for: free)
        return buffers[next]
    }

    /// Gives the first bytes of the buffer that `nextBuffer()` returned last.
    func hand(over bytes: UnsafeRawBufferPointer) { pass(bytes.count) }

    /// Waits for the digest of everything, hexadecimal.
    func finish() -> String {
        free.wait()
        pass(-1)
        done.wait()
        return result
    }

    private func wait(for semaphore: DispatchSemaphore) {
        if semaphore.wait(timeout: .now()) == .success { return }
        meanwhile()
        semaphore.wait()
    }

    private func pass(_ length: Int) {
        lengths[next] = length
        next = (next + 1) % Self.bufferCount
        filled.signal()
    }

    private func run() {
        var hash = SHA256()
        var position = 0
        while true {
            wait(for: filled)
            let length = lengths[position]
            if length < 0 { break }
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffers[position][..<length]))
            position = (position + 1) % Self.bufferCount
            free.signal()
        }
        result = TreeDigest.hexadecimal(hash.finalize())
        done.signal()
    }
}
