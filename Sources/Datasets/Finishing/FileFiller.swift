// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto

/// Puts the columns into their places in a file whose structure is there, and digests the file on the way.
///
/// The digest is sequential and the operating system lets one thread at a time write a file, so two threads do all
/// that can be done at once: one copies, one digests what the other has read, and the one that is ahead hands the copy
/// to the disk.
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
        if threads > 1 { return try fillBesideDigest() }
        var hash = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceByteCount, alignment: 4096)
        defer { buffer.deallocate() }
        let writeback = Writeback(file)
        for piece in pieces {
            hash.update(bufferPointer: try copy(piece, through: buffer))
            writeback.reached(piece.offset + piece.byteCount)
            writeback.begin()
        }
        return TreeDigest.hexadecimal(hash.finalize())
    }

    /// The same with the digest on a thread of its own.
    private func fillBesideDigest() throws(DatasetError) -> String {
        let writeback = Writeback(file)
        let digest = DigestThread(bufferByteCount: Self.pieceByteCount) { writeback.begin() }
        do throws(DatasetError) {
            for piece in pieces {
                digest.hand(over: try copy(piece, through: digest.nextBuffer()))
                writeback.reached(piece.offset + piece.byteCount)
            }
            // The disk writes while the other thread still digests.
            try file.synchronize()
        } catch {
            _ = digest.finish()
            throw error
        }
        return digest.finish()
    }

    /// Puts a piece into its place, unless it is there, and returns its bytes, which stand in the buffer.
    private func copy(
        _ piece: Piece, through buffer: UnsafeMutableRawBufferPointer
    ) throws(DatasetError) -> UnsafeRawBufferPointer {
        let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer[..<piece.byteCount])
        if let source = piece.source {
            try sources[source].read(into: bytes, at: piece.sourceOffset)
            sources[source].release(upTo: piece.sourceOffset + piece.byteCount)
            try file.write(UnsafeRawBufferPointer(bytes), at: piece.offset)
        } else {
            try file.readAll(into: bytes, at: piece.offset)
        }
        return UnsafeRawBufferPointer(bytes)
    }
}
