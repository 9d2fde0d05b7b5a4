// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// Has the disk begin with what has been put into a file from its beginning on, a good part at a time; from any thread.
final class Writeback: Sendable {
    private static let partByteCount = 16 << 20
    private let file: FileDescriptor
    /// What has been put in, and what of it the disk has been given.
    private let progress = Mutex((filled: 0, given: 0))

    init(_ file: FileDescriptor) { self.file = file }

    /// Everything before `offset` is in the file.
    func reached(_ offset: Int) { progress.withLock { $0.filled = offset } }

    /// Gives the disk what has come since the last time, if that is worth a call.
    func begin() {
        let part = progress.withLock { progress -> Range<Int> in
            if progress.filled - progress.given < Self.partByteCount { return 0..<0 }
            defer { progress.given = progress.filled }
            return progress.given..<progress.filled
        }
        file.beginWriteback(part)
    }
}
