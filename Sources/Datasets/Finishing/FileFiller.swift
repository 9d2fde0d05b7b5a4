// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto
import Synchronization

/// Puts the columns into their places in a file whose structure is there, and digests the file on the way.
///
/// The digest is sequential and the operating system lets one thread at a time write a file, so two threads do all
/// that can be done at once: one copies and waits for the disk, one digests.
struct FileFiller: Sendable {
    /// Where the contiguous data of a dataset belong.
    struct Placement: Sendable {
        /// Position in the list of datasets.
        var dataset: Int
        /// Place in the file.
        var offset: Int
    }

    /// A part of the file: from a column, or already there (HDF5's own bytes).
    private struct Piece: Sendable {
        var offset: Int
        var byteCount: Int
        /// Position in `sources`, nil for what is there.
        var source: Int?
        var sourceOffset: Int
    }

    private static let pieceByteCount = 1 << 20
    /// Pieces after which the disk is asked to begin with what has been copied.
    private static let piecesPerWriteback = 16
    private let file: FileDescriptor
    private let sources: [ColumnReader]
    /// The whole file after the user block, without gaps.
    private let pieces: [Piece]

    /// - Throws: `inputOutput` if the data would not lie apart within the file.
    init(
        file: FileDescriptor, byteCount: Int, datasets: [DatasetPlan], placements: [Placement]
    ) throws(DatasetError) {
        self.file = file
        var sources: [ColumnReader] = []
        var pieces: [Piece] = []
        var end = UserBlock.byteCount
        func add(from start: Int, to stop: Int, source: Int?) {
            for offset in stride(from: start, to: stop, by: Self.pieceByteCount) {
                pieces.append(
                    Piece(
                        offset: offset, byteCount: min(Self.pieceByteCount, stop - offset), source: source,
                        sourceOffset: offset - start))
            }
        }
        for placement in placements.sorted(by: { $0.offset < $1.offset }) {
            let plan = datasets[placement.dataset]
            if placement.offset < end {
                throw DatasetError(.inputOutput, path: file.path, reason: "HDF5 gave \(plan.path) a place in use")
            }
            add(from: end, to: placement.offset, source: nil)
            add(from: placement.offset, to: placement.offset + plan.byteCount, source: sources.count)
            sources.append(try ColumnReader(plan))
            end = placement.offset + plan.byteCount
        }
        if end > byteCount {
            throw DatasetError(.inputOutput, path: file.path, reason: "HDF5 made the file too short for its data")
        }
        add(from: end, to: byteCount, source: nil)
        self.sources = sources
        self.pieces = pieces
    }

    /// Fills the file and returns the SHA-256 of everything after the user block, hexadecimal.
    func fill(threads: Int) throws(DatasetError) -> String {
        let digest = Mutex("")
        let parts: [Part] = threads > 1 ? [.digest, .copy] : [.both]
        try Parallel.forEach(
            parts.count, threads: parts.count, scratchByteCount: Self.pieceByteCount
        ) { (index, buffer) throws(DatasetError) in
            let text = try go(through: buffer, doing: parts[index])
            if let text { digest.withLock { $0 = text } }
        }
        return digest.withLock { $0 }
    }

    private enum Part: Sendable { case digest, copy, both }

    /// Goes through all pieces in order; returns the digest if that is asked for.
    private func go(through buffer: UnsafeMutableRawBufferPointer, doing part: Part) throws(DatasetError) -> String? {
        var hash = SHA256()
        for (i, piece) in pieces.enumerated() {
            let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer[..<piece.byteCount])
            if let source = piece.source {
                try sources[source].read(into: bytes, at: piece.sourceOffset)
                if part != .digest { try file.write(UnsafeRawBufferPointer(bytes), at: piece.offset) }
            } else if part != .copy {
                try file.readAll(into: bytes, at: piece.offset)
            }
            if part != .copy { hash.update(bufferPointer: UnsafeRawBufferPointer(bytes)) }
            if part != .digest && i % Self.piecesPerWriteback == 0 { file.beginWriteback() }
        }
        // The disk writes while the other thread still digests.
        if part == .copy { try file.synchronize() }
        return part == .copy ? nil : TreeDigest.hexadecimal(hash.finalize())
    }
}
